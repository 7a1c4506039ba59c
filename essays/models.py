"""The text. A passage is an identity that never changes; an edition prints it in certain words at a certain place."""

import re
from html import unescape

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.text import Truncator

# A paragraph is p26, one put in after it p26a; the note that the text calls 7 is n7.
REF_PATTERN = r"[pn][0-9]{1,6}[a-z]{0,3}"
WORDS_PER_MINUTE = 230  # Silent reading of English non-fiction: 238 (Brysbaert 2019), rounded down for argument.


class Immutable(Exception):
    """What was published is not changed: publish a new edition instead."""


class Essay(models.Model):
    slug = models.SlugField(max_length=100, unique=True, allow_unicode=True)
    title = models.CharField(max_length=300)
    author = models.CharField(max_length=200)
    language = models.CharField(max_length=35, default="en", help_text="A BCP 47 tag, such as en or pt-BR.")
    source = models.CharField(max_length=300, blank=True, help_text="Where the text was published before.")
    source_url = models.URLField(max_length=500, blank=True)
    permission = models.CharField(max_length=500, blank=True, help_text="By whose leave it stands here.")
    rights = models.CharField(max_length=500, blank=True, help_text="Whose the text is and what may be done with it.")
    presented = models.CharField(max_length=300, blank=True, help_text="Where and when it was first given.")
    current_edition = models.ForeignKey(
        "Edition", on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )

    class Meta:
        ordering = ["title"]

    def __str__(self) -> str:
        return self.title

    @property
    def direction(self) -> str:
        return "rtl" if self.language.split("-")[0].lower() in settings.LANGUAGES_BIDI else "ltr"

    def get_absolute_url(self) -> str:
        return reverse("essay", args=[self.slug])


class Passage(models.Model):
    """A paragraph, quotation or note of an essay, whatever its words and its place are in an edition."""

    essay = models.ForeignKey(Essay, on_delete=models.PROTECT, related_name="passages")
    ref = models.CharField(max_length=12, validators=[RegexValidator(rf"\A{REF_PATTERN}\Z")])

    class Meta:
        constraints = [models.UniqueConstraint(fields=["essay", "ref"], name="passage_ref_once_per_essay")]

    def __str__(self) -> str:
        return f"{self.essay}, {self.label}"

    @property
    def is_note(self) -> bool:
        return self.ref.startswith("n")

    @property
    def number(self) -> str:
        return self.ref[1:]

    @property
    def label(self) -> str:
        """What the passage is called in a sentence: "paragraph 26", "note 7"."""
        return f"{'note' if self.is_note else 'paragraph'} {self.number}"

    def get_absolute_url(self) -> str:
        return reverse("passage", args=[self.essay.slug, self.ref])


class Edition(models.Model):
    essay = models.ForeignKey(Essay, on_delete=models.PROTECT, related_name="editions")
    number = models.PositiveIntegerField()
    published_at = models.DateTimeField()
    word_count = models.PositiveIntegerField()
    file = models.TextField(help_text="The essay file that this edition was made from.")
    digest = models.CharField(max_length=64, help_text="SHA-256 of the file, in hexadecimal.")

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["essay", "number"], name="edition_number_once_per_essay")]

    def __str__(self) -> str:
        return f"{self.essay}, edition {self.number}"

    def save(self, *args: object, **kwargs: object) -> None:
        if self.pk:
            raise Immutable("An edition is not changed once it is published: import the corrected file as a new one.")
        super().save(*args, **kwargs)  # type: ignore[arg-type]

    @property
    def minutes(self) -> int:
        """How long a reader needs for it."""
        return max(1, round(self.word_count / WORDS_PER_MINUTE))


class Block(models.Model):
    """What one edition prints at one place."""

    class Kind(models.TextChoices):
        BYLINE = "byline"
        HEADING = "heading"
        PARAGRAPH = "paragraph"
        QUOTATION = "quotation"
        EDITORIAL = "editorial", "editorial note"
        FOOTNOTE = "footnote"
        MISSING_FOOTNOTE = "missing", "missing footnote"

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="blocks")
    position = models.PositiveIntegerField(help_text="From 0, in the order of the page.")
    kind = models.CharField(max_length=10, choices=Kind)
    level = models.PositiveSmallIntegerField(default=0, help_text="2 to 4 for a heading, 0 for all else.")
    anchor = models.CharField(
        max_length=120, blank=True, help_text="Its id on the page: a passage's ref, a heading's slug."
    )
    source = models.TextField(blank=True)
    html = models.TextField(blank=True)
    calls = models.JSONField(
        default=list, help_text="The ids of the footnote calls in it, in order: ['c7', 'c8', 'c7-2']."
    )
    passage = models.ForeignKey(Passage, on_delete=models.PROTECT, null=True, related_name="blocks")

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["edition", "position"], name="block_position_once_per_edition"),
            models.UniqueConstraint(
                fields=["edition", "anchor"],
                condition=~models.Q(anchor=""),
                name="block_anchor_once_per_edition",
            ),
            models.UniqueConstraint(fields=["edition", "passage"], name="block_passage_once_per_edition"),
            models.CheckConstraint(
                condition=models.Q(kind__in=["byline", "heading", "editorial"], passage__isnull=True)
                | models.Q(kind__in=["paragraph", "quotation", "footnote", "missing"], passage__isnull=False),
                name="block_is_a_passage_when_it_can_be_answered",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.edition}, {self.anchor or self.position}"

    @property
    def is_note(self) -> bool:
        return self.kind in (self.Kind.FOOTNOTE, self.Kind.MISSING_FOOTNOTE)

    @cached_property
    def words(self) -> str:
        """The block's words as plain text, white space folded, footnote calls left out."""
        return plain_words(self.html)

    @property
    def excerpt(self) -> str:
        return Truncator(self.words).words(24, truncate="…")


class SitePage(models.Model):
    """A page that the editors write about the place itself."""

    slug = models.SlugField(max_length=40, unique=True, editable=False, help_text="Its address.")
    title = models.CharField(max_length=100)
    source = models.TextField(max_length=20_000, help_text="Markdown. A line that begins with ## is a heading.")
    html = models.TextField(editable=False)
    changed_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        verbose_name = "page about the site"
        verbose_name_plural = "pages about the site"

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse(self.slug)


FOOTNOTE_CALL = re.compile(r'<sup class="call">.*?</sup>')
TAG = re.compile(r"<[^>]*>")  # Enough for stored HTML, in which whatever is no tag is escaped.


def plain_words(html: str) -> str:
    """Return the words of stored HTML: no tags, no footnote calls, entities resolved, white space folded."""
    return " ".join(unescape(TAG.sub("", FOOTNOTE_CALL.sub("", html))).split())
