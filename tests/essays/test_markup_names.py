"""A name after an @ is a link to the person, where there is one, and nowhere else."""

import re
from html import unescape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from essays.markup import addressed_names, bounds, linked_names, names_in, render_post
from essays.markup.policy import pass_gate
from tests.essays.hostile import HOSTILE
from tests.essays.structure import faults

SIGNS = [
    "@anna",
    "@anna ",
    "@",
    "a",
    " ",
    "\n",
    "\n\n",
    *"*_~>`[]()<&\\.-|",
    "https://a.org/",
    "](https://a.org/)",
    "- ",
    "    ",
]
PEOPLE = {"anna": "/members/anna/", "Bob_x": "/members/bob_x/", "r2-d2": "/members/r2-d2/"}


def link(name: str) -> str:
    return f'<a class="name" href="/members/{name.lower()}/">@{name}</a>'


@pytest.mark.parametrize(
    ("source", "html"),
    [
        ("@anna", link("anna")),
        ("Hello @anna.", f"Hello {link('anna')}."),
        ("(@anna, @Bob_x: @r2-d2's)", f"({link('anna')}, {link('Bob_x')}: {link('r2-d2')}'s)"),
        ("@anna and @anna", f"{link('anna')} and {link('anna')}"),
        ("_@anna_ **@anna**", f"<em>{link('anna')}</em> <strong>{link('anna')}</strong>"),
        ("_@Bob_x_", f"<em>{link('Bob_x')}</em>"),
        ("@anna*@anna*", f"{link('anna')}*{link('anna')}*"),  # As without links, so that no mark is lost.
        ("@anna- @anna_", f"{link('anna')}- {link('anna')}_"),
        ("[@anna]", f"[{link('anna')}]"),
        ("@anna/x", f"{link('anna')}/x"),
        ("\u202e@anna\u202c שלום @anna", f"\u202e{link('anna')}\u202c שלום {link('anna')}"),
        ('@anna"onclick=x', f'{link("anna")}"onclick=x'),
        ("<b>@anna</b>", f"&lt;b&gt;{link('anna')}&lt;/b&gt;"),
    ],
)
def test_a_name_leads_to_its_person(source: str, html: str) -> None:
    assert render_post(source, PEOPLE) == f"<p>{html}</p>"
    assert linked_names(html)


@pytest.mark.parametrize(
    "source",
    [
        "@nobody @ANNA",  # Only what was asked for, as it is typed.
        "a@anna é@anna 1@anna x_@anna",
        "me@anna.org @anna@example.org @anna.org .@anna",
        "@annaé @anna_b @anna-b @annab",
        "@@anna",
        "\\@anna",
        "&#64;anna",
        "`@anna`",
        "``` \n@anna\n```",
        "    @anna",
        "[@anna](https://example.org/)",
        "[see **@anna**](https://example.org/)",
        "![@anna](https://example.org/a.png)",
        "https://example.org/@anna",
        "<https://example.org/@anna>",
        "<me@anna.org>",
    ],
)
def test_it_is_a_plain_word_elsewhere(source: str) -> None:
    html = render_post(source, PEOPLE)
    assert "/members/" not in html
    assert html == render_post(source)


@pytest.mark.parametrize("source", ["[x](/members/anna/)", '<a class="name" href="/members/anna/">@anna</a>'])
def test_nobody_makes_such_a_link_by_hand(source: str) -> None:
    assert linked_names(render_post(source)) == []


@pytest.mark.parametrize(
    "address", ["//example.org/", "/members/anna", "/members/../", "javascript:x", "/x/?y", "/x/\" y='"]
)
def test_the_gate_lets_only_own_pages_through(address: str) -> None:
    assert "href" not in pass_gate(f'<p><a class="name" href="{address}">@x</a></p>', editor=False)


def test_only_the_first_people_are_named() -> None:
    people = {f"p{number}": f"/members/p{number}/" for number in range(bounds.MAX_PEOPLE + 5)}
    html = render_post(" ".join(f"@{name} @{name}" for name in people), people)
    assert linked_names(html) == list(people)[: bounds.MAX_PEOPLE]
    assert faults(html) == []


def test_names_are_looked_for_up_to_a_bound() -> None:
    many = " ".join(f"@p{number} @p0" for number in range(bounds.MAX_NAMES * 2))
    assert len(names_in(many)) == bounds.MAX_NAMES
    assert names_in("@anna, `@b` and @anna") == ["anna", "b"]


def test_words_that_cannot_be_read_name_nobody() -> None:
    assert linked_names(render_post("@anna " + "[" * 100, PEOPLE)) == []


@pytest.mark.parametrize("source", HOSTILE)
def test_hostile_words_stay_harmless_beside_names(source: str) -> None:
    assert faults(render_post(f"@anna {source} @anna\n{source}@anna", PEOPLE)) == []


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from(SIGNS), max_size=25).map("".join))
def test_names_lose_no_word_and_break_no_tag(source: str) -> None:
    html = render_post(source, PEOPLE)
    assert faults(html) == []
    assert words(html) == words(render_post(source))


def words(html: str) -> str:
    return unescape(re.sub(r"<[^>]*>", "", html))


def test_who_is_named_within_a_quotation_is_a_link_and_is_not_spoken_to() -> None:
    html = render_post("@anna\n\n> > @r2-d2\n>\n> @Bob_x\n\nYes.\n\n- > @r2-d2\n\n@Bob_x", PEOPLE)
    assert linked_names(html) == ["anna", "r2-d2", "Bob_x"]
    assert addressed_names(html) == ["anna", "Bob_x"]
    assert addressed_names(render_post("> @anna", PEOPLE)) == []
