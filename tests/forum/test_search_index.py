"""Whatever is done, what can be found is what everybody may read: after every act, and as if it were made anew."""

from __future__ import annotations

from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.models import User
from essays.models import plain_words
from forum import moderation, posting, search
from forum.importer import import_path
from forum.models import ModerationEntry, Post, SearchDocument, Thread
from forum.moderation import NotPossible
from forum.search import engine
from forum.search.wanted import Wanted
from tests.conftest import make_member
from tests.essays.files import essay_file
from tests.forum.acts import in_state, reach
from tests.forum.talk import TEXT, because, published, sorted_under, trusting
from tests.forum.test_random_walk import ACTS, Walk

pytestmark = pytest.mark.django_db

MORE = ["open", "open about", "edit the title", "rename", "merge", "split", "erase", "new edition", "rerender"]
WALK = st.lists(st.tuples(st.sampled_from([*ACTS, *MORE]), st.integers(0, 50)), max_size=30)
GONE = ["pending", "hidden", "returned", "withdrawn", "removed", "erased"]


class LongWalk(Walk):
    """With discussions that members open, and texts that change."""

    def __init__(self, threads: list[Thread], member: User, moderator: User, folder: Path) -> None:
        super().__init__(threads, member, moderator)
        self.folder = folder
        self.eraser = User.objects.create(username="eraser-one", is_superuser=True)

    def step(self, act: str, number: int) -> None:
        if act not in MORE:
            super().step(act, number)
        elif act == "open":
            self.open(number)
        elif act == "open about":
            posts = list(Post.objects.published().order_by("pk"))
            self.open(number, posts[number % len(posts)] if posts else None)
        elif act == "new edition":
            import_path(essay_file(self.folder, TEXT.replace("A quotation", f"A quotation of {number}")))
        elif act == "rerender":
            Post.objects.filter(pk__gt=number).update(html="<p>Of yesterday.</p>")
            posting.rerender_posts()
        else:
            self.on_opened(act, number)

    def open(self, number: int, about: Post | None = None) -> None:
        title, words = f"Title {number}", f"First words {number}."
        posting.open_thread(self.member, title, sorted_under("texts"), words, about=about)

    def on_opened(self, act: str, number: int) -> None:
        opened = list(Post.objects.filter(is_opening=True).order_by("pk"))
        posts = list(Post.objects.exclude(author=None).order_by("pk"))
        if act in {"split", "erase"} and posts:
            self.on_any(act, posts[number % len(posts)], number)
        elif act in {"merge", "rename", "edit the title"} and opened:
            self.on_thread(act, opened[number % len(opened)], number)

    def on_any(self, act: str, post: Post, number: int) -> None:
        if act == "erase":
            moderation.erase(post, by=self.eraser, seen=post.revision, reason=self.reason(number))
        else:
            category = sorted_under("site")
            moderation.split(post, by=self.moderator, seen=post.revision, title=f"Apart {number}", category=category)

    def on_thread(self, act: str, first: Post, number: int) -> None:
        if act == "edit the title":
            posting.edit(first, by=self.member, source=f"Other {number}.", title=f"Another {number}")
        elif act == "rename":
            category = sorted_under("site")
            moderation.rename(first.thread, by=self.moderator, title=f"Renamed {number}", category=category)
        else:
            others = list(Thread.objects.exclude(pk=first.thread_id).order_by("pk"))
            moderation.merge(first.thread, by=self.moderator, into=others[number % len(others)])


def indexed() -> list[dict[str, Any]]:
    return [dict(row) for row in SearchDocument.objects.order_by("pk").values()]


def public() -> set[tuple[str, int | None, str]]:
    """What everybody may read, said without the help of what is tested."""
    posts = {("post", post.pk, plain_words(post.html)) for post in Post.objects.published()}
    titles = {("title", thread.pk, thread.title) for thread in Thread.objects.filter(is_public=True, merged_into=None)}
    blocks = {
        ("note" if block.is_note else "paragraph", block.passage_id, block.words)
        for thread in Thread.objects.exclude(essay=None)
        for block in thread.essay.current_edition.blocks.exclude(passage=None)  # type: ignore[union-attr]
        if block.words
    }
    return posts | titles | blocks


def documents() -> set[tuple[str, int | None, str]]:
    kinds = {"post": "post_id", "title": "thread_id", "paragraph": "passage_id", "note": "passage_id"}
    return {(row["kind"], row[kinds[row["kind"]]], row["words"]) for row in indexed()}


