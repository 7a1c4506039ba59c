"""Words of the text that a reply answers are found in it, and kept with what stands around them."""

import re

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from accounts.models import User
from forum import quoting
from forum.forms import ReplyForm
from forum.models import QUOTE_CONTEXT, Post, Thread
from forum.moderation import NotPossible
from forum.quoting import Quote, locate
from tests.forum.pages import read
from tests.forum.talk import passage, published, say, signed_in

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


def test_of_surroundings_only_the_nearest_are_kept(thread: Thread) -> None:
    sent = {"source": "Words.", "quote": "One", "prefix": "x" * 40 + " before ", "suffix": " after " + "x" * 40}
    form = ReplyForm(sent, block=passage(thread, "p1").blocks.get())
    assert form.is_valid()
    assert form.cleaned_data["prefix"] == "x" * 24 + " before "
    assert form.cleaned_data["suffix"] == " after " + "x" * 25


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
