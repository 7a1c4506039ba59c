"""A walk through the site on two web processes, a primary with a replica, and nginx: .ci/scaled starts them and this.

What is claimed of the replica is shown while it stands still: who sees something new then, did not get it from there.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import monotonic

import psycopg

from config.settings import BASE_DIR
from tests.scaled.visitor import SCRATCH, WEB_PORTS, Visitor, from_each_process, number_in, seconds_until

PLACE = "/essays/victor-serge/p26/"
WITHIN = 1.0  # second, in which readers without an account see a change
ANYBODYS = [
    "/search/?q=Serge",
    "/feed/",
    "/discussions/?sort=newest",
    f"{PLACE}?sort=answered",
    "/moderation/log/",
    "/sitemap.xml",
]
MEMBERS = [PLACE, "/", "/search/?q=Serge", "/discussions/", "/discussions/new/", "/notices/", "/drafts/", "/following/"]
REASON = re.compile(r'<select name="reason".*?<option value="(\d+)"', re.DOTALL)
SCANS = "SELECT relname, seq_scan + coalesce(idx_scan, 0) FROM pg_stat_user_tables WHERE relname LIKE 'forum%'"

replica = psycopg.connect(os.environ["SCALED_REPLICA"], autocommit=True)


def main(prefix: str) -> None:
    anybody, author, moderator = Visitor(), Visitor(), Visitor()
    words = f"A reply that {prefix} number one has just sent."
    assert_everybody_reads(anybody)
    moderator.join(f"{prefix}-two")
    manage("make_moderator", f"{prefix}-two")
    with still():
        author.join(f"{prefix}-one")
        ok("who has just joined is signed in, while the replica stands still")
        number = post(author, words)
        assert_members_who_look_read_from_the_replica(author, moderator, words)
    seconds = seconds_until(lambda: moderator.finds(words, PLACE))
    ok(f"the other member sees it {seconds:.2f} s after the replica goes on")
    with still():
        remove(moderator, number, words)
    assert_reads_reach_the_replica(author)
    assert_both_have_served()


def ok(what: str) -> None:
    sys.stdout.write(f"ok  {what}\n")
    sys.stdout.flush()


def manage(*arguments: str) -> None:
    subprocess.run([sys.executable, "manage.py", *arguments], cwd=BASE_DIR, check=True, stdout=subprocess.DEVNULL)


@contextmanager
def still() -> Iterator[None]:
    """The replica takes nothing in."""
    replica.execute("SELECT pg_wal_replay_pause()")
    seconds_until(lambda: scalar("SELECT pg_get_wal_replay_pause_state()") == "paused")
    try:
        yield
    finally:
        replica.execute("SELECT pg_wal_replay_resume()")


def scalar(question: str) -> object:
    row = replica.execute(question).fetchone()
    assert row
    return row[0]


def assert_everybody_reads(anybody: Visitor) -> None:
    page = anybody.get(PLACE)
    assert (page.status, page.headers["Cache-Control"]) == (200, "public, no-cache"), page.headers
    assert not page.headers["Set-Cookie"]
    assert anybody.get(PLACE, **{"If-None-Match": page.headers["ETag"]}).status == 304
    ok("a reader without an account gets a page with an ETag and no cookie, and 304 the next time")
    assert len(set(from_each_process(PLACE))) == 1
    ok("both processes answer with the same page")


def post(author: Visitor, words: str) -> int:
    """Reply, and look who sees it when. Returns its number."""
    assert not any(words in page for page in from_each_process(PLACE))
    posted = author.send(f"{PLACE}reply/", source=words)
    began = monotonic()
    assert words in posted.html, f"{posted.status} {posted.url} does not show what was posted."
    assert "waiting for a moderator" not in posted.html, "What was posted is held."
    assert author.finds(words, PLACE), "Who has posted does not see it the next time."
    ok("who has posted sees the post at once, while the replica stands still")
    assert_within_a_second(began, lambda: all(words in page for page in from_each_process(PLACE)))
    assert Visitor().finds(words, PLACE)
    ok(f"readers without an account see it from both processes {monotonic() - began:.2f} s later")
    return number_in(posted.url)


def assert_within_a_second(began: float, done: Callable[[], bool]) -> None:
    seconds_until(done)
    assert monotonic() - began <= WITHIN, f"It took {monotonic() - began:.2f} s."


def assert_members_who_look_read_from_the_replica(author: Visitor, other: Visitor, words: str) -> None:
    for member in (author, other):
        member.let_seconds_pass()
        page = member.get(PLACE).html
        assert words not in page, "A member who only looks does not read from the replica."
        assert "Sign out" in page, "The site asks the replica who somebody is."
    ok("members who have sent nothing for some seconds read what the replica has, and are still signed in")


def remove(moderator: Visitor, number: int, words: str) -> None:
    """Take the post down in the admin, while the replica stands still."""
    address = f"/admin/forum/post/{number}/change/"
    reason = REASON.search(moderator.get(address).html)
    assert reason, "The admin offers no reason."
    assert all(words in page for page in from_each_process(PLACE))
    done = moderator.send(address, act="remove", reason=reason[1])
    began = monotonic()
    assert f"Post {number}: removed." in done.html, f"{done.status} {done.url} does not say so."
    assert_within_a_second(began, lambda: not any(words in page for page in from_each_process(PLACE)))
    assert not Visitor().finds(words, PLACE)
    ok(f"what a moderator has removed is gone from both processes {monotonic() - began:.2f} s later")


def assert_reads_reach_the_replica(member: Visitor) -> None:
    member.let_seconds_pass()
    before = scans()
    for page in MEMBERS:
        assert_is_read(member, page)
    seconds_until(lambda: are_scanned(before, "forum_searchdocument", "forum_post"))
    ok(f"{len(ANYBODYS + MEMBERS)} pages are read from the replica, search and feeds among them")


def assert_is_read(visitor: Visitor, page: str) -> None:
    assert visitor.get(page).status == 200, f"{page} cannot be read from a replica."


def are_scanned(before: dict[str, int], *tables: str) -> bool:
    """Whether the replica has read these since. Its sessions tell of it later, and only when they are asked more."""
    for page in ANYBODYS:
        assert_is_read(Visitor(), page)
    after = scans()
    return all(after[table] > before[table] for table in tables)


def scans() -> dict[str, int]:
    """How often each table was read on the replica."""
    return dict(replica.execute(SCANS).fetchall())


def assert_both_have_served() -> None:
    served = Counter((SCRATCH / "served").read_text().split())
    counts = [served[f"127.0.0.1:{port}"] for port in WEB_PORTS]
    assert all(counts), served
    ok(f"nginx had {counts[0]} answers from one process and {counts[1]} from the other")


if __name__ == "__main__":
    main(sys.argv[1])
