"""What a member is told goes to their verified address, once, and no act fails because a mail server does."""

from __future__ import annotations

import io
from collections.abc import Iterator

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django import DjangoCaptureOnCommitCallbacks
from pytest_django.fixtures import Settings

from accounts.models import User
from forum import moderation, notifications
from forum.models import Notification, Thread
from tests.conftest import make_member
from tests.forum.mail_server import MailServer
from tests.forum.talk import because, published, say

pytestmark = pytest.mark.django_db


@pytest.fixture
def server(settings: Settings) -> Iterator[MailServer]:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    with MailServer() as server:
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
        yield server


@pytest.fixture
def no_server(server: MailServer, settings: Settings) -> Settings:
    """Nobody answers at the port where mail is sent to."""
    settings.EMAIL_PORT = closed_port()
    return settings


def closed_port() -> int:
    with MailServer() as gone:
        return gone.port


@pytest.fixture
def commits(
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> DjangoCaptureOnCommitCallbacks:
    return django_capture_on_commit_callbacks


def warn(member: User, moderator: User) -> None:
    moderation.warn(member, by=moderator, seen=moderation.last_entry(member), reason=because("attack"))


def send_notices() -> str:
    out = io.StringIO()
    call_command("send_notices", stdout=out, stderr=out)
    return out.getvalue().strip()


def test_a_mail_says_what_was_decided_why_and_what_can_be_done(
    server: MailServer, commits: DjangoCaptureOnCommitCallbacks, thread: Thread, author: User, moderator: User
) -> None:
    post = published(thread, author, "My *own* words.", ref="p1")
    with commits(execute=True):
        moderation.remove(post, by=moderator, seen=1, reason=because("attack"), note="A note to its author.")
    (mail,) = server.mails
    assert mail["To"] == "author-one@example.org"
    assert mail["Subject"] == "Colloquy: Your post was removed"
    assert mail.get_content_type() == "text/plain"
    text = mail.get_content()
    for said in (
        "On: A title, paragraph 1",
        f"Why: personal attack. {because('attack').explanation}",
        "By: a moderator",
        "A note to its author.",
        "My *own* words.",
        f"http://testserver{post.get_absolute_url()}",
        "http://testserver/notices/1/appeal/",
        "http://testserver/notices/",
    ):
        assert said in text
    assert "Keeper one" not in text
    assert Notification.objects.get().mailed_at


def test_the_words_are_those_that_were_judged(
    server: MailServer, commits: DjangoCaptureOnCommitCallbacks, thread: Thread, author: User, moderator: User
) -> None:
    post = say(thread, author, "What I wrote.")
    with commits(execute=True):
        moderation.approve(post, by=moderator, seen=1, source="What the moderator wrote.")
    assert "What the moderator wrote." in server.mails[0].get_content()


def test_a_returned_post_is_mailed_with_the_way_to_change_it(
    server: MailServer, commits: DjangoCaptureOnCommitCallbacks, thread: Thread, author: User, moderator: User
) -> None:
    post = say(thread, author)
    with commits(execute=True):
        moderation.return_to_author(post, by=moderator, seen=1, reason=because("unclear"))
    assert f"http://testserver/posts/{post.pk}/edit/" in server.mails[0].get_content()


def test_the_name_of_the_moderator_is_in_it_where_settings_say_so(
    server: MailServer, commits: DjangoCaptureOnCommitCallbacks, author: User, moderator: User, settings: Settings
) -> None:
    settings.MODERATOR_NAMES = "name"
    with commits(execute=True):
        warn(author, moderator)
    assert "By: Keeper one" in server.mails[0].get_content()


def test_nobody_but_its_author_hears_of_a_held_post(
    server: MailServer, commits: DjangoCaptureOnCommitCallbacks, thread: Thread, author: User, stranger: User
) -> None:
    top = published(thread, stranger)
    with commits(execute=True):
        say(thread, author, "Held words.", parent=top)
    assert [mail["To"] for mail in server.mails] == ["author-one@example.org"]


def test_an_act_on_many_posts_is_one_mail_that_lists_them(
    server: MailServer, commits: DjangoCaptureOnCommitCallbacks, thread: Thread, author: User, moderator: User
) -> None:
    posts = [published(thread, author) for _ in range(30)]
    with commits(execute=True):
        moderation.remove_all(author, by=moderator, seen=0, latest=posts[-1].pk, reason=because("spam"))
    (mail,) = server.mails
    assert f"http://testserver{posts[0].get_absolute_url()}" in mail.get_content()
    assert "and 10 more" in mail.get_content()


def test_what_is_not_committed_is_not_mailed(
    server: MailServer, commits: DjangoCaptureOnCommitCallbacks, author: User, moderator: User
) -> None:
    with commits():
        warn(author, moderator)
    assert not server.mails


@pytest.mark.parametrize("address", ["none", "unverified"])
def test_only_a_verified_address_gets_mail(
    server: MailServer, commits: DjangoCaptureOnCommitCallbacks, author: User, moderator: User, address: str
) -> None:
    addresses = author.emailaddress_set.all()
    if address == "none":
        addresses.delete()
    addresses.update(verified=False)
    with commits(execute=True):
        warn(author, moderator)
    assert not server.mails
    assert send_notices() == "Mailed: 0."


# --- When the server is away ---


def test_an_act_is_done_without_a_mail_server_and_its_notice_waits(
    no_server: Settings, server: MailServer, commits: DjangoCaptureOnCommitCallbacks, author: User, moderator: User
) -> None:
    with commits(execute=True):
        warn(author, moderator)
    assert Notification.objects.get().mailed_at is None
    with pytest.raises(CommandError, match="does not answer"):
        send_notices()
    no_server.EMAIL_PORT = server.port
    assert send_notices() == "Mailed: 1."
    assert len(server.mails) == 1
    assert send_notices() == "Mailed: 0."


def test_after_a_failure_the_next_acts_do_not_wait_for_the_server(
    no_server: Settings, server: MailServer, commits: DjangoCaptureOnCommitCallbacks, author: User, moderator: User
) -> None:
    with commits(execute=True):
        warn(author, moderator)
    no_server.EMAIL_PORT = server.port
    with commits(execute=True):
        warn(author, moderator)
    assert not server.mails
    assert send_notices() == "Mailed: 2."


def test_one_address_that_is_refused_keeps_no_other_mail_from_going(
    server: MailServer, author: User, moderator: User
) -> None:
    other = make_member("other-one")
    warn(author, moderator)
    warn(other, moderator)
    server.refused = author.email
    said = send_notices()
    assert "to author-one: " in said
    assert said.endswith("Mailed: 1.")
    assert [mail["To"] for mail in server.mails] == [other.email]
    server.refused = "nobody is refused"
    assert send_notices() == "Mailed: 1."


def test_two_that_send_at_once_send_nothing_twice(server: MailServer, author: User, moderator: User) -> None:
    warn(author, moderator)
    first, second = list(notifications.unsent()), list(notifications.unsent())  # Both have read before either sends.
    assert [notifications.send(notice) for notice in (*first, *second)] == [True, False]
    assert len(server.mails) == 1


def test_what_waits_is_read_some_at_a_time(
    server: MailServer, author: User, moderator: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(notifications.mail, "READ_AT_ONCE", 2)
    for member in (author, *(make_member(f"member-{number}") for number in range(4))):
        warn(member, moderator)
    with CaptureQueriesContext(connection) as asked:
        assert send_notices() == "Mailed: 5."
    read = [query["sql"] for query in asked if query["sql"].startswith("SELECT")]
    assert sum('FROM "forum_notification"' in sql for sql in read) == 4  # Two, two, one, none.
    assert sum('FROM "account_emailaddress"' in sql for sql in read) == 3


def test_who_has_left_gets_no_mail_any_more(server: MailServer, author: User, moderator: User) -> None:
    warn(author, moderator)
    User.objects.filter(pk=author.pk).update(is_active=False)
    assert send_notices() == "Mailed: 0."


def test_a_mail_waits_for_its_server_no_longer_than_a_request_may_take(settings: Settings) -> None:
    assert 0 < settings.EMAIL_TIMEOUT <= 15


def test_sent_is_what_has_a_time(server: MailServer, author: User, moderator: User) -> None:
    warn(author, moderator)
    send_notices()
    sent = Notification.objects.get().mailed_at
    assert sent
    assert sent <= timezone.now()
