"""What a mouse would uncover is there for a finger."""

import pytest

from tests.browser.conftest import OpenWindow
from tests.browser.talk import Talk

pytestmark = pytest.mark.browser

TABLET = {"width": 1180, "height": 820}
OPACITY = "link => getComputedStyle(link).opacity"


def test_a_reply_to_a_silent_paragraph_is_offered_without_hovering(talk: Talk, window: OpenWindow) -> None:
    for touch, opacity in ((True, "1"), (False, "0")):
        page = window(viewport=TABLET, has_touch=touch, is_mobile=touch)
        page.goto(talk.address)
        assert page.evaluate("matchMedia('(hover: none)').matches") is touch
        assert page.get_by_role("link", name="Reply to paragraph 2", exact=True).evaluate(OPACITY) == opacity
