"""A link says to others what is behind it: what the page shows to everybody, under its one address, and no more."""

import json
from typing import Any

import pytest
from django.test import Client
from django.utils.html import escape
from pytest_django.fixtures import Settings

from accounts.models import User
from forum import moderation, posting
from forum.importer import import_path
from forum.meta import DESCRIPTION_LENGTH, shortened
from forum.models import Post, Thread
from tests.essays.files import essay_file
from tests.forum.heads import head
from tests.forum.talk import TEXT, because, published, say, signed_in

pytestmark = pytest.mark.django_db

SITE = "https://forum.example.org"
ESSAY, P1 = "/essays/an-essay/", "/essays/an-essay/p1/"
PUBLIC = ["/", "/discussions/", ESSAY, P1, f"{ESSAY}n2/", "{thread}", "{post}", "/members/author-one/"]
# Forms, what is only for oneself, and what is not there.
NOT_LISTED = {
    f"{ESSAY}reply/": 200,
    f"{P1}reply/": 200,
    "{post}reply/": 200,
    "{post}edit/": 200,
    "{post}withdraw/": 200,
    "{post}history/": 200,
    "/accounts/profile/": 200,
    "/accounts/email/": 200,
    "/accounts/logout/": 200,
    "/nothing-is-here/": 404,
}


@pytest.fixture(autouse=True)
def _site(settings: Settings) -> None:
    settings.SITE_URL = SITE


@pytest.fixture
def post(thread: Thread, author: User) -> Post:
    return published(thread, author, "Words <of> a *reply* & more.", ref="p1")


def address(pattern: str, post: Post) -> str:
    return pattern.format(post=post.get_absolute_url(), thread=post.thread.get_absolute_url())


# --- Every page ---


@pytest.mark.parametrize("pattern", PUBLIC)
def test_a_public_page_says_what_it_is(post: Post, pattern: str) -> None:
    url = address(pattern, post)
    found = head(url)
    meta = found.meta
    assert found.is_listed
    assert found.canonical == meta["og:url"] == f"{SITE}{url}"
    assert found.title == f"{meta['og:title']} – Colloquy"
    assert 0 < len(meta["description"]) <= DESCRIPTION_LENGTH
    assert meta["og:description"] == meta["description"]
    assert meta["og:type"] in ("article", "website")
    assert (meta["og:site_name"], meta["og:locale"]) == ("Colloquy", "en_GB")
    assert meta["twitter:card"] == "summary"


@pytest.mark.parametrize(("pattern", "status"), NOT_LISTED.items())
def test_forms_private_pages_and_errors_are_not_listed(post: Post, author: User, pattern: str, status: int) -> None:
    assert head(address(pattern, post), signed_in(author), status).meta["robots"] == "noindex"


@pytest.mark.parametrize("url", ["/accounts/login/", "/accounts/signup/"])
def test_the_doors_are_listed_once(url: str) -> None:
    assert head(url).is_listed
    assert head(url).meta["description"]
    assert not head(f"{url}?next={ESSAY}").is_listed


@pytest.mark.parametrize("url", [ESSAY, P1, "{thread}", "{post}"])
def test_what_only_changes_how_a_page_is_shown_is_no_part_of_its_address(post: Post, url: str) -> None:
    url = address(url, post)
    assert head(f"{url}?sort=newest&folded=3&utm_source=x").canonical == f"{SITE}{url}"
    assert head(f"{url}?folded=3&after=1").canonical == f"{SITE}{url}?after=1"


@pytest.mark.parametrize("url", [ESSAY, P1, "{thread}"])
def test_a_later_page_in_another_order_is_no_page_of_its_own(post: Post, url: str) -> None:
    url = address(url, post)
    assert head(f"{url}?sort=newest&after={post.pk + 1}").canonical == f"{SITE}{url}"


def test_a_later_page_of_a_member_is_its_own(post: Post) -> None:
    assert head(f"/members/author-one/?before={post.pk + 1}").canonical.endswith(f"/?before={post.pk + 1}")


# --- Descriptions ---


def test_each_page_is_described_by_its_own_words(post: Post, settings: Settings) -> None:
    def said(pattern: str) -> str:
        return head(address(pattern, post)).meta["description"]

    assert said(ESSAY) == "By An author. One, with <angles> & stress."
    assert said(P1) == "One, with <angles> & stress."
    assert said(f"{ESSAY}n2/") == "Note 2 to “A title” is missing from the source."
    assert said("{thread}") == "What readers say about “A title” by An author and its passages."
    assert said("{post}") == "Words <of> a reply & more."
    assert said("/members/author-one/") == "What Author one has said about the essays and their paragraphs."


