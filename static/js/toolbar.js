// Buttons and keys that write Markdown around what is selected, or take it away. The browser can undo it.
import { formOf } from "./composer.js";

const KEYS = { b: "bold", i: "italic", k: "link" };
const APPLE = /Mac|iP/.test(navigator.platform);
const ADDRESS = "https://";
const MANY = 100; // lines: a browser takes seconds to write more of them so that it can be undone

// Write over a part of the field and select a part of what is written; `insertText` alone can be undone.
export function write(field, from, to, words, start = words.length, end = start) {
  field.focus();
  field.setSelectionRange(from, to);
  if (words.split("\n").length > MANY || !document.execCommand(words ? "insertText" : "delete", false, words)) {
    field.setRangeText(words);
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }
  field.setSelectionRange(from + start, from + end);
}

// How many asterisks stand around the words: one is italic, two are bold, three are both.
const stars = (before, after) => Math.min(before.match(/\**$/)[0].length, after.match(/^\**/)[0].length);

function emphasise(field, size) {
  let { value, selectionStart: from, selectionEnd: to } = field;
  const [, blank, words] = value.slice(from, to).match(/^([\s*]*)(.*?)[\s*]*$/s);
  if (words) [from, to] = [from + blank.length, from + blank.length + words.length];
  const mark = "*".repeat(size);
  if (stars(value.slice(0, from), value.slice(to)) & size) write(field, from - size, to + size, words, 0, words.length);
  else write(field, from, to, mark + words + mark, size, size + words.length);
}

// The selected lines with the mark before each, and without it where all have it. A blank line sets them apart.
function prefix(field, mark) {
  const { value, selectionStart, selectionEnd } = field;
  const from = value.lastIndexOf("\n", selectionStart - 1) + 1;
  const to = `${value}\n`.indexOf("\n", selectionEnd);
  const lines = value.slice(from, to).split("\n");
  const isMarked = lines.every((line) => line.startsWith(mark));
  const words = lines.map((line) => (isMarked ? line.slice(mark.length) : mark + line)).join("\n");
  const apart = (beside) => (isMarked || !beside || beside === "\n" || beside === "\n\n" ? "" : "\n");
  const above = apart(value.slice(Math.max(0, from - 2), from));
  const below = apart(value.slice(to, to + 2));
  const end = above.length + words.length;
  write(field, from, to, above + words + below, lines.length > 1 ? above.length : end, end);
}

function link(field) {
  const { value, selectionStart: from, selectionEnd: to } = field;
  const words = value.slice(from, to);
  const target = value[from - 1] === "[" && value.slice(to).match(/^\]\([^)\n]*\)/);
  if (target) return write(field, from - 1, to + target[0].length, words, 0, words.length);
  if (/^https?:\/\/\S+$/.test(words)) return write(field, from, to, `[](${words})`, 1);
  const start = words.length + 3;
  write(field, from, to, `[${words}](${ADDRESS})`, ...(words ? [start, start + ADDRESS.length] : [1]));
}

const TOOLS = {
  bold: (field) => emphasise(field, 2),
  italic: (field) => emphasise(field, 1),
  quote: (field) => prefix(field, "> "),
  list: (field) => prefix(field, "- "),
  link,
};

const use = (field, tool) => field.readOnly || TOOLS[tool](field);

// One stop for Tab; arrows lead from button to button.
function step(event, bar) {
  const buttons = [...bar.querySelectorAll("button")];
  const at = buttons.indexOf(event.target);
  const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: -1 }[event.key];
  if (to === undefined) return;
  event.preventDefault();
  buttons.at(to % buttons.length).focus();
}

document.addEventListener("click", ({ target }) => {
  const button = target.closest("[data-tool]");
  if (button) use(formOf(button).elements.source, button.dataset.tool);
});
document.addEventListener("focusin", ({ target }) => {
  if (!target.matches?.("[data-tool]")) return;
  for (const button of target.parentElement.children) button.tabIndex = button === target ? 0 : -1;
});
document.addEventListener("keydown", (event) => {
  const { target, key } = event;
  const bar = target.closest?.("[role=toolbar]");
  if (bar) return step(event, bar);
  const tool = KEYS[key.toLowerCase()];
  if (!tool || event.altKey || event.shiftKey || !(APPLE ? event.metaKey : event.ctrlKey)) return;
  if (!formOf(target) || !target.matches("[name=source]")) return;
  event.preventDefault();
  use(target, tool);
});
