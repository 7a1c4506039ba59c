// What the reader chose on this device, before anything is drawn, and whenever another window changes it.
{
  const root = document.documentElement;
  const apply = () => {
    for (const choice of ["theme", "size", "talk"]) {
      try {
        root.dataset[choice] = localStorage.getItem(`display:${choice}`) ?? "";
      } catch {} // Storage is forbidden: what was chosen lasts as long as the page.
    }
    showWhatIsAskedFor();
  };
  // A link to talk leads to talk.
  const showWhatIsAskedFor = () => {
    if (/^#(page-talk|page-reply|post-)/.test(location.hash)) root.dataset.talk = "";
  };
  root.classList.add("js");
  apply();
  for (const event of ["storage", "pageshow"]) addEventListener(event, apply);
  addEventListener("hashchange", showWhatIsAskedFor);

  // An entry that was opened beside the text, loaded again: the text comes back, and margin.js opens it beside it.
  const [, essay, ref] = location.pathname.match(/^(\/essays\/[^/]+\/)([^/]+)\/$/) ?? [];
  if (ref && history.state?.beside) {
    try {
      sessionStorage.setItem("beside", ref + location.search);
      location.replace(essay);
    } catch {} // The passage's own page has the same talk.
  }
}
