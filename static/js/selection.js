// Words that are selected in a passage can be answered: a button for it comes up below them.
import { describe, locate } from "./textquote.js";

const SETTLED = 250; // milliseconds without a change, by which a finger or a key has ended a selection
const EDGE = 8; // pixels kept from the window's edges
const PASSAGES = ".para > .words:not(:has(.missing)), .note > .words:not(:has(.missing))";
const finger = matchMedia("(pointer: coarse)");

const offer = document.createElement("button");
Object.assign(offer, { type: "button", className: "offer", lang: "en", dir: "ltr", ariaKeyShortcuts: "r" });

let quote = null;
let timer;
let isPressed = false; // The mouse is still selecting.
let isRefused = false; // Until something else is selected.

function selected() {
  const selection = getSelection();
  if (selection.isCollapsed || !selection.rangeCount) return null;
  const range = selection.getRangeAt(0);
  const { startContainer: start } = range;
  const isText = (start.closest ? start : start.parentElement)?.closest(".text"); // Not all of the page.
  return isText && document.documentElement.dataset.talk !== "hidden" ? range : null;
}

function update() {
  clearTimeout(timer);
  if (isPressed || isRefused || document.activeElement === offer) return;
  const range = selected();
  const words = range && [...document.querySelectorAll(PASSAGES)].find((one) => {
    quote = range.intersectsNode(one) ? describe(range, one) : null;
    return quote;
  });
  if (!words) return offer.remove();
  offer.textContent = quote.isCut ? "Reply to the beginning of these words" : "Reply to these words";
  if (words.nextSibling !== offer) words.after(offer);
  place(locate(quote, words).getClientRects());
}

// Below the words, since a telephone has its own menu above them; above them where there is no room.
function place(lines) {
  const [first, last] = [lines[0], lines[lines.length - 1]];
  const { left, top } = offer.offsetParent.getBoundingClientRect();
  const { offsetWidth: width, offsetHeight: height } = offer;
  const gap = finger.matches ? 28 : 6; // A finger's handles hang below the last line.
  const within = (wish, size, all) => Math.max(EDGE, Math.min(wish, all - size - EDGE));
  const isLow = last.bottom + gap + height > innerHeight && first.top > height + gap;
  const wish = isLow ? first.top - gap - height : last.bottom + gap;
  offer.style.top = `${within(wish, height, innerHeight) - top}px`;
  offer.style.left = `${within(last.left, width, document.documentElement.clientWidth) - left}px`;
}

function later(wait) {
  clearTimeout(timer);
  timer = setTimeout(update, wait);
}

const refOf = (passage) => passage.id || passage.querySelector("a.no").pathname.split("/").at(-2);

function choose() {
  const passage = offer.parentElement;
  const ref = refOf(passage);
  offer.remove();
  getSelection().removeAllRanges();
  if (!passage.closest(".single")) {
    return document.dispatchEvent(new CustomEvent("passage:open", { detail: { ref, quote } }));
  }
  const form = document.querySelector(`form.compose[data-key="${ref}"]`);
  if (form) return fillQuote(form, quote);
  try {
    sessionStorage.setItem("quote", JSON.stringify({ ref, quote }));
  } catch {} // Then the words have to be chosen again there.
  location.assign(`${passage.querySelector("a.no").href}#page-reply`);
}

export function fillQuote(form, { exact, prefix, suffix }) {
  const field = form.elements.quote;
  field.closest("details").open = true;
  Object.assign(form.elements.prefix, { value: prefix });
  Object.assign(form.elements.suffix, { value: suffix });
  field.value = exact;
  field.dispatchEvent(new Event("input", { bubbles: true }));
  form.elements.source.focus();
}

// Words that were chosen beside another passage led to the page of their own, which is this one.
export function bring({ ref, quote: chosen }) {
  const form = document.querySelector(`form.compose[data-key="${ref}"]`);
  if (form) fillQuote(form, chosen);
}

const KEYS = {
  Escape() {
    isRefused = true;
    offer.remove();
    return true;
  },
  // A press in the text gives the focus to the whole of it, from where the first stop is far away.
  Tab() {
    if (!document.activeElement.contains(offer) || document.activeElement === offer) return false;
    offer.focus();
    return true;
  },
};

function listen() {
  document.addEventListener("selectionchange", () => {
    isRefused = false;
    later(SETTLED);
  });
  for (const event of ["pointerdown", "pointermove"]) {
    document.addEventListener(event, ({ pointerType, buttons }) => (isPressed = pointerType === "mouse" && buttons === 1));
  }
  for (const end of ["pointerup", "pointercancel"]) {
    document.addEventListener(end, () => {
      isPressed = false;
      later(0); // After the click, which may undo the selection.
    });
  }
  document.addEventListener("keydown", (event) => {
    const act = offer.isConnected && !event.defaultPrevented && KEYS[event.key];
    if (!act || event.shiftKey || !act()) return;
    event.preventDefault();
    event.stopPropagation(); // One key closes one thing.
  }, true);
  addEventListener("resize", () => offer.isConnected && later(SETTLED));
  offer.addEventListener("mousedown", (event) => event.preventDefault()); // The selection stays.
  offer.addEventListener("blur", () => later(0));
  offer.addEventListener("click", choose);
  later(SETTLED);
}

if (document.querySelector(PASSAGES)) listen();
