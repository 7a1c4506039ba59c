"""What a notice says of what was changed: titles, categories, places, as far as whoever is told may read them."""

import pytest
from django.core import mail
from django.core.management import call_command
from pytest_django.fixtures import Settings

from accounts.models import User
from forum import moderation
from forum.models import Category, Post, Thread
from tests.forum.desk import queries_of
from tests.forum.discussions import undo
from tests.forum.pages import read
from tests.forum.talk import because, discussion_by, passage, public_discussion, published, signed_in, sorted_under

pytestmark = pytest.mark.django_db


@pytest.fixture
def here(author: User) -> Thread:
    return public_discussion(author, "Old title").thread


@pytest.fixture
def there(stranger: User) -> Thread:
    return public_discussion(stranger, "The other one").thread


@pytest.fixture
def other(db: None) -> Category:
    found = Category.objects.exclude(slug="texts").first()
    assert found
    return found


def notices(member: User) -> str:
    return read(signed_in(member).get("/notices/")).text


def test_a_new_name_is_told_with_the_old_one(here: Thread, author: User, moderator: User) -> None:
    moderation.rename(here, by=moderator, title="New title", category=sorted_under("texts"))
    said = notices(author)
    assert "The discussion that you opened was renamed." in said
    assert "From “Old title” to “New title”." in said
    undo("rename", by=moderator)
    said = notices(author)
    assert "A decision on the discussion that you opened was taken back: renamed." in said
    assert "From “New title” to “Old title”." in said


def test_another_category_is_told_with_the_old_one(
    here: Thread, author: User, moderator: User, other: Category
) -> None:
    moderation.rename(here, by=moderator, title="Old title", category=other)
    said = notices(author)
    assert "The discussion that you opened was sorted under another category." in said
    assert f"From {sorted_under('texts')} to {other}." in said
    assert "renamed" not in said


def test_both_are_told(here: Thread, author: User, moderator: User, other: Category) -> None:
    moderation.rename(here, by=moderator, title="New title", category=other)
    assert "The discussion that you opened was renamed and sorted under another category." in notices(author)


def test_what_was_erased_is_not_told(here: Thread, author: User, moderator: User) -> None:
    moderation.rename(here, by=moderator, title="New title", category=sorted_under("texts"))
    opening = here.posts.get()
    moderation.remove(opening, by=moderator, seen=2, reason=because("attack"))
    User.objects.filter(pk=moderator.pk).update(is_superuser=True)
    keeper = User.objects.get(pk=moderator.pk)
    moderation.erase(Post.objects.get(pk=opening.pk), by=keeper, seen=2, reason=because("attack"))
    assert "title”" not in notices(author)


def test_what_was_merged_is_named_to_all_who_wrote_in_it(
    here: Thread, there: Thread, author: User, reader: User, moderator: User
) -> None:
    published(here, reader)
    moderation.merge(here, by=moderator, into=there)
    call_command("send_notices")
    for member, message in zip((author, reader), sorted(mail.outbox, key=lambda message: message.to), strict=True):
        assert "It was called “Old title”." in notices(member)
        assert "It was called “Old title”." in message.body
    moderation.remove(Post.objects.get(thread=there, author=author), by=moderator, seen=1, reason=because("attack"))
    assert "Old title" in notices(author)
    assert "Old title" not in notices(reader)


def test_a_move_is_told_from_where_to_where(thread: Thread, author: User, moderator: User) -> None:
    post = published(thread, author, ref="p1")
    moderation.move(post, by=moderator, seen=1, thread=thread, anchor=passage(thread, "p2"))
    first, second = passage(thread, "p1").label, passage(thread, "p2").label
    assert f"From “A title”, {first} to “A title”, {second}." in notices(author)
    undo("move", by=moderator)
    assert f"From “A title”, {second} to “A title”, {first}." in notices(author)


def test_a_title_that_is_not_public_is_not_told_with_a_move(
    here: Thread, there: Thread, author: User, reader: User, moderator: User
) -> None:
    post = published(here, reader)
    moderation.move(post, by=moderator, seen=1, thread=there, anchor=None)
    moderation.remove(here.posts.get(), by=moderator, seen=1, reason=because("attack"))
    assert "Old title" not in notices(reader)


def test_many_cost_no_more(here: Thread, author: User, moderator: User) -> None:
    asked = []
    for count in (1, 4):
        for number in range(count):
            title = f"Title {count} {number}"
            moderation.rename(here, by=moderator, title=title, category=sorted_under("texts"))
        asked.append(queries_of(signed_in(author), "/notices/"))
    assert asked[0] == asked[1]


def test_what_waits_is_told_in_the_present_while_it_waits(author: User, moderator: User) -> None:
    post = discussion_by(author)
    assert "Your discussion is waiting for a moderator." in notices(author)
    moderation.approve(post, by=moderator, seen=1)
    said = notices(author)
    assert "Your discussion was waiting for a moderator." in said
    assert "is waiting" not in said


def test_what_was_hidden_is_told_in_the_past_when_it_is_not(
    thread: Thread, author: User, reader: User, moderator: User, settings: Settings
) -> None:
    settings.FLAG_WEIGHT_TO_HOLD = 1
    post = published(thread, author)
    moderation.flag(post, by=reader, seen=1, reason=because("spam"))
    moderation.approve(post, by=moderator, seen=1)
    said = notices(author)
    assert "Your post was hidden until a moderator had looked at it." in said
    assert "Your post is hidden" not in said
