"""The desk of the moderators: who comes in, what they find, that nothing is done past the rules."""

from urllib.parse import unquote

import pytest
from django.contrib.auth.models import Group
from django.test import Client

from accounts.models import User
from forum import moderation, posting
from forum.models import ModerationEntry, Post, Reason, Thread
from forum.permissions import MODERATORS
from tests.conftest import make_member
from tests.forum.desk import ENTRIES, MEMBERS, NUMBERS, POSTS, REASONS, THREADS, decide, offered, page_of, queries_of
from tests.forum.pages import Page, read
from tests.forum.talk import because, counted, counters, published, say, signed_in

pytestmark = pytest.mark.django_db

LISTS = [POSTS, MEMBERS, THREADS, ENTRIES, REASONS, NUMBERS]


@pytest.fixture
def held(thread: Thread, author: User) -> Post:
    return say(thread, author, "Words that wait.", ref="p1")


def pages(post: Post) -> list[str]:
    """Every page of the desk that has to do with the post."""
    assert post.author
    return [
        *LISTS,
        page_of(post),
        page_of(post.author),
        page_of(post.thread),
        page_of(ModerationEntry.objects.all()[0]),
    ]


# --- Who comes in ---


@pytest.mark.parametrize("staff", [False, True])
def test_a_member_does_not_come_in(held: Post, stranger: User, staff: bool) -> None:
    stranger.is_staff = staff
    stranger.save()
    client = signed_in(stranger)
    for url in pages(held):
        assert client.get(url).status_code == (403 if staff else 302)
        assert client.post(url, {"act": "approve", "seen": 1}).status_code == (403 if staff else 302)
    assert ModerationEntry.objects.count() == 1


def test_somebody_without_an_account_is_led_to_signing_in(thread: Thread) -> None:
    answer = Client().get(POSTS, follow=True)
    address, _, way_back = unquote(answer.redirect_chain[-1][0]).partition("?next=")
    assert (address, way_back) == ("/accounts/login/", POSTS)


def test_a_moderator_has_no_permission_on_accounts_and_needs_none(held: Post, desk: Client, moderator: User) -> None:
    assert not moderator.has_module_perms("accounts")
    for url in pages(held):
        read(desk.get(url))


def test_the_group_has_just_the_rights_that_it_needs(db: None) -> None:
    group = Group.objects.get(name=MODERATORS)
    assert set(group.permissions.values_list("codename", flat=True)) == {
        "moderate_post",
        *(f"view_{name}" for name in "post postrevision moderationentry thread queueitem standing".split()),
        *(f"{act}_{name}" for name in ("reason", "wordrule", "category") for act in ("view", "add", "change")),
        "delete_wordrule",
        "delete_category",
    }


@pytest.mark.parametrize("url", [POSTS, MEMBERS, THREADS, ENTRIES])
def test_nothing_is_added_or_deleted_here(held: Post, desk: Client, admin_client: Client, url: str) -> None:
    pk = {POSTS: held.pk, MEMBERS: held.author_id, THREADS: held.thread_id}.get(url, ModerationEntry.objects.get().pk)
    for client in (desk, admin_client):
        assert client.get(f"{url}add/").status_code == 403
        assert client.post(f"{url}{pk}/delete/", {"post": "yes"}).status_code in {403, 404}
        assert "delete_selected" not in client.get(url).content.decode()


@pytest.mark.parametrize("url", [POSTS, MEMBERS, THREADS, ENTRIES])
@pytest.mark.parametrize("pk", ["999999", "9" * 30, "x", "٣"])
def test_what_is_not_there_is_not_found(desk: Client, url: str, pk: str) -> None:
    assert desk.get(f"{url}{pk}/change/").status_code == 404


# --- What they find ---


def test_words_and_names_are_shown_safely(thread: Thread, desk: Client) -> None:
    member = make_member("hostile-one", "<script>alert(1)</script>")
    post = say(thread, member, "<script>alert(2)</script> [x](javascript:alert(3))")
    for url in pages(post):
        html = desk.get(url).content.decode()
        assert "<script>alert" not in html
        assert 'href="javascript:' not in html


def test_one_post_is_seen_with_what_it_answers_and_what_was_done(
    thread: Thread, author: User, reader: User, desk: Client
) -> None:
    top = published(thread, author, "The words above.", ref="p1")
    post = say(thread, reader, "The words below.", parent=top)
    html = desk.get(page_of(post)).content.decode()
    for words in ("One, with &lt;angles&gt;", "<bdi>Author one</bdi>", "The words above.", "The words below.", "held"):
        assert words in html


def test_the_list_has_all_posts_the_newest_first(thread: Thread, author: User, desk: Client) -> None:
    texts = ["The first.", "The second."]
    for text in texts:
        published(thread, author, text)
    page = read(desk.get(POSTS))
    assert page.text.index(texts[1]) < page.text.index(texts[0])
    assert "action-checkbox" not in page.html


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"q": "second"}, ["The second."]),
        ({"q": "Author one"}, ["The first.", "The second."]),
        ({"q": "nobody"}, []),
        ({"status__exact": "pending"}, ["The second."]),
        ({"thread": "0"}, ["The first.", "The second."]),
    ],
)
def test_posts_are_searched(
    thread: Thread, author: User, reader: User, desk: Client, query: dict[str, str], found: list[str]
) -> None:
    published(thread, author, "The first.")
    say(thread, make_member("author-two", "Author one"), "The second.")
    text = read(desk.get(POSTS, query)).text
    assert [words for words in ("The first.", "The second.") if words in text] == found


