"""What is said of acts on discussions: to whom they concern, to everybody, and to moderators."""

import pytest
from django.core import mail
from django.core.management import call_command
from django.test import Client

from accounts.models import User
from forum import moderation
from forum.admin.changed import changed_by
from forum.models import ModerationEntry, Post, Thread
from tests.forum.desk import entry, queries_of
from tests.forum.discussions import undo
from tests.forum.pages import read
from tests.forum.talk import because, discussion_by, public_discussion, published, signed_in, sorted_under

pytestmark = pytest.mark.django_db
LOG = "/moderation/log/"


@pytest.fixture
def here(author: User) -> Thread:
    return public_discussion(author, "A title").thread


@pytest.fixture
def there(stranger: User) -> Thread:
    return public_discussion(stranger, "Another title").thread


def notices(member: User) -> str:
    return read(signed_in(member).get("/notices/")).text


def log() -> str:
    return read(Client().get(LOG)).text


def split(post: Post, moderator: User) -> Thread:
    moderation.split(post, by=moderator, seen=1, title="A new title", category=sorted_under("texts"))
    return Post.objects.select_related("thread").get(pk=post.pk).thread


def test_an_author_reads_where_the_discussion_went(here: Thread, there: Thread, author: User, moderator: User) -> None:
    moderation.merge(here, by=moderator, into=there, note="The same question.")
    said = notices(author)
    assert "A discussion in which you wrote was merged into another one." in said
    assert "Another title" in said
    assert "The same question." in said
    undo("merge", by=moderator)
    said = notices(author)
    assert "A decision on a discussion in which you wrote was taken back: merged into another discussion." in said
    call_command("send_notices")
    assert [message.to for message in mail.outbox] == [["author-one@example.org"]] * 2
    assert f"The discussion:\nhttp://testserver{here.get_absolute_url()}" in mail.outbox[1].body


def test_an_author_reads_what_became_of_their_post_and_their_title(
    thread: Thread, here: Thread, author: User, moderator: User
) -> None:
    split(published(thread, author), moderator)
    moderation.rename(here, by=moderator, title="Better", category=sorted_under("texts"))
    said = notices(author)
    assert "A discussion of its own begins with your post now." in said
    assert "The discussion that you opened was renamed." in said
    assert "From “A title” to “Better”." in said


def test_notices_of_many_merges_cost_no_more(there: Thread, author: User, moderator: User) -> None:
    asked = []
    for count in (1, 5):
        for number in range(count):
            moderation.merge(public_discussion(author, f"Title {number}").thread, by=moderator, into=there)
        asked.append(queries_of(signed_in(author), "/notices/"))
    assert asked[0] == asked[1]


def test_everybody_reads_what_was_done_and_no_title_that_is_not_public(
    here: Thread, there: Thread, thread: Thread, author: User, moderator: User
) -> None:
    split(published(thread, author), moderator)
    moderation.rename(here, by=moderator, title="Better", category=sorted_under("texts"))
    moderation.merge(here, by=moderator, into=there, reason=because("place"))
    said = log()
    assert f"The thread Discussion {here.pk}: merged into another discussion, {because('place').label}" in said
    assert "A post on A new title: made the beginning of a discussion" in said
    assert "A title" not in said.replace("A title, ", "")
    assert "Better" not in said


def test_nobody_reads_of_a_discussion_that_was_never_public(there: Thread, reader: User, moderator: User) -> None:
    waiting = discussion_by(reader, "A secret").thread
    moderation.lock_thread(waiting, by=moderator, reason=because("heated"))
    moderation.rename(waiting, by=moderator, title="Still secret", category=sorted_under("texts"))
    moderation.merge(waiting, by=moderator, into=there)
    assert "Nothing to show." in log()


def test_moderators_read_in_words_what_changed(
    here: Thread, there: Thread, thread: Thread, author: User, moderator: User
) -> None:
    moderation.rename(here, by=moderator, title="Better", category=sorted_under("site"))
    names = [sorted_under(slug).name for slug in ("texts", "site")]
    assert said("rename") == [("title", "A title", "Better"), ("category", *names)]
    opening = here.posts.get()
    moderation.merge(here, by=moderator, into=there)
    expected = [("merged into", "none", "Another title"), ("first post", f"post {opening.pk}", "none")]
    assert said("merge") == [*expected, ("branches", "1", "none")]
    top = published(thread, author, ref="p1")
    made = split(published(thread, author, parent=top), moderator)
    moved = [
        ("thread", "A title", str(made)),
        ("passage", "paragraph 1", "none"),
        ("answers", f"post {top.pk}", "none"),
    ]
    assert said("split") == [("opens", "none", "A new title"), *moved]


def said(act: str) -> list[tuple[str, str, str]]:
    return [(change.what, change.before, change.after) for change in changed_by(entry(act))]


def test_entries_on_merged_discussions_are_whole(here: Thread, there: Thread, moderator: User) -> None:
    moderation.merge(here, by=moderator, into=there)
    assert ModerationEntry.objects.get().thread == here
    assert moderation.log.verify().broken == ""
