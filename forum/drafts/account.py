"""What a member has begun to write, on whatever device, kept until it is posted or discarded."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import QuerySet
from django.urls import Resolver404, ResolverMatch, resolve, reverse
from django.utils import timezone

from forum.models import DRAFT_PATH_MAX_LENGTH, Draft, lock_member

if TYPE_CHECKING:
    from accounts.models import User

DRAFTS_PER_MEMBER = 50  # The oldest goes first.
FORMS = frozenset(
    {"reply_to_essay", "reply_to_passage", "reply_to_thread", "reply_to_post", "edit_post", "new_discussion"}
)


class Elsewhere(Exception):
    """The draft was changed, posted or discarded on another device. `draft` is what is kept now, if anything."""

    def __init__(self, draft: Draft | None) -> None:
        super().__init__(draft)
        self.draft = draft


def form_at(path: str) -> ResolverMatch | None:
    """Which of the forms for words is at this address, None where there is none."""
    if len(path) > DRAFT_PATH_MAX_LENGTH:
        return None
    try:
        found = resolve(path)
    except Resolver404:
        return None
    is_number = len(str(found.kwargs.get("pk", ""))) < 19  # Which a database takes.
    return found if found.url_name in FORMS and is_number else None


def is_form(path: str) -> bool:
    return form_at(path) is not None


def lasting(path: str) -> str:
    """The address as it stays: a thread's changes with its title."""
    found = form_at(path)
    if found is None or found.url_name != "reply_to_thread":
        return path
    return reverse("reply_to_thread", args=[found.kwargs["pk"], "-"])


def all_of(member: User, path: str) -> QuerySet[Draft]:
    return Draft.objects.filter(member=member, path=lasting(path))


def of(member: User, path: str) -> Draft | None:
    return all_of(member, path).first()


def version_of(draft: Draft | None) -> str:
    """Its name among the drafts that there were for this form: when it was saved, in microseconds. "" for none."""
    return f"{draft.saved_at.astimezone(UTC).timestamp() * 1_000_000:.0f}" if draft else ""


@transaction.atomic
def save(member: User, path: str, words: dict[str, str], base: str = "") -> Draft | None:
    """Keep the words in place of the version `base`, "" for none. Nothing is kept of a form without words.

    Raises `Elsewhere` where another version is kept by now, or this one was posted or discarded.
    """
    lock_member(member)  # A draft that is not there yet cannot be locked.
    draft = of(member, path)
    if (draft and draft.words == words) or (draft is None and not has_words(words)):
        return draft  # The answer to a save that went through did not arrive.
    if version_of(draft) != base:
        raise Elsewhere(draft)
    if not has_words(words):
        all_of(member, path).delete()
        return None
    now = {"words": words, "saved_at": timezone.now()}
    draft, _ = Draft.objects.update_or_create(member=member, path=lasting(path), defaults=now)
    drop_the_oldest(member)
    return draft


def drop_the_oldest(member: User) -> None:
    newest = Draft.objects.filter(member=member).order_by("-saved_at", "-pk")
    too_many = list(newest.values_list("pk", flat=True)[DRAFTS_PER_MEMBER:])
    if too_many:
        Draft.objects.filter(pk__in=too_many).delete()


def forget(member: User, path: str, version: str, source: str) -> None:
    """Forget what was posted, and not what another device has made of it meanwhile."""
    with transaction.atomic():
        lock_member(member)
        draft = of(member, path)
        if draft and (version_of(draft) == version or folded(draft.words.get("source", "")) == folded(source)):
            draft.delete()


def discard(member: User, path: str, version: str) -> bool:
    """Forget the draft as the member saw it. Return False where another device has changed it since."""
    with transaction.atomic():
        lock_member(member)
        draft = of(member, path)
        if draft and version_of(draft) != version:
            return False
        all_of(member, path).delete()
        return True


def has_words(words: Mapping[str, str]) -> bool:
    return any(words.get(name, "").strip() for name in ("title", "source", "quote"))


def are_same(one: Mapping[str, str], other: Mapping[str, str]) -> bool:
    return all(folded(one.get(name, "")) == folded(other.get(name, "")) for name in ("title", "source", "quote"))


def folded(words: str) -> str:
    """Without what differs by the way in which a browser sends it."""
    return " ".join(words.split())
