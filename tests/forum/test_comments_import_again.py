"""What moderators did with imported comments stays, and stops no later edition of their text."""

from pathlib import Path

import pytest

from accounts.models import User
from forum import moderation
from forum.importer import import_path
from forum.models import Post, Thread
from tests.essays.files import essay_file
from tests.forum.discussions import assert_exact
from tests.forum.talk import because, public_discussion, sorted_under
from tests.forum.test_comments_import import COMMENTS, write

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("act", ["move", "split", "merge", "erase"])
def test_what_became_of_a_comment_here_does_not_stop_its_text(
    tmp_path: Path, author: User, moderator: User, act: str
) -> None:
    essay_file(tmp_path / "an-essay")
    folder = write(tmp_path / "an-essay", COMMENTS)
    import_path(folder)
    second, why = Post.objects.get(imported_name="A name"), because("unclear")
    elsewhere = public_discussion(author, "Elsewhere").thread
    moderator.is_superuser = True
    if act == "move":
        moderation.move(second, by=moderator, seen=1, thread=elsewhere, anchor=None, reason=why)
    elif act == "erase":
        moderation.remove(second, by=moderator, seen=1, reason=why)
        moderation.erase(second, by=moderator, seen=1, reason=why)
    else:
        moderation.split(second, by=moderator, seen=1, title="Its own", category=sorted_under("texts"), reason=why)
    if act == "merge":
        moderation.merge(Thread.objects.get(title="Its own"), by=moderator, into=elsewhere, reason=why)
    stood = Post.objects.get(pk=second.pk).thread
    assert not import_path(folder).changed
    import_path(write(folder, COMMENTS.replace("A name", "Another name") + "\n--- comment 3\n\nThree.\n"))
    found = Post.objects.get(pk=second.pk)
    assert found.thread == stood
    assert found.imported_name == ("A name" if act == "erase" else "Another name")
    assert_exact(found.thread, Post.objects.get(source="Three.").thread)
