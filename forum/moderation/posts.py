"""What a moderator decides on one post. Each act names the revision that was read, and is refused if it is another."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import takewhile
from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.text import Truncator

from forum import mentions, notifications, search
from forum.models import Flag, ModerationEntry, Post, QueueItem, Reason, Thread
from forum.moderation import queue, spam, status
from forum.moderation.log import Decision, Seen, record
from forum.moderation.refusal import NotPossible
from forum.moderation.status import state_of
from forum.permissions import can_decide, can_erase, can_moderate

if TYPE_CHECKING:
    from accounts.models import User

Act = ModerationEntry.Act
ERASED = "Erased"  # What a discussion is called then, to those who may read its title.
ERASED_HTML = "<p>Erased.</p>"
CHANGE_SHOWN = 80  # characters


@dataclass(frozen=True, slots=True)
class Edit:
    """What a moderator has made of a post's words; None where it stays as it is."""

    source: str | None
    html: str
    title: str | None  # Of the discussion that the post opens.

    def changes(self, post: Post) -> bool:
        return self.source not in {None, post.source} or (post.is_opening and self.title not in {None, post.heading})


def approve(
    post: Post,
    *,
    by: User,
    seen: int | Seen,
    reason: Reason | None = None,
    note: str = "",
    source: str | None = None,
    title: str | None = None,
) -> Post:
    """Publish a post that waits. `seen` is the number of the revision that the moderator read.

    `source` and `title` are the words as the moderator has changed them; the author is told, and what was written stays
    in the history. Raises `NotPossible` where the post does not wait any more, or says something else by now.
    """
    html = "" if source is None else mentions.rendered(source, post)  # Before anything is locked.
    return decide_to_approve(post, seen, Decision(by, reason, note), Edit(source, html, title))


@transaction.atomic
def decide_to_approve(post: Post, seen: int | Seen, decision: Decision, edit: Edit) -> Post:
    post = to_decide(post, decision.by, seen)
    if not post.waits:
        raise NotPossible(f"This post is not waiting any more: it is {as_it_is(post)}.")
    before = state_of(post)
    if edit.changes(post):
        before["revision"] = post.revision
        words = (post.source, post.html) if edit.source is None else (edit.source, edit.html)
        rewrite(post, decision.by, *words, title=edit.title)
    status.publish(post)
    after = {**state_of(post), **({"revision": post.revision} if "revision" in before else {})}
    entry = record(Act.APPROVE, post=post, before=before, after=after, **decision.said)
    queue.settle(post, entry, Flag.State.DECLINED)
    spam.learn(post, is_spam=False)
    notifications.tell(entry)
    return post


def rewrite(post: Post, by: User, source: str, html: str, *, title: str | None = None) -> None:
    """Give the post other words, and the discussion that it opens another title, and keep what they were."""
    if post.is_opening and title not in {None, post.heading}:
        post.thread.title = title
        post.thread.save(update_fields=["title"])
        search.follow_thread(post.thread)
    now = timezone.now()
    post.source, post.html, post.edited_at, post.revision = source, html, now, post.revision + 1
    post.save(update_fields=["source", "html", "edited_at", "revision"])
    mentions.keep(post)
    post.revisions.create(number=post.revision, title=post.heading, source=source, by=by, created_at=now)
    search.follow(post)


@transaction.atomic
def keep(post: Post, *, by: User, seen: int | Seen, reason: Reason | None = None, note: str = "") -> Post:
    """Leave a published post standing that was reported or marked. The reports are declined."""
    post = to_decide(post, by, seen)
    if not post.is_published:
        raise NotPossible(f"This post is not published any more: it is {as_it_is(post)}.")
    if not QueueItem.objects.open().filter(post=post, kind=QueueItem.Kind.FLAGGED).exists():
        raise NotPossible("Nobody's report of this post is waiting any more.")
    entry = record(Act.KEEP, by=by, post=post, why=reason or "", note=note)
    queue.settle(post, entry, Flag.State.DECLINED)
    return post


@transaction.atomic
def return_to_author(post: Post, *, by: User, seen: int | Seen, reason: Reason, note: str = "") -> Post:
    """Give a post back with a note. Its author can change it and so send it again."""
    post = to_decide(post, by, seen)
    if not post.stands or post.is_returned:
        raise NotPossible(f"This post cannot be returned: it is {as_it_is(post)}.")
    if post.author is None or not post.author.is_active:
        raise NotPossible("This post has no author who could change it. Approve or remove it.")
    notifications.tell(decide(post, Post.Status.RETURNED, Act.RETURN, reason, Decision(by, reason, note)))
    return post


@transaction.atomic
def remove(post: Post, *, by: User, seen: int | Seen, reason: Reason, note: str = "") -> Post:
    """Take a post away for a reason that everybody may read. It keeps its place and its answers."""
    post = to_decide(post, by, seen)
    if not post.stands:
        raise NotPossible(f"This post is gone already: it is {as_it_is(post)}.")
    notifications.tell(take_away(post, reason, Decision(by, reason, note)))
    return post


