import unicodedata

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from accounts.models import DISPLAY_NAME_MAX_LENGTH, User, clean_display_name

KEPT = {
    "Latin": "Suzi Weissman",
    "accents": "José Ángel Ñandú",
    "an apostrophe": "Fionn O’Brien",
    "Cyrillic": "Виктор Кибальчич",
    "Greek": "Ρόζα Λούξεμπουργκ",
    "Armenian": "Շիրակ",
    "Arabic": "وداد القاضي",
    "Hebrew with points": "שָׁלוֹם",
    "Persian with a non-joiner": "می\u200cخواهم",
    "Devanagari with a joiner": "क्\u200dष",
    "Tamil": "தமிழ்",
    "Thai": "ปรีดี พนมยงค์",
    "Chinese": "陳獨秀",
    "Japanese": "大杉 栄",
    "Korean": "김산",
    "Amharic": "ኃይለ",
    "outside the first plane": "𐌰𐌱𐌲 𠮷野",
    "an emoji of several": "👩🏽\u200d🚀",
    "an emoji with its selector": "❤\ufe0f",
    "digits": "1917",
}
CHANGED = {
    "spaces around": ("  Jane  Doe ", "Jane Doe"),
    "no-break spaces": ("Jane\u00a0\u3000Doe", "Jane Doe"),
    "a line break": ("Jane\r\nDoe", "Jane Doe"),
    "a line separator": ("Jane\u2028Doe", "Jane Doe"),
    "a tab and a bell": ("Jane\t\x07Doe", "Jane Doe"),
    "a zero byte": ("Jane\x00Doe", "Jane Doe"),
    "decomposed": ("Jose\u0301", "José"),
    "right-to-left override": ("Jane\u202eeoD", "JaneeoD"),
    "isolates": ("\u2067Jane\u2069", "Jane"),
    "a mark of direction": ("\u200fJane\u200e", "Jane"),
    "zero-width space": ("Ja\u200bne", "Jane"),
    "zero-width joiner among Latin": ("Ja\u200dne", "Jane"),
    "zero-width non-joiner among Latin": ("Ja\u200cne", "Jane"),
    "a joiner that joins to Latin": ("می\u200cJane", "میJane"),
    "joiners in a row": ("می\u200c\u200cخ", "میخ"),
    "a variation selector among Latin": ("Ja\ufe0fne", "Jane"),
    "a soft hyphen": ("Ja\u00adne", "Jane"),
    "a word joiner": ("Ja\u2060ne", "Jane"),
    "a byte order mark": ("\ufeffJane", "Jane"),
    "tags": ("Jane\U000e0041\U000e007f", "Jane"),
    "private use": ("Jane\ue000", "Jane"),
    "Hangul filler": ("Jane\u3164\uffa0", "Jane"),
    "an empty Braille cell": ("Jane\u2800", "Jane"),
    "only a joiner": ("\u200d", ""),
    "only a filler": ("\u3164", ""),
    "only marks": ("\u0301\u0302", ""),
    "only spaces": (" \u2003 ", ""),
    "marks piled up": ("Z" + "\u0316" * 20 + "o", "Z" + "\u0316" * 4 + "o"),
}


@pytest.mark.parametrize("name", KEPT.values(), ids=KEPT.keys())
def test_a_name_in_any_script_is_kept_as_it_is(name: str) -> None:
    assert clean_display_name(name) == unicodedata.normalize("NFC", name)


@pytest.mark.parametrize(("typed", "shown"), CHANGED.values(), ids=CHANGED.keys())
def test_what_cannot_be_seen_is_left_out(typed: str, shown: str) -> None:
    assert clean_display_name(typed) == shown


@given(st.text(max_size=DISPLAY_NAME_MAX_LENGTH // 3))
def test_a_cleaned_name_is_one_clean_line(typed: str) -> None:
    name = clean_display_name(typed)
    assert clean_display_name(name) == name
    assert name == unicodedata.normalize("NFC", name).strip()
    assert not {unicodedata.category(char) for char in name} & {"Cc", "Co", "Cs", "Zl", "Zp"}


def test_a_name_that_grows_too_long_when_it_is_composed_is_refused() -> None:
    user = User(username="jane-doe", email="a@example.org", password="x", display_name="\u0958" * 31)
    with pytest.raises(ValidationError) as error:
        user.clean()
    assert error.value.message_dict == {"display_name": ["Use at most 60 characters."]}


def test_the_model_cleans_the_name() -> None:
    user = User(username="jane-doe", display_name=" Jane\u202e ")
    user.clean()
    assert user.display_name == "Jane"


def test_who_has_no_display_name_is_called_by_the_username() -> None:
    assert User(username="jane-doe").get_full_name() == "jane-doe"
    assert User(username="jane-doe", display_name="Jane").get_short_name() == "Jane"
