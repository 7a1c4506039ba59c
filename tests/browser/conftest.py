"""A site that runs, with the seed and a little talk in it, and windows onto it."""

from typing import Any, Protocol

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import BrowserContext, Page
from pytest_django.live_server_helper import LiveServer
from pytest_playwright.pytest_playwright import CreateContextCallback

from accounts.models import User
from config.settings import BASE_DIR
from forum.importer import import_path
from tests.browser.talk import Talk, make_talk


class OpenWindow(Protocol):
    def __call__(self, user: User | None = None, **options: Any) -> Page: ...


@pytest.fixture
def talk(transactional_db: None, moderators: None) -> Talk:
    import_path(BASE_DIR / "essays" / "library" / "victor-serge")
    return make_talk()


@pytest.fixture
def window(live_server: LiveServer, new_context: CreateContextCallback) -> OpenWindow:
    """Open a private window, signed in as a member or as nobody; options are Playwright's, such as `viewport`."""

    def open_window(user: User | None = None, **options: Any) -> Page:
        context = new_context(base_url=live_server.url, **options)
        if user:
            sign_in(context, user, live_server.url)
        return context.new_page()

    return open_window


def sign_in(context: BrowserContext, user: User, url: str) -> None:
    """Give the window the cookie that signing in would give it."""
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": url}])
