"""The page of one post does what is chosen once, and says why where it cannot be done."""

from typing import Any

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from accounts.models import User
from forum import moderation, posting
from forum.admin.decisions import PostDecision
from forum.models import NOTE_MAX_LENGTH, Flag, ModerationEntry, Post, Thread
from tests.conftest import make_member
from tests.forum.desk import decide, entry, filled_in, page_of, queries_of, told
from tests.forum.pages import read
from tests.forum.talk import because, counted, counters, passage, published, say, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def held(thread: Thread, author: User) -> Post:
    return say(thread, author, "Words that wait.", ref="p1")


@pytest.fixture
def public(thread: Thread, author: User) -> Post:
    return published(thread, author, "Words for all.", ref="p1")


def now(post: Post) -> Post:
    return Post.objects.get(pk=post.pk)


def words_of(post: Post) -> str:
    return now(post).source


# --- What is done ---


def test_approve(held: Post, desk: Client, moderator: User) -> None:
    answer = decide(desk, held, "approve", "fine", note="Welcome.")
    assert answer.headers["Location"] == page_of(held)
    assert f"Post {held.pk}: approved." in told(desk, held)
    done = entry("approve")
    assert (done.by, done.code, done.note) == (moderator, "fine", "Welcome.")
    assert now(held).is_published
    assert (now(held).revision, "revision" in done.after) == (1, False)
    assert counters(held.thread) == counted(held.thread)


def test_approve_with_an_edit(held: Post, desk: Client, moderator: User) -> None:
    decide(desk, held, "approve", source="Words that *wait*.\r\n\r\nAnd more.")
    assert words_of(held) == "Words that *wait*.\n\nAnd more."
    assert now(held).revisions.get(number=2).by == moderator
    assert "And more." in told(desk, held)


def test_approving_without_the_field_of_the_words_leaves_them(held: Post, desk: Client) -> None:
    fields = filled_in(desk, page_of(held), "approve")
    del fields["source"]
    desk.post(page_of(held), fields)
    assert (now(held).is_published, words_of(held)) == (True, "Words that wait.")


def test_keep(public: Post, reader: User, desk: Client) -> None:
    given = moderation.flag(public, by=reader, seen=1, reason=because("attack"))
    decide(desk, public, "keep")
    assert Flag.objects.get(pk=given.pk).state == "declined"


@pytest.mark.parametrize(("act", "state"), [("return", "returned"), ("remove", "removed")])
def test_return_and_remove(held: Post, desk: Client, act: str, state: str) -> None:
    decide(desk, held, act, "unclear", note="Say it again.")
    assert (now(held).status, now(held).status_reason) == (state, "hard to follow")
    assert entry(act).note == "Say it again."


def test_restore_lock_and_pin(public: Post, desk: Client) -> None:
    decide(desk, public, "remove", "attack")
    decide(desk, public, "restore")
    decide(desk, public, "lock", "heated")
    decide(desk, public, "pin")
    post = now(public)
    assert (post.is_published, post.is_locked, post.is_pinned) == (True, True, True)
    decide(desk, public, "unlock")
    decide(desk, public, "unpin")
    assert (now(public).is_locked, now(public).is_pinned) == (False, False)


@pytest.mark.parametrize(("ref", "key"), [("p2", "p2"), (" #P2 ", "p2"), ("", "")])
def test_move(thread: Thread, public: Post, author: User, desk: Client, ref: str, key: str) -> None:
    answer = published(thread, author, "An answer.", parent=public)
    decide(desk, public, "move", "place", ref=ref)
    there = passage(thread, key) if key else None
    assert (now(public).anchor, now(answer).anchor) == (there, there)
    assert counters(thread) == counted(thread)


def test_move_to_another_thread(thread: Thread, serge: Thread, public: Post, desk: Client) -> None:
    decide(desk, public, "move", thread=serge.pk, ref="p26")
    assert (now(public).thread, now(public).anchor) == (serge, passage(serge, "p26"))


def test_erase(public: Post, author: User, admin_client: Client) -> None:
    posting.withdraw(public, by=author)
    decide(admin_client, public, "erase", "private", confirm=public.pk)
    assert now(public).is_erased
    assert "Words for all." not in admin_client.get(page_of(public)).content.decode()


