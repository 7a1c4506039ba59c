"""The text is read with its contents, its notes and its talk; every address leads where it says."""

import re
from pathlib import Path

import pytest
from django.test import Client

from accounts.models import User
from essays.models import Essay
from forum.importer import import_path
from forum.models import Thread
from tests.conftest import make_member
from tests.essays.files import essay_file
from tests.forum.pages import Page, read
from tests.forum.talk import MISSING_NOTE, TEXT, published

pytestmark = pytest.mark.django_db


def page(url: str) -> Page:
    return read(Client().get(url))


# --- The reading page ---


def test_the_reading_page_shows_the_text_in_its_sections(serge: Thread) -> None:
    assert serge.essay
    shown = page(serge.essay.get_absolute_url())
    contents = re.findall(r'<li class="level-2"><a href="#([^"]+)" lang="en"><bdi>', shown.html)
    assert len(contents) == 6
    assert all(shown.ids[anchor] == 1 for anchor in contents)
    assert [name for name in shown.ids if re.fullmatch(r"p\d+", name)] == [f"p{n}" for n in range(1, 57)]
    assert len([name for name in shown.ids if re.fullmatch(r"n\d+", name)]) == 21
    assert "This note is missing from the source." in shown.text


def test_every_link_within_the_reading_page_leads_somewhere(serge: Thread) -> None:
    assert serge.essay
    shown = page(serge.essay.get_absolute_url())
    inner = [link[1:] for link in shown.links if link.startswith("#")]
    assert len(inner) > 42
    assert not [anchor for anchor in inner if shown.ids[anchor] != 1]


def test_each_call_leads_to_its_note_and_back(serge: Thread) -> None:
    assert serge.essay
    shown = page(serge.essay.get_absolute_url())
    calls = [name for name in shown.ids if re.fullmatch(r"c\d+(-\d+)?", name)]
    assert len(calls) == 21
    assert all(f"#{call}" in shown.links for call in calls)
    assert all(f"#n{re.split(r'[c-]', call)[1]}" in shown.links for call in calls)


def test_the_imported_comments_come_first_and_say_where_they_are_from(serge: Thread, author: User) -> None:
    assert serge.essay
    published(serge, author, "A new reply.")
    shown = page(serge.essay.get_absolute_url())
    assert shown.posts == sorted(shown.posts)
    assert shown.text.count("A reader") >= 2
    assert shown.text.count("date unknown") == 2
    assert shown.text.count("imported from Links") == 2
    assert shown.text.index("imported from Links") < shown.text.index("A new reply.")


def test_a_paragraph_shows_how_many_replies_it_has(thread: Thread, author: User) -> None:
    top = published(thread, author, ref="p1")
    assert 'aria-label="1 reply to paragraph 1"' in page("/essays/an-essay/").html
    published(thread, author, parent=top)
    published(thread, author, ref="n1")
    html = page("/essays/an-essay/").html
    assert 'aria-label="2 replies to paragraph 1"' in html
    assert 'aria-label="Reply to paragraph 2"' in html
    assert 'aria-label="1 reply to note 1"' in html


def test_the_library_says_what_there_is_to_read(serge: Thread) -> None:
    shown = page("/")
    assert "Victor Serge" in shown.text
    assert "minutes to read" in shown.text
    assert "2 replies" in shown.text


def test_an_empty_library_says_so(db: None) -> None:
    assert "No essay has been published yet." in page("/").text
    assert "Nothing has been said yet." in page("/discussions/").text


def test_words_of_the_text_are_shown_as_words(thread: Thread) -> None:
    html = page("/essays/an-essay/").html
    assert "<angles>" not in html
    assert "&lt;angles&gt; &amp; <em>stress</em>" in html


def test_an_essay_written_from_right_to_left_is_shown_so(db: None, tmp_path: Path) -> None:
    import_path(essay_file(tmp_path / "rtl", "---\ntitle: כותרת\nlanguage: he\n---\n\nמילים. {#p1}\n"))
    for url in ("/essays/rtl/", "/essays/rtl/p1/"):
        assert 'lang="he" dir="rtl"' in page(url).html


# --- One passage ---


def test_a_paragraph_stands_between_its_neighbours_under_its_heading(thread: Thread) -> None:
    shown = page("/essays/an-essay/p2/")
    assert "A heading" in shown.text
    assert [name for name in shown.ids if re.fullmatch(r"p\d", name)] == ["p1", "p2", "p3"]
    assert {"/essays/an-essay/p1/", "/essays/an-essay/p3/"} <= set(shown.links)


def test_the_first_and_the_last_paragraph_have_one_neighbour(thread: Thread) -> None:
    first, last = page("/essays/an-essay/p1/"), page("/essays/an-essay/p3/")
    assert ('rel="prev"' in first.html, 'rel="next"' in first.html) == (False, True)
    assert ('rel="prev"' in last.html, 'rel="next"' in last.html) == (True, False)


def test_a_paragraph_brings_the_notes_that_it_calls(thread: Thread) -> None:
    shown = page("/essays/an-essay/p1/")
    assert "A note." in shown.text
    assert shown.ids["n1"] == 1
    assert "#c1" in shown.links


def test_every_link_within_a_passage_page_leads_somewhere(serge: Thread) -> None:
    assert serge.essay
    for ref in ("p1", "p10", "p26", "p56", "n1", "n6", "n7", "n21"):
        shown = page(f"{serge.essay.get_absolute_url()}{ref}/")
        assert not [link for link in shown.links if link.startswith("#") and shown.ids[link[1:]] != 1], ref


