"""A member reads what moderators decided on them, and a number in the header says how much of it is new."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django.fixtures import Settings

from accounts.models import User
from forum import following, moderation, posting
from forum.models import Appeal, ModerationEntry, Notification, Post, QueueItem, Thread
from forum.views.notices import NOTICES_PER_PAGE
from tests.forum.acts import anew
from tests.forum.pages import Page, read
from tests.forum.talk import because, passage, published, say, signed_in
from tests.forum.test_query_budgets import queries

pytestmark = pytest.mark.django_db
NOTICES = "/notices/"


def notices(member: User) -> Page:
    return read(signed_in(member).get(NOTICES))


def tell_all(thread: Thread, author: User, moderator: User) -> None:
    """Do everything to the author that a member is told of."""

    def latest() -> ModerationEntry:
        return ModerationEntry.objects.all()[0]

    def on_member() -> dict[str, object]:
        return {"by": moderator, "seen": moderation.last_entry(author), "reason": because("heated")}

    post = say(thread, author, ref="p1")
    moderation.approve(post, by=moderator, seen=1, source="Mended words.")
    moderation.return_to_author(post, by=moderator, seen=2, reason=because("unclear"), note="Say it again.")
    moderation.remove(post, by=moderator, seen=2, reason=because("attack"))
    moderation.undo(latest(), by=moderator)
    moderation.remove(post, by=moderator, seen=2, reason=because("attack"))
    moderation.restore(post, by=moderator, seen=2)
    moderation.move(post, by=moderator, seen=2, thread=thread, anchor=passage(thread, "p2"), reason=because("place"))
    moderation.warn(author, **on_member())  # type: ignore[arg-type]
    made = moderation.appeal(latest(), by=author, words="No.")
    moderation.deny(made, by=moderator)
    moderation.put_on_hold(author, **on_member())  # type: ignore[arg-type]
    made = moderation.appeal(latest(), by=author, words="No.")
    moderation.grant(made, by=moderator)
    moderation.silence(author, until=timezone.now() + timedelta(days=2), **on_member())  # type: ignore[arg-type]
    moderation.ban(author, **on_member())  # type: ignore[arg-type]
    moderation.lift(author, by=moderator, seen=moderation.last_entry(author))


SENTENCES = [
    "You can write here as before.",
    "You cannot write here any more.",
    "You cannot write here until ",
    "Your appeal was granted: the decision is taken back.",
    "From now on, every post of yours waits for a moderator.",
    "Your appeal was denied: the decision stands.",
    "You were warned.",
    "Your post was moved.",
    "Your post was restored: it is public again.",
    "Your post was removed.",
    "A decision on your post was taken back: removed.",
    "Your post was returned to you: change it and send it again.",
    "Your post was published, in words that a moderator has changed.",
    "Your post was waiting for a moderator.",
]


def test_every_act_has_a_sentence_and_the_latest_comes_first(thread: Thread, author: User, moderator: User) -> None:
    tell_all(thread, author, moderator)
    page = notices(author)
    found = [page.text.find(sentence) for sentence in SENTENCES]
    assert -1 not in found
    assert found == sorted(found)


def test_a_notice_says_why_and_of_what(thread: Thread, author: User, moderator: User) -> None:
    post = published(thread, author, "My own words.", ref="p1")
    moderation.remove(post, by=moderator, seen=1, reason=because("attack"), note="A note to its author.")
    page = notices(author)
    for said in ("personal attack", because("attack").explanation, "A note to its author.", "My own words."):
        assert said in page.text
    assert "by a moderator" in page.text
    assert "Keeper one" not in page.html
    assert post.get_absolute_url() in page.links
    assert "/notices/1/appeal/" in page.links


def test_a_notice_has_the_words_that_were_judged(thread: Thread, author: User, moderator: User) -> None:
    """The page says what the mail says, also when its author has changed it since."""
    post = published(thread, author, "<b>My</b> own words.\n\nIn two lines.")
    moderation.return_to_author(post, by=moderator, seen=1, reason=because("unclear"))
    posting.edit(post, by=author, source="Quite other words.")
    page = notices(author)
    assert '<p class="said" dir="auto">&lt;b&gt;My&lt;/b&gt; own words.\n\nIn two lines.</p>' in page.html
    assert "Quite other words." not in page.text


def test_who_was_reworded_reads_their_own_words_and_what_was_made_of_them(
    thread: Thread, author: User, moderator: User
) -> None:
    post = posting.reply(thread, author=author, source="As I said it.")
    moderation.approve(post, by=moderator, seen=1, source="As it was mended.")
    told = notices(author).text
    assert told.index("Your words") < told.index("As I said it.") < told.index("What was published")
    assert told.index("What was published") < told.index("As it was mended.")


def test_it_names_the_moderator_where_settings_say_so(
    thread: Thread, author: User, moderator: User, settings: Settings
) -> None:
    settings.MODERATOR_NAMES = "name"
    moderation.warn(author, by=moderator, seen=0, reason=because("attack"))
    assert "by Keeper one" in notices(author).text


def test_a_post_that_reports_have_hidden_is_told_as_hidden(
    thread: Thread, author: User, stranger: User, moderator: User, settings: Settings
) -> None:
    settings.FLAG_WEIGHT_TO_HOLD = 1
    moderation.flag(published(thread, author), by=stranger, seen=1, reason=because("attack"), note="A tale.")
    page = notices(author)
    assert "Your post is hidden until a moderator has looked at it." in page.text
    for hidden in ("reader-two", "Reader two", "A tale."):
        assert hidden not in page.html


def test_all_posts_of_a_member_removed_in_one_act_are_one_notice(thread: Thread, author: User, moderator: User) -> None:
    posts = [published(thread, author, ref="p1") for _ in range(25)]
    latest = posts[-1].pk
    moderation.remove_all(author, by=moderator, seen=0, latest=latest, reason=because("spam"))
    assert Notification.objects.filter(member=author).count() == 1
    page = notices(author)
    assert "Your posts were removed." in page.text
    assert "and 5 more" in page.text
    assert {post.get_absolute_url() for post in posts[:20]} <= set(page.links)


def test_who_lost_all_posts_can_appeal_and_gets_them_back(thread: Thread, author: User, moderator: User) -> None:
    post = published(thread, author)
    entry = moderation.remove_all(author, by=moderator, seen=0, latest=post.pk, reason=because("spam"))
    made = moderation.appeal(entry, by=author, words="They are fine.")
    moderation.grant(made, by=moderator)
    assert Post.objects.get(pk=post.pk).is_published
    assert made.state == Appeal.State.OPEN  # As it was made; what became of it is stored.


def test_nobody_else_reads_them(author: User, stranger: User, moderator: User) -> None:
    moderation.warn(author, by=moderator, seen=0, reason=because("attack"))
    assert "You were warned." not in notices(stranger).text
    assert Client().get(NOTICES)["Location"] == "/accounts/login/?next=/notices/"


# --- What is new ---


def count(member: User, url: str = "/discussions/") -> str:
    page = read(signed_in(member).get(url))
    return page.text.partition("Notices")[2][:10].strip() if page.classes["count"] else ""


def test_the_header_counts_what_was_not_read(author: User, moderator: User) -> None:
    assert count(author) == ""
    moderation.warn(author, by=moderator, seen=0, reason=because("attack"))
    assert count(author).startswith("1 unread")
    page = notices(author)
    assert page.classes["unread"] == 1
    assert count(author) == ""
    assert notices(author).classes["unread"] == 0


def test_opening_the_list_reads_what_it_shows_and_nothing_else(author: User, moderator: User) -> None:
    for _ in range(NOTICES_PER_PAGE + 3):
        moderation.warn(author, by=moderator, seen=moderation.last_entry(author), reason=because("attack"))
    assert notices(author).classes["unread"] == NOTICES_PER_PAGE
    assert count(author).startswith("3 unread")


def test_all_is_marked_read_from_a_later_page(thread: Thread, author: User, moderator: User) -> None:
    following.follow(author, thread)
    for _ in range(NOTICES_PER_PAGE + 3):
        published(thread, moderator)
    client, last = signed_in(author), Notification.objects.filter(member=author).earliest("pk")
    page = read(client.get(NOTICES, {"before": last.pk + 1}))
    assert page.fields["upto"] == str(Notification.objects.filter(member=author).latest("pk").pk)
    client.post("/notices/read/", {"upto": page.fields["upto"]})
    assert count(author) == ""
    published(thread, moderator)
    page = read(client.get(NOTICES, {"before": 1}))  # Nothing is so early: all the same, all can be marked.
    assert client.post("/notices/read/", page.fields).status_code == 302
    assert count(author) == ""


def test_a_look_ahead_of_a_browser_reads_nothing(author: User, moderator: User) -> None:
    moderation.warn(author, by=moderator, seen=0, reason=because("attack"))
    assert signed_in(author).head(NOTICES).status_code == 200
    assert count(author).startswith("1 unread")


def test_nobody_keeps_a_copy_of_them(author: User) -> None:
    assert "no-store" in signed_in(author).get(NOTICES)["Cache-Control"]


def test_the_header_costs_one_query(thread: Thread, author: User, stranger: User, moderator: User) -> None:
    published(thread, author)
    assert queries("/moderation/log/", stranger) <= 4  # Session, account, standing, the entries.


# --- Pages ---


def test_pages_cost_the_same_at_two_sizes_and_miss_none(
    thread: Thread, author: User, moderator: User, settings: Settings
) -> None:
    settings.APPROVALS_BEFORE_TRUST = 1000  # Each post is held again.
    tell_all(thread, author, moderator)
    few = queries(NOTICES, author)
    for _ in range(3):
        tell_all(thread, anew(author), moderator)
    assert queries(NOTICES, author) <= few
    client, url, found = signed_in(author), NOTICES, list[str]()
    while url:
        page = read(client.get(url))
        found += [name for name in page.ids if name.startswith("notice-")]
        url = next((f"{NOTICES}{link}" for link in page.links if link.startswith("?before=")), "")
    assert len(found) == len(set(found)) == Notification.objects.filter(member=author).count() > 40


def test_nobody_hears_that_somebody_reported_them(
    thread: Thread, author: User, stranger: User, moderator: User
) -> None:
    post = published(thread, author)
    moderation.flag(post, by=stranger, seen=1, reason=because("spam"))
    moderation.keep(post, by=moderator, seen=1)
    moderation.undo(ModerationEntry.objects.latest("number"), by=moderator)
    assert not Notification.objects.exists()


# --- What the checks found is for moderators ---

TWICE = "These words are long enough that nobody says them twice by chance."


@pytest.mark.usefixtures("trust")
@pytest.mark.parametrize("is_edit", [False, True])
def test_an_author_is_not_told_what_a_check_found(thread: Thread, author: User, stranger: User, is_edit: bool) -> None:
    first = say(thread, stranger, TWICE)
    post = say(thread, author, "Other words." if is_edit else TWICE)
    if is_edit:
        post = posting.edit(post, by=author, source=TWICE)
    assert QueueItem.objects.get().why == f"The same words as in post {first.pk}, within a day."
    told = "A moderator should look at it first."
    assert (post.status_reason, ModerationEntry.objects.get().reason) == (told, told)
    for address in (NOTICES, post.get_absolute_url()):
        assert "same words" not in read(signed_in(author).get(address, follow=True)).text
    assert told not in notices(author).text  # It says nothing.


@pytest.mark.usefixtures("trust")
def test_an_edit_of_what_waits_leaves_moderators_what_they_read(thread: Thread, author: User, stranger: User) -> None:
    say(thread, stranger, TWICE)
    post = say(thread, author, TWICE)
    why = QueueItem.objects.get().why
    posting.edit(post, by=author, source=TWICE.upper())
    assert QueueItem.objects.get().why == why
