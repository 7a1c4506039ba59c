"""What can be found by its words: a row for each thing that everybody may read, and for nothing else.

A migration makes the engine's own index beside it: triggers fill it on SQLite, a generated column on PostgreSQL.
"""

from django.db import models

from essays.models import Passage
from forum.models.posts import Post
from forum.models.threads import Thread


class SearchDocument(models.Model):
    """One paragraph, note, title or post. Its id grows with its date: the highest is the newest."""

    class Kind(models.TextChoices):
        PARAGRAPH = "paragraph", "paragraph"
        NOTE = "note", "note"
        TITLE = "title", "title"
        POST = "post", "post"

    id = models.BigIntegerField(primary_key=True)
    kind = models.CharField(max_length=10, choices=Kind)
    thread = models.ForeignKey(Thread, on_delete=models.CASCADE, related_name="+")
    passage = models.ForeignKey(Passage, on_delete=models.CASCADE, null=True, related_name="+")
    post = models.ForeignKey(Post, on_delete=models.CASCADE, null=True, related_name="+")
    at = models.DateTimeField(null=True, help_text="Empty: unknown.")
    words = models.TextField(help_text="Its words as they are read, without marks.")
    terms = models.TextField(help_text="The same as they are compared: no accents, no capitals, no punctuation.")
    marks = models.TextField(help_text="What else can be asked of it: its kind, its text, its author.")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["post"], name="search_document_once_per_post"),
            models.UniqueConstraint(fields=["passage"], name="search_document_once_per_passage"),
            models.UniqueConstraint(
                fields=["thread"], condition=models.Q(kind="title"), name="search_document_one_title_per_thread"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"
