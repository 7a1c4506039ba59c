// The contents: the section that is being read is marked, and the arrow keys go from bar to bar of the map.
const rail = document.querySelector(".rail");
const links = [...(rail?.querySelectorAll("li > a") ?? [])].filter((link) => document.getElementById(link.hash.slice(1)));
const headings = links.map((link) => document.getElementById(link.hash.slice(1)));
const above = new Set(); // What the reader has come to, or past.
let atEnd = false; // The last section may be too short to come up to where the others are marked.

function mark() {
  const here = links.at(atEnd ? -1 : Math.max(0, headings.findLastIndex((heading) => above.has(heading))));
  if (here.ariaCurrent) return;
  for (const link of links) link.ariaCurrent = null;
  here.ariaCurrent = "true";
  if (rail.scrollHeight > rail.clientHeight) rail.scrollTop = here.offsetTop - rail.clientHeight / 2;
}

function watch() {
  const passed = new IntersectionObserver((entries) => {
    for (const { target, isIntersecting } of entries) above[isIntersecting ? "add" : "delete"](target);
    mark();
  }, { rootMargin: "9999999px 0px -66%" }); // From far above to a third of the window.
  headings.forEach((heading) => passed.observe(heading));
  const end = new IntersectionObserver(([{ isIntersecting }]) => {
    atEnd = isIntersecting && scrollY > 0;
    mark();
  });
  end.observe(document.querySelector(".foot :last-child"));
}

function step(event) {
  const bar = event.target.closest?.(".map a");
  const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (!bar || !by) return;
  const bars = [...bar.closest(".map").querySelectorAll("a")];
  const next = bars[bars.indexOf(bar) + by];
  if (!next) return;
  event.preventDefault();
  bar.setAttribute("tabindex", "-1");
  next.setAttribute("tabindex", "0");
  next.focus();
}

if (links.length) {
  watch();
  // One stop for each section: with fifty it would be far to the text.
  for (const bar of rail.querySelectorAll("g + g > a")) bar.setAttribute("tabindex", "-1");
  rail.addEventListener("keydown", step);
}
