"""What can be found, made to be what everybody can read, whatever has happened. Called within the act itself."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from essays.models import Block, Edition, plain_words
from forum.models import Post, SearchDocument, Thread
from forum.search.folding import terms_of
from forum.search.wanted import EVERYTHING, id_of, mark_of

Kind = SearchDocument.Kind
LENGTH = 100_000  # characters of one document
STORED = ["kind", "thread", "passage", "post", "at", "words", "terms", "marks"]
FOLLOWED_AT_ONCE = 500  # posts


@dataclass(frozen=True, slots=True)
class Said:
    """What is found of a text: its words as they are read, and the same as they are compared."""

    words: str
    terms: str


def follow(*posts: Post) -> None:
    """Let these posts be found where they are published, by the words and at the place that they have now.

    Their threads are loaded with them. Two queries for every 500 of them.
    """
    for start in range(0, len(posts), FOLLOWED_AT_ONCE):
        some = posts[start : start + FOLLOWED_AT_ONCE]
        replace(SearchDocument.objects.filter(post__in=some), [of_post(post) for post in some if post.is_published])


def follow_all(posts: QuerySet[Post]) -> None:
    """The same, some at a time, for posts that have gone somewhere together."""
    found, last = posts.select_related("thread").order_by("pk"), 0
    while some := list(found.filter(pk__gt=last)[:FOLLOWED_AT_ONCE]):
        follow(*some)
        last = some[-1].pk


def follow_thread(thread: Thread) -> None:
    """Let the thread be found by the title that everybody may read."""
    replace(SearchDocument.objects.filter(thread=thread, kind=Kind.TITLE), titles(thread))


def follow_edition(thread: Thread, edition: Edition) -> None:
    """Let the passages of an essay be found as this edition prints them. The others are not found any more."""
    blocks = edition.blocks.exclude(passage=None).select_related("passage").order_by("position")
    stale = SearchDocument.objects.filter(thread=thread, kind__in=[Kind.PARAGRAPH, Kind.NOTE])
    replace(stale, [of_block(block, thread, edition) for block in blocks if block.words])


def replace(known: QuerySet[SearchDocument], documents: list[SearchDocument]) -> None:
    """Store these documents, and take away what else is known of the same."""
    known.exclude(pk__in=[document.pk for document in documents]).delete()
    SearchDocument.objects.bulk_create(documents, update_conflicts=True, unique_fields=["id"], update_fields=STORED)


# --- What is said of each ---


def of_post(post: Post, words: Said | None = None) -> SearchDocument:
    """`words`: what `said` makes of its HTML, where that is known already."""
    who = [f"a{post.author_id}"] if post.author_id else names(post.imported_name)
    document = blank(Kind.POST, post.pk, post.thread, post.written_at)
    document.post = post
    return worded(document, words or said(plain_words(post.html)), who)


def titles(thread: Thread) -> list[SearchDocument]:
    if not thread.is_public or thread.merged_into_id or (thread.essay and not thread.essay.current_edition_id):
        return []
    who = [f"a{thread.opener_id}"] if thread.opener_id else []
    if thread.essay:
        who = names(thread.essay.author)
    return [worded(blank(Kind.TITLE, thread.pk, thread, thread.created_at), said(thread.title), who)]


def of_block(block: Block, thread: Thread, edition: Edition) -> SearchDocument:
    assert block.passage
    kind = Kind.NOTE if block.is_note else Kind.PARAGRAPH
    document = blank(kind, block.passage.pk, thread, edition.published_at)
    document.passage = block.passage
    return worded(document, said(block.words), names(edition.essay.author))


def blank(kind: Kind, pk: int, thread: Thread, at: datetime | None) -> SearchDocument:
    return SearchDocument(id=id_of(kind, pk, at), kind=kind, thread=thread, at=at)


def said(words: str) -> Said:
    words = words[:LENGTH]
    return Said(words, " ".join(terms_of(words)))


def worded(document: SearchDocument, words: Said, who: list[str]) -> SearchDocument:
    document.words, document.terms = words.words, words.terms
    essay = document.thread.essay_id or document.thread.about_essay_id
    text = [f"e{essay}"] if essay else []
    document.marks = " ".join([EVERYTHING, mark_of(document.kind), *text, *who])
    return document


def names(name: str) -> list[str]:
    """The marks of a name that is no member's: each of its words is enough to ask for it."""
    return [f"n{term}" for term in dict.fromkeys(terms_of(name))]
