"""What a page says of itself to those who pass its address on: search engines, messengers, social sites. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.conf import settings
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import to_locale

from essays.markup import data_script
from essays.models import Essay, SitePage, plain_words
from essays.sections import Text
from forum import linked_data
from forum.discussion import Branch, Page
from forum.linked_data import Data, absolute
from forum.listing import Wanted
from forum.models import Post, Thread
from forum.ordering import Order
from forum.places import Place

if TYPE_CHECKING:
    from accounts.models import User

DESCRIPTION_LENGTH = 160  # characters; what is longer, those who show it cut themselves
CONTEXT = "https://schema.org"


@dataclass(frozen=True, slots=True)
class Meta:
    title: str
    description: str
    url: str  # The one address of the page, whatever else can be asked of it.
    kind: str = "website"
    language: str = settings.LANGUAGE_CODE
    data: Data | None = None
    is_listed: bool = True  # Search engines may show it.
    feed: str = ""  # The address of what is said here, for feed readers; that of the whole site where it is empty.

    @property
    def site_name(self) -> str:
        return settings.SITE_NAME

    @property
    def locale(self) -> str:
        """The language with a country, where one is known: that of the site stands for its language."""
        own = settings.LANGUAGE_CODE
        return to_locale(own if self.language.lower() == own.split("-")[0] else self.language)

    @property
    def script(self) -> str:
        return data_script({"@context": CONTEXT, **self.data}) if self.data else ""


def of_library() -> Meta:
    text = "Long texts, read paragraph by paragraph, and what readers say to them."
    return Meta("Essays", text, absolute(reverse("library")))


def of_site_page(found: SitePage) -> Meta:
    url = absolute(found.get_absolute_url())
    return Meta(found.title, shortened(plain_words(found.html)), url)


def of_discussions(wanted: Wanted) -> Meta:
    """What is narrowed or sorted is a choice from the same list: only the whole of it in its usual order is shown."""
    text = "What readers say about the essays and their paragraphs, the latest talk first."
    begins = f"?{urlencode({'before': wanted.before})}" if wanted.before and not wanted.query else ""
    url = absolute(f"{reverse('discussions')}{begins}")
    return Meta("Discussions", text, url, is_listed=not wanted.query)


def of_log(before: int) -> Meta:
    text = "What moderators have done here, and why."
    return Meta("Log of moderation", text, page_address(reverse("moderation_log"), before=before))


def of_essay(place: Place, text: Text, talk: Page) -> Meta:
    essay = place.essay
    assert essay
    assert place.edition
    opening = next((block.words for section in text.sections for block in section.blocks if block.passage_id), "")
    by = f"By {essay.author}. " if essay.author else ""
    return Meta(
        title=essay.title,
        description=shortened(f"{by}{opening}"),
        url=page_address(place.url, after=beginning(talk)),
        kind="article",
        language=essay.language,
        data=linked_data.of_text(place.thread, essay, place.edition, talk.rows),
        feed=reverse("feed_of_essay", args=[essay.slug]),
    )


def of_passage(place: Place, talk: Page) -> Meta:
    assert place.passage
    assert place.block
    assert place.essay
    assert place.edition
    essay, label, words = place.essay, place.passage.label.capitalize(), place.block.words
    return Meta(
        title=f"{label}: {essay.title}",
        description=shortened(words or f"{label} to “{essay.title}” is missing from the source."),
        url=page_address(place.url, after=beginning(talk)),
        kind="article",
        language=essay.language,
        data=linked_data.of_passage(place.thread, place.passage, words, place.edition, talk.rows),
        feed=reverse("feed_of_passage", args=[essay.slug, place.passage.ref]),
    )


def of_thread(thread: Thread, talk: Page, called: str = "") -> Meta:
    """`called` is its title as this reader may read it."""
    text = shortened(about_thread(thread, talk, called or thread.public_title))
    return Meta(
        title=f"{called or thread.public_title}: discussion",
        description=text,
        url=page_address(thread.get_absolute_url(), after=beginning(talk)),
        data=linked_data.of_thread(thread, text, talk.replies),
        is_listed=thread.is_public,
        feed=feed_of(thread),
    )


def feed_of(thread: Thread) -> str:
    if thread.essay:
        return reverse("feed_of_essay", args=[thread.essay.slug])
    return reverse("feed_of_thread", args=[thread.pk]) if thread.publications else ""


def about_thread(thread: Thread, talk: Page, called: str) -> str:
    if thread.essay:
        return f"What readers say about {titled(thread.essay)} and its passages."
    opening = next((row.post for row in talk.rows if row.post.is_opening and row.post.is_published), None)
    return plain_words(opening.html) if opening else f"What readers say in “{called}”."


def of_post(post: Post, place: Place, branch: Branch, after: int, called: str) -> Meta:
    """Of a post that is not published, nothing but where it stands or stood."""
    url, title = page_address(post.get_absolute_url(), after=after), title_of(post, place, called)
    where = f"among the replies to {place.label} of {titled(place.essay)}." if place.essay else f"in “{called}”."
    if not post.is_published:
        return Meta(title, shortened(f"A place {where}"), url, is_listed=False)
    own, *answers = branch.rows
    data = linked_data.of_post(own, title, place.thread, answers)
    text = shortened(data.get("text") or f"A post {where}")
    return Meta(title, text, url, "article", data=data, feed=feed_of(place.thread))


def of_member(member: User, before: int) -> Meta:
    name, url = member.get_full_name(), reverse("member", args=[member.username])
    return Meta(
        title=f"{name} (@{member.username})",
        description=shortened(f"What {name} has said about the essays and their paragraphs."),
        url=page_address(url, before=before),
        feed=reverse("feed_of_member", args=[member.username]),
    )


def title_of(post: Post, place: Place, called: str) -> str:
    where = place.essay.title if place.essay else called
    if post.is_in_its_place:
        return f"Post by {post.author_name}: {where}"
    return f"A post that is {'not shown' if post.stands else 'gone'}: {where}"


def titled(essay: Essay) -> str:
    return f"“{essay.title}” by {essay.author}" if essay.author else f"“{essay.title}”"


def beginning(talk: Page) -> int:
    """Where the page begins; in another order than the usual one, all count as the first: nothing else is there."""
    return talk.begins_after if talk.sort is Order.OLDEST else 0


def page_address(url: str, **where: int) -> str:
    """The absolute address of the page that begins there. What only changes how it is shown is no part of it."""
    begins = "".join(f"?{name}={number}" for name, number in where.items() if number)
    return absolute(f"{url}{begins}")


def shortened(words: str) -> str:
    """Cut at a word, or within one where a script has none or a word is all there is."""
    if len(words) <= DESCRIPTION_LENGTH:
        return words
    kept = words[: DESCRIPTION_LENGTH - 1]
    whole = kept.rpartition(" ")[0].rstrip(" ,;:–—-")
    return f"{whole if len(whole) > DESCRIPTION_LENGTH / 2 else kept}…"
