"""A post can be changed for a while, and what it said stays known; it can be withdrawn for as long as it stands."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import User
from forum import moderation, posting
from forum.models import EDIT_WINDOW, ModerationEntry, Post, Thread
from forum.moderation import NotPossible
from tests.forum.pages import read
from tests.forum.talk import because, discussion_by, published, say, signed_in

pytestmark = pytest.mark.django_db


def written_ago(post: Post, ago: timedelta) -> None:
    Post.objects.filter(pk=post.pk).update(written_at=timezone.now() - ago)


def version(thread: Thread) -> int:
    return Thread.objects.get(pk=thread.pk).version


def test_an_edit_changes_the_words_and_keeps_what_they_were(thread: Thread, author: User) -> None:
    post, before = published(thread, author, "One."), version(thread)
    posting.edit(post, by=author, source="*Two*.")
    post.refresh_from_db()
    assert (post.source, post.html) == ("*Two*.", "<p><em>Two</em>.</p>")
    assert [(known.number, known.source, known.by) for known in post.revisions.all()] == [
        (1, "One.", author),
        (2, "*Two*.", author),
    ]
    assert post.edited_at == post.revisions.get(number=2).created_at
    assert version(thread) > before


def test_nothing_changed_is_no_edit(thread: Thread, author: User) -> None:
    post = published(thread, author, "One.")
    before = version(thread)
    posting.edit(post, by=author, source="One.")
    post.refresh_from_db()
    assert (post.edited_at, post.revisions.count(), version(thread)) == (None, 1, before)


def test_a_held_post_can_be_edited_and_stays_held(thread: Thread, reader: User) -> None:
    post = say(thread, reader, "One.")
    assert posting.edit(post, by=reader, source="Two.").is_pending


def test_the_window_is_half_an_hour(thread: Thread, author: User) -> None:
    post = published(thread, author)
    written_ago(post, EDIT_WINDOW - timedelta(minutes=1))
    posting.edit(post, by=author, source="In time.")
    written_ago(post, EDIT_WINDOW)
    with pytest.raises(NotPossible, match="cannot be edited any more"):
        posting.edit(post, by=author, source="Too late.")
    post.refresh_from_db()
    assert (post.source, post.revisions.count()) == ("In time.", 2)


def test_another_member_can_not_edit(thread: Thread, author: User, moderator: User) -> None:
    post = published(thread, author, "One.")
    with pytest.raises(NotPossible):
        posting.edit(post, by=moderator, source="Two.")


@pytest.mark.parametrize("late", [False, True])
def test_an_edit_that_comes_too_late_keeps_the_words_on_the_page(
    thread: Thread, author: User, moderator: User, late: bool
) -> None:
    post = published(thread, author)
    if late:
        written_ago(post, EDIT_WINDOW)
    else:
        moderation.remove(post, by=moderator, seen=post.revision, reason=because("attack"))
    page = read(signed_in(author).post(f"/posts/{post.pk}/edit/", {"source": "My long <words>."}), 422)
    assert page.fields["source"] == "My long <words>."
    assert "This post cannot be edited any more." in page.text


def test_the_form_holds_the_words_and_saving_leads_back(thread: Thread, author: User) -> None:
    post = published(thread, author, "\n  One & *two*.")
    client = signed_in(author)
    assert read(client.get(f"/posts/{post.pk}/edit/")).fields["source"] == "\n  One & *two*."
    answer = client.post(f"/posts/{post.pk}/edit/", {"source": "Three."})
    assert answer["Location"] == f"/essays/an-essay/#post-{post.pk}"


def test_a_preview_of_an_edit_saves_nothing(thread: Thread, author: User) -> None:
    post = published(thread, author, "One.")
    data = {"source": "A *new* word.", "preview": "1"}
    page = read(signed_in(author).post(f"/posts/{post.pk}/edit/", data))
    assert "<p>A <em>new</em> word.</p>" in page.html
    assert page.fields["source"] == "A *new* word."
    assert post.revisions.count() == 1


def test_an_edit_without_words_says_so(thread: Thread, author: User) -> None:
    post = published(thread, author, "One.")
    page = read(signed_in(author).post(f"/posts/{post.pk}/edit/", {"source": " "}), 422)
    assert "Write something first." in page.text


# --- Withdrawing ---


def test_a_withdrawn_post_keeps_its_place_and_its_answers(thread: Thread, author: User, stranger: User) -> None:
    post = published(thread, author, "Unwise words.")
    answer = published(thread, stranger, "An answer.", parent=post)
    client = signed_in(author)
    assert "Unwise words." in read(client.get(f"/posts/{post.pk}/withdraw/")).text
    assert client.post(f"/posts/{post.pk}/withdraw/")["Location"] == f"/essays/an-essay/#post-{post.pk}"
    page = read(signed_in(stranger).get("/essays/an-essay/"))
    assert page.posts == [post.pk, answer.pk]
    assert "Withdrawn by its author." in page.text
    assert "Unwise" not in page.html


def test_withdrawing_leaves_an_entry_and_its_words_to_its_author(thread: Thread, author: User) -> None:
    post = published(thread, author, "Unwise words.")
    written_ago(post, timedelta(days=900))
    posting.withdraw(post, by=author)
    entry = ModerationEntry.objects.get()
    assert (entry.act, entry.by, entry.post) == ("withdraw", author, post)
    page = read(signed_in(author).get("/essays/an-essay/"))
    assert "Your words, which only you can see here" in page.text
    assert "Unwise words." in page.text


def test_a_held_post_that_is_withdrawn_was_never_there(thread: Thread, reader: User, moderator: User) -> None:
    post = say(thread, reader)
    before = version(thread)
    posting.withdraw(post, by=reader)
    assert version(thread) == before
    assert signed_in(moderator).get(f"/posts/{post.pk}/").status_code == 404
    assert signed_in(reader).get(f"/posts/{post.pk}/").status_code == 200


def test_what_is_gone_is_not_withdrawn_again(thread: Thread, author: User, moderator: User) -> None:
    post = published(thread, author)
    moderation.remove(post, by=moderator, seen=post.revision, reason=because("attack"))
    with pytest.raises(NotPossible, match="cannot be withdrawn: it is removed by a moderator"):
        posting.withdraw(post, by=author)
    page = read(signed_in(author).get(f"/posts/{post.pk}/withdraw/"), 403)
    assert "This post is gone already: it is removed by a moderator." in page.text


@pytest.mark.parametrize("held", [False, True])
def test_withdrawing_twice_says_what_happened(thread: Thread, author: User, held: bool) -> None:
    post = say(thread, author) if held else published(thread, author)
    client = signed_in(author)
    places = {client.post(f"/posts/{post.pk}/withdraw/")["Location"] for _ in range(2)}
    assert places == {f"/essays/an-essay/#post-{post.pk}"}
    page = read(client.get("/essays/an-essay/"))
    assert "This post cannot be withdrawn: it is withdrawn by its author." in page.text
    assert ModerationEntry.objects.filter(act="withdraw").count() == 1


def test_a_moderator_may_be_faster_than_the_author(
    thread: Thread, author: User, moderator: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    post, real = published(thread, author), posting.withdraw

    def late(*args, **kwargs):  # type: ignore[no-untyped-def]  # noqa: ANN002, ANN003, ANN202
        moderation.remove(post, by=moderator, seen=post.revision, reason=because("attack"))
        return real(*args, **kwargs)

    monkeypatch.setattr(posting, "withdraw", late)
    client = signed_in(author)
    assert client.post(f"/posts/{post.pk}/withdraw/").status_code == 302
    assert "it is removed by a moderator." in read(client.get("/essays/an-essay/")).text


def test_whoever_is_not_signed_in_does_so_before_withdrawing(thread: Thread, author: User) -> None:
    post = published(thread, author)
    client = signed_in(author)
    client.logout()
    answer = client.post(f"/posts/{post.pk}/withdraw/")
    assert answer["Location"] == f"/accounts/login/?next=/posts/{post.pk}/withdraw/"
    post.refresh_from_db()
    assert post.is_published


# --- Two at once ---


def test_an_edit_of_other_words_than_were_seen_is_shown_beside_them_and_loses_none(
    author: User, moderator: User
) -> None:
    post = discussion_by(author, "On memory", "Who remembers?")
    client, url = signed_in(author), f"/posts/{post.pk}/edit/"
    form = read(client.get(url)).fields | {"title": "On forgetting", "source": "Who *forgets*?"}
    moderation.approve(post, by=moderator, seen=1, source="Who remembers **what**?")
    page = read(client.post(url, form), 422)
    assert "These words were changed since you opened this page" in page.text
    assert "<p>Who remembers <strong>what</strong>?</p>" in page.html
    assert (page.fields["title"], page.fields["source"]) == ("On forgetting", "Who *forgets*?")
    assert Post.objects.get().source == "Who remembers **what**?"
    assert client.post(url, page.fields).status_code == 302
    assert Post.objects.get().heading == "On forgetting"
    assert client.post(url, page.fields).status_code == 302  # The same once more is no other.


def test_a_draft_is_of_the_words_that_were_seen_when_it_was_begun(thread: Thread, author: User) -> None:
    post = published(thread, author, "One.")
    client, url = signed_in(author), f"/posts/{post.pk}/edit/"
    form = read(client.get(url)).fields
    client.post(f"/drafts/?for={url}", {**form, "source": "One and two."})
    posting.edit(post, by=author, source="One and three.")
    page = read(client.get(url))
    assert page.fields["source"] == "One and two."
    page = read(client.post(url, page.fields), 422)
    assert "One and three." in page.text


@pytest.mark.parametrize("seen", ["", "x", "-1", "9" * 30])
def test_where_nothing_says_what_was_seen_the_words_are_taken_or_shown_beside(
    thread: Thread, author: User, seen: str
) -> None:
    post = published(thread, author, "One.")
    answer = signed_in(author).post(f"/posts/{post.pk}/edit/", {"source": "Two.", "seen": seen})
    assert answer.status_code == (302 if seen in {"", "x"} else 422)
