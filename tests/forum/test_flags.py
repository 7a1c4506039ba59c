"""A member reports a post: on a page of its own, once for each version, and can take it back."""

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from accounts.models import User
from forum import moderation, posting
from forum.models import Flag, Post, QueueItem, Thread, WordRule
from forum.moderation import flags
from tests.conftest import make_member
from tests.forum.acts import banned, silenced
from tests.forum.pages import read
from tests.forum.talk import because, client_of, published, say, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def post(thread: Thread, author: User) -> Post:
    return published(thread, author, "A rude word.", ref="p1")


def page_of(post: Post) -> str:
    return f"{post.get_absolute_url()}flag/"


def filled(post: Post, code: str = "attack", **others: object) -> dict[str, object]:
    return {"reason": because(code).pk, "note": "", "seen": post.revision, **others}


def test_everybody_but_its_author_finds_the_link(post: Post, author: User, stranger: User) -> None:
    for user, is_there in ((None, True), (stranger, True), (author, False)):
        assert (page_of(post) in read(client_of(user).get("/essays/an-essay/p1/")).links) == is_there


def test_what_is_not_published_has_no_link(thread: Thread, author: User, moderator: User) -> None:
    held = say(thread, author, ref="p1")
    assert page_of(held) not in read(signed_in(moderator).get("/essays/an-essay/p1/")).links


def test_whoever_is_not_signed_in_does_so_first_and_comes_back(post: Post, client: Client, moderator: User) -> None:
    answer = client.get(page_of(post))
    assert answer["Location"] == f"/accounts/login/?next={page_of(post)}"


def test_the_page_shows_the_post_and_the_reasons_for_reports(post: Post, stranger: User, moderator: User) -> None:
    page = read(signed_in(stranger).get(page_of(post)))
    assert "A rude word." in page.text
    assert because("attack").label in page.text
    assert because("attack").explanation in page.text
    assert because("unclear").label not in page.text
    assert page.fields["seen"] == "1"


def test_a_report_waits_for_a_moderator(post: Post, stranger: User, moderator: User) -> None:
    answer = signed_in(stranger).post(page_of(post), filled(post, note="Look at it."), follow=True)
    assert answer.redirect_chain[-1][0] == f"/essays/an-essay/p1/#post-{post.pk}"
    assert "Thank you. A moderator will look at this post." in read(answer).text
    given = Flag.objects.get()
    assert (given.post, given.by, given.reason.code, given.note) == (post, stranger, "attack", "Look at it.")
    assert QueueItem.objects.get().post == post


def test_who_has_reported_it_can_take_that_back(post: Post, stranger: User, moderator: User) -> None:
    client = signed_in(stranger)
    client.post(page_of(post), filled(post))
    page = read(client.get(page_of(post)))
    assert "You have reported this post: personal attack." in page.text
    assert "seen" not in page.fields
    answer = client.post(page_of(post), {"withdraw": "1"}, follow=True)
    assert "Your report is taken back." in read(answer).text
    assert Flag.objects.get().state == Flag.State.WITHDRAWN
    assert not QueueItem.objects.exists()
    assert "There is no report to take back." in read(client.post(page_of(post), {"withdraw": "1"}, follow=True)).text


def test_what_became_of_a_report_is_said_at_the_post(post: Post, stranger: User, moderator: User) -> None:
    """The page is opened at the post: what stands above it is out of sight."""
    client = signed_in(stranger)
    for sent, said in ((filled(post), "Thank you."), ({"withdraw": "1"}, "Your report is taken back.")):
        html = client.post(page_of(post), sent, follow=True).content.decode()
        before, _, after = html.partition(f'id="post-{post.pk}"')
        assert said not in before
        assert after.count(said) == 1
        assert after.index(said) < after.index("</article>")


def test_a_report_without_a_reason_keeps_its_note(post: Post, stranger: User, moderator: User) -> None:
    answer = signed_in(stranger).post(page_of(post), {"note": "My note.", "seen": 1})
    page = read(answer, 422)
    assert "Choose a reason." in page.text
    assert page.fields["note"] == "My note."


