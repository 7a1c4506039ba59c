"""Words of the text that a reply answers, and posts that are quoted in an answer."""

import re

import pytest
from django.conf import settings
from django.test import Client
from hypothesis import assume, given
from hypothesis import strategies as st

from accounts.models import User
from essays.markup import render_post
from forum import posting, quoting
from forum.forms import ReplyForm
from forum.models import QUOTE_CONTEXT, Post, Thread
from forum.moderation import NotPossible
from forum.quoting import QUOTED_DEPTH, QUOTED_MAX_LENGTH, Quote, locate
from tests.essays.hostile import BROKEN_MARKDOWN
from tests.forum.pages import read
from tests.forum.talk import passage, published, say, signed_in, trusting

REPLY = "/essays/an-essay/p1/reply/"
WORDS = "the cat and the dog and the cat again, the cat"
HERE = {"Origin": "http://testserver"}


# --- Where words are in a text ---


@pytest.mark.parametrize(
    ("prefix", "suffix", "place"),
    [
        ("", "", 0),
        ("", " and the dog", 0),
        ("dog and ", " again, the cat", 1),
        ("dog and ", "", 1),
        ("", " again", 1),
        (", ", "", 2),
        ("the same words in another essay, ", "", 2),
        ("what is nowhere", "what is nowhere", 0),
    ],
)
def test_of_the_same_words_the_surroundings_choose(prefix: str, suffix: str, place: int) -> None:
    start = [match.start() for match in re.finditer("the cat", WORDS)][place]
    found = locate(Quote("the cat", prefix, suffix), WORDS)
    assert found == Quote("the cat", WORDS[:start][-QUOTE_CONTEXT:], WORDS[start + 7 :][:QUOTE_CONTEXT])


def test_places_may_overlap() -> None:
    assert locate(Quote("aXa", "", "Xc"), "XbaXaXaXc") == Quote("aXa", "XbaX", "Xc")


@pytest.mark.parametrize("words", ["", "cats", "The cat", "the  cat", ".*", "(the"])
def test_other_words_are_nowhere(words: str) -> None:
    assert locate(Quote(words), WORDS) is None


@given(words=st.text("ab 🙂", min_size=1, max_size=200), data=st.data())
def test_a_place_that_was_described_is_found_again(words: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(words) - 1))
    described = quoting.cut_out(words, start, data.draw(st.integers(1, len(words) - start)))
    assert locate(described, words) == described


# --- A reply to words ---


def stored() -> tuple[str, str, str]:
    post = Post.objects.latest("pk")
    return post.quote, post.quote_prefix, post.quote_suffix


def test_a_quote_is_stored_with_what_stands_around_it_in_the_edition(thread: Thread, reader: User) -> None:
    sent = {"source": "Words.", "quote": " with\n<angles> ", "prefix": "not there", "suffix": "nor this"}
    assert signed_in(reader).post(REPLY, sent).status_code == 302
    assert stored() == ("with <angles>", "One, ", " & stress.")
    assert Post.objects.get().edition == passage(thread, "p1").blocks.get().edition


def test_a_quote_without_surroundings_is_given_those_of_the_text(serge: Thread, reader: User) -> None:
    words = passage(serge, "p26").blocks.get().words
    say(serge, reader, ref="p26", quote=words[100:140])
    assert stored() == (words[100:140], words[68:100], words[140:172])


def test_a_note_is_quoted_like_a_paragraph(thread: Thread, reader: User) -> None:
    assert (
        signed_in(reader).post("/essays/an-essay/n1/reply/", {"source": "Words.", "quote": "note"}).status_code == 302
    )
    assert stored() == ("note", "A ", ".")


@pytest.mark.parametrize("around", ["\0", "x" * 100_000, "\u2028\t", "<script>", "🙂" * 40])
def test_surroundings_are_never_a_reason_to_refuse_a_reply(thread: Thread, reader: User, around: str) -> None:
    sent = {"source": "Words.", "quote": "One", "prefix": around, "suffix": around}
    assert signed_in(reader).post(REPLY, sent).status_code == 302
    assert stored() == ("One", "", ", with <angles> & stress.")


