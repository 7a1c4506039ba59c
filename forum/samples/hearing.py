"""Who follows what, has read what and hears of what. Only the listeners are told: a million notices are no talk."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from forum.models import Notification, Post, ReadMark, Subscription
from forum.notifications.hearing import notices
from forum.samples.rows import Written, first_body
from forum.samples.scene import Scene, passage_of

Kind = Notification.Kind
READ = 0.8  # of the notices


@dataclass
class Hearing:
    """All that the members of a batch follow, have read and hear."""

    scene: Scene
    follows: list[Subscription] = field(default_factory=list)
    marks: list[ReadMark] = field(default_factory=list)
    told: list[Notification] = field(default_factory=list)
    places: defaultdict[int, set[tuple[int, int | None]]] = field(default_factory=lambda: defaultdict(set))

    def begin(self, pieces: Iterable[Written]) -> None:
        """See who follows the threads: those who did before, those who open them, and listeners."""
        listeners = {member.pk for member in self.scene.listeners}
        self.add(Subscription.objects.filter(thread__in=[one.thread for one in pieces], member__in=listeners))
        for written in pieces:
            self.follows += self.new(written)
        self.add(one for one in self.follows if one.member_id in listeners)

    def add(self, follows: Iterable[Subscription]) -> None:
        for one in follows:
            self.places[one.thread_id].add((one.member_id, one.anchor_id))

    def new(self, written: Written) -> list[Subscription]:
        thread, members = written.thread, {self.scene.members[one] for one in written.piece.follow}
        if written.piece.is_first and thread.opener:
            members.add(thread.opener)
        text = next((text for text in self.scene.texts if text.thread == thread.pk and text.blocks), None)
        at = {"thread": thread, "created_at": self.scene.at(written.piece.begins)}
        ordered = sorted(members, key=lambda member: member.pk)
        # On a text, every second one follows a passage.
        anchors = [passage_of(text.blocks[0]) if text and number % 2 else None for number in range(len(ordered))]
        return [Subscription(member=one, anchor=anchor, **at) for one, anchor in zip(ordered, anchors, strict=True)]

    def hear(self, written: Written) -> None:
        """Let the listeners hear of the posts, as they were told when these were published."""
        listeners = {member.pk for member in self.scene.listeners}
        authors = [self.scene.members[sample.author].pk for sample in written.piece.posts]
        places = self.places.get(written.thread.pk, set())
        for post, sample in zip(written.posts, written.piece.posts, strict=True):
            if post.publication is None:
                continue
            # The strongest comes last, but for who is named by an edit alone.
            kinds = dict.fromkeys(self.scene.bodies[sample.text].addressed, Kind.MENTION)
            kinds |= dict.fromkeys((who for who, at in places if at in {None, post.anchor_id}), Kind.FOLLOWED)
            if sample.parent is not None and authors[sample.parent] in listeners:
                kinds[authors[sample.parent]] = Kind.ANSWER
            kinds |= dict.fromkeys(first_body(sample, self.scene).addressed, Kind.MENTION)
            if kinds:
                self.tell(post, kinds, is_read=sample.chance < READ)

    def tell(self, post: Post, kinds: dict[int, Kind], *, is_read: bool) -> None:
        for notice in notices(post, kinds):
            assert post.published_at
            notice.created_at, notice.read_at = post.published_at, post.published_at if is_read else None
            self.told.append(notice)

    def visit(self, written: Written, publications: int) -> None:
        """Let listeners have read some of it, on a text one place further."""
        for number in written.piece.visit:
            upto = publications * (number + 1) // (len(self.scene.listeners) + 1)
            places = {"whole": publications} if written.thread.essay_id and upto < publications else {}
            at = self.scene.at(written.piece.begins + len(written.posts))
            member = self.scene.members[number]
            self.marks.append(ReadMark(member=member, thread=written.thread, upto=upto, places=places, read_at=at))

    def write(self) -> None:
        """The posts are stored. Who follows or has read a text already stays where they are."""
        Subscription.objects.bulk_create(self.follows, ignore_conflicts=True)
        ReadMark.objects.bulk_create(self.marks, ignore_conflicts=True)
        Notification.objects.bulk_create(self.told, batch_size=500)
