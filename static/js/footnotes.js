// The note of a call, shown over the text: on hover, on focus, and on a click, which takes the focus along.
import { beside, link, mark, noteOf, wordsOf } from "./sidenotes.js";

const REST = 200; // milliseconds
const GRACE = 300; // milliseconds
const GAP = 10; // pixels

const popover = Object.assign(document.createElement("div"), { className: "footnote", popover: "auto", role: "dialog", tabIndex: -1 });
popover.innerHTML = `<header class="ui" lang="en" dir="ltr"><button type="button" class="link" aria-label="Close">✕</button></header>`;
const header = popover.firstChild;

let call; // The one whose note is shown.
let how; // By a click, by the focus, or only by the pointer, whose going hides it.
let again; // A click that hides it.
let timer;

const callAt = (target) => target.closest(".call a[id][aria-expanded]");
const hide = () => call && popover.hidePopover();

function fill() {
  const pill = noteOf(call).querySelector(".talk.has");
  popover.ariaLabel = `Note ${call.textContent}`;
  const links = [link(call.hash, popover.ariaLabel)];
  if (pill) links.push(link(pill.href, pill.ariaLabel.split(" to ")[0], "replies"));
  header.replaceChildren(...links, header.lastChild);
  popover.replaceChildren(header, wordsOf(call));
}

function place() {
  if (!call) return;
  const { style } = popover;
  const { top, bottom, left } = call.getBoundingClientRect();
  const above = top - 2 * GAP;
  const below = innerHeight - bottom - 2 * GAP;
  const up = above > below && popover.scrollHeight > below;
  style.setProperty("--room", `${up ? above : below}px`);
  const { offsetWidth, offsetHeight } = popover;
  const within = (wish, most) => `${Math.max(GAP, Math.min(wish, most - GAP))}px`;
  style.top = within(up ? top - GAP - offsetHeight : bottom + GAP, innerHeight - offsetHeight);
  style.left = within(left - offsetWidth / 2, document.body.clientWidth - offsetWidth);
  style.translate = `0 ${scrollY}px`;
}

function show(next, by) {
  clearTimeout(timer);
  if (next !== call) {
    hide();
    call = next;
    fill();
    call.closest(".words, .byline, .editorial, h2, h3, h4").after(popover);
    popover.showPopover();
    call.ariaExpanded = "true";
    requestAnimationFrame(place); // The focus may have scrolled.
  }
  how = by;
  place();
}

function hidden({ newState }) {
  if (newState === "open") return;
  if (popover.contains(document.activeElement)) call.focus({ preventScroll: true });
  call.ariaExpanded = "false";
  call = null;
}

function hovered({ target, pointerType }) {
  const at = callAt(target);
  mark(at ?? document.activeElement);
  if (pointerType === "touch") return;
  clearTimeout(timer);
  if (at && at !== call && !beside(at) && !popover.contains(document.activeElement)) timer = setTimeout(show, REST, at);
  else if (!at && !how && !popover.contains(target)) timer = setTimeout(hide, GRACE);
}

function focused({ target, relatedTarget }) {
  if (popover.contains(target)) return;
  const at = callAt(target);
  mark(at);
  if (at === call) return;
  hide();
  const read = relatedTarget?.closest(".footnote, [role=doc-backlink]");
  if (at?.matches(":focus-visible") && !beside(at) && !read) show(at, "focus");
}

function clicked(event) {
  const { target, detail, metaKey, ctrlKey, shiftKey, altKey } = event;
  if (metaKey || ctrlKey || shiftKey || altKey) return;
  if (popover.contains(target)) return follow(event);
  const at = callAt(target) ?? document.getElementById(target.dataset.call);
  if (!at) return;
  event.preventDefault();
  mark(at);
  // Nobody hears a sidenote: Enter opens the note.
  if (detail && (at === again || beside(at)?.matches(":not(.cut)"))) return;
  show(at, "click");
  popover.focus();
}

function follow(event) {
  const followed = event.target.closest("a, button");
  const ref = call.hash.slice(1);
  if (followed) hide();
  if (!followed?.matches(".replies") || !document.getElementById("page-margin")) return;
  event.preventDefault();
  document.dispatchEvent(new CustomEvent("passage:open", { detail: { ref } }));
}

if (popover.showPopover) {
  for (const at of document.querySelectorAll(".call a")) {
    const words = noteOf(at)?.querySelector(".words");
    if (!words) continue;
    words.id = `${at.hash.slice(1)}-words`;
    at.setAttribute("aria-describedby", words.id);
    at.ariaExpanded = "false";
  }
  popover.addEventListener("beforetoggle", hidden);
  document.addEventListener("pointerover", hovered);
  document.addEventListener("focusin", focused);
  document.addEventListener("focusout", () => mark());
  document.addEventListener("pointerdown", ({ target }) => (again = how === "click" && call === callAt(target) && call));
  document.addEventListener("click", clicked);
  addEventListener("scroll", () => Math.abs(call?.getBoundingClientRect().top) > innerHeight * 1.5 && hide());
  addEventListener("resize", place);
}
