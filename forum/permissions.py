"""Who may do what: one predicate for each permission, asked by views, acts and the admin alike."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.contrib.auth import get_user_model
from django.contrib.auth.models import AnonymousUser
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from forum.models import EDIT_WINDOW, MODERATE, Appeal, ModerationEntry, Post, Thread, standing_of

if TYPE_CHECKING:
    from accounts.models import User

MODERATORS = "Moderators"  # The group that a migration makes.

# What is decided on a person or on their words, and can be appealed against. The rest can be said in a post.
APPEALABLE = frozenset(
    {
        ModerationEntry.Act.REMOVE,
        ModerationEntry.Act.RETURN,
        ModerationEntry.Act.WARN,
        ModerationEntry.Act.PUT_ON_HOLD,
        ModerationEntry.Act.SILENCE,
        ModerationEntry.Act.BAN,
        ModerationEntry.Act.REMOVE_ALL,
    }
)


# --- Writing ---


def can_write(user: User | AnonymousUser) -> bool:
    """Whether the user may say anything here: with an account whose address is verified, not silenced, not banned."""
    if not user.is_authenticated or not user.is_active or not standing_of(user).may_write:
        return False
    return user.emailaddress_set.filter(verified=True).exists()


def is_open(post: Post) -> bool:
    """Whether a post can be answered, by whoever may. Its root is loaded with it, or read."""
    return post.is_published and not (post.root or post).is_locked


def can_edit(user: User | AnonymousUser, post: Post) -> bool:
    """Whether its author may change it now. What was returned may be changed, and so sent again, at any time."""
    if not user.is_authenticated or not is_author(user, post) or not standing_of(user).may_write:
        return False
    if post.is_returned:
        return True
    return post.is_in_its_place and post.written_at is not None and timezone.now() < post.written_at + EDIT_WINDOW


def can_withdraw(user: User | AnonymousUser, post: Post) -> bool:
    return is_author(user, post) and post.stands


def can_flag(user: User | AnonymousUser, post: Post) -> bool:
    return post.is_published and not is_author(user, post) and can_write(user)


# --- Reading ---


def can_read(user: User | AnonymousUser, post: Post) -> bool:
    """Whether the user may read the post's words, not only that it was there."""
    if post.is_published or is_author(user, post):
        return True
    return post.stands and can_moderate(user)


def can_read_title(user: User | AnonymousUser, thread: Thread) -> bool:
    """Whether the user may read what a thread is called: everybody, or whoever may read its first post."""
    if thread.is_public:
        return True
    opening = thread.posts.filter(is_opening=True).only("status", "author").first() if user.is_authenticated else None
    return opening is not None and can_read(user, opening)


def title_for(reader: User | AnonymousUser, thread: Thread) -> str:
    """What a thread is called to this reader. No query where everybody may read its title."""
    return thread.title if thread.title and can_read_title(reader, thread) else thread.public_title


def is_author(user: User | AnonymousUser, post: Post) -> bool:
    return user.is_authenticated and post.author_id == user.pk


# --- Moderating ---


def can_moderate(user: User | AnonymousUser) -> bool:
    return user.has_perm(MODERATE)


def can_decide(user: User | AnonymousUser, post: Post) -> bool:
    """Whether the user may decide on this post: not on their own, unless nobody else could."""
    return can_moderate(user) and (not is_author(user, post) or not others_moderate({post.author_id}))


def can_discipline(user: User | AnonymousUser, member: User) -> bool:
    """Whether the user may warn, silence or ban this member: moderators do it to members, superusers to all others."""
    if not can_moderate(user) or user.pk == member.pk:
        return False
    return user.is_superuser or not can_moderate(member)


def can_erase(user: User | AnonymousUser) -> bool:
    """Whether the user may destroy words, which nobody can undo."""
    return user.is_active and user.is_superuser


def can_appeal(user: User | AnonymousUser, entry: ModerationEntry) -> bool:
    """Whether the decision is on this user, was no appeal's, still holds, and was not appealed against before."""
    return entry.pk in appealable(user, [entry])


def appealable(user: User | AnonymousUser, entries: Iterable[ModerationEntry]) -> set[int]:
    """The ids of those entries that the user can appeal against, in one query. Their posts are loaded with them."""
    if not user.is_authenticated or not user.is_active:
        return set()
    own = [entry.pk for entry in entries if entry.act in APPEALABLE and entry.person_id == user.pk]
    taken_back = ModerationEntry.objects.filter(undoes=OuterRef("pk"), undone_by=None)
    # Against what they were told: not against each of the posts that were removed in one act.
    told = ModerationEntry.objects.filter(pk__in=own, notifications__member=user)
    holding = told.filter(~Exists(taken_back), ~Exists(reversals()), appeal=None)
    return set(holding.values_list("pk", flat=True))


def reversals() -> QuerySet[ModerationEntry]:
    """Later acts by which a decision holds no longer, though nobody has undone it."""
    later = ModerationEntry.objects.filter(number__gt=OuterRef("number"), undone_by=None)
    acts = [ModerationEntry.Act.APPROVE, ModerationEntry.Act.RESTORE, ModerationEntry.Act.RESUBMIT]
    return later.filter(
        Q(post=OuterRef("post"), act__in=acts) | Q(member=OuterRef("member"), act=ModerationEntry.Act.LIFT)
    )


def can_decide_appeal(user: User | AnonymousUser, appeal: Appeal) -> bool:
    """Another moderator than the one who decided and the one who appeals, where there is another."""
    if not can_moderate(user):
        return False
    return user.pk not in concerned(appeal) or not others_moderate(concerned(appeal))


def concerned(appeal: Appeal) -> set[int | None]:
    return {appeal.by_id, appeal.decision.by_id}


def others_moderate(people: set[int | None]) -> bool:
    """Whether there is any moderator besides these."""
    everybody = get_user_model().objects.with_perm(MODERATE, backend="django.contrib.auth.backends.ModelBackend")
    return everybody.exclude(pk__in=[pk for pk in people if pk]).exists()
