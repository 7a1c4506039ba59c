// Which branches are folded is said in the address, where it is the address of their talk. A link to a post unfolds it.
const AT_MOST = 50; // branches that an address names

export const foldedIn = (talk) =>
  [...talk.querySelectorAll("details.branch:not([open])")].slice(0, AT_MOST).map(({ dataset }) => dataset.branch).join();

document.addEventListener("toggle", ({ target }) => {
  if (!target.matches("details.branch")) return;
  const talk = target.closest("[data-place]");
  if (talk && talk.dataset.place !== location.pathname) return;
  const query = new URLSearchParams(location.search);
  query.delete("folded");
  const folded = foldedIn(talk ?? document);
  if (folded) query.set("folded", folded);
  const search = String(query).replaceAll("%2C", ",");
  if (search === location.search.slice(1)) return;
  history.replaceState(history.state, "", location.pathname + (search && `?${search}`) + location.hash);
}, true);

// Not every browser does it by itself.
function unfold() {
  const post = location.hash.startsWith("#post-") && document.getElementById(location.hash.slice(1));
  let branch = post && post.closest("details:not([open])");
  if (!branch) return;
  for (; branch; branch = branch.parentElement.closest("details:not([open])")) branch.open = true;
  post.scrollIntoView();
}

addEventListener("hashchange", unfold);
unfold();
