// Another order, or another page of replies, comes into the place of the list. The address follows where it is the
// address of that talk; beside the text it may be another one's.
import { foldedIn } from "./folding.js";

const isAddressed = (list) => (list.closest("[data-place]")?.dataset.place ?? location.pathname) === location.pathname;

// The address says what the list shows by now.
export function turnedTo(list, url) {
  if (isAddressed(list)) history.pushState(history.state, "", url);
}

async function load(list, address, source = list) {
  const around = list.parentElement;
  const [url] = address.split("#"); // Nothing is to scroll by itself.
  await htmx.ajax("GET", url, { source, target: list, select: ".list", swap: "outerHTML" });
  const loaded = around.querySelector(":scope > .list");
  return loaded !== list && loaded;
}

async function sort(link, list) {
  const url = new URL(link.href);
  const folded = foldedIn(list);
  if (folded) url.search += `${url.search ? "&" : "?"}folded=${folded}`;
  const loaded = await load(list, url.href, link);
  if (!loaded) return;
  turnedTo(loaded, url);
  loaded.querySelector(".order [aria-current]")?.focus({ preventScroll: true });
}

async function turn(link, list) {
  const loaded = await load(list, link.href, link);
  if (!loaded) return;
  turnedTo(loaded, link.href);
  const first = loaded.querySelector("article");
  loaded.scrollIntoView();
  first.tabIndex = -1;
  first.focus({ preventScroll: true });
}

document.addEventListener("click", (event) => {
  if (event.defaultPrevented || event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  const link = event.target.closest(".list > :is(.order, .pages) a");
  if (!link) return;
  event.preventDefault();
  (link.closest(".order") ? sort : turn)(link, link.closest(".list"));
});

async function follow() {
  const query = new URLSearchParams(location.search);
  for (const list of document.querySelectorAll(".list[data-sort]")) {
    const { sort: shown, after } = list.dataset;
    if (!isAddressed(list) || (shown === (query.get("sort") ?? "oldest") && after === (query.get("after") ?? "0"))) continue;
    if (!(await load(list, location.href))) location.reload();
  }
}

addEventListener("popstate", follow);
follow(); // The address may have changed before this was here.
