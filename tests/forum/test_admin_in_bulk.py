"""Deciding in the queue: from the row of one thing, on all that are ticked, and back again."""

import pytest
from django.test import Client

from accounts.models import User
from forum import moderation, posting
from forum.models import NOTE_MAX_LENGTH, Flag, ModerationEntry, QueueItem, Thread
from tests.forum.pages import Page, read
from tests.forum.queue import (
    QUEUE,
    acts,
    appealed,
    decide,
    decide_all,
    held_posts,
    item_of,
    listed,
    on_screen,
    reported,
    said,
    status,
    undo,
)
from tests.forum.talk import counted, counters, published, say

pytestmark = pytest.mark.django_db


# --- One thing ---


@pytest.mark.parametrize(
    ("act", "reason", "becomes"),
    [("approve", "", "published"), ("return", "off-topic", "returned"), ("remove", "spam", "removed")],
)
def test_a_post_is_decided_on_from_its_row(thread: Thread, desk: Client, act: str, reason: str, becomes: str) -> None:
    post, other = held_posts(thread, 2)
    answer = decide(desk, item_of(post), act, reason, note="A note.", next=str(item_of(other).pk))
    assert answer.redirect_chain == [(f"{QUEUE}#item-{item_of(other).pk}", 302)]
    entry = post.moderation_entries.get(act=act)
    assert said(answer) == f"{post}: {entry.get_act_display()}."
    assert (status(post), entry.note, status(other)) == (becomes, "A note.", "pending")


def test_who_approves_of_what_was_reported_leaves_it_standing(thread: Thread, author: User, desk: Client) -> None:
    post = published(thread, author)
    item = reported(post)
    assert ">Keep<" in desk.get(QUEUE).content.decode()
    decide(desk, item, "approve")
    assert (status(post), acts(post), Flag.objects.get().state) == ("published", ["keep"], "declined")


@pytest.mark.parametrize(("act", "becomes"), [("grant", "published"), ("deny", "removed")])
def test_an_appeal_is_decided_on_by_another_moderator(
    thread: Thread, author: User, moderator: User, django_user_model: type[User], act: str, becomes: str
) -> None:
    from_keeper = django_user_model.objects.create_superuser("keeper-two", "two@example.org", "a long password")
    post = published(thread, author)
    item = appealed(post, by_moderator=moderator)
    own, other = client(moderator), client(from_keeper)
    assert "Another moderator decides" in read(own.get(QUEUE)).text
    assert "Another moderator decides" in said(decide(own, item, act))
    assert status(post) == "removed"
    assert "appeal" in said(decide(other, item, act))
    assert status(post) == becomes


def client(user: User) -> Client:
    found = Client()
    found.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return found


@pytest.mark.parametrize(
    ("act", "reason", "note", "fault"),
    [
        ("remove", "", "A long note.", "Choose a reason"),
        ("return", "", "", "Choose a reason"),
        ("", "spam", "", "Choose what to do."),
        ("erase", "spam", "", "Select a valid choice"),
        ("remove", "spam", "x" * (NOTE_MAX_LENGTH + 1), f"at most {NOTE_MAX_LENGTH} characters"),
    ],
)
def test_what_is_not_complete_is_not_done_and_what_was_typed_is_kept(
    thread: Thread, desk: Client, act: str, reason: str, note: str, fault: str
) -> None:
    (post,) = held_posts(thread, 1)
    answer = decide(desk, item_of(post), act, reason, note=note)
    page = read(answer, 422)
    assert fault in page.text
    assert f'value="{note}"' in page.html
    assert status(post) == "pending"


def test_what_was_changed_since_it_was_listed_is_not_decided(thread: Thread, reader: User, desk: Client) -> None:
    post = say(thread, reader)
    posting.edit(post, by=reader, source="Unkind words.")
    seen = {f"seen-{item_of(post).pk}": "1"}
    for sent in (decide(desk, item_of(post), "approve", **seen), decide_all(desk, [post], "remove", "spam", **seen)):
        assert f"{post}: " in said(sent)
        assert "changed" in said(sent)
    assert status(post) == "pending"


@pytest.mark.parametrize("in_bulk", [False, True])
def test_who_is_slower_is_told_what_was_done(
    thread: Thread, moderator: User, django_user_model: type[User], in_bulk: bool
) -> None:
    """Two have the list open; the one who decides later has not seen what the other did."""
    keeper = django_user_model.objects.create_superuser("keeper-two", "two@example.org", "a long password")
    (post,) = held_posts(thread, 1)
    slow = client(moderator)
    fields = Page(slow.get(QUEUE)).fields
    decide(client(keeper), item_of(post), "approve")
    sent = {name: value for name, value in fields.items() if name.startswith(("seen-", "entry-"))}
    send = (
        decide_all(slow, [post], "remove", "spam", **sent)
        if in_bulk
        else decide(slow, item_of(post), "remove", "spam", **sent)
    )
    assert "Somebody was faster: this post is published (approved by keeper-two at" in said(send)
    assert status(post) == "published"


