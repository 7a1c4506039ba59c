"""What moderators decide on a thread as a whole."""

import pytest
from django.test import Client

from accounts.models import User
from forum import moderation
from forum.models import ModerationEntry, Thread
from tests.forum.desk import THREADS, decide, entry, filled_in, offered, page_of, told
from tests.forum.pages import read
from tests.forum.talk import because, published, say

pytestmark = pytest.mark.django_db


def now(thread: Thread) -> tuple[str, bool]:
    found = Thread.objects.get(pk=thread.pk)
    return found.talk, found.is_pinned


def test_what_is_known(thread: Thread, author: User, reader: User, moderator: User, desk: Client) -> None:
    top = published(thread, author, ref="p1")
    say(thread, reader)
    moderation.pin(top, by=moderator, seen=1)
    said = told(desk, thread)
    assert "1, of them 0 on the whole text; 1 waiting for a moderator" in said
    assert f"Post {top.pk} by Author one, on paragraph 1" in said


def test_each_act_and_what_is_offered_next(thread: Thread, moderator: User, desk: Client) -> None:
    assert offered(desk, thread) == {"lock", "hold_all", "pin"}
    decide(desk, thread, "lock", "heated", note="Until Monday.")
    assert now(thread) == ("locked", False)
    assert (entry("lock").by, entry("lock").code, entry("lock").note) == (moderator, "heated", "Until Monday.")
    assert offered(desk, thread) == {"unlock", "hold_all", "pin"}
    decide(desk, thread, "unlock")
    decide(desk, thread, "hold_all", "heated")
    decide(desk, thread, "pin")
    assert now(thread) == ("held", True)
    assert offered(desk, thread) == {"lock", "hold_none", "unpin"}
    decide(desk, thread, "hold_none")
    decide(desk, thread, "unpin")
    assert now(thread) == ("open", False)


@pytest.mark.parametrize(
    ("act", "reason", "said"),
    [
        ("", "", "Choose what to do."),
        ("lock", "", "Choose a reason"),
        ("hold_all", "", "Choose a reason"),
        ("unlock", "", "Nothing to do: the talk is open."),
        ("unpin", "", "the thread is unpinned already."),
    ],
)
def test_what_cannot_be_done(thread: Thread, desk: Client, act: str, reason: str, said: str) -> None:
    answer = decide(desk, thread, act, reason, note="A note.")
    page = read(answer, 422)
    assert said in page.text
    assert page.fields["note"] == "A note."
    assert not ModerationEntry.objects.exists()


def test_another_moderator_was_faster(thread: Thread, moderator: User, desk: Client) -> None:
    fields = filled_in(desk, page_of(thread), "lock", "heated")
    moderation.lock_thread(thread, by=moderator, reason=because("heated"))
    page = read(desk.post(page_of(thread), fields), 422)
    assert "Nothing to do: the talk is locked." in page.text
    assert ModerationEntry.objects.count() == 1


def test_an_act_is_undone_from_the_page(thread: Thread, moderator: User, desk: Client) -> None:
    moderation.lock_thread(thread, by=moderator, reason=because("heated"))
    assert 'aria-label="Undo entry 1: locked"' in desk.get(page_of(thread)).content.decode()
    desk.post(page_of(entry("lock")), {"act": "undo", "next": page_of(thread)})
    assert now(thread) == ("open", False)


def test_what_was_done_to_its_posts_is_on_their_pages(
    thread: Thread, author: User, moderator: User, desk: Client
) -> None:
    moderation.remove(published(thread, author), by=moderator, seen=1, reason=because("attack"))
    assert "What was done Nothing yet." in told(desk, thread)


def test_the_list_is_searched(thread: Thread, serge: Thread, desk: Client) -> None:
    links = read(desk.get(THREADS, {"q": "Serge"})).text
    assert "Victor Serge" in links
    assert "A title" not in links
