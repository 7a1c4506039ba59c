"""A moderator reads the title of a discussion with its first post, and can edit it on approving."""

import pytest
from django.test import Client

from accounts.models import User
from forum import moderation, posting
from forum.models import Post
from tests.forum.desk import decide, entry, filled_in, page_of, told
from tests.forum.pages import read
from tests.forum.talk import discussion_by, signed_in

pytestmark = pytest.mark.django_db


def now(post: Post) -> Post:
    return Post.objects.get(pk=post.pk)


def test_the_title_of_a_discussion_is_read_and_edited_with_its_first_post(
    author: User, desk: Client, moderator: User
) -> None:
    opening = discussion_by(author, "On memroy", "Who remembers?")
    assert "Its title On memroy" in told(desk, opening)
    page = read(decide(desk, opening, "approve", title=" "), 422)
    assert "Give it a title." in page.text
    decide(desk, opening, "approve", title="On memory")
    assert (now(opening).heading, now(opening).source) == ("On memory", "Who remembers?")
    versions = now(opening).revisions.values_list("title", "by")
    assert list(versions) == [("On memroy", author.pk), ("On memory", moderator.pk)]
    assert "in words that a moderator has changed" in read(signed_in(author).get("/notices/")).text
    moderation.undo(entry("approve"), by=moderator)
    assert (now(opening).heading, now(opening).is_pending) == ("On memroy", True)


def test_an_edit_of_a_title_that_changed_meanwhile_is_kept_apart(author: User, desk: Client) -> None:
    opening = discussion_by(author, "On memory", "Who remembers?")
    fields = filled_in(desk, page_of(opening), "approve", title="A moderator's")
    posting.edit(opening, by=author, source="Who remembers?", title="The author's")
    page = read(desk.post(page_of(opening), fields), 422)
    assert page.fields["title"] == "The author's"
    assert "Your edit, which was not saved A moderator's Who remembers?" in page.text
    assert now(opening).heading == "The author's"
