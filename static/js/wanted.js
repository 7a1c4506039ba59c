// Most readers only read. htmx, and what goes with it, is fetched at the first sign of somebody who does more.
const CONTROLS = "[data-hx-get], [data-copy], [data-copy-link], [data-keys], [data-cancel], .order a, .pages a, form.compose button";
const KEYS = ["n", "p", "r", "?"];
const WHILE = 60_000; // milliseconds after which a page may be old
const PATIENCE = 8_000; // milliseconds

let fetching;
let isHere = false;
let isGivenUp = false; // Then links and forms do what they do without it, until it is here.

function script(src) {
  return new Promise((resolve, reject) => {
    document.head.append(Object.assign(document.createElement("script"), { src, onload: resolve, onerror: reject }));
  });
}

async function fetched() {
  const { src } = document.querySelector("meta[name=htmx-config]")?.dataset ?? {};
  // htmx begins at once only on a page that is complete.
  if (document.readyState !== "complete") await new Promise((resolve) => addEventListener("load", resolve, { once: true }));
  if (src) await script(src);
  return import("./talk.js");
}

const tooLate = () => new Promise((_, reject) => setTimeout(reject, PATIENCE));

export function talk() {
  fetching ??= fetched().then((module) => {
    isHere = true;
    return module;
  });
  return Promise.race([fetching, tooLate()]);
}

// What was done before it came is done again when it is there.
function later(event, again) {
  if (isHere || isGivenUp) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  talk().catch(() => { isGivenUp = true; }).then(again);
}

function press(control) {
  control.ariaBusy = null;
  control.click();
}

addEventListener("click", (event) => {
  if (event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  const control = event.target.closest?.(CONTROLS);
  if (!control || isHere) return;
  if (isGivenUp) return event.stopPropagation(); // From htmx, which knows only half of what to do.
  const isAgain = control.ariaBusy;
  control.ariaBusy = true;
  later(event, () => isAgain || press(control));
}, true);
addEventListener("submit", (event) => !isHere && event.target.matches("form.compose") && event.stopPropagation(), true);
addEventListener("keydown", (event) => {
  const { key, target, ctrlKey, metaKey, altKey } = event;
  if (!KEYS.includes(key) || ctrlKey || metaKey || altKey || target.matches("input, textarea, select")) return;
  later(event, () => target.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true })));
}, true);

const begin = () => void talk().catch(() => {});
const news = () => isHere || talk().then(({ askAll }) => askAll(), () => {});
for (const sign of ["pointerdown", "focusin", "popstate"]) addEventListener(sign, begin, { once: true, capture: true });
if (document.activeElement?.form) begin(); // Somebody was quicker than this file.
document.addEventListener("visibilitychange", news);
setTimeout(news, WHILE);

const kept = () => [localStorage, sessionStorage].flatMap((place) =>
  Object.keys(place).filter((key) => key.startsWith("draft")).map((key) => [place, key]));

// On a computer that others use, too, nobody finds what somebody wrote before.
document.addEventListener("submit", ({ target }) => {
  if (!target.matches("form[action$='/accounts/logout/']")) return;
  try {
    for (const [place, key] of kept()) place.removeItem(key);
  } catch {} // Nothing is kept here.
});

// Words that wait for their form are brought back into it.
try {
  if (kept().length) begin();
} catch {} // Nothing is kept here.
