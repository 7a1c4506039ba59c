"""The acts of a member: open a discussion, reply, edit, withdraw."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID, uuid5

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone

from essays.models import Block, Essay, Passage
from forum import following, mentions, moderation, notifications, quoting, search
from forum.models import Category, Post, PostRevision, Thread
from forum.moderation import NotPossible, Sending
from forum.permissions import can_edit, can_withdraw, can_write, is_open

if TYPE_CHECKING:
    from accounts.models import User

BARRED = "You cannot write here at the moment. Under “Notices” you find why."
MEANWHILE = "These words were changed since you opened this page. Put into yours what you want of them, and save again."
RERENDERED = 200  # posts that are read at once
About = Essay | Passage | Post | None  # What a discussion is about.


def open_thread(
    author: User,
    title: str,
    category: Category,
    source: str,
    *,
    about: About = None,
    form: UUID | None = None,
    sending: Sending | None = None,
) -> Post:
    """Open a discussion and return its first post, published or held. Raises `NotPossible` where it is not taken.

    `form` is what it is to a reply. Of an essay that a passage or a post is on, the discussion is as well.
    """
    if not author.is_authenticated:
        raise PermissionDenied("Sign in to open a discussion.")
    thread = Thread(title=title, category=category, opener=author, is_public=False, **links(about))
    post = written(author, source)
    post.is_opening = True
    post.submission = form and uuid5(form, f"{author.pk} opens {category.pk} {title} {source}")
    sending = moderation.ask(post, author, thread, sending)  # Before anything is locked.
    try:
        return begin(post, thread, sending)
    except IntegrityError:  # The form was sent twice at once, and there was no thread yet to wait for.
        if sent_before := Post.objects.filter(submission=post.submission, is_opening=True).first():
            return sent_before
        raise


def links(about: About) -> dict[str, Essay | Passage | Post | None]:
    """What a thread keeps of what set it off."""
    if isinstance(about, Post):
        return {"about_essay": about.thread.essay, "about_passage": about.anchor, "about_post": about}
    if isinstance(about, Passage):
        return {"about_essay": about.essay, "about_passage": about}
    return {"about_essay": about}


@transaction.atomic
def begin(post: Post, thread: Thread, sending: Sending | None) -> Post:
    """Store a new thread with its first post, or return what the form made before."""
    assert post.author
    assert post.written_at
    if post.submission and (sent_before := Post.objects.filter(submission=post.submission).first()):
        return sent_before
    if not can_write(post.author):
        raise NotPossible(BARRED)
    if thread.about_post_id:
        continue_from(thread, thread.about_post_id)
    thread.save()
    following.follow(post.author, thread)
    post.thread = thread
    plant(post)
    add_revision(post, by=post.author, at=post.written_at)
    moderation.admit(post, sending)
    return post


def continue_from(thread: Thread, pk: int) -> None:
    """Say where the post stands now, which nobody moves before this is stored."""
    about = Post.objects.locked(pk)
    if not about.is_published:
        raise NotPossible("The post that you continue is gone. Open a discussion of its own.")
    for name, linked in links(about).items():
        setattr(thread, name, linked)


def reply(
    thread: Thread,
    *,
    author: User,
    source: str,
    anchor: Passage | None = None,
    parent: Post | None = None,
    quote: str = "",
    prefix: str = "",
    suffix: str = "",
    form: UUID | None = None,
    sending: Sending | None = None,
) -> Post:
    """Write a reply and publish or hold it. Raises `NotPossible` where nothing can be said there, or not this.

    `form` names the form that was sent: the same words sent from it again, at whatever time and however often at
    once, are the same post. A reply to a post stands where that post stands, whatever `anchor` says. `prefix` and
    `suffix` say what stands around the quote, in case that the passage has the same words more than once.
    """
    if not author.is_authenticated:
        raise PermissionDenied("Sign in to reply.")
    post = written(author, source)
    post.quote, post.quote_prefix, post.quote_suffix = quote, prefix if quote else "", suffix if quote else ""
    # Before anything is locked, too.
    return put(post, thread, anchor, parent, form, moderation.ask(post, author, thread, sending))


def written(author: User, source: str) -> Post:
    """A post that is nowhere yet. Its HTML is made before anything is locked: others would wait for it."""
    now, html = timezone.now(), mentions.rendered(source)
    return Post(author=author, written_at=now, status=Post.Status.PENDING, source=source, html=html)


@transaction.atomic
def put(  # noqa: PLR0917  # What `reply` was given.
    post: Post, thread: Thread, anchor: Passage | None, parent: Post | None, form: UUID | None, sending: Sending | None
) -> Post:
    """Put a written post into its place, with its revision and its counters, or return what the form made before."""
    assert post.author
    assert post.written_at
    post.thread = Thread.objects.locked(thread.pk)
    if parent:
        post.parent = Post.objects.select_related("anchor", "root").get(pk=parent.pk)
        if post.parent.thread_id != thread.pk:
            raise NotPossible("The post that you answer was moved elsewhere. Open it again and answer it there.")
        post.parent.thread = post.thread
        if post.parent.is_opening:  # What answers the first post stands below it, and not in a branch of it.
            post.parent = parent = None
    post.anchor = post.parent.anchor if post.parent else anchor
    post.submission = form and uuid5(
        form, f"{post.author_id} {thread.pk} {post.anchor_id} {post.parent_id} {post.source}"
    )
    if form and (sent_before := Post.objects.filter(submission=post.submission).first()):
        return sent_before
    if why := why_not(post):
        raise NotPossible(why)
    answer_edition(post)
    plant(post)
    add_revision(post, by=post.author, at=post.written_at)
    moderation.admit(post, sending)
    return post


def why_not(post: Post) -> str:
    """Why this cannot be said here now, "" where it can."""
    assert post.author
    if not can_write(post.author):
        return BARRED
    if why := why_closed(post.thread):
        return why
    if post.parent and not post.parent.is_published:
        return f"The post that you answer is gone: it was {post.parent.get_status_display()}."
    if post.parent and not is_open(post.parent):
        return "This branch is locked: nobody can reply here any more."
    return ""


def why_closed(thread: Thread) -> str:
    """Why nobody can say anything in this thread now, "" where they can."""
    if thread.merged_into:
        return f"This discussion was merged into “{thread.where_it_went}”: open that, and post your words there."
    if not thread.has_begun:
        return "This discussion waits for a moderator: nobody can reply in it before."
    return "This talk is locked: nobody can reply here any more." if thread.is_locked else ""


class ChangedMeanwhile(NotPossible):
    """Other words took the place of those that an edit was made of."""


def edit(post: Post, *, by: User, source: str, title: str = "", seen: int | None = None) -> Post:
    """Change a post's words, keeping what they were. Raises `NotPossible` where it is too late.

    With the first post of a thread, its title can be changed as well; without one it stays. `seen` is the revision
    that the words were made of: raises `ChangedMeanwhile` where there is another.
    """
    return change(post, by, (title, source), mentions.rendered(source, post), seen)


@transaction.atomic
def change(post: Post, by: User, words: tuple[str, str], html: str, seen: int | None) -> Post:
    post, (title, source) = Post.objects.locked(post.pk), words
    if not can_edit(by, post):
        raise NotPossible("This post cannot be edited any more. Your words are below: copy them into a new reply.")
    title = (post.is_opening and title) or post.heading
    if (title, source) == (post.heading, post.source):
        return post
    if seen not in {None, post.revision}:
        raise ChangedMeanwhile(MEANWHILE)
    if title != post.heading:
        post.thread.title = title
        post.thread.save(update_fields=["title"])
        search.follow_thread(post.thread)
    now = timezone.now()
    post.source, post.html, post.edited_at = source, html, now
    post.save(update_fields=["source", "html", "edited_at"])
    revision = add_revision(post, by=by, at=now)
    search.follow(post)
    moderation.readmit(post)
    if post.is_published:
        revision.was_public = True
        revision.save(update_fields=["was_public"])
        notifications.named(post)
    post.thread.move_on()
    return post


@transaction.atomic
def withdraw(post: Post, *, by: User) -> Post:
    """Take one's own post away. It keeps its place and its answers. Raises `NotPossible` where it is gone already."""
    post = Post.objects.locked(post.pk)
    if not can_withdraw(by, post):
        raise NotPossible(f"This post cannot be withdrawn: it is {post.get_status_display()}.")
    moderation.withdraw(post)
    return post


