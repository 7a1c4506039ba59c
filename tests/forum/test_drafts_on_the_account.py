"""A member's drafts are kept for all their devices: each knows what it was made of, and none is overwritten unseen."""

import re
from urllib.parse import quote

import pytest
from django.test import Client

from accounts.models import User
from essays.markup import MAX_SOURCE
from forum import posting
from forum.drafts import DRAFTS_PER_MEMBER, Elsewhere, account, save, version_of
from forum.models import Draft, Thread
from tests.forum.at_once import at_once
from tests.forum.drafting import JSON, PAGE, REPLY, WORDS, put, words_kept
from tests.forum.pages import read
from tests.forum.talk import published, signed_in, sorted_under

pytestmark = pytest.mark.django_db

# --- Begun here, finished there ---


def test_what_is_saved_on_one_device_opens_on_another(thread: Thread, reader: User) -> None:
    version = put(signed_in(reader), WORDS, quote="One, with", form="8f0d5ad4-5b1d-4c4c-9f0e-3a1f6f0c2a55")
    for url in (PAGE, REPLY):
        page = read(signed_in(reader).get(url))
        assert (page.fields["source"], page.fields["quote"]) == (WORDS, "One, with")
        assert (page.fields["draft"], page.fields["form"]) == (version, "8f0d5ad4-5b1d-4c4c-9f0e-3a1f6f0c2a55")
        assert "This is your draft of" in page.text
        assert "autofocus" not in page.html  # Nobody is led there who came to read.
    assert read(signed_in(reader).get("/essays/an-essay/p2/")).fields["source"] == ""


def test_an_edit_opens_with_its_draft_and_knows_the_words_of_the_post(thread: Thread, author: User) -> None:
    post = published(thread, author, 'As it "was".')
    url = f"/posts/{post.pk}/edit/"
    put(signed_in(author), WORDS, path=url)
    page = read(signed_in(author).get(url))
    assert page.fields["source"] == WORDS
    assert 'data-original="As it &quot;was&quot;."' in page.html


def test_a_discussion_that_is_begun_keeps_its_title_and_category(thread: Thread, reader: User) -> None:
    path, category = "/discussions/new/", sorted_under("texts")
    version = put(signed_in(reader), WORDS, path=path, title="A new title", category=str(category.pk))
    client = signed_in(reader)
    page = read(client.get(path))
    assert (page.fields["title"], page.fields["source"], page.fields["draft"]) == ("A new title", WORDS, version)
    assert re.search(rf'<option value="{category.pk}"\s+selected', page.html)
    answer = client.post(path, {**page.fields, "category": str(category.pk)})
    assert answer.status_code == 302
    assert not Draft.objects.exists()


def test_a_draft_for_a_discussion_outlives_its_title(thread: Thread, reader: User, author: User) -> None:
    other = posting.open_thread(author, title="First title", category=sorted_under("texts"), source="Words.").thread
    Thread.objects.filter(pk=other.pk).update(publications=1, post_count=1, is_public=True)
    put(signed_in(reader), WORDS, path=f"/discussions/{other.pk}-first-title/reply/")
    Thread.objects.filter(pk=other.pk).update(title="Second title")
    other = Thread.objects.get(pk=other.pk)
    assert read(signed_in(reader).get(f"/discussions/{other.pk}-{other.slug}/reply/")).fields["source"] == WORDS
    page = read(signed_in(reader).get("/drafts/"))
    assert "Reply in the discussion" in page.text
    assert f"{other.get_absolute_url()}#page-reply" in page.links


def test_without_a_script_a_button_saves(thread: Thread, reader: User) -> None:
    client = signed_in(reader)
    assert 'formaction="/drafts/?for=/essays/an-essay/p1/reply/"' in read(client.get(PAGE)).html
    answer = client.post("/drafts/", {"source": WORDS, "keep": ""}, query_params={"for": REPLY})
    assert answer["Location"] == "/drafts/"
    assert "Your draft is saved." in read(client.get("/drafts/")).text
    assert words_kept(reader) == WORDS


def test_a_page_for_everybody_has_nothing_of_it(thread: Thread, reader: User) -> None:
    put(signed_in(reader), WORDS)
    page = read(Client().get(PAGE))
    assert page.fields["source"] == ""
    assert "draft" not in page.fields
    assert "Save draft" not in page.text


# --- Versions ---


def test_a_save_that_knows_the_latest_takes_its_place(thread: Thread, reader: User) -> None:
    client = signed_in(reader)
    put(client, "Words, better.", put(client, "Words."))
    assert words_kept(reader) == "Words, better."


