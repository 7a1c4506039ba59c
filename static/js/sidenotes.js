// The notes in the margin, each beside the line of its call. They are a second copy for the eyes: nobody hears them.
export const page = document.querySelector(".page:not(.single)");
const GAP = 12; // pixels between two of them
const wide = matchMedia("(width >= 68.75rem)");
const sidenotes = new Map();
let marked;

export const noteOf = (call) => document.getElementById(call.hash.slice(1));

export function wordsOf(call) {
  const words = noteOf(call).querySelector(".words").cloneNode(true);
  for (const named of words.querySelectorAll("[id]")) named.removeAttribute("id");
  words.className = "said"; // What is read as the text's own words has the other name.
  return words;
}

export const link = (href, textContent, className = "") =>
  Object.assign(document.createElement("a"), { href, textContent, className });

// The sidenote of a call, where it can be seen.
export const beside = (call) => {
  const sidenote = sidenotes.get(call);
  return sidenote?.offsetParent ? sidenote : null;
};

export function mark(call) {
  const next = sidenotes.get(call);
  if (next === marked) return;
  marked?.classList.remove("now");
  next?.classList.add("now");
  marked = next;
}

function make(call) {
  const sidenote = document.createElement("div");
  sidenote.className = "sidenote";
  const more = Object.assign(link(call.hash, "More", "more ui"), { lang: "en", dir: "ltr" });
  more.dataset.call = call.id;
  sidenote.append(link(call.hash, call.textContent, "ui"), wordsOf(call), more);
  for (const inside of sidenote.querySelectorAll("a")) inside.tabIndex = -1;
  sidenotes.set(call, sidenote);
  return sidenote;
}

// Each beside its call, or below the one before it. What is read from the page is read before anything is written.
function stand(layer) {
  if (!layer.offsetParent) return;
  const all = [...sidenotes.values()];
  const cut = all.map(({ children }) => children[1].scrollHeight > children[1].clientHeight + 2);
  all.forEach((sidenote, index) => sidenote.classList.toggle("cut", cut[index]));
  const top = layer.getBoundingClientRect().top;
  const wanted = [...sidenotes.keys()].map((call) => call.closest("sup").getBoundingClientRect().top - top);
  const heights = all.map((sidenote) => sidenote.offsetHeight);
  let free = 0;
  all.forEach((sidenote, index) => {
    const y = Math.max(wanted[index], free);
    sidenote.style.translate = `0 ${y}px`; // It moves nothing else, so that nothing jumps.
    free = y + heights[index] + GAP;
  });
}

function build() {
  const text = page.querySelector(".text");
  const calls = [...text.querySelectorAll(".call a[id]")].filter((call) => !call.closest(".notes") && noteOf(call));
  const { lang, dir } = text;
  const layer = Object.assign(document.createElement("div"), { className: "sidenotes", lang, dir, ariaHidden: "true" });
  layer.append(...calls.map(make));
  // A press would put the focus where it cannot be heard.
  layer.addEventListener("mousedown", (event) => event.target.closest("a") && event.preventDefault());
  page.append(layer);
  const watch = new ResizeObserver(() => stand(layer));
  watch.observe(text);
  watch.observe(layer);
}

const whenIdle = () => (window.requestIdleCallback ?? setTimeout)(build);
if (page && wide.matches) whenIdle();
else if (page) wide.addEventListener("change", whenIdle, { once: true });
