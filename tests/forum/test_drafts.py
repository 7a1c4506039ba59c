"""Nothing typed is lost: not by signing in half-way, not by a session that ran out, not by an error."""

import re

import pytest
from django.test import Client

from accounts.models import User
from essays.markup import render_post
from forum import moderation, posting
from forum.drafts import KEPT_PER_SESSION
from forum.models import Post, Thread
from tests.forum.pages import read
from tests.forum.talk import because, published, signed_in

pytestmark = pytest.mark.django_db

HERE = "http://testserver"
WORDS = '  "My" <long> & *words*,\n\n- in </textarea> lines'
PASSWORD = "a long password"


def send(client: Client, url: str, origin: str = HERE, **data: str):  # type: ignore[no-untyped-def]  # noqa: ANN201
    """Send a form as a browser does, which names the page's origin."""
    return client.post(url, data, headers={"Origin": origin})


def sign_in(client: Client, member: User, url: str) -> str:
    """Sign in on the page that a redirect led to; return where that leads."""
    answer = client.post(url, {"login": member.username, "password": PASSWORD})
    assert answer.status_code == 302
    return answer["Location"]


# --- Replying without an account ---


def test_a_reply_is_kept_while_its_author_signs_in(thread: Thread, reader: User) -> None:
    client = Client()
    answer = send(client, "/essays/an-essay/p1/reply/", source=WORDS, quote="One, with")
    assert answer["Location"] == "/accounts/login/?next=%2Fessays%2Fan-essay%2Fp1%2F%23page-reply"
    assert "Your words are kept." in client.get(answer["Location"]).content.decode()
    assert not Post.objects.exists()
    back = sign_in(client, reader, answer["Location"])
    assert back == "/essays/an-essay/p1/#page-reply"
    page = read(client.get(back))
    assert (page.fields["source"], page.fields["quote"]) == (WORDS, "One, with")


def test_what_was_posted_is_forgotten(thread: Thread, reader: User) -> None:
    client = Client()
    answer = send(client, "/essays/an-essay/p1/reply/", source=WORDS, quote="One, with")
    page = read(client.get(sign_in(client, reader, answer["Location"])))
    fields = {name: page.fields[name] for name in ("source", "quote", "form")}
    assert client.post("/essays/an-essay/p1/reply/", fields).status_code == 302
    assert Post.objects.get().source == WORDS
    assert read(client.get("/essays/an-essay/p1/")).fields["source"] == ""
    assert client.session.get("drafts") == {}


def test_an_answer_to_a_post_is_kept_on_the_page_that_holds_its_form(
    thread: Thread, author: User, reader: User
) -> None:
    post, client = published(thread, author), Client()
    answer = send(client, f"/posts/{post.pk}/reply/", source=WORDS)
    back = sign_in(client, reader, answer["Location"])
    assert back == f"/posts/{post.pk}/reply/"
    assert read(client.get(back)).fields["source"] == WORDS


def test_words_wait_at_the_place_that_they_were_sent_to(thread: Thread) -> None:
    client = Client()
    send(client, "/essays/an-essay/p1/reply/", source="About the first.")
    send(client, "/essays/an-essay/p2/reply/", source="About the second.")
    send(client, "/essays/an-essay/p1/reply/", source="About the first, better.")
    kept = {ref: read(client.get(f"/essays/an-essay/{ref}/")).fields["source"] for ref in ("p1", "p2", "p3")}
    assert kept == {"p1": "About the first, better.", "p2": "About the second.", "p3": ""}


def test_a_few_drafts_are_kept_and_the_oldest_goes_first(thread: Thread, author: User) -> None:
    client = Client()
    urls = [f"/posts/{published(thread, author).pk}/reply/" for _ in range(KEPT_PER_SESSION + 1)]
    for url in urls:
        send(client, url, source=f"To {url}")
    assert list(client.session["drafts"]) == urls[1:]


@pytest.mark.parametrize("origin", ["http://evil.example", "https://testserver", "null", "http://testserver.evil", ""])
def test_a_form_from_elsewhere_keeps_nothing(thread: Thread, origin: str) -> None:
    client = Client()
    page = read(send(client, "/essays/an-essay/p1/reply/", origin, source=WORDS), 403)
    assert page.fields["source"] == WORDS
    assert "sessionid" not in client.cookies
    assert read(client.get("/essays/an-essay/p1/")).fields["source"] == ""


def test_the_page_before_names_the_origin_where_the_browser_does_not(thread: Thread) -> None:
    client = Client()
    referer = {"Referer": f"{HERE}/essays/an-essay/p1/"}
    assert client.post("/essays/an-essay/reply/", {"source": WORDS}, headers=referer).status_code == 302


# --- Preview ---


