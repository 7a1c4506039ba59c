"""How an act says that it cannot be done."""


class NotPossible(Exception):
    """The act does not fit what things are by now. The message says what happened, for the person who tried."""


class Refused(NotPossible):
    """These words are not taken; others would be."""
