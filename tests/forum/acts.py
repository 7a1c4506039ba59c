"""Every act there is, who may do it, and to what: the table that the tests go through."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.apps import apps
from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from forum import moderation, posting
from forum.models import Flag, ModerationEntry, Post, SearchDocument, Thread
from forum.moderation import flags
from tests.conftest import make_member
from tests.forum.talk import because, discussion_by, public_discussion, published, say, sorted_under

Actor = User | AnonymousUser
MEMBERS = frozenset({"author", "stranger", "moderator", "superuser"})  # Who may write.
MODERATORS = frozenset({"moderator", "superuser"})
AUTHOR = frozenset({"author", "silenced author", "banned author"})
ACTORS = ["anonymous", "unverified", "silenced", "banned", *sorted(AUTHOR), "stranger", "moderator", "superuser"]

# The last two are first posts of members' discussions.
OPENINGS = {"opening", "held_opening"}
STATES = "pending published flagged hidden returned withdrawn removed erased locked opening held_opening".split()
PUBLISHED = {"published", "flagged", "locked", "opening"}
WAITING = {"pending", "hidden", "held_opening"}
STANDING = PUBLISHED | WAITING | {"returned"}


@dataclass(frozen=True)
class Scene:
    """One post in one state, and what an act needs besides."""

    post: Post
    thread: Thread
    elsewhere: Thread

    @property
    def seen(self) -> int:
        return self.post.revision


@dataclass(frozen=True)
class Rule:
    """An act: how it is done, who may do it, and in which states of the post."""

    do: Callable[[Scene, Any], object]
    actors: frozenset[str]
    states: set[str]


def judged(act: Callable[..., object], reason: str = "other") -> Callable[[Scene, Any], object]:
    """An act on a post that names what was seen and a reason."""
    return lambda scene, by: act(scene.post, by=by, seen=scene.seen, reason=because(reason))


def on_thread(act: Callable[..., object]) -> Callable[[Scene, Any], object]:
    return lambda scene, by: act(scene.thread, by=by, reason=because("heated"))


def move(scene: Scene, by: Any) -> object:
    return moderation.move(scene.post, by=by, seen=scene.seen, thread=scene.elsewhere, anchor=None)


def split(scene: Scene, by: Any) -> object:
    category = sorted_under("texts")
    return moderation.split(scene.post, by=by, seen=scene.seen, title="A title of its own", category=category)


def rename(scene: Scene, by: Any) -> object:
    return moderation.rename(scene.thread, by=by, title="Another title", category=sorted_under("site"))


ON_POSTS = {
    "reply": Rule(
        lambda scene, by: posting.reply(scene.thread, author=by, source="An answer.", parent=scene.post),
        MEMBERS,
        PUBLISHED - {"locked"},
    ),
    "edit": Rule(
        lambda scene, by: posting.edit(scene.post, by=by, source="Other words."),
        frozenset({"author"}),
        PUBLISHED | {"pending", "returned", "held_opening"},
    ),
    "withdraw": Rule(lambda scene, by: posting.withdraw(scene.post, by=by), AUTHOR, STANDING),
    "flag": Rule(judged(moderation.flag), frozenset({"stranger", "moderator", "superuser"}), PUBLISHED),
    "approve": Rule(judged(moderation.approve), MODERATORS, WAITING),
    "approve with an edit": Rule(
        lambda scene, by: moderation.approve(scene.post, by=by, seen=scene.seen, source="Mended words."),
        MODERATORS,
        WAITING,
    ),
    "keep": Rule(judged(moderation.keep), MODERATORS, {"flagged"}),
    "return": Rule(judged(moderation.return_to_author), MODERATORS, STANDING - {"returned"}),
    "remove": Rule(judged(moderation.remove), MODERATORS, STANDING),
    "remove as spam": Rule(judged(moderation.remove, "spam"), MODERATORS, STANDING),
    "restore": Rule(judged(moderation.restore), MODERATORS, {"removed"}),
    "erase": Rule(judged(moderation.erase), frozenset({"superuser"}), {"removed", "withdrawn"}),
    "move": Rule(move, MODERATORS, set(STATES) - OPENINGS),
    "split": Rule(split, MODERATORS, PUBLISHED - {"locked"} - OPENINGS),
    "merge": Rule(lambda scene, by: moderation.merge(scene.thread, by=by, into=scene.elsewhere), MODERATORS, OPENINGS),
    "rename": Rule(rename, MODERATORS, OPENINGS),
    "pin": Rule(judged(moderation.pin), MODERATORS, PUBLISHED - OPENINGS),
    "unpin": Rule(judged(moderation.unpin), MODERATORS, set()),
    "lock a branch": Rule(judged(moderation.lock_branch), MODERATORS, set(STATES) - {"locked"} - OPENINGS),
    "unlock a branch": Rule(judged(moderation.unlock_branch), MODERATORS, {"locked"}),
    "lock a thread": Rule(on_thread(moderation.lock_thread), MODERATORS, set(STATES)),
    "unlock a thread": Rule(on_thread(moderation.unlock_thread), MODERATORS, set()),
    "hold all": Rule(on_thread(moderation.hold_all), MODERATORS, set(STATES)),
    "hold none": Rule(on_thread(moderation.hold_none), MODERATORS, set()),
    "pin a thread": Rule(on_thread(moderation.pin_thread), MODERATORS, set(STATES)),
    "unpin a thread": Rule(on_thread(moderation.unpin_thread), MODERATORS, set()),
}


def actors(author: User, moderator: User) -> dict[str, Actor]:
    """Everybody there is. The silenced and the banned author are the author, once they are."""
    unverified = make_member("unverified-one")
    unverified.emailaddress_set.update(verified=False)
    superuser = make_member("keeper-of-all")
    superuser.is_superuser = True
    superuser.save()
    return {
        "anonymous": AnonymousUser(),
        "unverified": unverified,
        "silenced": silenced(make_member("silenced-one"), moderator),
        "banned": banned(make_member("banned-one"), moderator),
        "author": author,
        "silenced author": author,
        "banned author": author,
        "stranger": make_member("reader-two"),
        "moderator": moderator,
        "superuser": superuser,
    }


def silenced(member: User, moderator: User) -> User:
    until, seen = timezone.now() + timedelta(days=1), moderation.last_entry(member)
    moderation.silence(member, by=moderator, seen=seen, until=until, reason=because("heated"))
    return anew(member)


def banned(member: User, moderator: User) -> User:
    moderation.ban(member, by=moderator, seen=moderation.last_entry(member), reason=because("spam"))
    return anew(member)


def anew(member: User) -> User:
    """The member as the next request finds them."""
    return User.objects.get(pk=member.pk)


def in_state(state: str, thread: Thread, author: User, moderator: User) -> Post:
    """A post of the author that has come to this state through the product's own acts."""
    if state in OPENINGS:
        return public_discussion(author) if state == "opening" else discussion_by(author)
    post = say(thread, author, ref="p1") if state == "pending" else published(thread, author, ref="p1")
    reach(state, post, moderator)
    return Post.objects.select_related("author", "anchor", "thread", "root").get(pk=post.pk)


