// What is typed is kept on this device, for the place that it is meant for, until it is posted there or discarded.
import { formOf, line, onForms } from "./composer.js";
import { write } from "./toolbar.js";

const KEY = "draft:";
const LONGEST = 60 * 24 * 60 * 60 * 1000; // milliseconds
const MOST = 50;
const PAUSE = 300; // milliseconds
const SENT = "draft-sent";
// `form` lets the server know words that come twice, `opened` that they were not written in no time.
const FIELDS = ["source", "quote", "prefix", "suffix", "form", "opened"];

const drafts = new WeakMap();
const unsaved = new Set();
const memory = new Map(); // What the device does not take lasts as long as the page.
let pause = 0;

// --- Where it is kept ---

const warn = (event) => {
  event.preventDefault();
  event.returnValue = true; // For browsers that do not go by the former.
};
const guard = () => (memory.size ? addEventListener : removeEventListener)("beforeunload", warn);

function stored(key) {
  try {
    return memory.get(key) ?? localStorage.getItem(key);
  } catch {
    return null;
  }
}

// `all`: the words in the field and, after them, others for the same place.
function store(key, [words, ...others], seen) {
  const raw = words ? JSON.stringify({ ...words, seen, others, time: Date.now() }) : null;
  memory.delete(key);
  try {
    if (raw) localStorage.setItem(key, raw);
    else localStorage.removeItem(key);
  } catch {
    if (raw) memory.set(key, raw);
  }
  guard();
  return raw;
}

const draftIn = (raw) => {
  try {
    return JSON.parse(raw);
  } catch {
    return null;
  }
};

function tidy() {
  const keys = Object.keys(localStorage).filter((key) => key.startsWith(KEY));
  const times = new Map(keys.map((key) => [key, draftIn(stored(key))?.time ?? 0]));
  keys.sort((one, other) => times.get(other) - times.get(one)).forEach((key, place) => {
    if (place >= MOST || times.get(key) < Date.now() - LONGEST) localStorage.removeItem(key);
  });
}

// --- What is in a form ---

const wordsIn = (form, property = "value") =>
  Object.fromEntries(FIELDS.filter((name) => form.elements[name]).map((name) => [name, form.elements[name][property]]));
const sum = ({ source = "", quote = "" }) => `${source}\n${quote.replace(/\s+/g, " ")}`.trim();
const same = (one, other) => sum(one) === sum(other);
const hash = (words) => [...sum(words)].reduce((number, letter) => (number * 31 + letter.codePointAt()) | 0, 0);

function fill(form, words) {
  for (const name of FIELDS) if (name in words && form.elements[name]) form.elements[name].value = words[name];
  const quote = form.elements.quote?.closest("details");
  if (quote && words.quote) quote.open = true;
}

// By the reader's wish: what is replaced can be brought back by undoing.
function replace(form, words) {
  const { source } = form.elements;
  write(source, 0, source.value.length, words.source);
  fill(form, words);
  save(form);
}

// --- Keeping and bringing back ---

function touch(form) {
  unsaved.add(form);
  clearTimeout(pause);
  pause = setTimeout(flush, PAUSE);
}

function arrive(form) {
  if (drafts.has(form) || !form.elements.source) return;
  flush();
  const [given, present] = [wordsIn(form, "defaultValue"), wordsIn(form)];
  const key = KEY + new URL(form.action).pathname;
  const last = stored(key);
  const { others = [], seen, ...draft } = draftIn(last) ?? {};
  // `seen`: what the server gave before, of which these words are what was made.
  const state = { key, last, given, others, seen: [hash(given)] };
  drafts.set(form, state);
  if (form.contains(document.activeElement) && !same(given, present)) touch(form); // Typed before this was here.
  if (!seen) return;
  const isKnown = same(given, present) && (!sum(given) || seen.includes(state.seen[0]));
  if (same(draft, present)) state.seen = [...seen, ...state.seen];
  else if (isKnown || (!present.source && !draft.quote)) {
    fill(form, isKnown ? draft : { source: draft.source, ...(draft.opened && { opened: draft.opened }) }); // A quote that has come meanwhile stays.
    state.seen = seen;
  } else state.others = [draft, ...others];
  show(form);
}

