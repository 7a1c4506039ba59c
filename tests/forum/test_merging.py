"""A member's discussion is merged into another thread: all its posts go there, and its address leads there."""

from __future__ import annotations

from functools import partial

import pytest
from django.db import connection
from django.db.models import F
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import User
from forum import moderation
from forum.models import Notification, Post, QueueItem, ReadMark, Subscription, Thread
from forum.moderation import NotPossible
from forum.moderation.moving import freshen
from tests.forum.acts import everything
from tests.forum.discussions import assert_exact, undo
from tests.forum.pages import read
from tests.forum.talk import because, passage, public_discussion, published, say, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def there(stranger: User) -> Thread:
    """Where it is merged into: another discussion, with two posts."""
    opening = public_discussion(stranger, "Another title", "There.")
    published(opening.thread, stranger, "There, too.")
    return now(opening.thread)


@pytest.fixture
def here(author: User, stranger: User) -> Thread:
    """A discussion of four posts: the first one, two below it, and an answer to one of these."""
    opening = public_discussion(author, "A title", "Here.")
    first = published(opening.thread, stranger, "First.")
    published(opening.thread, author, "Second.")
    published(opening.thread, author, "Below.", parent=first)
    return now(opening.thread)


def now(thread: Thread) -> Thread:
    return Thread.objects.get(pk=thread.pk)


def shape(thread: Thread) -> list[tuple[str, str, int]]:
    posts = thread.posts.select_related("parent").order_by("root", "position")
    return [(post.source, post.parent.source if post.parent else "", post.position) for post in posts]


def test_all_posts_go_as_they_stand(here: Thread, there: Thread, moderator: User) -> None:
    before = shape(here)
    moderation.merge(here, by=moderator, into=there)
    assert sorted(shape(there)) == sorted([*before, ("There.", "", 0), ("There, too.", "", 0)])
    assert list(there.posts.filter(is_opening=True).values_list("source", flat=True)) == ["There."]
    assert not here.posts.exists()
    assert_exact(here, there)


def test_a_discussion_goes_to_the_whole_of_a_text(here: Thread, thread: Thread, moderator: User) -> None:
    moderation.merge(here, by=moderator, into=thread)
    assert set(thread.posts.values_list("anchor", flat=True)) == {None}
    assert (now(thread).post_count, now(thread).whole_count) == (4, 4)
    assert_exact(here, thread)


def test_what_comes_is_new_there(here: Thread, there: Thread, moderator: User) -> None:
    moderation.merge(here, by=moderator, into=there)
    numbers = dict(there.posts.order_by("publication").values_list("source", "publication"))
    assert numbers == {"There.": 1, "There, too.": 2, "Here.": 3, "First.": 4, "Second.": 5, "Below.": 6}
    assert now(there).publications == 6


def test_what_waits_and_what_is_gone_goes_along(
    here: Thread, there: Thread, author: User, reader: User, moderator: User
) -> None:
    held = say(here, reader, "Held.")
    gone = published(here, author, "Gone.")
    moderation.remove(gone, by=moderator, seen=1, reason=because("attack"))
    moderation.merge(here, by=moderator, into=there)
    assert [there.posts.get(source=words).status for words in ("Held.", "Gone.")] == ["pending", "removed"]
    assert QueueItem.objects.open().get().thread == there
    moderation.approve(held, by=moderator, seen=1)
    assert_exact(here, there)


def test_a_merged_discussion_is_listed_nowhere_and_shows_no_title(here: Thread, there: Thread, moderator: User) -> None:
    moderation.merge(here, by=moderator, into=there)
    assert not Thread.objects.listed().filter(pk=here.pk).exists()
    assert (now(here).public_title, now(here).title) == (f"Discussion {here.pk}", "")


def test_nobody_writes_in_it(here: Thread, there: Thread, author: User, moderator: User) -> None:
    moderation.merge(here, by=moderator, into=there)
    with pytest.raises(NotPossible, match="was merged into “Another title”"):
        published(here, author)
    with pytest.raises(NotPossible, match="was merged into “Another title”"):
        moderation.lock_thread(here, by=moderator, reason=because("heated"))
    post = there.posts.get(source="Second.")
    with pytest.raises(NotPossible, match="Move the post there"):
        moderation.move(post, by=moderator, seen=1, thread=here, anchor=None)


