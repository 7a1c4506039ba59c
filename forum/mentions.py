"""Whom a post names with an @: found when it is written, and kept as it was."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.contrib.auth import get_user_model
from django.db.models import Exists, OuterRef
from django.db.models.functions import Lower
from django.urls import reverse

from essays.markup import linked_names, names_in, render_post
from forum.models import Mention, Post

if TYPE_CHECKING:
    from accounts.models import User

OFFERED = 8  # names, while one is typed
BEGINNING = re.compile(r"[A-Za-z0-9_-]{0,30}")


def rendered(source: str, post: Post | None = None) -> str:
    """What a member wrote as HTML, with links to those whom it names now.

    A name that was in the post before means whom it meant then, whoever is called so by now.
    """
    names = names_in(source)
    if not names:
        return render_post(source)
    before = kept(post) if post and post.pk else {}
    return render_post(source, addresses(called(names) | before))


def rerendered(post: Post) -> str:
    """The same words again: nobody else is named. The post's mentions and their members are loaded with it."""
    return render_post(post.source, addresses({mention.name: mention.member for mention in post.mentions.all()}))


def keep(post: Post) -> None:
    """Keep whom the post names, after its HTML was made anew. The caller holds its lock."""
    names = linked_names(post.html)
    if not names and post.revision <= 1:
        return
    before = kept(post)
    post.mentions.filter(name__in=before.keys() - set(names)).delete()
    found = called([name for name in names if name not in before])
    Mention.objects.bulk_create(Mention(post=post, member=member, name=name) for name, member in found.items())


def kept(post: Post) -> dict[str, User]:
    return {mention.name: mention.member for mention in post.mentions.select_related("member")}


def called(names: Iterable[str]) -> dict[str, User]:
    """The members who are called so, capitals or not, by the name as it is typed. Who has left is not named."""
    members = get_user_model().objects.filter(is_active=True).alias(any_case=Lower("username"))
    found = members.filter(any_case__in={name.lower() for name in names}).only("username")
    by_name = {member.username.lower(): member for member in found}
    return {name: by_name[name.lower()] for name in names if name.lower() in by_name}


def addresses(people: dict[str, User]) -> dict[str, str]:
    return {name: reverse("member", args=[member.username]) for name, member in people.items()}


def meant(beginning: str, thread: int, by: User) -> list[User]:
    """The other members whose name begins so, those who write in this thread first; after a bare @, these alone.

    Who has published nothing is not offered: nobody learns here who has an account.
    """
    if not BEGINNING.fullmatch(beginning):
        return []
    posts = Post.objects.published().filter(author=OuterRef("pk"))
    here = Exists(posts.filter(thread=thread))
    members = get_user_model().objects.filter(here if not beginning else Exists(posts), is_active=True)
    found = members.exclude(pk=by.pk).alias(any_case=Lower("username")).filter(any_case__begins=beginning.lower())
    return list(found.only("username", "display_name").order_by(here.desc(), "any_case")[:OFFERED])


def once_called(name: str) -> User | None:
    """Who was named so in public, for an address that nobody has by now."""
    found = Mention.objects.filter(post__in=Post.objects.published())
    found = found.alias(any_case=Lower("name")).filter(any_case=name.lower())
    mention: Mention | None = found.select_related("member").order_by("-post").first()
    return mention.member if mention else None
