"""Moderators keep the list of words, and try a rule before they save it."""

import pytest
from django.test import Client

from accounts.models import User
from forum import posting
from forum.models import Post, Thread, WordRule
from forum.moderation import trial
from tests.forum.pages import Page
from tests.forum.talk import public_discussion, published, signed_in

pytestmark = pytest.mark.django_db

LIST = "/admin/forum/wordrule/"
ADD = f"{LIST}add/"


def filled(words: str, match: str = "word", **more: str) -> dict[str, str]:
    return {"words": words, "match": match, "effect": "hold", "note": "A note.", "is_active": "on", **more}


def sent(desk: Client, url: str, words: str, match: str = "word", **more: str) -> Page:
    answer = desk.post(url, filled(words, match, **more), follow=True)
    assert answer.status_code == 200
    return Page(answer)


def tried(desk: Client, words: str, match: str = "word", url: str = ADD) -> Page:
    return sent(desk, url, words, match, _try="Try it")


# --- Keeping the list ---


def test_a_moderator_adds_changes_and_deletes_a_rule(desk: Client) -> None:
    sent(desk, ADD, "casino")
    rule = WordRule.objects.get()
    sent(desk, f"{LIST}{rule.pk}/change/", "casinos")
    rule.refresh_from_db()
    assert (rule.words, rule.note) == ("casinos", "A note.")
    assert "casinos" in Page(desk.get(LIST)).text
    desk.post(f"{LIST}{rule.pk}/delete/", {"post": "yes"})
    assert not WordRule.objects.exists()


def test_others_do_not_see_the_list(reader: User) -> None:
    assert signed_in(reader).get(LIST).status_code == 302


def test_who_may_only_look_tries_nothing(desk: Client, moderator: User) -> None:
    rule = WordRule.objects.create(words="casino")
    group = moderator.groups.get()
    group.permissions.remove(*group.permissions.filter(codename__in=["add_wordrule", "change_wordrule"]))
    assert desk.post(ADD, filled("casino", _try="1")).status_code == 403
    assert desk.post(f"{LIST}{rule.pk}/change/", filled("casino", _try="1")).status_code == 403
    assert "_try" not in Page(desk.get(f"{LIST}{rule.pk}/change/")).fields


@pytest.mark.parametrize(
    ("words", "match", "why"),
    [
        ("(buy", "pattern", "This is no regular expression: missing ), unterminated subpattern, at character 1."),
        ("a*", "pattern", "This can match where nothing is written, and so every post."),
        ("(a+)+b", "pattern", "This could take too long"),
        ("x" * 201, "word", "at most 200 characters (it has 201)"),
        (" ", "word", "This field is required."),
        ("known", "word", "There is a rule for these words already: change that one."),
    ],
)
@pytest.mark.parametrize("button", ["_save", "_try"])
def test_what_is_wrong_with_a_rule_is_said_and_the_words_are_kept(
    desk: Client, words: str, match: str, why: str, button: str
) -> None:
    WordRule.objects.create(words="known")
    page = sent(desk, ADD, words, match, **{button: "1"})
    assert why in page.text
    assert page.fields["words"] == words
    assert "would have matched" not in page.text
    assert WordRule.objects.count() == 1


# --- Trying a rule ---


def test_a_trial_shows_what_would_have_matched_and_saves_nothing(desk: Client, thread: Thread, author: User) -> None:
    first = published(thread, author, "A <b>Casino</b> & a casino.")
    other = published(thread, author, "Nothing.")
    page = tried(desk, "casino")
    assert "1 of the last 2 posts would have matched" in page.text
    assert "A &lt;b&gt;<mark>Casino</mark>&lt;/b&gt; &amp; a <mark>casino</mark>." in page.html
    assert f"/posts/{first.pk}/" in page.links
    assert f"/posts/{other.pk}/" not in page.links
    assert not WordRule.objects.exists()


def test_a_trial_looks_at_titles_as_the_check_does(desk: Client, author: User) -> None:
    public_discussion(author, "Casino bonus", "Other words, and a casino.")
    public_discussion(author, "Another casino", "Other words.")
    page = tried(desk, "casino")
    assert "2 of the last 2 posts would have matched" in page.text
    assert "Other words, and a <mark>casino</mark>." in page.html
    assert "In its title: Another casino" in page.text


def test_a_trial_does_not_show_what_was_withdrawn(desk: Client, thread: Thread, author: User) -> None:
    posting.withdraw(published(thread, author, "A casino."), by=author)
    assert "None of the last 0 posts would have matched" in tried(desk, "casino").text


def test_a_trial_keeps_what_was_typed(desk: Client) -> None:
    rule = WordRule.objects.create(words="casino", effect="refuse")
    for url in (ADD, f"{LIST}{rule.pk}/change/"):
        page = tried(desk, "<b>onus\\b", "pattern", url)
        assert (page.fields["words"], page.fields["note"]) == ("<b>onus\\b", "A note.")
        assert 'value="pattern" required id="id_match_2" checked' in page.html
    rule.refresh_from_db()
    assert (rule.words, rule.effect) == ("casino", "refuse")


def test_what_was_tried_can_be_saved(desk: Client) -> None:
    fields = tried(desk, "casino").fields
    sent(desk, ADD, fields["words"], _save="Save")
    assert WordRule.objects.get().words == "casino"


@pytest.mark.parametrize(("posts", "matching", "shown"), [(25, 25, 20), (1005, 1000, 20)])
def test_a_trial_counts_a_thousand_and_shows_twenty(
    desk: Client, thread: Thread, author: User, posts: int, matching: int, shown: int
) -> None:
    model = published(thread, author, "A casino.")
    Post.objects.bulk_create(
        Post(thread=thread, author=author, status="pending", written_at=model.written_at, source="A casino.")
        for _ in range(posts - 1)
    )
    page = tried(desk, "casino")
    assert f"{matching} of the last {matching} posts would have matched" in page.text
    assert (page.tags["mark"], f"The latest {shown} of them:" in page.text) == (shown, True)


def test_a_trial_that_takes_too_long_says_so(
    desk: Client, thread: Thread, author: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    published(thread, author, "A casino.")
    monkeypatch.setattr(trial, "MOST_SECONDS", -1.0)
    assert "This pattern is slow: only the last 0 posts were looked at." in tried(desk, "casino").text


def test_a_rule_that_is_gone_is_not_tried(desk: Client) -> None:
    answer = desk.post(f"{LIST}12345/change/", filled("casino", _try="1"), follow=True)
    assert "doesn’t exist" in Page(answer).text
