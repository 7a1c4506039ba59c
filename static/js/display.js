// How the page looks: the inputs and buttons with data-choice, which prefs.js applies on the next page.
const root = document.documentElement;
const inputs = () => document.querySelectorAll("input[data-choice]");

function show() {
  for (const input of inputs()) input.checked = root.dataset[input.dataset.choice] === input.value;
}

function choose(choice, value) {
  root.dataset[choice] = value;
  try {
    localStorage.setItem(`display:${choice}`, value);
  } catch {} // Then it lasts as long as the page.
  show();
}

document.addEventListener("change", ({ target }) => {
  if (!target.matches("input[data-choice]")) return;
  choose(target.dataset.choice, target.checked ? target.value : "");
});
document.addEventListener("click", ({ target }) => {
  const button = target.closest("button[data-choice]");
  if (!button) return;
  choose(button.dataset.choice, button.value);
  document.getElementById(button.dataset.leadsTo)?.focus(); // The button is gone.
});
for (const event of ["storage", "pageshow", "hashchange"]) addEventListener(event, show);
show();
