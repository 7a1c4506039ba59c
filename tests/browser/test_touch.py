"""What a mouse would uncover is there for a finger."""

import pytest

from tests.browser.conftest import OpenWindow
from tests.browser.talk import Talk

pytestmark = pytest.mark.browser

TABLET = {"width": 1180, "height": 820}


def test_a_reply_to_a_silent_paragraph_is_offered_without_hovering(talk: Talk, window: OpenWindow) -> None:
    page = window(viewport=TABLET, has_touch=True, is_mobile=True)
    page.goto(talk.address)
    assert page.evaluate("matchMedia('(hover: none)').matches")
    link = page.get_by_role("link", name="Reply to paragraph 2", exact=True)
    assert link.evaluate("link => link.checkVisibility({ opacityProperty: true })")
