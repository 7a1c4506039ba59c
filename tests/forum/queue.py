"""The moderation queue as a moderator uses it."""

from typing import TYPE_CHECKING

from django.test import Client

from forum.models import Post, Thread
from tests.conftest import make_member
from tests.forum.pages import Page
from tests.forum.talk import say

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse as Response

QUEUE = "/admin/forum/post/"


def form_of(post: Post) -> str:
    return f"{QUEUE}{post.pk}/change/"


def decide(desk: Client, post: Post, decision: str, reason: str = "") -> str:
    """Send the form of one post with all of its fields, as a browser does; return what the next page says."""
    fields = Page(desk.get(form_of(post))).fields
    answer = desk.post(form_of(post), {**fields, "decision": decision, "reason": reason}, follow=True)
    return answer.content.decode()


def decide_all(desk: Client, posts: list[Post], action: str, reason: str = "") -> str:
    return send_ticked(desk, posts, action, reason=reason, follow=True).content.decode()


def send_ticked(desk: Client, posts: list[Post], action: str, *, follow: bool = False, **fields: str) -> "Response":
    """Tick the posts in the list as it shows them, choose the action and press Go."""
    seen = {f"seen-{post.pk}": post.revision for post in posts}
    ticked = {"_selected_action": [str(post.pk) for post in posts], **seen}
    return desk.post(QUEUE, {"index": "0", "action": action, **ticked, **fields}, follow=follow)


def status(post: Post) -> str:
    return Post.objects.get(pk=post.pk).status


def acts(post: Post) -> list[str]:
    return list(post.moderation_entries.order_by("pk").values_list("act", flat=True))


def held_posts(thread: Thread, count: int) -> list[Post]:
    return [say(thread, make_member(f"newcomer-{n}"), f"Words {n}.", ref=["p1", ""][n % 2]) for n in range(count)]
