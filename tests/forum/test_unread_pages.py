"""Pages say to a member what is new, mark what they show as read, and say and cost nobody else anything."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import User
from forum.discussion import POSTS_PER_PAGE
from forum.models import ReadMark, Thread
from tests.forum.forest import make_forest
from tests.forum.pages import read
from tests.forum.talk import passage, public_discussion, published, say, signed_in

pytestmark = pytest.mark.django_db
ESSAY, P1 = "/essays/an-essay/", "/essays/an-essay/p1/"
IN_PARTS = {"HX-Request": "true", "HX-Target": "page-margin"}


@pytest.fixture
def client(thread: Thread, reader: User) -> Client:
    """The browser of a member who has been here, and finds what came since."""
    browser = signed_in(reader)
    browser.get(ESSAY)
    return browser


def test_a_member_who_comes_back_reads_what_is_new_and_where(client: Client, thread: Thread, author: User) -> None:
    on_p1, whole = published(thread, author, ref="p1"), published(thread, author)
    found = read(client.get(ESSAY))
    assert "2 new: paragraph 1, the whole text" in found.text
    assert f"/discussions/{thread.pk}/unread/?at=p1" in found.links
    assert found.links.count(f"#post-{whole.pk}") == 2  # Above the text, and above the talk.
    assert "1 reply to paragraph 1, 1 new" in found.html
    assert "Paragraph 1, 1 reply, 1 new" in found.text
    again = read(client.get(ESSAY))
    assert "1 new: paragraph 1" in again.text
    assert f"#post-{whole.pk}" not in again.links
    where = client.get(f"/discussions/{thread.pk}/unread/?at=p1")
    assert where["Location"] == f"{P1}#post-{on_p1.pk}"


def test_a_post_says_that_it_is_new_until_it_was_shown(client: Client, thread: Thread, author: User) -> None:
    published(thread, author, ref="p1")
    assert read(client.get(P1)).classes["fresh"] == 1
    assert read(client.get(P1)).classes["fresh"] == 0


@pytest.mark.parametrize("query", ["", "?sort=newest"])
def test_what_is_on_another_page_stays_new(client: Client, thread: Thread, author: User, query: str) -> None:
    make_forest(thread, author, [None] * (POSTS_PER_PAGE + 10), passage(thread, "p1"))
    client.get(P1 + query)
    left = 10 if not query else POSTS_PER_PAGE + 10
    assert f"{left} new: paragraph 1" in read(client.get(ESSAY)).text


def test_the_page_of_all_posts_a_post_and_the_margin_mark_as_well(client: Client, thread: Thread, author: User) -> None:
    for url, headers in ((thread.get_absolute_url(), {}), ("", {}), (P1, IN_PARTS)):
        post = published(thread, author, ref="p1")
        assert "1 new" in client.get(url or post.get_absolute_url(), headers=headers).content.decode() or not url
        assert "unread" not in read(client.get(ESSAY)).classes


@pytest.mark.parametrize("headers", [{"Sec-Purpose": "prefetch;prerender"}, {"Purpose": "prefetch"}])
def test_what_nobody_looks_at_marks_nothing(
    client: Client, thread: Thread, author: User, headers: dict[str, str]
) -> None:
    published(thread, author)
    client.get(ESSAY, headers=headers)
    client.head(ESSAY)
    assert ReadMark.objects.get().upto == 0
    client.get(ESSAY)
    assert ReadMark.objects.get().upto == 1


def test_all_is_marked_read_by_a_button_with_a_token(thread: Thread, author: User, reader: User) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(reader)
    client.get(ESSAY)
    published(thread, author, ref="p1")
    fields = read(client.get(ESSAY)).fields
    published(thread, author, ref="p2")
    url = f"/discussions/{thread.pk}/read/"
    assert client.post(url, {"upto": fields["upto"]}).status_code == 403
    sent = {"csrfmiddlewaretoken": fields["csrfmiddlewaretoken"], "upto": fields["upto"], "next": ESSAY}
    assert client.post(url, sent)["Location"] == ESSAY
    assert "1 new: paragraph 2" in read(client.get(ESSAY)).text  # It came after the page.


@pytest.mark.parametrize("upto", ["", "x", "-1", "9" * 20])
def test_a_number_that_is_none_is_not_found(client: Client, thread: Thread, upto: str) -> None:
    assert client.post(f"/discussions/{thread.pk}/read/", {"upto": upto}).status_code == 404
    assert client.post("/discussions/read/", {"before": upto}).status_code == 404


def test_no_button_leads_to_another_site(client: Client, thread: Thread) -> None:
    for place in ("https://example.org/", "//example.org/", "/\\example.org/"):
        answer = client.post(f"/discussions/{thread.pk}/read/", {"upto": "0", "next": place})
        assert answer["Location"] == ESSAY


def test_the_lists_say_how_much_is_new_in_each(client: Client, thread: Thread, author: User) -> None:
    published(thread, author, ref="p1")
    for url in ("/", "/discussions/"):
        found = read(client.get(url))
        assert "1 new in A title" in found.text
        assert f"/discussions/{thread.pk}/unread/" in found.links
    before = found.fields["before"]
    published(thread, author, ref="p2")
    assert client.post("/discussions/read/", {"before": before})["Location"] == "/discussions/"
    assert "1 new in A title" in read(client.get("/discussions/")).text
    client.post("/discussions/read/", {"before": timezone.now().isoformat()})
    found = read(client.get("/discussions/"))
    assert "new in" not in found.text
    assert "before" not in found.fields


def test_a_members_discussion_says_it_too(client: Client, author: User) -> None:
    thread = public_discussion(author).thread
    client.get(thread.get_absolute_url())
    post = published(thread, author)
    found = read(client.get(thread.get_absolute_url()))
    assert "1 new Jump to the first unread" in found.text
    assert f"#post-{post.pk}" in found.links


def test_the_way_to_what_is_new_ends_at_the_place_where_nothing_is(client: Client, thread: Thread) -> None:
    for browser in (client, Client()):
        assert browser.get(f"/discussions/{thread.pk}/unread/?at=p1")["Location"] == ESSAY
    assert Client().post(f"/discussions/{thread.pk}/read/", {"upto": "1"})["Location"].startswith("/accounts/login/")


def test_nobody_hears_of_what_is_held(client: Client, thread: Thread, stranger: User) -> None:
    say(thread, stranger, ref="p1")
    assert "unread" not in read(client.get(ESSAY)).classes
    assert client.get(f"/discussions/{thread.pk}/unread/")["Location"] == ESSAY


# --- What it costs ---


def test_who_has_no_account_finds_no_trace_of_it(client: Client, thread: Thread, author: User) -> None:
    published(thread, author, ref="p1")
    urls = (ESSAY, P1, thread.get_absolute_url(), "/", "/discussions/")
    for url in urls:
        with CaptureQueriesContext(connection) as captured:
            answer = Client().get(url)
        assert not answer.cookies
        assert not [query for query in captured if "readmark" in query["sql"]]
        html = answer.content.decode()
        assert not [trace for trace in ("fresh", "unread", "new-here", "/read/", "circle cx") if trace in html], url


@pytest.mark.usefixtures("made_anew")
@pytest.mark.parametrize("url", [ESSAY, P1, "/discussions/", "/", "thread"])
def test_a_member_pays_two_queries_and_one_that_writes(client: Client, thread: Thread, author: User, url: str) -> None:
    url = thread.get_absolute_url() if url == "thread" else url
    costs = []
    for size in (3, 100):
        make_forest(thread, author, [None] * size, passage(thread, "p1"))
        make_forest(thread, author, [None] * size)
        with CaptureQueriesContext(connection) as captured:
            assert client.get(url).status_code == 200
        asked = [query["sql"] for query in captured if "readmark" in query["sql"] or 'publication" >' in query["sql"]]
        costs.append((sum(sql.startswith("SELECT") for sql in asked), sum(sql.startswith("UPDATE") for sql in asked)))
    assert costs == [(2, 0 if url in {"/", "/discussions/"} else 1)] * 2
    for _ in range(2):
        with CaptureQueriesContext(connection) as captured:
            client.get(url)
    assert not [query for query in captured if query["sql"].startswith(('UPDATE "forum_readmark', "INSERT"))]
