// What is typed is kept on this device, for the place that it is meant for, until it is posted there or discarded.
// A member's words are on their account as well, which may have others by now: see saving.js.
import { button, formOf, line, onForms } from "./composer.js";
import { draftIn, follow, forget, isOnlyHere, KEY, merge, release, store, stored, tidy } from "./keeping.js";
import { isSaved, isUnderway, later, send, settled, stop } from "./saving.js";
import { write } from "./toolbar.js";
import { blankOf, fill, hash, same, sum, wordsIn } from "./typed.js";

const PAUSE = 300; // milliseconds
const MOST_SENT = 20; // whose answers are awaited
// Why a form waits for its writer before it is saved on the account again.
const ELSEWHERE = "More than one draft is kept: other words were saved elsewhere meanwhile.";
const GONE = "This draft was posted or discarded elsewhere. Your words are kept on this device.";

const drafts = new WeakMap();
const forms = new Map(); // The last form that the page had for each place.
const unsaved = new Set();
let pause = 0;
let isOver = false; // Its writer signs out.

// By the reader's wish: what is replaced can be brought back by undoing.
function replace(form, words) {
  drafts.get(form).time = Date.now();
  const { source } = form.elements;
  write(source, 0, source.value.length, words.source ?? "");
  fill(form, words);
  save(form);
}

// --- Keeping and bringing back ---

function touch(form) {
  drafts.get(form).time = Date.now();
  unsaved.add(form);
  clearTimeout(pause);
  pause = setTimeout(flush, PAUSE);
}

function arrive(form) {
  if (drafts.has(form) || !form.elements.source) return;
  const isMembers = isSaved(form);
  flush();
  const given = wordsIn(form, "defaultValue");
  const key = KEY + new URL(form.action).pathname;
  const before = forms.get(key);
  if (before && !before.isConnected) drop(before);
  forms.set(key, form);
  const last = stored(key);
  const { others = [], seen, base = "", saved, sent = [], time, ...draft } = draftIn(last) ?? {};
  // `seen`: what the server gave before, of which these words are what was made.
  // A form that opens with words of the account is for what it would open with without them, too.
  const state = { key, last, given, others, seen: [hash(given), hash(blankOf(form, given))], why: "", sent, time };
  if (isMembers) {
    const { value, dataset } = form.elements.draft;
    state.base = base > dataset.at ? base : value; // The page may be older than what this device saved since.
    state.saved = state.base ? hash(given) : hash(blankOf(form, state.given));
  }
  drafts.set(form, state);
  if (isTyped(form) && form.contains(document.activeElement)) touch(form);
  if (!seen) return isMembers && state.base && show(form);
  if (isMembers && (base || state.base)) return meet(form, { draft, others, seen, base, saved, sent, time });
  const isKnown = !isTyped(form) && (!sum(given) || seen.includes(state.seen[0]));
  if (isMadeOf(form, draft)) know(state, seen);
  else if (isKnown || (!form.elements.source.value && !draft.quote)) {
    fill(form, isKnown ? draft : { source: draft.source, ...(draft.opened && { opened: draft.opened }) }); // A quote that has come meanwhile stays.
    state.seen = seen;
  } else state.others = [draft, ...others];
  if (isMembers) schedule(form);
  show(form);
}

// What is still underway from it is not waited for.
function drop(form) {
  stop(form);
  drafts.delete(form);
}

// Before this was here; or a browser brought it back.
const isTyped = (form) => !same(drafts.get(form).given, wordsIn(form));

// These words are the form's, or were until more was typed than this knew.
const isMadeOf = (form, draft) => same(draft, wordsIn(form)) || same(draft, drafts.get(form).given);

const know = (state, seen) => { state.seen = [...new Set([...seen, ...state.seen])]; };

