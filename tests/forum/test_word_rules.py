"""Where a rule's words are found, and which patterns are taken: none that could hold up the server."""

from itertools import pairwise

import pytest
from django.core.exceptions import ValidationError

from accounts.models import User
from forum.models import QueueItem, Thread, WordRule
from forum.models.patterns import STEP, PatternError, read, spots
from forum.moderation.checks import words as checks
from tests.forum.talk import say

Match = WordRule.Match


def found(match: Match, words: str, source: str) -> list[str]:
    rule = WordRule(match=match, words=words)
    rule.clean()
    return [source[begin:end] for begin, end in rule.spots(source)]


@pytest.mark.parametrize(
    ("match", "words", "source", "parts"),
    [
        (Match.EXACT, "cas", "Cas, cast, casino.", ["cas", "cas"]),
        (Match.EXACT, "a.b", "acb a.b", ["a.b"]),
        (Match.WORD, "casino", "Casino, casinos, (CASINO)!", ["Casino", "CASINO"]),
        (Match.WORD, "buy now", "Buy  now or buy\nnow, not buynow.", ["Buy  now", "buy\nnow"]),
        (Match.WORD, "$$$", "It is $$$, US$$$.", ["$$$"]),
        (Match.WORD, "Ärger", "ÄRGER, Ärgernis.", ["ÄRGER"]),
        (Match.PATTERN, r"v[i1]agr[a@]", "Viagra, v1agr@", ["Viagra", "v1agr@"]),
        (Match.PATTERN, r"\d{3}-\d{4}", "Call 555-0100 or 555-0101.", ["555-0100", "555-0101"]),
        (Match.PATTERN, r"^buy", "buy, buy", ["buy"]),
    ],
)
def test_words_are_found_where_they_stand(match: Match, words: str, source: str, parts: list[str]) -> None:
    assert found(match, words, source) == parts


@pytest.mark.parametrize("begin", [0, STEP - 3, STEP, 2 * STEP - 1, 950])
def test_a_pattern_is_found_once_wherever_it_stands(begin: int) -> None:
    text = " " * begin + "casino" + " " * 300
    assert spots(r"cas\w*", text) == [(begin, begin + 6)]


def test_what_a_pattern_finds_does_not_overlap() -> None:
    text = "x" * 1000
    places = spots("x{1,150}", text)
    assert all(end <= begin for (_, end), (begin, _) in pairwise(places))
    assert (places[0][0], places[-1][1]) == (0, 1000)


@pytest.mark.parametrize(
    ("pattern", "why"),
    [
        ("(buy", "This is no regular expression: missing ), unterminated subpattern, at character 1."),
        ("bu[y", "at character 3"),
        ("a{99999999999999999999}", "This is no regular expression"),
        ("a*", "every post"),
        ("", "every post"),
        (r"\b", "every post"),
        ("(?=a)", "every post"),
        ("(a+)+b", "too long"),
        ("(a|a)+b", "too long"),
        ("(a|aa){30}b", "too long"),
        ("(?:a?){30}a{30}", "too long"),
        (r"\w+\s+\w+", "too long"),
        ("(?=(a+)+b)a", "too long"),
        (r"(a)?(?(1)(a+)+|b)c", "too long"),
        (r"\w{0,21}\w{0,21}\w{150}!", "too long"),
        (r"\w{0,21}" + r"(?=\w{150})" * 14 + "!", "looks far ahead"),
        (r"(\w{150})?" + r"\1" * 40 + "!", "too long"),
    ],
)
def test_a_pattern_that_cannot_be_used_is_refused_and_says_why(pattern: str, why: str) -> None:
    with pytest.raises(PatternError) as refused:
        read(pattern)
    assert why in str(refused.value)


@pytest.mark.parametrize(
    "pattern",
    [
        "casinos?.*bonus",
        r"https?://\S+\.example",
        r"(cheap|free) \w{2,30}",
        r"(?<!\w)free.{0,40}money",
        r"(\w)\1+",
        "(ab)+c",
        "(?>a+)b",
        "(?:ab|cd){3}",
    ],
)
def test_a_usual_pattern_is_taken(pattern: str) -> None:
    assert read(pattern)


@pytest.mark.parametrize(
    "pattern",
    [
        "a{1,18}a{1,18}b",
        "(a|aa){4}b",
        r"[ab]?a+\d",
        r"\w{0,12}(?=\w{150})!",
        r".{1,7}(?<=a{199})(?!a)b",
        r"(?=\w{150})" * 14 + "!",
    ],
)
def test_the_slowest_that_are_taken(pattern: str) -> None:
    """Each took up to a third of a second for the longest post, of processor time."""
    assert read(pattern)


def test_a_rule_says_what_is_wrong_with_its_words() -> None:
    with pytest.raises(ValidationError) as refused:
        WordRule(match=Match.PATTERN, words="(").clean()
    assert list(refused.value.message_dict) == ["words"]


def test_a_bracket_is_no_fault_where_it_is_no_pattern() -> None:
    assert found(Match.EXACT, "(", "a (b)") == ["("]


# --- All rules together ---


@pytest.mark.django_db
@pytest.mark.usefixtures("trust")
def test_rules_that_take_too_long_hold_a_post(
    thread: Thread, reader: User, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(checks, "MOST_SECONDS", -1)
    WordRule.objects.create(words="bonus", effect=WordRule.Effect.MARK)
    assert say(thread, reader, "A bonus.").is_published
    WordRule.objects.create(words="casino", effect=WordRule.Effect.REFUSE)
    assert say(thread, reader, "Other words.").is_pending
    assert QueueItem.objects.get().why == "The list of words took too long: read it yourself."
    assert "2 rules are left out" in caplog.text


def test_what_only_marks_is_looked_for_last_and_patterns_after_plain_words() -> None:
    mark = WordRule(effect=WordRule.Effect.MARK)
    pattern = WordRule(match=Match.PATTERN)
    plain = WordRule(effect=WordRule.Effect.REFUSE)
    assert sorted([mark, pattern, plain], key=checks.soonest) == [plain, pattern, mark]
