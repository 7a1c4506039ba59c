"""Every act, by everybody, to a post in every state: what is not allowed leaves everything as it was."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction

from accounts.models import User
from forum.models import Thread
from forum.moderation import NotPossible, log
from tests.forum.acts import (
    ACTORS,
    ON_POSTS,
    STATES,
    Actor,
    Scene,
    actors,
    anew,
    banned,
    everything,
    in_state,
    silenced,
)
from tests.forum.talk import answer_counters, answers_counted, counted, counters

pytestmark = pytest.mark.django_db


class Undone(Exception):
    """Takes back what an act that was allowed has changed."""


@pytest.fixture
def people(author: User, moderator: User) -> dict[str, Actor]:
    return actors(author, moderator)


@pytest.fixture(params=STATES)
def scene(request: pytest.FixtureRequest, thread: Thread, serge: Thread, author: User, moderator: User) -> Scene:
    post = in_state(request.param, thread, author, moderator)
    return Scene(post, Thread.objects.get(pk=post.thread_id), serge)


@pytest.fixture
def state(scene: Scene, request: pytest.FixtureRequest) -> str:
    return str(request.node.callspec.params["scene"])


def become(name: str, people: dict[str, Actor]) -> Actor:
    """The actor; for an author who was silenced or banned, that is done now."""
    actor, moderator = people[name], people["moderator"]
    assert isinstance(moderator, User)
    if name == "silenced author" and isinstance(actor, User):
        return silenced(actor, moderator)
    if name == "banned author" and isinstance(actor, User):
        return banned(actor, moderator)
    return anew(actor) if isinstance(actor, User) else actor


@pytest.mark.parametrize("act", ON_POSTS)
def test_an_act_is_done_by_whom_and_when_it_may_and_else_changes_nothing(
    scene: Scene, state: str, people: dict[str, Actor], act: str
) -> None:
    rule = ON_POSTS[act]
    allowed = set()
    for name in ACTORS:
        try:
            with transaction.atomic():
                by = become(name, people)
                before = everything()
                attempt(scene, act, by, before)
                allowed.add(name)
                raise Undone
        except (Undone, NotPossible, PermissionDenied):
            pass
    assert allowed == (rule.actors if state in rule.states else set())


def attempt(scene: Scene, act: str, by: Actor, before: dict[str, list[dict[str, object]]]) -> None:
    try:
        with transaction.atomic():
            ON_POSTS[act].do(scene, by)
    except (NotPossible, PermissionDenied):
        assert everything() == before
        raise
    assert everything() != before
    assert log.verify().broken == ""
    for thread in (scene.thread, scene.elsewhere):
        assert counters(thread) == counted(thread)
        assert answer_counters(thread) == answers_counted(thread)
