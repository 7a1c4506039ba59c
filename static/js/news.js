// A page that has been open for a while offers what was posted meanwhile; nothing moves until it is asked for.
import { show } from "./posting.js";

const EVERY = 60_000; // milliseconds

function ask(talk) {
  const list = talk.querySelector(".list");
  const sort = list.querySelector(".pages [rel=next]") ? "newest" : list.dataset.sort;
  const query = new URLSearchParams({ since: list.dataset.since, sort });
  htmx.ajax("GET", `${talk.dataset.place}news/?${query}`, {
    source: talk.querySelector(".news"), target: talk.querySelector(".news"), swap: "innerHTML",
  });
}

export function askAll() {
  if (!document.hidden) document.querySelectorAll(".talk-of[data-place]").forEach(ask);
}

const posts = (list) => [...list.querySelectorAll("article[id]")];

document.addEventListener("htmx:beforeSwap", ({ detail }) => {
  if (!detail.requestConfig.elt.matches(".news a")) return;
  const known = new Set(posts(detail.target).map(({ id }) => id));
  const talk = detail.target.closest(".talk-of");
  talk.addEventListener("htmx:afterSettle", () => {
    const fresh = posts(talk.querySelector(".list")).filter(({ id }) => !known.has(id));
    talk.querySelector(".news").replaceChildren();
    fresh.forEach((article) => article.classList.add("new"));
    if (fresh.length) show(fresh[0]);
  }, { once: true });
});
document.addEventListener("visibilitychange", askAll);
document.addEventListener("talk:changed", ({ detail }) => detail.talk && ask(detail.talk));
setInterval(askAll, EVERY);
