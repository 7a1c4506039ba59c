"""A post that is quoted in an answer."""

import re

import pytest
from django.conf import settings
from django.test import Client
from hypothesis import assume, given
from hypothesis import strategies as st

from accounts.models import User
from essays.markup import render_post
from forum import posting, quoting
from forum.models import Thread
from forum.quoting import QUOTED_DEPTH, QUOTED_MAX_LENGTH
from tests.essays.hostile import BROKEN_MARKDOWN
from tests.forum.pages import read
from tests.forum.talk import published, say, signed_in, sorted_under, trusting

HERE = {"Origin": "http://testserver"}
URL = "https://forum.example/posts/12/"
LINK = '<a href="https://forum.example/posts/12/" rel="nofollow ugc noopener">'


def answered(source: str, name: str = "Reader one") -> str:
    """The HTML of an answer that quotes a post and says "Mine."."""
    return render_post(f"{quoting.as_markdown(source, name, URL)}Mine.")


def outside_quotations(html: str) -> str:
    inmost = re.compile(r"<blockquote>((?!</?blockquote>).)*</blockquote>", re.DOTALL)
    while html != (html := inmost.sub("", html)):
        pass
    return html.strip()


def test_a_quoted_post_is_a_quotation_with_a_link_to_it_and_room_below() -> None:
    quoted = quoting.as_markdown("One.\n\n*Two*.\n", "Reader one", URL)
    assert quoted == f"> One.\n>\n> *Two*.\n\n> — [Reader one]({URL})\n\n"
    assert answered("One.\n\n*Two*.") == (
        f"<blockquote>\n<p>One.</p>\n<p><em>Two</em>.</p>\n<p>— {LINK}Reader one</a></p>\n</blockquote>\n<p>Mine.</p>"
    )


def test_a_quotation_in_it_is_one_level_deeper() -> None:
    assert answered("> Theirs.\n\nYours.").startswith(
        "<blockquote>\n<blockquote>\n<p>Theirs.</p>\n</blockquote>\n<p>Yours."
    )
    once = quoting.as_markdown("Theirs.", "Reader one", URL)
    assert answered(f"{once}Yours.").count(LINK) == 2


def test_what_is_too_deep_is_left_out_so_that_the_rest_is_still_read_as_markdown() -> None:
    source = "Words."
    for _ in range(20):
        source = f"{quoting.as_markdown(source, 'Reader one', URL)}Words."
    assert render_post(source).count("<blockquote>") == QUOTED_DEPTH


@pytest.mark.parametrize(
    "source",
    [
        "```\ncode that is never closed",
        "- a list\n  ~~~~\n  with code",
        "> ```\n> closed by the end of its quotation",
        "| a | b |\n|---|---|\n| c | d |",
        "A heading\n===",
        "    code",
        "`a run that is open",
        "[a link that is open](https://",
        "one\u2028# two\x85three\x0bfour\rfive",
        "--- \n- ",
        *BROKEN_MARKDOWN,
    ],
)
def test_whatever_a_post_leaves_open_ends_with_the_quotation(source: str) -> None:
    html = answered(source)
    assert html.endswith(f"<p>— {LINK}Reader one</a></p>\n</blockquote>\n<p>Mine.</p>")
    assert outside_quotations(html) == "<p>Mine.</p>"


@pytest.mark.parametrize(
    "name",
    [
        "a] (b) [c",
        "*bold* _under_ ~~gone~~",
        "`code` ``",
        "<b>&amp;</b> &lt;",
        "back\\slash\\",
        "https://evil.example/",
        "](https://evil.example/)",
        "![x](https://evil.example/y.png)",
        "# 1. - > |",
        "قارئ",
        "O'Brien-Smith, Jr.",
    ],
)
def test_a_name_is_shown_as_it_is(name: str) -> None:
    html = answered("One.", name)
    links = re.findall(r"<a .*?</a>", html)
    assert links == [f"{LINK}{name.replace('&', '&amp;').replace('<', '&lt;').replace('>', '&gt;')}</a>"]


@pytest.mark.parametrize("name", ["O'Brien-Smith, Jr.", "قارئ", "Reader one 2.0"])
def test_a_plain_name_is_plain_in_the_form_too(name: str) -> None:
    assert f"[{name}]" in quoting.as_markdown("One.", name, URL)


