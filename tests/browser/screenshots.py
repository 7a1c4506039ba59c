"""The pictures in README.md and docs/: `make screenshots`. Not a test, but it stands on the tests' site and people."""

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from accounts.models import User
from config.settings import BASE_DIR
from essays.models import Essay
from forum import moderation, posting
from forum.importer import import_path
from forum.models import Post, Thread, WordRule
from forum.permissions import MODERATORS
from tests.browser.conftest import OpenWindow
from tests.browser.talk import make_moderator, say
from tests.conftest import make_member
from tests.forum.talk import because

pytestmark = pytest.mark.browser

FOLDER = BASE_DIR / "docs" / "screenshots"
SIZE = {"width": 1400, "height": 860}
# Plainly samples: nobody said this.
REPLIES = [
    ("p1", "A sample reply to the first paragraph, by the first of two sample readers.", ""),
    ("p14", "A sample reply to another.", ""),
    ("p30", "And to one more.", ""),
    ("p26", "A sample reply, to show where a reply stands: beside the paragraph that it is about.", ""),
    (
        "p26",
        "Another one, to *some of its words*. They are marked in the text.",
        "Think of the power of their combined voices",
    ),
]
ANSWER = "A sample answer. It stands below what it answers."
REPORTED = "A sample reply that another reader has reported."
HELD = "A first reply by a new member, with a word of the list in it. It waits until a moderator has read it."


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
    for ref, words, quote in REPLIES:
        last = say(thread, one, keeper, words, anchor=essay.passages.get(ref=ref), quote=quote)
    say(thread, two, keeper, ANSWER, parent=last)
    newcomer = make_member("sample-four", "Reader four")
    WordRule.objects.create(words="a word of the list")
    reported = say(thread, two, keeper, REPORTED, anchor=essay.passages.get(ref="p30"))
    moderation.flag(reported, by=one, seen=1, reason=because("off-topic"), note="A sample note.")
    return posting.reply(thread, author=newcomer, source=HELD, anchor=essay.passages.get(ref="p22"))


def test_take_them(held: Post, window: OpenWindow) -> None:
    beside_the_text(window(viewport=SIZE))
    moderators = window(User.objects.get(groups__name=MODERATORS), viewport=SIZE)
    take(moderators, "/admin/forum/queueitem/", "queue")
    take(moderators, f"/admin/forum/post/{held.pk}/change/", "decision")
    assert held.author
    take(moderators, reverse("admin:forum_standing_change", args=[held.author.pk]), "member")
    take(moderators, reverse("admin:forum_numbers"), "numbers")


def beside_the_text(page: Page) -> None:
    page.goto("/essays/victor-serge/")
    pill = page.locator('a.talk[data-pill="p26"]')
    pill.evaluate("pill => scrollTo(0, pill.getBoundingClientRect().top + scrollY - 180)")
    pill.click()
    expect(page.locator("#page-margin .panel h2").first).to_be_focused()
    page.evaluate("document.activeElement.blur()")
    page.screenshot(path=FOLDER / "reading.png")


def take(page: Page, address: str, name: str) -> None:
    page.goto(address)
    page.screenshot(path=FOLDER / f"{name}.png")