// What was typed on this device, and what the account has by now.
function meet(form, { draft, others, seen, base, saved, sent, time }) {
  const state = drafts.get(form);
  const isOld = hash(draft) === saved; // Nothing was typed here after it was saved there.
  state.others = others;
  if (isMadeOf(form, draft)) {
    if (base === state.base) state.saved = saved;
    know(state, seen);
  } else if (isTyped(form)) {
    if (base === state.base) state.saved = saved;
    if (!isOld || !state.base) state.others = [draft, ...others];
  } else if (base === state.base || (state.base && sent.includes(hash(wordsIn(form))))) {
    if (base === state.base) state.saved = saved;
    fill(form, draft);
  } else if (isOld && !state.base) state.others = [draft, ...others];
  else if (!isOld) choose(form, draft, time);
  if (isOld) save(form);
  schedule(form);
  show(form);
}

function choose(form, draft, time) {
  const state = drafts.get(form);
  const there = wordsIn(form);
  const isNewer = !state.base || time > state.base / 1000;
  if (isNewer) fill(form, draft);
  if (state.base) state.others = [isNewer ? there : draft, ...state.others];
  if (isNewer) state.why = state.base ? ELSEWHERE : GONE;
}

function save(form) {
  unsaved.delete(form);
  const state = drafts.get(form);
  const words = wordsIn(form);
  if (stored(state.key) !== state.last) merge(state, words);
  state.others = state.others.filter((other) => !same(other, words));
  const isMine = sum(words) && hash(words) !== state.seen[0] && !isBlank(form);
  const isAwaited = isDirty(form, state) && (state.base || state.sent.length); // The account has others yet.
  const mine = isMine || isAwaited ? [words] : [];
  state.last = store(state.key, [...mine, ...state.others], state);
  schedule(form);
  show(form);
}

function flush() {
  clearTimeout(pause);
  unsaved.forEach(save);
}

// --- On the account ---

const isBlank = (form) => isSaved(form) && same(wordsIn(form), blankOf(form, drafts.get(form).given));

const isDirty = (form, state) => isSaved(form) && (state.sent.length > 0 || hash(wordsIn(form)) !== state.saved);

function schedule(form) {
  const state = drafts.get(form);
  if (isDirty(form, state) && !state.why && !state.isPosting) later(form, () => put(form));
}

async function put(form, isLeaving) {
  const state = drafts.get(form);
  if (!state || isOver || state.why || state.isPosting || isUnderway(form) || !isDirty(form, state)) return;
  const words = wordsIn(form);
  state.sent = [...state.sent, hash(words)].slice(-MOST_SENT);
  save(form);
  const answer = await send(form, same(words, blankOf(form, state.given)) ? {} : words, { isLeaving });
  if (!answer || isOver || drafts.get(form) !== state) return;
  const { sent } = state;
  state.sent = [];
  if (answer.status === 200) Object.assign(state, { base: answer.version, saved: hash(words) });
  else if (differ(form, answer, sent)) return put(form, isLeaving);
  save(form);
}

// What stands on the account is not what these words were made of, as far as this device knew; true where it made it
// itself, and had no answer.
function differ(form, { version, words: found }, sent) {
  const state = drafts.get(form);
  const nothing = Object.fromEntries(Object.keys(wordsIn(form)).map((name) => [name, ""]));
  const words = { ...nothing, ...found };
  Object.assign(state, { base: version, saved: hash(version ? words : blankOf(form, state.given)) });
  if (version && sent.includes(hash(words))) return true;
  if (same(words, wordsIn(form)) || (!version && same(wordsIn(form), blankOf(form, state.given)))) return false;
  state.why = version ? ELSEWHERE : GONE;
  if (version && !state.others.some((other) => same(other, words))) state.others = [words, ...state.others];
  return false;
}

// By the reader's wish these words take the place of those on the account.
function insist(form) {
  drafts.get(form).why = "";
  save(form);
  put(form);
}

// --- What is said of it ---

