// The form for words: it grows with them, counts near the limit, sends once, and says what went wrong. Nothing is lost.
import { say } from "./copy.js";

const FORM = "form.compose";
const NEAR = 0.9; // of the limit
const GROWS = CSS.supports("field-sizing", "content");

export const formOf = (element) => element.closest?.(FORM);

// For each form, when the page is there and when it comes in later. A page without htmx has only its own.
export function onForms(setUp) {
  const search = (root) => [root, ...root.querySelectorAll(FORM)].filter((one) => one.matches(FORM)).forEach(setUp);
  search(document.body);
  document.addEventListener("htmx:load", ({ detail }) => detail.elt.matches && search(detail.elt));
}

// A line that only JavaScript writes, made when there is something to say.
export function line(parent, name, role = null, before = null) {
  return parent.querySelector(`:scope > .${name}`)
    ?? parent.insertBefore(Object.assign(document.createElement("p"), { className: `${name} ui`, role }), before);
}

export const button = (words, onclick) =>
  Object.assign(document.createElement("button"), { type: "button", className: "link", textContent: words, onclick });

// In steps, so that it is not said at each key.
function count(field) {
  const { limit } = field.dataset;
  const left = limit - [...field.value].length; // Counted as the server counts.
  const step = left > 100 ? 50 : left > 9 ? 10 : 1;
  const number = Math.abs(left - (left % step));
  const shown = `${number.toLocaleString("en")} character${number === 1 ? "" : "s"} ${left < 0 ? "too many" : "left"}`;
  const status = line(field.parentElement, "count", "status");
  status.classList.toggle("error", left < 0);
  if (status.textContent !== shown) status.textContent = shown;
}

function grow(field) {
  if (GROWS) return;
  field.style.height = "auto";
  field.style.height = `${field.scrollHeight + field.offsetHeight - field.clientHeight}px`;
}

function age(form) {
  const title = form.querySelector(".preview h2[data-old]");
  if (!title) return;
  title.textContent = title.dataset.old;
  delete title.dataset.old;
  say(title.textContent);
}

function watch(field) {
  if (field.value.length >= field.dataset.limit * NEAR) count(field);
  else field.parentElement.querySelector(".count")?.remove();
  grow(field);
}

// Not `disabled`: what has the focus keeps it.
function rest(form, isSending, isPosting = isSending) {
  form.querySelectorAll(".row button").forEach((button) => { button.ariaDisabled = isSending || null; });
  form.querySelectorAll("textarea").forEach((field) => { field.readOnly = isPosting; });
}

const isSending = (form) => form.querySelector(".row [aria-disabled]");

const why = (status) => {
  if (!status) return "The site cannot be reached. Check your connection, then try again.";
  if (status === 500) return "Something is broken on the site. Try again in a few minutes.";
  if (status > 500) return "The site does not answer just now. Try again in a minute.";
  return "The site did not take this. Load the page again, then try once more.";
};

function trouble({ type, detail: { requestConfig, xhr } }) {
  const form = formOf(requestConfig.elt);
  if (!form) return;
  const said = line(form, "trouble", "alert", form.querySelector(".row"));
  said.textContent = `${why(type === "htmx:timeout" ? 504 : xhr.status)} Your words are still here.`;
  said.scrollIntoView({ block: "nearest" });
}

// An answer that is a page: asked for as one, it shows the words and the way on.
function natively(form, button) {
  if (button.name) form.append(Object.assign(document.createElement("input"), { type: "hidden", name: button.name, value: 1 }));
  form.dispatchEvent(new CustomEvent("compose:leaving", { bubbles: true }));
  HTMLFormElement.prototype.submit.call(form);
}

document.addEventListener("input", ({ target }) => {
  const form = formOf(target);
  if (!form || !target.matches("textarea")) return;
  watch(target);
  age(form);
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || event.isComposing) return;
  const form = formOf(event.target);
  if (!form || !event.target.matches("textarea")) return;
  event.preventDefault();
  if (!isSending(form)) form.requestSubmit();
});
document.addEventListener("submit", (event) => {
  const form = formOf(event.target);
  if (!form || event.defaultPrevented) return; // htmx sends it.
  if (isSending(form)) return event.preventDefault();
  form.dispatchEvent(new CustomEvent("compose:leaving", { bubbles: true }));
  rest(form, true);
});
document.addEventListener("htmx:confirm", (event) => {
  const form = formOf(event.detail.elt);
  if (form && isSending(form)) event.preventDefault();
});
document.addEventListener("htmx:beforeRequest", ({ detail }) => {
  const form = formOf(detail.elt);
  if (!form) return;
  form.querySelector(".trouble")?.remove();
  rest(form, true, detail.elt === form);
});
document.addEventListener("htmx:afterRequest", ({ detail }) => {
  const form = formOf(detail.requestConfig.elt);
  if (form) rest(form, false);
});
document.addEventListener("htmx:beforeSwap", ({ detail }) => {
  const { elt } = detail.requestConfig;
  const form = formOf(elt);
  if (!form || detail.xhr.status >= 500 || !/^\s*<!doctype/i.test(detail.xhr.responseText)) return;
  detail.shouldSwap = detail.isError = false;
  natively(form, elt);
});
document.addEventListener("htmx:afterSwap", ({ detail }) => {
  if (!detail.target.matches(".preview-place")) return; // An error came, in a new form.
  say("The preview is below.");
  detail.target.scrollIntoView({ block: "nearest" });
});
document.addEventListener("htmx:responseError", trouble);
document.addEventListener("htmx:sendError", trouble);
document.addEventListener("htmx:timeout", trouble);
addEventListener("pageshow", () => document.querySelectorAll(FORM).forEach((form) => rest(form, false)));
onForms((form) => form.querySelectorAll("textarea").forEach(watch));