def test_what_cannot_be_merged(here: Thread, there: Thread, thread: Thread, moderator: User) -> None:
    with pytest.raises(NotPossible, match="stay together"):
        moderation.merge(thread, by=moderator, into=here)
    with pytest.raises(NotPossible, match="into itself"):
        moderation.merge(here, by=moderator, into=here)
    moderation.merge(here, by=moderator, into=there)
    with pytest.raises(NotPossible, match="was merged into “Another title” already"):
        moderation.merge(here, by=moderator, into=thread)
    with pytest.raises(NotPossible, match="Choose that"):
        moderation.merge(there, by=moderator, into=here)


def test_a_discussion_that_was_merged_leads_to_where_all_of_it_went(
    here: Thread, there: Thread, thread: Thread, moderator: User
) -> None:
    moderation.merge(here, by=moderator, into=there)
    moderation.merge(there, by=moderator, into=thread)
    assert now(here).where_it_went == thread
    assert now(thread).post_count == 6
    with pytest.raises(NotPossible, match="was itself merged into “A title” since"):
        undo("merge", by=moderator, thread=here)
    undo("merge", by=moderator, thread=there)
    undo("merge", by=moderator, thread=here)
    assert [now(one).post_count for one in (here, there, thread)] == [4, 2, 0]


# --- Whom it concerns ---


def test_each_author_is_told_once_and_nobody_of_their_own_act(here: Thread, there: Thread, moderator: User) -> None:
    published(here, moderator, "Mine.")
    moderation.merge(here, by=moderator, into=there)
    notices = Notification.objects.filter(entry__act="merge").values_list("member__username", flat=True)
    assert sorted(notices) == ["author-one", "reader-two"]
    undo("merge", by=moderator)
    assert Notification.objects.filter(entry__act="undo").count() == 2


def test_who_follows_it_follows_where_it_went_until_that_is_undone(
    here: Thread, there: Thread, reader: User, stranger: User, moderator: User
) -> None:
    Subscription.objects.all().delete()
    for member, followed in [(reader, [here]), (stranger, [here, there])]:
        Subscription.objects.bulk_create([Subscription(member=member, thread=one) for one in followed])
    before = followers(here), followers(there)
    moderation.merge(here, by=moderator, into=there)
    assert followers(there) == {reader.pk, stranger.pk}
    undo("merge", by=moderator)
    assert (followers(here), followers(there)) == before


def followers(thread: Thread) -> set[int]:
    return set(Subscription.objects.filter(thread=thread).values_list("member", flat=True))


def test_who_has_read_both_has_read_all_of_it(
    here: Thread, there: Thread, reader: User, stranger: User, author: User, moderator: User
) -> None:
    for member, upto in [(reader, (4, 2)), (stranger, (4, 1)), (author, (3, 2))]:
        for thread, number in zip((here, there), upto, strict=True):
            ReadMark.objects.update_or_create(member=member, thread=thread, defaults={"upto": number})
    moderation.merge(here, by=moderator, into=there)
    assert [ReadMark.objects.get(member=one, thread=there).upto for one in (reader, stranger, author)] == [6, 1, 2]


# --- Taking it back ---


def test_all_goes_back_as_it_was(here: Thread, there: Thread, author: User, moderator: User) -> None:
    moderation.pin(here.posts.get(source="Second."), by=moderator, seen=1)
    before = [as_it_was(one) for one in (here, there)]
    moderation.merge(here, by=moderator, into=there)
    undo("merge", by=moderator)
    assert [as_it_was(one) for one in (here, there)] == before
    assert now(here).title == "A title"
    assert_exact(here, there)


def as_it_was(thread: Thread) -> list[tuple[object, ...]]:
    fields = ("pk", "parent", "root", "position", "publication", "is_opening", "is_pinned", "answer_count", "status")
    return list(thread.posts.order_by("pk").values_list(*fields))


def test_what_was_said_since_goes_where_it_belongs(
    here: Thread, there: Thread, author: User, stranger: User, moderator: User
) -> None:
    moderation.merge(here, by=moderator, into=there)
    opening = there.posts.get(source="Here.")
    answer = published(there, stranger, "To the first one.", parent=opening)
    published(there, author, "To that.", parent=answer)
    published(there, author, "Of its own.")
    undo("merge", by=moderator)
    assert ("To the first one.", "", 0) in shape(here)
    assert ("To that.", "To the first one.", 1) in shape(here)
    assert ("Of its own.", "", 0) in shape(there)
    numbers = here.posts.order_by("publication").values_list("publication", flat=True)
    assert list(numbers) == [1, 2, 3, 4, 5, 6]
    assert_exact(here, there)


