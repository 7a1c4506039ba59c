"""What is held or gone is nowhere to be found, by whoever may not see it, on any page."""

from dataclasses import dataclass

import pytest
from django.contrib.auth.models import AnonymousUser

from accounts.models import User
from forum import changes, moderation, posting
from forum.models import Post, Thread, WordRule
from tests.forum.pages import read
from tests.forum.talk import because, client_of, published, say, signed_in

pytestmark = pytest.mark.django_db
SECRET = "xylophone"  # A word that no page has of itself.


@dataclass(frozen=True)
class People:
    author: User
    stranger: User
    moderator: User


@pytest.fixture
def people(author: User, stranger: User, moderator: User) -> People:
    return People(author, stranger, moderator)


def pages(post: Post) -> list[str]:
    """Every address that could show the post."""
    assert post.author
    return [
        "/",
        "/essays/an-essay/",
        "/essays/an-essay/p1/",
        "/discussions/",
        post.thread.get_absolute_url(),
        f"/members/{post.author.username}/",
        *own_pages(post),
    ]


def own_pages(post: Post) -> list[str]:
    return [f"/posts/{post.pk}/{page}" for page in ("", "history/", "reply/", "edit/", "withdraw/")]


def finders(post: Post, user: User | None, word: str) -> list[str]:
    """The pages on which the word stands for this reader."""
    client = client_of(user)
    return [url for url in pages(post) if word in client.get(url).content.decode()]


def statuses(post: Post, user: User | None) -> list[int]:
    """What the post's own pages answer: itself, its history, replying, editing, withdrawing."""
    client = client_of(user)
    return [client.get(url).status_code for url in own_pages(post)]


def mark(post: Post) -> str:
    return f'id="post-{post.pk}"'


@pytest.fixture(params=["", "p1"])
def held(request: pytest.FixtureRequest, thread: Thread, author: User) -> Post:
    return say(thread, author, f"A {SECRET}.", ref=request.param)


def place(post: Post) -> str:
    return "/essays/an-essay/p1/" if post.anchor_id else "/essays/an-essay/"


def test_a_held_post_is_nowhere_for_others(held: Post, people: People) -> None:
    for user in (people.stranger, None):
        assert finders(held, user, SECRET) == []
        assert finders(held, user, mark(held)) == []
    assert statuses(held, people.stranger) == [404] * 5
    assert statuses(held, None) == [404, 404, 404, 302, 302]


def test_a_held_post_is_in_its_place_for_its_author_and_moderators(held: Post, people: People) -> None:
    here = [place(held), held.thread.get_absolute_url(), *own_pages(held)[:2]]
    assert finders(held, people.moderator, SECRET) == here
    assert finders(held, people.author, SECRET) == [*here, *own_pages(held)[3:]]
    assert statuses(held, people.moderator) == [200, 200, 403, 403, 403]
    assert statuses(held, people.author) == [200, 200, 403, 200, 200]


def test_a_held_post_says_to_whom_it_is_shown(held: Post, people: People) -> None:
    mine = read(signed_in(people.author).get(place(held)))
    assert "Your reply is waiting for a moderator. Only you and the moderators can see it." in mine.text
    theirs = read(signed_in(people.moderator).get(place(held)))
    assert "This reply is held. Only its author and the moderators can see it." in theirs.text


def test_a_held_post_is_not_counted(held: Post, people: People) -> None:
    for user in (None, people.author, people.moderator):
        client = client_of(user)
        assert "0 replies" in read(client.get("/")).text
        assert "0 replies" in read(client.get("/discussions/")).text
        page = read(client.get("/essays/an-essay/"))
        assert "Discussion · 0" in page.text
        assert page.classes["has"] == 0


def test_a_post_removed_before_it_was_public_is_for_its_author_only(held: Post, people: People) -> None:
    moderation.remove(held, by=people.moderator, seen=held.revision, reason=because("attack"))
    for user in (people.stranger, people.moderator, None):
        assert finders(held, user, SECRET) == []
        assert finders(held, user, mark(held)) == []
    assert statuses(held, people.moderator) == [404] * 5
    assert statuses(held, people.author) == [200, 200, 403, 403, 403]
    assert place(held) in finders(held, people.author, SECRET)


@pytest.fixture
def public(thread: Thread, author: User, stranger: User) -> Post:
    post = published(thread, author, f"A {SECRET}.", ref="p1")
    posting.edit(post, by=author, source=f"A {SECRET}, again.")
    published(thread, stranger, "An answer.", parent=post)
    return Post.objects.get(pk=post.pk)


def test_a_removed_posts_words_are_nowhere_and_its_place_stays(public: Post, people: People) -> None:
    moderation.remove(public, by=people.moderator, seen=public.revision, reason=because("attack"))
    shown = ["/essays/an-essay/p1/", public.thread.get_absolute_url(), f"/posts/{public.pk}/"]
    for user in (people.stranger, people.moderator, None):
        assert finders(public, user, SECRET) == []
        assert finders(public, user, mark(public)) == shown
        assert finders(public, user, "Removed by a moderator: <bdi>personal attack") == shown
        assert finders(public, user, "@author-one") == [f"/members/{people.author.username}/"]
    assert statuses(public, people.stranger) == [200, 403, 403, 403, 403]
    assert set(shown) < set(finders(public, people.author, SECRET))


