"""Words that are selected in the text can be answered, and words that were answered are marked in it."""

import re
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, expect

from essays.models import Block
from forum.models import QUOTE_MAX_LENGTH, Post
from tests.browser.conftest import OpenWindow
from tests.browser.talk import Talk, say, words_of
from tests.browser.test_everybody_can_read import RULES_OF_A_LOOK, STILL, violations

pytestmark = pytest.mark.browser

FACE = "\N{GRINNING FACE}"  # One character, of two of JavaScript's.
CALLED = "p31"  # With the call of a note in the middle.
PASSAGES = ".para > .words, .note > .words"
# What a module of the page makes of each passage; `module` is loaded from where the page's own modules are.
READ = """async (passages) => {
    const { describe, locate, wordsOf } = await import(document.querySelector("script[type=module]").src
        .replace(/[^/]*$/, "textquote.js"));
    return [...document.querySelectorAll(passages)].map((root) => {
        const words = wordsOf(root);
        const again = [];
        for (let start = 0; start < words.length; start += 37) {
            const exact = words.slice(start, start + 2 + start % 40).trim();
            if (!exact) continue;
            const at = words.indexOf(exact, start);
            const [prefix, suffix] = [words.slice(0, at).slice(-32), words.slice(at + exact.length).slice(0, 32)];
            const quote = { exact, prefix, suffix };
            const range = locate(quote, root);
            again.push([{ ...quote, isCut: false }, range && describe(range, root)]);
        }
        return [root.parentElement.id, words, again];
    });
}"""
DESCRIBE = """async ([words, typed]) => {
    const {describe, fold} = await import(document.querySelector("[type=module]").src.replace("contents", "textquote"));
    const root = document.createElement("p");
    root.textContent = words;
    const range = document.createRange();
    range.setStart(root.firstChild, words.indexOf("a ") + 2);
    range.setEnd(root.firstChild, words.indexOf("b one") + 1);
    return [describe(range, root), fold(typed)];
}"""
SELECT = """([from, start, to, end]) => {
    const at = (root, offset) => {
        const words = document.querySelector(root);
        if (offset < 0) offset += words.textContent.trim().length;
        const walker = document.createTreeWalker(words, NodeFilter.SHOW_TEXT);
        while (walker.nextNode()) {
            if (offset < walker.currentNode.length) return [walker.currentNode, offset];
            offset -= walker.currentNode.length;
        }
    };
    getSelection().setBaseAndExtent(...at(from, start), ...at(to, end));
}"""
LINES = """() => [...getSelection().getRangeAt(0).getClientRects()].map(({ left, right, top, bottom }) =>
    ({ left, right, top, bottom }))"""
MARKED = """(name) => [...(CSS.highlights.get(name) ?? [])].map((range) => range.toString())"""


def select(page: Page, start: int, end: int, ref: str = "p26", to: str = "") -> str:
    """Select from one letter of a passage's words to another, there or in another passage; return what is selected."""
    page.evaluate(SELECT, [f"#{ref} > .words", start, f"#{to or ref} > .words", end])
    return str(page.evaluate("getSelection().toString()"))


def offer(page: Page) -> Locator:
    return page.locator("button.offer")


def expect_marked(page: Page, name: str, words: list[str]) -> None:
    page.wait_for_function(
        f"([name, words]) => JSON.stringify(({MARKED})(name)) === JSON.stringify(words)", arg=[name, words]
    )


def is_on_screen(page: Page, thing: Locator) -> bool:
    box, size = thing.bounding_box(), page.viewport_size
    assert box
    assert size
    return (
        box["x"] >= 0
        and box["y"] >= 0
        and box["x"] + box["width"] <= size["width"]
        and box["y"] + box["height"] <= size["height"]
    )


def test_the_words_of_every_passage_are_read_as_the_server_reads_them(talk: Talk, window: OpenWindow) -> None:
    page = window()
    page.goto(talk.address)
    blocks = Block.objects.filter(edition=talk.essay.current_edition).exclude(passage=None).exclude(html="")
    found: list[tuple[str, str, list[Any]]] = page.evaluate(READ, f"{PASSAGES}:not(:has(.missing))")
    said = {ref: words for ref, words, _ in found}
    assert said == {block.anchor: block.words for block in blocks}
    assert len(said) > 60
    again = [pair for _, _, pairs in found for pair in pairs]
    assert [pair for pair in again if pair[0] != pair[1]] == []


