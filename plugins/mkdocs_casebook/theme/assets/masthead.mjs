// The masthead's menu and search. Without this script the menu still opens and closes, and the
// button of the search leads to a page that says what to do. What finds is fetched when a reader
// goes to the search, and on most visits never.

const root = document.documentElement;
root.classList.replace("no-js", "js");

/** Fetch what finds pages, and the index. */
const finder = () => import("./search.mjs");

function startMenu(menu) {
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !menu.open) return;
    menu.open = false;
    menu.querySelector("summary").focus();
  });
  document.addEventListener("click", (event) => {
    if (menu.open && !menu.contains(event.target)) menu.open = false;
  });
}

/** The search of the masthead: a field, its button, and results that lie over the page. */
function startSearch(form) {
  const query = form.querySelector(".cb-search__query");
  const button = form.querySelector(".cb-search__button");
  const output = form.querySelector(".cb-search__output");

  function set(open) {
    form.classList.toggle("cb-search--open", open);
    output.hidden = !open;
    button.setAttribute("aria-expanded", open);
  }

  async function open() {
    set(true);
    const { follow } = await finder();
    follow(query, output, 10);
  }

  button.setAttribute("aria-controls", output.id);
  set(false);
  query.addEventListener("focus", open);
  button.addEventListener("click", (event) => {
    const isOpen = !output.hidden;
    // What is typed is asked for; a button alone opens and closes.
    if (isOpen && query.value.trim()) return;
    event.preventDefault();
    set(!isOpen);
    if (!isOpen) query.focus();
  });
  form.addEventListener("submit", (event) => {
    if (!query.value.trim()) event.preventDefault();
  });
  form.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || output.hidden) return;
    event.preventDefault();
    set(false);
    button.focus();
  });
  form.addEventListener("focusout", (event) => {
    if (event.relatedTarget && !form.contains(event.relatedTarget)) set(false);
  });
  document.addEventListener("pointerdown", (event) => {
    if (!form.contains(event.target)) set(false);
  });
}

/** The page of the search: its address holds what is looked for. */
async function startPage(form) {
  const query = form.querySelector("input");
  query.value = new URLSearchParams(location.search).get("q") ?? "";
  const { follow } = await finder();
  follow(query, document.querySelector(".cb-page"), 100);
  query.addEventListener("input", () => {
    const address = new URL(location.href);
    address.search = query.value ? new URLSearchParams({ q: query.value }) : "";
    history.replaceState(null, "", address);
  });
  form.addEventListener("submit", (event) => event.preventDefault());
}

for (const [selector, start] of [[".cb-menu", startMenu], [".cb-search", startSearch], [".cb-find", startPage]]) {
  const found = document.querySelector(selector);
  if (found) start(found);
}
