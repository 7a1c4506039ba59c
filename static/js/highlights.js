// While talk on a passage is open, the words that it quotes are marked in the text.
import { LEFT_OUT, fold, locate } from "./textquote.js";

const isNative = "highlights" in CSS;
const drawn = new Map(); // By what quotes, a post or the field of a form: a range of the text, or marks put into it.
let pointed = null; // The post that is pointed at or has the focus.
let frame;

// What quotes, the words that it quotes, and the passage that they are from.
function* quotes() {
  for (const talk of document.querySelectorAll(".talk-of[data-place]")) {
    const passage = document.getElementById(talk.dataset.place.split("/").at(-2));
    const words = passage?.querySelector(":scope > .words");
    if (!words || !talk.getClientRects().length) continue;
    for (const quoted of talk.querySelectorAll(".post > .quoted")) {
      yield [quoted.parentElement, { ...quoted.dataset, exact: fold(quoted.textContent) }, words];
    }
    const { quote, prefix, suffix } = talk.querySelector(":scope > form.compose")?.elements ?? {};
    if (quote) yield [quote, { exact: fold(quote.value), prefix: prefix.value, suffix: suffix.value }, words];
  }
}

// Not the number of a footnote, nor what stands between two blocks.
const isWords = (node) => !node.parentElement.closest(LEFT_OUT) && !/^\n*$/.test(node.data);

// For a browser without highlights: the range's text in marks.
function wrap(range, words) {
  const { startContainer, startOffset, endContainer, endOffset } = range;
  const walker = document.createTreeWalker(words, NodeFilter.SHOW_TEXT);
  const nodes = [];
  while (walker.nextNode()) nodes.push(walker.currentNode);
  return nodes.filter((node) => range.intersectsNode(node) && isWords(node)).map((node) => {
    if (node === endContainer && endOffset < node.length) node.splitText(endOffset);
    const part = node === startContainer && startOffset ? node.splitText(startOffset) : node;
    const mark = Object.assign(document.createElement("mark"), { className: "quote" });
    part.replaceWith(mark);
    mark.append(part);
    return mark;
  });
}

function clear() {
  for (const marks of isNative ? [] : drawn.values()) {
    for (const mark of marks) {
      const words = mark.closest(".words");
      mark.replaceWith(...mark.childNodes);
      words?.normalize();
    }
  }
  drawn.clear();
}

function draw() {
  clear();
  for (const [owner, quote, words] of quotes()) {
    const range = locate(quote, words);
    if (range) drawn.set(owner, isNative ? range : wrap(range, words));
  }
  if (isNative) CSS.highlights.set("quoted", new Highlight(...drawn.values()));
  distinguish();
}

// Mark the words of one more than the others': of the post that is pointed at, else of the reply that is being written.
function distinguish() {
  const written = [...drawn.keys()].find((owner) => owner.form);
  const now = drawn.get(pointed) ?? drawn.get(written);
  if (isNative) {
    const highlight = new Highlight(...(now ? [now] : []));
    highlight.priority = 1;
    CSS.highlights.set("quoted-now", highlight);
    return;
  }
  for (const mark of [...drawn.values()].flat()) mark.classList.toggle("now", now?.includes(mark));
}

function point({ target }) {
  const post = target.closest(".post");
  if (post === pointed) return;
  pointed = post;
  if (drawn.size) distinguish();
}

function later() {
  cancelAnimationFrame(frame);
  frame = requestAnimationFrame(draw);
}

for (const event of ["htmx:load", "passage:closed", "talk:changed"]) document.addEventListener(event, later);
document.addEventListener("input", ({ target }) => target.name === "quote" && later());
document.addEventListener("pointerover", point);
document.addEventListener("focusin", (event) => {
  point(event);
  if (event.target.closest("form.compose")) later(); // A draft may have come back into it.
});
later();