function show(form) {
  const { key, last, others, why, base } = drafts.get(form);
  // Where its writer has not chosen yet, posting one leaves the other where it is.
  if (isSaved(form)) form.elements.draft.value = why ? "" : base;
  const shown = line(form.querySelector(".row"), "draft");
  const turning = button("Show another", () => turn(form));
  const ending = (words) => button(words, () => discard(form));
  if (isOnlyHere(key)) shown.replaceChildren("This device cannot keep your draft. Post it, or copy it before you leave.");
  else if (why === GONE) shown.replaceChildren(why, button("Save it again", () => insist(form)), ending("Discard"));
  else if (why) shown.replaceChildren(why, turning, button("Keep this one", () => insist(form)), ending("Discard this one"));
  else if (others.length && !sum(wordsIn(form))) shown.replaceChildren("Another draft is kept on this device.", button("Show it", () => turn(form)),
    button("Discard it", () => clear(form)));
  else if (others.length) shown.replaceChildren("More than one draft is kept on this device.", turning, ending("Discard this one"));
  else if (isBlank(form)) shown.remove();
  else if (last) shown.replaceChildren(`Draft kept on this device.${base ? " It is on your account as well." : ""}`, ending("Discard"));
  else if (base) shown.replaceChildren("Draft kept on your account.", ending("Discard"));
  else shown.remove();
}

// One of the others, which is not seen.
function clear(form) {
  drafts.get(form).others.shift();
  save(form);
}

function turn(form) {
  const state = drafts.get(form);
  const words = wordsIn(form);
  const [next, ...others] = state.others;
  state.others = sum(words) ? [...others, words] : others;
  state.why = "";
  replace(form, next);
}

function discard(form) {
  const state = drafts.get(form);
  const [next, ...others] = state.others;
  state.others = others;
  state.why = "";
  replace(form, next ?? blankOf(form, state.given));
  if (!next) put(form, true);
}

// --- When it is over ---

// What is sent without htmx is forgotten on the page that follows, if that shows the post.
function leave({ target: form }) {
  if (!drafts.has(form)) return;
  flush();
  const { key, last } = drafts.get(form);
  drafts.get(form).isPosting = true;
  stop(form);
  release(key, last);
}

function leaveAll() {
  flush();
  if (document.visibilityState === "hidden") putAll();
}

const putAll = () => document.querySelectorAll("form.compose").forEach((form) => put(form, true));

document.addEventListener("input", ({ target }) => {
  const form = formOf(target);
  if (drafts.has(form)) touch(form);
});
document.addEventListener("reply:posted", ({ detail: { form } }) => {
  const state = drafts.get(form);
  if (!state) return;
  flush();
  forget(state.key, state.last);
  drop(form);
  if (isSaved(form)) form.elements.draft.value = "";
  form.querySelectorAll("textarea").forEach((field) => { field.defaultValue = ""; });
  form.querySelector(".draft")?.remove();
  setTimeout(arrive, 0, form); // When it is empty.
});
document.addEventListener("compose:leaving", leave);
document.addEventListener("htmx:beforeOnLoad", ({ detail: { requestConfig, xhr } }) => {
  const form = formOf(requestConfig.elt);
  if (form && xhr.getResponseHeader("HX-Redirect")) leave({ target: form });
});
document.addEventListener("htmx:beforeRequest", ({ detail: { elt } }) => {
  flush();
  if (drafts.has(elt)) drafts.get(elt).isPosting = true;
});
document.addEventListener("htmx:afterRequest", ({ detail: { elt } }) => {
  if (drafts.has(elt)) drafts.get(elt).isPosting = false;
});
document.addEventListener("submit", (event) => {
  flush(); // Nothing is to be kept after somebody has signed out: see wanted.js.
  if (event.target.matches("form[action$='/accounts/logout/']")) {
    putAll();
    isOver = true;
  }
  if (!isUnderway(event.target)) return;
  // A draft that arrives after its post would stay.
  event.preventDefault();
  event.stopImmediatePropagation();
  settled(event.target).then(() => event.target.requestSubmit(event.submitter));
}, true);
document.addEventListener("visibilitychange", () => leaveAll());
addEventListener("pagehide", () => leaveAll());
addEventListener("pageshow", (event) => {
  if (!event.persisted) return;
  follow();
  document.querySelectorAll("form.compose").forEach((form) => drafts.has(form) && (drafts.get(form).isPosting = false));
});
try {
  tidy();
  follow();
} catch {} // Storage is forbidden.
onForms(arrive);
