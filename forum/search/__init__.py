"""Finding what everybody may read by its words: what can be found, how to ask for it, and two engines."""

from forum.search.documents import follow, follow_edition, follow_thread

__all__ = ["follow", "follow_edition", "follow_thread"]
