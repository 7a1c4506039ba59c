"""The log as moderators read it, and where they take an act back."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from forum import moderation
from forum.admin import ModerationEntryAdmin
from forum.admin.changed import changed_by
from forum.models import ModerationEntry, Post, Thread
from tests.conftest import make_member
from tests.forum.desk import ENTRIES, NUMBERS, decide, entry, offered, page_of, queries_of
from tests.forum.pages import Page, read
from tests.forum.talk import because, passage, published, say, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def removed(thread: Thread, author: User, moderator: User) -> Post:
    post = published(thread, author, ref="p1")
    return moderation.remove(post, by=moderator, seen=1, reason=because("attack"), note="That was rude.")


def changes(act: str) -> list[tuple[str, str, str]]:
    return [(change.what, change.before, change.after) for change in changed_by(entry(act))]


# --- The list ---


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({}, {"held", "removed"}),
        ({"act__exact": "remove"}, {"removed"}),
        ({"by": "system"}, {"held"}),
        ({"by": "moderator"}, {"removed"}),
        ({"by": "no such"}, {"held", "removed"}),
        ({"q": "rude"}, {"removed"}),
        ({"q": "personal attack"}, {"removed"}),
        ({"q": "author-one"}, {"removed"}),
        ({"q": "Reader"}, {"held"}),
        ({"q": "KEEPER-ONE"}, {"removed"}),
        ({"q": "post"}, {"removed"}),
        ({"q": "Post {}"}, {"removed"}),
        ({"q": "9" * 30}, set()),
        ({"created_at__year": "2001"}, set()),
    ],
)
def test_entries_are_found(  # What a test needs.
    removed: Post, thread: Thread, reader: User, moderator: User, desk: Client, query: dict[str, str], found: set[str]
) -> None:
    held = say(thread, reader)
    if query.get("by") == "moderator":
        query = {"by": str(moderator.pk)}
    if "post" in query.get("q", "").lower():
        query = {"q": query["q"].replace("post", "{}").format(removed.pk)}
    rows = Page(desk.get(ENTRIES, query)).text.split("Filter")[0]
    posts = {"held": held, "removed": removed}
    assert {name for name, post in posts.items() if f"post {post.pk} by" in rows} == found


def test_the_list_asks_the_same_number_of_questions_however_long(thread: Thread, moderator: User, desk: Client) -> None:
    asked = []
    for total in (2, 20):
        for number in range(total):
            member = make_member(f"writer-{total}-{number}")
            say(thread, member)
            moderation.warn(member, by=moderator, seen=0, reason=because("spam"))
        asked.append(queries_of(desk, ENTRIES))
    assert asked[0] == asked[1] <= 12


def test_the_list_counts_no_further_than_anybody_turns_pages(
    author: User, moderator: User, desk: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    for part in ("entries", "waiting"):
        monkeypatch.setattr(f"forum.admin.{part}.COUNTED", 4)
    monkeypatch.setattr(ModerationEntryAdmin, "list_per_page", 3)
    for number in range(1, 8):
        note = "Rude." if number < 4 else ""
        moderation.warn(author, by=moderator, seen=moderation.last_entry(author), reason=because("spam"), note=note)
    with CaptureQueriesContext(connection) as asked:
        page = read(desk.get(ENTRIES, {"q": "spam"}))
    assert "These are the latest 4." in page.text
    counts = [query["sql"] for query in asked if "COUNT(" in query["sql"] and '"forum_moderationentry"' in query["sql"]]
    assert counts
    assert all("LIMIT 4" in sql for sql in counts)
    assert "These are the latest" not in read(desk.get(ENTRIES, {"q": "rude"})).text
    for asked_for in ("2", "99"):
        assert len(desk.get(ENTRIES, {"p": asked_for}).context["cl"].result_list) == 1
    assert desk.get(ENTRIES, {"p": "99"}).context["cl"].page_num == 2


def test_the_numbers_are_reached_from_the_log(removed: Post, desk: Client) -> None:
    assert NUMBERS in Page(desk.get(ENTRIES)).links


# --- One entry ---


def test_it_says_who_did_what_and_why(removed: Post, desk: Client) -> None:
    said = read(desk.get(page_of(entry("remove")))).text
    for words in ("Removed", f"post {removed.pk} by Author one, version 1", "Keeper one @keeper-one"):
        assert words in said
    assert "personal attack (attack)" in said
    assert "That was rude." in said


def test_a_removal_in_words(removed: Post) -> None:
    assert changes("remove") == [
        ("state", "published", "removed by a moderator"),
        ("reason shown", "none", "personal attack"),
    ]


def test_a_move_in_words(thread: Thread, serge: Thread, author: User, moderator: User) -> None:
    answer = published(thread, author, parent=published(thread, author, ref="p1"))
    moderation.move(answer, by=moderator, seen=1, thread=serge, anchor=passage(serge, "p26"))
    assert changes("move")[:3] == [
        ("thread", "A title", str(serge)),
        ("passage", "paragraph 1", "paragraph 26"),
        ("answers", f"post {answer.parent_id}", "none"),
    ]


def test_a_silence_an_edit_a_lock_and_all_posts_in_words(thread: Thread, author: User, desk: Client) -> None:
    decide(desk, say(thread, author), "approve", source="Other words.")
    decide(desk, author, "silence", "spam", days="", until="2099-05-01T14:30")
    decide(desk, thread, "lock", "heated")
    decide(desk, thread, "pin")
    decide(desk, author, "remove_all", "spam")
    assert ("version", "1", "2") in changes("approve")
    assert ("standing", "in good standing", "silenced") in changes("silence")
    assert ("until", "none", "1 May 2099, 14:30") in changes("silence")
    assert changes("lock") == [("talk", "open", "locked")]
    assert changes("pin") == [("pinned", "no", "yes")]
    assert changes("remove_all") == [("posts removed", "none", "1")]


# --- Undoing ---


def test_an_act_is_undone_with_a_reason_and_a_note(removed: Post, moderator: User, desk: Client) -> None:
    done = entry("remove")
    answer = desk.post(page_of(done), {"act": "undo", "reason": because("fine").pk, "note": "My mistake."})
    assert answer.headers["Location"] == page_of(done)
    undone = entry("undo")
    assert (undone.undoes, undone.by, undone.code, undone.note) == (done, moderator, "fine", "My mistake.")
    assert Post.objects.get(pk=removed.pk).is_published
    page = read(desk.get(page_of(done)))
    assert f"Entry {done.number} (removed) is undone." in page.text
    assert f"Entry {undone.number}, " in page.text
    assert "note" not in page.fields
    assert f"Entry {done.number} (removed)" in read(desk.get(page_of(undone))).text


@pytest.mark.parametrize("elsewhere", ["https://example.org/", "//example.org", "javascript:alert(1)", ""])
def test_undoing_leads_nowhere_else(removed: Post, desk: Client, elsewhere: str) -> None:
    url = page_of(entry("remove"))
    assert desk.post(url, {"act": "undo", "next": elsewhere}).headers["Location"] == url


def test_what_is_undone_already_is_not_undone_again(removed: Post, moderator: User, desk: Client) -> None:
    done = entry("remove")
    moderation.undo(done, by=moderator)
    page = read(desk.post(page_of(done), {"act": "undo", "note": "A note."}), 422)
    assert "Somebody was faster: it was undone at" in page.text
    assert ModerationEntry.objects.filter(act="undo").count() == 1


def test_what_was_decided_anew_since_is_not_overrun(removed: Post, moderator: User, desk: Client) -> None:
    moderation.restore(removed, by=moderator, seen=1)
    page = read(desk.post(page_of(entry("remove")), {"act": "undo", "note": "A note."}), 422)
    assert "Something else was done since: restored." in page.text
    assert page.fields["note"] == "A note."


def test_what_the_system_did_is_not_undone(thread: Thread, author: User, desk: Client) -> None:
    say(thread, author)
    url = page_of(entry("hold"))
    assert "note" not in read(desk.get(url)).fields
    assert desk.post(url, {"act": "undo"}).status_code == 403


def test_a_member_undoes_nothing(removed: Post, stranger: User) -> None:
    stranger.is_staff = True
    stranger.save()
    assert signed_in(stranger).post(page_of(entry("remove")), {"act": "undo"}).status_code == 403
    assert Post.objects.get(pk=removed.pk).is_removed


# --- Appeals ---


@pytest.fixture
def appealed(removed: Post, author: User) -> ModerationEntry:
    decision = entry("remove")
    moderation.appeal(decision, by=author, words="It was meant well.")
    return decision


@pytest.fixture
def other_desk(moderator: User) -> Client:
    """The browser of another moderator than the one who decided."""
    other = make_member("keeper-two", "Keeper two")
    other.groups.set(moderator.groups.all())
    User.objects.filter(pk=other.pk).update(is_staff=True)
    return signed_in(User.objects.get(pk=other.pk))


def test_an_appeal_is_on_the_pages_of_the_post_and_of_the_decision(
    appealed: ModerationEntry, removed: Post, other_desk: Client
) -> None:
    for url in (page_of(appealed), page_of(removed)):
        assert "It was meant well." in read(other_desk.get(url)).text
    assert offered(other_desk, appealed) == {"grant", "deny", "undo"}


def test_another_moderator_decides_on_an_appeal(appealed: ModerationEntry, desk: Client, other_desk: Client) -> None:
    assert offered(desk, appealed) == {"undo"}
    assert decide(desk, appealed, "deny").status_code == 403
    decide(other_desk, appealed, "deny", "attack", note="It was not.")
    assert (entry("deny").code, entry("deny").note) == ("attack", "It was not.")
    assert offered(other_desk, appealed) == {"undo"}


def test_an_appeal_is_granted(appealed: ModerationEntry, removed: Post, other_desk: Client) -> None:
    decide(other_desk, appealed, "grant")
    assert Post.objects.get(pk=removed.pk).is_published
    page = read(decide(other_desk, appealed, "deny"), 422)
    assert "Somebody was faster: this appeal is granted." in page.text


def test_where_nobody_appealed_there_is_nothing_to_grant(removed: Post, desk: Client) -> None:
    assert "Nobody appealed against this." in read(decide(desk, entry("remove"), "grant"), 422).text


def test_nothing_is_chosen_in_advance_where_there_is_a_choice(
    appealed: ModerationEntry, desk: Client, other_desk: Client
) -> None:
    assert " checked" in desk.get(page_of(appealed)).content.decode()
    assert " checked" not in other_desk.get(page_of(appealed)).content.decode()
