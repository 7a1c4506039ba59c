"""A conversation, and how much is said in it at each place."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models, transaction
from django.db.models import Case, F, Max, Q, When
from django.db.models.expressions import CombinedExpression
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify

from essays.models import Essay, Passage
from forum.models.categories import Category

if TYPE_CHECKING:
    from accounts.models import User

MODERATE = "forum.moderate_post"
TITLE_MAX_LENGTH = 300  # characters


# When the latest talk was, never null: where nothing was said, or nobody knows when, it is the beginning of the thread.
LATEST = Coalesce("last_post_at", "created_at")


class ThreadQuerySet(models.QuerySet["Thread"]):
    def locked(self, pk: int) -> "Thread":
        """The thread as it is now, locked until the transaction ends. Whoever changes talk locks its thread first."""
        # Its number stays as it is: who only names the thread, to follow it for instance, need not wait.
        return self.select_for_update(no_key=True).get(pk=pk)

    def listed(self) -> "ThreadQuerySet":
        """Those in which everybody finds something: essays' threads, and others with a published post."""
        return self.filter(Q(essay__isnull=False) | Q(post_count__gt=0), merged_into=None)

    def with_subject(self) -> "ThreadQuerySet":
        """With what a member's thread says of itself: who opened it, where it is sorted, what it is about."""
        about = [
            "about_essay",
            "about_passage",
            "about_post__author",
            "about_post__thread__essay",
        ]
        found = self.select_related("category", "opener", *about)
        return found.defer("about_post__source", "about_post__html", "opener__password", "opener__email")

    def visible_to(self, user: "User | AnonymousUser") -> "ThreadQuerySet":
        """Those that this reader finds under their address: what ever had a public post, and what they may look at."""
        if not user.is_authenticated:
            return self.filter(Q(essay__isnull=False) | Q(publications__gt=0))
        if user.has_perm(MODERATE):
            return self.all()
        return self.filter(Q(essay__isnull=False) | Q(publications__gt=0) | Q(opener=user))