def test_a_note_shows_who_calls_it(thread: Thread) -> None:
    shown = page("/essays/an-essay/n1/")
    assert "One, with <angles>" in shown.text
    assert "/essays/an-essay/p1/" in shown.links


def test_a_missing_note_says_that_it_is_missing(thread: Thread) -> None:
    shown = page(f"/essays/an-essay/{MISSING_NOTE}/")
    assert "This note is missing from the source." in shown.text
    assert "Answer particular words" not in shown.text


def test_a_retired_passage_keeps_its_address_and_its_talk(
    thread: Thread, essay: Essay, author: User, tmp_path: Path
) -> None:
    post = published(thread, author, "About the second.", ref="p2")
    shorter = TEXT.replace("Two, which calls a note that is lost.[^2] {#p2}", "").replace("[^2]: {.missing}", "")
    shorter = shorter.replace("## A heading", "## Another heading")
    import_path(essay_file(tmp_path / "an-essay", shorter))
    shown = page("/essays/an-essay/p2/")
    assert "This paragraph stood in edition 1 and is not in the present one." in shown.text
    assert "Two, which calls a note that is lost." in shown.text
    assert shown.posts == [post.pk]
    present = page("/essays/an-essay/")
    assert "Two, which calls" not in present.text
    led_to = [link.partition("#")[2] for link in shown.links if link.startswith("/essays/an-essay/#")]
    assert not [anchor for anchor in led_to if present.ids[anchor] != 1]
    assert "Its address and its talk stay." in page("/essays/an-essay/n2/").text
    assert published(thread, author, "Still about it.", ref="p2").edition == essay.editions.get(number=1)
    assert published(thread, author, "About the first.", ref="p1").edition == essay.editions.get(number=2)


@pytest.mark.parametrize(
    "url",
    [
        "/essays/another/",
        "/essays/an-essay/p9/",
        "/essays/an-essay/x1/",
        "/essays/another/p1/",
        "/essays/another/reply/",
        "/posts/0/",
        "/posts/99999999/",
        "/discussions/999-title/",
        "/members/nobody-here/",
        "/nothing/",
    ],
)
def test_what_is_not_there_is_404_in_the_sites_look(thread: Thread, url: str) -> None:
    shown = read(Client().get(url), 404)
    assert "There is nothing at this address" in shown.text
    assert shown.tags["header"] == 1


# --- Threads and members ---


def test_a_threads_page_shows_all_of_its_talk_and_where_each_stands(thread: Thread, author: User) -> None:
    whole, note = published(thread, author), published(thread, author, ref="n1")
    answer = published(thread, author, parent=whole)
    shown = page(thread.get_absolute_url())
    assert shown.posts == [whole.pk, answer.pk, note.pk]
    assert shown.text.count("on note 1") == 1
    assert "All 3 posts" in shown.text


@pytest.mark.parametrize("slug", ["another-title", "A-Title", "-"])
def test_a_thread_is_found_by_its_number_and_led_to_its_title(thread: Thread, slug: str) -> None:
    for query in ("", "?after=5"):
        answer = Client().get(f"/discussions/{thread.pk}-{slug}/{query}")
        assert (answer.status_code, answer["Location"]) == (302, thread.get_absolute_url() + query)


def test_discussions_come_with_the_latest_talk_first(thread: Thread, serge: Thread, author: User) -> None:
    for latest, other in ((thread, serge), (serge, thread)):
        published(latest, author)
        links = [link for link in page("/discussions/").links if re.match(r"/discussions/\d", link)]
        assert links == [latest.get_absolute_url(), other.get_absolute_url()]


def test_a_member_is_found_whatever_the_case(author: User) -> None:
    answer = Client().get("/members/AUTHOR-One/?before=7")
    assert (answer.status_code, answer["Location"]) == (302, "/members/author-one/?before=7")
    assert "No public post yet." in page("/members/author-one/").text


def test_the_posts_of_a_closed_account_stay_and_lead_to_its_page(thread: Thread, author: User) -> None:
    post = published(thread, author)
    User.objects.filter(pk=author.pk).update(is_active=False)
    assert "/members/author-one/" in page("/essays/an-essay/").links
    shown = page("/members/author-one/")
    assert shown.posts == [post.pk]
    assert "this account is closed" in shown.text


def test_names_are_shown_as_words_beside_the_username(thread: Thread) -> None:
    published(thread, make_member("foreign-one", "<b>שם</b>"))
    html = page("/essays/an-essay/").html
    assert '<bdi>&lt;b&gt;שם&lt;/b&gt;</bdi> <span class="handle">@foreign-one</span>' in html
    assert "&lt;b&gt;שם&lt;/b&gt;" in page("/members/foreign-one/").html


# --- All of them ---


def test_a_reader_without_an_account_gets_no_cookie_and_no_token(thread: Thread, author: User) -> None:
    post = published(thread, author, ref="p1")
    urls = [
        "/",
        "/essays/an-essay/",
        "/essays/an-essay/p1/",
        "/essays/an-essay/p1/reply/",
        "/essays/an-essay/reply/",
        "/discussions/",
        thread.get_absolute_url(),
        f"/posts/{post.pk}/",
        f"/posts/{post.pk}/history/",
        f"/posts/{post.pk}/reply/",
        "/members/author-one/",
    ]
    for url in urls:
        answer = Client().get(url)
        assert not answer.cookies, url
        assert "csrfmiddlewaretoken" not in read(answer).html


def test_the_way_to_sign_in_leads_back_here(thread: Thread) -> None:
    links = page("/essays/an-essay/p1/").links
    assert "/accounts/login/?next=/essays/an-essay/p1/" in links
    assert "/accounts/signup/?next=/essays/an-essay/p1/" in links
