// What helps in writing is loaded when somebody comes to a form, or where words wait for one: most readers only read.
const FORM = "form.compose";

function load() {
  import("./composer.js");
  import("./toolbar.js");
  import("./drafts.js");
}

function waits() {
  try {
    return [...Object.keys(localStorage), ...Object.keys(sessionStorage)].some((key) => key.startsWith("draft"));
  } catch {
    return false;
  }
}

for (const event of ["focusin", "pointerover"]) {
  document.addEventListener(event, ({ target }) => target.closest?.(FORM) && load());
}
document.addEventListener("htmx:load", ({ detail: { elt } }) => elt !== document.body && elt.querySelector?.(FORM) && load());
if (waits() || document.querySelector(`${FORM} :focus`)) load();
