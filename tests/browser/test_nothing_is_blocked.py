"""The strict policy stands on every answer, nothing on any page runs into it, and no page asks another host."""

from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.contrib import admin
from django.test import Client
from django.urls import resolve, reverse
from playwright.sync_api import ConsoleMessage, Page, Request, Response
from pytest_django.live_server_helper import LiveServer

from accounts.models import User
from forum import urls
from tests.browser import pages
from tests.browser.conftest import OpenWindow
from tests.browser.talk import Talk

pytestmark = pytest.mark.browser

POLICY = "; ".join(
    f"{name} {' '.join(values)}" for name, values in settings.CONTENT_SECURITY_POLICY["DIRECTIVES"].items()
)
PEOPLE: dict[str, tuple[Callable[[Talk], list[str]], Callable[[Talk], User | None]]] = {
    "anonymous": (pages.strangers, lambda _: None),
    "member": (pages.members_only, lambda talk: talk.reader),
    "newcomer": (pages.newcomers, lambda talk: talk.newcomer),
    "moderator": (pages.moderators, lambda talk: talk.moderator),
    "superuser": (pages.keepers_only, lambda talk: talk.superuser),
}
# Only sent to, or only passed through.
NO_PAGES = {"search_suggestions", "read_notices", "member_names", "reply_to_post", "news_of_essay", "news_of_passage"}

NO_PAGES |= {"read_all", "read_thread", "first_unread", "news_of_thread"}
# Read by programs.
NO_PAGES |= {"feed", "feed_of_essay", "feed_of_passage", "feed_of_thread", "feed_of_member"}
NO_PAGES |= {"robots", "sitemap", "sitemap_part"}


class Watch:
    """What a window complains of while it is looked through."""

    def __init__(self, page: Page, host: str) -> None:
        self.host, self.complaints = host, list[str]()
        page.on("request", self.asked)
        page.on("requestfailed", self.failed)
        page.on("response", self.answered)
        page.on("console", self.said)
        page.on("pageerror", lambda error: self.complaints.append(f"error: {error}"))
        page.expose_function("violated", lambda what: self.complaints.append(f"policy: {what}"))
        page.add_init_script(
            """document.addEventListener("securitypolicyviolation",
                (event) => window.violated(`${event.violatedDirective} ${event.blockedURI}`))"""
        )

    def asked(self, request: Request) -> None:
        if urlsplit(request.url).netloc != self.host:
            self.complaints.append(f"asked another host: {request.url}")

    def said(self, message: ConsoleMessage) -> None:
        # Chromium says this of a page that is not found as well; `answered` tells them apart.
        if message.type in {"error", "warning"} and not message.text.startswith("Failed to load resource"):
            self.complaints.append(f"console: {message.text}")

    def failed(self, request: Request) -> None:
        if request.failure != "net::ERR_ABORTED":  # The window went on before an icon had come.
            self.complaints.append(f"failed: {request.url} {request.failure}")

    def answered(self, response: Response) -> None:
        if response.status >= 400 and not response.request.is_navigation_request():
            self.complaints.append(f"{response.status}: {response.url}")


@pytest.mark.parametrize("who", PEOPLE)
def test_no_page_runs_into_the_policy_or_asks_another_host(
    who: str, talk: Talk, window: OpenWindow, live_server: LiveServer
) -> None:
    addresses, person = PEOPLE[who]
    page = window(person(talk))
    watch = Watch(page, urlsplit(live_server.url).netloc)
    complaints = dict(look_through(page, watch, addresses(talk)))
    assert complaints == {}


def look_through(page: Page, watch: Watch, addresses: list[str]) -> Iterator[tuple[str, list[str]]]:
    for address in addresses:
        answer = page.goto(address, wait_until="load")
        assert answer is not None
        assert answer.status < 500, address
        if watch.complaints:
            yield address, watch.complaints
        watch.complaints = []


def test_the_watch_sees_what_the_policy_blocks(talk: Talk, window: OpenWindow, live_server: LiveServer) -> None:
    page = window()
    watch = Watch(page, urlsplit(live_server.url).netloc)
    page.goto("/")
    page.evaluate("document.body.insertAdjacentHTML('beforeend', '<p style=\"color: red\">red</p>')")
    page.evaluate("document.body.append(Object.assign(new Image(), {src: 'http://192.0.2.1/x.png'}))")
    page.evaluate("new Promise(requestAnimationFrame)")
    seen = " ".join(watch.complaints)
    assert "policy: style-src-attr" in seen
    assert "policy: img-src" in seen


@pytest.mark.parametrize("who", PEOPLE)
def test_every_answer_has_the_policy(who: str, talk: Talk, client: Client) -> None:
    addresses, person = PEOPLE[who]
    if user := person(talk):
        client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[0])
    for address in addresses(talk):
        answer = client.get(address)
        assert parts(answer.headers["Content-Security-Policy"]) == parts(POLICY), address


def parts(policy: str) -> set[str]:
    return {part.strip() for part in policy.split(";")}


def test_every_page_is_looked_at(talk: Talk) -> None:
    """A page that is added to the site is added to the walk."""
    walked = {
        resolve(address.partition("?")[0]).url_name for address in pages.members(talk) if address != "/nothing-is-here/"
    }
    assert {str(pattern.name) for pattern in urls.urlpatterns} <= walked | NO_PAGES
    lists = {reverse(f"admin:{model._meta.label_lower.replace('.', '_')}_changelist") for model in admin.site._registry}
    looked_at = [*pages.moderators(talk), *pages.keepers_only(talk)]
    assert lists <= {address.split("?")[0] for address in looked_at}
