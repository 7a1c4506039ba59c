"""A part of a page is made once of the same things, and anew of others."""

from collections.abc import Callable

import pytest
from django.template import Context, Template, TemplateSyntaxError

from accounts.models import User
from essays.models import Block
from forum import discussion
from forum.models import Post, Thread
from forum.templatetags import pieces
from forum.templatetags.pieces import made_of
from tests.forum.talk import passage, public_discussion, published

SOME = Template("{% load pieces %}{% piece word=word count=count %}{{ word }}{{ count }}{{ other }}{% endpiece %}")


class Counted:
    """Says how often it was written out."""

    def __init__(self) -> None:
        self.times = 0

    def __str__(self) -> str:
        self.times += 1
        return "words"


def test_it_is_made_once_of_the_same() -> None:
    word = Counted()
    assert [SOME.render(Context({"word": word, "count": 1})) for _ in range(3)] == ["words1"] * 3
    assert word.times == 1
    assert SOME.render(Context({"word": word, "count": 2})) == "words2"
    assert word.times == 2


def test_nothing_else_can_be_read_in_it() -> None:
    assert SOME.render(Context({"word": "a", "count": 1, "other": "b"})) == "a1"


def test_what_is_equal_and_written_otherwise_is_another() -> None:
    assert SOME.render(Context({"word": "", "count": True})) == "True"
    assert SOME.render(Context({"word": "", "count": 1})) == "1"


def test_what_is_no_html_stays_none() -> None:
    assert SOME.render(Context({"word": "<b>", "count": 0})) == "&lt;b&gt;0"


def test_the_oldest_make_room(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pieces, "KEPT", 2)
    word = Counted()
    for count in (1, 2, 1, 3, 1, 2):
        SOME.render(Context({"word": word, "count": count}))
    assert word.times == 4  # 2 made room for 3.


@pytest.mark.parametrize("said", ["", " 'word'", " word=word count"])
def test_it_says_what_it_is_made_of(said: str) -> None:
    with pytest.raises(TemplateSyntaxError, match="made of things with names"):
        Template("{% load pieces %}{% piece" + said + " %}{% endpiece %}")


def renamed(post: Post) -> None:
    User.objects.filter(posts=post).update(display_name="Another name")


def edited(post: Post) -> None:
    Post.objects.filter(pk=post.pk).update(html="<p>Others.</p>")


def answered(post: Post) -> None:
    assert post.author
    published(post.thread, post.author, parent=post)


def pinned(post: Post) -> None:
    Post.objects.filter(pk=post.pk).update(is_pinned=True)


def locked(post: Post) -> None:
    Thread.objects.filter(pk=post.thread_id).update(talk=Thread.Talk.LOCKED)


@pytest.mark.django_db
@pytest.mark.parametrize("change", [renamed, edited, answered, pinned, locked])
def test_a_row_is_made_of_all_that_was_read_of_it(change: Callable[[Post], None], thread: Thread, author: User) -> None:
    post = published(thread, author, ref="p1")

    def first_row() -> object:
        posts = Post.objects.at(thread, passage(thread, "p1"))
        return made_of(discussion.page_of(posts, author).rows[0])

    before = first_row()
    assert first_row() == before
    assert hash(before) == hash(first_row())
    change(post)
    assert first_row() != before


@pytest.mark.django_db
def test_a_block_is_made_of_its_words_and_its_count(thread: Thread, author: User) -> None:
    def block() -> object:
        return made_of(discussion.blocks_with_counts(thread).get(anchor="p1"))

    before = block()
    assert block() == before
    published(thread, author, ref="p1")
    counted = block()
    assert counted != before
    Block.objects.filter(anchor="p1").update(html="<p>Others.</p>")
    assert block() != counted


@pytest.mark.django_db
def test_a_post_that_is_its_own_root_comes_to_an_end(thread: Thread, author: User) -> None:
    post = published(thread, author)
    post.root = post
    assert hash(made_of(post)) == hash(made_of(post))


def test_safe_text_is_not_other_text() -> None:
    safe = Template("{% filter force_escape %}{{ word }}{% endfilter %}").render(Context({"word": "a"}))
    assert type(safe) is not str
    assert made_of(safe) != made_of(str.__str__(safe))


@pytest.mark.django_db
def test_a_post_that_goes_on_elsewhere_is_made_of_the_same(thread: Thread, author: User) -> None:
    public_discussion(author, about=published(thread, author, ref="p1"))

    def row() -> object:
        return made_of(discussion.page_of(Post.objects.at(thread, passage(thread, "p1")), author).rows[0])

    assert row() == row()
