"""What the tests of moderators' acts on discussions have in common."""

from accounts.models import User
from forum import moderation
from forum.models import ModerationEntry, Post, Thread
from tests.forum.talk import answer_counters, answers_counted, counted, counters


def undo(act: str, *, by: User, thread: Thread | None = None) -> ModerationEntry:
    """Take back the latest act of this kind (on that thread)."""
    entries = ModerationEntry.objects.select_related("post", "thread", "member").filter(act=act)
    if thread:
        entries = entries.filter(thread=thread)
    return moderation.undo(entries.latest("number"), by=by)


def assert_exact(*threads: Thread) -> None:
    """All that is counted in a thread, and what its first post says of it, is what its posts say."""
    for found in threads:
        thread = Thread.objects.get(pk=found.pk)
        assert counters(thread) == counted(thread)
        assert answer_counters(thread) == answers_counted(thread)
        assert thread.last_post_at == thread.latest_talk()
        assert not thread.posts.filter(publication__gt=thread.publications).exists()
        # Whatever was published has a number, and nothing else has.
        assert not thread.posts.exclude(published_at=None).filter(author__isnull=False, publication=None).exists()
        assert thread.is_public == (bool(thread.essay_id) or first_is_published(thread))
        assert not (thread.merged_into_id and thread.posts.exists())


def first_is_published(thread: Thread) -> bool:
    return Post.objects.published().filter(thread=thread, is_opening=True).exists()


def about(thread: Thread) -> tuple[int | None, str | None]:
    """The text and the passage that a discussion is about."""
    found = Thread.objects.select_related("about_passage").get(pk=thread.pk)
    return found.about_essay_id, found.about_passage.ref if found.about_passage else None


def where(post: Post) -> tuple[int | None, str | None]:
    """The text and the passage on which a post stands."""
    found = Post.objects.select_related("thread", "anchor").get(pk=post.pk)
    return found.thread.essay_id, found.anchor.ref if found.anchor else None
