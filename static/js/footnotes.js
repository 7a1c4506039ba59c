// The note of a call, shown where one reads: on hover, on focus from the keyboard, and on a click, which takes the focus
// along. It is a dialog that holds nobody, not a note or a tooltip: the focus goes into it, there are links in it, and
// it has a name to be announced by. What a call is about is said without it: each call is described by its note.
import { beside, link, mark, noteOf, page, wordsOf } from "./sidenotes.js";

const REST = 200; // milliseconds of rest before a note is shown
const GRACE = 300; // milliseconds for the way into it
const GAP = 6; // pixels between call and note
const EDGE = 8; // pixels kept from the window's edges
const LEAST = 128; // pixels of height, however little room there is

const popover = Object.assign(document.createElement("div"), { className: "footnote", popover: "manual", tabIndex: -1 });
popover.setAttribute("role", "dialog");
popover.setAttribute("aria-labelledby", "page-note");
popover.innerHTML = `<header class="ui" lang="en" dir="ltr"><b id="page-note"></b>
<button type="button" class="link" aria-label="Close the note">✕</button></header><p class="ui" lang="en" dir="ltr"></p>`;
const [header, links] = popover.children;

let call = null; // The one whose note is shown.
let how = ""; // What keeps it: "click", "focus", or the pointer alone.
let timer;
let inside; // Whether what is pressed is the note or its call.

const callAt = (target) => target.closest(".call a[id]");

function fill() {
  const note = noteOf(call);
  const name = `Note ${call.textContent}`;
  const pill = note.querySelector(".talk.has");
  header.firstChild.textContent = name;
  header.after(wordsOf(call));
  links.replaceChildren(link(call.hash, `Go to ${name.toLowerCase()}`));
  if (page) links.append(link("#page-notes", "All notes"));
  if (pill) links.append(link(pill.href, pill.getAttribute("aria-label"), "replies"));
}

function place() {
  if (!call) return;
  const at = call.getBoundingClientRect();
  const above = at.top - GAP - EDGE;
  const below = innerHeight - at.bottom - GAP - EDGE;
  popover.style.setProperty("--room", "100vh");
  const up = popover.offsetHeight > below && above > below;
  popover.style.setProperty("--room", `${Math.max(up ? above : below, LEAST)}px`);
  const { offsetWidth: width, offsetHeight: height } = popover;
  const within = (wish, size, all) => Math.max(EDGE, Math.min(wish, all - size - EDGE));
  const top = within(up ? at.top - GAP - height : at.bottom + GAP, height, innerHeight);
  const left = within(at.left + (at.width - width) / 2, width, document.documentElement.clientWidth);
  popover.style.top = `${top + scrollY}px`;
  popover.style.left = `${left + scrollX}px`;
}

function hide() {
  clearTimeout(timer);
  if (!call) return;
  if (popover.contains(document.activeElement)) call.focus({ preventScroll: true });
  popover.hidePopover();
  popover.querySelector(".said").remove();
  call.setAttribute("aria-expanded", "false");
  call = null;
}

function show(next, by) {
  clearTimeout(timer);
  if (next !== call) {
    hide();
    call = next;
    fill();
    call.closest(".words, .byline, .editorial, h2, h3, h4").after(popover);
    popover.showPopover();
    call.setAttribute("aria-expanded", "true");
    requestAnimationFrame(place); // The focus may scroll the page yet.
  }
  how = by;
  place();
}

function listen() {
  document.addEventListener("pointerover", ({ target, pointerType }) => {
    const at = callAt(target);
    mark(at ?? document.activeElement);
    if (pointerType === "touch") return;
    clearTimeout(timer);
    if (at && at !== call && !beside(at) && !popover.contains(document.activeElement)) timer = setTimeout(show, REST, at);
    else if (!at && !how && !popover.contains(target)) timer = setTimeout(hide, GRACE);
  });
  document.addEventListener("focusin", ({ target, relatedTarget }) => {
    if (popover.contains(target)) return;
    const at = callAt(target);
    mark(at);
    if (at !== call) hide();
    // Who comes back from the note has read it.
    if (!at?.matches(":focus-visible") || relatedTarget?.closest(".footnote, [role=doc-backlink]")) return;
    if (at !== call && !beside(at)) show(at, "focus");
  });
  document.addEventListener("focusout", () => mark());
  document.addEventListener("click", (event) => {
    const { target, detail } = event;
    if (event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    if (popover.contains(target)) return follow(event);
    const at = callAt(target) ?? document.getElementById(target.dataset?.call);
    if (!at || !noteOf(at)) return;
    event.preventDefault();
    // A press on the call of a sidenote that says all only marks it. Enter opens the note: nobody hears a sidenote.
    const sidenote = beside(at);
    if (detail && sidenote && !sidenote.matches(".cut")) mark(at);
    else if (at === call && how === "click") hide();
    else {
      show(at, "click");
      popover.focus({ preventScroll: true });
    }
  });
  document.addEventListener("pointerdown", ({ target }) => (inside = popover.contains(target) || callAt(target) === call));
  document.addEventListener("pointerup", () => inside || hide()); // Not where a finger scrolls: that is no tap.
  addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !call) return;
    event.preventDefault();
    event.stopPropagation(); // One key closes one thing.
    hide();
  }, true);
  addEventListener("scroll", () => {
    const { top } = call?.getBoundingClientRect() ?? { top: 0 };
    if (top < -innerHeight / 2 || top > innerHeight * 1.5) hide();
  }, { passive: true });
  addEventListener("resize", place);
}

// Its buttons and links. The talk on the note opens as its own link would open it.
function follow(event) {
  const followed = event.target.closest("button, a");
  if (!followed) return;
  const ref = call.hash.slice(1);
  hide();
  if (!page || !followed.matches(".replies")) return;
  event.preventDefault();
  document.dispatchEvent(new CustomEvent("passage:open", { detail: { ref } }));
}

// A browser without popovers keeps the links.
if (popover.showPopover) {
  for (const at of document.querySelectorAll(".call a[id]")) {
    const words = noteOf(at)?.querySelector(".words");
    if (!words) continue;
    words.id ||= `${at.hash.slice(1)}-words`;
    at.setAttribute("aria-describedby", words.id);
    at.setAttribute("aria-expanded", "false");
  }
  listen();
}