def test_a_report_of_an_older_version_shows_the_new_one(
    post: Post, author: User, stranger: User, moderator: User
) -> None:
    posting.edit(post, by=author, source="A kind word.")
    page = read(signed_in(stranger).post(page_of(post), filled(post, note="My note.", seen=1)), 422)
    assert "This post was changed since you opened the page." in page.text
    assert "A kind word." in page.text
    assert (page.fields["note"], page.fields["seen"]) == ("My note.", "2")


def test_a_second_report_of_the_same_version_is_refused(post: Post, stranger: User, moderator: User) -> None:
    client = signed_in(stranger)
    client.post(page_of(post), filled(post))
    page = read(client.post(page_of(post), filled(post, "spam")), 422)
    assert "You have reported this post already." in page.text
    assert Flag.objects.count() == 1


def test_there_is_a_limit_for_each_day(
    post: Post, thread: Thread, author: User, stranger: User, moderator: User, settings: Settings
) -> None:
    settings.FLAGS_PER_DAY = 1
    client = signed_in(stranger)
    client.post(page_of(post), filled(post))
    another = published(thread, author)
    page = read(client.post(page_of(another), filled(another)), 422)
    assert "You have reported 1 posts within a day." in page.text


def test_after_a_decision_only_another_reason_counts(post: Post, stranger: User, moderator: User) -> None:
    client = signed_in(stranger)
    client.post(page_of(post), filled(post))
    moderation.keep(post, by=moderator, seen=1)
    assert "A moderator has decided on your report." in read(client.post(page_of(post), filled(post)), 422).text
    assert client.post(page_of(post), filled(post, "spam")).status_code == 302


def test_reports_that_weigh_enough_hide_it(post: Post, moderator: User, settings: Settings) -> None:
    settings.FLAG_WEIGHT_TO_HOLD = 2
    for name in ("first-one", "second-one"):
        signed_in(make_member(name)).post(page_of(post), filled(post))
    page = read(Client().get("/essays/an-essay/p1/"))
    assert "Hidden until a moderator has looked at it." in page.text
    assert "A rude word." not in page.html


def test_refusals_say_why(
    post: Post, thread: Thread, author: User, stranger: User, moderator: User, reader: User
) -> None:
    held = say(thread, reader)
    assert signed_in(stranger).get(page_of(held)).status_code == 404
    for member, says in (
        (author, "This is your own post"),
        (silenced(make_member("silenced-one"), moderator), "You cannot write here at the moment"),
        (banned(make_member("banned-one"), moderator), "You cannot write here at the moment"),
    ):
        for answer in (signed_in(member).get(page_of(post)), signed_in(member).post(page_of(post), filled(post))):
            assert says in read(answer, 403).text
    moderation.remove(post, by=moderator, seen=1, reason=because("attack"))
    assert "There is nothing to report any more" in read(signed_in(stranger).get(page_of(post)), 403).text
    assert not Flag.objects.exists()


# --- Beside what the checks found ---


@pytest.fixture
def marked(thread: Thread, author: User) -> Post:
    """A post that was published, and marked for the moderators."""
    WordRule.objects.create(words="curious", effect=WordRule.Effect.MARK)
    return published(thread, author, "A curious word.")


def findings() -> list[str]:
    return [finding["check"] for finding in QueueItem.objects.open().get().findings]


def test_a_report_leaves_what_the_checks_found(marked: Post, stranger: User) -> None:
    moderation.flag(marked, by=stranger, seen=1, reason=because("spam"))
    assert findings() == ["word_list"]
    assert QueueItem.objects.get().why == "Reported: spam"


def test_who_takes_a_report_back_takes_no_mark_with_it(marked: Post, stranger: User) -> None:
    before = QueueItem.objects.get().why
    given = moderation.flag(marked, by=stranger, seen=1, reason=because("spam"))
    moderation.withdraw_flag(given, by=stranger)
    assert (findings(), QueueItem.objects.get().why) == (["word_list"], before)


def test_nobody_is_right_by_reporting_what_its_author_withdraws(thread: Thread, author: User, stranger: User) -> None:
    post = published(thread, author)
    moderation.flag(post, by=stranger, seen=1, reason=because("spam"))
    posting.withdraw(post, by=author)
    assert Flag.objects.get().state == Flag.State.WITHDRAWN
    assert flags.weight_of(stranger) == 1
    assert not QueueItem.objects.open().exists()
