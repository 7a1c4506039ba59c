// Most readers only read. htmx, and what goes with it, is fetched at the first sign of somebody who does more.
const CONTROLS = "[data-hx-get], [data-copy], [data-copy-link], [data-keys], [data-cancel], .order a, .pages a, form.compose button";
const KEYS = ["n", "p", "r", "?"];
const WHILE = 60_000; // milliseconds after which a page may be old

let fetching;
let isSettled = false; // It is here, or it cannot be had: then links and forms do what they do without it.

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

export function talk() {
  fetching ??= fetched().finally(() => { isSettled = true; });
  return fetching;
}

// What was done before it came is done again when it is there.
function later(event, again) {
  if (isSettled) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  talk().then(again, again);
}

addEventListener("click", (event) => {
  if (event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  const control = event.target.closest?.(CONTROLS);
  if (control) later(event, () => control.click());
}, true);
addEventListener("keydown", (event) => {
  const { key, target, ctrlKey, metaKey, altKey } = event;
  if (!KEYS.includes(key) || ctrlKey || metaKey || altKey || target.matches("input, textarea, select")) return;
  later(event, () => target.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true })));
}, true);

const begin = () => void talk().catch(() => {});
const news = () => isSettled || talk().then(({ askAll }) => askAll(), () => {});
for (const sign of ["pointerdown", "focusin", "popstate"]) addEventListener(sign, begin, { once: true, capture: true });
document.addEventListener("visibilitychange", news);
setTimeout(news, WHILE);

// Words that wait for their form are brought back into it.
try {
  if ([...Object.keys(localStorage), ...Object.keys(sessionStorage)].some((key) => key.startsWith("draft"))) begin();
} catch {} // Nothing is kept here.