@pytest.mark.parametrize("signed", [True, False])
def test_a_preview_shows_the_bytes_that_are_stored(thread: Thread, author: User, signed: bool) -> None:
    client = signed_in(author) if signed else Client()
    page = read(client.post("/essays/an-essay/p1/reply/", {"source": WORDS, "quote": "One", "preview": "1"}))
    assert not Post.objects.exists()
    assert (page.fields["source"], page.fields["quote"]) == (WORDS, "One")
    assert '<blockquote class="quoted" dir="auto"><p>One</p></blockquote>' in page.html
    stored = published(thread, author, WORDS).html
    assert f'<div class="body" dir="auto">{stored}</div>' in page.html
    assert stored == render_post(WORDS)
    assert "sessionid" not in client.cookies or signed


@pytest.mark.parametrize("signed", [True, False])
@pytest.mark.parametrize("preview", [{}, {"preview": "1"}])
def test_what_is_wrong_is_said_beside_the_words(
    thread: Thread, author: User, signed: bool, preview: dict[str, str]
) -> None:
    client = signed_in(author) if signed else Client()
    data = {"source": WORDS, "quote": "Not <these> words", **preview}
    page = read(send(client, "/essays/an-essay/p1/reply/", **data), 422)
    assert (page.fields["source"], page.fields["quote"]) == (WORDS, "Not <these> words")
    assert "These words are not in the text. Copy them from it exactly." in page.text


def test_words_that_are_too_long_are_not_cut(thread: Thread, author: User) -> None:
    page = read(signed_in(author).post("/essays/an-essay/reply/", {"source": "x" * 20_001}), 422)
    assert page.fields["source"] == "x" * 20_001
    assert "This is 20001 characters long; at most 20,000 can be posted." in page.text


def test_a_form_keeps_its_name_over_a_preview(thread: Thread, author: User) -> None:
    client = signed_in(author)
    name = read(client.get("/essays/an-essay/reply/")).fields["form"]
    page = read(client.post("/essays/an-essay/reply/", {"source": WORDS, "form": name, "preview": "1"}))
    assert page.fields["form"] == name


def test_words_for_a_post_that_has_just_gone_stay_on_the_page(
    thread: Thread, author: User, moderator: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    post, real = published(thread, author), posting.reply

    def late(*args, **kwargs):  # type: ignore[no-untyped-def]  # noqa: ANN002, ANN003, ANN202
        moderation.remove(post, by=moderator, seen=post.revision, reason=because("attack"))
        return real(*args, **kwargs)

    monkeypatch.setattr(posting, "reply", late)
    page = read(signed_in(author).post(f"/posts/{post.pk}/reply/", {"source": WORDS}), 422)
    assert page.fields["source"] == WORDS
    assert "The post that you answer is gone: it was removed by a moderator." in page.text


# --- A session that ran out ---


def test_an_edit_is_kept_while_its_author_signs_in_again(thread: Thread, author: User) -> None:
    post, client = published(thread, author, "One."), Client()
    url = f"/posts/{post.pk}/edit/"
    answer = send(client, url, source=WORDS)
    assert answer["Location"] == f"/accounts/login/?next=%2Fposts%2F{post.pk}%2Fedit%2F"
    back = sign_in(client, author, answer["Location"])
    assert read(client.get(back)).fields["source"] == WORDS
    assert client.post(url, {"source": WORDS}).status_code == 302
    assert "drafts" not in client.session or client.session["drafts"] == {}
    post.refresh_from_db()
    assert post.source == WORDS


def test_the_form_of_an_edit_leads_to_signing_in(thread: Thread, author: User) -> None:
    post = published(thread, author)
    answer = Client().get(f"/posts/{post.pk}/edit/")
    assert answer["Location"] == f"/accounts/login/?next=/posts/{post.pk}/edit/"


# --- A token that is missing ---


@pytest.mark.parametrize("kind", ["reply", "edit"])
def test_a_form_with_an_old_token_is_shown_again_and_can_be_sent(thread: Thread, author: User, kind: str) -> None:
    post = published(thread, author)
    url = f"/posts/{post.pk}/{kind}/"
    client = Client(enforce_csrf_checks=True)
    client.force_login(author)
    page = read(client.post(url, {"source": WORDS, "csrfmiddlewaretoken": "old"}), 403)
    assert "Nothing was changed." in page.text
    assert page.fields["source"] == WORDS
    assert f'action="{url}"' in page.html
    assert client.post(url, page.fields).status_code == 302
    assert Post.objects.filter(source=WORDS).count() == 1


def test_a_form_sent_again_is_still_the_same_form(thread: Thread, author: User) -> None:
    name = "8f0d5ad4-5b1d-4c4c-9f0e-3a1f6f0c2a55"
    client = Client(enforce_csrf_checks=True)
    client.force_login(author)
    data = {"source": WORDS, "quote": "One", "form": name}
    page = read(client.post("/essays/an-essay/p1/reply/", data), 403)
    assert (page.fields["form"], page.fields["quote"]) == (name, "One")


def test_a_form_without_words_says_what_to_do(thread: Thread, author: User) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(author)
    post = published(thread, author)
    page = read(client.post(f"/posts/{post.pk}/withdraw/"), 403)
    assert "load the page again, and send it once more" in page.text
    assert not re.search("Your words are still here", page.text)
