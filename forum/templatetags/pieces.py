"""`{% piece row=row url=place.url %}…{% endpiece %}`: a part of a page that is made once of the same things.

Inside, only these things can be read, so that nothing else can make it another piece.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Collection, Hashable
from dataclasses import fields, is_dataclass
from datetime import datetime
from threading import Lock
from types import NoneType
from typing import Any

from django.db.models import Model
from django.template import Context, Library, Node, NodeList
from django.template.base import FilterExpression, Parser, Token, token_kwargs
from django.template.exceptions import TemplateSyntaxError

KEPT = 400  # of each piece in a template, in the process

PLAIN = (str, datetime, NoneType)  # Most of what there is.

register = Library()


class Piece(Node):
    def __init__(self, given: dict[str, FilterExpression], nodelist: NodeList) -> None:
        self.given, self.nodelist = given, nodelist
        self.kept: OrderedDict[Hashable, str] = OrderedDict()
        self.lock = Lock()

    def render(self, context: Context) -> str:
        values = {name: expression.resolve(context) for name, expression in self.given.items()}
        key = tuple(made_of(value) for value in values.values())
        with self.lock:
            if key in self.kept:
                self.kept.move_to_end(key)
                return self.kept[key]
        rendered = self.nodelist.render(context.new(values))
        with self.lock:
            self.kept[key] = rendered
            while len(self.kept) > KEPT:
                self.kept.popitem(last=False)
        return rendered


def made_of(value: Any, *around: Model) -> Hashable:
    """All that can be read of a thing without asking the database; `around` are those that it was read with."""
    if type(value) in PLAIN:
        plain: Hashable = value
        return plain
    if isinstance(value, Model):
        return row_made_of(value, *around)
    if is_dataclass(value):
        return type(value), *(made_of(getattr(value, field.name), *around) for field in fields(value))
    if isinstance(value, dict):
        value = tuple(value.items())
    if isinstance(value, list | tuple | set | frozenset):
        kind = frozenset if isinstance(value, set | frozenset) else tuple
        return kind(made_of(part, *around) for part in value)
    return type(value), value  # True is equal to 1, and safe text to other text: they are not written alike.


def row_made_of(row: Model, *around: Model) -> Hashable:
    if row in around:  # A post at the top is its own root.
        return type(row), row.pk
    loaded = (made_of(part) for name, part in row.__dict__.items() if name != "_state")
    related = (made_of(other, row, *around) for other in row._state.fields_cache.values())
    return type(row), *row.__dict__, *loaded, *related


@register.tag
def piece(parser: Parser, token: Token) -> Piece:
    bits = token.split_contents()[1:]
    given = token_kwargs(bits, parser)
    if bits or not given:
        raise TemplateSyntaxError("A piece is made of things with names, as in {% piece row=row %}.")
    nodelist = parser.parse(("endpiece",))
    parser.delete_first_token()
    return Piece(given, nodelist)


@register.simple_tag
def among(value: object, others: Collection[object] | None) -> bool:
    """`{% among post.pk unread.pks as is_new %}`"""
    return value in (others or ())
