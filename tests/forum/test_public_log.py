"""What everybody reads of what moderators did: never the words, never a name of those it was done to."""

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from accounts.models import User
from forum import moderation, posting
from forum.models import ModerationEntry, Post, Thread
from forum.moderation.flags import hide
from tests.forum.pages import Page, read
from tests.forum.talk import because, published, say, signed_in, trusting
from tests.forum.test_query_budgets import queries

pytestmark = pytest.mark.django_db
LOG = "/moderation/log/"
SECRET = "xylophone"


def entries(page: Page) -> list[str]:
    return [name for name in page.ids if name.startswith("entry-")]


def log(query: str = "") -> Page:
    return read(Client().get(LOG + query))


def test_it_says_what_was_done_why_where_and_by_whom(thread: Thread, author: User, moderator: User) -> None:
    post = published(thread, author, f"A {SECRET}.", ref="p1")
    moderation.remove(post, by=moderator, seen=1, reason=because("attack"), note="A private note.")
    page = log()
    assert "A post on A title, paragraph 1: removed, personal attack" in page.text
    assert "by a moderator" in page.text
    assert post.get_absolute_url() in page.links
    for hidden in (SECRET, "A private note.", "author-one", "Author one", "keeper-one", "Keeper one"):
        assert hidden not in page.html


def test_it_names_moderators_where_settings_say_so(thread: Thread, moderator: User, settings: Settings) -> None:
    moderation.lock_thread(thread, by=moderator, reason=because("heated"))
    assert "The thread A title: locked, too heated" in log().text
    settings.MODERATOR_NAMES = "name"
    assert "by Keeper one" in log().text


def test_what_is_done_to_members_names_nobody(author: User, moderator: User) -> None:
    moderation.ban(author, by=moderator, seen=0, reason=because("spam"), note="A private note.")
    page = log()
    assert "A member: banned, spam" in page.text
    for hidden in ("author-one", "Author one", "A private note."):
        assert hidden not in page.html


def test_what_is_held_and_was_never_public_is_not_there(thread: Thread, author: User, moderator: User) -> None:
    held = say(thread, author, ref="p1")
    assert entries(log()) == []
    moderation.return_to_author(held, by=moderator, seen=1, reason=because("unclear"))
    page = log()
    assert entries(page) == ["entry-2"]
    assert "returned to its author" in page.text
    assert held.get_absolute_url() not in page.links
    posting.edit(held, by=author, source="Other words.")
    assert entries(log()) == []


def test_a_held_post_that_its_author_withdraws_is_not_there(thread: Thread, author: User) -> None:
    posting.withdraw(say(thread, author), by=author)
    assert entries(log()) == []


def test_that_it_was_held_before_it_was_public_is_not_there(thread: Thread, author: User, moderator: User) -> None:
    held = say(thread, author)
    moderation.approve(held, by=moderator, seen=1)
    page = log()
    assert entries(page) == ["entry-2"]
    assert "A new member’s" not in page.text
    assert held.status_reason not in page.text


def test_what_the_system_hid_is_there(thread: Thread, author: User) -> None:
    post = published(thread, author)
    hide(Post.objects.locked(post.pk), "Several readers reported it.")
    page = log()
    assert entries(page) == ["entry-1"]
    assert "by the system" in page.text
    assert "Several readers" not in page.text


def test_what_an_author_did_names_nobody(thread: Thread, author: User, settings: Settings) -> None:
    settings.MODERATOR_NAMES = "name"
    posting.withdraw(published(thread, author), by=author)
    page = log()
    assert "by its author" in page.text
    assert "Author one" not in page.html


def test_what_the_system_says_of_a_post_is_not_repeated(thread: Thread, author: User, moderator: User) -> None:
    moderation.put_on_hold(author, by=moderator, seen=0, reason=because("spam"))
    with trusting():
        held = say(thread, User.objects.get(pk=author.pk))
    moderation.approve(held, by=moderator, seen=1)
    assert "on hold" not in log("?act=hold").text.replace("put on hold", "")


def test_what_was_undone_is_marked(thread: Thread, author: User, moderator: User) -> None:
    post = published(thread, author)
    moderation.remove(post, by=moderator, seen=1, reason=because("attack"))
    assert log().classes["mark"] == 0
    moderation.undo(ModerationEntry.objects.get(), by=moderator)
    page = log()
    assert page.classes["mark"] == 1
    assert "undone (removed)" in page.text
    assert page.html.index('id="entry-2"') < page.html.index('id="entry-1"') < page.html.index(">undone</span>")


def test_it_can_be_read_by_act(thread: Thread, author: User, moderator: User) -> None:
    moderation.warn(author, by=moderator, seen=0, reason=because("attack"))
    moderation.lock_thread(thread, by=moderator, reason=because("heated"))
    assert entries(log("?act=warn")) == ["entry-1"]
    assert Client().get(f"{LOG}?act=nothing").status_code == 404


def test_its_pages_hold_fifty_and_miss_none(thread: Thread, author: User, moderator: User) -> None:
    fill(thread, author, moderator, 60)
    first = log()
    following = next(link for link in first.links if "before=" in link)
    second = log(following)
    assert [len(entries(page)) for page in (first, second)] == [50, 10]
    assert not set(entries(first)) & set(entries(second))


def test_it_costs_the_same_at_two_sizes(thread: Thread, author: User, moderator: User) -> None:
    fill(thread, author, moderator, 2)
    assert queries(LOG) <= 3
    fill(thread, author, moderator, 40)
    assert queries(LOG) <= 3


def fill(thread: Thread, author: User, moderator: User, count: int) -> None:
    with trusting():
        posts = [posting.reply(thread, author=author, source="Some words.") for _ in range(count)]
    for post in posts:
        if Post.objects.get(pk=post.pk).stands:
            moderation.remove(post, by=moderator, seen=1, reason=because("attack"))


def test_it_is_the_same_for_everybody_and_leaves_no_cookie(client: Client, reader: User) -> None:
    answer = client.get(LOG)
    assert not answer.cookies
    assert LOG in read(client.get("/")).links
    assert read(signed_in(reader).get(LOG)).text.count("Nothing to show.") == 1
