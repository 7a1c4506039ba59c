"""What holds a post: each check finds what it is for, says so in a sentence, and is off where a setting says so."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django.fixtures import Settings

from accounts.models import User
from forum import moderation, posting
from forum.models import Post, QueueItem, Standing, Thread, WordRule
from forum.moderation.checks import CHECKS, words
from tests.forum.talk import published, say

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("trust")]

LONG = "These words are long enough that nobody says them twice by chance."
Effect = WordRule.Effect


def found(post: Post) -> dict[str, str]:
    """What the checks found, by the name of each, as the moderator reads it."""
    item = QueueItem.objects.filter(post=post, decided_by=None).first()
    return {finding["check"]: finding["sentence"] for finding in item.findings} if item else {}


def matches(post: Post, check: str) -> list[str]:
    findings = QueueItem.objects.get(post=post, decided_by=None).findings
    (spots,) = [finding["matches"] for finding in findings if finding["check"] == check]
    return [post.source[begin:end] for begin, end in spots]


def rule(words: str, effect: Effect = Effect.HOLD, match: str = "word") -> WordRule:
    return WordRule.objects.create(words=words, effect=effect, match=match)


def test_the_checks_are_asked_in_this_order() -> None:
    assert [check.__name__ for check in CHECKS] == [
        "holds_all",
        "on_hold",
        "of_a_newcomer",
        "too_fast",
        "too_many_links",
        "said_before",
        "on_the_list",
        "trapped",
        "too_soon",
        "like_spam",
        "like_spam_elsewhere",
    ]


def test_all_that_was_found_is_kept_and_the_first_is_the_reason(
    thread: Thread, reader: User, settings: Settings
) -> None:
    settings.APPROVALS_BEFORE_TRUST = 1
    settings.LINKS_PER_POST = 1
    post = say(thread, reader, "https://one.example https://two.example")
    assert list(found(post)) == ["newcomer", "links"]
    assert post.status_reason == found(post)["newcomer"]


# --- Who writes, and where ---


def test_a_thread_can_hold_every_reply(thread: Thread, reader: User) -> None:
    Thread.objects.update(talk=Thread.Talk.HELD)
    assert found(say(thread, reader)) == {"holds_all": "Every reply here waits for a moderator."}


def test_a_member_on_hold_waits(thread: Thread, reader: User) -> None:
    Standing.objects.create(member=reader, state=Standing.State.ON_HOLD)
    assert found(say(thread, reader)) == {"on_hold": "This member is on hold: every post waits for a moderator."}


def test_an_edit_is_no_newcomers_post(thread: Thread, reader: User, settings: Settings) -> None:
    post = say(thread, reader)
    settings.APPROVALS_BEFORE_TRUST = 2
    assert posting.edit(post, by=reader, source="Other words.").is_published


def test_a_moderator_is_not_checked(thread: Thread, moderator: User, settings: Settings) -> None:
    settings.POSTS_PER_TEN_MINUTES = 1
    rule("casino", Effect.REFUSE)
    assert [say(thread, moderator, f"{LONG} Casino.").is_published for _ in range(2)] == [True, True]


# --- Too fast ---


def test_who_posts_too_fast_waits(thread: Thread, reader: User, settings: Settings) -> None:
    settings.POSTS_PER_TEN_MINUTES = 2
    assert [found(say(thread, reader)) for _ in range(2)] == [{}, {}]
    assert found(say(thread, reader)) == {"too_fast": "More than 2 posts of this member within ten minutes."}


def test_what_was_posted_before_ten_minutes_does_not_count(thread: Thread, reader: User, settings: Settings) -> None:
    settings.POSTS_PER_TEN_MINUTES = 1
    say(thread, reader)
    Post.objects.update(written_at=timezone.now() - timedelta(minutes=11))
    assert say(thread, reader).is_published


def test_what_others_post_does_not_count(thread: Thread, reader: User, stranger: User, settings: Settings) -> None:
    settings.POSTS_PER_TEN_MINUTES = 1
    say(thread, stranger)
    assert say(thread, reader).is_published


def test_an_edit_is_no_further_post(thread: Thread, reader: User, settings: Settings) -> None:
    post = [say(thread, reader), say(thread, reader)][-1]
    settings.POSTS_PER_TEN_MINUTES = 1
    assert posting.edit(post, by=reader, source="Other words.").is_published


# --- Links ---


@pytest.mark.parametrize(
    "source",
    [
        "https://one.example, http://two.example and [three](https://three.example).",
        "`https://one.example`\n\n    http://two.example\n\nWWW.three.example",
        "[one](mailto:one@one.example) [two](mailto:two@one.example) [three](mailto:three@one.example)",
    ],
)
def test_too_many_links_are_held(thread: Thread, reader: User, settings: Settings, source: str) -> None:
    settings.LINKS_PER_POST = 2
    assert found(say(thread, reader, source)) == {"links": "3 links: a post with more than 2 waits."}


def test_the_links_are_marked(thread: Thread, reader: User, settings: Settings) -> None:
    settings.LINKS_PER_POST = 1
    post = say(thread, reader, "See [this](https://one.example/a) or https://two.example.")
    assert matches(post, "links") == ["https://one.example/a", "https://two.example."]


@pytest.mark.parametrize(
    ("most", "source"),
    [
        (2, "https://one.example and https://two.example"),
        (0, "https://one.example and https://two.example and https://three.example"),
        (1, "[one](http://testserver/posts/1/) [two](/posts/2/) http://testserver/posts/3/ https://one.example"),
    ],
)
def test_few_links_links_to_this_site_and_any_without_a_limit_are_fine(
    thread: Thread, reader: User, settings: Settings, most: int, source: str
) -> None:
    settings.LINKS_PER_POST = most
    assert found(say(thread, reader, source)) == {}


def test_links_that_come_with_an_edit_hide_the_post(thread: Thread, reader: User, settings: Settings) -> None:
    settings.LINKS_PER_POST = 1
    post = posting.edit(say(thread, reader), by=reader, source="https://one.example https://two.example")
    assert (post.is_hidden, list(found(post))) == (True, ["links"])


# --- The same words ---


@pytest.mark.parametrize("again", [LONG, LONG.upper(), LONG.replace(" ", "\n\n"), f"**{LONG}**", "\u200b".join(LONG)])
@pytest.mark.parametrize("by_another", [False, True])
def test_the_same_words_are_held(thread: Thread, reader: User, stranger: User, again: str, by_another: bool) -> None:
    first = say(thread, reader, LONG)
    second = say(thread, stranger if by_another else reader, again)
    assert found(second) == {"said_before": f"The same words as in post {first.pk}, within a day."}


def test_short_words_may_be_said_twice(thread: Thread, reader: User) -> None:
    assert [found(say(thread, reader, "Thanks.")) for _ in range(2)] == [{}, {}]


def test_the_same_words_may_be_said_another_day(thread: Thread, reader: User) -> None:
    say(thread, reader, LONG)
    Post.objects.update(written_at=timezone.now() - timedelta(days=1, minutes=1))
    assert say(thread, reader, LONG).is_published


def test_who_took_words_back_may_say_them_elsewhere(thread: Thread, reader: User) -> None:
    posting.withdraw(say(thread, reader, LONG), by=reader)
    assert say(thread, reader, LONG, ref="p1").is_published


def test_an_edit_is_not_compared_with_itself(thread: Thread, reader: User) -> None:
    assert posting.edit(say(thread, reader, LONG), by=reader, source=f"*{LONG}*").is_published


@pytest.mark.parametrize(("source", "is_read"), [(LONG * 4, False), (LONG[:15], False), (LONG[::-1], True)])
def test_only_what_is_about_as_long_is_read(thread: Thread, reader: User, source: str, is_read: bool) -> None:
    say(thread, reader, source)
    post = say(thread, reader, LONG)
    near = words.like_it(post, Post.objects.all(), since=timezone.now() - timedelta(days=1))
    assert [read for _, read in near] == [source] * is_read


def test_only_the_latest_posts_are_compared(thread: Thread, reader: User, stranger: User) -> None:
    first = say(thread, stranger, LONG)
    others = [Post(thread=thread, author=reader, status="pending", written_at=first.written_at) for _ in range(300)]
    Post.objects.bulk_create(others)
    with CaptureQueriesContext(connection) as asked:
        say(thread, reader, LONG)
    limits = [query["sql"] for query in asked if "LIMIT 50" in query["sql"] or "LIMIT 200" in query["sql"]]
    assert len(limits) == 2
    assert Post.objects.filter(author=reader, status="published").count() == 1


# --- The list of words ---


def test_words_of_the_list_hold_a_post_and_are_marked(thread: Thread, reader: User) -> None:
    rule("casino")
    rule("b[o0]nus", match="pattern")
    rule("unheard")
    post = say(thread, reader, "A Casino has a b0nus, that casino.")
    assert found(post) == {"word_list": "On the list of words: “casino”, “b0nus”."}
    assert matches(post, "word_list") == ["Casino", "b0nus", "casino"]


def test_words_can_be_marked_only(thread: Thread, reader: User) -> None:
    rule("casino", Effect.MARK)
    post = say(thread, reader, "A casino.")
    assert post.is_published
    assert QueueItem.objects.get(post=post).kind == QueueItem.Kind.FLAGGED
    assert matches(post, "word_list") == ["casino"]


def test_the_strictest_rule_decides_and_all_matches_are_kept(thread: Thread, reader: User) -> None:
    rule("bonus", Effect.MARK)
    rule("casino", Effect.HOLD)
    post = say(thread, reader, "A bonus of the casino.")
    assert (post.is_pending, found(post)["word_list"]) == (True, "On the list of words: “casino”.")
    assert matches(post, "word_list") == ["bonus", "casino"]


def test_a_refused_post_leaves_nothing_behind(thread: Thread, reader: User) -> None:
    rule("casino", Effect.REFUSE)
    with pytest.raises(moderation.Refused, match=r"with these words: “casino”\. Change them and send it again"):
        say(thread, reader, "A casino.")
    assert not Post.objects.exists()


def test_a_refused_edit_changes_nothing(thread: Thread, reader: User) -> None:
    rule("casino", Effect.REFUSE)
    post = say(thread, reader, "Some words.")
    with pytest.raises(moderation.Refused):
        posting.edit(post, by=reader, source="A casino.")
    post.refresh_from_db()
    assert (post.source, post.revision) == ("Some words.", 1)


def test_a_rule_that_is_off_finds_nothing(thread: Thread, reader: User) -> None:
    WordRule.objects.create(words="casino", is_active=False)
    assert say(thread, reader, "A casino.").is_published


def test_a_rule_that_nobody_checked_stops_no_post(thread: Thread, reader: User) -> None:
    rule("(a+)+b", match="pattern")
    rule("casino")
    assert list(found(say(thread, reader, "A casino, a" + "a" * 100))) == ["word_list"]


def test_the_rules_cost_one_query_however_many_there_are(thread: Thread, reader: User) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as asked:
            published(thread, reader)
        return len(asked)

    first = [cost(), cost()][-1]
    WordRule.objects.bulk_create([WordRule(words=f"word{number}") for number in range(100)])
    assert cost() == first


def test_an_edit_changes_what_is_known_of_the_words_and_not_of_who_wrote_them(
    thread: Thread, reader: User, settings: Settings
) -> None:
    settings.APPROVALS_BEFORE_TRUST = 1
    rule("forbidden")
    rule("banished")
    post = say(thread, reader, "A forbidden word.")
    posting.edit(post, by=reader, source="A banished word.")
    assert found(post) == {
        "newcomer": "A new member's first posts wait for a moderator.",
        "word_list": "On the list of words: “banished”.",
    }
