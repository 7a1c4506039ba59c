"""Checks on what is said."""

from __future__ import annotations

import logging
import re
import time
import unicodedata
from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

from django.conf import settings
from django.db.models.functions import Length

from forum.models import Post, WordRule
from forum.models.patterns import PatternError
from forum.moderation.checks.attempt import Attempt, Effect, Finding

if TYPE_CHECKING:
    from forum.models.posts import PostQuerySet

log = logging.getLogger(__name__)

LINK = re.compile(r'<a [^>]*?href="([^"]*)"')
ADDRESS = re.compile(r"(?:https?://|www\.)[^\s<>()\[\]]+", re.IGNORECASE)
DAY = timedelta(days=1)
LONG_ENOUGH = 40  # letters and digits: "Thank you." may be said twice
# There is no index on words, and there may be a million posts: only these are compared.
OWN_COMPARED = 50
ALL_COMPARED = 200
LONGER = 3  # times: what is longer or shorter than that says something else
UNSEEN = re.compile("[\u00ad\u200b-\u200f\u2060-\u2064\ufeff]")  # What could be put between letters unnoticed.
MOST_MATCHES = 500
NAMED = 5  # words of the list in one sentence
MOST_SECONDS = 1.0  # of processor time for all rules together: the thread is locked meanwhile
TOO_LONG = "The list of words took too long: read it yourself."

# --- Links ---


def too_many_links(attempt: Attempt) -> Finding | None:
    """Counted as rendered, and as typed: in code a link is none, and is as good an advertisement."""
    most, post = settings.LINKS_PER_POST, attempt.post
    typed = [found for found in ADDRESS.finditer(attempt.words) if leads_away(found[0])]
    count = max(len(typed), sum(map(leads_away, LINK.findall(post.html))))
    if not most or count <= most:
        return None
    matches = [found.span() for found in typed][:MOST_MATCHES]
    return Finding("links", Effect.HOLD, f"{count} links: a post with more than {most} waits.", matches)


def leads_away(address: str) -> bool:
    return not address.startswith((f"{settings.SITE_URL}/", "/", "#"))


# --- The same again ---


def said_before(attempt: Attempt) -> Finding | None:
    words, now = folded(attempt.post.source), attempt.post.written_at
    if len(words) < LONG_ENOUGH or now is None:
        return None
    own = Post.objects.by(attempt.author).order_by("-pk")[:OWN_COMPARED]
    for latest in (own, Post.objects.order_by("-pk")[:ALL_COMPARED]):
        for pk, source in like_it(attempt.post, latest, since=now - DAY):
            if folded(source) == words:
                return Finding("said_before", Effect.HOLD, f"The same words as in post {pk}, within a day.")
    return None


def like_it(post: Post, latest: PostQuerySet, since: datetime) -> Iterator[tuple[int, str]]:
    """Number and words of those that may say the same: all others would be read for nothing, the thread locked."""
    length = len(post.source)
    others = Post.objects.filter(pk__in=latest.values("pk"), written_at__gt=since).exclude(pk=post.pk)
    # Who takes words back may say them elsewhere.
    measured = others.exclude(status=Post.Status.WITHDRAWN).annotate(length=Length("source"))
    near = measured.filter(length__gte=length // LONGER, length__lte=length * LONGER).order_by("-pk")
    return near.values_list("pk", "source").iterator(chunk_size=20)


@lru_cache(maxsize=OWN_COMPARED + ALL_COMPARED)  # The next post is compared with nearly the same ones.
def folded(source: str) -> str:
    """The words alone, so that neither capitals nor signs nor spaces make them others."""
    return re.sub(r"\W+", " ", unicodedata.normalize("NFKC", UNSEEN.sub("", source)).casefold()).strip()


# --- The list of words ---

Found = list[tuple[Effect, list[tuple[int, int]]]]  # What a rule wants, and where its words are.


def on_the_list(attempt: Attempt) -> Finding | None:
    """Of rules that want different things the strictest decides; all of their matches are kept."""
    source = attempt.words
    found, is_cut_short = looked_for(source)
    if is_cut_short and not any(effect is Effect.REFUSE for effect, _ in found):
        matches = sorted({spot for _, spots in found for spot in spots})[:MOST_MATCHES]
        return Finding("word_list", Effect.HOLD, TOO_LONG, matches)
    if not found:
        return None
    effect = next(effect for effect in Effect if any(effect is other for other, _ in found))
    decisive = sorted({spot for other, spots in found if other is effect for spot in spots})
    matches = sorted({spot for _, spots in found for spot in spots})[:MOST_MATCHES]
    return Finding("word_list", effect, sentence(effect, named(source, decisive)), matches)


def looked_for(source: str) -> tuple[Found, bool]:
    """What the rules find, and whether some that could stop a post were left out."""
    found: Found = []
    end = time.thread_time() + MOST_SECONDS
    rules = sorted(WordRule.objects.filter(is_active=True), key=soonest)
    for place, rule in enumerate(rules):
        if time.thread_time() > end:
            log.warning("The list of words took too long: %s rules are left out.", len(rules) - place)
            return found, any(left.effect != WordRule.Effect.MARK for left in rules[place:])
        if spots := at(rule, source):
            found.append((Effect(rule.effect), spots))
    return found, False


def soonest(rule: WordRule) -> tuple[bool, bool]:
    """Patterns are slow; and what only marks a post can be done without."""
    return rule.effect == WordRule.Effect.MARK, rule.match == WordRule.Match.PATTERN


def at(rule: WordRule, source: str) -> list[tuple[int, int]]:
    try:
        return rule.spots(source)
    except PatternError as why:  # The admin takes none of these.
        log.warning("The word rule %s is left out: %s", rule.pk, why)
        return []


def named(source: str, spots: list[tuple[int, int]]) -> str:
    words = list(dict.fromkeys(" ".join(source[begin:end].split()).casefold() for begin, end in spots))
    return ", ".join(f"“{word}”" for word in words[:NAMED]) + (" and more" if len(words) > NAMED else "")


def sentence(effect: Effect, words: str) -> str:
    if effect is Effect.REFUSE:
        return f"This cannot be posted with these words: {words}. Change them and send it again."
    return f"On the list of words: {words}."
