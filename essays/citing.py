"""How a passage is cited: in plain words, for BibTeX, for what reads CSL-JSON. Pure."""

import json
import re
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.utils.formats import date_format
from django.utils.text import slugify
from django.utils.timezone import localdate

from essays.models import Edition, Passage

MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
# BibTeX counts braces whether a backslash stands before them or not: the ones that are meant are written as commands.
BIBTEX = {
    "\\": r"\textbackslash{}",
    "{": r"\textbraceleft{}",
    "}": r"\textbraceright{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    **{char: f"\\{char}" for char in "%&#_$"},
}


@dataclass(frozen=True, slots=True)
class Citation:
    key: str  # Part of an id.
    label: str
    text: str


def citations(passage: Passage, edition: Edition, url: str) -> list[Citation]:
    """The passage as `edition` prints it, with its permalink. The passage's essay is loaded with it."""
    return [
        Citation("plain", "Plain text", plain(passage, edition, url)),
        Citation("bibtex", "BibTeX", bibtex(passage, edition, url)),
        Citation("csl", "CSL-JSON", csl(passage, edition, url)),
    ]


def plain(passage: Passage, edition: Edition, url: str) -> str:
    essay = passage.essay
    by = f"{essay.author}, " if essay.author else ""
    return one_line(f"{by}“{essay.title}”, {passage.label}. {printed_in(edition)}. {settings.SITE_NAME}. {url}")


def bibtex(passage: Passage, edition: Edition, url: str) -> str:
    essay, day = passage.essay, day_of(edition)
    fields = {
        # A second pair of braces: a name that we would have to guess the parts of, a title that keeps its capitals.
        "author": f"{{{escaped(essay.author)}}}" if essay.author else "",
        "title": f"{{{escaped(essay.title)}}}",
        "year": str(day.year),
        "month": MONTHS[day.month - 1],
        "note": escaped(f"{passage.label.capitalize()}. {printed_in(edition)}"),
        "howpublished": escaped(settings.SITE_NAME),
        "url": url,  # As it is: what prints it takes it word for word.
    }
    # The name of a month stands without braces: each style writes it out in its own way.
    lines = [f"  {name} = {value if name == 'month' else f'{{{value}}}'}," for name, value in fields.items() if value]
    return "\n".join([f"@misc{{{key_of(passage)},", *lines, "}"])


def csl(passage: Passage, edition: Edition, url: str) -> str:
    essay, day = passage.essay, day_of(edition)
    item = {
        "id": key_of(passage),
        "type": "webpage",
        "title": one_line(essay.title),
        **({"author": [{"literal": one_line(essay.author)}]} if essay.author else {}),
        "container-title": settings.SITE_NAME,
        "edition": edition.number,
        "issued": {"date-parts": [[day.year, day.month, day.day]]},
        "locator": passage.number,
        "note": passage.label.capitalize(),
        "language": essay.language,
        "URL": url,
    }
    fields = ",\n".join(
        f"  {json.dumps(name)}: {json.dumps(value, ensure_ascii=False)}" for name, value in item.items()
    )
    return f"[{{\n{fields}\n}}]"


def key_of(passage: Passage) -> str:
    """A name for the entry, of what every program takes: a to z, digits, hyphens."""
    return f"{slugify(passage.essay.slug) or 'essay'}-{passage.ref}"


def printed_in(edition: Edition) -> str:
    return f"Edition {edition.number}, {date_format(day_of(edition), 'j F Y')}"


def day_of(edition: Edition) -> date:
    return localdate(edition.published_at)


def escaped(words: str) -> str:
    return re.sub(r"[\\{}~^%&#_$]", lambda found: BIBTEX[found[0]], one_line(words))


def one_line(words: str) -> str:
    return " ".join(words.split())
