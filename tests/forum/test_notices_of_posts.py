"""On the site, a member reads who wrote what they want to hear of: only what they may still see, until they saw it."""

import pytest
from django.test import Client

from accounts.models import User
from forum import following, moderation, posting
from forum.models import Notification, Post, Thread, standing_of
from forum.models.members import UNREAD_COUNTED
from tests.forum.pages import Page, read
from tests.forum.talk import because, passage, published, signed_in, sorted_under, trusting
from tests.forum.test_query_budgets import queries

pytestmark = pytest.mark.django_db
NOTICES = "/notices/"


@pytest.fixture
def follower(reader: User, thread: Thread) -> User:
    following.follow(reader, thread)
    return reader


def notices(member: User) -> Page:
    return read(signed_in(member).get(NOTICES))


def unread(member: User) -> int:
    return standing_of(User.objects.get(pk=member.pk)).unread


def count(member: User) -> str:
    page = read(signed_in(member).get("/moderation/log/"))
    return page.text.partition("Notices")[2].split()[0] if page.classes["count"] else ""


def test_a_notice_says_who_where_and_what(thread: Thread, author: User, follower: User) -> None:
    post = published(thread, author, f"*Words* & {'more ' * 60}words.", ref="p1")
    page = notices(follower)
    assert "Author one wrote where you follow" in page.text
    assert "A title, paragraph 1" in page.text
    assert "Words & more more" in page.text
    assert "words." not in page.text.partition("Words &")[2]
    assert post.get_absolute_url() in page.links


def test_decisions_and_posts_stand_together_the_latest_first(
    thread: Thread, author: User, follower: User, moderator: User
) -> None:
    published(thread, author, "The first words.")
    moderation.warn(follower, by=moderator, seen=0, reason=because("heated"))
    published(thread, author, "Hello @reader-one.")
    text = notices(follower).text
    found = [text.find(said) for said in ("named you", "You were warned.", "wrote where you follow")]
    assert -1 not in found
    assert found == sorted(found)


def test_what_is_taken_away_is_in_no_list_and_no_count_until_it_is_back(
    thread: Thread, author: User, follower: User, moderator: User
) -> None:
    post = published(thread, author, "Secret words.")
    published(thread, author, "Other words.")
    assert count(follower) == "2"
    moderation.remove(post, by=moderator, seen=1, reason=because("attack"))
    assert_untold(post, follower)
    moderation.restore(post, by=moderator, seen=1)
    assert "Secret words." in notices(follower).text
    assert count(follower) == "2"
    moderation.return_to_author(post, by=moderator, seen=1, reason=because("unclear"))
    assert_untold(post, follower)


def assert_untold(post: Post, follower: User) -> None:
    page = notices(follower)
    assert "Secret words." not in page.text
    assert post.get_absolute_url() not in page.links
    assert count(follower) == "1"


def test_what_its_author_withdraws_is_not_told_any_more(thread: Thread, author: User, follower: User) -> None:
    post = published(thread, author, "Secret words.")
    posting.withdraw(post, by=author)
    assert "Secret words." not in notices(follower).text
    assert unread(follower) == 0


def test_a_title_that_only_its_opener_may_read_is_in_no_other_notice(
    author: User, stranger: User, follower: User, moderator: User
) -> None:
    with trusting():
        opening = posting.open_thread(author, "A secret title", sorted_under("texts"), "First words.")
    following.follow(follower, opening.thread)
    answer = published(opening.thread, stranger)
    assert "A secret title" in notices(follower).text
    moderation.remove(opening, by=moderator, seen=1, reason=because("attack"))
    assert Notification.objects.filter(member=author, post=answer).exists()
    assert f"Discussion {opening.thread.pk}" not in notices(author).text
    page = notices(follower)
    assert f"Discussion {opening.thread.pk}" in page.text
    assert "secret" not in page.html


