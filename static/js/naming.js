// Names after an @ are completed while they are typed, from a list below the field.
import { formOf } from "./composer.js";
import { say } from "./copy.js";
import { write } from "./toolbar.js";

const TYPED = /(?<![\p{L}\p{N}])(?<![\p{L}\p{N}]_)(?<![@/.+-])@([A-Za-z0-9_-]{0,30})$/u; // As the server reads them.
const LOOKS_BACK = 40; // characters
const PAUSE = 150; // milliseconds without a key
const CLOSE_BY = /^[\s.,;:!?)\]}…'’]$/; // What stands close to the word before it.
const STEPS = { ArrowDown: 1, ArrowUp: -1 };
// A field of several lines may not be called a combobox (ARIA in HTML), nor expanded: what it may say of its list it says.
const OPEN = { "aria-autocomplete": "list", "aria-haspopup": "listbox" };

let field; // The one that has the list.
let list;
let waiting;
let asking;
let added; // After which name in which field a space was added that nobody typed.

const caretIn = ({ selectionStart, selectionEnd }) => (selectionStart === selectionEnd ? selectionEnd : null);
const typedIn = (one) => {
  const caret = caretIn(one);
  return caret === null ? undefined : one.value.slice(Math.max(0, caret - LOOKS_BACK), caret).match(TYPED)?.[1];
};
const options = () => [...list.children];
const chosen = () => list.querySelector("[aria-selected=true]");

function choose(option) {
  for (const other of options()) other.ariaSelected = String(other === option);
  field.setAttribute("aria-activedescendant", option.id);
  option.scrollIntoView({ block: "nearest" });
}

function close() {
  clearTimeout(waiting);
  asking?.abort();
  if (!list) return;
  for (const name of [...Object.keys(OPEN), "aria-controls", "aria-activedescendant"]) field.removeAttribute(name);
  list.remove();
  field = list = null;
}

function take(option) {
  const caret = caretIn(field);
  const [at, taken] = [caret - typedIn(field).length, field];
  const isApart = /^\s/.test(taken.value.slice(caret)); // What follows stands apart already.
  close();
  write(taken, at, caret, `${option.dataset.name}${isApart ? "" : " "}`);
  added = isApart ? null : { field: taken, caret: taken.selectionEnd };
}

// What is typed right after a completed name, a space or a sign, takes the place of the space that came with it.
function takeItsPlace(event) {
  const { target, data, inputType } = event;
  const isThere = added?.field === target && caretIn(target) === added.caret && target.value[added.caret - 1] === " ";
  added = null;
  if (isThere && inputType === "insertText" && CLOSE_BY.test(data)) {
    target.setSelectionRange(target.selectionEnd - 1, target.selectionEnd);
  }
}

function option({ name, called }, number) {
  const item = Object.assign(document.createElement("li"), { id: `name-${number}`, role: "option", ariaSelected: "false" });
  item.dataset.name = name;
  item.append(Object.assign(document.createElement("b"), { textContent: `@${name}` }));
  if (called) item.append(" ", Object.assign(document.createElement("bdi"), { textContent: called }));
  return item;
}

function offer(one, people) {
  close();
  if (!people.length) return;
  field = one;
  list = Object.assign(document.createElement("ul"), { id: "page-names", className: "names ui", role: "listbox", ariaLabel: "Members" });
  list.append(...people.map(option));
  one.after(list);
  for (const [name, value] of Object.entries(OPEN)) one.setAttribute(name, value);
  one.setAttribute("aria-controls", list.id);
  choose(list.firstChild);
  say(`${people.length} name${people.length > 1 ? "s" : ""}. Arrows choose, Enter takes one, Escape closes.`);
}

async function ask(one) {
  const typed = typedIn(one);
  if (typed === undefined) return; // The caret went elsewhere meanwhile.
  asking = new AbortController();
  const address = new URL(one.dataset.names, location.href);
  address.searchParams.set("q", typed);
  try {
    const answer = await fetch(address, { signal: asking.signal });
    if (!answer.ok) return;
    const { people } = await answer.json();
    if (document.activeElement === one && typedIn(one) === typed) offer(one, people);
  } catch {} // A name can be typed to its end.
}

function step(by) {
  const all = options();
  choose(all.at((all.indexOf(chosen()) + by) % all.length));
}

document.addEventListener("input", ({ target, isComposing }) => {
  if (!target.dataset?.names || !formOf(target) || isComposing) return;
  clearTimeout(waiting);
  asking?.abort();
  if (typedIn(target) === undefined) close();
  else waiting = setTimeout(ask, PAUSE, target);
});
document.addEventListener("beforeinput", takeItsPlace);
// Before others take these keys for something else.
document.addEventListener("keydown", (event) => {
  const { key, target, ctrlKey, metaKey, altKey, shiftKey, isComposing } = event;
  if (!list || target !== field || ctrlKey || metaKey || altKey || shiftKey || isComposing) return;
  if (!list.isConnected || typedIn(field) === undefined) return close();
  if (key in STEPS) step(STEPS[key]);
  else if (key === "Enter" || key === "Tab") take(chosen());
  else if (key === "Escape") close();
  else return;
  event.preventDefault();
  event.stopImmediatePropagation();
}, true);
// The caret went elsewhere.
document.addEventListener("selectionchange", () => list && (document.activeElement !== field || typedIn(field) === undefined) && close());
document.addEventListener("focusout", ({ target }) => target === field && close());
document.addEventListener("pointerdown", (event) => event.target.closest?.(".names") && event.preventDefault()); // The field keeps the focus.
document.addEventListener("click", ({ target }) => {
  const clicked = list && target.closest?.(".names [role=option]");
  if (clicked) take(clicked);
});
