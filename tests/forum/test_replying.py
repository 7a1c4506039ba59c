"""A reply stands where it was sent, says what it answers, and is written once."""

from uuid import uuid4

import pytest

from accounts.models import User
from forum import moderation, posting
from forum.forms import ReplyForm
from forum.models import QUOTE_MAX_LENGTH, Post, Thread
from forum.moderation import NotPossible
from tests.forum.talk import MISSING_NOTE, because, passage, published, say, signed_in

pytestmark = pytest.mark.django_db
# Control characters, spaces without width, changes of direction, fillers: nobody sees any of them.
INVISIBLE = "\x01 \u00ad \u200b \u200d \u202e \u2060 \u2800 \u3164 \uffa0 \u115f \ufeff \ue000 \U000e0041".split(" ")


def send(author: User, url: str, **data: str) -> int:
    return signed_in(author).post(url, data).status_code


@pytest.mark.parametrize(
    ("url", "ref"),
    [
        ("/essays/an-essay/reply/", None),
        ("/essays/an-essay/p1/reply/", "p1"),
        ("/essays/an-essay/p3/reply/", "p3"),
        ("/essays/an-essay/n1/reply/", "n1"),
        (f"/essays/an-essay/{MISSING_NOTE}/reply/", MISSING_NOTE),
    ],
)
def test_a_reply_can_be_on_the_whole_a_paragraph_a_quotation_and_a_note(
    thread: Thread, reader: User, url: str, ref: str | None
) -> None:
    assert send(reader, url, source="Some *words*.") == 302
    post = Post.objects.get()
    assert (post.anchor.ref if post.anchor else None) == ref
    assert post.thread == thread
    assert (post.source, post.html) == ("Some *words*.", "<p>Some <em>words</em>.</p>")


def test_a_reply_keeps_the_edition_and_its_first_words(thread: Thread, reader: User) -> None:
    post = say(thread, reader)
    assert thread.essay
    assert post.edition == thread.essay.current_edition
    (revision,) = post.revisions.all()
    assert (revision.number, revision.source, revision.by) == (1, post.source, reader)
    assert revision.created_at == post.written_at


def test_a_top_level_post_is_its_own_root(thread: Thread, reader: User) -> None:
    post = say(thread, reader)
    assert (post.root, post.parent, post.position) == (post, None, 0)


def test_answers_are_numbered_in_the_order_of_arrival_in_their_branch(thread: Thread, author: User) -> None:
    top = published(thread, author, ref="p1")
    published(thread, author)
    first = published(thread, author, parent=top)
    below = published(thread, author, parent=first)
    second = published(thread, author, parent=top)
    assert [post.position for post in (top, first, below, second)] == [0, 1, 2, 3]
    assert {post.root_id for post in (top, first, below, second)} == {top.pk}
    assert below.parent == first


def test_an_answer_stands_where_the_post_stands(thread: Thread, author: User) -> None:
    top = published(thread, author, ref="p1")
    answer = published(thread, author, parent=top, ref="p3")
    assert answer.anchor == top.anchor


def test_an_imported_post_can_be_answered(serge: Thread, author: User) -> None:
    comment = serge.posts.get(pk=serge.posts.order_by("pk")[0].pk)
    answer = published(serge, author, parent=comment)
    assert (answer.root, answer.position) == (comment, 1)


def test_a_post_that_is_in_another_thread_by_now_is_not_answered(thread: Thread, serge: Thread, author: User) -> None:
    with pytest.raises(NotPossible, match="was moved elsewhere"):
        say(thread, author, parent=serge.posts.first())


# --- Sent twice ---


def test_the_same_form_with_the_same_words_makes_one_post(thread: Thread, reader: User) -> None:
    data = {"source": "Once.", "form": str(uuid4())}
    client = signed_in(reader)
    answers = [client.post("/essays/an-essay/p1/reply/", data) for _ in range(3)]
    assert len({answer["Location"] for answer in answers}) == 1
    assert Post.objects.get().revisions.count() == 1


def test_the_same_form_with_other_words_makes_another_post(thread: Thread, reader: User) -> None:
    form = uuid4()
    posts = {posting.reply(thread, author=reader, source=words, form=form).pk for words in ("One.", "Two.")}
    assert len(posts) == 2


def test_the_same_form_at_another_place_makes_another_post(thread: Thread, author: User) -> None:
    form, top = uuid4(), published(thread, author)
    for place in ({}, {"anchor": passage(thread, "p1")}, {"parent": top}):
        posting.reply(thread, author=author, source="Words.", form=form, **place)
    assert Post.objects.count() == 4


def test_the_same_form_of_another_member_makes_another_post(thread: Thread, reader: User, stranger: User) -> None:
    form = uuid4()
    mine, theirs = (posting.reply(thread, author=who, source="Words.", form=form) for who in (reader, stranger))
    assert mine.pk != theirs.pk
    assert theirs.author == stranger


def test_a_form_sent_again_leads_to_its_post_even_when_the_parent_has_gone(
    thread: Thread, author: User, moderator: User
) -> None:
    form, top = uuid4(), published(thread, author)
    first = posting.reply(thread, author=author, source="Words.", parent=top, form=form)
    moderation.remove(top, by=moderator, seen=top.revision, reason=because("attack"))
    assert posting.reply(thread, author=author, source="Words.", parent=top, form=form) == first


