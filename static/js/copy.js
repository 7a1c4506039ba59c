// Buttons that copy: data-copy-link="/an/address/" a link, data-copy="an-id" the words of an element.
const SHOWN = 2000; // milliseconds
const status = Object.assign(document.createElement("p"), { className: "visually-hidden", role: "status" });
document.body.append(status);

export const say = (words) => {
  status.textContent = "";
  requestAnimationFrame(() => (status.textContent = words)); // Said again, though it is the same.
};

const confirmed = (button) => {
  say("Copied");
  if ("copied" in button.dataset) return;
  const label = [...button.childNodes];
  button.dataset.copied = "";
  button.replaceChildren("Copied");
  setTimeout(() => {
    delete button.dataset.copied;
    button.replaceChildren(...label);
  }, SHOWN);
};

// What cannot be copied is selected, to be copied by hand.
const select = (button, source, words) => {
  if (source) {
    getSelection().selectAllChildren(source);
  } else {
    const field = button.parentElement.querySelector("input.copy")
      ?? Object.assign(document.createElement("input"), { className: "copy", readOnly: true, ariaLabel: "Link" });
    field.value = words;
    button.after(field);
    field.select();
    field.focus();
  }
  say("Selected. Copy it with Ctrl+C or ⌘C.");
};

document.addEventListener("click", async ({ target }) => {
  const button = target.closest("[data-copy-link], [data-copy]");
  if (!button) return;
  const { copyLink, copy } = button.dataset;
  const source = copy && document.getElementById(copy);
  const words = source ? source.textContent : new URL(copyLink, location.origin).href;
  try {
    await navigator.clipboard.writeText(words);
    confirmed(button);
  } catch {
    select(button, source, words);
  }
});
