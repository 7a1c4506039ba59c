// Where words are kept on a device.
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

export const draftIn = (raw) => {
  try {
    return JSON.parse(raw);
  } catch {
    return null;
  }
};

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
  if (raw !== stored(key)) return; // Another window's.
  const { others = [], seen } = draftIn(raw) ?? {};
  store(key, others, { seen }); // Of the account, which has nothing now, it knows no version.
}

export function follow() {
  const [key, raw, from] = draftIn(sessionStorage.getItem(SENT)) ?? [];
  sessionStorage.removeItem(SENT);
  const isPosted = /^#post-\d+$/.test(location.hash)
    || (/\/discussions\/new\/$/.test(key) && /^\/discussions\/\d+-/.test(location.pathname));
  if (key && document.referrer === from && isPosted) forget(key, raw);
}
