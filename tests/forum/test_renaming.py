"""A discussion is called something else, or sorted under another category."""

import io

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import call_command

from accounts.models import User
from forum import moderation, posting
from forum.models import ModerationEntry, Notification, Post, Thread
from forum.moderation import NotPossible, log
from tests.conftest import make_member
from tests.forum.acts import everything
from tests.forum.discussions import undo
from tests.forum.talk import because, client_of, public_discussion, sorted_under

pytestmark = pytest.mark.django_db


@pytest.fixture
def discussion(author: User) -> Thread:
    return public_discussion(author, "Old title").thread


def now(thread: Thread) -> Thread:
    return Thread.objects.select_related("category").get(pk=thread.pk)


def rename(thread: Thread, moderator: User, title: str = "New title", category: str = "texts") -> None:
    moderation.rename(thread, by=moderator, title=title, category=sorted_under(category), reason=because("unclear"))


def test_it_has_another_title_and_its_opener_is_told(discussion: Thread, author: User, moderator: User) -> None:
    rename(discussion, moderator, " New title ")
    assert now(discussion).title == "New title"
    assert Notification.objects.get().member == author
    undo("rename", by=moderator)
    assert now(discussion).title == "Old title"
    assert Notification.objects.count() == 2


def test_the_old_address_leads_to_the_new_one(discussion: Thread, moderator: User) -> None:
    address = discussion.get_absolute_url()
    rename(discussion, moderator)
    assert client_of(None).get(address).headers["Location"] == now(discussion).get_absolute_url() != address


def test_both_titles_are_in_the_history_of_the_first_post_and_none_in_the_log(
    discussion: Thread, moderator: User
) -> None:
    rename(discussion, moderator)
    versions = Post.objects.get().revisions.values_list("title", "by", "was_public")
    assert [(title, public) for title, _, public in versions] == [("Old title", True), ("New title", True)]
    assert "title" not in str(ModerationEntry.objects.values_list("before", "after")).replace("titled", "")


def test_another_category(discussion: Thread, moderator: User) -> None:
    rename(discussion, moderator, "Old title", "site")
    assert now(discussion).category == sorted_under("site")
    assert Post.objects.get().revision == 1
    undo("rename", by=moderator)
    assert now(discussion).category == sorted_under("texts")


def test_what_cannot_be_renamed(discussion: Thread, thread: Thread, moderator: User) -> None:
    before = everything()
    with pytest.raises(NotPossible, match="called as the essay is"):
        rename(thread, moderator)
    with pytest.raises(NotPossible, match="Nothing to do"):
        rename(discussion, moderator, "Old title")
    with pytest.raises(NotPossible, match="Say what the discussion is called"):
        rename(discussion, moderator, "  ")
    assert everything() == before


def test_a_title_that_was_changed_since_is_not_taken_back(discussion: Thread, author: User, moderator: User) -> None:
    rename(discussion, moderator)
    posting.edit(Post.objects.get(), by=author, source="Some words.", title="Mine again")
    with pytest.raises(NotPossible, match="Something else was done since"):
        undo("rename", by=moderator)
    assert now(discussion).title == "Mine again"


def test_a_name_is_given_to_what_was_seen(discussion: Thread, author: User, moderator: User) -> None:
    seen, site = moderation.as_seen(discussion), sorted_under("site")
    posting.edit(Post.objects.get(), by=author, source="Some words.", title="A better title")
    with pytest.raises(NotPossible, match="it is called “A better title” now"):
        moderation.rename(discussion, by=moderator, seen=seen, title="Old title", category=site)
    seen = moderation.as_seen(discussion)
    moderation.pin_thread(discussion, by=moderator)
    with pytest.raises(NotPossible, match="Somebody was faster: pinned by Keeper one"):
        moderation.rename(discussion, by=moderator, seen=seen, title="Old title", category=site)
    moderation.rename(discussion, by=moderator, seen=moderation.as_seen(discussion), title="Old title", category=site)
    assert now(discussion).title == "Old title"


def test_another_moderator_names_a_moderators_own_discussion(moderator: User) -> None:
    mine = public_discussion(moderator, "Mine").thread
    rename(mine, moderator)  # There is no other.
    call_command("make_moderator", make_member("keeper-two").username, stdout=io.StringIO())
    other = User.objects.get(username="keeper-two")
    with pytest.raises(PermissionDenied, match="Another moderator decides"):
        rename(mine, moderator, "Mine")
    rename(mine, other, "Theirs")
    assert now(mine).title == "Theirs"


def test_an_erased_title_does_not_come_back(discussion: Thread, moderator: User) -> None:
    rename(discussion, moderator)
    post = Post.objects.get()
    moderation.remove(post, by=moderator, seen=2, reason=because("private"))
    moderator.is_superuser = True
    moderation.erase(post, by=moderator, seen=2, reason=because("private"))
    with pytest.raises(NotPossible, match="erased"):
        undo("rename", by=moderator)
    stored = everything()
    assert "Old title" not in str(stored)
    assert "New title" not in str(stored)
    assert log.verify().broken == ""
