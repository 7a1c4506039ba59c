"""The numbers of moderation: what waits, how long things take, who decides, in a fixed number of queries."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import User
from forum import moderation, posting
from forum.admin import numbers
from forum.models import Flag, QueueItem, Thread
from tests.conftest import make_member
from tests.forum.desk import NUMBERS, queries_of
from tests.forum.pages import read
from tests.forum.talk import because, published, say

pytestmark = pytest.mark.django_db

THIS_WEEK = numbers.WEEKS - 1


def test_what_waits_by_kind_and_since_when(thread: Thread, author: User, reader: User, desk: Client) -> None:
    say(thread, author)
    say(thread, author)
    moderation.flag(published(thread, author), by=reader, seen=1, reason=because("attack"))
    oldest = timezone.now() - timedelta(hours=5)
    QueueItem.objects.filter(pk=QueueItem.objects.all()[0].pk).update(since=oldest)
    held, flagged, appeals = numbers.waiting()
    assert (held["number"], held["oldest"]) == (2, oldest)
    assert (flagged["number"], appeals["number"], appeals["oldest"]) == (1, 0, None)
    assert "(5 hours)" in read(desk.get(NUMBERS)).text.replace("\xa0", " ")


@pytest.mark.parametrize(
    ("waits", "middle"),
    [
        ([], "nothing was decided"),
        ([timedelta(seconds=5)], "less than a minute"),
        ([timedelta(minutes=1), timedelta(minutes=10), timedelta(hours=9)], "10 minutes"),
        ([timedelta(hours=1), timedelta(hours=3)], "2 hours"),
    ],
)
def test_the_median_of_the_waits(
    thread: Thread, author: User, moderator: User, desk: Client, waits: list[timedelta], middle: str
) -> None:
    for wait in waits:
        post = say(thread, make_member(f"writer-{wait.seconds}"))
        moderation.approve(post, by=moderator, seen=1)
        item = QueueItem.objects.get(post=post)
        assert item.decided_at
        QueueItem.objects.filter(pk=item.pk).update(since=item.decided_at - wait)
    assert f"Median wait {middle} in the last 30 days" in read(desk.get(NUMBERS)).text.replace("\xa0", " ")


def test_what_was_decided_long_ago_does_not_count(thread: Thread, author: User, moderator: User) -> None:
    moderation.approve(say(thread, author), by=moderator, seen=1)
    assert numbers.median_wait() is not None
    QueueItem.objects.update(decided_at=timezone.now() - timedelta(days=31))
    assert numbers.median_wait() is None


def test_acts_are_counted_by_moderator_and_not_what_authors_and_the_system_do(
    thread: Thread, author: User, moderator: User
) -> None:
    post = say(thread, author)
    moderation.approve(post, by=moderator, seen=1)
    posting.withdraw(post, by=author)
    chart = numbers.acts_per_week(numbers.beginning(timezone.now()))
    assert chart.kinds == [moderator.username]
    assert [row[1] for row in chart.rows] == [*[[0]] * THIS_WEEK, [1]]


def test_reports_are_counted_by_what_became_of_them(
    thread: Thread, author: User, reader: User, moderator: User
) -> None:
    for number in range(3):
        post = published(thread, author)
        moderation.flag(post, by=reader, seen=1, reason=because("attack"))
        if number:
            moderation.keep(post, by=moderator, seen=1)
        else:
            moderation.remove(post, by=moderator, seen=1, reason=because("attack"))
    moderation.flag(published(thread, author), by=reader, seen=1, reason=because("attack"))
    chart = numbers.flags_per_week(numbers.beginning(timezone.now()))
    assert chart.kinds == [Flag.State.UPHELD, Flag.State.DECLINED]
    assert chart.rows[THIS_WEEK][1] == [1, 2]
    assert (chart.total, chart.most) == (3, 3)


def test_weeks_begin_on_monday() -> None:
    first = numbers.beginning(datetime(2026, 11, 22, 15, 0, tzinfo=UTC))
    assert first == datetime(2026, 8, 31, tzinfo=UTC)
    assert first.weekday() == 0


def test_bars_stand_on_each_other_and_on_the_line() -> None:
    since = numbers.beginning(timezone.now())
    last = since + timedelta(weeks=THIS_WEEK)
    chart = numbers.chart("acts", "Acts", since, [(since, "a", 1), (since, "b", 3), (last, "b", 2)])
    lower, upper, other = chart.bars
    assert (lower.y + lower.height, upper.y + upper.height) == (chart.base, lower.y)
    assert (upper.y, other.height) == (chart.base - numbers.HEIGHT, numbers.HEIGHT / 2)
    assert other.x - lower.x == THIS_WEEK * numbers.WIDTH


def test_more_moderators_than_colours() -> None:
    assert [numbers.colour(number) for number in (1, numbers.COLOURS, numbers.COLOURS + 1)] == [1, numbers.COLOURS, 1]


def test_the_chart_has_a_name_and_its_numbers_in_a_table(
    thread: Thread, author: User, moderator: User, desk: Client
) -> None:
    moderation.approve(say(thread, author), by=moderator, seen=1)
    page = read(desk.get(NUMBERS))
    assert 'role="img" aria-labelledby="acts-title acts-desc"' in page.html
    assert "1 in 12 weeks, 1 in the week with most." in page.text
    assert f"Week from {moderator.username}" in page.text
    assert "style=" not in page.html.split("<main")[1]
    assert "Reports that were decided on, per week None in the last 12 weeks." in page.text


def test_it_asks_the_same_few_questions_however_much_there_is(thread: Thread, moderator: User, desk: Client) -> None:
    asked = []
    for total in (1, 10):
        for number in range(total):
            writer = make_member(f"writer-{total}-{number}")
            moderation.approve(say(thread, writer), by=moderator, seen=1)
            say(thread, writer)
        asked.append(queries_of(desk, NUMBERS))
    assert asked[0] == asked[1] <= 9