def test_characters_are_counted_and_split_at_as_the_server_does(talk: Talk, window: OpenWindow) -> None:
    page = window()
    page.goto(talk.address)
    space = "".join(chr(code) for code in range(0x3001) if chr(code).isspace())
    words = f"{FACE * 40}a {FACE * 600}b one{space}two {FACE * 3}"
    described, folded = page.evaluate(DESCRIBE, [words, f"{space}one{space}two{space}"])
    assert folded == "one two"
    assert described == {
        "exact": FACE * QUOTE_MAX_LENGTH,
        "prefix": f"{FACE * 30}a ",
        "suffix": FACE * 32,
        "isCut": True,
    }


def test_words_are_answered_with_the_mouse(talk: Talk, window: OpenWindow) -> None:
    page = window(talk.reader)
    page.clock.install()
    page.goto(talk.address)
    words = select(page, 39, 130, "p4")
    page.evaluate("document.getElementById('p4').scrollIntoView({ block: 'center' })")
    first, *_, last = page.evaluate(LINES)
    page.mouse.click(5, 5)
    page.locator("#p4").get_by_text("Victor Serge had").dblclick(position={"x": 20, "y": 10})
    expect(offer(page)).to_be_visible()
    page.mouse.click(5, 5)
    expect(offer(page)).to_have_count(0)
    page.mouse.move(first["left"], first["top"] + 5)
    page.mouse.down()
    page.mouse.move(last["right"], last["bottom"] - 5, steps=3)
    page.clock.run_for(1_000)
    expect(offer(page)).to_have_count(0)
    page.mouse.up()
    expect(offer(page)).to_be_in_viewport(ratio=1)
    assert page.evaluate("getSelection().toString()") == words
    offer(page).click()

    form = page.locator("#page-margin form.compose")
    expect(page).to_have_url(re.compile(r"/p4/$"))
    expect(form.get_by_label("Your reply")).to_be_focused()
    expect(form.get_by_label("The words that you answer")).to_have_value(words)
    expect_marked(page, "quoted-now", [words])
    page.keyboard.type("To these words.")
    form.get_by_role("button", name="Post reply").click()
    post = page.get_by_role("article").filter(has_text="To these words.")
    expect(post.locator(".quoted")).to_have_text(words)
    kept = Post.objects.latest("pk")
    block = Block.objects.get(edition=kept.edition, anchor="p4")
    assert kept.quote == words
    assert f"{kept.quote_prefix}{words}{kept.quote_suffix}" in block.words
    assert len(kept.quote_prefix) == len(kept.quote_suffix) == 32
    expect_marked(page, "quoted", [words])
    page.keyboard.press("Escape")
    expect(page.locator("#page-margin")).to_be_hidden()
    expect_marked(page, "quoted", [])


def test_words_are_answered_with_the_keyboard(talk: Talk, window: OpenWindow) -> None:
    page = window()
    page.clock.install()
    page.goto(f"{talk.address}p26/")
    quoted, reply = page.get_by_label("The words that you answer"), page.get_by_label("Your reply")
    select(page, 0, 30)
    for _ in range(3):
        page.keyboard.press("Shift+ArrowRight")
    expect(offer(page)).to_be_visible()
    page.keyboard.press("Escape")
    expect(offer(page)).to_have_count(0)
    page.keyboard.press("Shift+ArrowRight")
    expect(offer(page)).to_be_visible()
    words = str(page.evaluate("getSelection().toString()")).strip()
    page.keyboard.press("Tab")
    expect(offer(page)).to_be_focused()
    assert page.evaluate("document.activeElement.previousElementSibling.className") == "words"
    page.keyboard.press("Escape")
    page.clock.run_for(1_000)
    expect(offer(page)).to_have_count(0)
    page.keyboard.press("Shift+ArrowLeft")
    page.keyboard.press("Shift+ArrowRight")
    expect(offer(page)).to_be_visible()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(reply).to_be_focused()
    expect(quoted).to_have_value(words)
    expect_marked(page, "quoted-now", [words])

    # By its key, from one paragraph into another: the first one's part.
    reply.blur()
    end = Block.objects.get(edition=talk.essay.current_edition, anchor="p26").words[-20:]
    select(page, -20, 12, to="p27")
    expect(offer(page)).to_be_visible()
    page.keyboard.press("r")
    expect(reply).to_be_focused()
    expect(quoted).to_have_value(end.strip())