def test_the_list_asks_the_same_number_of_questions_however_long(thread: Thread, author: User, desk: Client) -> None:
    asked = []
    for total in (2, 20):
        for number in range(total):
            published(thread, make_member(f"writer-{total}-{number}"), "Words.", ref="p1")
        asked.append(queries_of(desk, POSTS))
    assert asked[0] == asked[1] <= 10


# --- Who is not there any more, and who never was ---


def gone(member: User) -> None:
    """As an erased member is left: no address, no way in."""
    member.emailaddress_set.all().delete()
    User.objects.filter(pk=member.pk).update(is_active=False, email="", display_name="")


@pytest.mark.parametrize("act", ["remove", "lock", "pin", "move"])
def test_an_imported_post_goes_through_every_act(serge: Thread, desk: Client, act: str) -> None:
    post = serge.posts.order_by("pk")[0]
    assert "A reader (imported from Links)" in Page(desk.get(page_of(post))).text
    assert decide(desk, post, act, "place", ref="p1").status_code == 302
    assert counters(serge) == counted(serge)
    undone = desk.post(page_of(ModerationEntry.objects.all()[0]), {"act": "undo", "next": page_of(post)})
    assert undone.headers["Location"] == page_of(post)
    assert "undone by Keeper one" in read(desk.get(page_of(post))).text


def test_an_imported_post_is_never_returned(serge: Thread, desk: Client) -> None:
    assert "return" not in offered(desk, serge.posts.order_by("pk")[0])


def test_an_imported_post_is_erased(serge: Thread, admin_client: Client) -> None:
    post = serge.posts.order_by("pk")[0]
    decide(admin_client, post, "remove", "private")
    decide(admin_client, post, "erase", "private", confirm=post.pk)
    assert Post.objects.get(pk=post.pk).is_erased
    assert offered(admin_client, post) == {"lock", "move"}


@pytest.mark.parametrize("act", ["approve", "remove", "move"])
def test_a_post_of_somebody_who_is_gone(held: Post, author: User, desk: Client, act: str) -> None:
    gone(author)
    assert "return" not in offered(desk, held)
    assert decide(desk, held, act, "place", ref="p2").status_code == 302
    for url in pages(held):
        read(desk.get(url))


@pytest.mark.parametrize("act", ["warn", "on_hold", "silence", "ban", "remove_all"])
def test_somebody_who_is_gone(held: Post, author: User, desk: Client, act: str) -> None:
    gone(author)
    assert decide(desk, author, act, "spam").status_code == 302
    assert "closed" in read(desk.get(page_of(author))).text


def test_a_report_of_somebody_who_is_gone(thread: Thread, author: User, reader: User, desk: Client) -> None:
    post = published(thread, author)
    moderation.flag(post, by=reader, seen=1, reason=because("attack"))
    gone(reader)
    assert "reader-one" in read(desk.get(page_of(post))).text
    decide(desk, post, "keep")
    read(desk.get(page_of(post)))


# --- The reasons ---


def test_a_moderator_adds_a_reason_and_changes_its_words(desk: Client) -> None:
    fields = {"code": "shouting", "label": "shouting", "kind": "both", "position": "1", "is_offered": "on"}
    assert desk.post(f"{REASONS}add/", fields).status_code == 302
    added = Reason.objects.get(code="shouting")
    desk.post(f"{REASONS}{added.pk}/change/", {**fields, "code": "other-code", "label": "SHOUTING"})
    added.refresh_from_db()
    assert (added.code, added.label) == ("shouting", "SHOUTING")


def test_a_reason_is_never_deleted(desk: Client, admin_client: Client) -> None:
    for client in (desk, admin_client):
        assert client.post(f"{REASONS}{because('spam').pk}/delete/", {"post": "yes"}).status_code == 403
        assert "delete_selected" not in client.get(REASONS).content.decode()


def test_a_reason_that_is_not_offered_is_not_chosen(held: Post, desk: Client) -> None:
    Reason.objects.filter(code="spam").update(is_offered=False)
    assert ">spam</option>" not in desk.get(page_of(held)).content.decode()
    assert decide(desk, held, "remove", "spam").status_code == 422
    assert "not offered any more" in read(desk.get(REASONS)).text


def test_times_are_written_as_on_the_site(held: Post, desk: Client) -> None:
    assert held.written_at
    day = f"{held.written_at:%-d %B %Y, }"
    assert all(day in Page(desk.get(url)).text for url in (POSTS, page_of(held), ENTRIES))


def test_a_date_is_called_unknown_only_where_it_is(held: Post, serge: Thread, desk: Client) -> None:
    assert "unknown" not in Page(desk.get(page_of(held))).text
    undated = serge.posts.order_by("pk")[0]
    Post.objects.filter(pk=undated.pk).update(written_at=None)
    assert "date unknown" in Page(desk.get(page_of(undated))).text


def test_its_history_is_on_its_page(held: Post, author: User, desk: Client) -> None:
    posting.edit(held, by=author, source="Words that wait longer.")
    html = desk.get(page_of(held)).content.decode()
    assert "Words that <del>wait.</del><ins>wait longer.</ins>" in html