class Thread(models.Model):
    """One conversation: an essay's, about the whole of it and its passages, or one that a member opened."""

    class Talk(models.TextChoices):
        OPEN = "open", "open"
        HELD = "held", "every reply waits for a moderator"
        LOCKED = "locked", "locked"

    title = models.CharField(max_length=TITLE_MAX_LENGTH)
    essay = models.OneToOneField(Essay, on_delete=models.PROTECT, null=True, blank=True, related_name="thread")
    category = models.ForeignKey(
        Category, on_delete=models.PROTECT, null=True, blank=True, related_name="threads", help_text="Of a member's."
    )
    opener = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="threads",
        help_text="Who opened it. Empty: it is an essay's, or its first post was imported.",
    )
    about_essay = models.ForeignKey(
        Essay, on_delete=models.PROTECT, null=True, blank=True, related_name="discussions", help_text="What set it off."
    )
    about_passage = models.ForeignKey(
        Passage, on_delete=models.PROTECT, null=True, blank=True, related_name="discussions"
    )
    about_post = models.ForeignKey(
        "Post",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="continued_in",
        help_text="What it continues.",
    )
    is_public = models.BooleanField(
        default=True,
        editable=False,
        help_text="Everybody may read its title: of a member's, while its first post is published.",
    )
    merged_into = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        db_index=False,  # SQLite would look for all that is not merged in it, and sort what it finds.
        related_name="merged",
        help_text="Where its posts went.",
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    post_count = models.PositiveIntegerField(default=0, editable=False, help_text="Published posts, at all places.")
    whole_count = models.PositiveIntegerField(
        default=0, editable=False, help_text="Of these, the ones on the text as a whole."
    )
    talk = models.CharField(max_length=10, choices=Talk, default=Talk.OPEN, editable=False)
    is_pinned = models.BooleanField(default=False, editable=False, help_text="It comes first among the discussions.")
    last_post_at = models.DateTimeField(null=True, editable=False, help_text="When the latest one was published.")
    publications = models.PositiveIntegerField(
        default=0, editable=False, help_text="How many posts were ever published in it: the number of the latest."
    )
    version = models.PositiveBigIntegerField(
        default=1, editable=False, help_text="Moves on with every change that a reader could see."
    )

    objects = ThreadQuerySet.as_manager()

    class Meta:
        ordering = ["-is_pinned", F("last_post_at").desc(nulls_last=True), "-pk"]
        indexes = [
            models.Index(F("is_pinned").desc(), LATEST.desc(), F("id").desc(), name="thread_by_talk"),
            models.Index(
                F("category"), F("is_pinned").desc(), LATEST.desc(), F("id").desc(), name="thread_in_category"
            ),
            models.Index(fields=["-is_pinned", "-id"], name="thread_by_age"),
            models.Index(fields=["merged_into"], condition=Q(merged_into__isnull=False), name="thread_merged"),
            models.Index(fields=["-is_pinned", "-post_count", "-id"], name="thread_by_replies"),
            # The latest about something, of thousands: see `forum.elsewhere`.
            *(
                models.Index(
                    fields=[about, "-last_post_at", "-id"],
                    condition=Q(**{f"{about}__isnull": False, "merged_into": None, "is_public": True}),
                    name=f"thread_{about}",
                )
                for about in ("about_essay", "about_passage", "about_post")
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(essay__isnull=False, category__isnull=True, opener__isnull=True, is_public=True)
                | Q(essay__isnull=True, category__isnull=False),
                name="thread_is_an_essays_or_in_a_category",
            ),
            models.CheckConstraint(
                condition=Q(about_passage__isnull=True) | Q(about_essay__isnull=False),
                name="thread_about_a_passage_is_about_its_essay",
            ),
        ]

    def __str__(self) -> str:
        return self.public_title  # Whoever may read another asks for it.

    @property
    def public_title(self) -> str:
        """Its title, where everybody may read that."""
        return self.title if self.is_public else f"Discussion {self.pk}"

    @property
    def has_begun(self) -> bool:
        """Something in it was public: a discussion whose first post waits is not answered."""
        return self.is_public or self.publications > 0

    @property
    def public_opener(self) -> "User | None":
        """Who opened it, as long as everybody may read what they opened it with."""
        return self.opener if self.is_public else None

    def get_absolute_url(self) -> str:
        return reverse("thread", args=[self.pk, self.slug])

    @property
    def where_it_went(self) -> "Thread":
        """The thread that its posts were merged into, however often that was merged again; itself where it was not."""
        thread = self
        while thread.merged_into:
            thread = thread.merged_into
        return thread

    @property
    def slug(self) -> str:
        """What the address says of the title; only the number counts."""
        return slugify(self.public_title) or "thread"

    @property
    def is_locked(self) -> bool:
        return self.talk == self.Talk.LOCKED

    @property
    def reply_count(self) -> int:
        """Published posts besides the one that opened a discussion."""
        return self.post_count if self.essay_id else max(self.post_count - self.is_public, 0)

    @property
    def passage_count(self) -> int:
        """Published posts on single passages."""
        return self.post_count - self.whole_count

    def latest_talk(self) -> datetime | None:
        """When the latest post that still stands was published, or written where it was imported."""
        when = Case(When(author=None, then="written_at"), default="published_at")
        latest: datetime | None = self.posts.published().aggregate(latest=Max(when))["latest"]
        return latest

    def move_on(self, **counts: F | CombinedExpression) -> None:
        """Tell whoever keeps copies of its pages that they are old; with the same word, change its counters."""
        Thread.objects.filter(pk=self.pk).update(version=F("version") + 1, **counts)
        if self.about_essay_id or self.about_post_id:
            transaction.on_commit(self.tell_where_it_is_named, robust=True)

    def tell_where_it_is_named(self) -> None:
        """The same of the pages of the text and the post that set it off: they say how much was said in it.

        After the commit: who changes talk there holds that thread's lock, and may wait for this one.
        """
        where = Thread.objects.filter(pk=self.pk).values_list("about_essay__thread", "about_post__thread")
        for pk in {pk for both in where for pk in both if pk}:
            Thread.objects.filter(pk=pk).update(version=F("version") + 1)

    def take_publications(self, count: int) -> range:
        """The numbers for posts that are published here for the first time. The caller holds the thread's lock."""
        Thread.objects.filter(pk=self.pk).update(publications=F("publications") + count)
        self.refresh_from_db(fields=["publications"])
        return range(self.publications - count + 1, self.publications + 1)

    def count(self, anchor: Passage | None, change: int) -> None:
        """Count `change` more (or less) published posts at a place. The caller holds the thread's lock."""
        on_whole = change if anchor is None else 0
        self.move_on(post_count=F("post_count") + change, whole_count=F("whole_count") + on_whole)
        if anchor:
            place, _ = ReplyCount.objects.get_or_create(thread=self, anchor=anchor)
            ReplyCount.objects.filter(pk=place.pk).update(published=F("published") + change)


class ReplyCount(models.Model):
    """How many published posts a thread has at one passage."""

    thread = models.ForeignKey(Thread, on_delete=models.PROTECT, related_name="reply_counts")
    anchor = models.ForeignKey(Passage, on_delete=models.PROTECT, related_name="+")
    published = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["anchor", "thread"], name="reply_count_once_per_place")]

    def __str__(self) -> str:
        return f"{self.published} on {self.anchor}"