def test_a_withdrawn_posts_words_are_nowhere_and_its_place_stays(public: Post, people: People) -> None:
    posting.withdraw(public, by=people.author)
    for user in (people.stranger, people.moderator, None):
        assert finders(public, user, SECRET) == []
        assert len(finders(public, user, "Withdrawn by its author.")) == 3
    assert statuses(public, None) == [200, 403, 403, 302, 302]


def test_a_gone_posts_words_are_not_in_the_form_that_answers_its_answer(public: Post, people: People) -> None:
    moderation.remove(public, by=people.moderator, seen=public.revision, reason=because("attack"))
    answer = public.replies.get()
    for url in own_pages(answer)[:3]:
        assert SECRET not in read(signed_in(people.moderator).get(url)).html


# --- The history ---


def versions(post: Post, user: User | AnonymousUser) -> list[int]:
    return [change.number for change in changes.of(Post.objects.get(pk=post.pk), user)]


def test_the_history_begins_with_what_was_published(thread: Thread, people: People) -> None:
    post = say(thread, people.author, f"A {SECRET} one.")
    posting.edit(post, by=people.author, source=f"A {SECRET} two.")
    posting.edit(post, by=people.author, source="A public word.")
    moderation.approve(post, by=people.moderator, seen=3)
    posting.edit(post, by=people.author, source="A later word.")
    assert versions(post, people.stranger) == [4, 3]
    assert versions(post, people.author) == versions(post, people.moderator) == [4, 3, 2, 1]
    for user in (people.stranger, None):
        assert finders(post, user, SECRET) == []
    assert f"/posts/{post.pk}/history/" in finders(post, people.author, SECRET)


def test_the_history_leaves_out_what_was_hidden_at_once(thread: Thread, people: People) -> None:
    """A rule hides an edit of a public post: what it said is nobody's to read, also when it is public again."""
    post = published(thread, people.author, "A public word.")
    WordRule.objects.create(words=SECRET, effect=WordRule.Effect.HOLD)
    posting.edit(post, by=people.author, source=f"A {SECRET} word.")
    moderation.approve(post, by=people.moderator, seen=2, source="A mended word.")
    assert versions(post, people.stranger) == [3, 1]
    assert versions(post, people.author) == versions(post, people.moderator) == [3, 2, 1]
    for user in (people.stranger, None):
        assert finders(post, user, SECRET) == []


def test_the_history_leaves_out_what_was_sent_again_and_returned_again(thread: Thread, people: People) -> None:
    post = published(thread, people.author, "A public word.")
    for seen, words in enumerate([f"A {SECRET} word.", "A better word."], 1):
        moderation.return_to_author(post, by=people.moderator, seen=seen, reason=because("attack"))
        posting.edit(post, by=people.author, source=words)
    moderation.approve(post, by=people.moderator, seen=3)
    assert versions(post, people.stranger) == [3, 1]


def test_words_that_came_back_without_being_public_are_not_in_the_history(thread: Thread, people: People) -> None:
    """Undoing an approval with an edit writes the held words again, as a version of their own."""
    post = published(thread, people.author, "A public word.")
    WordRule.objects.create(words=SECRET, effect=WordRule.Effect.HOLD)
    posting.edit(post, by=people.author, source=f"A {SECRET} word.")
    moderation.approve(post, by=people.moderator, seen=2, source="A mended word.")
    moderation.undo(post.moderation_entries.get(act="approve"), by=people.moderator)
    moderation.approve(post, by=people.moderator, seen=4, source="A word.")
    assert versions(post, people.stranger) == [5, 3, 1]


def test_the_history_shows_what_was_added_and_dropped(thread: Thread, people: People) -> None:
    post = published(thread, people.author, "The old <b> word.")
    posting.edit(post, by=people.author, source="The new <b> word.")
    page = read(client_of(None).get(f"/posts/{post.pk}/history/"))
    assert "The <del>old</del><ins>new</ins> &lt;b&gt; word." in page.html
    assert read(client_of(None).get(place(post))).links.count(f"/posts/{post.pk}/history/") == 1


def test_the_history_of_a_post_that_was_never_changed_has_one_version(thread: Thread, people: People) -> None:
    post = published(thread, people.author, "Words.")
    page = read(client_of(None).get(f"/posts/{post.pk}/history/"))
    assert "Version 1" in page.text
    assert (page.tags["ins"], page.tags["del"]) == (0, 0)


def test_an_imported_posts_history_is_its_words(serge: Thread) -> None:
    for comment in serge.posts.all():
        assert versions(comment, AnonymousUser()) == [1]
