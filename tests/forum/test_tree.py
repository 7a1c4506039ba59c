"""Posts are put in the order of reading, and the lists around them are well-formed whatever the tree."""

from collections import Counter
from dataclasses import dataclass

from hypothesis import given
from hypothesis import strategies as st

from forum.tree import Placed, arrange
from tests.forum.forest import Shape, chain, levels, shapes

DEEP = 10_000


@dataclass
class Post:
    pk: int
    parent_id: int | None


def forest(shape: Shape) -> list[Post]:
    return [Post(index, above) for index, above in enumerate(shape)]


def order(placed: list[Placed[Post]]) -> list[int]:
    return [item.node.pk for item in placed]


def tags(placed: list[Placed[Post]]) -> list[str]:
    """What the template writes, item after item."""
    found = ["<ol>"]
    for item in placed:
        found += ["<li>", "</li>" if item.ends else "<ol>"] + ["</ol>", "</li>"] * len(item.closing)
    return [*found, "</ol>"]


def test_a_branch_reads_depth_first_and_answers_keep_their_order() -> None:
    placed = arrange(forest([None, 0, 0, 1, None, 1]), max_depth=5)
    assert order(placed) == [0, 1, 3, 5, 2, 4]
    assert [item.depth for item in placed] == [0, 1, 2, 2, 1, 0]


def test_the_marks_of_a_small_tree() -> None:
    placed = arrange(forest([None, 0, 1, None]), max_depth=5)
    assert [(item.below, item.ends, item.closes) for item in placed] == [
        (2, False, 0),
        (1, False, 0),
        (0, True, 2),
        (0, True, 0),
    ]


def test_no_posts_are_no_rows() -> None:
    assert arrange([], max_depth=5) == []


@given(shapes, st.integers(0, 6))
def test_the_lists_nest_whatever_the_forest(shape: Shape, max_depth: int) -> None:
    placed = arrange(forest(shape), max_depth)
    opened: list[str] = []
    items = iter(placed)
    for tag in tags(placed):
        if tag.startswith("</"):
            assert opened.pop() == tag.replace("/", "")
            continue
        # A list stands in nothing or in an item, an item in a list.
        assert (opened[-1] if opened else "<li>") == ("<ol>" if tag == "<li>" else "<li>")
        opened.append(tag)
        if tag == "<li>":
            assert opened.count("<ol>") == next(items).depth + 1
    assert not opened


@given(shapes)
def test_every_post_is_there_once_and_after_what_it_answers(shape: Shape) -> None:
    found = order(arrange(forest(shape), DEEP))
    assert sorted(found) == list(range(len(shape)))
    assert all(found.index(above) < found.index(index) for index, above in enumerate(shape) if above is not None)


@given(shapes)
def test_answers_to_one_post_stay_in_their_order(shape: Shape) -> None:
    found = order(arrange(forest(shape), DEEP))
    for parent in {None, *range(len(shape))}:
        siblings = [index for index, above in enumerate(shape) if above == parent]
        assert sorted(siblings, key=found.index) == siblings


@given(shapes, st.integers(0, 4))
def test_what_is_too_deep_is_counted_where_it_is_left_out(shape: Shape, max_depth: int) -> None:
    placed = arrange(forest(shape), max_depth)
    depths = {index: depth for depth, level in enumerate(levels(shape)) for index in level}
    assert set(order(placed)) == {index for index, depth in depths.items() if depth <= max_depth}
    above = dict(enumerate(shape))
    for item in placed:
        if item.depth < max_depth:
            assert item.hidden == 0
    expected = dict.fromkeys((index for index, depth in depths.items() if depth == max_depth), 0)
    for index, depth in depths.items():
        while depth > max_depth:
            index, depth = above[index] or 0, depth - 1  # noqa: PLW2901
            if depth == max_depth:
                expected[index] += 1
    assert {item.node.pk: item.hidden for item in placed if item.depth == max_depth} == expected


@given(shapes, st.integers(0, 4))
def test_all_that_is_below_a_post_is_counted_shown_or_not(shape: Shape, max_depth: int) -> None:
    placed = arrange(forest(shape), max_depth)
    above = dict(enumerate(shape))
    expected = Counter[int]()
    for parent in above.values():
        while parent is not None:
            expected[parent] += 1
            parent = above[parent]  # noqa: PLW2901
    assert {item.node.pk: item.below for item in placed} == {item.node.pk: expected[item.node.pk] for item in placed}


def test_a_chain_of_5000_needs_no_stack() -> None:
    placed = arrange(forest(chain(5000)), DEEP)
    assert order(placed) == list(range(5000))
    assert (placed[0].below, placed[-1].closes) == (4999, 4999)
    shown = arrange(forest(chain(5000)), max_depth=5)
    assert [(item.node.pk, item.hidden) for item in shown][-1] == (5, 4994)
    assert shown[0].below == 4999


def test_an_answer_to_a_post_that_is_not_there_stands_at_the_top() -> None:
    placed = arrange([Post(7, 3), Post(8, 7), Post(9, None)], max_depth=5)
    assert [(item.node.pk, item.depth) for item in placed] == [(7, 0), (8, 1), (9, 0)]
