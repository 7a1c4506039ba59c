"""The map has a bar for each paragraph, higher the more is said there, in rows that the rail holds."""

import re
from itertools import pairwise

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from accounts.models import User
from essays.models import Block
from essays.sections import Section
from forum.models import Thread
from forum.talk_map import BARS_PER_ROW, HIGHEST, LOWEST, PITCH, ROW, height, stretch, stretches
from tests.forum.talk import published

BAR = re.compile(r'<a href="#(\w+)"( class="has")?><title>([^<]+)</title>')
counts = st.lists(st.integers(0, 5000), max_size=60)


def paragraph(number: int, replies: int) -> Block:
    block = Block(kind=Block.Kind.PARAGRAPH, anchor=f"p{number}", passage_id=number)
    setattr(block, "replies", replies)  # noqa: B010  # As the query annotates it.
    return block


def section(*replies: int) -> Section:
    return Section(None, [paragraph(number, count) for number, count in enumerate(replies, 1)])


def test_a_bar_grows_with_the_replies_until_it_is_full() -> None:
    heights = [height(replies) for replies in range(50)]
    assert heights[0] == LOWEST
    assert heights[1] > LOWEST + 1  # One reply can be told from none.
    assert heights == sorted(heights)
    assert heights[-1] == height(100_000) == HIGHEST


def test_what_nobody_can_answer_has_no_bar() -> None:
    text = section(1, 2)
    text.blocks.insert(1, Block(kind=Block.Kind.EDITORIAL))
    assert [bar.block.anchor for bar in stretch(text).bars] == ["p1", "p2"]


def test_each_section_is_drawn_and_an_empty_one_is_empty() -> None:
    heading = Block(kind=Block.Kind.HEADING, anchor="a-heading")
    first, second = stretches([section(0, 3), Section(heading)])
    assert (first.heading, len(first.bars)) == (None, 2)
    assert (second.heading, second.bars, second.width, second.height) == (heading, [], 0, 0)


@given(counts)
def test_bars_stand_side_by_side_inside_their_picture(replies: list[int]) -> None:
    drawn = stretch(section(*replies))
    assert [bar.block.anchor for bar in drawn.bars] == [f"p{number}" for number in range(1, len(replies) + 1)]
    assert drawn.width <= BARS_PER_ROW * PITCH
    for bar in drawn.bars:
        assert 0 <= bar.left <= drawn.width - PITCH
        assert bar.row <= bar.top < bar.top + bar.height <= bar.row + ROW <= drawn.height
    for one, other in pairwise(drawn.bars):
        assert (other.row, other.left) in {(one.row, one.left + PITCH), (one.row + ROW, 0)}


@pytest.mark.django_db
def test_the_page_names_each_bar_and_leads_to_its_paragraph(thread: Thread, author: User) -> None:
    first = published(thread, author, ref="p1")
    published(thread, author, parent=first)
    published(thread, author, ref="p3")
    assert BAR.findall(Client().get("/essays/an-essay/").content.decode()) == [
        ("p1", ' class="has"', "Paragraph 1, 2 replies"),
        ("p2", "", "Paragraph 2, no replies"),
        ("p3", ' class="has"', "Paragraph 3, 1 reply"),
    ]
