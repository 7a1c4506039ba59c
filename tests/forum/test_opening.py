"""A member opens a discussion: its title and its first post are one act, and one thing to decide on."""

from uuid import uuid4

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from accounts.models import User
from forum import moderation, posting
from forum.models import ModerationEntry, Post, QueueItem, Thread, WordRule
from forum.moderation import NotPossible, Refused
from tests.forum.talk import because, discussion_by, passage, public_discussion, published, say, sorted_under, trusting

pytestmark = pytest.mark.django_db


def test_a_discussion_begins_with_its_first_post(reader: User, trust: None) -> None:
    post = discussion_by(reader, "On memory", "Who remembers?")
    thread = Thread.objects.get()
    assert (thread.title, thread.opener, thread.essay, thread.is_public) == ("On memory", reader, None, True)
    assert (post.thread, post.is_opening, post.position, post.publication) == (thread, True, 0, 1)
    assert (thread.post_count, thread.whole_count, thread.publications) == (1, 1, 1)
    assert post.root == post


def test_it_keeps_what_it_is_about(thread: Thread, reader: User, author: User) -> None:
    essay, p1, post = thread.essay, passage(thread, "p1"), published(thread, author, ref="p2")
    assert essay
    about = [public_discussion(reader, about=thing).thread for thing in (None, essay, p1, post)]
    found = [(one.about_essay, one.about_passage, one.about_post) for one in about]
    assert found == [(None, None, None), (essay, None, None), (essay, p1, None), (essay, post.anchor, post)]


def test_what_is_gone_is_not_continued(thread: Thread, reader: User, author: User, moderator: User) -> None:
    post = published(thread, author)
    moderation.remove(post, by=moderator, seen=1, reason=because("attack"))
    with pytest.raises(NotPossible):
        public_discussion(reader, about=post)
    assert not Thread.objects.filter(essay=None).exists()


def test_the_discussion_of_a_newcomer_waits_with_its_title(reader: User, stranger: User) -> None:
    thread = discussion_by(reader).thread
    assert not thread.is_public
    assert "my own" not in str(thread) + thread.get_absolute_url()
    found = Thread.objects.filter(pk=thread.pk)
    assert not found.listed().exists()
    assert not found.visible_to(stranger).exists()
    assert found.visible_to(reader).exists()


def test_with_its_first_post_a_discussion_becomes_public_and_goes(reader: User, moderator: User) -> None:
    post = discussion_by(reader)
    moderation.approve(post, by=moderator, seen=1)
    assert Thread.objects.get().is_public
    moderation.remove(post, by=moderator, seen=1, reason=because("attack"))
    assert Thread.objects.get().public_title == f"Discussion {post.thread_id}"
    moderation.restore(post, by=moderator, seen=1)
    assert Thread.objects.get().public_title == "A title of my own"


def test_nobody_replies_where_the_first_post_waits(reader: User, author: User) -> None:
    thread = discussion_by(reader).thread
    with pytest.raises(NotPossible), trusting():
        say(thread, author)


def test_an_answer_to_the_first_post_stands_below_it(reader: User, author: User) -> None:
    opening = public_discussion(reader)
    answer = published(opening.thread, author, parent=opening)
    assert (answer.parent, answer.position, answer.root) == (None, 0, answer)


def test_a_form_that_is_sent_twice_opens_one_discussion(reader: User, trust: None) -> None:
    form, sent = uuid4(), ("A title", sorted_under("texts"), "Words.")
    first, second = (posting.open_thread(reader, *sent, form=form) for _ in range(2))
    assert first == second
    assert Thread.objects.count() == 1


def test_who_is_silenced_opens_nothing(reader: User, moderator: User) -> None:
    moderation.ban(reader, by=moderator, seen=0, reason=because("attack"))
    with pytest.raises(NotPossible):
        discussion_by(User.objects.get(pk=reader.pk))
    assert not Thread.objects.exists()


# --- The title is looked at ---


@pytest.fixture
def rule(trust: None) -> WordRule:
    return WordRule.objects.create(words="snake oil", effect=WordRule.Effect.HOLD)


def test_words_in_a_title_hold_the_discussion(reader: User, rule: WordRule) -> None:
    post = discussion_by(reader, "Buy Snake Oil now", "Innocent, as snake oil is.")
    item = QueueItem.objects.get()
    assert post.is_pending
    assert "snake oil" in item.why
    (begin, end), *others = item.findings[0]["matches"]
    assert post.source[begin:end] == "snake oil"
    assert not others


def test_words_in_a_title_refuse_it(reader: User, rule: WordRule) -> None:
    WordRule.objects.update(effect=WordRule.Effect.REFUSE)
    with pytest.raises(Refused):
        discussion_by(reader, "Snake oil")
    assert not Thread.objects.exists()
    assert not Post.objects.exists()


def test_links_in_a_title_count(reader: User, settings: Settings, trust: None) -> None:
    settings.LINKS_PER_POST = 1
    assert discussion_by(reader, "One https://example.org/", "Words.").is_published
    assert discussion_by(reader, "One https://example.org/", "Two https://example.org/2").is_pending


# --- Editing it ---


def test_the_title_is_edited_with_the_first_post(reader: User, trust: None) -> None:
    post = discussion_by(reader)
    posting.edit(post, by=reader, source=post.source, title="Another title")
    assert Thread.objects.get().title == "Another title"
    assert list(post.revisions.values_list("number", "title")) == [(1, "A title of my own"), (2, "Another title")]


def test_a_title_that_is_not_sent_stays(reader: User, trust: None) -> None:
    post = discussion_by(reader)
    posting.edit(post, by=reader, source="Others.")
    assert Thread.objects.get().title == "A title of my own"


def test_no_other_post_changes_the_title(reader: User, author: User) -> None:
    thread = public_discussion(reader).thread
    posting.edit(published(thread, author), by=author, source="Others.", title="Mine now")
    assert Thread.objects.get().title == "A title of my own"


def test_an_edited_title_is_looked_at_again(reader: User, rule: WordRule) -> None:
    post = discussion_by(reader)
    posting.edit(post, by=reader, source=post.source, title="Snake oil")
    assert Post.objects.get().is_hidden
    assert not Thread.objects.get().is_public


def test_what_is_erased_takes_the_title_with_it(reader: User, moderator: User) -> None:
    post = discussion_by(reader)
    moderator.is_superuser = True
    moderator.save()
    moderation.remove(post, by=moderator, seen=1, reason=because("attack"))
    moderation.erase(post, by=moderator, seen=1, reason=because("attack"))
    assert Thread.objects.get().title == "Erased"
    assert set(post.revisions.values_list("title", flat=True)) == {""}
    assert ModerationEntry.objects.filter(act=ModerationEntry.Act.ERASE).exists()


@pytest.mark.parametrize("asked", ["essay=%00", "essay=an-essay&passage=%00", "post=%00", "post=1%00"])
def test_no_database_is_asked_for_what_it_cannot_take(thread: Thread, asked: str) -> None:
    assert Client().get(f"/discussions/new/?{asked}").status_code in {200, 404}
