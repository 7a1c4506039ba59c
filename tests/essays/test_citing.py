"""A citation says who, what, which paragraph of which edition and where, in a form that its reader takes back whole."""

import json
import re
from datetime import UTC, datetime
from typing import Any

import pytest
from django.utils import timezone

from essays.citing import citations
from essays.models import Edition, Essay, Passage

URL = "https://forum.example.org/essays/a-text/p26/"
DAY = datetime(2026, 5, 31, 23, 30, tzinfo=UTC)
HOSTILE = [
    "Plain",
    "50% of R&D: #1, a_b, $5",
    r"C:\new\{folder}",
    "{never closed",
    "closed} never opened",
    "~tilde^ and caret",
    '"quoted", it\'s <b>bold</b> & so on',
    "}, title = {another",
    "two\nlines",
    "Серж, سيرج, 謝爾蓋",
]
COMMANDS = {
    "textbackslash": "\\",
    "textbraceleft": "{",
    "textbraceright": "}",
    "textasciitilde": "~",
    "textasciicircum": "^",
}


def cite(title: str = "A title", author: str = "An author", ref: str = "p26", slug: str = "a-text") -> dict[str, str]:
    essay = Essay(slug=slug, title=title, author=author, language="en")
    edition = Edition(essay=essay, number=2, published_at=DAY)
    return {citation.key: citation.text for citation in citations(Passage(essay=essay, ref=ref), edition, URL)}


def csl(**named: str) -> dict[str, Any]:
    (item,) = json.loads(cite(**named)["csl"])
    assert isinstance(item, dict)
    return item


def bibtex(**named: str) -> tuple[str, dict[str, str]]:
    """The key and the fields, read as BibTeX reads them: braces are counted, whatever stands before them."""
    head, body = cite(**named)["bibtex"].split(",\n", 1)
    fields = {}
    while found := re.match(r"\s*(\w+) = ", body):
        body = body[found.end() :]
        value = body[: end_of_value(body)]
        fields[found[1]], body = value, body[len(value) + 1 :]
    assert body == "\n}"
    return head.removeprefix("@misc{"), fields


def end_of_value(body: str) -> int:
    depth = 0
    for index, char in enumerate(body):
        depth += {"{": 1, "}": -1}.get(char, 0)
        if depth == 0 and char == ",":
            return index
    raise AssertionError(f"This never ends: {body}")


def printed(value: str) -> str:
    """What TeX prints of a field."""
    value = re.sub(r"\\(text\w+)\{\}", lambda found: f"<{found[1]}>", value[2:-2])
    assert not re.search(r"(?<!\\)[%&#_$~^{}]", value)
    value = re.sub(r"\\([%&#_$])", r"\1", value)
    return re.sub(r"<(text\w+)>", lambda found: COMMANDS[found[1]], value)


def test_plain_words_name_author_text_paragraph_edition_day_and_address() -> None:
    said = cite()["plain"]
    assert said == f"An author, “A title”, paragraph 26. Edition 2, 31 May 2026. Colloquy. {URL}"
    assert cite(ref="n7", author="")["plain"].startswith("“A title”, note 7. ")


def test_bibtex_says_the_same() -> None:
    key, fields = bibtex()
    assert key == "a-text-p26"
    assert fields == {
        "author": "{{An author}}",
        "title": "{{A title}}",
        "year": "{2026}",
        "month": "may",
        "note": "{Paragraph 26. Edition 2, 31 May 2026}",
        "howpublished": "{Colloquy}",
        "url": f"{{{URL}}}",
    }
    assert "author" not in bibtex(author="")[1]


def test_csl_json_says_the_same_and_guesses_no_names() -> None:
    item = csl()
    assert item == {
        "id": "a-text-p26",
        "type": "webpage",
        "title": "A title",
        "author": [{"literal": "An author"}],
        "container-title": "Colloquy",
        "edition": 2,
        "issued": {"date-parts": [[2026, 5, 31]]},
        "locator": "26",
        "note": "Paragraph 26",
        "language": "en",
        "URL": URL,
    }
    assert "author" not in csl(author="")


def test_the_day_is_that_of_the_site() -> None:
    with timezone.override("Asia/Tokyo"):
        assert "1 June 2026" in cite()["plain"]
        assert bibtex()[1]["month"] == "jun"
        assert csl()["issued"] == {"date-parts": [[2026, 6, 1]]}


@pytest.mark.parametrize("words", HOSTILE)
def test_whatever_a_title_or_a_name_holds_is_read_as_it_was(words: str) -> None:
    whole = " ".join(words.split())
    item, (_, fields) = csl(title=words, author=words), bibtex(title=words, author=words)
    assert (item["title"], item["author"]) == (whole, [{"literal": whole}])
    assert (printed(fields["title"]), printed(fields["author"])) == (whole, whole)
    assert whole in cite(title=words)["plain"]


@pytest.mark.parametrize(
    ("slug", "key"), [("a-text", "a-text-p1a"), ("élan-vital", "elan-vital-p1a"), ("谢", "essay-p1a")]
)
def test_the_key_of_an_entry_is_one_that_every_program_takes(slug: str, key: str) -> None:
    assert bibtex(slug=slug, ref="p1a")[0] == csl(slug=slug, ref="p1a")["id"] == key
