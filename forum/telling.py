"""What an act of moderation is in words: for the person whom it concerns, and for everybody."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING

from django.conf import settings
from django.db.models import Q
from django.urls import reverse
from django.utils import formats
from django.utils.dateparse import parse_datetime

from essays.models import plain_words
from forum import outcomes
from forum.models import ModerationEntry, Notification, Post, PostRevision, Reason, Thread
from forum.models.reasons import LOOK_FIRST
from forum.permissions import appealable

if TYPE_CHECKING:
    from accounts.models import User

Act = ModerationEntry.Act
LISTED = 20  # posts that were removed together and are named one by one
EXCERPT = 80  # characters of each
HEARD_EXCERPT = 200  # characters of a post that somebody hears of

SENTENCES: dict[str, str] = {
    Act.APPROVE: "Your post was published.",
    Act.RETURN: "Your post was returned to you: change it and send it again.",
    Act.REMOVE: "Your post was removed.",
    Act.RESTORE: "Your post was restored: it is public again.",
    Act.MOVE: "Your post was moved.",
    Act.SPLIT: "A discussion of its own begins with your post now.",
    Act.MERGE: "A discussion in which you wrote was merged into another one.",
    Act.WARN: "You were warned.",
    Act.PUT_ON_HOLD: "From now on, every post of yours waits for a moderator.",
    Act.BAN: "You cannot write here any more.",
    Act.LIFT: "You can write here as before.",
    Act.REMOVE_ALL: "Your posts were removed.",
    Act.GRANT: "Your appeal was granted: the decision is taken back.",
    Act.DENY: "Your appeal was denied: the decision stands.",
}
HIDDEN = "Your post is hidden until a moderator has looked at it."
WAS_HIDDEN = "Your post was hidden until a moderator had looked at it."
HEARD = {
    Notification.Kind.MENTION: "named you",
    Notification.Kind.ANSWER: "answered you",
    Notification.Kind.FOLLOWED: "wrote where you follow",
}
REWORDED = "Your post was published, in words that a moderator has changed."


@dataclass(frozen=True, slots=True)
class Removed:
    """One of several posts that were removed together."""

    url: str
    words: str


@dataclass(frozen=True, slots=True)
class Told:
    """An entry as the person concerned reads it. Nothing in it is about anybody else."""

    entry: ModerationEntry
    sentence: str
    by: str
    reason: str
    explanation: str
    where: str  # Where the post stands by now, or the discussion is; empty where the act is on a member.
    url: str  # The same, to open it.
    words: str  # As their author typed them, in the version of the post that the act was about.
    reworded: str  # What a moderator made of them; empty where nobody did.
    changed: list[str]  # What a discussion was called or sorted under, where a post stood, and what became of that.
    removed: list[Removed]  # The first of those that were removed together.
    can_appeal: bool

    @property
    def more_removed(self) -> int:
        return len(self.entry.after.get("removed", [])) - len(self.removed)

    @property
    def may_be_sent_again(self) -> bool:
        post = self.entry.post
        return self.entry.act == Act.RETURN and post is not None and post.is_returned

    @property
    def appeal_url(self) -> str:
        return reverse("appeal", args=[self.entry.number])


@dataclass(frozen=True, slots=True)
class Heard:
    """A post of somebody else, as a notice shows it. It is published: see `Notification.objects.to`."""

    post: Post
    sentence: str  # What its author did, after their name.
    where: str
    words: str


def heard(notice: Notification, reader: User) -> Heard | None:
    """What a notice says of a post, loaded with it; None where it is of a decision."""
    if notice.post is None:
        return None
    kind = Notification.Kind(notice.kind)
    return Heard(notice.post, HEARD[kind], where(notice.post, reader), excerpt(notice.post, HEARD_EXCERPT))


def of(entry: ModerationEntry, reader: User) -> Told:
    (told,) = of_all([entry], reader)
    return told


def of_all(entries: Sequence[ModerationEntry], reader: User) -> list[Told]:
    """The same few queries, whatever the number of entries; their posts and who decided are loaded with them."""
    can_appeal = appealable(reader, entries)
    reasons = Reason.objects.filter(code__in={entry.code for entry in entries if entry.code})
    explanations = dict(reasons.values_list("code", "explanation"))
    removed, words = removed_together(entries), words_judged(entries)
    known = outcomes.known_of(entries, reader)
    return [
        Told(
            entry=entry,
            sentence=sentence(entry),
            by=by(entry),
            reason="" if entry.reason == LOOK_FIRST else entry.reason,
            explanation=explanations.get(entry.code, ""),
            where=where_now(entry, reader),
            url=url(entry),
            words=words.get((entry.post_id, judged(entry)), ""),
            reworded=words.get((entry.post_id, entry.seen), "") if is_reworded(entry) else "",
            changed=outcomes.of(entry, known),
            removed=[Removed(removed[pk].get_absolute_url(), excerpt(removed[pk])) for pk in first_removed(entry)],
            can_appeal=entry.pk in can_appeal,
        )
        for entry in entries
    ]


def sentence(entry: ModerationEntry) -> str:
    """What happened to the person, in one sentence."""
    if entry.act == Act.HOLD:
        return held(entry)
    if entry.act == Act.RENAME:
        return f"The discussion that you opened {renamed(entry)}."
    if is_reworded(entry):
        return REWORDED
    if entry.act == Act.SILENCE:
        return f"You cannot write here until {day(entry.after['until'])}."
    if entry.act == Act.UNDO:
        undone = named(entry.undoes) if entry.undoes else "decided"
        return f"A decision on {concerned(entry)} was taken back: {undone}."
    return SENTENCES.get(entry.act, f"{entry.get_act_display().capitalize()}.")


def held(entry: ModerationEntry) -> str:
    """By now somebody may have looked at it."""
    if entry.after.get("status") == Post.Status.HIDDEN:
        return HIDDEN if entry.post and entry.post.is_hidden else WAS_HIDDEN
    what = "discussion" if entry.post and entry.post.is_opening else "post"
    return f"Your {what} {'is waiting' if entry.post and entry.post.is_pending else 'was waiting'} for a moderator."


def renamed(entry: ModerationEntry) -> str:
    anew = "sorted under another category"
    if "titled" not in entry.before:
        return f"was {anew}"
    return f"was renamed and {anew}" if "category" in entry.before else "was renamed"


def named(undone: ModerationEntry) -> str:
    """What was done, of an act that is taken back."""
    return renamed(undone).removeprefix("was ") if undone.act == Act.RENAME else undone.get_act_display()


def concerned(entry: ModerationEntry) -> str:
    """What of the person's the act was on."""
    if entry.post:
        return "your post"
    if entry.undoes and entry.undoes.act == Act.RENAME:
        return "the discussion that you opened"
    return "a discussion in which you wrote" if entry.thread else "you"