@pytest.mark.parametrize("entry", ["", "x", "-1", "9" * 30])
def test_what_does_not_say_what_was_done_before_has_not_seen_it(thread: Thread, desk: Client, entry: str) -> None:
    (post,) = held_posts(thread, 1)
    answer = decide(desk, item_of(post), "approve", **{f"entry-{item_of(post).pk}": entry})
    assert "Somebody was faster" in said(answer)
    assert status(post) == "pending"


def test_what_was_not_on_the_page_is_not_decided(thread: Thread, desk: Client) -> None:
    (post,) = held_posts(thread, 1)
    desk.post(QUEUE, {"act": "approve", "items": item_of(post).pk})
    assert status(post) == "pending"


def test_the_list_stays_narrowed(thread: Thread, desk: Client) -> None:
    (post,) = held_posts(thread, 1)
    item = item_of(post)
    sent = {"act": "approve", "items": item.pk, f"seen-{item.pk}": 1, "row": item.pk}
    assert desk.post(f"{QUEUE}?kind=held", sent)["Location"] == f"{QUEUE}?kind=held#queue"


def test_who_sees_an_imported_post_is_not_offered_to_return_it(serge: Thread, reader: User, desk: Client) -> None:
    post = serge.posts.filter(author=None).earliest("pk")
    item = reported(post)
    page = read(desk.get(QUEUE))
    assert "without an account" in page.text
    assert 'value="return" class="back"' not in page.html
    assert "no author" in said(decide(desk, item, "return", "spam"))
    decide(desk, item, "remove", "spam")
    assert status(post) == "removed"


# --- Many ---


def test_many_are_decided_at_once(thread: Thread, desk: Client) -> None:
    posts = held_posts(thread, 3)
    assert said(decide_all(desk, posts, "approve")) == "3 posts: approved."
    assert [status(post) for post in posts] == ["published"] * 3
    assert ModerationEntry.objects.filter(act="approve").count() == 3
    assert counters(thread) == counted(thread)


def test_many_are_removed_for_a_reason_and_brought_back(thread: Thread, desk: Client) -> None:
    posts = held_posts(thread, 3)
    items = listed(desk)
    assert said(decide_all(desk, posts, "remove", "spam")) == "3 posts: removed."
    entries = ModerationEntry.objects.filter(act="remove")
    assert {entry.code for entry in entries} == {"spam"}
    assert "undone" in undo(desk, *entries)
    assert [status(post) for post in posts] == ["pending"] * 3
    assert listed(desk) == items


def test_many_need_a_reason_and_stay_ticked(thread: Thread, desk: Client) -> None:
    posts = held_posts(thread, 2)
    page = read(decide_all(desk, posts, "remove", note="Kept."), 422)
    assert "Choose a reason" in page.text
    assert page.html.count(" checked>") == 2
    assert 'value="Kept."' in page.html
    assert [status(post) for post in posts] == ["pending"] * 2


def test_nothing_ticked_is_nothing_done(thread: Thread, desk: Client) -> None:
    held_posts(thread, 1)
    assert "Tick what you decide on." in read(decide_all(desk, [], "approve"), 422).text


def test_of_many_those_that_can_be_are_decided_and_the_others_named(
    thread: Thread, desk: Client, moderator: User
) -> None:
    post, gone = held_posts(thread, 2)
    moderation.approve(gone, by=moderator, seen=gone.revision)
    answer = decide_all(desk, [post, gone], "approve")
    assert f"{post}: approved." in said(answer)
    assert f"{gone}: This post is not waiting any more: it is published" in said(answer)
    assert (acts(post), acts(gone)) == (["hold", "approve"], ["hold", "approve"])


@pytest.mark.parametrize("pk", ["-1", "9" * 30, "x"])
def test_what_is_nothing_is_passed_over(thread: Thread, desk: Client, pk: str) -> None:
    (post,) = held_posts(thread, 1)
    item = item_of(post)
    desk.post(QUEUE, {"act": "approve", "items": [pk, str(item.pk)], **on_screen(item)})
    assert status(post) == "published"
    assert desk.post(f"{QUEUE}undo/", {"entries": pk}).status_code == 302


# --- Back again ---


def test_the_message_offers_to_undo_it(thread: Thread, desk: Client) -> None:
    (post,) = held_posts(thread, 1)
    answer = decide(desk, item_of(post), "approve")
    entry = post.moderation_entries.get(act="approve")
    assert read(answer).fields["entries"] == str(entry.pk)
    assert undo(desk, entry) == f"{post}: undone."
    assert (status(post), QueueItem.objects.open().count()) == ("pending", 1)
    assert "Somebody was faster" in undo(desk, entry)
