"""What a page shows, in the words of schema.org, for search engines and reference managers. Pure.

Nothing is told but what the page shows to everybody: what is held, withdrawn or removed is left out.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.urls import reverse

from essays.models import Edition, Essay, Passage, plain_words
from forum.discussion import Row
from forum.models import Post, Thread

Data = dict[str, Any]


def absolute(url: str) -> str:
    """The address as others write it who are not on the site."""
    return f"{settings.SITE_URL}{url}"


# --- Pages ---


def of_text(thread: Thread, essay: Essay, edition: Edition, rows: Iterable[Row]) -> Data:
    """The page of a whole text."""
    return known(
        **article(essay),
        datePublished=edition.published_at.isoformat(),
        isBasedOn=essay.source_url,
        copyrightNotice=essay.rights,
        isPartOf=site("WebSite"),
        commentCount=thread.post_count,
        comment=comments(rows),
    )


def of_passage(thread: Thread, passage: Passage, words: str, edition: Edition, rows: Iterable[Row]) -> Data:
    """The page of one passage in these words. Its essay is loaded with it."""
    part = known(
        **thing("CreativeWork", passage.get_absolute_url()),
        name=passage.label.capitalize(),
        position=passage.number,
        text=words,
    )
    return {**of_text(thread, passage.essay, edition, rows), "hasPart": part}


def of_thread(thread: Thread, text: str, rows: Iterable[Row]) -> Data:
    """The page of all that is said in a thread; `text` says what that is about."""
    return known(
        **thing("DiscussionForumPosting", thread.get_absolute_url()),
        headline=thread.public_title,
        text=text,
        # An essay's thread is opened by the site, with the essay.
        author=site("Organization") if thread.essay else opener(thread),
        datePublished=thread.created_at.isoformat(),
        about=article(thread.essay) if thread.essay else None,
        commentCount=thread.reply_count,
        comment=comments(rows),
    )


def opener(thread: Thread) -> Data | None:
    if thread.opener is None or not thread.is_public:
        return None
    own = reverse("member", args=[thread.opener.username])
    return {"@type": "Person", "name": thread.opener.get_full_name(), "url": absolute(own)}


def of_post(row: Row, headline: str, thread: Thread, answers: Iterable[Row]) -> Data:
    """The page of a published post, with what the page shows of its answers."""
    said = comment(row) | thing("DiscussionForumPosting", row.url)
    return known(**said, headline=headline, isPartOf=whole(thread), comment=comments(answers))


# --- What they are made of ---


def whole(thread: Thread) -> Data:
    """What a post is part of."""
    if thread.essay:
        return article(thread.essay)
    return known(**thing("DiscussionForumPosting", thread.get_absolute_url()), headline=thread.public_title)


def article(essay: Essay) -> Data:
    return known(
        **thing("ScholarlyArticle", essay.get_absolute_url()),
        headline=essay.title,
        author=known(**{"@type": "Person"}, name=essay.author) if essay.author else None,
        inLanguage=essay.language,
    )


def comments(rows: Iterable[Row]) -> list[Data]:
    return [comment(row) for row in rows if row.post.is_published]


def comment(row: Row) -> Data:
    post = row.post
    return known(
        **thing("Comment", row.url),
        author=known(**{"@type": "Person"}, name=row.author_name, url=row.author_url and absolute(row.author_url)),
        text=plain_words(post.html),
        **dates(post),
        parentItem=answered(post),
    )


def answered(post: Post) -> Data | None:
    if post.parent_id is None:
        return None
    return {"@type": "Comment", "@id": absolute(reverse("post", args=[post.parent_id]))}


def dates(post: Post) -> Data:
    """When it was written and published. Of what was imported, only the first is known, if that."""
    published = post.published_at if post.author_id else post.written_at
    return {
        "dateCreated": post.written_at and post.written_at.isoformat(),
        "datePublished": published and published.isoformat(),
        "dateModified": post.edited_at.isoformat() if post.edited_at and post.was_edited_in_public else None,
    }


def site(kind: str) -> Data:
    return {"@type": kind, "name": settings.SITE_NAME, "url": absolute("/")}


def thing(kind: str, url: str) -> Data:
    return {"@type": kind, "@id": absolute(url), "url": absolute(url)}


def known(**facts: Any) -> Data:
    """The facts without those that there are none of."""
    return {name: fact for name, fact in facts.items() if fact not in (None, "", [])}
