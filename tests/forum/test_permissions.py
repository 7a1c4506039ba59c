"""Who may do what with a post, whatever has become of it."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import AnonymousUser

from accounts.models import User
from forum import moderation, permissions, posting
from forum.models import Post, Thread
from forum.moderation.flags import hide
from tests.conftest import make_member
from tests.forum.talk import because, published, say

pytestmark = pytest.mark.django_db

STATES = "pending published hidden returned returned_unseen removed removed_unseen withdrawn withdrawn_unseen".split()
PUBLIC = ["published", "hidden", "returned", "removed", "withdrawn"]
STANDING = ["pending", "published", "hidden", "returned", "returned_unseen"]


@pytest.fixture
def people(author: User, stranger: User, moderator: User) -> dict[str, User | AnonymousUser]:
    """Everybody there is, by what they are."""
    superuser = make_member("keeper-of-all")
    superuser.is_superuser = True
    superuser.save()
    closed_moderator = make_member("closed-one")
    closed_moderator.groups.set(moderator.groups.all())
    return {
        "anonymous": AnonymousUser(),
        "author": author,
        "stranger": stranger,
        "moderator": moderator,
        "superuser": superuser,
        "inactive": closed(closed_moderator),
        "inactive_author": closed(author),
    }


def closed(member: User) -> User:
    """The member as their account is after it was closed."""
    member = User.objects.get(pk=member.pk)
    member.is_active = False
    return member


@pytest.fixture(params=STATES)
def post(request: pytest.FixtureRequest, thread: Thread, author: User, moderator: User) -> Post:
    state, _, unseen = request.param.partition("_")
    post = say(thread, author) if unseen or state == "pending" else published(thread, author)
    if state == "removed":
        moderation.remove(post, by=moderator, seen=post.revision, reason=because("attack"))
    if state == "returned":
        moderation.return_to_author(post, by=moderator, seen=post.revision, reason=because("unclear"))
    if state == "hidden":
        hide(Post.objects.locked(post.pk), "Several readers reported it.")
    if state == "withdrawn":
        posting.withdraw(post, by=author)
    return Post.objects.get(pk=post.pk)


def state_of(post: Post) -> str:
    unseen = post.published_at is None and not post.is_pending
    return f"{post.status}_unseen" if unseen else post.status


def is_author(name: str) -> bool:
    return name in ("author", "inactive_author")


def keeps_order(name: str) -> bool:
    return name in ("moderator", "superuser")


ALLOWED: dict[Callable[..., bool], Callable[[str, str], bool]] = {
    permissions.can_edit: lambda name, state: (
        is_author(name) and state in ("pending", "published", "returned", "returned_unseen")
    ),
    permissions.can_withdraw: lambda name, state: is_author(name) and state in STANDING,
    permissions.can_flag: lambda name, state: state == "published" and name in ("stranger", "moderator", "superuser"),
    permissions.can_read: lambda name, state: (
        state == "published" or is_author(name) or (state in STANDING and keeps_order(name))
    ),
    permissions.is_author: lambda name, _: is_author(name),
}


@pytest.mark.parametrize("predicate", ALLOWED, ids=lambda predicate: predicate.__name__)
def test_who_may_do_what_with_a_post(
    predicate: Callable[..., bool], people: dict[str, User | AnonymousUser], post: Post
) -> None:
    allowed = {name for name, user in people.items() if predicate(user, post)}
    assert allowed == {name for name in people if ALLOWED[predicate](name, state_of(post))}


def test_who_finds_a_post_on_a_page(people: dict[str, User | AnonymousUser], post: Post) -> None:
    found = {name for name, user in people.items() if Post.objects.visible_to(user).filter(pk=post.pk).exists()}
    state = state_of(post)
    assert found == {
        name for name in people if state in PUBLIC or is_author(name) or (state in STANDING and keeps_order(name))
    }


def test_what_is_published_can_be_answered_until_its_branch_is_locked(post: Post) -> None:
    assert permissions.is_open(post) == post.is_published
    assert post.root
    post.root.is_locked = True
    assert not permissions.is_open(post)


def test_who_may_write_and_moderate(people: dict[str, User | AnonymousUser]) -> None:
    writers = {name for name, user in people.items() if permissions.can_write(user)}
    assert writers == {"author", "stranger", "moderator", "superuser"}
    assert {name for name, user in people.items() if permissions.can_moderate(user)} == {"moderator", "superuser"}
