"""The desk of the moderators: they see what they decide on, each decision goes by the rules, only they come in."""

from urllib.parse import unquote

import pytest
from django.contrib.auth.models import Group
from django.test import Client

from accounts.models import User
from forum import moderation, posting
from forum.admin.forms import DecisionForm
from forum.models import REASON_MAX_LENGTH, ModerationEntry, Thread
from forum.permissions import MODERATORS
from tests.conftest import make_member
from tests.forum.pages import Page, read
from tests.forum.queue import QUEUE, acts, decide, decide_all, form_of, held_posts, status
from tests.forum.talk import because, counted, counters, published, say, signed_in

pytestmark = pytest.mark.django_db

# --- What is seen ---


def test_the_queue_shows_the_words_and_their_place(thread: Thread, desk: Client) -> None:
    first, _ = held_posts(thread, 2)
    html = desk.get(QUEUE).content.decode()
    assert "<p>Words 0.</p>" in html
    assert f'<a href="/posts/{first.pk}/">paragraph 1</a>' in html
    assert ">the whole text</a>" in html
    assert "@newcomer-0" in html
    assert "A new member&#x27;s first posts wait for a moderator." in html


def test_one_post_is_seen_with_what_it_answers_and_what_was_done(
    thread: Thread, author: User, reader: User, desk: Client
) -> None:
    top = published(thread, author, "The words above.", ref="p1")
    post = say(thread, reader, "The words below.", parent=top)
    html = desk.get(form_of(post)).content.decode()
    for words in ("One, with &lt;angles&gt;", "<bdi>Author one</bdi>:", "The words above.", "The words below.", "held"):
        assert words in html


def test_words_and_names_are_shown_safely(thread: Thread, desk: Client) -> None:
    member = make_member("hostile-one", "<script>alert(1)</script>")
    post = say(thread, member, "<script>alert(2)</script> [x](javascript:alert(3))")
    for url in (QUEUE, form_of(post), "/admin/forum/moderationentry/"):
        html = desk.get(url).content.decode()
        assert "<script>alert" not in html
        assert 'href="javascript:' not in html


def test_an_imported_post_can_be_looked_at_and_removed(serge: Thread, desk: Client) -> None:
    post = serge.posts.order_by("pk")[0]
    assert "A reader (imported from Links)" in desk.get(form_of(post)).content.decode()
    decide(desk, post, "remove", "Its author asked for it.")
    assert status(post) == "removed"
    assert counters(serge) == counted(serge)
    assert desk.get(form_of(post)).status_code == 200


@pytest.mark.parametrize("url", [QUEUE, "/admin/forum/thread/", "/admin/forum/moderationentry/"])
def test_the_lists_can_be_read(thread: Thread, desk: Client, url: str) -> None:
    held_posts(thread, 2)
    assert "Select" not in read(desk.get(url)).text.split("Filter")[0]
    assert desk.get(url, {"q": "words"}).status_code == 200


# --- One decision ---


def test_a_post_is_approved(thread: Thread, desk: Client, moderator: User) -> None:
    (post,) = held_posts(thread, 1)
    assert "1 post approved." in decide(desk, post, "approve")
    assert (status(post), acts(post)) == ("published", ["hold", "approve"])
    assert ModerationEntry.objects.get(act="approve").by == moderator
    assert counters(thread) == counted(thread)


def test_a_post_is_removed_for_a_reason(thread: Thread, author: User, desk: Client) -> None:
    post = published(thread, author)
    assert "1 post removed." in decide(desk, post, "remove", "  It is rude. ")
    assert ModerationEntry.objects.get().reason == "It is rude."
    assert status(post) == "removed"


@pytest.mark.parametrize(
    ("decision", "reason", "said"),
    [
        ("remove", "", "Give the reason: it is shown in the place of the words."),
        ("remove", "  ", "Give the reason: it is shown in the place of the words."),
        ("remove", "x" * (REASON_MAX_LENGTH + 1), f"at most {REASON_MAX_LENGTH} characters"),
        ("", "", "This field is required."),
        ("delete", "", "Select a valid choice."),
        ("approve", "a\0b", "Null characters are not allowed."),
    ],
)
def test_a_decision_that_is_incomplete_changes_nothing(
    thread: Thread, desk: Client, decision: str, reason: str, said: str
) -> None:
    (post,) = held_posts(thread, 1)
    assert said in decide(desk, post, decision, reason)
    assert (status(post), acts(post)) == ("pending", ["hold"])