def test_a_very_long_post_is_quoted_up_to_the_end_of_a_word() -> None:
    quoted = quoting.as_markdown("word " * 1_000, "Reader one", URL).split("\n")[0]
    assert quoted.endswith("word word …")
    assert QUOTED_MAX_LENGTH - 10 < len(quoted) < QUOTED_MAX_LENGTH + 10
    assert quoting.shortened("x" * 3_000) == "x" * QUOTED_MAX_LENGTH + " …"
    assert quoting.shortened("x" * QUOTED_MAX_LENGTH) == "x" * QUOTED_MAX_LENGTH


@given(st.text("ab> -`~|#*[]()\\\n\u2028", max_size=80))
def test_nobody_is_made_to_say_what_they_quote(source: str) -> None:
    assume(source.strip() and answered(source) != quoting.as_markdown(source, "Reader one", URL))
    assert outside_quotations(answered(source)) == "<p>Mine.</p>"


def test_the_form_begins_with_the_post_where_that_is_asked_for(thread: Thread, author: User) -> None:
    post = published(thread, author, "Their *words*.")
    address = f"/posts/{post.pk}/reply/"
    page = read(Client().get(f"{address}?quote=1"))
    assert page.fields["source"] == f"> Their *words*.\n\n> — [Author one]({settings.SITE_URL}/posts/{post.pk}/)\n\n"
    assert "Your words are still here" not in page.text
    assert read(Client().get(address)).fields["source"] == ""


def test_the_first_post_of_a_discussion_is_quoted_below_it(author: User, stranger: User) -> None:
    with trusting():
        opening = posting.open_thread(author, "A title", sorted_under("texts"), "The *first* words.")
    client, place = signed_in(stranger), opening.thread.get_absolute_url()
    address = f"{place}reply/?quote=1"
    assert address in read(client.get(place)).links
    page = read(client.get(address))
    assert page.fields["source"].startswith("> The *first* words.\n\n> — [Author one](")
    assert page.fields["source"] == read(client.get(f"/posts/{opening.pk}/reply/?quote=1")).fields["source"]
    assert read(client.get(f"{place}reply/")).fields["source"] == ""
    posting.withdraw(opening, by=author)
    assert "first* words" not in client.get(address).content.decode()
    assert address not in client.get(place).content.decode()


def test_the_form_alone_is_answered_to_a_page_that_is_open(thread: Thread, author: User) -> None:
    post = published(thread, author, "Their words.")
    asked = {"HX-Request": "true", "HX-Target": f"post-{post.pk}"}
    html = Client().get(f"/posts/{post.pk}/reply/?quote=1", headers=asked).content.decode()
    assert html.lstrip().startswith("<form")
    assert "&gt; Their words." in html


def test_the_quotation_is_put_before_what_was_typed_and_only_once(thread: Thread, author: User, reader: User) -> None:
    post = published(thread, author, "Their words.")
    client, address = Client(), f"/posts/{post.pk}/reply/"
    assert client.post(address, {"source": "My words."}, headers=HERE).status_code == 302
    page = read(client.get(f"{address}?quote=1"))
    assert page.fields["source"].startswith("> Their words.")
    assert page.fields["source"].endswith("\n\nMy words.")
    assert "Your words are still here" in page.text
    assert client.post(address, {"source": page.fields["source"]}, headers=HERE).status_code == 302
    assert read(client.get(f"{address}?quote=1")).fields["source"] == page.fields["source"]
    assert read(client.get(address)).fields["source"] == page.fields["source"]


def test_words_that_a_reader_may_not_read_are_not_quoted(thread: Thread, author: User, stranger: User) -> None:
    held = say(thread, author, "Held words.")
    with trusting():
        withdrawn = say(thread, author, "Withdrawn words.")
    posting.withdraw(withdrawn, by=author)
    for client in (Client(), signed_in(stranger)):
        for post, status in ((held, 404), (withdrawn, 403)):
            answer = client.get(f"/posts/{post.pk}/reply/?quote=1")
            assert answer.status_code == status
            assert not re.search(r"(Held|Withdrawn|Removed) words", answer.content.decode())
