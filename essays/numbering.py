"""Gives refs to the paragraphs of an essay file that have none. Refs that are there are never touched."""

import re
from collections.abc import Iterator
from itertools import count, product
from string import ascii_lowercase

from essays.importer.frontmatter import FENCE
from essays.importer.splitting import HEADING, NOTE, Chunk, split

PARAGRAPH_REF = re.compile(r"#p([0-9]{1,6})[a-z]{0,3}")


def number(text: str) -> str:
    """Return the essay file with a ref at each paragraph.

    Behind the last ref of the file the numbers go on; between p26 and p27 it is p26a, p26b, …
    """
    lines = text.split("\n")
    bare = [line.removesuffix("\r") for line in lines]
    chunks = [chunk for chunk in split(bare, _body_start(bare)) if _takes_a_ref(chunk)]
    for chunk, ref in _new_refs(chunks):
        index = chunk.last_line - 1
        end = lines[index][len(bare[index]) :]
        lines[index] = f"{bare[index].rstrip()} {{#{ref}}}{end}"
    return "\n".join(lines)


def _body_start(lines: list[str]) -> int:
    if not lines or lines[0].removeprefix("\ufeff").rstrip() != FENCE:
        return 0
    return next((index + 1 for index, line in enumerate(lines) if index and line.rstrip() == FENCE), len(lines))


def _takes_a_ref(chunk: Chunk) -> bool:
    first = chunk.lines[0]
    return not (HEADING.fullmatch(first) or NOTE.match(first) or chunk.fence_line or chunk.mark.startswith("."))


def _new_refs(chunks: list[Chunk]) -> Iterator[tuple[Chunk, str]]:
    used = {chunk.mark[1:] for chunk in chunks if chunk.mark}
    numbers = [_number_of(chunk) for chunk in chunks]
    last = max((index for index, found in enumerate(numbers) if found), default=-1)
    following = count(max(map(int, filter(None, numbers)), default=0) + 1)
    before = ""
    for index, chunk in enumerate(chunks):
        if chunk.mark:
            before = numbers[index] or before
            continue
        between = before and index < last
        ref = _first_free(before, used) if between else f"p{next(following)}"
        used.add(ref)
        yield chunk, ref


def _number_of(chunk: Chunk) -> str:
    """Return the digits of a paragraph's ref, or nothing."""
    found = PARAGRAPH_REF.fullmatch(chunk.mark)
    return found[1] if found else ""


def _first_free(digits: str, used: set[str]) -> str:
    suffixes = ("".join(letters) for length in (1, 2, 3) for letters in product(ascii_lowercase, repeat=length))
    return next(ref for suffix in suffixes if (ref := f"p{digits}{suffix}") not in used)
