"""What moderators know of a member, and do about one."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from accounts.models import User
from forum import moderation
from forum.models import ModerationEntry, Post, Standing, Thread
from tests.conftest import make_member
from tests.forum.desk import MEMBERS, decide, entry, filled_in, offered, page_of, queries_of, told
from tests.forum.pages import Page, read
from tests.forum.talk import because, published, say

pytestmark = pytest.mark.django_db

ALWAYS = {"warn", "silence"}


def state(member: User) -> str:
    found = Standing.objects.filter(member=member).first()
    return found.state if found else "good"


def banned(member: User, moderator: User) -> ModerationEntry:
    return moderation.ban(member, by=moderator, seen=0, reason=because("spam"), note="Enough.")


# --- What is known ---


def test_the_record(thread: Thread, author: User, reader: User, moderator: User, desk: Client) -> None:
    waits = [say(thread, author, f"Words {number}.") for number in range(3)]
    moderation.approve(waits[0], by=moderator, seen=1)
    moderation.flag(waits[0], by=reader, seen=1, reason=because("attack"))
    moderation.remove(waits[0], by=moderator, seen=1, reason=because("attack"))
    moderation.approve(waits[1], by=moderator, seen=1)
    said = told(desk, author)
    assert "3 posts: 1 published, 1 waiting, 1 removed. Approved 2 times. 1 rightly reported." in said
    assert "Words 2." in said
    assert "Reports they made 1 upheld, 0 declined" in told(desk, reader)


def test_an_approval_that_was_undone_is_none(thread: Thread, author: User, moderator: User, desk: Client) -> None:
    moderation.approve(say(thread, author), by=moderator, seen=1)
    moderation.undo(entry("approve"), by=moderator)
    assert "0 published, 1 waiting, 0 removed. Approved 0 times." in told(desk, author)


def test_a_link_leads_from_the_post_to_its_author(thread: Thread, author: User, desk: Client) -> None:
    post = published(thread, author)
    assert page_of(author) in Page(desk.get(page_of(post))).links


@pytest.mark.parametrize(
    ("before", "acts"),
    [
        ("good", {"on_hold", "ban"}),
        ("on_hold", {"ban", "lift"}),
        ("silenced", {"on_hold", "ban", "lift"}),
        ("banned", {"on_hold", "lift"}),
    ],
)
def test_what_is_offered(author: User, desk: Client, before: str, acts: set[str]) -> None:
    until = timezone.now() + timedelta(days=1) if before == "silenced" else None
    Standing.objects.create(member=author, state=before, until=until)
    assert offered(desk, author) == ALWAYS | acts


def test_removing_all_posts_is_offered_to_who_has_any(thread: Thread, author: User, desk: Client) -> None:
    assert "remove_all" not in offered(desk, author)
    post = published(thread, author)
    assert "remove_all" in offered(desk, author)
    assert f"It is one post, post {post.pk}." in told(desk, author)


# --- What is done ---


@pytest.mark.parametrize(
    ("act", "after"),
    [("warn", "good"), ("on_hold", "on_hold"), ("silence", "silenced"), ("ban", "banned")],
)
def test_an_act(author: User, moderator: User, desk: Client, act: str, after: str) -> None:
    answer = decide(desk, author, act, "spam", note="Please stop.")
    assert answer.headers["Location"] == page_of(author)
    assert state(author) == after
    done = entry(act)
    assert (done.member, done.by, done.code, done.note) == (author, moderator, "spam", "Please stop.")
    assert f"Author one: {done.get_act_display()}" in told(desk, author)


def test_lift(author: User, moderator: User, desk: Client) -> None:
    banned(author, moderator)
    decide(desk, author, "lift")
    assert state(author) == "good"


@pytest.mark.parametrize("days", [1, 7, 30])
def test_silence_for_some_days(author: User, desk: Client, days: int) -> None:
    decide(desk, author, "silence", "spam", days=str(days))
    until = Standing.objects.get(member=author).until
    assert until
    assert timedelta() < timezone.now() + timedelta(days=days) - until < timedelta(minutes=1)


@pytest.mark.parametrize("days", ["", "7"])
def test_silence_until_a_date(author: User, desk: Client, days: str) -> None:
    decide(desk, author, "silence", "spam", days=days, until="2099-05-01T14:30")
    assert Standing.objects.get(member=author).until == parse_datetime("2099-05-01T14:30Z")
    assert "Author one: silenced until 1 May 2099, 14:30." in told(desk, author)
    assert "Silenced until 1 May 2099, 14:30: spam" in told(desk, author)


def test_a_silence_that_is_over_is_called_so(author: User, desk: Client) -> None:
    Standing.objects.create(member=author, state="silenced", until=timezone.now() - timedelta(days=1))
    assert "which is over" in told(desk, author)


def test_all_posts_are_removed_at_once(thread: Thread, author: User, reader: User, desk: Client) -> None:
    posts = [published(thread, author), say(thread, author), published(thread, reader)]
    answer = decide(desk, author, "remove_all", "spam")
    assert answer.status_code == 302
    assert [Post.objects.get(pk=post.pk).status for post in posts] == ["removed", "removed", "published"]
    assert "all posts removed (2)." in told(desk, author)


def test_what_was_written_after_the_page_was_opened_stays(thread: Thread, author: User, desk: Client) -> None:
    first = published(thread, author)
    fields = filled_in(desk, page_of(author), "remove_all", "spam")
    second = published(thread, author)
    desk.post(page_of(author), fields)
    assert [Post.objects.get(pk=post.pk).status for post in (first, second)] == ["removed", "published"]


def test_an_act_is_undone_from_the_page(author: User, moderator: User, desk: Client) -> None:
    done = banned(author, moderator)
    assert 'aria-label="Undo entry 1: banned"' in desk.get(page_of(author)).content.decode()
    desk.post(page_of(done), {"act": "undo", "next": page_of(author)})
    assert state(author) == "good"


# --- What is refused ---


@pytest.mark.parametrize(
    ("act", "fields", "said"),
    [
        ("", {}, "Choose what to do."),
        ("warn", {"reason": ""}, "Choose a reason"),
        ("silence", {"days": "", "until": ""}, "Say when the silence ends."),
        ("silence", {"days": "", "until": "tomorrow"}, "Enter a valid date/time."),
        ("silence", {"until": "2001-01-01T00:00"}, "The silence would be over already"),
        ("silence", {"until": "tomorrow"}, "Enter a valid date/time."),
        ("silence", {"days": "400"}, "Select a valid choice"),
        ("lift", {}, "Nothing to do: this member is in good standing."),
        ("remove_all", {"latest": ""}, "This member has no post that could be removed."),
        ("ban", {"seen": "x"}, "Something is missing"),
    ],
)
def test_a_decision_that_cannot_be_done(
    author: User, desk: Client, act: str, fields: dict[str, Any], said: str
) -> None:
    sent = filled_in(desk, page_of(author), act, "spam", **{"note": "A note.", **fields})
    page = read(desk.post(page_of(author), sent), 422)
    assert said in page.text
    assert page.fields["note"] == "A note."
    assert not ModerationEntry.objects.exists()


def test_another_moderator_was_faster(author: User, moderator: User, desk: Client) -> None:
    fields = filled_in(desk, page_of(author), "silence", "spam", note="A note.")
    banned(author, moderator)
    page = read(desk.post(page_of(author), fields), 422)
    assert "Somebody was faster: Keeper one decided on this member" in page.text
    assert (page.fields["seen"], page.fields["note"]) == ("1", "A note.")
    assert state(author) == "banned"


@pytest.mark.parametrize("other", ["self", "moderator", "superuser"])
def test_moderators_decide_on_members_only(moderator: User, desk: Client, admin_user: User, other: str) -> None:
    colleague = make_member("keeper-two")
    colleague.groups.set(moderator.groups.all())
    member = {"self": moderator, "moderator": colleague, "superuser": admin_user}[other]
    assert "You cannot decide on this member." in told(desk, member)
    assert desk.post(page_of(member), {"act": "warn", "seen": 0, "reason": because("spam").pk}).status_code == 403
    assert not ModerationEntry.objects.exists()


# --- The list ---


def test_the_list_has_those_who_are_not_in_good_standing(
    author: User, reader: User, moderator: User, desk: Client
) -> None:
    empty = read(desk.get(MEMBERS))
    assert "Everybody is in good standing." in empty.text
    assert "?state=all" in empty.links
    assert "There is no such member." in read(desk.get(MEMBERS, {"q": "nobody"})).text
    banned(author, moderator)
    links = read(desk.get(MEMBERS)).links
    assert page_of(author) in links
    assert page_of(reader) not in links


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"q": "READER"}, {"reader"}),
        ({"q": "one"}, {"author", "reader"}),
        ({"q": "one", "state": "banned"}, {"author"}),
        ({"state": "silenced"}, set()),
        ({"state": "all"}, {"author", "reader"}),
        ({"state": "no such", "p": "x"}, {"author"}),
        ({"q": "\0"}, {"author"}),
    ],
)
def test_any_member_is_found(
    author: User, reader: User, moderator: User, desk: Client, query: dict[str, str], found: set[str]
) -> None:
    banned(author, moderator)
    links = read(desk.get(MEMBERS, query)).links
    people = {"author": author, "reader": reader}
    assert {name for name, member in people.items() if page_of(member) in links} == found


def test_the_list_is_turned_page_by_page_in_as_many_questions(desk: Client) -> None:
    for number in range(60):
        make_member(f"member-{number}")
    assert queries_of(desk, f"{MEMBERS}?state=all") <= 7
    first = read(desk.get(MEMBERS, {"state": "all"}))
    assert "Page 1 of 2" in first.text
    assert "?state=all&q=&p=2" in first.links
    assert "Page 2 of 2" in read(desk.get(MEMBERS, {"state": "all", "p": "2"})).text


def test_a_member_costs_the_same_questions_however_much_was_done(
    thread: Thread, author: User, moderator: User, desk: Client
) -> None:
    asked = []
    for total in (2, 20):
        for number in range(total):
            published(thread, author, f"Words {total} {number}.")
            moderation.warn(author, by=moderator, seen=moderation.last_entry(author), reason=because("spam"))
        asked.append(queries_of(desk, page_of(author)))
    assert asked[0] == asked[1] <= 25
