"""The command asks for numbers that can be, refuses to flood a real forum, and leaves it whole when it is stopped."""

from __future__ import annotations

import io

import pytest
from django.core.management import CommandError, call_command
from pytest_django.fixtures import Settings

from accounts.models import User
from forum.models import Category, Notification, Post, Reason, SearchDocument, Thread
from forum.moderation.log import verify
from forum.samples import writing
from forum.search import rebuild
from tests.conftest import make_member
from tests.forum.discussions import assert_exact
from tests.forum.samples.conftest import make_samples, settled

pytestmark = pytest.mark.django_db


def made(*said: str) -> str:
    out, err = io.StringIO(), io.StringIO()
    settled()
    call_command("make_forum", *said, stdout=out, stderr=err)
    return out.getvalue() + err.getvalue()


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """A post or two in each transaction, and nothing left to check when the index is altered."""
    write = writing.write

    def written(*args: object) -> None:
        write(*args)  # type: ignore[arg-type]
        settled()

    monkeypatch.setattr(writing, "BATCH", 1)
    monkeypatch.setattr(writing, "write", written)


def test_it_says_what_it_wrote(small: None) -> None:
    assert "Wrote 30 posts in 3 discussions and on 0 texts." in made("--posts=30", "--threads=3")
    assert (Post.objects.count(), Thread.objects.count()) == (30, 3)


def test_it_shows_how_far_it_is(small: None) -> None:
    assert "100%  30 of 30" in made("--posts=30", "--threads=3", "--verbosity=2")


@pytest.mark.parametrize(
    ("said", "answer"),
    [
        (["--posts=0"], "--posts must be 1 or more"),
        (["--posts=-5"], "--posts must be 1 or more"),
        (["--threads=0"], "--threads must be 1 or more"),
        (["--posts=10", "--threads=11"], "--posts must be 11 or more"),
    ],
)
def test_it_refuses_what_cannot_be(said: list[str], answer: str) -> None:
    with pytest.raises(CommandError, match=answer):
        made(*said)
    assert not User.objects.exists()


@pytest.mark.parametrize("said", [["--posts=many"], ["--seed=one"], ["--threads=1.5"]])
def test_it_refuses_what_is_no_number(said: list[str]) -> None:
    with pytest.raises(CommandError, match="invalid int value"):
        made(*said)


def test_it_refuses_to_flood_a_real_forum(settings: Settings) -> None:
    settings.PRODUCTION = True
    with pytest.raises(CommandError, match="--even-in-production"):
        made("--posts=5", "--threads=1")
    assert not User.objects.exists()


def test_it_writes_in_production_where_it_is_told_to(settings: Settings, small: None) -> None:
    settings.PRODUCTION = True
    made("--posts=5", "--threads=1", "--even-in-production")
    assert Post.objects.count() == 5


@pytest.mark.parametrize(("model", "what"), [(Category, "category"), (Reason, "reason")])
def test_it_says_what_is_missing(model: type[Category] | type[Reason], what: str) -> None:
    model.objects.all().delete()
    with pytest.raises(CommandError, match=f"There is no {what}"):
        made("--posts=5", "--threads=1")
    assert not User.objects.exists()


def test_who_stops_it_finds_a_whole_forum(monkeypatch: pytest.MonkeyPatch, small: None) -> None:
    count, calls = writing.count, iter(range(100))

    def stopped(*args: object) -> None:
        if next(calls) == 5:
            raise KeyboardInterrupt
        count(*args)  # type: ignore[arg-type]

    monkeypatch.setattr(writing, "count", stopped)
    with pytest.raises(CommandError, match="Stopped") as stop:
        made("--posts=300", "--threads=20")
    assert stop.value.returncode == 130
    assert 0 < Post.objects.count() < 300
    assert_exact(*Thread.objects.all())
    assert not verify().broken
    rows = list(SearchDocument.objects.order_by("pk").values())
    rebuild(lambda _: None)
    assert list(SearchDocument.objects.order_by("pk").values()) == rows


def test_nobody_can_sign_in_as_a_sample_or_is_mailed_or_moderates() -> None:
    make_samples(60, 3)
    samples = User.objects.filter(email__endswith=".invalid")
    assert samples.exists()
    assert not any(member.has_usable_password() or member.has_perm("forum.moderate_post") for member in samples)
    assert not any(member.is_staff or member.groups.exists() for member in samples)
    assert not Notification.objects.filter(kind="decision", mailed_at=None).exists()


def test_no_words_are_put_into_the_mouth_of_a_member_who_is_called_like_a_sample() -> None:
    real = [make_member("sample-1"), make_member("Sample-2"), make_member("sample-22")]
    make_samples(60, 3)
    make_samples(60, 3)
    assert not Post.objects.filter(author__in=real).exists()
    assert User.objects.filter(email__endswith=".invalid").count() == 21