def test_a_title_whose_words_are_gone_does_not_come_back(here: Thread, there: Thread, moderator: User) -> None:
    moderation.merge(here, by=moderator, into=there)
    moderation.remove(there.posts.get(source="Here."), by=moderator, seen=1, reason=because("private"))
    undo("merge", by=moderator)
    assert (now(here).is_public, now(here).title) == (False, "A title")
    moderation.merge(here, by=moderator, into=there)
    moderator.is_superuser = True
    moderation.erase(there.posts.get(source="Here."), by=moderator, seen=1, reason=because("private"))
    assert "A title" not in str(everything()["PostRevision"]) + str(everything()["Thread"]).replace("Another", "")
    undo("merge", by=moderator)
    assert now(here).title == "Erased"


def test_what_was_moved_since_stays_unless_it_is_the_first_post(
    here: Thread, there: Thread, thread: Thread, moderator: User
) -> None:
    moderation.merge(here, by=moderator, into=there)
    moderation.move(there.posts.get(source="Second."), by=moderator, seen=1, thread=thread, anchor=None)
    moderation.move(there.posts.get(source="Here."), by=moderator, seen=1, thread=thread, anchor=None)
    with pytest.raises(NotPossible, match="Its first post was moved since"):
        undo("merge", by=moderator)
    moderation.move(thread.posts.get(source="Here."), by=moderator, seen=1, thread=there, anchor=None)
    undo("merge", by=moderator)
    assert {words for words, _, _ in shape(here)} == {"Here.", "First.", "Below."}
    assert [words for words, _, _ in shape(thread)] == ["Second."]
    assert_exact(here, there, thread)


def test_what_was_taken_from_it_before_does_not_come_back_to_it(
    here: Thread, there: Thread, thread: Thread, moderator: User
) -> None:
    moderation.move(here.posts.get(source="Second."), by=moderator, seen=1, thread=thread, anchor=passage(thread, "p1"))
    moderation.merge(here, by=moderator, into=there)
    with pytest.raises(NotPossible, match="Where it stood was merged into “Another title” since"):
        undo("move", by=moderator)


def test_it_costs_the_same_for_many_posts(there: Thread, author: User, moderator: User) -> None:
    few, many = (costs(discussion_of(total, author), there, moderator) for total in (10, 1100))
    assert [after - before for before, after in zip(few, many, strict=True)] <= [12, 20]
    assert_exact(there)


def discussion_of(total: int, author: User) -> Thread:
    """With so many posts below the first one, written at once."""
    thread = public_discussion(author, f"Of {total}").thread
    when, html = timezone.now(), "<p>Words.</p>"
    said = {"thread": thread, "author": author, "written_at": when, "published_at": when, "status": "published"}
    numbers = thread.take_publications(total)
    Post.objects.bulk_create([Post(**said, source="Words.", html=html, publication=number) for number in numbers])
    Post.objects.filter(root=None).update(root=F("pk"))
    thread.count(None, total)
    freshen(thread)
    return now(thread)


def costs(thread: Thread, into: Thread, moderator: User) -> list[int]:
    """How many questions are asked to merge the thread and to take that back."""
    asked = []
    for act in (partial(moderation.merge, thread, into=into), partial(undo, "merge")):
        with CaptureQueriesContext(connection) as queries:
            act(by=moderator)
        asked.append(len(queries))
    assert_exact(thread, into)
    return asked


def test_a_refused_merge_changes_nothing(here: Thread, moderator: User) -> None:
    before = everything()
    with pytest.raises(NotPossible):
        moderation.merge(here, by=moderator, into=here)
    assert everything() == before


def test_what_was_merged_is_followed_where_it_went_alone(thread: Thread, author: User, moderator: User) -> None:
    merged = public_discussion(author).thread
    moderation.merge(merged, by=moderator, into=thread)
    page = read(signed_in(author).get("/following/"))
    assert merged.get_absolute_url() not in page.links
    assert "/essays/an-essay/" in page.links