def take_away(post: Post, reason: Reason, decision: Decision) -> ModerationEntry:
    """Remove a post that is locked and was looked at. The caller tells its author."""
    entry = decide(post, Post.Status.REMOVED, Act.REMOVE, reason, decision)
    if reason.is_spam:
        spam.learn(post, is_spam=True)
    return entry


def decide(
    post: Post, to: Post.Status, act: ModerationEntry.Act, reason: Reason, decision: Decision
) -> ModerationEntry:
    before = state_of(post)
    status.take_away(post, to, reason=reason.label)
    entry = record(act, post=post, before=before, after=state_of(post), **decision.said)
    queue.settle(post, entry, Flag.State.UPHELD)
    return entry


@transaction.atomic
def restore(post: Post, *, by: User, seen: int | Seen, reason: Reason | None = None, note: str = "") -> Post:
    """Publish again what a moderator removed."""
    post = to_decide(post, by, seen)
    if not post.is_removed:
        raise NotPossible(f"This post was not removed: it is {as_it_is(post)}.")
    if post.is_erased:
        raise NotPossible("The words of this post were erased. Nobody can bring them back.")
    before = state_of(post)
    status.publish(post)
    spam.unlearn(post.moderation_entries.filter(act=Act.REMOVE).latest("number"))
    entry = record(Act.RESTORE, by=by, post=post, why=reason or "", note=note, before=before, after=state_of(post))
    queue.answer(entry, decision__post=post, decision__act=Act.REMOVE)
    notifications.tell(entry)
    return post


@transaction.atomic
def erase(post: Post, *, by: User, seen: int | Seen, reason: Reason, note: str = "") -> Post:
    """Destroy the words of a post that is gone, in all its versions. Nothing brings them back."""
    if not can_erase(by):
        raise PermissionDenied("Only an administrator can erase words.")
    post = to_decide(post, by, seen)
    if post.stands:
        raise NotPossible("Remove the post first: then its words can be erased.")
    if post.is_erased:
        raise NotPossible("The words of this post were erased already.")
    post.source, post.html, post.quote, post.quote_prefix, post.quote_suffix = "", ERASED_HTML, "", "", ""
    post.save(update_fields=["source", "html", "quote", "quote_prefix", "quote_suffix"])
    post.mentions.all().delete()
    if post.is_opening:
        Thread.objects.filter(pk=post.thread_id).update(title=ERASED)
    post.revisions.update(title="", source="")
    QueueItem.objects.filter(post=post).update(findings=[])
    record(Act.ERASE, by=by, post=post, why=reason, note=note)
    post.thread.move_on()  # Its author's pages had the words still.
    return post


def to_decide(post: Post, by: User, seen: int | Seen) -> Post:
    """The post as it is now, locked, if this moderator may decide on it and has read what it says.

    `seen` is what was on the screen: the revision and the last entry, or, where no screen was, the revision alone.
    """
    if not can_moderate(by):
        raise PermissionDenied("Only moderators can do this.")
    if not can_decide(by, post):
        raise PermissionDenied("Another moderator decides on your own post.")
    post = Post.objects.locked(post.pk)
    revision = seen.revision if isinstance(seen, Seen) else seen
    if post.revision != revision:
        changed = what_changed(post, revision)
        raise NotPossible(f"This post was changed since you opened the page{changed}. Read it again.")
    if isinstance(seen, Seen) and post.moderation_entries.filter(number__gt=seen.entry).exists():
        raise NotPossible(f"Somebody was faster: this post is {as_it_is(post)}.")
    return post


def what_changed(post: Post, seen: int) -> str:
    """What became of the words since that revision, for the end of a sentence."""
    read = post.revisions.filter(number=seen).values_list("source", flat=True).first()
    if not read or read == post.source or post.is_withdrawn:
        return ""
    before, after = read.split(), post.source.split()
    head = same(before, after)
    tail = same(before[head:][::-1], after[head:][::-1])
    old, new = (Truncator(" ".join(words[head : len(words) - tail])).chars(CHANGE_SHOWN) for words in (before, after))
    if old and new:
        return f": “{old}” became “{new}”"
    return f": “{new}” was added" if new else f": “{old}” was taken out"


def same(before: list[str], after: list[str]) -> int:
    """How many words both begin with."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(before, after, strict=False)))


def as_it_is(post: Post) -> str:
    """What became of a post, for a moderator who came too late: its state, who brought it there, and when."""
    entry = post.moderation_entries.select_related("by").first()
    if entry is None:
        return post.get_status_display()
    who = entry.by.get_full_name() if entry.by else "the system"
    reason = f", {entry.reason}" if entry.reason else ""
    return f"{post.get_status_display()} ({entry.get_act_display()} by {who} at {entry.created_at:%H:%M}{reason})"
