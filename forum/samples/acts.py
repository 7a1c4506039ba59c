"""What became of posts that were held, reported, removed or withdrawn: the same rows that the acts themselves leave."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from forum.models import Flag, ModerationEntry, Notification, Post, QueueItem
from forum.moderation import flags, queue
from forum.moderation.checks.habits import NEWCOMER
from forum.moderation.log import record_all, unnumbered
from forum.moderation.status import UNWRITTEN, state_of
from forum.notifications.hearing import person_told
from forum.samples.plan import Fate, Sample
from forum.samples.rows import Written
from forum.samples.scene import Scene

if TYPE_CHECKING:
    from accounts.models import User

Act = ModerationEntry.Act
Status = Post.Status
SOON = timedelta(milliseconds=1)  # between two acts
REPORTERS = {Fate.REPORTED: 1, Fate.REMOVED: 1, Fate.HIDDEN: 3}  # Enough to hide it.


@dataclass
class Acts:
    """All that was done in a batch. What an entry decided is told of it when it has its number."""

    scene: Scene
    entries: list[ModerationEntry] = field(default_factory=list)
    flags: list[Flag] = field(default_factory=list)
    items: list[QueueItem] = field(default_factory=list)
    decided: list[tuple[ModerationEntry, list[Flag], list[QueueItem]]] = field(default_factory=list)

    def happen(self, written: Written) -> None:
        """Let everything happen to the posts of a piece that was planned: after all of it was said."""
        now, right = written.posts[-1].written_at, list[int]()
        assert now
        for post, sample in zip(written.posts, written.piece.posts, strict=True):
            if sample.fate in {Fate.PUBLISHED, Fate.EDITED}:
                continue
            now += SOON
            if sample.fate is Fate.PENDING:
                self.hold(post)
            elif sample.fate is Fate.WITHDRAWN:
                self.note(post, Act.WITHDRAW, Status.WITHDRAWN, now, by=post.author)
            else:
                right += self.report(post, sample, now)
        self.scene.upheld.update(right)

    def hold(self, post: Post) -> None:
        assert post.written_at
        post.status_reason = NEWCOMER.told
        self.wait(post, QueueItem.Kind.HELD, NEWCOMER.sentence, post.written_at)
        self.items[-1].findings, self.items[-1].revision = [NEWCOMER.as_stored()], post.revision
        said: dict[str, Any] = {"why": NEWCOMER.told, "before": UNWRITTEN, "after": state_of(post)}
        self.entries.append(unnumbered(Act.HOLD, by=None, post=post, at=post.written_at, **said))

    def report(self, post: Post, sample: Sample, now: datetime) -> list[int]:
        """Some members report it, and it is left, hidden or removed; return whose reports were right."""
        first, reason, members = sample.author + 1, self.scene.report, self.scene.members
        reporters = [members[(first + more) % len(members)] for more in range(REPORTERS[sample.fate])]
        given = [
            Flag(post=post, revision=post.revision, by=by, reason=reason, weight=self.weight(by.pk), created_at=now)
            for by in reporters
        ]
        self.flags += given
        self.wait(post, QueueItem.Kind.FLAGGED, queue.reasons_named([reason] * len(given)), now)
        if sample.fate is Fate.HIDDEN:
            self.note(post, Act.HOLD, Status.HIDDEN, now, by=None, why=flags.ENOUGH)
            self.items[-1].kind, self.items[-1].why = QueueItem.Kind.HELD, flags.ENOUGH
        if sample.fate is not Fate.REMOVED:
            return []
        removal = self.scene.removal
        entry = self.note(post, Act.REMOVE, Status.REMOVED, now, by=self.scene.moderator, why=removal)
        self.decided.append((entry, given, [self.items[-1]]))
        return [by.pk for by in reporters]

    def weight(self, member: int) -> float:
        return flags.weight(self.scene.upheld[member], 0)

    def wait(self, post: Post, kind: QueueItem.Kind, why: str, since: datetime) -> None:
        self.items.append(QueueItem(post=post, kind=kind, thread=post.thread, why=why, since=since))

    def note(self, post: Post, act: Act, to: Status, at: datetime, **said: Any) -> ModerationEntry:
        """Take it from all pages, with an entry that says so."""
        before, why = state_of(post), said.get("why", "")
        post.status, post.status_reason = to, getattr(why, "label", why)
        self.entries.append(unnumbered(act, post=post, at=at, before=before, after=state_of(post), **said))
        return self.entries[-1]

    def write(self) -> None:
        """The posts are stored. Notices count as mailed: nobody writes to samples."""
        record_all(sorted(self.entries, key=lambda entry: entry.created_at))
        for entry, given, waited in self.decided:
            for flag in given:
                flag.state, flag.decided_by = Flag.State.UPHELD, entry
            for item in waited:
                item.decided_at, item.decided_by = entry.created_at, entry
        Flag.objects.bulk_create(self.flags)
        QueueItem.objects.bulk_create(self.items)
        heard = ((entry, person_told(entry)) for entry in self.entries)
        Notification.objects.bulk_create(told(entry, member) for entry, member in heard if member)


def told(entry: ModerationEntry, member: User) -> Notification:
    return Notification(member=member, entry=entry, created_at=entry.created_at, mailed_at=entry.created_at)