def test_nobody_is_offered_to_take_back_what_befell_erased_words(
    public: Post, moderator: User, admin_client: Client
) -> None:
    moderation.pin(public, by=moderator, seen=1)
    removal = moderation.remove(public, by=moderator, seen=1, reason=because("private")).moderation_entries.all()[0]
    undo = f'aria-label="Undo entry {removal.number}: removed"'
    assert undo in admin_client.get(page_of(public)).content.decode()
    decide(admin_client, public, "erase", "private", confirm=public.pk)
    assert undo not in admin_client.get(page_of(public)).content.decode()
    assert admin_client.get(page_of(removal)).context["form"] is None


# --- What is refused, and how ---


@pytest.mark.parametrize(
    ("act", "fields", "said"),
    [
        ("", {}, "Choose what to do."),
        ("delete", {}, "Select a valid choice"),
        ("remove", {"reason": ""}, "Choose a reason: it is kept in the log"),
        ("return", {"reason": ""}, "Choose a reason: it is kept in the log"),
        ("remove", {"reason": "999999999999999999999"}, "Select a valid choice"),
        ("remove", {"note": "x" * (NOTE_MAX_LENGTH + 1)}, f"at most {NOTE_MAX_LENGTH} characters"),
        ("approve", {"source": "  "}, "Write something first."),
        ("approve", {"source": "x" * 20_001}, "at most 20,000 can be posted"),
        ("move", {"ref": "p99"}, "“A title” has no passage “p99”. Its passages are called p1, "),
        ("move", {"thread": ""}, "Say to which thread it is moved."),
        ("move", {"thread": "99999999999999999999999"}, "There is no thread with this number or address."),
        ("move", {"thread": "x"}, "There is no thread with this number or address."),
        ("split", {"title": "A title", "category": "1"}, "Only what is published can open a discussion"),
        ("move", {"ref": "p1"}, "The post is there already."),
        ("keep", {}, "This post is not published any more"),
        ("restore", {}, "This post was not removed: it is"),
        ("pin", {}, "Only what is published can be pinned"),
        ("unlock", {}, "this is unlocked already."),
    ],
)
def test_a_decision_that_cannot_be_done_changes_nothing(
    held: Post, desk: Client, act: str, fields: dict[str, Any], said: str
) -> None:
    fields = filled_in(desk, page_of(held), act, "attack", **{"note": "A note.", **fields})
    answer = desk.post(page_of(held), fields)
    page = read(answer, 422)
    assert said in page.text
    assert page.fields["note"].startswith(fields["note"][:7])
    assert ModerationEntry.objects.count() == 1
    assert now(held).is_pending


@pytest.mark.parametrize("confirm", ["", "yes"])
def test_erasing_asks_for_the_number(public: Post, author: User, admin_client: Client, confirm: str) -> None:
    posting.withdraw(public, by=author)
    answer = decide(admin_client, public, "erase", "private", confirm=confirm)
    assert f"Type {public.pk}, the number of this post" in read(answer, 422).text
    assert words_of(public) == "Words for all."


def test_a_moderator_cannot_erase(public: Post, author: User, desk: Client) -> None:
    posting.withdraw(public, by=author)
    assert decide(desk, public, "erase", "private", confirm=public.pk).status_code == 403
    assert words_of(public) == "Words for all."


def test_another_moderator_was_faster(held: Post, desk: Client, moderator: User) -> None:
    fields = filled_in(desk, page_of(held), "approve", "fine", note="Welcome.")
    moderation.remove(held, by=moderator, seen=1, reason=because("attack"))
    page = read(desk.post(page_of(held), fields), 422)
    assert "removed by Keeper one at" in page.text
    assert page.fields["note"] == "Welcome."
    assert now(held).is_removed


def test_who_is_slower_is_told_what_was_done_though_it_could_be_decided_again(
    held: Post, desk: Client, moderator: User
) -> None:
    fields = filled_in(desk, page_of(held), "remove", "spam")
    moderation.approve(held, by=moderator, seen=1)
    page = read(desk.post(page_of(held), fields), 422)
    assert "Somebody was faster: this post is published (approved by Keeper one at" in page.text
    assert now(held).is_published
    again = {**fields, **page.fields, "act": "remove", "reason": because("spam").pk}
    assert desk.post(page_of(held), again).status_code == 302
    assert now(held).is_removed


