// What was new on a passage is read when its talk has come beside the text: its pill and its bar on the map say so no more.
const said = /, \d+ new$/;

document.addEventListener("htmx:afterSwap", ({ detail: { target } }) => {
  if (target.id !== "page-margin" || !target.querySelector(".new-here[data-read]")) return;
  const ref = target.querySelector("[data-place]").dataset.place.split("/").at(-2);
  const pill = document.querySelector(`a.talk[data-pill="${ref}"]`);
  const bar = document.querySelector(`.map a[href="#${ref}"]`);
  if (pill?.ariaLabel) pill.ariaLabel = pill.ariaLabel.replace(said, "");
  if (bar) {
    const title = bar.querySelector("title");
    title.textContent = title.textContent.replace(said, "");
    bar.querySelector("circle")?.remove();
  }
  for (const one of [pill, bar]) one?.classList.remove("fresh");
});