@pytest.mark.parametrize(
    ("words", "cut"),
    [
        ("Short.", "Short."),
        ("x" * DESCRIPTION_LENGTH, "x" * DESCRIPTION_LENGTH),
        ("word " * 40, "word " * 30 + "word…"),
        ("nine letters, " * 20, "nine letters, " * 11 + "nine…"),
        ("x" * 200, "x" * 159 + "…"),
        ("Said: " + "字" * 200, "Said: " + "字" * 153 + "…"),
    ],
)
def test_a_description_is_cut_at_a_word_where_there_is_one(words: str, cut: str) -> None:
    assert shortened(words) == cut
    assert len(cut) <= DESCRIPTION_LENGTH


def test_the_language_of_a_text_is_said(tmp_path: Any, thread: Thread) -> None:
    text = TEXT.replace("author: An author", "language: pt-BR")
    essay = import_path(essay_file(tmp_path / "um-texto", text)).edition.essay
    found = head(essay.get_absolute_url())
    assert (found.meta["og:locale"], found.data["inLanguage"]) == ("pt_BR", "pt-BR")
    # It names no author: none is made up.
    assert "author" not in found.data
    assert found.meta["description"].startswith("One")


# --- What is not for everybody ---

SECRET = "Nobody else may read this."


def secret(thread: Thread, author: User, moderator: User, state: str) -> Post:
    post = (say if state == "held" else published)(thread, author, SECRET, ref="p1")
    if state == "removed":
        moderation.remove(post, by=moderator, seen=post.revision, reason=because("attack"))
    if state == "withdrawn":
        posting.withdraw(post, by=author)
    return Post.objects.get(pk=post.pk)


@pytest.mark.parametrize("state", ["held", "removed", "withdrawn"])
@pytest.mark.parametrize("url", [P1, "{thread}", "{post}"])
def test_nothing_of_a_post_that_is_held_or_gone_is_in_any_head(
    thread: Thread, author: User, moderator: User, state: str, url: str
) -> None:
    post = secret(thread, author, moderator, state)
    url = address(url, post)
    readers = [signed_in(author), *([signed_in(moderator)] if state == "held" else [])]
    readers += [] if state == "held" and url == post.get_absolute_url() else [Client()]
    for client in readers:
        found = head(url, client)
        assert SECRET not in " ".join([*found.meta.values(), found.title, json.dumps(found.data)])
        assert "rude" not in " ".join(found.meta.values())
        assert f"{SITE}{post.get_absolute_url()}" not in found.comments


@pytest.mark.parametrize("state", ["removed", "withdrawn"])
def test_what_is_gone_leaves_the_search_engines_too(thread: Thread, author: User, moderator: User, state: str) -> None:
    found = head(secret(thread, author, moderator, state).get_absolute_url())
    assert not found.is_listed
    assert found.data == {}
    assert "Author one" not in found.title + found.meta["description"]


def test_hostile_titles_stay_in_their_quotes(tmp_path: Any, thread: Thread) -> None:
    title = '"><script>alert(1)</script> & "more"'
    essay = import_path(essay_file(tmp_path / "hostile", TEXT.replace("A title", title))).edition.essay
    response = Client().get(f"{essay.get_absolute_url()}p1/")
    assert "<script>alert" not in response.content.decode()
    found = head(f"{essay.get_absolute_url()}p1/")
    assert found.meta["og:title"] == f"Paragraph 1: {title}"
    assert found.data["headline"] == title
    assert escape(title) in response.content.decode()


# --- Citing ---


@pytest.mark.parametrize(("ref", "name"), [("p1", "Cite this paragraph"), ("n1", "Cite this note")])
def test_a_passage_is_cited_with_its_permalink(thread: Thread, ref: str, name: str) -> None:
    html = Client().get(f"{ESSAY}{ref}/").content.decode()
    assert name in html
    for form in ("plain", "bibtex", "csl"):
        said = html.split(f'<pre id="page-cite-{form}">')[1].split("</pre>")[0]
        assert f"{SITE}{ESSAY}{ref}/" in said
        assert "A title" in said
    assert f'data-copy-link="{ESSAY}{ref}/"' in html


def test_a_passage_that_is_gone_is_cited_in_the_edition_that_had_it(tmp_path: Any, thread: Thread) -> None:
    shorter = TEXT.replace("> A quotation. {#p3}\n\n", "")
    import_path(essay_file(tmp_path / "an-essay", shorter))
    html = Client().get(f"{ESSAY}p3/").content.decode()
    assert "paragraph 3. Edition 1, " in html
    assert "paragraph 2. Edition 2, " in Client().get(f"{ESSAY}p2/").content.decode()
