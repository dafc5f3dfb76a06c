// The masthead's search and menu. Without this script the menu still opens and closes, and the
// search, which Material's script answers, is not shown. That script and the search index are
// fetched when a reader goes to the search, and on most visits never.

const shortcuts = new Set(["f", "s", "/", "p", "n", ",", "."]);

/** What a key does while the search is open, or closed; Material's script sees only the rest. */
export function meaning(key, isOpen, isTyping) {
  if (isOpen && key === "Escape") return "close";
  if (isOpen) return key.startsWith("Arrow") || (key === "Enter" && isTyping) ? "pass" : "keep";
  // Single letters must not do things: people who dictate would set them off.
  return shortcuts.has(key) ? "keep" : "pass";
}

/** Fetch Material's script, which fetches the index and answers what is typed by then. */
function prepareSearch() {
  const own = document.getElementById("cb-masthead");
  const { search } = own.dataset;
  if (!search) return;
  delete own.dataset.search;
  const script = document.createElement("script");
  script.src = search;
  document.head.append(script);
}

function start() {
  document.documentElement.classList.replace("no-js", "js");
  const search = document.querySelector("[data-md-component=search]");
  const toggle = document.getElementById("__search");
  const menu = document.querySelector(".cb-menu");
  const button = search?.querySelector(".cb-search__button");
  const query = search?.querySelector(".cb-search__query");
  const results = search?.querySelector(".md-search-result__list");

  const set = (open) => toggle.checked !== open && toggle.click();

  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !menu?.open) return;
    menu.open = false;
    menu.querySelector("summary").focus();
  });
  document.addEventListener("click", (event) => {
    if (menu?.open && !menu.contains(event.target)) menu.open = false;
  });
  if (!search || !toggle) return;
  // Firefox keeps what was ticked when a page is loaded again.
  toggle.checked = false;

  window.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const what = meaning(event.key, toggle.checked, event.target === query);
    if (what === "pass") return;
    event.stopPropagation();
    if (what === "close") {
      set(false);
      button.focus();
    }
  }, { capture: true });

  toggle.addEventListener("change", () => button.setAttribute("aria-expanded", toggle.checked));
  button.addEventListener("click", () => {
    const opening = !toggle.checked;
    set(opening);
    if (opening) query.focus();
  });
  query.addEventListener("focus", () => {
    prepareSearch();
    set(true);
  });
  // The address of a search that somebody has passed on.
  if (new URLSearchParams(location.search).has("q")) prepareSearch();
  search.addEventListener("focusout", (event) => {
    if (toggle.checked && event.relatedTarget && !search.contains(event.relatedTarget)) set(false);
  });
  document.addEventListener("pointerdown", (event) => {
    if (toggle.checked && !search.contains(event.target)) set(false);
  });
  new MutationObserver(() => {
    for (const item of results.querySelectorAll('[tabindex="-1"]')) item.removeAttribute("tabindex");
    // What a result says of its page is no navigation, though Material marks it so.
    for (const item of results.querySelectorAll("nav")) item.role = "presentation";
  }).observe(results, { childList: true, subtree: true });
}

if (globalThis.document) start();
