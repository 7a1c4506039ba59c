"""A page as a tree, for tests that ask what stands where."""

from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from xml.etree.ElementTree import Element, TreeBuilder

VOID = frozenset("area base br col embed hr img input link meta source track wbr".split())


def tree_of_page(html: str) -> Element:
    builder = TreeBuilder()
    parser = _Parser(builder)
    parser.feed(html)
    parser.close()
    return builder.close()


class _Parser(HTMLParser):
    def __init__(self, builder: TreeBuilder) -> None:
        super().__init__(convert_charrefs=True)
        self.builder = builder

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.builder.start(tag, {name: value or "" for name, value in attrs})
        if tag in VOID:
            self.builder.end(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            self.builder.end(tag)

    def handle_data(self, data: str) -> None:
        self.builder.data(data)


def classes(element: Element) -> list[str]:
    return element.get("class", "").split()


def with_class(within: Element, *names: str) -> list[Element]:
    """The elements that have one of these classes, in the order of the page."""
    return [element for element in within.iter() if set(names) & set(classes(element))]


def only(elements: list[Element]) -> Element:
    (element,) = elements
    return element


def text_of(element: Element, left_out: Callable[[Element], bool] = lambda _: False) -> str:
    """What can be read in the element, as one line; without the parts that are left out."""
    return " ".join("".join(_pieces(element, left_out)).split())


def _pieces(element: Element, left_out: Callable[[Element], bool]) -> Iterator[str]:
    if left_out(element):
        return
    yield element.text or ""
    for child in element:
        yield from _pieces(child, left_out)
        yield child.tail or ""
