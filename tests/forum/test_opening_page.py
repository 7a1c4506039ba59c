"""The page on which a discussion is opened: what is taken, what is said where it is not, and that no word is lost."""

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from accounts.models import User
from forum import moderation
from forum.models import Category, Post, Thread, WordRule
from tests.forum.talk import because, client_of, discussion_by, passage, published, say, signed_in, sorted_under

pytestmark = pytest.mark.django_db
NEW = "/discussions/new/"
SENT_FROM = {"Origin": "http://testserver"}


def typed(**others: object) -> dict[str, object]:
    return {"title": "On memory", "category": sorted_under("texts").pk, "source": "Who remembers?", **others}


@pytest.mark.parametrize("who", ["nobody", "reader"])
def test_it_is_a_form_for_everybody(who: str, reader: User) -> None:
    said = client_of(reader if who == "reader" else None).get(NEW).content.decode()
    assert "The texts" in said
    assert ("csrfmiddlewaretoken" in said) == (who == "reader")
    assert ("You sign in or join after this" in said) == (who == "nobody")


def test_a_member_opens_one(reader: User, trust: None) -> None:
    answer = signed_in(reader).post(NEW, typed())
    thread = Thread.objects.get()
    assert answer["Location"] == thread.get_absolute_url() == f"/discussions/{thread.pk}-on-memory/"
    assert (thread.title, thread.category, thread.opener) == ("On memory", sorted_under("texts"), reader)
    assert Post.objects.get().source == "Who remembers?"


def test_a_newcomer_is_led_to_what_waits(reader: User) -> None:
    said = signed_in(reader).post(NEW, typed(), follow=True).content.decode()
    assert "Your discussion is waiting for a moderator" in said


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ({"title": ""}, "Give it a title."),
        ({"title": "\u200b \u2060"}, "Give it a title."),
        ({"title": "x" * 151}, "at most 150 are possible"),
        ({"category": ""}, "Choose a category."),
        ({"category": "999999"}, "Choose one of these categories."),
        ({"source": " "}, "Write something first."),
    ],
)
def test_what_is_wrong_is_said_and_the_rest_is_kept(reader: User, wrong: dict[str, str], why: str) -> None:
    sent = typed(**wrong)
    answer = signed_in(reader).post(NEW, sent)
    said = answer.content.decode()
    assert answer.status_code == 422
    assert why in said
    for name in {"title", "source"} - set(wrong):
        assert str(sent[name]) in said
    assert not Thread.objects.exists()


def test_a_title_is_one_line(reader: User, trust: None) -> None:
    signed_in(reader).post(NEW, typed(title=" On \n\tmemory\u202e\0 "))
    assert Thread.objects.get().title == "On memory"


def test_a_title_of_150_characters_is_taken(reader: User, trust: None) -> None:
    signed_in(reader).post(NEW, typed(title="x" * 150))
    assert Thread.objects.get().title == "x" * 150


def test_a_preview_opens_nothing(reader: User) -> None:
    said = signed_in(reader).post(NEW, typed(source="**Who** remembers?", preview="1")).content.decode()
    assert '<p class="entitled" dir="auto">On memory</p>' in said
    assert "<strong>Who</strong>" in said
    assert 'value="On memory"' in said
    assert not Thread.objects.exists()


def test_what_a_rule_refuses_comes_back(reader: User, trust: None) -> None:
    WordRule.objects.create(words="memory", effect=WordRule.Effect.REFUSE)
    answer = signed_in(reader).post(NEW, typed())
    assert answer.status_code == 422
    assert "Who remembers?" in answer.content.decode()


def test_who_is_banned_keeps_their_words(reader: User, moderator: User) -> None:
    moderation.ban(reader, by=moderator, seen=0, reason=because("attack"))
    answer = signed_in(reader).post(NEW, typed())
    assert answer.status_code == 422
    assert "On memory" in answer.content.decode()
    assert "Who remembers?" in answer.content.decode()
    assert "Open the discussion" not in signed_in(reader).get(NEW).content.decode()


def test_words_without_a_token_are_shown_again(reader: User) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(reader)
    answer = client.post(NEW, typed(essay="an-essay", is_about="on"))
    said = answer.content.decode()
    assert answer.status_code == 403
    for words in ("On memory", "Who remembers?", 'name="category"', 'value="an-essay"', 'name="is_about"'):
        assert words in said


# --- Without an account ---


