// Suggestions below the box, after the pattern of a combobox with a list: arrows choose, Enter goes there, Escape closes.
const PAUSE = 150; // milliseconds without a key

const form = document.querySelector("form[data-suggest]");
const field = form.elements.q;
const list = form.querySelector("[role=listbox]");
const told = form.querySelector("[data-told]");
let waiting;
let asking;

Object.assign(field, { role: "combobox", ariaExpanded: "false", ariaAutoComplete: "list" });
field.setAttribute("aria-controls", list.id);

const options = () => [...list.children];
const chosen = () => options().find((option) => option.ariaSelected === "true");

function choose(option) {
  for (const other of options()) other.ariaSelected = String(other === option);
  if (option) field.setAttribute("aria-activedescendant", option.id);
  else field.removeAttribute("aria-activedescendant");
  option?.scrollIntoView({ block: "nearest" });
}

function close() {
  clearTimeout(waiting);
  asking?.abort();
  list.hidden = true;
  field.ariaExpanded = "false";
  choose(null);
}

function option({ words, kind, url }, number) {
  const item = Object.assign(document.createElement("li"), { id: `page-suggestion-${number}`, role: "option", ariaSelected: "false" });
  item.dataset.url = url;
  const name = Object.assign(document.createElement("span"), { textContent: words, dir: "auto" });
  item.append(name, Object.assign(document.createElement("small"), { textContent: kind }));
  return item;
}

function offer(suggestions) {
  list.replaceChildren(...suggestions.map(option));
  list.hidden = !suggestions.length;
  field.ariaExpanded = String(!list.hidden);
  field.removeAttribute("aria-activedescendant");
  const number = suggestions.length;
  told.textContent = number ? `${number} suggestion${number > 1 ? "s" : ""}. Arrows lead through them.` : "";
}

async function ask() {
  asking?.abort();
  asking = new AbortController();
  const typed = field.value;
  try {
    const answer = await fetch(`${form.dataset.suggest}?${new URLSearchParams({ q: typed })}`, { signal: asking.signal });
    if (!answer.ok) return;
    const { suggestions } = await answer.json();
    if (document.activeElement === field && field.value === typed) offer(suggestions);
  } catch {} // Without suggestions, the box is a box.
}

const STEPS = { ArrowDown: 1, ArrowUp: -1 };

function step(by) {
  const all = options();
  const at = all.indexOf(chosen());
  choose(at < 0 ? all.at(by > 0 ? 0 : -1) : all[at + by]); // Past an end nothing is chosen: what was typed.
}

field.addEventListener("input", () => {
  clearTimeout(waiting);
  if (field.value.trim().length < 2) return close();
  waiting = setTimeout(ask, PAUSE);
});
field.addEventListener("keydown", (event) => {
  if (list.hidden || event.isComposing) return;
  if (event.key in STEPS) step(STEPS[event.key]);
  else if (event.key === "Enter" && chosen()) location.assign(chosen().dataset.url);
  else if (event.key === "Escape") close();
  else return;
  event.preventDefault();
});
field.addEventListener("blur", close);
list.addEventListener("pointerdown", (event) => event.preventDefault()); // The box keeps the focus.
list.addEventListener("click", ({ target }) => {
  const clicked = target.closest("[role=option]");
  if (clicked) location.assign(clicked.dataset.url);
});
