"""Reply trees, put in order for a template that nests lists without recursion. Pure: knows nothing of models."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Generic, Protocol, TypeVar


class Node(Protocol):
    """What has a number and may answer another."""

    pk: Any
    parent_id: Any


N = TypeVar("N", bound=Node)


@dataclass(frozen=True, slots=True)
class Placed(Generic[N]):
    """A node in its place. Written out one after another as

        <ol>, for each: <li> … (</li> where it `ends`, else <ol>), </ol></li> `closes` times; </ol>

    the nodes make well-formed lists in lists.
    """

    node: N
    depth: int
    below: int  # How many nodes answer it, and those, shown or not.
    closes: int  # How many lists end after it.
    hidden: int  # How many nodes below it are deeper than what is shown.

    @property
    def ends(self) -> bool:
        """It has no answers here."""
        return self.below == self.hidden

    @property
    def closing(self) -> range:
        """Something to loop over once for each list that ends."""
        return range(self.closes)


def arrange(nodes: Iterable[N], max_depth: int) -> list[Placed[N]]:
    """Put nodes in the order of reading, each followed by its answers, and say where lists open and close.

    Answers keep the order in which they come. A node whose parent is not among the nodes stands at the top (depth 0).
    What is deeper than `max_depth` is left out and counted at the node above it.
    """
    nodes = list(nodes)
    known = {node.pk for node in nodes}
    children: dict[int | None, list[N]] = {}
    for node in nodes:
        children.setdefault(node.parent_id if node.parent_id in known else None, []).append(node)

    shown: list[tuple[N, int, int]] = []
    for node, depth in walk(children):
        if depth <= max_depth:
            shown.append((node, depth, 0))
        else:
            above, above_depth, hidden = shown.pop()
            shown.append((above, above_depth, hidden + 1))
    return list(place(shown))


def walk(children: dict[int | None, list[N]]) -> Iterator[tuple[N, int]]:
    """Depth first, without recursion: a chain may be longer than Python's stack."""
    stack = [(node, 0) for node in reversed(children.get(None, []))]
    while stack:
        node, depth = stack.pop()
        yield node, depth
        stack.extend((child, depth + 1) for child in reversed(children.get(node.pk, [])))


def place(shown: list[tuple[N, int, int]]) -> Iterator[Placed[N]]:
    followed_by = [*(depth for _, depth, _ in shown), 0][1:]
    for (node, depth, hidden), below, after in zip(shown, families(shown), followed_by, strict=True):
        yield Placed(node, depth, below, max(0, depth - after), hidden)


def families(shown: list[tuple[N, int, int]]) -> list[int]:
    """How many nodes are below each of those shown, which come in the order of reading."""
    found: list[int] = []
    below: dict[int, int] = {}  # How many wait at each depth, with theirs, for the node above them.
    for _, depth, hidden in reversed(shown):
        found.append(below.pop(depth + 1, 0) + hidden)
        below[depth] = below.get(depth, 0) + 1 + found[-1]
    return found[::-1]
