"""Lines made ready for the parser: what members expect of lists, fences and rules, in one pass from top to bottom.

Python-Markdown nests a list by four spaces, wants a blank line before it and knows no fences in quotations. Here a
list may follow a paragraph at once and nests by two spaces, and fenced code is taken out before anything in it is read.
"""

import re
from dataclasses import dataclass
from itertools import pairwise

from markdown.util import ETX, STX, code_escape

from essays.markup.bounds import MAX_DEPTH, MarkupError

QUOTE = re.compile(r" {0,3}> ?")
ITEM = re.compile(r"( *)([*+-]|[0-9]{1,9}[.)])(?: +(?=\S)| *$)")
RULE = re.compile(r" *(?:(?:\* *){3,}|(?:- *){3,}|(?:_ *){3,})$")
HEADING = re.compile(r" {0,3}#{1,6} ")
FENCE = re.compile(r"(`{3,}|~{3,}) *[\w#.+-]{0,30}")  # With one word at most: more would be lost.
FENCE_PLACE = re.compile(rf"(?:^|\n) *{STX}fence:([0-9]+){ETX} *(?:\n|$)")
NESTING = re.compile(r"(?:[*+-] +|[0-9]{1,9}[.)] +|> ?| )*")
INDENT = 4  # spaces, of indented code and of the parser's nested lists
NEST = 2  # spaces, from which a member means a list to be inside another


@dataclass(frozen=True, slots=True)
class Item:
    """An item that is open: where its marker and its words begin, in spaces, and which kind of list it is in."""

    indent: int
    words: int
    numbered: bool


@dataclass(slots=True)
class OpenFence:
    mark: str
    indent: int
    depth: int
    lines: list[str]

    def closed_by(self, text: str) -> bool:
        text = text.strip()
        return len(text) >= len(self.mark) and not text.strip(self.mark[0])


