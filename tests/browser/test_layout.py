"""The reading page at every width, in print, and while it loads: nothing hidden, nothing cut, nothing that jumps."""

import pytest
from django.urls import reverse
from playwright.sync_api import Locator, Page, ViewportSize, expect

from essays.models import Essay
from tests.browser.conftest import OpenWindow
from tests.browser.talk import Talk, say
from tests.browser.width import sticking_out

pytestmark = pytest.mark.browser

WIDE, LAPTOP, TABLET = (ViewportSize(width=width, height=800) for width in (1440, 1100, 1000))
WIDTHS = (320, 400, 640, 768, 1100, 1440, 1920)  # px; 640 is a window of 1280 at 200 %.
ONE_ROW = 56  # px; the header, where everything in it stands on one line
MOST_SHIFT = 0.02
WATCH_SHIFT = """window.shift = 0; new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) window.shift += entry.value;
}).observe({ type: "layout-shift", buffered: true })"""
DRAWN = "() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)))"


def left(place: Locator) -> float:
    return float(place.evaluate("place => place.getBoundingClientRect().left"))


def right(place: Locator) -> float:
    return float(place.evaluate("place => place.getBoundingClientRect().right"))


def open_talk(page: Page, ref: str) -> Locator:
    page.locator(f'[data-pill="{ref}"]').click()
    panel = page.locator("#page-margin .panel")
    expect(panel).to_be_visible()
    return panel


def test_talk_stands_beside_the_text_and_moves_nothing(talk: Talk, window: OpenWindow) -> None:
    for number in range(12):
        say(talk.thread, talk.reader, talk.moderator, f"Reply {number}.", anchor=talk.essay.passages.get(ref="p2"))
    for size in (WIDE, LAPTOP):
        page = window(viewport=size)
        page.goto(talk.address)
        place = page.locator("#p2").bounding_box()
        panel = open_talk(page, "p2")
        assert page.locator("#p2").bounding_box() == place
        assert left(panel) > right(page.locator('[data-pill="p2"]'))
        assert right(panel) <= size["width"]
        # However much is said, it is as high as the window, and scrolled in itself.
        page.mouse.wheel(0, 400)
        box = panel.bounding_box()
        assert box
        assert box["height"] < size["height"]
        assert panel.evaluate("panel => panel.scrollHeight > panel.clientHeight")
    page = window(viewport=TABLET)
    page.goto(talk.address)
    open_talk(page, "p2")
    below = page.locator("#p2").evaluate("p2 => p2.getBoundingClientRect().bottom")
    assert page.locator("#page-margin .panel").evaluate("panel => panel.getBoundingClientRect().top") >= below


def test_a_text_that_runs_from_right_to_left_has_its_talk_on_its_left(talk: Talk, window: OpenWindow) -> None:
    Essay.objects.update(language="ar")
    page = window(viewport=WIDE)
    page.goto(talk.address)
    panel = open_talk(page, "p2")
    assert 0 <= left(panel) < right(panel) < left(page.locator('[data-pill="p2"]'))
    assert right(page.locator('[data-pill="p2"]')) <= left(page.locator("#p2"))
    assert right(page.locator("#p2")) < left(page.locator(".rail"))


def test_all_pages_begin_their_text_on_one_line(talk: Talk, window: OpenWindow) -> None:
    page = window(viewport=WIDE)
    edges = set()
    for address in (talk.address, f"{talk.address}p26/", reverse("library"), reverse("account_login")):
        page.goto(address)
        edges.add(round(left(page.get_by_role("heading", level=1))))
    assert len(edges) == 1


@pytest.mark.parametrize("size", ["", "largest"])
def test_nothing_is_cut_or_scrolled_sideways(size: str, talk: Talk, window: OpenWindow) -> None:
    page = window(talk.moderator)
    page.add_init_script(f"localStorage.setItem('display:size', '{size}')")
    page.goto(talk.address)
    open_talk(page, "p26")
    page.locator("details").evaluate_all("all => all.forEach((one) => { one.open = true })")
    assert {width: over for width in WIDTHS if (over := sticking_out(page, width))} == {}
    expect(page.locator("#page-margin .panel")).to_be_visible()


def test_the_header_is_one_row_on_a_telephone(talk: Talk, window: OpenWindow) -> None:
    for person in (None, talk.reader):
        page = window(person, viewport={"width": 400, "height": 800})
        page.goto(talk.address)
        assert page.get_by_role("banner").evaluate("header => header.offsetHeight") <= ONE_ROW
    page.get_by_role("banner").locator("summary").filter(has_text="Account").click()
    expect(page.get_by_role("link", name="Reader one").first).to_be_visible()
    page.get_by_role("banner").get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("banner").get_by_role("link", name="Sign in")).to_be_visible()


def test_no_link_of_the_footer_is_broken_in_two_on_a_telephone(talk: Talk, window: OpenWindow) -> None:
    page = window(viewport={"width": 400, "height": 800})
    page.goto("/about/")
    links = page.get_by_role("contentinfo").get_by_role("link")
    assert set(links.evaluate_all("links => links.map((link) => link.getClientRects().length)")) == {1}
    assert talk.address


@pytest.mark.parametrize("width", [400, 1440])
def test_nothing_jumps_while_the_page_loads(width: int, talk: Talk, window: OpenWindow) -> None:
    page = window(viewport={"width": width, "height": 800})
    page.add_init_script(
        "for (const [name, value] of [['size', 'large'], ['theme', 'dark'], ['talk', 'hidden']])"
        " localStorage.setItem(`display:${name}`, value);"
    )
    page.add_init_script(WATCH_SHIFT)
    page.goto(talk.address, wait_until="networkidle")
    page.evaluate(DRAWN)
    assert page.evaluate("window.shift") < MOST_SHIFT


def test_print_has_the_text_and_the_talk_and_nothing_to_click(talk: Talk, window: OpenWindow) -> None:
    page = window(talk.reader, color_scheme="dark")
    page.add_init_script("localStorage.setItem('display:theme', 'dark'); localStorage.setItem('display:size', 'large')")
    page.goto(talk.address)
    open_talk(page, "p26")
    page.emulate_media(media="print")
    for control in ("button", "form", ".rail", "#page-margin", ".site", ".foot", ".acts", '[data-pill="p26"]'):
        expect(page.locator(control).filter(visible=True)).to_have_count(0)
    expect(page.locator("#p26 .no")).to_be_visible()
    expect(page.locator("#n7 .words")).to_be_visible()
    expect(page.locator(".whole .post").first).to_be_visible()
    root = "getComputedStyle(document.documentElement)"
    assert page.evaluate(f"[{root}.colorScheme, {root}.fontSize]") == ["light", "16px"]
    page.goto(f"{talk.address}p26/")
    link = page.locator(f"#post-{talk.published.pk} .body a").first
    shown = link.evaluate("link => getComputedStyle(link, '::after').content")
    assert "https://example.org/" in shown
    page.evaluate("localStorage.setItem('display:talk', 'hidden')")
    page.goto(talk.address)
    expect(page.locator(".whole")).to_be_hidden()


def test_the_map_and_the_marks_are_seen_in_forced_colours(talk: Talk, window: OpenWindow) -> None:
    page = window(forced_colors="active", viewport=WIDE)
    page.goto(talk.address)
    paper = page.evaluate("getComputedStyle(document.body).backgroundColor")
    fills = page.locator(".map rect:not(.hit)").evaluate_all("all => all.map((bar) => getComputedStyle(bar).fill)")
    assert len(set(fills)) == 2  # With talk and without.
    assert paper not in fills