def test_a_save_that_knows_an_older_one_changes_nothing_and_gets_the_other(thread: Thread, reader: User) -> None:
    phone, desk = signed_in(reader), signed_in(reader)
    first = put(phone, "Phone.")
    second = put(desk, "Desk.", first)
    answer = phone.post("/drafts/", {"source": "Late.", "draft": first}, query_params={"for": REPLY}, headers=JSON)
    assert (answer.status_code, answer.json()) == (409, {"version": second, "words": {"source": "Desk."}})
    put(phone, "First of all.", "", status=409)
    assert words_kept(reader) == "Desk."
    page = read(phone.post("/drafts/", {"source": "Late.", "draft": first}, query_params={"for": REPLY}), 409)
    assert "Late." in page.html
    assert "Desk." in page.html
    assert (page.fields["source"], page.fields["draft"]) == ("Late.", second)


def test_a_page_of_two_drafts_shows_all_of_both(thread: Thread, reader: User) -> None:
    client, path = signed_in(reader), "/discussions/new/"
    version = put(client, "Desk.", "", path, title="Their <title>", quote="Their quote")
    sent = {"source": "Late.", "title": "My title", "quote": "My quote", "category": "texts", "draft": ""}
    page = read(client.post("/drafts/", sent, query_params={"for": path}), 409)
    for words in ("Their &lt;title&gt;", "Their quote", "Desk."):
        assert words in page.html
    shown = {name: page.fields[name] for name in sent}
    assert shown == {**sent, "draft": version}
    assert 'type="hidden" name="title"' not in page.html


def test_the_same_words_are_no_conflict(thread: Thread, reader: User) -> None:
    version = put(signed_in(reader), WORDS)
    assert put(signed_in(reader), WORDS) == version


@pytest.mark.parametrize("path", [REPLY, "edit"])
def test_what_was_posted_is_forgotten_and_a_late_save_does_not_bring_it_back(
    thread: Thread, author: User, path: str
) -> None:
    path = f"/posts/{published(thread, author).pk}/edit/" if path == "edit" else path
    phone, desk = signed_in(author), signed_in(author)
    version = put(phone, "Words.", path=path)
    fields = read(desk.get(path)).fields
    answer = desk.post(path, {**fields, "source": "Words, finished."})
    assert answer.status_code == 302
    assert not Draft.objects.exists()
    put(phone, "Words. And", version, path, status=410)
    page = read(
        phone.post("/drafts/", {"source": "Words. And", "draft": version}, query_params={"for": path}), status=410
    )
    assert page.fields["source"] == "Words. And"
    assert not Draft.objects.exists()


def test_posting_forgets_what_it_was_made_of_and_nothing_newer(thread: Thread, reader: User) -> None:
    phone, desk = signed_in(reader), signed_in(reader)
    first = put(phone, "Words.")
    put(phone, "Words that go on.", first)
    assert desk.post(REPLY, {"source": "Words.", "draft": first}).status_code == 302
    assert words_kept(reader) == "Words that go on."


def test_posting_the_very_words_forgets_them_whatever_the_form_knew(thread: Thread, reader: User) -> None:
    put(signed_in(reader), "One.\nTwo.")
    assert signed_in(reader).post(REPLY, {"source": "One.\r\nTwo."}).status_code == 302
    assert not Draft.objects.exists()


def test_a_form_without_words_keeps_nothing_and_takes_away_what_was_kept(thread: Thread, reader: User) -> None:
    client = signed_in(reader)
    assert put(client, "  ") == ""
    version = put(client, "Words.")
    assert put(client, "", version) == ""
    assert not Draft.objects.exists()


def test_what_is_wrong_with_a_reply_leaves_its_draft(thread: Thread, reader: User) -> None:
    client = signed_in(reader)
    version = put(client, "Words.")
    page = read(client.post(REPLY, {"source": "", "draft": version}), 422)
    assert page.fields["draft"] == version
    assert words_kept(reader) == "Words."


def test_words_typed_before_signing_in_come_first_and_the_others_stay(thread: Thread, reader: User) -> None:
    version, client = put(signed_in(reader), "From another device."), Client()
    for draft, known in ((version, version), ("", "")):
        client.logout()
        client.post(REPLY, {"source": "Sent.", "draft": draft}, headers={"Origin": "http://testserver"})
        kept = client.session["drafts"]
        client.force_login(reader)
        assert client.session["drafts"] == kept
        fields = read(client.get(PAGE)).fields
        assert (fields["source"], fields["draft"]) == ("Sent.", known)
    assert client.post(REPLY, {"source": "Sent.", "draft": ""}).status_code == 302
    assert words_kept(reader) == "From another device."


# --- Bounds ---


def test_a_member_has_a_bounded_number_of_drafts_and_the_oldest_goes(thread: Thread, reader: User) -> None:
    paths = [f"/posts/{number}/reply/" for number in range(DRAFTS_PER_MEMBER + 1)]
    for path in paths:
        save(reader, path, {"source": path})
    assert set(Draft.objects.values_list("path", flat=True)) == set(paths[1:])


