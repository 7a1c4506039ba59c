"""The gate: bleach lets through what is listed here, whatever the parser and the writer made."""

import re

from bleach.sanitizer import Cleaner

from essays.markup.writer import REL, SAFE_LINK

TAGS = frozenset(
    "p br em strong del ul ol li blockquote pre code table thead tbody tr th td a hr".split(),
)
EDITOR_TAGS = TAGS | {"sup"}
PROTOCOLS = frozenset(["http", "https", "mailto"])
OWN_PAGE = r"/(?:[A-Za-z0-9_-]+/)+"
LABEL = r"[0-9]{1,6}[a-z]{0,3}"

ATTRIBUTES = {
    ("a", "href"): SAFE_LINK,
    ("a", "rel"): re.compile(REL),
    ("ol", "start"): re.compile(r"[0-9]{1,9}"),
}
MEMBER_ATTRIBUTES = {
    **ATTRIBUTES,
    ("a", "href"): re.compile(rf"{OWN_PAGE}|{SAFE_LINK.pattern}", re.IGNORECASE),
    ("a", "class"): re.compile("name"),
}
EDITOR_ATTRIBUTES = {
    **ATTRIBUTES,
    ("sup", "class"): re.compile("call"),
    ("a", "href"): re.compile(rf"#n{LABEL}|{SAFE_LINK.pattern}", re.IGNORECASE),
    ("a", "id"): re.compile(rf"c{LABEL}(?:-[0-9]+)?"),
    ("a", "role"): re.compile("doc-noteref"),
}


def pass_gate(html: str, *, editor: bool) -> str:
    """Return the HTML with nothing in it but what is listed. Made anew each time: bleach is not safe with threads."""
    attributes = EDITOR_ATTRIBUTES if editor else MEMBER_ATTRIBUTES

    def allowed(tag: str, name: str, value: str) -> bool:
        pattern = attributes.get((tag, name))
        return pattern is not None and pattern.fullmatch(value) is not None

    return Cleaner(tags=EDITOR_TAGS if editor else TAGS, attributes=allowed, protocols=PROTOCOLS).clean(html)