def by(entry: ModerationEntry) -> str:
    """Who did it, as far as settings say that: nobody's name unless they say so."""
    if entry.by is None:
        return "the system"
    if entry.post and entry.by_id == entry.post.author_id:
        return "its author"
    return entry.by.get_full_name() if settings.MODERATOR_NAMES == "name" else "a moderator"


def called(thread: Thread, reader: User | None) -> str:
    """Its title; where not everybody may read that, its opener may."""
    return thread.title if reader and thread.opener_id == reader.pk and thread.title else thread.public_title


def where(post: Post, reader: User | None = None) -> str:
    """The place of a post, loaded with it, as this reader or everybody may read it."""
    title = called(post.thread, reader)
    label = post.anchor.label if post.anchor else "the whole text" if post.thread.essay_id else ""
    return f"{title}, {label}" if label else title


def where_now(entry: ModerationEntry, reader: User) -> str:
    """The place of the post that the act was on; of a discussion that was merged, where its posts went."""
    if entry.post:
        return where(entry.post, reader)
    return called(entry.thread.merged_into or entry.thread, reader) if entry.thread else ""


def url(entry: ModerationEntry) -> str:
    concerns = entry.post or entry.thread
    return concerns.get_absolute_url() if concerns else ""


def is_reworded(entry: ModerationEntry) -> bool:
    return entry.act == Act.APPROVE and "revision" in entry.after


def judged(entry: ModerationEntry) -> int | None:
    """The number of the version that the moderator found."""
    return entry.before["revision"] if is_reworded(entry) else entry.seen


def words_judged(entries: Sequence[ModerationEntry]) -> dict[tuple[int | None, int | None], str]:
    """The words of the posts that these entries are on, by the post and the number of the version."""
    numbers = {(entry.post_id, number) for entry in entries for number in (judged(entry), entry.seen)}
    wanted = [Q(post=post, number=number) for post, number in sorted(numbers, key=str) if post and number]
    versions = PostRevision.objects.filter(reduce(or_, wanted)) if wanted else PostRevision.objects.none()
    return {(version.post_id, version.number): as_typed(version) for version in versions}


def as_typed(version: PostRevision) -> str:
    """With the title, where the post is a discussion's first."""
    return f"{version.title}\n\n{version.source}" if version.title else version.source


def first_removed(entry: ModerationEntry) -> list[int]:
    found: list[int] = entry.after.get("removed", [])[:LISTED]
    return found


def removed_together(entries: Sequence[ModerationEntry]) -> dict[int, Post]:
    """The posts that these entries removed, by the number under which each was entered."""
    wanted = [pk for entry in entries for pk in first_removed(entry)]
    removals = ModerationEntry.objects.filter(pk__in=wanted).select_related("post") if wanted else []
    return {removal.pk: removal.post for removal in removals if removal.post}


def excerpt(post: Post, length: int = EXCERPT) -> str:
    words = plain_words(post.html)
    return words if len(words) <= length else f"{words[: length - 1].rstrip()}…"


def day(stored: str) -> str:
    """A moment as an entry keeps it, for a reader."""
    moment = parse_datetime(stored)
    return f"{formats.date_format(moment, 'j F Y, H:i')} UTC" if moment else stored