def test_surroundings_of_nothing_are_dropped(thread: Thread, reader: User) -> None:
    sent = {"source": "Words.", "quote": " ", "prefix": "One", "suffix": "One"}
    assert signed_in(reader).post(REPLY, sent).status_code == 302
    assert stored() == ("", "", "")


@pytest.mark.parametrize("quote", ["Not these words", "one", "x" * 100_000])
def test_with_other_words_nothing_is_posted_and_nothing_lost(thread: Thread, reader: User, quote: str) -> None:
    sent = {"source": "Words.", "quote": quote, "prefix": "before ", "suffix": " after"}
    page = read(signed_in(reader).post(REPLY, sent), 422)
    assert {name: page.fields[name] for name in sent} == sent
    assert not Post.objects.exists()


def test_a_quote_that_is_too_long_is_told_how_long_it_may_be(thread: Thread) -> None:
    form = ReplyForm({"source": "Words.", "quote": "x" * 612}, block=passage(thread, "p1").blocks.get())
    assert form.errors["quote"] == [
        "These words are 612 characters long; at most 500 can be quoted. Quote fewer of them."
    ]


def test_white_space_does_not_count(thread: Thread) -> None:
    form = ReplyForm({"source": "Words.", "quote": f"One,{' ' * 600}with\0"}, block=passage(thread, "p1").blocks.get())
    assert form.is_valid()
    assert form.cleaned_data["quote"] == "One, with"


def test_words_that_were_taken_out_of_the_text_meanwhile_are_not_quoted(thread: Thread, reader: User) -> None:
    with pytest.raises(NotPossible, match="not in the text any more"):
        say(thread, reader, ref="p1", quote="What a form had checked")
    assert not Post.objects.exists()


def test_surroundings_are_kept_while_the_author_signs_in(thread: Thread, reader: User) -> None:
    client = Client()
    sent = {"source": "Words.", "quote": "with", "prefix": "One, ", "suffix": " <angles>"}
    assert client.post(REPLY, sent, headers=HERE).status_code == 302
    client.force_login(reader)
    page = read(client.get("/essays/an-essay/p1/"))
    assert {name: page.fields[name] for name in sent} == sent


def test_surroundings_come_back_in_a_fresh_form(thread: Thread, reader: User) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(reader)
    sent = {"source": "Words.", "quote": "with", "prefix": 'One "', "suffix": " <angles>"}
    page = read(client.post(REPLY, sent), 403)
    assert {name: page.fields[name] for name in sent} == sent


def test_an_answer_to_a_post_has_no_place_for_words_of_the_text(thread: Thread, author: User) -> None:
    post = published(thread, author, ref="p1")
    fields = read(Client().get(f"/posts/{post.pk}/reply/")).fields
    assert not {"quote", "prefix", "suffix"} & set(fields)


# --- Quoting a post ---

URL = "https://forum.example/posts/12/"
LINK = '<a href="https://forum.example/posts/12/" rel="nofollow ugc noopener">'


def answered(source: str, name: str = "Reader one") -> str:
    """The HTML of an answer that quotes a post and says "Mine."."""
    return render_post(f"{quoting.as_markdown(source, name, URL)}Mine.")


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
    assert html.startswith("<blockquote>")
    assert html.endswith(f"<p>— {LINK}Reader one</a></p>\n</blockquote>\n<p>Mine.</p>")


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
    below = answered(source).rpartition("</blockquote>")[2]
    assert below.strip() == "<p>Mine.</p>"


def test_the_form_begins_with_the_post_where_that_is_asked_for(thread: Thread, author: User) -> None:
    post = published(thread, author, "Their *words*.")
    address = f"/posts/{post.pk}/reply/"
    page = read(Client().get(f"{address}?quote=1"))
    assert page.fields["source"] == f"> Their *words*.\n\n> — [Author one]({settings.SITE_URL}/posts/{post.pk}/)\n\n"
    assert "Your words are still here" not in page.text
    assert read(Client().get(address)).fields["source"] == ""


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
            assert "words." not in answer.content.decode().replace("Your words.", "")