// Another window wrote meanwhile: its words are kept beside these.
function merge(state, words) {
  const { others = [], seen, ...draft } = draftIn(stored(state.key)) ?? {};
  for (const one of [draft, ...others.filter(({ form }) => form !== words.form)]) {
    state.others = [one, ...state.others.filter(({ form }) => form !== one.form)];
  }
}

function save(form) {
  unsaved.delete(form);
  const state = drafts.get(form);
  const words = wordsIn(form);
  const there = stored(state.key);
  if (there && there !== state.last) merge(state, words);
  state.others = state.others.filter((other) => !same(other, words));
  const mine = sum(words) && hash(words) !== state.seen[0] ? [words] : [];
  state.last = store(state.key, [...mine, ...state.others], state.seen);
  show(form);
}

function flush() {
  clearTimeout(pause);
  unsaved.forEach(save);
}

// --- What is said of it ---

const button = (words, onclick) =>
  Object.assign(document.createElement("button"), { type: "button", className: "link", textContent: words, onclick });

function show(form) {
  const { key, last, others } = drafts.get(form);
  const shown = line(form.querySelector(".row"), "draft");
  if (memory.has(key)) shown.replaceChildren("This device cannot keep your draft. Post it, or copy it before you leave.");
  else if (others.length) {
    shown.replaceChildren("More than one draft is kept on this device.", button("Show another", () => turn(form)),
      button("Discard this one", () => discard(form)));
  } else if (last) shown.replaceChildren("Draft kept on this device.", button("Discard", () => discard(form)));
  else shown.remove();
}

function turn(form) {
  const state = drafts.get(form);
  const words = wordsIn(form);
  const [next, ...others] = state.others;
  state.others = sum(words) ? [...others, words] : others;
  replace(form, next);
}

function discard(form) {
  const state = drafts.get(form);
  const nothing = form.dataset.key ? { source: "", quote: "", prefix: "", suffix: "" } : state.given;
  const [next, ...others] = state.others;
  state.others = others;
  replace(form, next ?? nothing);
  if (next) return;
  state.last = store(state.key, [], []);
  show(form);
}

// --- When it is over ---

function forget(key, raw) {
  if (raw !== stored(key)) return; // Another window's.
  const { others = [], seen } = draftIn(raw) ?? {};
  store(key, others, seen);
}

// What is sent without htmx is forgotten on the page that follows, if that shows the post.
function leave({ target: form }) {
  if (!drafts.has(form)) return;
  flush();
  const { key, last } = drafts.get(form);
  try {
    sessionStorage.setItem(SENT, JSON.stringify([key, last, location.href.split("#")[0]]));
  } catch {} // Then it is kept, and offered again.
  memory.delete(key);
  guard();
}

function follow() {
  const [key, raw, from] = draftIn(sessionStorage.getItem(SENT)) ?? [];
  sessionStorage.removeItem(SENT);
  if (key && document.referrer === from && /^#post-\d+$/.test(location.hash)) forget(key, raw);
}

document.addEventListener("input", ({ target }) => {
  const form = formOf(target);
  if (drafts.has(form)) touch(form);
});
document.addEventListener("reply:posted", ({ detail: { form } }) => {
  const state = drafts.get(form);
  if (!state) return;
  flush();
  forget(state.key, state.last);
  drafts.delete(form);
  form.querySelectorAll("textarea").forEach((field) => { field.defaultValue = ""; });
  form.querySelector(".draft")?.remove();
  setTimeout(arrive, 0, form); // When it is empty.
});
document.addEventListener("compose:leaving", leave);
document.addEventListener("htmx:beforeOnLoad", ({ detail: { requestConfig, xhr } }) => {
  const form = formOf(requestConfig.elt);
  if (form && xhr.getResponseHeader("HX-Redirect")) leave({ target: form });
});
document.addEventListener("htmx:beforeRequest", flush);
document.addEventListener("submit", flush, true); // Nothing is to be kept after somebody has signed out: see wanted.js.
document.addEventListener("visibilitychange", flush);
addEventListener("pagehide", flush);
addEventListener("pageshow", (event) => event.persisted && follow());
try {
  tidy();
  follow();
} catch {} // Storage is forbidden.
onForms(arrive);