def plant(post: Post) -> None:
    """Save a new post at its place in the tree. The caller holds the thread's lock."""
    if post.parent is None:
        post.save()
        post.root = post
        post.save(update_fields=["root"])
        return
    post.root = post.parent.root
    last = Post.objects.filter(root=post.root).order_by("position").values_list("position", flat=True).last()
    post.position = (last or 0) + 1
    post.save()


def add_revision(post: Post, *, by: User | None, at: datetime, was_public: bool = False) -> PostRevision:
    post.revision += 1
    post.save(update_fields=["revision"])
    mentions.keep(post)
    return post.revisions.create(
        number=post.revision, title=post.heading, source=post.source, by=by, created_at=at, was_public=was_public
    )


def answer_edition(post: Post) -> None:
    """Say which edition a reply answers: the latest that prints its passage, which may print it no more."""
    if post.anchor is None:
        post.edition_id = post.thread.essay.current_edition_id if post.thread.essay else None
        return
    block = post.anchor.blocks.order_by("edition__number").only("edition", "html").last()
    if block:
        post.edition_id = block.edition_id
    if post.quote:
        quote_from(post, block)


def quote_from(post: Post, block: Block | None) -> None:
    """Keep the quote as the edition has it, with what stands around it there."""
    quote = quoting.Quote(post.quote, post.quote_prefix, post.quote_suffix)
    found = quoting.locate(quote, block.words) if block else None
    if found is None:
        raise NotPossible("The words that you quote are not in the text any more. Quote others, or none.")
    post.quote, post.quote_prefix, post.quote_suffix = found.exact, found.prefix, found.suffix


def rerender_posts() -> int:
    """Rebuild the stored HTML of all posts from their source; return how many changed.

    Each is written by itself, so that nobody who posts meanwhile waits for all of them.
    """
    changed, last = 0, 0
    posts = Post.objects.only("source", "html", "thread").prefetch_related("mentions__member").order_by("pk")
    while batch := list(posts.filter(pk__gt=last)[:RERENDERED]):
        for post in batch:
            html = mentions.rerendered(post)
            changed += html != post.html and rewrite(post, html)
        last = batch[-1].pk
    return changed


@transaction.atomic
def rewrite(post: Post, html: str) -> int:
    """Store new HTML for the words that it was made of; return 0 where the author has changed them meanwhile."""
    thread = Thread.objects.locked(post.thread_id)
    thread.move_on()
    same = Post.objects.filter(pk=post.pk, source=post.source)
    changed = same.update(html=html)
    search.follow_all(same)
    return changed
