"""An error looks like the site, says what to do, and gives back what was typed."""

import pytest
from django.test import Client

from accounts.models import User
from forum import posting
from forum.models import Thread
from tests.forum.pages import read
from tests.forum.talk import published, signed_in

pytestmark = pytest.mark.django_db
WORDS = "My long </textarea> words."


@pytest.fixture
def broken(monkeypatch: pytest.MonkeyPatch) -> None:
    def fall(*args: object, **kwargs: object) -> None:
        raise RuntimeError("broken on purpose")

    monkeypatch.setattr(posting, "reply", fall)
    monkeypatch.setattr("forum.views.reading.sections.arrange", fall)


def unshaken(member: User | None = None) -> Client:
    """A browser that shows the error page instead of failing the test."""
    client = Client(raise_request_exception=False)
    if member:
        client.force_login(member)
    return client


@pytest.mark.usefixtures("broken")
def test_a_fault_of_ours_gives_back_the_words(thread: Thread, author: User) -> None:
    page = read(unshaken(author).post("/essays/an-essay/reply/", {"source": WORDS}), 500)
    assert page.text.count("Something is broken here") == 2
    assert "Your words were not posted. Copy them before you leave this page." in page.text
    assert "My long &lt;/textarea&gt; words." in page.html


@pytest.mark.usefixtures("broken")
def test_a_fault_of_ours_without_words_says_what_to_do(thread: Thread) -> None:
    page = read(unshaken().get("/essays/an-essay/"), 500)
    assert "Try again in a few minutes." in page.text
    assert page.tags["textarea"] == 0


def test_what_one_may_not_do_is_said(thread: Thread, author: User, stranger: User) -> None:
    post = published(thread, author)
    page = read(signed_in(stranger).get(f"/posts/{post.pk}/edit/"), 403)
    assert "Only its author can edit a post." in page.text
    page = read(signed_in(stranger).post(f"/posts/{post.pk}/withdraw/"), 403)
    assert "Only its author can withdraw a post" in page.text


def test_a_request_that_is_too_large_is_refused(thread: Thread, author: User) -> None:
    data = {"source": "x" * 3_000_000}
    for client in (unshaken(), unshaken(author)):
        page = read(client.post("/essays/an-essay/reply/", data, "application/x-www-form-urlencoded"), 400)
        assert "This request could not be read" in page.text


def test_a_form_that_is_cut_off_is_refused(thread: Thread, author: User) -> None:
    answer = unshaken(author).post("/essays/an-essay/reply/", b"--x\r\nbroken", "multipart/form-data; boundary=")
    read(answer, 400)


def test_a_member_whose_account_is_closed_is_not_signed_in_any_more(thread: Thread, author: User) -> None:
    client = signed_in(author)
    author.is_active = False
    author.save()
    answer = client.post("/essays/an-essay/reply/", {"source": WORDS}, headers={"Origin": "http://testserver"})
    assert answer["Location"].startswith("/accounts/login/")
    assert not thread.posts.exists()


def test_a_form_from_elsewhere_that_is_too_large_is_refused_without_its_words(thread: Thread, author: User) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(author)
    body = {"source": "x" * 3_000_000}
    urlencoded = "application/x-www-form-urlencoded"
    headers = {"Origin": "http://evil.example"}
    page = read(client.post("/essays/an-essay/reply/", body, urlencoded, headers=headers), 403)
    assert "Please send it again" in page.text
    assert page.tags["textarea"] == 0