def test_words_wait_for_signing_in(reader: User, thread: Thread, trust: None) -> None:
    client = Client()
    answer = client.post(NEW, typed(essay="an-essay", passage="p1", is_about="on"), headers=SENT_FROM)
    assert answer["Location"] == "/accounts/login/?next=%2Fdiscussions%2Fnew%2F"
    client.force_login(reader)
    said = client.get(NEW).content.decode()
    for words in ("On memory", "Who remembers?", "Your words are still here", 'value="an-essay"', 'value="p1"'):
        assert words in said
    assert f'<option value="{sorted_under("texts").pk}" selected' in said
    client.post(NEW, typed(essay="an-essay", passage="p1", is_about="on"))
    assert Thread.objects.get(essay=None).about_passage == passage(thread, "p1")
    assert "Who remembers?" not in client.get(NEW).content.decode()


def test_the_form_sets_no_cookie(db: None) -> None:
    assert not Client().get(NEW).cookies


# --- What it is about ---


def test_what_it_is_about_is_shown_and_kept(thread: Thread, reader: User, author: User, trust: None) -> None:
    post = published(thread, author, ref="p2")
    cases = {
        "essay=an-essay": (thread.essay, None, None),
        "essay=an-essay&passage=p1": (thread.essay, passage(thread, "p1"), None),
        f"post={post.pk}": (thread.essay, passage(thread, "p2"), post),
    }
    for query, about in cases.items():
        said = signed_in(reader).get(f"{NEW}?{query}").content.decode()
        assert "Link it to what set it off" in said
        asked = dict(pair.split("=") for pair in query.split("&"))
        signed_in(reader).post(NEW, typed(**asked, is_about="on"))
        found = Thread.objects.latest("pk")
        assert (found.about_essay, found.about_passage, found.about_post) == about


def test_it_can_be_about_nothing_after_all(thread: Thread, reader: User, trust: None) -> None:
    signed_in(reader).post(NEW, typed(essay="an-essay", passage="p1"))
    assert Thread.objects.get(essay=None).about_essay is None


@pytest.mark.parametrize("query", ["essay=none", "essay=an-essay&passage=p99", "post=999999", "post=x", "post=²"])
def test_what_is_not_there_is_not_found(thread: Thread, query: str) -> None:
    assert Client().get(f"{NEW}?{query}").status_code == 404


def test_what_nobody_may_read_is_not_continued(thread: Thread, reader: User, author: User) -> None:
    held = say(thread, author)
    for user in (None, reader, author):
        assert client_of(user).get(f"{NEW}?post={held.pk}").status_code == 404
    answer = signed_in(reader).post(NEW, typed(post=held.pk, is_about="on"))
    assert answer.status_code == 422
    assert "not there any more" in answer.content.decode()
    assert not Thread.objects.filter(essay=None).exists()


# --- Editing it ---


def test_the_form_for_editing_has_the_title(reader: User, author: User, thread: Thread, trust: None) -> None:
    post, other = discussion_by(reader), published(thread, reader)
    assert 'name="title"' in signed_in(reader).get(f"{post.get_absolute_url()}edit/").content.decode()
    assert 'name="title"' not in signed_in(reader).get(f"{other.get_absolute_url()}edit/").content.decode()
    signed_in(reader).post(f"{post.get_absolute_url()}edit/", {"title": "Another", "source": "Some words."})
    assert Thread.objects.get(pk=post.thread_id).title == "Another"


def test_what_was_returned_is_sent_again_with_another_title(reader: User, moderator: User) -> None:
    post = discussion_by(reader)
    moderation.return_to_author(post, by=moderator, seen=1, reason=because("unclear"))
    edit = f"{post.get_absolute_url()}edit/"
    same = {"title": "A title of my own", "source": "Some words."}
    assert signed_in(reader).post(edit, same).status_code == 422
    assert signed_in(reader).post(edit, same | {"title": "A clear title"}).status_code == 302
    assert Post.objects.get().is_pending


def test_the_history_tells_of_titles(reader: User, settings: Settings, trust: None) -> None:
    post = discussion_by(reader)
    signed_in(reader).post(f"{post.get_absolute_url()}edit/", {"title": "Another", "source": "Some words."})
    said = Client().get(f"{post.get_absolute_url()}history/").content.decode()
    assert "<ins>Another</ins>" in said
    assert "<del>A title of my own</del>" in said


def test_categories_come_in_their_order(reader: User) -> None:
    Category.objects.create(name="First of all", slug="first", position=0)
    said = Client().get(NEW).content.decode()
    assert said.index("First of all") < said.index("The texts") < said.index("This site")
