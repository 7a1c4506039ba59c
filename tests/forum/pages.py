"""A page as a test reads it: whether its tags are nested as HTML wants them, and what it shows."""

import re
from collections import Counter
from html import unescape
from html.parser import HTMLParser
from typing import TYPE_CHECKING

from django.test import Client

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse as Response

VOID = frozenset("area base br col embed hr img input link meta source track wbr".split())
# What may not stand inside the other.
FORBIDDEN = {("p", "p"), ("p", "div"), ("p", "ol"), ("p", "ul"), ("p", "blockquote"), ("a", "a"), ("form", "form")}
LISTS = ("ol", "ul")
# When a page was made, and the name of its form.
OF_THE_MOMENT = re.compile(rb' data-since="[^"]*"|<input type="hidden" name="(form|opened)"[^>]*>')


class Page(HTMLParser):
    """Reads a page strictly: every tag that is opened is closed, in the right order."""

    def __init__(self, response: "Response") -> None:
        super().__init__()
        self.html = response.content.decode()
        self.open: list[str] = []
        self.faults: list[str] = []
        self.tags: Counter[str] = Counter()
        self.ids: Counter[str] = Counter()
        self.links: list[str] = []
        self.classes: Counter[str] = Counter()
        self.words: list[str] = []
        self.fields: dict[str, str] = {}
        self.field = ""
        self.feed(self.html)
        self.close()
        self.faults += [f"<{tag}> is not closed" for tag in self.open]
        self.faults += [f"the id {name} is there {count} times" for name, count in self.ids.items() if count > 1]

    @property
    def text(self) -> str:
        return " ".join("".join(self.words).split())

    @property
    def posts(self) -> list[int]:
        """The ids of the posts on it, in order."""
        return [int(name.removeprefix("post-")) for name in self.ids if name.startswith("post-")]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        self.look_around(tag)
        self.tags[tag] += 1
        self.ids.update([values["id"]] if "id" in values else [])
        self.classes.update(values.get("class", "").split())
        if tag == "a":
            self.links.append(values.get("href", ""))
        if tag in ("input", "textarea") and "name" in values:
            self.field = values["name"] if tag == "textarea" else ""
            self.fields[values["name"]] = values.get("value", "")
        if tag not in VOID:
            self.open.append(tag)

    def look_around(self, tag: str) -> None:
        parent = self.open[-1] if self.open else ""
        if (parent in LISTS) != (tag == "li"):
            self.faults.append(f"<{tag}> in <{parent}> at line {self.getpos()[0]}")
        self.faults += [f"<{tag}> in <{above}>" for above in self.open if (above, tag) in FORBIDDEN]

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.faults.append(f"</{tag}> closes nothing at line {self.getpos()[0]}")
        if tag == "textarea":
            self.field = ""

    def handle_data(self, data: str) -> None:
        if self.field:
            # A browser drops one line end after the tag.
            self.fields[self.field] += data.removeprefix("\n") if not self.fields[self.field] else data
        elif self.open[-1:] != ["script"]:  # Data for machines: nobody sees it.
            self.words.append(data)


def read(response: "Response", status: int = 200) -> Page:
    """The page of a response, which is what every page must be: well nested, with one main heading."""
    assert response.status_code == status, response.content.decode()[:2000]
    page = Page(response)
    assert not page.faults
    assert page.tags["h1"] == 1
    return page


def next_page(page: Page) -> str:
    """The address that "More replies" leads to, "" on the last page."""
    found = re.search(r'href="([^"]*\?after=[^"#]*)[^"]*" rel="next"', page.html)
    return unescape(found[1]) if found else ""


def all_pages(url: str) -> list[Page]:
    """What a reader without an account finds from that page on, going from one to the next."""
    client, pages = Client(), [read(Client().get(url))]
    while following := next_page(pages[-1]):
        pages.append(read(client.get(following)))
    return pages
