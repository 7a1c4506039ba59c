// The notes beside their lines: a second copy, for the eyes alone.
const GAP = 12; // pixels
const page = document.querySelector(".page:not(.single)");
const sidenotes = new Map();

export const noteOf = (call) => document.getElementById(call.hash.slice(1));

export const link = (href, textContent, className = "") =>
  Object.assign(document.createElement("a"), { href, textContent, className });

export function wordsOf(call) {
  const words = noteOf(call).querySelector(".words").cloneNode(true);
  words.className = "said";
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
  const more = link(call.hash, "More", "more");
  more.dataset.call = call.id;
  sidenote.className = "sidenote";
  sidenote.append(link(call.hash, call.textContent), wordsOf(call), more);
  for (const inside of sidenote.querySelectorAll("a")) inside.tabIndex = -1;
  sidenotes.set(call, sidenote);
  return sidenote;
}

// Reads first, then writes: there may be hundreds.
function stand(layer) {
  const all = [...sidenotes];
  const cut = all.map(([, { children: [, words] }]) => words.scrollHeight > words.clientHeight + 2);
  all.forEach(([, { classList }]) => classList.toggle("cut", cut.shift()));
  const { top } = layer.getBoundingClientRect();
  let free = 0;
  const places = all.map(([call, { offsetHeight }]) => {
    const y = Math.max(call.parentElement.getBoundingClientRect().top - top, free);
    free = y + offsetHeight + GAP;
    return `0 ${y}px`;
  });
  for (const [, { style }] of all) style.translate = places.shift(); // Unlike top, it never counts as a shift.
}

function build() {
  const text = page.querySelector(".text");
  const layer = Object.assign(document.createElement("div"), { className: "sidenotes", lang: text.lang, dir: text.dir, ariaHidden: "true" });
  layer.append(...[...text.querySelectorAll(".call:not(.notes *) a[aria-expanded]")].map(make));
  // A press would put the focus where nobody hears it.
  layer.addEventListener("mousedown", (event) => event.target.closest("a") && event.preventDefault());
  page.append(layer);
  const watch = new ResizeObserver(() => stand(layer));
  watch.observe(page);
  watch.observe(layer);
}

if (page) (window.requestIdleCallback ?? setTimeout)(build);
