"""The pictures in README.md and docs/: `make screenshots`. Not a test, but it stands on the tests' site and people."""

import pytest
from playwright.sync_api import Page

from accounts.models import User
from config.settings import BASE_DIR
from essays.models import Essay
from forum import posting
from forum.importer import import_path
from forum.models import Post, Thread
from forum.permissions import MODERATORS
from tests.browser.conftest import OpenWindow
from tests.browser.talk import make_moderator, say
from tests.conftest import make_member

pytestmark = pytest.mark.browser

FOLDER = BASE_DIR / "docs" / "screenshots"
SIZE = {"width": 1280, "height": 800}
# Plainly samples: nobody said this.
REPLIES = [
    ("p1", "A sample reply to the first paragraph, by the first of two sample readers."),
    ("p2", "A sample reply to the second."),
    ("p26", "A sample reply, to show where a reply stands: under the paragraph that it is about."),
    ("p26", "Another one. It has *emphasis*, and it can be answered."),
]
ANSWER = "A sample answer. It stands below what it answers."
HELD = "A first reply by a new member. It waits until a moderator has read it."


@pytest.fixture
def held(moderators: None) -> Post:
    """Sample talk under the seed, and a reply that waits."""
    import_path(BASE_DIR / "essays" / "library" / "victor-serge")
    essay, thread = Essay.objects.get(), Thread.objects.get()
    keeper, one, two = (
        make_moderator(),
        make_member("sample-one", "Reader one"),
        make_member("sample-two", "Reader two"),
    )
    for ref, words in REPLIES:
        last = say(thread, one, keeper, words, anchor=essay.passages.get(ref=ref))
    say(thread, two, keeper, ANSWER, parent=last)
    newcomer = make_member("sample-four", "Reader four")
    return posting.reply(thread, author=newcomer, source=HELD, anchor=essay.passages.get(ref="p22"))


def test_take_them(held: Post, window: OpenWindow) -> None:
    take(window(viewport=SIZE), "/essays/victor-serge/", "reading")
    moderators = window(User.objects.get(groups__name=MODERATORS), viewport=SIZE)
    take(moderators, "/admin/forum/post/", "queue")
    take(moderators, f"/admin/forum/post/{held.pk}/change/", "decision")


def take(page: Page, address: str, name: str) -> None:
    page.goto(address)
    page.screenshot(path=FOLDER / f"{name}.png")