def assert_is_what_is_public() -> None:
    assert documents() == public()
    assert {pk for pk, _ in engine.find(Wanted(), 10_000)} == {row["id"] for row in indexed()}


def assert_sound(expected: list[dict[str, Any]]) -> None:
    """The engine's own index says the same, and so does one that is made of nothing."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("INSERT INTO forum_searchindex (forum_searchindex, rank) VALUES ('integrity-check', 1)")
    SearchDocument.objects.all().delete()
    search.rebuild(lambda _done: None)
    assert indexed() == expected


@given(WALK)
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_after_any_acts_the_index_is_what_is_public_and_what_a_new_one_would_be(
    thread: Thread, serge: Thread, reader: User, moderator: User, tmp_path: Path, acts: list[tuple[str, int]]
) -> None:
    with transaction.atomic():
        walk = LongWalk([thread, serge], reader, moderator, tmp_path / "an-essay")
        for act, number in acts:
            before = indexed()
            try:
                with transaction.atomic():
                    walk.step(act, number)
            except (NotPossible, PermissionDenied):
                assert indexed() == before
            assert_is_what_is_public()
        assert_sound(indexed())
        transaction.set_rollback(True)


@pytest.mark.parametrize("state", GONE)
def test_what_is_not_published_is_not_found(thread: Thread, author: User, moderator: User, state: str) -> None:
    post = in_state(state, thread, author, moderator)
    assert not SearchDocument.objects.filter(post=post).exists()
    assert search.search("author:author-one").rows == []
    assert search.suggest("author") == []


@pytest.mark.parametrize("state", GONE[1:])
def test_a_rare_word_of_what_is_gone_is_nowhere(thread: Thread, author: User, moderator: User, state: str) -> None:
    post = published(thread, author, "A samizdat.")
    assert search.search("samizdt").meant == "samizdat"
    reach(state, post, moderator)
    assert search.search("samizdt").meant == ""
    assert search.suggest("samizd") == []
    assert search.search("samizdat").count == 0


def test_a_title_is_found_while_its_first_post_is_public(author: User, moderator: User) -> None:
    with trusting():
        post = posting.open_thread(author, "On samizdat", sorted_under("texts"), "First words.")
    assert [row.document.kind for row in search.search("samizdat").rows] == ["title"]
    moderation.remove(post, by=moderator, seen=1, reason=because("attack"))
    assert search.search("samizdat").count == 0
    moderation.undo(ModerationEntry.objects.latest("number"), by=moderator)
    assert search.search("samizdat").count == 1


def test_what_was_not_committed_is_not_found(thread: Thread, author: User) -> None:
    with transaction.atomic():
        published(thread, author, "A samizdat.")
        transaction.set_rollback(True)
    assert search.search("samizdat").count == 0


def test_the_command_mends_what_was_lost_and_takes_away_what_is_not_public(serge: Thread, author: User) -> None:
    whole = indexed()
    post = published(serge, author, "Hidden by hand.")
    Post.objects.filter(pk=post.pk).update(status="hidden", status_reason="By hand.")
    SearchDocument.objects.filter(kind="note").delete()
    SearchDocument.objects.filter(kind="title").update(words="Another", terms="another")
    out, err = StringIO(), StringIO()
    call_command("reindex", stdout=out, stderr=err, verbosity=2)
    assert indexed() == whole
    assert "100%" in err.getvalue()
    assert "are found" in out.getvalue()


@pytest.mark.skipif("connection.vendor != 'sqlite'")
def test_the_command_mends_an_index_whose_triggers_were_gone(serge: Thread) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM forum_searchindex_data WHERE id > 10")
    call_command("reindex", stdout=StringIO())
    assert search.search("serge").count > 10


def test_the_triggers_are_there_after_all_migrations() -> None:
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'forum_searchdocument'")
        assert len(cursor.fetchall()) == 3


def test_following_many_posts_costs_no_more_than_one(thread: Thread, author: User) -> None:
    posts = [published(thread, author, f"Words {number}.") for number in range(6)]
    costs = []
    for some in (posts[:1], posts):
        with CaptureQueriesContext(connection) as captured:
            search.follow(*some)
        costs.append(len(captured))
    assert costs == [2, 2]


def test_two_members_of_one_name_are_both_meant(thread: Thread) -> None:
    for username in ("first-one", "second-one"):
        published(thread, make_member(username, "One name"), f"By {username}.")
    assert search.search('author:"one name"').count == 2
