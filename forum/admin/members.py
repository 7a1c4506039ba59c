"""The list of members: those on whom moderators decided something, and whoever is looked for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.contrib.auth import get_user_model
from django.core.paginator import Page, Paginator
from django.db.models import Q

from forum.models import Standing, standing_of

if TYPE_CHECKING:
    from accounts.models import User

PER_PAGE = 50
DECIDED_ON = "decided-on"
ALL = "all"
State = Standing.State
STATES = {
    DECIDED_ON: "Not in good standing",
    State.ON_HOLD.value: "On hold",
    State.SILENCED.value: "Silenced",
    State.BANNED.value: "Banned",
    ALL: "All members",
}


@dataclass(frozen=True, slots=True)
class MembersFound:
    state: str
    words: str
    page: Page[User]

    @classmethod
    def by(cls, asked: Mapping[str, str]) -> MembersFound:
        """A search looks through all members, unless it asks for a state."""
        words = asked.get("q", "").replace("\0", "").strip()
        state = asked.get("state", "")
        state = state if state in STATES else ALL if words else DECIDED_ON
        pages = Paginator(members(state, words), PER_PAGE)
        return cls(state, words, pages.get_page(asked.get("p", "1")))

    @property
    def rows(self) -> list[tuple[User, Standing]]:
        return [(member, standing_of(member)) for member in self.page]

    @property
    def is_good(self) -> bool:
        """Whether nobody was looked for, and moderators have decided on nobody."""
        return self.state == DECIDED_ON and not self.words and not self.page.object_list

    @property
    def states(self) -> list[dict[str, Any]]:
        return [
            {"label": label, "query": urlencode({"state": state, "q": self.words}), "is_chosen": state == self.state}
            for state, label in STATES.items()
        ]

    @property
    def query(self) -> str:
        return urlencode({"state": self.state, "q": self.words})


def members(state: str, words: str) -> Any:
    everybody = get_user_model().objects.select_related("standing").order_by("-pk")
    if words:
        everybody = everybody.filter(Q(username__icontains=words) | Q(display_name__icontains=words))
    if state == ALL:
        return everybody
    states = [State.ON_HOLD, State.SILENCED, State.BANNED] if state == DECIDED_ON else [state]
    return everybody.filter(standing__state__in=states)
