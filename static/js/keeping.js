// Where words are kept on a device.
import { same, sum } from "./typed.js";

export const KEY = "draft:";
const SENT = "draft-sent";
const LONGEST = 60 * 24 * 60 * 60 * 1000; // milliseconds
const MOST = 50;

const memory = new Map(); // What the device does not take lasts as long as the page.

const warn = (event) => {
  event.preventDefault();
  event.returnValue = true; // For browsers that do not go by the former.
};
const guard = () => (memory.size ? addEventListener : removeEventListener)("beforeunload", warn);

export function stored(key) {
  try {
    return memory.get(key) ?? localStorage.getItem(key);
  } catch {
    return null;
  }
}

// First the words in the field, then others for the same place. `base` is the version that the account had when `saved`,
// the sum of its words, was known here; `sent` are the sums of what was sent there since, with no answer yet.
export function store(key, [words, ...others], { seen, base, saved, sent, time = Date.now() } = {}) {
  const raw = words ? JSON.stringify({ ...words, seen, others, base, saved, sent, time }) : null;
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

const isIn = (list, one) => list.some((other) => same(other, one));

export const draftIn = (raw) => {
  try {
    return JSON.parse(raw);
  } catch {
    return null;
  }
};

// Another window wrote meanwhile: its words are kept beside these, and what it put away is put away here, too.
export function merge(state, words) {
  const { others = [], seen, base, saved, sent, time, ...draft } = draftIn(stored(state.key)) ?? {};
  const { others: known = [], ...last } = draftIn(state.last) ?? {};
  if (state.last && same(draft, last) && base > state.base) Object.assign(state, { base, saved });
  state.others = state.others.filter((one) => !isIn(known, one) || isIn([draft, ...others], one));
  for (const one of [draft, ...others.filter(({ form }) => form !== words.form)]) {
    if (sum(one) && !isIn([last, ...known], one)) state.others = [one, ...state.others.filter(({ form }) => form !== one.form)];
  }
}

export function tidy() {
  const keys = Object.keys(localStorage).filter((key) => key.startsWith(KEY));
  const times = new Map(keys.map((key) => [key, draftIn(stored(key))?.time ?? 0]));
  keys.sort((one, other) => times.get(other) - times.get(one)).forEach((key, place) => {
    if (place >= MOST || times.get(key) < Date.now() - LONGEST) localStorage.removeItem(key);
  });
}

export const isOnlyHere = (key) => memory.has(key);

// It is sent now, and forgotten or offered again on the page that follows.
export function release(key, raw) {
  try {
    sessionStorage.setItem(SENT, JSON.stringify([key, raw, location.href.split("#")[0]]));
  } catch {} // Then it is kept, and offered again.
  memory.delete(key);
  guard();
}

export function forget(key, raw) {
  const posted = draftIn(raw);
  const { others = [], seen, base, saved, sent, time, ...first } = draftIn(stored(key)) ?? {};
  if (!posted || !stored(key)) return;
  const isOurs = raw === stored(key) || same(first, posted);
  const rest = others.filter((one) => !same(one, posted));
  if (isOurs) store(key, rest, { seen }); // Of the account, which has nothing now, it knows no version.
  else store(key, [first, ...rest], { seen, base, saved, sent, time });
}

export function follow() {
  const [key, raw, from] = draftIn(sessionStorage.getItem(SENT)) ?? [];
  sessionStorage.removeItem(SENT);
  const isPosted = /^#post-\d+$/.test(location.hash)
    || (/\/discussions\/new\/$/.test(key) && /^\/discussions\/\d+-/.test(location.pathname));
  if (key && document.referrer === from && isPosted) forget(key, raw);
}