@pytest.mark.parametrize("name", ["", "no uuid", "\0", "x" * 5000])
def test_a_form_without_a_proper_name_is_taken(thread: Thread, reader: User, name: str) -> None:
    assert send(reader, "/essays/an-essay/reply/", source="Words.", form=name) == 302


# --- What is not answered ---


def test_a_held_post_is_not_answered(thread: Thread, reader: User) -> None:
    held = say(thread, reader)
    with pytest.raises(NotPossible, match="waiting for a moderator"):
        say(thread, reader, parent=held)
    assert send(reader, f"/posts/{held.pk}/reply/", source="Words.") == 422


def test_a_removed_post_is_not_answered(thread: Thread, author: User, moderator: User) -> None:
    post = published(thread, author)
    moderation.remove(post, by=moderator, seen=post.revision, reason=because("attack"))
    with pytest.raises(NotPossible, match="removed by a moderator"):
        say(thread, author, parent=post)
    assert send(author, f"/posts/{post.pk}/reply/", source="Words.") == 422


def test_a_withdrawn_post_is_not_answered(thread: Thread, author: User) -> None:
    post = published(thread, author)
    posting.withdraw(post, by=author)
    with pytest.raises(NotPossible, match="withdrawn by its author"):
        say(thread, author, parent=post)
    assert Post.objects.count() == 1


def test_what_nobody_may_know_of_can_not_be_answered(thread: Thread, reader: User, stranger: User) -> None:
    held = say(thread, reader)
    assert send(stranger, f"/posts/{held.pk}/reply/", source="Words.") == 404
    assert send(stranger, "/posts/0/reply/", source="Words.") == 404


# --- What is typed ---


@pytest.mark.parametrize("source", ["", " \t\r\n ", "\0", "\0 \0", *INVISIBLE, "\u200b\n\u0301 \ufe0f"])
def test_nothing_is_not_posted(source: str) -> None:
    form = ReplyForm({"source": source})
    assert form.errors == {"source": ["Write something first."]}


@pytest.mark.parametrize("source", [".", "\u200b1", "字", "🙂", "\u202eab", "ᅠㄱ"])
def test_the_least_that_can_be_seen_is_posted(source: str) -> None:
    form = ReplyForm({"source": source})
    assert form.is_valid()
    assert form.cleaned_data["source"] == source


def test_a_reply_may_have_20000_characters_and_not_one_more() -> None:
    assert ReplyForm({"source": "x" * 20_000}).is_valid()
    (message,) = ReplyForm({"source": "x" * 20_001}).errors["source"]
    assert str(message).startswith("This is 20001 characters long; at most 20,000 can be posted.")


def test_line_ends_count_as_one_character() -> None:
    assert ReplyForm({"source": "a\r\n" * 10_000}).is_valid()


def test_words_are_kept_as_typed_with_line_ends_of_one_kind() -> None:
    form = ReplyForm({"source": "  one\r\ntwo\rthree\0\n "})
    assert form.is_valid()
    assert form.cleaned_data["source"] == "  one\ntwo\nthree\n "


# --- The quote ---


def quoting(thread: Thread, ref: str, quote: str) -> ReplyForm:
    return ReplyForm({"source": "Words.", "quote": quote}, block=passage(thread, ref).blocks.get())


@pytest.mark.parametrize("quote", ["with <angles> & stress.", "One, with", " with \n <angles>\t& ", ""])
def test_a_quote_is_in_the_words_of_the_passage(thread: Thread, quote: str) -> None:
    form = quoting(thread, "p1", quote)
    assert form.is_valid()
    assert form.cleaned_data["quote"] == " ".join(quote.split())


@pytest.mark.parametrize("quote", ["one, with", "&lt;angles&gt;", "*stress*", "Two", "stress.1"])
def test_other_words_are_refused(thread: Thread, quote: str) -> None:
    assert quoting(thread, "p1", quote).errors["quote"] == [
        "These words are not in the text. Copy them from it exactly."
    ]


def test_a_quote_is_at_most_500_characters_long(thread: Thread) -> None:
    assert "quote" in quoting(thread, "p1", "x" * (QUOTE_MAX_LENGTH + 1)).errors


def test_a_missing_note_has_no_words_to_quote(thread: Thread) -> None:
    assert "quote" not in quoting(thread, MISSING_NOTE, "").fields


def test_the_whole_has_no_words_to_quote(thread: Thread, reader: User) -> None:
    assert send(reader, "/essays/an-essay/reply/", source="Words.", quote="One") == 302
    assert Post.objects.get().quote == ""


def test_a_quote_is_kept_with_the_reply(thread: Thread, reader: User) -> None:
    assert send(reader, "/essays/an-essay/p1/reply/", source="Words.", quote="with <angles>") == 302
    assert Post.objects.get().quote == "with <angles>"
    shown = signed_in(reader).get("/essays/an-essay/p1/")
    around = 'data-prefix="One, " data-suffix=" &amp; stress."'
    quoted = f'<blockquote class="quoted" dir="auto" {around}><p>with &lt;angles&gt;</p></blockquote>'
    assert quoted in shown.content.decode()