@pytest.mark.parametrize(
    "words",
    [{"source": "x" * (MAX_SOURCE + 1)}, {"source": "x", "quote": "x" * 501}, {"source": "x", "title": "x" * 1000}],
)
def test_what_no_form_would_take_is_not_saved_and_stays_on_the_page(
    thread: Thread, reader: User, words: dict[str, str]
) -> None:
    client = signed_in(reader)
    answer = client.post("/drafts/", words, query_params={"for": REPLY}, headers=JSON)
    assert answer.status_code == 422
    page = read(client.post("/drafts/", words, query_params={"for": REPLY}), 422)
    assert page.fields["source"] == words["source"]
    assert not Draft.objects.exists()


NO_FORMS = [
    "",
    "/",
    "/essays/an-essay/",
    "/posts/1/withdraw/",
    "/posts/1/flag/",
    "/admin/",
    "//evil.example/",
    "x" * 300,
]
NO_FORMS += [f"/posts/{'1' * 200}/reply/", "https://evil.example/posts/1/reply/", "/posts/1/reply/?x"]


@pytest.mark.parametrize("path", NO_FORMS)
def test_only_forms_for_words_have_drafts(thread: Thread, reader: User, path: str) -> None:
    put_to = signed_in(reader).post("/drafts/", {"source": WORDS}, query_params={"for": path}, headers=JSON)
    assert put_to.status_code == 404
    assert not Draft.objects.exists()


# --- Two devices at once ---


@pytest.mark.django_db(transaction=True)
def test_of_two_devices_that_save_at_once_one_is_told_of_the_other(reader: User) -> None:
    def saving(source: str, base: str) -> object:
        return save(User.objects.get(pk=reader.pk), REPLY, {"source": source}, base)

    base = ""
    for _ in range(3):
        results = at_once([lambda: saving("Phone.", base), lambda: saving("Desk.", base)])  # noqa: B023
        refusals = [result for result in results if isinstance(result, Elsewhere)]
        (kept,) = [result for result in results if isinstance(result, Draft)]
        assert [version_of(refusal.draft) for refusal in refusals] == [version_of(kept)]
        base = version_of(save(reader, REPLY, {"source": "Both."}, version_of(kept)))


@pytest.mark.django_db(transaction=True)
def test_a_draft_that_is_posted_while_another_device_saves_is_gone_or_is_the_other(reader: User) -> None:
    for _ in range(3):
        draft = save(reader, REPLY, {"source": "Words."})
        version = version_of(draft)
        results = at_once(
            [
                lambda: account.forget(reader, REPLY, version, "Words."),  # noqa: B023
                lambda: save(reader, REPLY, {"source": "Words, more."}, version),  # noqa: B023
            ]
        )
        left = Draft.objects.first()
        assert (left is None) == isinstance(results[1], Elsewhere)
        Draft.objects.all().delete()


# --- Who has none ---


def test_a_save_needs_the_forms_token(thread: Thread, reader: User) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(reader)
    page = read(client.post("/drafts/", {"source": WORDS}, query_params={"for": REPLY}), 403)
    assert page.fields["source"] == WORDS
    assert not Draft.objects.exists()
    assert f'action="/drafts/?for={quote(REPLY, safe="")}"' in page.html
    assert client.post("/drafts/", page.fields, query_params={"for": REPLY}).status_code == 302
    assert words_kept(reader) == WORDS


def test_whose_session_ran_out_keeps_the_words_until_they_have_signed_in(thread: Thread, reader: User) -> None:
    client, here = Client(), {"Origin": "http://testserver"}
    put(client, WORDS, status=403)
    assert "sessionid" not in client.cookies
    answer = client.post("/drafts/", {"source": WORDS}, query_params={"for": REPLY}, headers=here)
    assert answer["Location"] == f"/accounts/login/?next={REPLY}"
    client.force_login(reader)
    assert read(client.get(REPLY)).fields["source"] == WORDS
    stranger = Client()
    read(stranger.post("/drafts/", {"source": WORDS}, query_params={"for": REPLY}, headers={"Origin": "null"}), 403)
    assert "sessionid" not in stranger.cookies


def test_a_held_post_can_be_drafted_by_its_author_alone(thread: Thread, author: User, reader: User) -> None:
    post = posting.reply(thread, author=author, source="Held words.")
    path = f"/posts/{post.pk}/edit/"
    assert read(signed_in(author).get(path)).fields["source"] == "Held words."
    put(signed_in(reader), "Words.", path=path)
    assert "Held words." not in signed_in(reader).get("/drafts/").content.decode()
