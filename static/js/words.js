// Words of the text can be answered, and those that were are marked. What does it is fetched when it is wanted.
const load = () => import("./selection.js");
const key = "quote";

function arrive() {
  try {
    const chosen = JSON.parse(sessionStorage.getItem(key));
    sessionStorage.removeItem(key);
    if (chosen) load().then(({ bring }) => bring(chosen));
  } catch {} // Nothing is kept here.
}

document.addEventListener("selectionchange", load, { once: true });
const mark = () => document.querySelector(".open > .words") && import("./highlights.js");
mark();
document.addEventListener("htmx:load", mark);
addEventListener("load", arrive); // When a draft has come back into the form.
