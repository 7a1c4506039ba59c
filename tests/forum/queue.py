"""The moderation queue as a moderator uses it."""

from typing import TYPE_CHECKING

from django.test import Client

from accounts.models import User
from forum import moderation
from forum.models import ModerationEntry, Post, QueueItem, Reason, Thread
from tests.conftest import make_member
from tests.forum.talk import because, say

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse as Response

QUEUE = "/admin/forum/queueitem/"
UNDO = f"{QUEUE}undo/"


def form_of(post: Post) -> str:
    return f"/admin/forum/post/{post.pk}/change/"


def item_of(post: Post) -> QueueItem:
    """What waits of this post, or waited last."""
    return QueueItem.objects.filter(post=post).latest("pk")


def listed(desk: Client, **asked: str) -> list[QueueItem]:
    return [row.item for row in desk.get(QUEUE, asked).context["cl"].rows]


def decide(desk: Client, item: QueueItem, act: str, reason: str = "", **fields: str) -> "Response":
    """Press one of the buttons in the row of one thing."""
    return send(desk, [item], act, reason, row=str(item.pk), **fields)


def decide_all(desk: Client, posts: list[Post], act: str, reason: str = "", **fields: str) -> "Response":
    """Tick the posts and press the button above the list."""
    return send(desk, [item_of(post) for post in posts], act, reason, **fields)


def send(desk: Client, items: list[QueueItem], act: str, reason: str, **fields: str) -> "Response":
    seen = {key: value for item in items for key, value in on_screen(item).items()}
    chosen = {"act": act, "reason": str(because(reason).pk) if reason else ""}
    return desk.post(QUEUE, {"items": [str(item.pk) for item in items], **seen, **chosen, **fields}, follow=True)


def on_screen(item: QueueItem) -> dict[str, str]:
    """What the row of a post says of it now: the version that is read, and the last entry."""
    if item.post is None:
        return {}
    entry = item.post.moderation_entries.first()
    return {f"seen-{item.pk}": str(item.post.revision), f"entry-{item.pk}": str(entry.number if entry else 0)}


def said(response: "Response") -> str:
    """All that the page says after an act."""
    return " ".join(str(message) for message in response.context["messages"])


def undo(desk: Client, *entries: ModerationEntry) -> str:
    named = ",".join(str(entry.pk) for entry in entries)
    return said(desk.post(UNDO, {"entries": named}, follow=True))


def status(post: Post) -> str:
    return Post.objects.get(pk=post.pk).status


def acts(post: Post) -> list[str]:
    return list(post.moderation_entries.order_by("pk").values_list("act", flat=True))


def held_posts(thread: Thread, count: int, first: int = 0) -> list[Post]:
    numbers = range(first, first + count)
    return [say(thread, make_member(f"newcomer-{n}"), f"Words {n}.", ref=["p1", ""][n % 2]) for n in numbers]


def reported(post: Post, code: str = "spam", note: str = "") -> QueueItem:
    """Let somebody report a post that is published."""
    from_whom = make_member(f"reporter-{post.pk}-{code}")
    moderation.flag(post, by=from_whom, seen=post.revision, reason=Reason.objects.get(code=code), note=note)
    return item_of(post)


def appealed(post: Post, *, by_moderator: User, words: str = "That was unfair.") -> QueueItem:
    """Remove a post, and let its author appeal."""
    assert post.author
    moderation.remove(post, by=by_moderator, seen=post.revision, reason=because("spam"))
    decision = post.moderation_entries.get(act="remove")
    return moderation.appeal(decision, by=post.author, words=words).queue_item
