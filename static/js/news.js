// A page that has been open for a while offers what was posted meanwhile; nothing moves until it is asked for.
import { turnedTo } from "./listing.js";
import { parse, show } from "./posting.js";

const EVERY = 60_000; // milliseconds

const posts = (list) => [...list.querySelectorAll("article[id]")];
const offered = (link) => link.dataset.ids.split(",").map((id) => `post-${id}`);

function ask(talk) {
  const list = talk.querySelector(".list");
  const { since, sort, after } = list.dataset;
  const isPaged = after !== "0" || list.querySelector(".pages [rel=next]");
  const known = posts(list).map(({ id }) => id.slice("post-".length)).join();
  const query = new URLSearchParams({ since, sort: isPaged ? "newest" : sort, known });
  htmx.ajax("GET", `${talk.dataset.place}news/?${query}`, {
    source: talk.querySelector(".news"), target: talk.querySelector(".news"), swap: "innerHTML",
  }).catch(() => {}); // It is asked again.
}

export function askAll() {
  if (!document.hidden) document.querySelectorAll(".talk-of[data-place]").forEach(ask);
}

// What stands there is changed, not replaced: it may have the focus, and the same words are not said again.
function renew(link, detail) {
  detail.shouldSwap = false;
  const next = parse(detail.xhr.responseText).querySelector("a");
  if (!next) return link.matches(":focus") || offered(link).every((name) => document.getElementById(name)) && link.remove();
  for (const { name, value } of next.attributes) link.setAttribute(name, value);
  if (link.textContent !== next.textContent) link.textContent = next.textContent;
  htmx.process(link);
}

// Where none of them comes with the list, such as answers far down a branch, the link leads to the first of them.
function take(link, detail) {
  const { target, xhr } = detail;
  const names = offered(link);
  const came = parse(xhr.responseText);
  if (!names.some((name) => came.getElementById(name))) {
    detail.shouldSwap = false;
    return location.assign(link.href);
  }
  const talk = target.closest(".talk-of");
  const address = link.getAttribute("data-hx-get");
  talk.addEventListener("htmx:afterSettle", () => {
    const list = talk.querySelector(".list");
    const fresh = posts(list).filter(({ id }) => names.includes(id));
    talk.querySelector(".news").replaceChildren();
    if (address !== location.pathname + location.search) turnedTo(list, address);
    fresh.forEach((article) => article.classList.add("new"));
    show(fresh[0]);
    if (fresh.length === names.length) return;
    list.dataset.since = target.dataset.since; // The others stay on offer.
    ask(talk);
  }, { once: true });
}

document.addEventListener("htmx:beforeSwap", ({ detail }) => {
  const { requestConfig: { elt }, xhr } = detail;
  if (elt.matches(".news a") && xhr.status === 200) return take(elt, detail);
  const link = elt.matches(".news") && elt.querySelector("a");
  if (link) renew(link, detail);
});
document.addEventListener("visibilitychange", askAll);
document.addEventListener("talk:changed", ({ detail }) => detail.talk && ask(detail.talk));
setInterval(askAll, EVERY);
