// The talk on a passage, beside the text, or below the passage on a narrow window. The address is the passage's own.
import { talk } from "./wanted.js";

const aside = document.getElementById("page-margin");
const wide = matchMedia("(width >= 68.75rem)");
const title = document.title;
let ref = ""; // The passage whose talk is open.
let quote = null; // What its form is to answer, once it is there.
let home = ""; // What the address of the text chose of its own talk.

const pillOf = (wanted) => document.querySelector(`a.talk[data-pill="${wanted}"]`);
const addressOf = (wanted) => `${aside.dataset.essay}${wanted}/`;

async function open(wanted, { replace = false, keep = false, query = "" } = {}) {
  if (wanted === ref) return arrive();
  const pill = pillOf(wanted);
  if (!pill) return location.assign(addressOf(wanted));
  leave();
  ref = wanted;
  const address = addressOf(ref) + query;
  if (location.pathname === aside.dataset.essay) home = location.search;
  document.getElementById(ref).classList.add("open");
  pill.setAttribute("aria-expanded", "true");
  stand();
  if (!keep) history[replace ? "replaceState" : "pushState"]({ beside: ref }, "", address);
  await talk().catch(() => location.assign(address));
  if (ref !== wanted) return;
  htmx.ajax("GET", address, { source: pill, target: aside, swap: "innerHTML" });
}

function close({ keep = false } = {}) {
  if (!ref) return;
  const pill = pillOf(ref);
  const focused = aside.contains(document.activeElement) || document.activeElement === document.body;
  leave();
  aside.hidden = true;
  aside.closest(".page").classList.remove("has-panel");
  if (!keep) history.pushState({}, "", aside.dataset.essay + home);
  if (focused) pill?.focus({ preventScroll: wide.matches });
}

function leave() {
  if (!ref) return;
  document.getElementById(ref).classList.remove("open");
  pillOf(ref)?.removeAttribute("aria-expanded");
  document.dispatchEvent(new CustomEvent("passage:closing", { detail: { ref } }));
  aside.replaceChildren();
  ref = "";
  document.title = title;
  document.dispatchEvent(new CustomEvent("passage:closed"));
}

// Beside the text, or in it. What is typed and where the cursor stands moves along.
function stand() {
  const passage = document.getElementById(ref);
  const active = aside.contains(document.activeElement) ? document.activeElement : null;
  const page = document.querySelector(".page");
  if (wide.matches) page.append(aside);
  else if (passage.matches("li")) passage.append(aside);
  else passage.after(aside);
  page.classList.add("has-panel");
  aside.hidden = false;
  active?.focus();
}

async function arrive() {
  const panel = aside.querySelector(".panel");
  if (!panel) return; // Still on its way.
  document.title = `${panel.querySelector("h2").textContent}: ${title}`;
  const form = panel.querySelector("form.compose");
  if (quote) {
    const { fillQuote } = await import("./selection.js");
    fillQuote(form, quote);
    quote = null;
  } else if (panel.querySelector(".post")) {
    panel.querySelector("h2").focus({ preventScroll: wide.matches });
  } else {
    form.elements.source.focus({ preventScroll: wide.matches });
  }
}

const passageIn = (path) =>
  path.startsWith(aside.dataset.essay) ? path.slice(aside.dataset.essay.length).replace(/\/$/, "") : "";

function listen() {
  document.addEventListener("click", (event) => {
    if (event.defaultPrevented || event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    const pill = event.target.closest("a.talk[data-pill]");
    if (!pill && !event.target.closest(".panel .close")) return;
    event.preventDefault();
    if (!pill || pill.dataset.pill === ref) close();
    else open(pill.dataset.pill);
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !event.defaultPrevented && !document.querySelector("dialog[open], :popover-open")) close();
  });
  document.addEventListener("passage:open", ({ detail }) => {
    quote = detail.quote ?? null;
    open(detail.ref);
  });
  // An answer that is late is not put where another is awaited.
  aside.addEventListener("htmx:beforeSwap", (event) => {
    const { target, requestConfig } = event.detail;
    if (target === aside && requestConfig.path.split("?")[0] !== addressOf(ref)) event.detail.shouldSwap = false;
  });
  aside.addEventListener("htmx:afterSwap", ({ detail }) => detail.target === aside && arrive());
  for (const failure of ["htmx:responseError", "htmx:sendError"]) {
    document.addEventListener(failure, ({ detail }) => {
      if (detail.target === aside && ref) location.assign(addressOf(ref));
    });
  }
  addEventListener("popstate", () => {
    const wanted = passageIn(location.pathname);
    if (wanted) open(wanted, { keep: true, query: location.search });
    else close({ keep: true });
  });
  wide.addEventListener("change", () => ref && stand());
}

// A page that was loaded again while talk was open beside it: see prefs.js.
function reopen() {
  const beside = sessionStorage.getItem("beside");
  if (!beside) return;
  sessionStorage.removeItem("beside");
  const [, wanted, query] = beside.match(/([^?]*)(.*)/);
  document.getElementById(wanted)?.scrollIntoView();
  open(wanted, { replace: true, query });
}

if (aside) {
  listen();
  reopen();
}