def test_what_is_public_is_not_approved_again(thread: Thread, author: User, desk: Client) -> None:
    post = published(thread, author)
    assert "This post is not waiting: it is published." in decide(desk, post, "approve")
    assert acts(post) == []


def test_what_is_gone_is_not_decided_again(thread: Thread, author: User, desk: Client) -> None:
    post = published(thread, author)
    posting.withdraw(post, by=author)
    assert "Somebody was faster: this post is withdrawn by its author." in decide(desk, post, "remove", "Rude.")
    assert (status(post), acts(post)) == ("withdrawn", ["withdraw"])


def test_another_moderator_was_faster(
    thread: Thread, desk: Client, moderator: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    (post,) = held_posts(thread, 1)
    real = DecisionForm.clean

    def meanwhile(form: DecisionForm) -> dict[str, object]:
        moderation.remove(post, by=moderator, seen=post.revision, reason=because("attack"))
        return real(form)

    monkeypatch.setattr(DecisionForm, "clean", meanwhile)
    assert "This post is not waiting any more: it is removed by a moderator." in decide(desk, post, "approve")
    assert acts(post) == ["hold", "remove"]


# --- Who comes in ---


@pytest.mark.parametrize("staff", [False, True])
def test_a_member_does_not_come_in(thread: Thread, stranger: User, staff: bool) -> None:
    stranger.is_staff = staff
    stranger.save()
    (post,) = held_posts(thread, 1)
    client = signed_in(stranger)
    for url in (QUEUE, form_of(post), "/admin/forum/thread/", "/admin/forum/moderationentry/"):
        assert client.get(url).status_code in ({403} if staff else {302, 403})
    client.post(form_of(post), {"decision": "approve"})
    decide_all(client, [post], "approve_selected")
    assert status(post) == "pending"


def test_somebody_without_an_account_is_led_to_signing_in(thread: Thread) -> None:
    answer = Client().get(QUEUE, follow=True)
    address, _, way_back = unquote(answer.redirect_chain[-1][0]).partition("?next=")
    assert (address, way_back) == ("/accounts/login/", QUEUE)


def test_the_group_has_just_the_rights_that_it_needs(db: None) -> None:
    group = Group.objects.get(name=MODERATORS)
    assert set(group.permissions.values_list("codename", flat=True)) == {
        "moderate_post",
        "view_post",
        "view_postrevision",
        "view_moderationentry",
        "view_thread",
    }


@pytest.mark.parametrize("model", ["post", "thread", "moderationentry"])
def test_nothing_is_added_or_deleted_here(thread: Thread, moderator: User, model: str) -> None:
    (post,) = held_posts(thread, 1)
    superuser = User.objects.create_superuser("keeper-of-all", "keeper-of-all@example.org", "a long password")
    pk = {"post": post.pk, "thread": thread.pk, "moderationentry": ModerationEntry.objects.get().pk}[model]
    for user in (moderator, superuser):
        client = signed_in(user)
        assert client.get(f"/admin/forum/{model}/add/").status_code == 403
        assert client.post(f"/admin/forum/{model}/{pk}/delete/", {"post": "yes"}).status_code == 403
        assert "delete_selected" not in client.get(f"/admin/forum/{model}/").content.decode()


def test_the_form_of_a_thread_and_of_an_entry_can_only_be_read(thread: Thread, desk: Client) -> None:
    held_posts(thread, 1)
    for url in (
        f"/admin/forum/thread/{thread.pk}/change/",
        f"/admin/forum/moderationentry/{ModerationEntry.objects.get().pk}/change/",
    ):
        page = Page(desk.get(url))
        assert not {"title", "reason", "act"} & set(page.fields)
