"""An essay short enough to hold in the head, its thread, and who may post to it at once."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django.fixtures import Settings

from accounts.models import User
from config.settings import BASE_DIR
from essays.models import Essay
from forum.importer import import_path
from forum.models import Post, Thread
from tests.essays.files import essay_file
from tests.forum.talk import TEXT, public_discussion, published, signed_in

A_DAY = timedelta(days=1)
SEED = BASE_DIR / "essays" / "library" / "victor-serge"


@pytest.fixture
def thread(db: None, tmp_path: Path) -> Thread:
    """The thread of an essay with two paragraphs, a quotation, a note and a missing one."""
    return import_path(essay_file(tmp_path / "an-essay", TEXT)).edition.essay.thread


@pytest.fixture
def essay(thread: Thread) -> Essay:
    assert thread.essay
    return thread.essay


@pytest.fixture
def serge(db: None) -> Thread:
    """The thread of the text that the project comes with, and its two comments."""
    return import_path(SEED).edition.essay.thread


@pytest.fixture
def trust(settings: Settings) -> None:
    """Nobody's posts are held."""
    settings.APPROVALS_BEFORE_TRUST = 0


@pytest.fixture
def desk(moderator: User) -> Client:
    """The browser of a moderator."""
    return signed_in(moderator)


@pytest.fixture
def old_talk(thread: Thread, author: User) -> Thread:
    """The essay's talk: a post on the whole of it and one on a passage, both of long ago."""
    published(thread, author, "On the whole.")
    published(thread, author, "On a passage.", ref="p1")
    Post.objects.update(written_at=timezone.now() - A_DAY)
    return Thread.objects.get(pk=thread.pk)


@pytest.fixture
def old_discussion(old_talk: Thread, author: User) -> Thread:
    post = public_discussion(author, about=old_talk.essay)
    Post.objects.update(written_at=timezone.now() - A_DAY)
    return post.thread
