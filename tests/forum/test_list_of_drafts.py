"""A member's own drafts, for the member alone: what is gone or hidden keeps the words, and is not told of."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from forum import moderation, posting
from forum.drafts import save, version_of
from forum.models import Draft, Thread
from forum.views.drafts import MADE_MEANWHILE
from tests.forum.drafting import PAGE, REPLY, WORDS, put, words_kept
from tests.forum.pages import read
from tests.forum.talk import because, public_discussion, published, signed_in, sorted_under

pytestmark = pytest.mark.django_db


def test_the_list_says_where_and_when_and_leads_on(thread: Thread, reader: User, author: User) -> None:
    other, own = published(thread, author), published(thread, reader)
    paths = ["/essays/an-essay/reply/", REPLY, f"/posts/{other.pk}/reply/", f"/posts/{own.pk}/edit/"]
    client = signed_in(reader)
    for number, path in enumerate(paths):
        put(client, f"Words {number}. " + "And more. " * 60, path=path)
    page = read(client.get("/drafts/"))
    labels = re.findall(r"<h2><a[^>]*>([^<]*)</a></h2>", page.html)
    assert labels == [
        "Edit of your post",
        "Reply to the post by Author one",
        "Reply to paragraph 1",
        "Reply to the whole text",
    ]
    assert all(f"Words {number}." in page.text for number in range(4))
    assert page.text.count("A title ·") == 4
    forms = [*reversed(paths[2:]), f"{PAGE}#page-reply", "/essays/an-essay/#page-reply"]
    continuing = re.findall(r'<a href="([^"]*)">Continue<', page.html)
    assert continuing == forms
    for number, url in zip((3, 2, 1, 0), forms, strict=True):
        assert read(client.get(url)).fields["source"].startswith(f"Words {number}.")


def test_a_draft_is_discarded_from_the_list_as_it_was_seen(thread: Thread, reader: User) -> None:
    phone, desk = signed_in(reader), signed_in(reader)
    first = put(phone, "Words.")
    seen = read(desk.get("/drafts/")).fields["draft"]
    put(phone, "Other words.", first)
    for version, left in ((seen, 1), (read(desk.get("/drafts/")).fields["draft"], 0)):
        answer = desk.post("/drafts/", {"draft": version, "discard": "1"}, query_params={"for": REPLY})
        assert answer["Location"] == "/drafts/"
        page = read(desk.get("/drafts/"))
        assert (MADE_MEANWHILE in page.text) == bool(left)
        assert Draft.objects.count() == left


def test_words_for_what_is_gone_or_locked_stay_to_be_copied(
    thread: Thread, reader: User, author: User, moderator: User
) -> None:
    post, client = published(thread, author, "Secret words."), signed_in(reader)
    put(client, WORDS, path=f"/posts/{post.pk}/reply/")
    put(client, WORDS)
    moderation.remove(post, by=moderator, seen=1, reason=because("attack"))
    moderation.lock_thread(thread, by=moderator, reason=because("heated"))
    page = read(client.get("/drafts/"))
    assert "Secret words." not in page.html
    assert "Author one" not in page.html
    assert "The post that you answer cannot be answered any more." in page.text
    assert "This talk is locked" in page.text
    assert page.html.count("&lt;long&gt; &amp; *words*") == 2
    assert page.tags["textarea"] == 2
    assert "Continue" not in page.text


def test_words_for_a_place_that_has_another_address_now_stay_and_lead_there(
    thread: Thread, reader: User, author: User, moderator: User
) -> None:
    merged, into = public_discussion(author, "One").thread, public_discussion(author, "Another").thread
    post, client = published(thread, author), signed_in(reader)
    put(client, WORDS, path=f"{merged.get_absolute_url()}reply/")
    put(client, WORDS, path=f"/posts/{post.pk}/reply/")
    moderation.merge(merged, by=moderator, into=into)
    moderation.split(post, by=moderator, seen=1, title="Its own", category=sorted_under("texts"))
    page = read(client.get("/drafts/"))
    assert "This discussion was merged into another one." in page.text
    assert "The post that you answer opens a discussion of its own now." in page.text
    assert page.html.count("&lt;long&gt; &amp; *words*") == page.tags["textarea"] == 2
    for url in re.findall(r'<a href="([^"]*)">Continue<', page.html):
        assert "source" in read(client.get(url, follow=True)).fields


def test_of_what_a_member_may_not_know_of_the_list_says_nothing(thread: Thread, reader: User, author: User) -> None:
    held = posting.reply(thread, author=author, source="Held words.")
    client = signed_in(reader)
    paths = [f"/posts/{held.pk}/reply/", f"/posts/{held.pk}/edit/", "/posts/999999/reply/"]
    paths += ["/essays/no-essay/reply/", "/essays/an-essay/p9/reply/"]
    for path in paths:
        put(client, WORDS, path=path)
    page = read(client.get("/drafts/"))
    assert page.text.count("What this was for is not here any more.") == len(paths)
    assert page.tags["textarea"] == len(paths)
    assert "Author one" not in page.html
    assert "A title" not in page.html


def test_nobody_sees_the_drafts_of_another(
    thread: Thread, reader: User, stranger: User, moderator: User, admin_user: User
) -> None:
    put(signed_in(reader), "Nobody's business.")
    pages = ["/drafts/", PAGE, REPLY, "/essays/an-essay/", "/discussions/", "/members/reader-one/", "/moderation/log/"]
    for person in (stranger, moderator, admin_user):
        client = signed_in(person)
        desk = ["/admin/", f"/admin/forum/standing/{reader.pk}/change/"] if person.is_staff else []
        for url in [*pages, *desk]:
            answer = client.get(url)
            assert answer.status_code == 200, url
            assert "Nobody's business." not in answer.content.decode().replace("&#x27;", "'")
        put(client, "Mine.", version_of(Draft.objects.get()), status=410)
    assert words_kept(reader) == "Nobody's business."
    assert signed_in(admin_user).get("/admin/forum/draft/").status_code == 404


def test_the_list_is_for_members_and_is_kept_by_nobody(thread: Thread, reader: User) -> None:
    assert Client().get("/drafts/")["Location"] == "/accounts/login/?next=/drafts/"
    answer = signed_in(reader).get("/drafts/")
    assert "no-store" in answer["Cache-Control"]
    assert '<meta name="robots" content="noindex">' in answer.content.decode()
    assert "Nothing yet." in read(answer).text


def test_drafts_go_with_their_writer(thread: Thread, reader: User) -> None:
    put(signed_in(reader), WORDS)
    reader.delete()
    assert not Draft.objects.exists()


def test_the_list_costs_the_same_at_two_sizes(thread: Thread, reader: User, author: User) -> None:
    def cost(many: int) -> int:
        Draft.objects.all().delete()
        for number in range(many):
            post, own = published(thread, author), published(thread, reader)
            for path in (f"/posts/{post.pk}/reply/", f"/posts/{own.pk}/edit/", f"/essays/an-essay/p{number}/reply/"):
                save(reader, path, {"source": WORDS})
        client = signed_in(reader)
        with CaptureQueriesContext(connection) as captured:
            assert read(client.get("/drafts/")).text.count("Discard") == 3 * many
        return len(captured)

    assert cost(2) == cost(15) <= 10


@pytest.mark.usefixtures("made_anew")
def test_a_page_with_a_form_costs_a_member_one_query_for_the_draft(thread: Thread, reader: User) -> None:
    def asked(client: Client) -> int:
        with CaptureQueriesContext(connection) as captured:
            read(client.get("/essays/an-essay/"))
        return sum("forum_draft" in query["sql"] for query in captured)

    assert asked(signed_in(reader)) == 1
    assert asked(Client()) == 0
