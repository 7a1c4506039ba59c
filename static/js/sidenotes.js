// The notes beside the lines that call them: a second copy, for the eyes alone.
const GAP = 12; // pixels
const page = document.querySelector(".page:not(.single)");
const sidenotes = new Map();

export const noteOf = (call) => document.getElementById(call.hash.slice(1));

export const link = (href, textContent, className) =>
  Object.assign(document.createElement("a"), { href, textContent, className });

export function wordsOf(call) {
  const words = noteOf(call).querySelector(".words").cloneNode(true);
  words.className = "said"; // .words are the text's own.
  for (const named of [words, ...words.querySelectorAll("[id]")]) named.removeAttribute("id");
  return words;
}

export function beside(call) {
  const sidenote = sidenotes.get(call);
  return sidenote?.offsetParent && sidenote;
}

export const mark = (call) => sidenotes.forEach((sidenote, of) => sidenote.classList.toggle("now", of === call));

function make(call) {
  const sidenote = document.createElement("div");
  const more = link(call.hash, "More", "more ui");
  more.dataset.call = call.id;
  sidenote.className = "sidenote";
  sidenote.append(link(call.hash, call.textContent, "ui"), wordsOf(call), more);
  for (const inside of sidenote.querySelectorAll("a")) inside.tabIndex = -1;
  sidenotes.set(call, sidenote);
  return sidenote;
}

function stand(layer) {
  const { top } = layer.getBoundingClientRect();
  let free = 0;
  for (const [call, sidenote] of sidenotes) {
    const [, { scrollHeight, clientHeight }] = sidenote.children;
    sidenote.classList.toggle("cut", scrollHeight > clientHeight + 2);
    const y = Math.max(call.parentElement.getBoundingClientRect().top - top, free);
    sidenote.style.translate = `0 ${y}px`; // Unlike top, it never counts as a shift.
    free = y + sidenote.offsetHeight + GAP;
  }
}

function build() {
  const text = page.querySelector(".text");
  const { lang, dir } = text;
  const layer = Object.assign(document.createElement("div"), { className: "sidenotes", lang, dir, ariaHidden: "true" });
  layer.append(...[...text.querySelectorAll(".call:not(.notes *) a[aria-expanded]")].map(make));
  // A press would put the focus where nobody hears it.
  layer.addEventListener("mousedown", (event) => event.target.closest("a") && event.preventDefault());
  page.append(layer);
  const observer = new ResizeObserver(() => stand(layer));
  observer.observe(text);
  observer.observe(layer);
}

if (page) (window.requestIdleCallback ?? setTimeout)(build);