def test_what_is_no_passage_is_not_offered_and_what_is_too_long_is_cut(talk: Talk, window: OpenWindow) -> None:
    page = window()
    page.goto(talk.address)
    longest = max(
        Block.objects.filter(edition=talk.essay.current_edition, kind="paragraph"), key=lambda block: len(block.words)
    )
    select(page, 0, len(longest.words) - 5, longest.anchor)
    expect(offer(page)).to_have_text("Reply to the beginning of these words")
    assert is_on_screen(page, offer(page))
    page.keyboard.press("r")
    value = page.locator("#page-margin").get_by_label("The words that you answer")
    expect(value).not_to_have_value("")
    cut = value.input_value()
    assert QUOTE_MAX_LENGTH - 30 < len(cut) <= QUOTE_MAX_LENGTH
    assert longest.words.startswith(f"{cut} ")

    select(page, 5, 20, "p2")
    expect(offer(page)).to_be_visible()
    for elsewhere in ("h2[id]", "#n6 .missing", ".whole .post .body", "header.site"):
        page.evaluate("where => getSelection().selectAllChildren(document.querySelector(where))", elsewhere)
        expect(offer(page)).to_have_count(0)
    select(page, 5, 20, "p2")
    expect(offer(page)).to_be_visible()
    page.evaluate("document.documentElement.dataset.talk = 'hidden'")
    select(page, 5, 21, "p2")
    expect(offer(page)).to_have_count(0)


def test_words_of_a_neighbour_lead_to_its_own_page(talk: Talk, window: OpenWindow) -> None:
    page = window()
    page.goto(f"{talk.address}p26/")
    words = select(page, 0, 25, "p27").strip()
    expect(offer(page)).to_be_visible()
    page.keyboard.press("r")
    expect(page).to_have_url(re.compile("/p27/#page-reply$"))
    expect(page.get_by_label("The words that you answer")).to_have_value(words)
    expect(page.get_by_label("Your reply")).to_be_focused()


def test_words_are_answered_with_a_finger(talk: Talk, window: OpenWindow) -> None:
    page = window(viewport={"width": 320, "height": 600}, has_touch=True, is_mobile=True)
    page.goto(talk.address)
    page.evaluate("document.getElementById('n7').scrollIntoView({ block: 'center' })")
    words = select(page, 0, 12, "n7").strip()
    expect(offer(page)).to_be_visible()
    assert is_on_screen(page, offer(page))
    button = offer(page).bounding_box()
    assert button
    assert button["y"] >= page.evaluate(LINES)[-1]["bottom"]
    assert button["height"] >= 24
    offer(page).tap()
    expect(page.locator("#page-margin").get_by_label("The words that you answer")).to_have_value(words)


def test_without_the_highlight_api_only_words_are_marked(talk: Talk, window: OpenWindow) -> None:
    page = window(talk.reader)
    page.add_init_script("delete CSS.highlights")
    passage = talk.essay.passages.get(ref=CALLED)
    before_call = words_of(passage, 2_000).split(" How could")[0]
    say(talk.thread, talk.reader, talk.moderator, "On it.", anchor=passage, quote=before_call)
    page.goto(talk.address)
    select(page, 0, -3, CALLED)
    expect(offer(page)).to_be_visible()
    page.keyboard.press("r")
    marks = page.locator("mark.quote")
    expect(marks).to_have_text([before_call, before_call, re.compile("^ How could")])  # Of the post, of the reply.


def test_without_the_highlight_api_words_are_marked_and_the_text_put_back(talk: Talk, window: OpenWindow) -> None:
    page = window()
    page.add_init_script("delete CSS.highlights")
    page.add_init_script(STILL)
    page.add_init_script(Axe().axe_script)
    page.goto(talk.address)
    text = page.locator("#p26 > .words")
    before = text.evaluate(
        "words => [words.innerHTML, [...words.querySelectorAll('p')].map((p) => p.childNodes.length)]"
    )
    page.locator('a.talk[data-pill="p26"]').click()
    marks = page.locator("mark.quote")
    expect(marks).to_have_text(talk.published.quote)
    for look, pointed in (("quote now", f"#post-{talk.published.pk}"), ("quote", "#p26")):
        page.locator(pointed).hover()
        expect(marks).to_have_class(look)
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            assert violations(page, "#p26", RULES_OF_A_LOOK) == []
    select(page, 3, 60)
    page.keyboard.press("Shift+ArrowRight")
    expect(offer(page)).to_be_visible()
    page.keyboard.press("r")
    expect(marks).not_to_have_count(1)
    page.keyboard.press("Escape")
    expect(marks).to_have_count(0)
    after = text.evaluate(
        "words => [words.innerHTML, [...words.querySelectorAll('p')].map((p) => p.childNodes.length)]"
    )
    assert after == before