def reach(state: str, post: Post, moderator: User) -> None:
    assert post.author
    decided: dict[str, Any] = {"by": moderator, "seen": 1, "reason": because("other")}
    if state == "flagged":
        moderation.flag(post, by=make_member("reporter-one"), seen=1, reason=because("spam"))
    elif state == "hidden":
        with transaction.atomic():
            flags.hide(Post.objects.locked(post.pk), "Several readers reported it.")
    elif state == "returned":
        moderation.return_to_author(post, **decided)
    elif state == "withdrawn":
        posting.withdraw(post, by=post.author)
    elif state in {"removed", "erased"}:
        moderation.remove(post, **decided)
    elif state == "locked":
        moderation.lock_branch(post, **decided)
    if state == "erased":
        eraser = User.objects.create(username="eraser-one", is_superuser=True)
        moderation.erase(post, by=eraser, seen=1, reason=because("private"))


def everything() -> dict[str, list[dict[str, Any]]]:
    """All that the forum has stored. The index of what can be found follows it: its own tests compare that."""
    return {
        model.__name__: list(model._default_manager.order_by("pk").values())
        for model in apps.get_app_config("forum").get_models()
        if model is not SearchDocument
    }


def entries() -> list[str]:
    return list(ModerationEntry.objects.order_by("number").values_list("act", flat=True))


def open_flags(post: Post) -> int:
    return Flag.objects.open().filter(post=post).count()
