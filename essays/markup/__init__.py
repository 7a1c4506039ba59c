"""The one door to Markdown and bleach: words in, safe HTML out. Two policies: members' words and the editor's text."""

from collections import Counter
from collections.abc import Callable, Mapping
from functools import partial
from xml.etree.ElementTree import Element

from essays.markup import bounds
from essays.markup.bounds import MAX_SOURCE, Deadline, MarkupError
from essays.markup.data import data_script
from essays.markup.names import addressed_names, linked_names, names_in
from essays.markup.parser import parse, parse_inline
from essays.markup.policy import pass_gate
from essays.markup.source import as_typed, can_be_seen, clean
from essays.markup.writer import Writer

__all__ = [
    "MAX_SOURCE",
    "MarkupError",
    "addressed_names",
    "can_be_seen",
    "data_script",
    "linked_names",
    "names_in",
    "render_inline",
    "render_post",
    "render_text",
]


def render_post(source: str, people: Mapping[str, str] | None = None) -> str:
    """Return a member's words as safe HTML. Whatever is typed: what cannot be read as Markdown is shown as typed.

    `people`: where a name after an @ leads to, by the name as it is typed; all other names are plain words.
    """
    source, people = clean(source), people or {}
    try:
        return render(source, partial(parse, calls=False, names=people), Writer(people=people), editor=False)
    except Exception:  # noqa: BLE001 - nothing that a member can type may lose their words
        return as_typed(source)


def render_text(source: str, seen: Counter[str]) -> tuple[str, list[str]]:
    """Return an editor's block as HTML and the ids of the footnote calls in it, in order.

    `seen` counts the calls of the document so far, by label, and is counted on. Raises MarkupError, which says why.
    """
    return render_editor(source, seen, partial(parse, calls=True))


def render_inline(source: str, seen: Counter[str]) -> tuple[str, list[str]]:
    """Return the words of a heading or a byline as `render_text` does, without a paragraph around them."""
    return render_editor(source, seen, parse_inline)


def render_editor(source: str, seen: Counter[str], read: Callable[[str, Deadline], Element]) -> tuple[str, list[str]]:
    writer = Writer(seen)
    try:
        html = render(clean(source), read, writer, editor=True)
    except MarkupError:
        raise
    except Exception as error:
        raise MarkupError("It cannot be read as Markdown. Make it simpler.") from error
    seen.update(writer.seen - seen)
    return html, writer.calls


def render(source: str, read: Callable[[str, Deadline], Element], writer: Writer, *, editor: bool) -> str:
    if not source.strip():
        return ""
    if reason := bounds.refusal(source):
        raise MarkupError(reason)
    deadline = Deadline(bounds.EDITORS_SECONDS if editor else bounds.MAX_SECONDS)
    html = writer.document(read(source, deadline))
    deadline.check()
    if not writer.shows:
        raise MarkupError("There are no words in it.")
    html = pass_gate(html, editor=editor)
    if len(html) > bounds.MAX_GROWTH * len(source):
        raise MarkupError("It makes a page that is too large.")
    return html
