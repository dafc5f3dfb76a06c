// Answers the search, from the index that the host's search plugin writes. Whatever comes from the
// index or from the reader is only ever set as text.

const root = new URL("../", import.meta.url);
const longestQuery = 200;
const longestExcerpt = 220;
const before = 60;
const sectionsShown = 3;
const signs = { lt: "<", gt: ">", amp: "&", quot: '"' };

/** The text of a piece of HTML as search plugins write it: plain tags, and signs by name or number. */
export function plain(html) {
  // What stands on lines of its own is told apart by full stops, as in a sentence.
  const sentences = html.replace(/([^\s.!?:;>])\s*<\/(?:p|li)>/g, "$1. ");
  const text = sentences.replace(/<\/?(?:code|sub|sup)>/g, "").replace(/<[^>]*>/g, " ");
  const code = /&(?:(lt|gt|amp|quot)|#(\d{1,6})|#x([\da-f]{1,5}));/gi;
  return text.replace(code, (_, name, decimal, hex) => {
    return name ? signs[name.toLowerCase()] : String.fromCodePoint(decimal ?? `0x${hex}`);
  });
}

/** Small letters without accents, words parted by single spaces and with one before the first. */
export function fold(text) {
  const letters = text.normalize("NFD").replace(/\p{M}+/gu, "").toLowerCase();
  return ` ${letters.replace(/[^\p{L}\p{N}]+/gu, " ").trim()}`;
}

/** The beginnings of words that are looked for: "boards" finds "board" as well. */
export function terms(query) {
  const words = fold(query.slice(0, longestQuery)).split(" ").filter(Boolean);
  return [...new Set(words.map((word) => (word.length > 3 ? word.replace(/([^s])s$/, "$1") : word)))];
}

/** The pages of an index, each with its parts: the page itself, then its sections. */
export function pagesOf({ docs, config }) {
  const isHtml = Boolean(config.pipeline);
  const pages = new Map();
  for (const { location, title, text, tags = [], boost = 1 } of docs) {
    const [address, id] = location.split("#");
    const words = isHtml ? plain(text) : text;
    const part = { location, title: plain(title ?? ""), text: words.replace(/\s+/g, " ").trim() };
    part.found = fold(part.text);
    part.named = fold(part.title);
    if (!pages.has(address)) pages.set(address, { tags: tags.map(plain), boost, parts: [], size: 0 });
    const page = pages.get(address);
    page.size += part.found.length;
    // The page comes first; its own part has no id.
    if (id) page.parts.push(part);
    else page.parts.unshift(part);
  }
  return [...pages.values()];
}

/** How often a word begins in a folded text. */
function count(text, word) {
  let number = 0;
  for (let at = text.indexOf(` ${word}`); at >= 0; at = text.indexOf(` ${word}`, at + 1)) number += 1;
  return number;
}

/** How well a page fits one word: 0 where it is not there, more in titles and in short pages. */
function fit(page, word, usual) {
  let times = 0;
  let points = 0;
  page.parts.forEach((part, at) => {
    times += count(part.found, word);
    if (count(part.named, word)) points = Math.max(points, at ? 2 : 5);
  });
  if (page.tags.some((tag) => count(fold(tag), word))) points += 0.5;
  return points + (times && (3 * times) / (times + 0.3 + 0.9 * (page.size / usual)));
}

/** The pages that have all words, the best first; where none has, those that have most of them. */
export function find(pages, words) {
  const usual = pages.reduce((sum, page) => sum + page.size, 0) / pages.length;
  const found = [];
  for (const page of pages) {
    const points = words.map((word) => fit(page, word, usual));
    const has = points.filter(Boolean).length;
    if (has) found.push({ page, has, points: points.reduce((sum, one) => sum + one, 0) * page.boost });
  }
  const most = Math.max(0, ...found.map(({ has }) => has));
  return found.filter(({ has }) => has === most).sort((one, other) => other.points - one.points);
}

/** The parts of a page with any of the words, those with most of them first. */
function hits(page, words) {
  const has = (part) => words.filter((word) => count(part.found, word) || count(part.named, word)).length;
  const parts = page.parts.map((part) => [has(part), part]).filter(([number]) => number);
  return parts.sort(([one], [other]) => other - one).map(([, part]) => part);
}

/** Where words begin in a text, as a pattern that keeps what stands before them apart. */
function pattern(words) {
  return new RegExp(`(^|[^\\p{L}\\p{N}])((?:${words.join("|")})[\\p{L}\\p{N}]*)`, "giu");
}

/** A piece of a text around the first of the words, cut between words. */
export function excerpt(text, words) {
  const at = Math.max(0, text.search(pattern(words)));
  const start = at > before ? text.indexOf(" ", at - before) + 1 : 0;
  const end = start + longestExcerpt;
  const cut = text.length > end ? text.slice(start, text.lastIndexOf(" ", end)) : text.slice(start);
  return `${start ? "… " : ""}${cut}${text.length > end ? " …" : ""}`;
}

/** An element with text or other elements in it. */
function make(tag, name, ...children) {
  const element = document.createElement(tag);
  if (name) element.className = name;
  element.append(...children);
  return element;
}

/** A text with the words marked in it. */
function marked(text, words) {
  const pieces = [];
  let done = 0;
  for (const { 1: lead, 2: word, index } of text.matchAll(pattern(words))) {
    pieces.push(text.slice(done, index + lead.length), make("mark", "", word));
    done = index + lead.length + word.length;
  }
  return [...pieces, text.slice(done)];
}

function link({ location, title }, words) {
  const anchor = make("a", "", ...marked(title, words));
  anchor.href = new URL(location, root).href;
  return anchor;
}

function draw({ page }, words) {
  const [whole] = page.parts;
  const parts = hits(page, words);
  const best = parts.find((part) => pattern(words).test(part.text)) ?? whole;
  const item = make("li", "cb-found__item", make("p", "cb-found__title", link(whole, words)));
  if (page.tags.length) item.append(make("p", "cb-meta", page.tags.join(", ")));
  if (best.text) item.append(make("p", "cb-found__text", ...marked(excerpt(best.text, words), words)));
  const sections = parts.filter((part) => part !== whole).slice(0, sectionsShown);
  if (sections.length) {
    const items = sections.map((part) => make("li", "", link(part, words)));
    item.append(make("ul", "cb-found__sections", ...items));
  }
  return item;
}

let index;

/** Fetch the index, once. */
function load() {
  index ??= fetch(new URL("search/search_index.json", root))
    .then((answer) => answer.json())
    .then(pagesOf);
  return index;
}

const followed = new WeakSet();

/** Show below a field what it asks for, whenever that changes; so many pages at most. */
export async function follow(query, output, most) {
  if (followed.has(query)) return;
  followed.add(query);
  const status = output.querySelector(".cb-found__status");
  const list = output.querySelector(".cb-found");
  status.textContent = "Getting the search ready";
  let pages;
  try {
    pages = await load();
  } catch {
    index = undefined;
    followed.delete(query);
    status.textContent = "The search could not be fetched. Try again later.";
    return;
  }

  function show() {
    const words = terms(query.value);
    const found = words.length ? find(pages, words) : [];
    list.replaceChildren(...found.slice(0, most).map((one) => draw(one, words)));
    if (found.length > most) list.append(rest(query.value, most));
    status.textContent = words.length ? said(found, words) : "Type a word or two";
    list.removeAttribute("aria-busy");
  }

  let waits;
  query.addEventListener("input", () => {
    clearTimeout(waits);
    list.setAttribute("aria-busy", "true");
    waits = setTimeout(show, 80);
  });
  output.addEventListener("keydown", lead);
  query.addEventListener("keydown", lead);
  show();

  /** Let arrows lead from the field through the results, and back. */
  function lead(event) {
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!by) return;
    const stops = [query, ...list.querySelectorAll("a")];
    const next = stops[stops.indexOf(event.target) + by];
    if (!next) return;
    event.preventDefault();
    next.focus();
  }
}

/** The way to the pages that are not shown: all of them, or the advice to ask for more. */
function rest(query, most) {
  const said = `The first ${most} are shown. `;
  const all = make("a", "", "Show all");
  all.href = new URL(`search.html?${new URLSearchParams({ q: query })}`, root).href;
  const isPage = location.pathname === new URL(all.href).pathname;
  return make("li", "cb-found__item cb-meta", said, ...(isPage ? ["Another word narrows them."] : [all]));
}

/** What was found, in a sentence. */
function said(found, words) {
  if (!found.length) return "Nothing found";
  const pages = found.length === 1 ? "1 page found" : `${found.length} pages found`;
  const [{ has }] = found;
  return has < words.length ? `${pages} with ${has} of ${words.length} words` : pages;
}
