// A reply is written under what it answers and, once it is posted, stands where it belongs, without a reload.
const DEEPEST = 5; // Levels below the top that a page shows.
const formIn = (item) => item?.querySelector(":scope > form.compose");

export function parse(html) {
  const template = document.createElement("template");
  template.innerHTML = html;
  return template.content;
}

function depth(item) {
  let levels = 0;
  for (let list = item.parentElement.closest("li"); list; list = list.parentElement.closest("li")) levels += 1;
  return levels;
}

// The list of what answers a post, which is made where there is none.
function answersTo(item) {
  if (depth(item) >= DEEPEST) return null;
  const branch = item.querySelector(":scope > details.branch");
  if (branch) branch.open = true;
  return (branch ?? begin(item)).querySelector(":scope > ol");
}

function begin(item) {
  const branch = Object.assign(document.createElement("details"), { className: "branch", open: true });
  branch.dataset.branch = item.firstElementChild.id.replace("post-", "");
  branch.innerHTML = `<summary class="ui"> <span class="visually-hidden"></span></summary><ol></ol>`;
  branch.querySelector("span").textContent = item.querySelector(".acts .visually-hidden").textContent; // " to Reader one"
  item.append(branch);
  return branch;
}

function recount(branch) {
  const number = branch.querySelectorAll("article").length;
  branch.querySelector("summary").firstChild.textContent = `${number} answer${number === 1 ? "" : "s"}`;
}

// Put the post into its place; false where that place is not on this page.
function put(form, posts) {
  const item = posts.firstElementChild;
  const above = form.closest("li");
  if (above && form.dataset.key.startsWith("post-")) {
    const list = answersTo(above);
    list?.append(item);
    return list ? item : null;
  }
  const list = form.closest(".talk-of")?.querySelector(".list");
  if (!list) return null;
  const present = list.querySelector(":scope > ol.posts");
  list.querySelector(".none-yet")?.remove();
  if (!present) list.append(posts);
  else if (list.dataset.sort === "newest") present.prepend(item);
  else if (list.querySelector(".pages [rel=next]")) return null;
  else present.append(item);
  return item;
}

function empty(form, answer) {
  if (form.dataset.key.startsWith("post-") && form.closest("li")) return form.remove();
  for (const name of ["source", "quote", "prefix", "suffix"]) if (form.elements[name]) form.elements[name].value = "";
  form.elements.form.value = answer.querySelector("[name=form]").value;
  form.querySelector(".preview-place").replaceChildren();
  form.querySelectorAll(".error, .notice").forEach((line) => line.remove());
  form.querySelectorAll("[aria-invalid]").forEach((field) => field.removeAttribute("aria-invalid"));
  form.querySelectorAll("details").forEach((one) => { one.open = false; });
}

function refresh(answer) {
  const pill = answer.querySelector("a.talk");
  const shown = pill && document.querySelector(`a.talk[data-pill="${pill.dataset.pill}"]`);
  if (shown?.hasAttribute("aria-expanded")) pill.setAttribute("aria-expanded", "true");
  shown?.replaceWith(pill);
  const count = answer.querySelector("#page-count");
  if (count) document.getElementById("page-count")?.replaceWith(count);
}

export function show(article) {
  article.classList.add("new");
  article.tabIndex = -1;
  article.focus();
}

function posted(elt, xhr) {
  const form = elt.closest("form");
  const answer = parse(xhr.responseText);
  const talk = form.closest(".talk-of");
  const item = put(form, answer.querySelector(".posts"));
  document.dispatchEvent(new CustomEvent("reply:posted", { detail: { form, action: form.action } }));
  if (!item) return location.assign(xhr.getResponseHeader("Location"));
  empty(form, answer);
  refresh(answer);
  htmx.process(item);
  const article = item.querySelector("article");
  show(article);
  for (let branch = item.closest("details.branch"); branch; branch = branch.parentElement.closest("details.branch")) recount(branch);
  const news = talk?.querySelector(":scope > .news");
  if (news) news.textContent = article.matches(".pending") ? "Your reply waits for a moderator." : "Your reply is posted.";
  document.dispatchEvent(new CustomEvent("talk:changed", { detail: { talk } }));
}

// A second click goes to the form that is there, and words to quote go above what is typed in it.
function again(event) {
  const link = event.target.closest?.(".acts a[data-hx-get]");
  const form = link && formIn(link.closest("li"));
  if (!form || link.getAttribute("data-hx-get").includes("?")) return;
  event.preventDefault();
  form.elements.source.focus();
}

function quoted(event) {
  const { requestConfig, xhr } = event.detail;
  const form = formIn(requestConfig.elt.closest?.(".posts li"));
  if (!form || requestConfig.verb !== "get" || xhr.status !== 200) return;
  event.detail.shouldSwap = false;
  const { source } = form.elements;
  const words = parse(xhr.responseText).querySelector("textarea").value;
  source.value = words.endsWith(source.value) ? words : words + source.value; // The server may know of a draft.
  source.dispatchEvent(new Event("input", { bubbles: true }));
  source.focus();
}

document.addEventListener("htmx:beforeRequest", again);
document.addEventListener("htmx:beforeSwap", quoted);
document.addEventListener("htmx:afterRequest", ({ detail }) => detail.xhr.status === 201 && posted(detail.requestConfig.elt, detail.xhr));
document.addEventListener("htmx:load", ({ detail }) => {
  const form = detail.elt;
  if (!form.matches?.("li > form.compose") || form.querySelector("[autofocus]")) return;
  const { source } = form.elements;
  source.focus();
  source.setSelectionRange(source.value.length, source.value.length);
});
document.addEventListener("click", (event) => {
  const form = event.target.closest("[data-cancel]")?.form;
  if (!form) return;
  const link = form.closest("li").querySelector(".acts a[data-hx-get]");
  form.remove();
  link?.focus();
});
// A link that is to open in another window is the browser's; htmx would open it here.
addEventListener("click", (event) => {
  if ((event.metaKey || event.ctrlKey || event.shiftKey) && event.target.closest("a[data-hx-get]")) event.stopPropagation();
}, true);
// What cannot be had in part is had as a page.
for (const failure of ["htmx:responseError", "htmx:sendError", "htmx:timeout"]) {
  document.addEventListener(failure, ({ detail }) => {
    if (detail.requestConfig.verb === "get" && detail.elt.matches("a[href]")) location.assign(detail.elt.href);
  });
}
