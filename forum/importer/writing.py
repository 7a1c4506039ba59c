"""From files to the forum: an essay and the comments that it brings, each written once."""

import uuid
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone

from essays import markup
from essays.importer import EssayFault, Fault, Progress
from essays.importer.faults import Faults
from essays.importer.reading import read
from essays.importer.writing import ESSAY_FILE, prepare, publish
from essays.models import Edition, Essay
from forum import search
from forum.importer.parsing import ParsedComment, ParsedComments, parse_comments
from forum.models import Post, PostRevision, Thread
from forum.posting import add_revision, plant

COMMENTS_FILE = "comments.md"

# A comment's submission is made from its essay and its id: the same one is the same post, whenever it is imported.
NAMESPACE = uuid.UUID("8f0d5ad4-5b1d-4c4c-9f0e-3a1f6f0c2a55")


@dataclass(frozen=True)
class Imported:
    edition: Edition
    edition_is_new: bool
    comments: int  # how many are new, or have another name or date

    @property
    def changed(self) -> bool:
        return self.edition_is_new or bool(self.comments)


def import_path(path: Path, on_progress: Progress | None = None) -> Imported:
    """Import an essay file, or a folder with essay.md and perhaps comments.md: all of it or nothing.

    Raises EssayFault with what is wrong in both files.
    """
    faults: list[Fault] = []
    draft = comments = None
    try:
        draft = prepare(path / ESSAY_FILE if path.is_dir() else path, on_progress)
    except EssayFault as fault:
        faults += fault.faults
    try:
        comments = _comments_beside(path)
    except EssayFault as fault:
        faults += fault.faults
    if draft is None or faults:
        raise EssayFault(faults)
    with transaction.atomic():
        edition, is_new = publish(draft)
        _follow(edition, is_new)
        return Imported(edition, is_new, _write(comments, edition.essay) if comments else 0)


def import_comments(path: Path) -> int:
    """Import a file of comments on an essay that is there; return how many changed. Raises EssayFault."""
    comments = parse_comments(read(path), str(path))
    with transaction.atomic():
        essay = Essay.objects.filter(slug=comments.essay).first()
        if not essay:
            raise _fault(comments, f"there is no essay {comments.essay!r}; import it first, or correct the slug")
        return _write(comments, essay)


def thread_for(essay: Essay) -> Thread:
    """Return the essay's thread, which is made when it is first asked for, locked until the transaction ends."""
    thread, _ = Thread.objects.select_for_update().get_or_create(essay=essay, defaults={"title": essay.title})
    if thread.title != essay.title:
        Thread.objects.filter(pk=thread.pk).update(title=essay.title)
        thread.title = essay.title
    return thread


def _follow(edition: Edition, is_new: bool) -> None:
    """Let the essay's thread know of a new edition: what is stored of the page is of yesterday."""
    thread = thread_for(edition.essay)
    search.follow_thread(thread)
    if is_new:
        thread.move_on()
        search.follow_edition(thread, edition)


def _comments_beside(path: Path) -> ParsedComments | None:
    file = path / COMMENTS_FILE
    return parse_comments(read(file), str(file)) if file.is_file() else None


def _write(comments: ParsedComments, essay: Essay) -> int:
    if comments.essay != essay.slug:
        raise _fault(comments, f"the essay is {essay.slug!r}, not {comments.essay!r}; correct the slug")
    thread = thread_for(essay)
    ids = [submission(essay, comment) for comment in comments.comments]
    # Wherever they stand by now: a moderator can move them to another thread.
    known = {post.submission: post for post in Post.objects.filter(submission__in=ids)}
    _refuse_other_words(comments, essay)
    new, corrected = [], []
    for comment in comments.comments:
        facts = _facts(comment, comments.imported_from)
        post = known.get(submission(essay, comment))
        if post is None:
            _create(comment, thread, essay, facts)
            new.append(comment)
        elif not post.is_erased and any(getattr(post, field) != value for field, value in facts.items()):
            Post.objects.filter(pk=post.pk).update(**facts)
            corrected.append(comment)
    if new or corrected:
        thread.count(None, len(new))
        _follow_posts([submission(essay, comment) for comment in new + corrected], thread)
    return len(new) + len(corrected)


def _facts(comment: ParsedComment, imported_from: str) -> dict[str, Any]:
    """What is known of a comment. It may become more: unlike its words, this follows the file."""
    return {"imported_from": imported_from, "imported_name": comment.name, "written_at": comment.written_at}


def submission(essay: Essay, comment: ParsedComment) -> uuid.UUID:
    return uuid.uuid5(NAMESPACE, f"{essay.slug}/{comment.id}")


def _refuse_other_words(comments: ParsedComments, essay: Essay) -> None:
    """What is in the forum is changed there, where each change can be seen: the file only brings it in."""
    ids = [submission(essay, comment) for comment in comments.comments]
    imported = PostRevision.objects.filter(number=1, post__submission__in=ids).exclude(post__source="")  # Erased.
    words = dict(imported.values_list("post__submission", "source"))
    faults = Faults(comments.name)
    for comment in comments.comments:
        if words.get(submission(essay, comment), comment.source) != comment.source:
            faults.add(
                comment.line,
                f"comment {comment.id} is in the forum with other words; "
                "put those back here and edit it there, or give a new comment a new id",
            )
    faults.raise_if_any()


def _create(comment: ParsedComment, thread: Thread, essay: Essay, facts: dict[str, Any]) -> Post:
    now = timezone.now()
    post = Post(
        thread=thread,
        edition=essay.current_edition,
        status=Post.Status.PUBLISHED,
        published_at=now,
        publication=thread.take_publications(1)[0],
        source=comment.source,
        html=markup.render_post(comment.source),
        submission=submission(essay, comment),
        **facts,
    )
    plant(post)
    add_revision(post, by=None, at=now, was_public=True)
    return post


def _follow_posts(submissions: list[uuid.UUID], known: Thread) -> None:
    """Let the threads in which these stand know, and the search. Comments without a date make none look fresh."""
    posts = Post.objects.filter(submission__in=submissions)
    search.follow_all(posts)
    for thread in Thread.objects.filter(posts__in=posts).distinct().order_by("pk"):
        Thread.objects.filter(pk=thread.pk).update(last_post_at=thread.latest_talk())
        if thread != known:
            thread.move_on()


def _fault(comments: ParsedComments, message: str) -> EssayFault:
    return EssayFault([Fault(comments.name, comments.essay_line, message)])
