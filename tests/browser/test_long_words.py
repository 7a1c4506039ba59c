"""The longest names and words, and wide tables, stay inside the window of a telephone and of a laptop."""

from dataclasses import replace

import pytest

from accounts.models import DISPLAY_NAME_MAX_LENGTH, USERNAME_MAX_LENGTH
from essays.models import Essay
from forum import posting
from forum.models import Post
from tests.browser import pages
from tests.browser.conftest import OpenWindow
from tests.browser.talk import Talk, say
from tests.browser.width import sticking_out
from tests.conftest import make_member

pytestmark = pytest.mark.browser

WIDTHS = (320, 1280)
TITLE = 200  # characters
COLUMNS = 24
WIDE_TABLE = f"{'| column ' * COLUMNS}|\n{'|---' * COLUMNS}|\n{'| cell ' * COLUMNS}|"
WORDS = (
    f"{'W' * 500}\n\n> {'W' * 300}\n\n- {'W' * 300}\n\n`{'W' * 300}`\n\nhttps://example.org/{'w' * 300}\n\n{WIDE_TABLE}"
)


@pytest.fixture
def long(talk: Talk) -> Post:
    """A post of long words, edited, with an answer, by a member with long names, on an essay with a long title."""
    Essay.objects.update(title="W" * TITLE, author="W" * TITLE)
    author = make_member("W" * USERNAME_MAX_LENGTH, "W" * DISPLAY_NAME_MAX_LENGTH)
    p26 = talk.essay.passages.get(ref="p26")
    post = say(talk.thread, author, talk.moderator, "To be edited.", anchor=p26)
    # Who says the same twice is held.
    say(talk.thread, author, talk.moderator, f"An answer.\n\n{WORDS}", parent=post)
    say(talk.thread, author, talk.moderator, f"On the whole.\n\n{WORDS}")
    return posting.edit(post, by=author, source=WORDS)


def test_long_words_and_names_do_not_widen_a_page(talk: Talk, long: Post, window: OpenWindow) -> None:
    assert long.author
    long_talk = replace(talk, published=long, reader=long.author)
    page = window(long_talk.reader)
    wide: dict[tuple[str, int], list[str]] = {}
    for address in [*pages.of_the_published(long_talk), *pages.members_only(long_talk)]:
        page.goto(address)
        page.locator("details").evaluate_all("all => all.forEach((one) => { one.open = true })")
        wide |= {(address, width): over for width in WIDTHS if (over := sticking_out(page, width))}
    assert wide == {}


def test_a_wide_table_is_scrolled_in_its_post(long: Post, window: OpenWindow) -> None:
    page = window(viewport={"width": 320, "height": 640})
    page.goto(long.get_absolute_url())
    words = page.locator(f"#post-{long.pk} .body")
    assert words.evaluate("body => body.scrollWidth > body.clientWidth")
    assert words.locator("th").first.evaluate("cell => cell.offsetHeight < 50")  # px: its one word is not broken.
