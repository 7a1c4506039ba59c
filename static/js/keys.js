// Keys for going through the talk. They can be turned off, since some people speak to their machine in letters.
const KEYS = [
  ["n", "Next passage with talk"],
  ["p", "Passage with talk before it"],
  ["r", "Reply to the words that are selected"],
  ["Esc", "Close what is open"],
  ["Ctrl + Enter", "Post what you wrote"],
  ["?", "Show these keys"],
];

let used = true;
try {
  used = localStorage.getItem("keys") !== "off";
} catch {} // Then the choice lasts as long as the page.

function use(wanted) {
  used = wanted;
  try {
    localStorage.setItem("keys", used ? "on" : "off");
  } catch {}
}

const dialog = () => document.getElementById("page-keys") ?? build();

function build() {
  const made = document.createElement("dialog");
  made.id = "page-keys";
  made.className = "keys ui";
  made.setAttribute("aria-labelledby", "page-keys-title");
  made.innerHTML = `<h2 id="page-keys-title">Keys</h2><dl></dl>
    <p><label><input type="checkbox"> Use the keys that are single letters</label></p>
    <form method="dialog"><button>Close</button></form>`;
  for (const [key, what] of KEYS) {
    const row = document.createElement("div");
    row.innerHTML = "<dt><kbd></kbd></dt><dd></dd>";
    row.querySelector("kbd").textContent = key;
    row.querySelector("dd").textContent = what;
    made.querySelector("dl").append(row);
  }
  const box = made.querySelector("input");
  box.checked = used;
  box.addEventListener("change", () => use(box.checked));
  document.body.append(made);
  return made;
}

const opened = () => document.querySelector("a.talk[aria-expanded]");

// The next place with talk (step 1), or the one before it (step -1), from the open or the focused one, else from what is on the screen.
function next(step) {
  const pills = [...document.querySelectorAll("a.talk.has[data-pill]")].filter((pill) => pill.checkVisibility());
  const here = pills.indexOf(opened() ?? document.activeElement);
  if (here >= 0) return pills[here + step];
  const below = pills.findIndex((pill) => pill.getBoundingClientRect().top > 0);
  if (step > 0) return pills[below];
  return pills[below < 0 ? pills.length - 1 : below - 1];
}

function go(step) {
  const pill = next(step);
  if (!pill) return;
  pill.scrollIntoView({ block: "center" });
  if (opened()) document.dispatchEvent(new CustomEvent("passage:open", { detail: { ref: pill.dataset.pill } }));
  else pill.focus({ preventScroll: true });
}

const ACTS = { n: () => go(1), p: () => go(-1), r: () => document.querySelector(".offer")?.click(), "?": () => dialog().showModal() };

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.matches("input, textarea, select, [contenteditable]") || document.querySelector("dialog[open]")) return;
  const act = ACTS[event.key];
  if (!act || (event.key !== "?" && !used)) return;
  event.preventDefault();
  act();
});
document.addEventListener("click", ({ target }) => {
  const { step } = target.closest("[data-step]")?.dataset ?? {};
  if (step) go(Number(step));
  if (target.closest("[data-keys]")) dialog().showModal();
});
