"""What a page says in its head, as search engines and messengers read it."""

import json
from html.parser import HTMLParser
from typing import Any

from django.test import Client

DATA = "application/ld+json"


class Head(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__()
        self.title = self.canonical = ""
        self.meta: dict[str, str] = {}
        self.scripts: list[str] = []
        self.inside = ""
        self.feed(html.partition("</head>")[0])
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        self.inside = tag
        if tag == "meta" and (name := values.get("name") or values.get("property")):
            assert name not in self.meta, f"{name} is said twice"
            self.meta[name] = values["content"]
        if tag == "link" and values.get("rel") == "canonical":
            assert not self.canonical
            self.canonical = values["href"]
        if tag == "script":
            self.inside = values.get("type", "")
            self.scripts += [""] * (self.inside == DATA)

    def handle_endtag(self, tag: str) -> None:
        self.inside = ""

    def handle_data(self, data: str) -> None:
        if self.inside == "title":
            self.title += data
        if self.inside == DATA:
            self.scripts[-1] += data

    @property
    def data(self) -> dict[str, Any]:
        """What it says in the words of schema.org; {} where it says nothing."""
        read = [json.loads(script) for script in self.scripts]
        assert len(read) <= 1
        return read[0] if read else {}

    @property
    def comments(self) -> dict[str, str]:
        """The words of the comments, by their addresses."""
        return {comment["url"]: comment["text"] for comment in self.data.get("comment", [])}

    @property
    def is_listed(self) -> bool:
        return "robots" not in self.meta


def head(url: str, client: Client | None = None, status: int = 200) -> Head:
    response = (client or Client()).get(url)
    assert response.status_code == status
    return Head(response.content.decode())