@pytest.mark.parametrize("where", ["/essays/an-essay/p1/", "/discussions/{thread}/", "/posts/{post}/"])
def test_who_sees_the_post_has_read_of_it(thread: Thread, author: User, follower: User, where: str) -> None:
    elsewhere = published(thread, author, ref="p2")
    post = published(thread, author, ref="p1")
    signed_in(follower).get("/essays/an-essay/")
    assert unread(follower) == 2
    url = where.format(thread=f"{thread.pk}-{thread.slug}", post=post.pk)
    client = signed_in(follower)
    client.head(url)
    assert unread(follower) == 2
    page = read(client.get(url))
    assert Notification.objects.get(post=post).read_at is not None
    left = Notification.objects.unread().filter(post=elsewhere).count()
    assert unread(follower) == left
    assert page.classes["count"] == left * 2, "the page that shows it counts it no more"


def test_who_sees_that_a_post_is_gone_has_not_read_it(
    thread: Thread, author: User, follower: User, moderator: User
) -> None:
    post = published(thread, author, ref="p1")
    published(thread, author, parent=post, ref="p1")
    moderation.remove(post, by=moderator, seen=1, reason=because("attack"))
    page = read(signed_in(follower).get("/essays/an-essay/p1/"))
    assert f"post-{post.pk}" in page.ids
    moderation.restore(Post.objects.get(pk=post.pk), by=moderator, seen=1)
    assert unread(follower) == 1


def test_the_list_of_notices_leaves_posts_unread(thread: Thread, author: User, follower: User) -> None:
    published(thread, author)
    for _ in range(2):
        assert notices(follower).classes["unread"] == 1


def test_all_is_marked_read_that_was_there_and_nothing_that_came_since(
    thread: Thread, author: User, follower: User, stranger: User
) -> None:
    following.follow(stranger, thread)
    published(thread, author)
    upto = Notification.objects.filter(member=follower).latest("pk").pk
    published(thread, author, "Later words.")
    client = signed_in(follower)
    assert client.post("/notices/read/", {"upto": upto})["Location"] == NOTICES
    assert (unread(follower), unread(stranger)) == (1, 2)
    assert client.post("/notices/read/", {"upto": "x"}).status_code == 404
    assert client.get("/notices/read/").status_code == 405
    assert Client().post("/notices/read/", {"upto": upto})["Location"].startswith("/accounts/login/")


def test_it_takes_a_token_to_mark_all_read(follower: User) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(follower)
    assert client.post("/notices/read/", {"upto": 1}).status_code == 403


def test_the_count_ends_at_99(thread: Thread, author: User, follower: User) -> None:
    post = published(thread, author)
    many = Post.objects.bulk_create(
        Post(thread=thread, author=author, written_at=post.written_at, published_at=post.published_at,
             status=Post.Status.PUBLISHED, source="x", html="<p>x</p>")
        for _ in range(UNREAD_COUNTED + 5)
    )  # fmt: skip
    Notification.objects.bulk_create(Notification(member=follower, kind="followed", post=one) for one in many)
    assert unread(follower) == UNREAD_COUNTED
    assert count(follower) == "99+"


def test_the_header_counts_in_the_query_for_the_standing(thread: Thread, author: User, follower: User) -> None:
    few = queries("/moderation/log/", follower)
    for _ in range(5):
        published(thread, author, ref="p1")
    assert queries("/moderation/log/", follower) == few


def test_the_list_costs_the_same_at_two_sizes(thread: Thread, author: User, follower: User) -> None:
    published(thread, author)
    few = queries(NOTICES, follower)
    for number in range(25):
        published(thread, author, f"Words {number}.", ref=["", "p1"][number % 2])
    assert queries(NOTICES, follower) == few
    page = notices(follower)
    assert page.classes["line"] == 20
    (older,) = [link for link in page.links if link.startswith("?before=")]
    assert read(signed_in(follower).get(f"{NOTICES}{older}")).classes["line"] == 6


def test_a_place_of_much_unread_costs_the_same(thread: Thread, author: User, follower: User) -> None:
    def cost() -> int:
        Notification.objects.update(read_at=None)
        return queries("/essays/an-essay/p1/", follower)

    published(thread, author, ref="p1")
    few = cost()
    for _ in range(10):
        published(thread, author, ref="p1")
    assert cost() <= few


def test_passages_have_nothing_to_do_with_one_another(thread: Thread, author: User, reader: User) -> None:
    following.follow(reader, thread, passage(thread, "p2"))
    published(thread, author, ref="p1")
    assert unread(reader) == 0
