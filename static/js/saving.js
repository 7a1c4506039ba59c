// What a member types is sent to their account, too, so that another device can go on with it.
const PAUSE = 2000; // milliseconds after the last letter
const BETWEEN = 5000; // milliseconds between two savings of one form
const PATIENCE = 8000; // milliseconds
const LEAVING = 10_000; // milliseconds after which somebody who wanted to go has stayed

const timers = new WeakMap();
const times = new WeakMap(); // When each form was saved last.
const underway = new WeakMap();

let isGoing = false; // To a page that may be older than the site's answer, and goes by what is kept on the device.

const button = (form) => form.querySelector("[name=keep]");

// Only members' forms have what it takes.
export const isSaved = (form) => Boolean(button(form));
export const isUnderway = (form) => underway.has(form);
export const settled = (form) => underway.get(form);

export function later(form, act) {
  stop(form);
  const wait = Math.max(PAUSE, (times.get(form) ?? 0) + BETWEEN - Date.now());
  timers.set(form, setTimeout(act, wait));
}

export const stop = (form) => clearTimeout(timers.get(form));

// The site's answer, null where there is none: what is kept on the device stays, and the next words try again.
export function send(form, words, { isLeaving = false } = {}) {
  stop(form);
  times.set(form, Date.now());
  const sent = ask(form, words, isLeaving).finally(() => underway.delete(form));
  underway.set(form, sent);
  return sent;
}

async function ask(form, words, keepalive) {
  const { csrfmiddlewaretoken, draft } = form.elements;
  const body = new URLSearchParams({ ...words, draft: draft.value, csrfmiddlewaretoken: csrfmiddlewaretoken.value });
  try {
    const response = await fetch(button(form).formAction, {
      method: "POST", body, keepalive, headers: { Accept: "application/json" }, signal: AbortSignal.timeout(PATIENCE),
    });
    if (![200, 409, 410].includes(response.status)) return null;
    const answer = { ...await response.json(), status: response.status };
    return isGoing ? null : answer;
  } catch {
    return null; // Nobody is there, or the words are too many for a page that is left.
  }
}

addEventListener("beforeunload", () => {
  isGoing = true;
  setTimeout(() => { isGoing = false; }, LEAVING);
});
addEventListener("pageshow", () => { isGoing = false; });
