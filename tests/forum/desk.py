"""The pages of the moderators' desk as a moderator uses them."""

import re
from typing import TYPE_CHECKING, Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from forum.models import ModerationEntry, Post, Thread
from tests.forum.pages import Page, read
from tests.forum.talk import because

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse as Response

POSTS = "/admin/forum/post/"
MEMBERS = "/admin/forum/standing/"
THREADS = "/admin/forum/thread/"
ENTRIES = "/admin/forum/moderationentry/"
NUMBERS = f"{ENTRIES}numbers/"
REASONS = "/admin/forum/reason/"
CHOSEN = re.compile(r'<select name="(\w+)"(?:(?!</select>).)*<option value="(\w+)" selected>', re.DOTALL)


def page_of(thing: Post | User | Thread | ModerationEntry) -> str:
    folder = {Post: POSTS, User: MEMBERS, Thread: THREADS, ModerationEntry: ENTRIES}[type(thing)]
    return f"{folder}{thing.pk}/change/"


def filled_in(client: Client, url: str, act: str, reason: str = "", /, **fields: Any) -> dict[str, Any]:
    """What a browser would send from the page as it is now, with this act, this reason and these fields chosen."""
    reason_pk = because(reason).pk if reason else ""
    page = Page(client.get(url))
    return {**page.fields, **dict(CHOSEN.findall(page.html)), "act": act, "reason": reason_pk, **fields}


def decide(client: Client, thing: Any, act: str, reason: str = "", /, **fields: Any) -> "Response":
    """Open the page, choose the act, send the form with all of its fields."""
    return client.post(page_of(thing), filled_in(client, page_of(thing), act, reason, **fields))


def offered(client: Client, thing: Any) -> set[str]:
    """The acts that the page offers."""
    html = client.get(page_of(thing)).content.decode()
    return {act for act in ModerationEntry.Act.values if f'type="radio" name="act" value="{act}"' in html}


def told(client: Client, thing: Any) -> str:
    """What the page says now, and so what it says of an act that just ended."""
    return Page(client.get(page_of(thing))).text


def queries_of(client: Client, url: str) -> int:
    """How many questions the page asks of the database."""
    with CaptureQueriesContext(connection) as queries:
        read(client.get(url))
    return len(queries)


def entry(act: str) -> ModerationEntry:
    """The latest entry of this act."""
    return ModerationEntry.objects.filter(act=act)[0]