@pytest.mark.parametrize("number", ["", "x", "-1"])
def test_who_does_not_say_what_was_done_before_has_not_seen_it(held: Post, desk: Client, number: str) -> None:
    page = read(desk.post(page_of(held), filled_in(desk, page_of(held), "approve", entry=number)), 422)
    assert "Somebody was faster" in page.text
    assert now(held).is_pending


def test_its_author_changed_it_meanwhile(held: Post, author: User, desk: Client) -> None:
    fields = filled_in(desk, page_of(held), "approve", note="Welcome.")
    posting.edit(held, by=author, source="Other words.")
    page = read(desk.post(page_of(held), fields), 422)
    assert "This post was changed since you opened the page" in page.text
    assert (page.fields["source"], page.fields["seen"]) == ("Other words.", "2")
    assert "Your edit, which was not saved" not in page.text
    assert now(held).is_pending
    desk.post(page_of(held), {**page.fields, "act": "approve"})
    assert (now(held).is_published, words_of(held)) == (True, "Other words.")


def test_an_edit_of_words_that_changed_meanwhile_is_kept_apart(held: Post, author: User, desk: Client) -> None:
    fields = filled_in(desk, page_of(held), "approve", source="The words of the moderator.")
    posting.edit(held, by=author, source="Other words.")
    page = read(desk.post(page_of(held), fields), 422)
    assert page.fields["source"] == "Other words."
    assert "Your edit, which was not saved The words of the moderator." in page.text


def test_what_changes_between_the_form_and_the_act_is_not_overrun(
    held: Post, author: User, desk: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = PostDecision.clean

    def meanwhile(form: PostDecision) -> dict[str, Any]:
        posting.edit(held, by=author, source="Other words.")
        return real(form)

    fields = filled_in(desk, page_of(held), "approve")
    monkeypatch.setattr(PostDecision, "clean", meanwhile)
    page = read(desk.post(page_of(held), fields), 422)
    assert (page.fields["source"], page.fields["seen"]) == ("Other words.", "2")
    assert now(held).is_pending


# --- Where it leads ---


@pytest.mark.parametrize(
    ("query", "leads_to"),
    [
        ("?queue=1", "/admin/forum/queueitem/"),
        ("?queue=1&_changelist_filters=kind%3Dheld%26p%3D2", "/admin/forum/queueitem/?kind=held&p=2"),
        ("?_changelist_filters=status%3Dpending", None),
    ],
)
def test_who_came_from_the_queue_is_led_back_to_it(held: Post, desk: Client, query: str, leads_to: str | None) -> None:
    url = page_of(held) + query
    answer = desk.post(url, filled_in(desk, url, "approve"))
    assert answer.headers["Location"] == (leads_to or url)


def test_what_was_done_is_undone_from_the_page(held: Post, desk: Client, moderator: User) -> None:
    moderation.approve(held, by=moderator, seen=1)
    assert 'aria-label="Undo entry 2: approved"' in desk.get(page_of(held)).content.decode()
    answer = desk.post(page_of(entry("approve")), {"act": "undo", "next": page_of(held)})
    assert answer.headers["Location"] == page_of(held)
    assert now(held).is_pending
    assert "approved by Keeper one" in told(desk, held)
    assert "Undo entry" not in desk.get(page_of(held)).content.decode()


def test_nobody_else_comes_in(held: Post, stranger: User) -> None:
    client = signed_in(stranger)
    stranger.is_staff = True
    stranger.save()
    assert client.get(page_of(held)).status_code == 403
    assert client.post(page_of(held), {"act": "approve", "seen": 1}).status_code == 403
    assert now(held).is_pending


def test_a_post_costs_the_same_questions_however_much_was_done(
    public: Post, moderator: User, desk: Client, settings: Settings
) -> None:
    settings.FLAG_WEIGHT_TO_HOLD = 0
    asked = []
    for total in (2, 20):
        for number in range(total):
            reporter = make_member(f"reporter-{total}-{number}")
            moderation.flag(public, by=reporter, seen=public.revision, reason=because("attack"))
            moderation.pin(now(public), by=moderator, seen=1)
            moderation.unpin(now(public), by=moderator, seen=1)
        asked.append(queries_of(desk, page_of(public)))
    assert asked[0] == asked[1] <= 30
