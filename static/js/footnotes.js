// The note of a call, over the text: on hover, focus or click.
import { beside, link, mark, noteOf, wordsOf } from "./sidenotes.js";

const PAUSE = 250; // milliseconds, for coming and going
const GAP = 10; // pixels

const popover = Object.assign(document.createElement("div"), { className: "footnote", popover: "auto", role: "dialog", tabIndex: -1 });
popover.innerHTML = `<header class="ui" lang="en" dir="ltr"><button type="button" class="link" aria-label="Close">✕</button></header>`;
const header = popover.firstChild;

let call; // The one whose note is shown.
let how; // "click", "focus", or the pointer alone.
let again;
let timer;

const callAt = (target) => target.closest(".call a[id][aria-expanded]");
const hide = () => call && popover.hidePopover();

function fill() {
  const pill = noteOf(call).querySelector(".talk.has");
  popover.ariaLabel = `Note ${call.textContent}`;
  const links = [link(call.hash, popover.ariaLabel)];
  if (pill) links.push(link(pill.href, pill.ariaLabel, "replies"));
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
    requestAnimationFrame(place); // After the focus has scrolled.
  }
  how = by;
  place();
}

function toggled({ newState }) {
  call.ariaExpanded = newState === "open";
  if (newState === "open") return;
  if (popover.contains(document.activeElement)) call.focus({ preventScroll: true });
  call = null;
}

function hovered({ target, pointerType, buttons }) {
  const at = callAt(target);
  mark(at ?? document.activeElement);
  if (buttons || pointerType === "touch") return;
  clearTimeout(timer);
  if (at && at !== call && !beside(at) && !popover.contains(document.activeElement)) timer = setTimeout(show, PAUSE, at);
  else if (!at && !how && !popover.contains(target)) timer = setTimeout(hide, PAUSE);
}

function focused({ target, relatedTarget }) {
  if (popover.contains(target)) return;
  const at = callAt(target);
  mark(at);
  if (at === call) return;
  hide();
  const read = relatedTarget?.matches("[role=doc-backlink]");
  if (at?.matches(":focus-visible") && !beside(at) && !read) show(at, "focus");
}

function clicked(event) {
  const { target, detail } = event;
  if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  if (popover.contains(target)) return follow(event);
  const at = callAt(target) ?? document.getElementById(target.dataset.call);
  if (!at) return;
  event.preventDefault();
  // Nobody hears a sidenote: Enter does more.
  if (detail && (at === again || beside(at)?.matches(":not(.cut)"))) return;
  show(at, "click");
  popover.focus();
}

function follow(event) {
  const { id: ref } = noteOf(call);
  if (event.target.closest("a, button")) hide();
  if (!event.target.closest(".replies") || !document.getElementById("page-margin")) return;
  event.preventDefault();
  document.dispatchEvent(new CustomEvent("passage:open", { detail: { ref } }));
}

if (popover.showPopover) {
  for (const at of document.querySelectorAll(".call a")) {
    const words = noteOf(at)?.querySelector(".words");
    if (!words) continue;
    words.id = `${noteOf(at).id}-words`;
    at.setAttribute("aria-describedby", words.id);
    at.ariaExpanded = "false";
  }
  popover.addEventListener("beforetoggle", toggled);
  document.addEventListener("pointerover", hovered);
  document.addEventListener("focusin", focused);
  document.addEventListener("focusout", () => mark());
  document.addEventListener("pointerdown", ({ target }) => (again = how === "click" && call === callAt(target) && call));
  document.addEventListener("click", clicked);
  addEventListener("scroll", () => Math.abs(call?.getBoundingClientRect().top) > innerHeight * 1.5 && hide());
  addEventListener("resize", place);
}
