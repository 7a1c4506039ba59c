"""What makes a page wider than its window."""

from playwright.sync_api import Page

HEIGHT = 640
WIDER_THAN_THE_WINDOW = """() => {
    const width = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth <= width) return [];
    return [...document.body.querySelectorAll("*")]
        .filter((element) => element.getBoundingClientRect().right > width + 1)
        .map((element) => `${element.tagName}.${element.className}`).slice(0, 10);
}"""


def sticking_out(page: Page, width: int) -> list[str]:
    """What of the page reaches beyond a window of this width; nothing where the page is not scrolled sideways."""
    page.set_viewport_size({"width": width, "height": HEIGHT})
    found: list[str] = page.evaluate(WIDER_THAN_THE_WINDOW)
    return found
