"""Words for titles and posts: plainly samples, some of them seldom, in all the Markdown that members use."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from random import Random

from essays.markup import addressed_names, linked_names
from essays.models import plain_words
from forum import mentions
from forum.search.documents import Said, said

USUAL = """the of and to in is that it was for as with he be on not this are by but at his from they which have or we
one an were their what all when there you who more if out so up said about into them than some could other then these
only its may over new after also did many before must through years where much way well should because each those
people how too text paragraph page word sentence reading writer reader note history revolution memory exile witness
argument question answer point claim doubt source letter novel prison city winter party hope defeat""".split()
BEGINNINGS = "ab cor del fen gul har jas kel lum mas nev ost pal quin ros tam ul ver wil zor".split()
ENDINGS = "dan mir tol rak sen vil por gast lem nor".split()
SELDOM = [f"{first}{last}" for last in ENDINGS for first in BEGINNINGS]
WORDS = [*USUAL, *SELDOM]
ODDS = list(accumulate(1 / rank for rank in range(2, len(WORDS) + 2)))  # After Zipf: the second is half as frequent.
NAMING = 40  # One of so many texts names a listener.


def title(seed: int, number: int) -> str:
    chance = Random(f"{seed} title {number}")  # noqa: S311  # Samples are no secrets.
    return f"Sample {number + 1}: {' '.join(words(chance, 2, 8))}"


def source(seed: int, number: int, names: Sequence[str]) -> str:
    """The Markdown of a text, which is another for each number."""
    chance = Random(f"{seed} text {number}")  # noqa: S311  # The same.
    paragraphs = [" ".join(sentence(chance) for _ in range(chance.randint(1, 3)))]
    while chance.random() < 0.35:
        paragraphs.append(paragraph(chance))
    if names and number % NAMING == 0:
        paragraphs[0] = f"@{names[number // NAMING % len(names)]} {paragraphs[0]}"
    return "\n\n".join(paragraphs)


def paragraph(chance: Random) -> str:
    kind = chance.random()
    if kind < 0.1:
        return "\n".join(f"- {' '.join(words(chance, 2, 6))}" for _ in range(3))
    if kind < 0.2:
        return f"> {sentence(chance)}\n\n{sentence(chance)}"
    if kind < 0.25:
        return f"```\n{' '.join(words(chance, 3, 8))}\n```"
    return sentence(chance)


def sentence(chance: Random) -> str:
    found = words(chance, 4, 14)
    marked, kind = chance.randrange(len(found)), chance.random()
    if kind < 0.25:
        marks = ("*{}*", "**{}**", "`{}`", "[{}](https://example.org/)", "“{}”")
        found[marked] = chance.choice(marks).format(found[marked])
    return f"{' '.join(found).capitalize()}{chance.choice('....?!')}"


def words(chance: Random, least: int, most: int) -> list[str]:
    return chance.choices(WORDS, cum_weights=ODDS, k=chance.randint(least, most))


@dataclass(frozen=True, slots=True)
class Body:
    """A text as it is stored with a post, and what follows from it."""

    source: str
    html: str
    said: Said
    named: dict[str, int]  # The members whom it leads to, by the name as it is typed.
    addressed: list[int]  # Those of them whom it speaks to.


class Bodies:
    """The texts by their numbers. Each goes once through the door to Markdown, when it is first asked for."""

    def __init__(self, seed: int, names: Sequence[str]) -> None:
        self.seed, self.names = seed, names
        self.known: dict[int, Body] = {}

    def __getitem__(self, number: int) -> Body:
        known = self.known.get(number)
        if known is None:
            known = self.known[number] = body(source(self.seed, number, self.names))
        return known


def body(typed: str) -> Body:
    html = mentions.rendered(typed)
    named = {name: member.pk for name, member in mentions.called(linked_names(html)).items()}
    addressed = [named[name] for name in addressed_names(html) if name in named]
    return Body(typed, html, said(plain_words(html)), named, addressed)
