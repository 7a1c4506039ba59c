"""A page says which methods it takes, whoever asks, and asks nobody for a token before."""

import pytest
from django.test import Client

from accounts.models import User
from forum.models import Thread
from tests.forum.talk import published

pytestmark = pytest.mark.django_db

READ = [
    "/",
    "/essays/an-essay/",
    "/essays/an-essay/p1/",
    "/discussions/",
    "/discussions/{thread}-a-title/",
    "/posts/{post}/",
    "/posts/{post}/history/",
    "/members/author-one/",
]
SENT = [
    "/essays/an-essay/reply/",
    "/essays/an-essay/p1/reply/",
    "/posts/{post}/reply/",
    "/posts/{post}/edit/",
    "/posts/{post}/withdraw/",
]
REFUSED = ["PUT", "PATCH", "DELETE"]


def browser(member: User | None) -> Client:
    client = Client(enforce_csrf_checks=True)
    if member:
        client.force_login(member)
    return client


@pytest.mark.parametrize(
    ("url", "refused"), [*((url, [*REFUSED, "POST"]) for url in READ), *((url, REFUSED) for url in SENT)]
)
@pytest.mark.parametrize("signed", [True, False])
def test_a_page_takes_no_other_method(thread: Thread, author: User, url: str, refused: list[str], signed: bool) -> None:
    url = url.format(thread=thread.pk, post=published(thread, author).pk)
    client = browser(author if signed else None)
    answers = {method: client.generic(method, url) for method in refused}
    assert {answer.status_code for answer in answers.values()} == {405}
    assert all("GET" in answer["Allow"] for answer in answers.values())
    assert client.head(url).status_code in {200, 302}


@pytest.mark.parametrize("act", ["reply", "edit", "withdraw"])
def test_what_a_member_sends_without_a_token_changes_nothing(thread: Thread, author: User, act: str) -> None:
    post = published(thread, author, "One.")
    assert browser(author).post(f"/posts/{post.pk}/{act}/", {"source": "Two."}).status_code == 403
    post.refresh_from_db()
    assert (post.source, post.is_published, thread.posts.count()) == ("One.", True, 1)
