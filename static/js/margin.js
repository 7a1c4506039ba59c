// The talk on a passage, beside the text, or below the passage on a narrow window. The address is the passage's own.
import { talk } from "./wanted.js";

const aside = document.getElementById("page-margin");
const wide = matchMedia("(width >= 68.75rem)");
const title = document.title;
let ref = ""; // The passage whose talk is open.
let asked = {}; // The words that the form of a passage is to answer, once it is there.
let home = ""; // What the address of the text chose of its own talk.

const pillOf = (wanted) => document.querySelector(`a.talk[data-pill="${wanted}"]`);
const addressOf = (wanted) => `${aside.dataset.essay}${wanted}/`;

// The page of the passage, which is not to lead back here.
function visit(address) {
  history.replaceState(null, "");
  location.assign(address);
}

async function open(wanted, { replace = false, keep = false, query = "" } = {}) {
  if (wanted === ref) return arrive();
  const pill = pillOf(wanted);
  if (!pill) return visit(addressOf(wanted));
  leave();
  ref = wanted;
  const address = addressOf(ref) + query;
  if (location.pathname === aside.dataset.essay) home = location.search;
  document.getElementById(ref).classList.add("open");
  pill.setAttribute("aria-expanded", "true");
  stand();
  if (!keep) history[replace ? "replaceState" : "pushState"]({ beside: ref, home }, "", address);
  try {
    await talk();
  } catch {
    return visit(address);
  }
  if (ref === wanted) htmx.ajax("GET", address, { source: pill, target: aside, swap: "innerHTML" });
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
  const { quote } = asked.ref === ref ? asked : {};
  asked = {};
  if (quote && form) {
    const { fillQuote } = await import("./selection.js");
    fillQuote(form, quote);
  } else if (panel.querySelector(".post") || !form) {
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
    asked = detail;
    open(detail.ref);
  });
  // An answer that is late is not put where another is awaited.
  aside.addEventListener("htmx:beforeSwap", (event) => {
    const { target, requestConfig } = event.detail;
    if (target === aside && requestConfig.path.split("?")[0] !== addressOf(ref)) event.detail.shouldSwap = false;
  });
  aside.addEventListener("htmx:afterSwap", ({ detail }) => detail.target === aside && arrive());
  for (const failure of ["htmx:responseError", "htmx:sendError", "htmx:timeout"]) {
    document.addEventListener(failure, ({ detail }) => {
      if (detail.target === aside && ref) visit(addressOf(ref));
    });
  }
  addEventListener("popstate", () => {
    const wanted = passageIn(location.pathname);
    // A link within the page makes an entry of its own, which is to come back like the others.
    if (wanted && wanted === ref) history.replaceState({ beside: ref, home }, "");
    else if (wanted) {
      open(wanted, { keep: true, query: location.search });
      document.getElementById(ref)?.scrollIntoView({ block: "nearest" });
    }
    else close({ keep: true });
  });
  wide.addEventListener("change", () => ref && stand());
}

// A page that was loaded again while talk was open beside it: see _prefs.html.
function reopen() {
  const kept = JSON.parse(sessionStorage.getItem("beside"));
  sessionStorage.removeItem("beside");
  const wanted = kept && passageIn(kept.path);
  if (!document.getElementById(wanted)) return; // Of another text.
  document.getElementById(wanted).scrollIntoView();
  open(wanted, { replace: true, query: kept.query });
}

if (aside) {
  listen();
  try {
    reopen();
  } catch {} // Nothing is kept here.
}