class Lines:
    """`out` is the lines for the parser, `fences` the text of the fenced code that is named in them, escaped."""

    def __init__(self, lines: list[str]) -> None:
        self.out: list[str] = []
        self.fences: list[str] = []
        self.fence: OpenFence | None = None
        self.depth = 0  # of quotations
        self.items: list[Item] = []
        self.after_text = False
        self.continued = False  # The block being written began within an item, after a blank line.
        for line, following in pairwise([*lines, ""]):
            if not self.in_fence(line):
                self.line(line.expandtabs(INDENT), following)
        self.close_fence()

    # Fences

    def in_fence(self, line: str) -> bool:
        """Keep a line of fenced code; return False where there is none, or where its quotation ends."""
        if self.fence is None:
            return False
        for _ in range(self.fence.depth):
            quote = QUOTE.match(line)
            if quote is None:
                self.close_fence()
                return False
            line = line[quote.end() :]
        if self.fence.closed_by(line):
            self.close_fence()
        else:
            spaces = min(self.fence.indent, len(line) - len(line.lstrip(" ")))
            self.fence.lines.append(line[spaces:])
        return True

    def close_fence(self) -> None:
        if self.fence is not None:
            self.fences.append(code_escape("".join(f"{line}\n" for line in self.fence.lines)))
            self.fence = None
            if not self.items:
                self.blank()

    def open_fence(self, text: str, indent: int) -> str:
        """Start taking lines out, and return what stands in their place."""
        mark = text.strip()[0]
        length = len(text.strip()) - len(text.strip().lstrip(mark))
        self.fence = OpenFence(mark * length, indent, self.depth, [])
        return f"{STX}fence:{len(self.fences)}{ETX}"

    # Lines

    def line(self, line: str, following: str) -> None:
        left_quotation, text = self.unquote(line)
        if left_quotation and not self.after_text:
            self.blank()  # Only a paragraph may go on without the quotation's mark.
        if not text.strip():
            self.blank()
        elif self.is_underline(text, left_quotation):
            self.emit(text)
            self.blank()
        elif RULE.match(text) and (self.items or indent_of(text) < INDENT):
            self.rule(indent_of(text))
        elif (item := ITEM.match(text)) and self.begins_item(item, left_quotation):
            self.item(item, text[item.end() :], left_quotation)
        elif FENCE.fullmatch(text.strip()) and (self.items or indent_of(text) < INDENT):
            self.block(text, is_fence=True)
        elif HEADING.match(text):
            self.block(text)
        else:
            self.words(text, following)

    def unquote(self, line: str) -> tuple[bool, str]:
        """Return whether a quotation ended before this line, and the line without the marks of its own."""
        depth, text = 0, line
        if not (self.items and self.inside(indent_of(line))):
            while quote := QUOTE.match(text):
                depth, text = depth + 1, text[quote.end() :]
        left_quotation = depth < self.depth
        if depth != self.depth:
            self.depth, self.items = depth, []
        if depth > MAX_DEPTH or count_marks(text) > MAX_DEPTH:
            raise MarkupError(f"Quotations or lists are nested more than {MAX_DEPTH} deep.")
        return left_quotation, text

    def inside(self, indent: int) -> bool:
        return indent >= self.items[-1].indent + NEST

    def emit(self, text: str) -> None:
        self.out.append("> " * self.depth + text)

    def blank(self) -> None:
        self.after_text = self.continued = False
        line = ">" * self.depth
        if self.out and self.out[-1] != line:
            self.out.append(line)

    def is_underline(self, text: str, left_quotation: bool) -> bool:
        """Tell whether a line makes a heading of the line before them."""
        text = text.strip()
        return self.after_text and not self.items and not left_quotation and text in {"-" * len(text), "=" * len(text)}

    def leave_items(self, indent: int) -> None:
        while self.items and not self.inside(indent):
            self.items.pop()

    def rule(self, indent: int) -> None:
        self.leave_items(indent)
        self.blank()
        self.emit(" " * INDENT * len(self.items) + "***")
        self.blank()

    def begins_item(self, item: re.Match[str], left_quotation: bool) -> bool:
        if self.items or not item.string[item.end() :]:
            return bool(self.items)
        # In a paragraph a line may begin with a year: only a list from 1 on may follow at once.
        return len(item[1]) < INDENT and (not self.after_text or left_quotation or item[2][:-1] in {"", "1"})

    def item(self, match: re.Match[str], text: str, left_quotation: bool) -> None:
        indent, numbered = len(match[1]), match[2][-1] in ".)"
        before = len(self.items)
        sibling = None
        while self.items and not self.inside(indent):
            sibling = self.items.pop()
        other_kind = sibling is not None and sibling.numbered != numbered
        interrupts = not before and (self.after_text or left_quotation)
        if other_kind or interrupts or self.continued:
            self.blank()
        self.items.append(Item(indent, match.end(), numbered))
        if len(self.items) > MAX_DEPTH:
            raise MarkupError(f"Lists are nested more than {MAX_DEPTH} deep.")
        if FENCE.fullmatch(text.strip()):
            text = self.open_fence(text, match.end())
        self.emit(" " * INDENT * (len(self.items) - 1) + f"{match[2]} {text}")
        self.after_text = True

    def block(self, text: str, *, is_fence: bool = False) -> None:
        """Print a line that ends the paragraph before it, inside an item where it is indented as its words are."""
        indent = indent_of(text)
        if not (self.items and self.inside(indent)):
            self.leave_items(indent)
            self.blank()
        place = self.open_fence(text, indent) if is_fence else text.lstrip()
        self.emit(self.margin() + place)
        self.continued = self.continued or (bool(self.items) and not self.after_text)
        self.after_text = False
        if not self.items and not is_fence:
            self.blank()

    def margin(self) -> str:
        # The parser takes four spaces off what follows a blank line; on the lines before that it takes none.
        return " " * INDENT * (len(self.items) - self.after_text if self.items else 0)

    def words(self, text: str, following: str) -> None:
        if self.items and not self.after_text:
            self.leave_items(indent_of(text))
        if self.items:
            inner = self.items[-1].words if not self.after_text else indent_of(text)
            self.emit(self.margin() + text[min(inner, indent_of(text)) :])
            self.continued = self.continued or not self.after_text
        else:
            if self.after_text and "|" in text and is_separator(following):
                self.blank()
            self.emit(text)
        self.after_text = True


def indent_of(text: str) -> int:
    return len(text) - len(text.lstrip(" "))


def count_marks(text: str) -> int:
    """Count the lists and quotations that one line opens."""
    if RULE.match(text):
        return 0
    marks = NESTING.match(text)
    return len(re.findall(r"[*+>-]|[0-9]+", marks[0])) if marks else 0


def is_separator(line: str) -> bool:
    """Tell whether a line is the one under a table's head, in a quotation or out of it."""
    line = line.strip(" >")
    return "-" in line and "|" in line and not line.strip("|:- ")
