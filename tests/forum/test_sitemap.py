"""Search engines hear of every listed page, of no other, and of what they need not read."""

import re
from fnmatch import fnmatchcase
from xml.etree.ElementTree import fromstring

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from forum import moderation, sitemap, urls
from forum.models import Thread
from tests.forum.forest import bush, make_forest
from tests.forum.talk import because, discussion_by, passage, public_discussion, published

pytestmark = pytest.mark.django_db
NAME = f"{{{sitemap.SPACE}}}"


def entries(path: str) -> dict[str, str]:
    """The addresses that a file lists, as paths, with the dates beside them."""
    answer = Client().get(path)
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/xml; charset=utf-8"
    found = {
        entry.findtext(f"{NAME}loc", ""): entry.findtext(f"{NAME}lastmod", "")
        for entry in fromstring(answer.content)  # noqa: S314  # Our own.
    }
    assert all(address.startswith(settings.SITE_URL) for address in found)
    return {address.removeprefix(settings.SITE_URL): at for address, at in found.items()}


def listed() -> dict[str, str]:
    return {path: at for part in entries("/sitemap.xml") for path, at in entries(part).items()}


def allowed(path: str) -> bool:
    robots = Client().get("/robots.txt").content.decode()
    return not any(fnmatchcase(path, f"{rule}*") for rule in re.findall(r"^Disallow: (\S+)$", robots, re.MULTILINE))


def test_the_pages_that_everybody_reads_are_listed(thread: Thread, author: User) -> None:
    post = public_discussion(author)
    expected = {"/", "/about/", "/discussions/", "/moderation/log/", "/essays/an-essay/", thread.get_absolute_url()}
    expected |= {f"/essays/an-essay/{ref}/" for ref in ("p1", "p2", "p3", "n1", "n2")}
    assert set(listed()) == {*expected, post.thread.get_absolute_url()}


def test_what_is_listed_is_found_under_its_own_address_and_may_be_read(thread: Thread, author: User) -> None:
    public_discussion(author)
    for path in listed():
        answer = Client().get(path)
        assert answer.status_code == 200, path
        html = answer.content.decode()
        assert f'<link rel="canonical" href="{settings.SITE_URL}{path}">' in html
        assert "noindex" not in html
        assert allowed(path)


def test_a_discussion_is_listed_while_everybody_may_read_its_title(
    author: User, stranger: User, moderator: User
) -> None:
    discussion_by(author, "A xylophone")  # Held.
    opening = public_discussion(author, "Another xylophone")
    published(opening.thread, stranger)
    assert len([path for path in listed() if "xylophone" in path]) == 1
    moderation.remove(opening, by=moderator, seen=1, reason=because("attack"))
    assert str(opening.thread.pk) not in "".join(listed())
    assert "xylophone" not in "".join(listed())


def test_a_page_changed_when_it_was_last_talked_about(thread: Thread, author: User) -> None:
    before = listed()
    post = published(thread, author, ref="p1")
    Thread.objects.update(last_post_at="2099-01-01T00:00:00Z")
    thread.posts.update(published_at="2099-01-01T00:00:00Z")
    changed = {path for path, at in listed().items() if at != before.get(path)}
    assert changed == {"/essays/an-essay/", "/essays/an-essay/p1/", thread.get_absolute_url()}
    thread.posts.update(status="removed", status_reason="So.")
    assert listed()["/essays/an-essay/p1/"] == before["/essays/an-essay/p1/"], post


@pytest.mark.parametrize("name", ["sitemap.xml", *(f"sitemap-{section}-" for section in sitemap.SECTIONS)])
def test_a_sitemap_costs_the_same_at_two_sizes(thread: Thread, author: User, name: str) -> None:
    path = next(path for path in ("/sitemap.xml", *entries("/sitemap.xml")) if path.startswith(f"/{name}"))

    def cost() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert Client().get(path).status_code == 200
        return len(captured)

    few = cost()
    make_forest(thread, author, bush(30), passage(thread, "p1"))
    for number in range(5):
        public_discussion(author, f"Thread {number}")
    assert cost() == few <= 3


def test_a_part_holds_a_stretch_of_numbers(thread: Thread, author: User, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = listed()
    monkeypatch.setattr(sitemap, "PER_PART", 2)
    assert listed() == whole
    assert len(entries("/sitemap.xml")) > 4
    last = [path for path in entries("/sitemap.xml") if "passages" in path][-1]
    assert 1 <= len(entries(last)) <= 2
    assert Client().get("/sitemap-nothing-0.xml").status_code == 404


def test_a_part_in_which_nothing_is_listed_is_not_there(
    thread: Thread, author: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sitemap, "PER_PART", 1)
    held = discussion_by(author, "A xylophone").thread
    parts = entries("/sitemap.xml")
    assert f"/sitemap-discussions-{thread.pk}.xml" in parts
    assert f"/sitemap-discussions-{held.pk}.xml" not in parts
    for path in (f"discussions-{held.pk}", "pages-1", "essays-999999999", "passages-999999"):
        assert Client().get(f"/sitemap-{path}.xml").status_code == 404, path


def test_programs_are_told_of_the_sitemap_and_kept_from_forms(thread: Thread) -> None:
    answer = Client().get("/robots.txt")
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    assert f"Sitemap: {settings.SITE_URL}/sitemap.xml\n" in answer.content.decode()
    forms = [
        "/posts/1/reply/",
        "/essays/an-essay/p1/reply/",
        "/posts/1/flag/",
        "/admin/",
        "/accounts/login/?next=/",
        "/search/?q=x",
    ]
    assert [path for path in forms if allowed(path)] == []
    assert "Allow: /accounts/login/$\n" in answer.content.decode()  # The longest rule holds.
    assert all(map(allowed, ["/", "/feed/", "/posts/1/", "/posts/1/history/", "/members/reply/"]))


def test_every_address_that_takes_a_form_is_kept_from_programs() -> None:
    """An address that is added is looked at once: it is in the rules, or it is named here as a page."""
    pages = """library essay passage discussions thread post post_history moderation_log member about robots sitemap
        sitemap_part feed feed_of_essay feed_of_passage feed_of_thread feed_of_member""".split()
    for pattern in urls.urlpatterns:
        route = re.sub(r"\(\?P<\w+>[^)]*\)|<[^>]*>", "1", str(pattern.pattern).strip("^$"))
        assert (pattern.name in pages) or not allowed(f"/{route}"), route
