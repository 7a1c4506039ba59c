// Keys for going through the queue. They can be turned off, as those of the other pages: the choice is one.
const rows = [...document.querySelectorAll(".item")];
const keys = document.getElementById("queue-keys");
const box = keys.querySelector("input");
let current = null;
let sent = false;

try {
  box.checked = localStorage.getItem("keys") !== "off";
} catch {
  box.checked = true;
} // Then the choice lasts as long as the page.
box.addEventListener("change", () => {
  try {
    localStorage.setItem("keys", box.checked ? "on" : "off");
  } catch {}
});
keys.hidden = false;

function go(row) {
  if (!row) return;
  current = row;
  row.focus({ preventScroll: true });
  row.scrollIntoView({ block: "nearest" });
}

// The row at a distance from the one that was focused last; the first or the last where none was.
function step(distance) {
  const here = rows.indexOf(current);
  if (here < 0) go(distance > 0 ? rows[0] : rows.at(-1));
  else go(rows[here + distance]);
}

// A second press, before the answer comes, would decide on nothing that anybody has seen.
function press(button) {
  if (!button || sent) return;
  button.click();
}

const ACTS = {
  j: () => step(+1),
  k: () => step(-1),
  a: () => press(current?.querySelector(".acts .yes")),
  r: () => current?.querySelector(".acts :is(select, [name='note'])")?.focus(),
  o: () => current?.querySelector(".open").click(),
  x: () => current?.querySelector("[form='queue-bulk'][type='checkbox']")?.click(),
  u: () => press([...document.querySelectorAll(".undo")].at(-1)),
  "?": () => {
    keys.classList.add("asked");
    keys.focus();
  },
};

// In the fields of a row, Enter removes (or denies) and Escape leads back to the row.
function inFields(event) {
  const row = event.target.closest(".item");
  if (!row) return;
  if (event.key === "Escape") go(row);
  else if (event.key === "Enter" && event.target.matches("select, [name='note']")) press(row.querySelector(".acts .no"));
  else return;
  event.preventDefault();
}

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (event.target.matches("input:not([type='checkbox']), textarea, select, [contenteditable]")) return inFields(event);
  const act = ACTS[event.key];
  if (!act || (event.key !== "?" && !box.checked)) return;
  event.preventDefault();
  act();
});
document.addEventListener("focusin", ({ target }) => {
  current = target.closest(".item") ?? current;
  for (const row of rows) row.classList.toggle("current", row === current);
});
document.addEventListener("submit", () => {
  sent = true;
});
window.addEventListener("pageshow", () => {
  sent = false;
});

const bulk = document.getElementById("queue-bulk");
if (bulk) {
  const ticks = [...document.querySelectorAll("[form='queue-bulk'][type='checkbox']")];
  const all = bulk.querySelector(".all");
  const count = () => {
    const ticked = ticks.filter((tick) => tick.checked).length;
    for (const words of bulk.querySelectorAll(".ticked")) words.textContent = `${ticked} ticked`;
    for (const button of bulk.querySelectorAll("[name='act']")) button.disabled = !ticked;
    all.querySelector("input").checked = ticked > 0 && ticked === ticks.length;
  };
  all.hidden = false;
  all.addEventListener("change", ({ target }) => {
    for (const tick of ticks) tick.checked = target.checked;
    count();
  });
  for (const tick of ticks) tick.addEventListener("change", count);
  count();
}

// After an act, the next thing is where one goes on; the first one, where it was the last of the page.
const fault = document.querySelector(".item .errornote");
const [, pk] = location.hash.match(/^#item-(\d+)$/) ?? [];
if (fault) {
  go(fault.closest(".item"));
  ACTS.r();
} else if (location.hash === "#queue" || pk) {
  go(document.getElementById(`item-${pk}`) ?? rows[0]);
}
