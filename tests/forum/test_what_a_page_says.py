"""What stands around members' words: their direction, whether they were edited, and limits as they are."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client

from accounts.models import User
from config.settings import BASE_DIR
from essays.markup import MAX_SOURCE
from forum import moderation, posting
from forum.importer import import_path
from forum.models import Post, Thread
from tests.conftest import make_member
from tests.essays.files import essay_file
from tests.forum.pages import read
from tests.forum.talk import because, client_of, published, say, signed_in, trusting

pytestmark = pytest.mark.django_db


# --- What is gone ---


@pytest.mark.parametrize("removed", [True, False])
def test_the_title_of_a_gone_post_names_nobody(thread: Thread, author: User, moderator: User, removed: bool) -> None:
    post = published(thread, author)
    url = post.get_absolute_url()
    assert "<title>Post by Author one: A title" in read(Client().get(url)).html
    if removed:
        moderation.remove(post, by=moderator, seen=post.revision, reason=because("attack"))
    else:
        posting.withdraw(post, by=author)
    html = read(Client().get(url)).html
    assert "<title>A post that is gone: A title" in html
    assert "Author one" not in html


# --- Directions and languages ---


def test_the_words_of_members_have_the_direction_of_their_own(thread: Thread, author: User) -> None:
    with trusting():
        post = say(thread, author, "מילים.", ref="p1", quote="One, with")
    answer = {"source": "מילים.", "quote": "One, with", "preview": "1"}
    pages = [Client().get(url) for url in ("/essays/an-essay/p1/", f"/posts/{post.pk}/", "/members/author-one/")]
    for page in (*pages, signed_in(author).post("/essays/an-essay/p1/reply/", answer)):
        html = read(page).html
        assert '<div class="body" dir="auto">' in html
        assert '<blockquote class="quoted" dir="auto"' in html
        assert not re.search(r'<(div class="body"|blockquote class="quoted")>', html)


def test_an_essay_in_another_language_is_named_in_it(db: None, tmp_path: Path, author: User) -> None:
    thread = import_path(
        essay_file(
            tmp_path / "rtl",
            "---\ntitle: כותרת\nlanguage: he\n---\n\nמילים.[^1] {#p1}\n\n[^1]: {.missing}\n",
        )
    ).edition.essay.thread
    post = published(thread, author)
    for url in ("/discussions/", thread.get_absolute_url()):
        assert re.search(r'<h[12] lang="he" dir="rtl">(<a [^>]*>)?כותרת', read(Client().get(url)).html), url
    for url in (f"/posts/{post.pk}/", f"/posts/{post.pk}/reply/"):
        assert '<a href="/essays/rtl/" lang="he"><bdi>כותרת</bdi></a>' in read(Client().get(url)).html
    assert '<bdi lang="he">כותרת</bdi>' in read(Client().get("/members/author-one/")).html
    for url in ("/essays/rtl/", "/essays/rtl/p1/", "/essays/rtl/n1/"):
        assert '<p class="missing" lang="en" dir="ltr">' in read(Client().get(url)).html, url


# --- The mark of an edit ---


def marked(post: Post, user: User | None, url: str = "/essays/an-essay/") -> bool:
    """Whether the page calls the post edited."""
    return f"/posts/{post.pk}/history/" in read(client_of(user).get(url)).links


def test_an_edit_before_anybody_could_read_it_is_marked_for_its_author_and_moderators(
    thread: Thread, author: User, stranger: User, moderator: User
) -> None:
    post = posting.edit(say(thread, author, "One."), by=author, source="Two.")
    assert [marked(post, user) for user in (author, moderator)] == [True, True]
    post = moderation.approve(post, by=moderator, seen=post.revision)
    everybody = (None, stranger, author, moderator)
    assert [marked(post, user) for user in everybody] == [False, False, True, True]
    post = posting.edit(post, by=author, source="Three.")
    assert all(marked(post, user) for user in everybody)


def test_a_members_page_marks_what_was_edited_in_public(thread: Thread, author: User, moderator: User) -> None:
    post = posting.edit(say(thread, author, "One."), by=author, source="Two.")
    post = moderation.approve(post, by=moderator, seen=post.revision)
    assert not marked(post, None, "/members/author-one/")
    post = posting.edit(post, by=author, source="Three.")
    assert marked(post, None, "/members/author-one/")


def test_what_was_never_changed_is_not_marked(thread: Thread, author: User, moderator: User) -> None:
    post = published(thread, author)
    assert not any(marked(post, user) for user in (None, author, moderator))


# --- The page of a reply ---


def test_the_words_that_one_replies_to_call_no_note_that_is_not_there(thread: Thread) -> None:
    page = read(Client().get("/essays/an-essay/p1/reply/"))
    assert "One, with <angles> & stress." in page.text
    assert not [link for link in page.links if link.startswith("#") and page.ids[link[1:]] != 1]


# --- Limits ---


def test_the_page_of_an_edit_says_how_long_there_is(
    thread: Thread, author: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("forum.views.posts.EDIT_WINDOW", timedelta(minutes=7), raising=False)
    page = read(signed_in(author).get(f"/posts/{published(thread, author).pk}/edit/"))
    assert "A post can be edited for 7 minutes." in page.text


def test_no_template_has_a_limit_of_its_own(thread: Thread) -> None:
    assert f"At most {MAX_SOURCE:,} characters." in read(Client().get("/essays/an-essay/")).text
    templates = [path.read_text() for path in (BASE_DIR / "templates" / "forum").rglob("*.html")]
    assert templates
    assert not [text for text in templates if "20,000" in text or "30 minutes" in text]


def test_a_closed_member_without_posts_has_a_page_that_says_so(db: None) -> None:
    member = make_member("closed-one")
    User.objects.filter(pk=member.pk).update(is_active=False)
    assert "No public post yet." in read(Client().get("/members/closed-one/")).text
