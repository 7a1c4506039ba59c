"""Taking an act back: what it changed becomes what it was, unless somebody has changed it again since."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.dateparse import parse_datetime

from forum import mentions, notifications
from forum.models import ModerationEntry, Post, Reason, Thread
from forum.moderation import (
    closing,
    members,
    merging,
    moving,
    posts,
    queue,
    renaming,
    spam,
    splitting,
    status,
)
from forum.moderation.log import locked_head, record
from forum.moderation.refusal import NotPossible
from forum.permissions import can_decide, can_discipline, can_moderate

if TYPE_CHECKING:
    from accounts.models import User

Act = ModerationEntry.Act

# What the system or an author did is no moderator's to take back; erased words are gone; an undone act is done again.
# An answer to an appeal is final, else it could be taken back by the moderator whom it overrules.
NEVER_UNDONE = frozenset({Act.HOLD, Act.RESUBMIT, Act.WITHDRAW, Act.ERASE, Act.UNDO, Act.GRANT, Act.DENY})


def can_undo(user: User, entry: ModerationEntry) -> bool:
    """Whether the user may take such an act back, if nothing was done since."""
    if entry.act in NEVER_UNDONE or entry.by_id is None:
        return False
    if entry.post:
        return can_decide(user, entry.post)
    return can_discipline(user, entry.member) if entry.member else can_moderate(user)


@transaction.atomic
def undo(entry: ModerationEntry, *, by: User, reason: Reason | None = None, note: str = "") -> ModerationEntry:
    """Take back what the entry says, and write that down. Raises `NotPossible` where something was done since."""
    if not can_undo(by, entry):
        raise PermissionDenied("You cannot undo this.")
    lock(entry)
    if taken_back := ModerationEntry.objects.select_related("by").filter(undoes=entry, undone_by=None).first():
        raise NotPossible(f"Somebody was faster: it was undone at {taken_back.created_at:%H:%M}.")
    revert(entry, by)
    done = record(
        Act.UNDO,
        by=by,
        post=entry.post,
        thread=entry.thread,
        member=entry.member,
        why=reason or "",
        note=note,
        before=entry.after,
        after=as_it_became(entry),
        undoes=entry,
    )
    queue.reopen(entry)
    queue.answer(done, decision=entry)
    if entry.post or entry.member:
        notifications.tell(done)
    else:  # Whoever was told of it.
        notifications.tell_all(done, entry.notifications.values_list("member", flat=True))
    return done


def lock(entry: ModerationEntry) -> None:
    """Lock what the entry is about, and read it again."""
    if entry.post:
        moved = {entry.before.get("thread"), entry.after.get("thread")}
        threads = {pk for pk in moved if pk}
        moving.lock_threads([entry.post.pk], threads, moving.carried(entry.post.pk) if threads else None)
        entry.post = Post.objects.locked(entry.post.pk)
    elif entry.thread:
        into = entry.after.get("merged_into")
        moving.lock_threads([], {pk for pk in (entry.thread.pk, into) if pk}, merging.came(entry) if into else None)
        entry.thread = Thread.objects.get(pk=entry.thread.pk)
    elif entry.act == Act.REMOVE_ALL:
        moving.lock_threads([removal.post.pk for removal in removals(entry) if removal.post], set())
        locked_head()
    else:
        locked_head()


def as_it_became(entry: ModerationEntry) -> dict[str, Any]:
    """What was before, as far as it could be brought back."""
    if entry.post and "status" in entry.before:
        return {**entry.before, **status.state_of(entry.post)}
    before: dict[str, Any] = entry.before
    return before


def revert(entry: ModerationEntry, by: User) -> None:
    """Bring back what was before. Which parts of it an act changes is what its entry says."""
    if entry.act == Act.KEEP and not post_of(entry).is_published:
        raise NotPossible(f"Something else was done since: {since(entry)}. Decide anew instead.")
    if entry.act == Act.REMOVE_ALL:
        for removal in removals(entry):
            revert_removal(removal, by)
        return
    for key, (read, bring_back) in ASPECTS.items():
        if key in entry.after:
            now = read(entry)
            if any(now[name] != entry.after[name] for name in now):
                raise NotPossible(f"Something else was done since: {since(entry)}. Decide anew instead.")
            bring_back(entry, by)
    if entry.act in {Act.APPROVE, Act.REMOVE} and entry.post:
        spam.unlearn(entry)


def since(entry: ModerationEntry) -> str:
    """What was done last to the same thing."""
    same = ModerationEntry.objects.filter(post=entry.post, number__gt=entry.number)
    if not entry.post:
        same = same.filter(member=entry.member, thread=entry.thread)
    latest = same.first()
    return latest.get_act_display() if latest else "its author changed it"


def removals(entry: ModerationEntry) -> list[ModerationEntry]:
    """The entries of the posts that were removed together, but those that were taken back one by one."""
    found = ModerationEntry.objects.filter(pk__in=entry.after["removed"], undone_by=None)
    return list(found.select_related("post").order_by("post"))


def revert_removal(removal: ModerationEntry, by: User) -> None:
    """Undo one of many removals; what was decided on anew since stays as it was decided."""
    assert removal.post
    removal.post = Post.objects.locked(removal.post.pk)
    if status.state_of(removal.post) == removal.after and not removal.post.is_erased:
        bring_status_back(removal, by)
        spam.unlearn(removal)
        post = removal.post
        record(Act.UNDO, by=by, post=post, before=removal.after, after=removal.before, undoes=removal)
        queue.reopen(removal)


def post_of(entry: ModerationEntry) -> Post:
    assert entry.post
    return entry.post


def bring_status_back(entry: ModerationEntry, _by: User) -> None:
    was = entry.before
    if post_of(entry).is_erased:
        raise NotPossible("The words of this post were erased. Nobody can bring them back.")
    to, at = was["status"], parse_datetime(was["published_at"]) if was["published_at"] else None
    if at is None and is_answered(post_of(entry)):
        # It keeps its place: without it, its answers would be nowhere, or below nothing.
        at = post_of(entry).published_at
        to = Post.Status.HIDDEN if to == Post.Status.PENDING else to
    status.put(post_of(entry), to, reason=was["status_reason"], published_at=at)


def is_answered(post: Post) -> bool:
    below = post.thread.posts.exclude(pk=post.pk) if post.is_opening else post.replies
    return below.exists()


def bring_words_back(entry: ModerationEntry, by: User) -> None:
    post = post_of(entry)
    was = post.revisions.get(number=entry.before["revision"])
    posts.rewrite(post, by, was.source, mentions.rendered(was.source, post), title=was.title or None)


def bring_place_back(entry: ModerationEntry, _by: User) -> None:
    moving.put_back(post_of(entry), entry.before)


def bring_mark_back(field: str) -> Callable[[ModerationEntry, User], None]:
    def bring_back(entry: ModerationEntry, _by: User) -> None:
        if field == "is_pinned" and entry.post and entry.before[field]:
            closing.see_that_there_is_room(entry.post)
        target: Any = entry.post or entry.thread
        setattr(target, field, entry.before[field])
        target.save(update_fields=[field])
        thread = entry.post.thread if entry.post else entry.thread
        assert thread
        thread.move_on()

    return bring_back


def bring_standing_back(entry: ModerationEntry, _by: User) -> None:
    assert entry.member
    was = entry.before
    until = parse_datetime(was["until"]) if was["until"] else None
    members.put(members.locked_standing(entry.member), was["state"], until, was["standing_reason"])


def mark_of(field: str) -> Callable[[ModerationEntry], dict[str, Any]]:
    return lambda entry: {field: getattr(entry.post or entry.thread, field)}


def standing_of(entry: ModerationEntry) -> dict[str, Any]:
    assert entry.member
    return members.standing_as_stored(members.locked_standing(entry.member))


# What an act can change: under which key an entry keeps it, how it is read now, how it is brought back.
ASPECTS: dict[str, tuple[Callable[[ModerationEntry], dict[str, Any]], Callable[[ModerationEntry, User], None]]] = {
    "status": (lambda entry: status.state_of(post_of(entry)), bring_status_back),
    "revision": (lambda entry: {"revision": post_of(entry).revision}, bring_words_back),
    "parent": (lambda entry: moving.place_of(post_of(entry)), bring_place_back),
    "opens": (splitting.opened, splitting.join),
    "merged_into": (merging.merged, merging.take_apart),
    "titled": (renaming.titled, renaming.bring_title_back),
    "category": (renaming.sorted_under, renaming.bring_category_back),
    "is_locked": (mark_of("is_locked"), bring_mark_back("is_locked")),
    "is_pinned": (mark_of("is_pinned"), bring_mark_back("is_pinned")),
    "talk": (mark_of("talk"), bring_mark_back("talk")),
    "state": (standing_of, bring_standing_back),
}
