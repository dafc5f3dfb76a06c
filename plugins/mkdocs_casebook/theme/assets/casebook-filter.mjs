// <casebook-filter>: narrows a list that is already on the page, by the form that is already there.
// Without this script the whole list shows, and every facet value has a page of its own.
// What comes from content or from the address is only ever set as text.

const longestQuery = 200;
const views = new Set(["table"]);
const sorts = new Set(["newest", "title", "relevance"]);

/** Small letters without accents, words parted by single spaces and with one before the first. */
export function fold(text) {
  const plain = text.normalize("NFD").replace(/\p{M}+/gu, "").toLowerCase();
  return ` ${plain.replace(/[^\p{L}\p{N}]+/gu, " ").trim()}`;
}

/** The words that are looked for: a word is found by its beginning. */
export function terms(query) {
  return [...new Set(fold(query.slice(0, longestQuery)).split(" ").filter(Boolean))];
}

/** How well an entry fits the words: 0 where one of them is missing, more where it is in the title. */
export function fit(entry, wanted) {
  let points = 1;
  for (const word of wanted) {
    if (entry.title.includes(` ${word}`)) points += 4;
    else if (entry.text.includes(` ${word}`)) points += 1;
    else return 0;
  }
  return points;
}

/** A set of places among so many entries, as bits: none of them, or all. */
export function bits(size, full = false) {
  const set = new Uint32Array((size + 31) >>> 5).fill(full ? 0xffffffff : 0);
  if (full && size & 31) set[set.length - 1] = (1 << (size & 31)) - 1;
  return set;
}

/** How many places are in a set. */
export function count(set) {
  return shared(set, set);
}

/** How many places are in both sets. */
export function shared(one, other) {
  let number = 0;
  for (let at = 0; at < one.length; at += 1) {
    let word = one[at] & other[at];
    word -= (word >>> 1) & 0x55555555;
    word = (word & 0x33333333) + ((word >>> 2) & 0x33333333);
    number += (((word + (word >>> 4)) & 0x0f0f0f0f) * 0x01010101) >>> 24;
  }
  return number;
}

/**
 * What is left, and for each facet what would be left without it.
 * Each facet is a list of sets, those of its chosen values: an entry needs one of each facet.
 */
export function narrow(size, found, chosen) {
  const everything = found.slice();
  const either = chosen.map((sets) => {
    if (!sets.length) return null;
    const sum = bits(size);
    for (const set of sets) for (let at = 0; at < sum.length; at += 1) sum[at] |= set[at];
    return sum;
  });
  const all = (skipped) => {
    const left = everything.slice();
    either.forEach((set, facet) => {
      if (!set || facet === skipped) return;
      for (let at = 0; at < left.length; at += 1) left[at] &= set[at];
    });
    return left;
  };
  const left = all(-1);
  return { left, without: either.map((set, facet) => (set ? all(facet) : left)) };
}

/** The places in a set, in order; at most so many. */
export function placesIn(set, most = Infinity) {
  const places = [];
  for (let at = 0; at < set.length && places.length < most; at += 1) {
    for (let word = set[at]; word; word &= word - 1) places.push(at * 32 + 31 - Math.clz32(word & -word));
  }
  return places.slice(0, most);
}

/** Words as alternatives: "risk, skills or strategy". */
export function either(words) {
  return words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} or ${words.at(-1)}`;
}

/** The state in an address; what no facet knows is left out. `facets` maps names to maps of values. */
export function readState(search, facets) {
  const query = new URLSearchParams(search);
  const chosen = new Map();
  for (const [name, values] of facets) {
    chosen.set(name, new Set(query.getAll(name).filter((value) => values.has(value))));
  }
  const q = (query.get("words") ?? "").slice(0, longestQuery).trim();
  const sort = query.get("sort");
  const view = query.get("view");
  return { chosen, q, sort: sorts.has(sort) ? sort : "", view: views.has(view) ? view : "" };
}

/** The state as the end of an address, the same for the same state. */
export function writeState({ chosen, q, sort, view }) {
  const query = new URLSearchParams();
  for (const [name, values] of chosen) for (const value of [...values].sort()) query.append(name, value);
  for (const [name, value] of [["words", q], ["sort", sort], ["view", view]]) if (value) query.set(name, value);
  const text = query.toString();
  return text ? `?${text}` : "";
}

// Not "q", which is what the search of the whole site is asked.

export function make(name, text = "", attributes = {}) {
  const element = document.createElement(name);
  element.textContent = text;
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  return element;
}

/** Make nodes the children of an element, and touch none that is there. */
export function lay(parent, nodes) {
  for (const child of [...parent.children]) if (!nodes.includes(child)) child.remove();
  nodes.forEach((node, at) => {
    if (parent.children[at] !== node) parent.insertBefore(node, parent.children[at] ?? null);
  });
}

/** Browsers work for each change, also of nothing. */
export function write(thing, property, value) {
  if (thing[property] !== value) thing[property] = value;
}

/** A list that is on the page as a whole. */
class WholeList {
  constructor(list, facets) {
    this.list = list;
    this.entries = [...list.children].map((node) => ({
      node,
      title: fold(node.querySelector(".cb-row__title").textContent),
      text: fold(`${[...node.querySelectorAll(":scope > :not(dl)")].map((part) => part.textContent).join(" ")} ${node.dataset.also}`),
      dated: node.dataset.dated,
    }));
    this.size = this.entries.length;
    for (const [name, values] of facets) {
      for (const value of values.values()) value.set = bits(this.size);
      this.entries.forEach(({ node }, place) => {
        for (const slug of (node.getAttribute(`data-f-${name}`) ?? "").split(" ")) {
          const known = values.get(slug);
          if (known) known.set[place >>> 5] |= 1 << (place & 31);
        }
      });
    }
  }

  /** Which entries have the words, and how well each fits. */
  find(q) {
    const wanted = terms(q);
    const points = this.entries.map((entry) => fit(entry, wanted));
    const found = bits(this.size);
    points.forEach((fits, place) => { if (fits) found[place >>> 5] |= 1 << (place & 31); });
    return { found, points };
  }

  /** All places in an order; nothing for the order as listed. */
  order(sort) {
    const { entries } = this;
    const before = {
      title: (a, b) => (entries[a].title > entries[b].title) - (entries[a].title < entries[b].title),
      newest: (a, b) => (entries[a].dated < entries[b].dated) - (entries[a].dated > entries[b].dated),
    }[sort];
    return before ? [...entries.keys()].sort(before) : null;
  }

  /** Show the chosen rows in order; none is moved that may stay. */
  show(host) {
    const places = host.arranged();
    const shown = new Set(places);
    this.entries.forEach(({ node }, place) => write(node, "hidden", !shown.has(place)));
    const nodes = [...new Set([...places, ...this.entries.keys()])].map((place) => this.entries[place].node);
    if (nodes.some((node, place) => this.list.children[place] !== node)) this.list.append(...nodes);
    host.showView(nodes.slice(0, places.length));
  }
}

export class NotFetched extends Error {}

function afterPaint(task) {
  if (document.hidden) task();
  else requestAnimationFrame(() => setTimeout(task, 20));
}

class Value {
  constructor(input) {
    this.input = input;
    this.value = input.value;
    this.number = input.parentElement.lastElementChild.firstChild;
  }

  get label() {
    return this.input.nextElementSibling.textContent;
  }

  get said() {
    return this.input.dataset.said ?? this.label;
  }
}

const Base = globalThis.HTMLElement ?? class {};

export class CasebookFilter extends Base {
  connectedCallback() {
    this.form = this.querySelector("form");
    this.list = this.querySelector(".cb-listing__rows");
    this.heading = this.querySelector("h2[id=all]");
    if (!this.form || !this.list || !this.heading) return; // The plain list still works.
    this.status = this.querySelector("[role=status]");
    this.chips = this.querySelector(".cb-chips");
    this.none = this.querySelector(".cb-listing__none");
    this.table = this.querySelector(".cb-listing__table");
    this.feeds = [...this.querySelectorAll(".cb-listing__feeds a")].map((link) => ({ link, href: link.getAttribute("href") }));
    // What is printed below the page: whoever has the paper finds the same again.
    this.paper = document.querySelector(".cb-paper__address");
    this.address = this.paper?.textContent;
    this.views = [...this.querySelectorAll(".cb-views button")];
    this.made = new Map();
    this.readFacets();
    if (this.dataset.rows) this.openLong();
    else {
      this.entries = new WholeList(this.list, this.facets);
      this.start();
    }
  }

  /** If a file does not come, the pages of the list still work. */
  async openLong() {
    try {
      const { open } = await import("./casebook-long.mjs");
      this.entries = await open(this);
    } catch {
      return;
    }
    if (this.isConnected) this.start();
  }

  start() {
    this.everything = bits(this.entries.size, true);
    this.stop = new AbortController();
    const { signal } = this.stop;
    this.form.addEventListener("change", (event) => this.change(event), { signal });
    this.form.addEventListener("input", (event) => event.target.name === "words" && this.type(), { signal });
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.heading.focus();
    }, { signal });
    for (const button of this.views) {
      button.addEventListener("click", () => this.go({ ...this.state, view: button.value }), { signal });
    }
    window.addEventListener("popstate", () => this.arrive(), { signal });
    this.arranged = (most) => placesIn(this.everything, most);
    this.number = this.entries.size;
    this.entries.start?.(signal);
    this.arrive(true);
    this.toggleAttribute("ready", true);
  }

  disconnectedCallback() {
    this.stop?.abort();
    clearTimeout(this.waiting);
  }

  /** Learn the facets from the form: the form is the one place that names them. */
  readFacets() {
    this.facets = new Map();
    for (const input of this.form.querySelectorAll("input[type=checkbox]")) {
      const { name, value } = input;
      if (!this.facets.has(name)) {
        const { words } = input.closest("fieldset").dataset;
        this.facets.set(name, Object.assign(new Map(), { words }));
      }
      this.facets.get(name).set(value, new Value(input));
    }
  }

  /** Take the state from the address: when the page opens, and on back and forward. */
  arrive(opening = false) {
    this.state = readState(location.search, this.facets);
    this.tick();
    this.form.elements.words.value = this.state.q;
    this.form.elements.sort.value = this.state.sort;
    // The page came with everything shown: so it stays until something is chosen.
    if (!opening || writeState(this.state)) this.settled = this.show();
  }

  tick() {
    for (const [name, values] of this.facets) {
      const chosen = this.state.chosen.get(name);
      for (const { input, value } of values.values()) write(input, "checked", chosen.has(value));
    }
  }

  change(event) {
    if (event.target.name === "words") return;
    const chosen = new Map();
    for (const [name, values] of this.facets) {
      chosen.set(name, new Set([...values.values()].filter(({ input }) => input.checked).map(({ value }) => value)));
    }
    this.go({ ...this.state, chosen, sort: this.form.elements.sort.value });
  }

  /** Follow words while they are typed, once the fingers rest: one step back undoes all of them. */
  type() {
    clearTimeout(this.waiting);
    this.waiting = setTimeout(() => {
      const q = this.form.elements.words.value.slice(0, longestQuery).trim();
      if (q !== this.state.q) this.go({ ...this.state, q }, Boolean(q && this.state.q));
    }, 120);
  }

  /** Move to a state: into the address, onto the page, and in words to those who listen. */
  go(state, replacing = false) {
    this.state = state;
    const address = `${location.pathname}${writeState(state)}`;
    // What was asked for is seen first; the address follows in the same moment.
    afterPaint(() => {
      if (replacing) history.replaceState(history.state, "", address);
      else history.pushState(null, "", address);
    });
    this.tick();
    this.settled = this.show();
    clearTimeout(this.telling);
    this.telling = setTimeout(() => { this.status.textContent = this.heading.textContent; }, 250);
  }

  /** The entries that have the words, as a set; and how well each fits. */
  search(q) {
    if (!terms(q).length) return { found: this.everything, points: null };
    if (this.searched?.q !== q) this.searched = { q, ...this.entries.find(q) };
    return this.searched;
  }

  narrow(found, chosen) {
    const sets = [...this.facets].map(([name, values]) => [...chosen.get(name)].map((value) => values.get(value).set));
    return narrow(this.entries.size, found, sets);
  }

  /** Show the state; a long list may first have to fetch what it needs for it. */
  async show() {
    const { state } = this;
    try {
      const waiting = this.entries.prepare?.(state);
      if (waiting) await waiting;
      if (state !== this.state) return;
      const { found, points } = this.search(state.q);
      const { left, without } = this.narrow(found, state.chosen);
      this.arranged = (most) => this.arrange(left, points, most);
      this.number = count(left);
      this.showCounts(without);
      write(this.heading, "textContent", this.sentence(this.number));
      this.showChips();
      this.showWaysOut(found);
      this.showFeeds();
      if (this.paper) write(this.paper, "textContent", this.address + writeState(state));
      await this.entries.show(this);
    } catch (error) {
      if (!(error instanceof NotFetched)) throw error;
      if (state === this.state) this.heading.textContent = error.message;
    }
  }

  showCounts(without) {
    let facet = 0;
    for (const values of this.facets.values()) {
      for (const value of values.values()) {
        const found = shared(value.set, without[facet]);
        write(value.number, "data", String(found));
        // A box that has the focus keeps it: a disabled one would drop it.
        const { input } = value;
        write(input, "disabled", !found && !input.checked && input !== document.activeElement);
      }
      facet += 1;
    }
  }

  /** The places in a set in the order that is chosen; at most so many. */
  arrange(left, points, most = Infinity) {
    const { sort } = this.state;
    if (sort === "relevance" && points) return placesIn(left).sort((a, b) => points[b] - points[a]).slice(0, most);
    const order = this.entries.order(sort);
    if (!order) return placesIn(left, most);
    const places = [];
    for (const place of order) {
      if (left[place >>> 5] & (1 << (place & 31))) places.push(place);
      if (places.length >= most) break;
    }
    return places;
  }

  sentence(number) {
    const { chosen, q } = this.state;
    const parts = [`${number || "No"} ${number === 1 ? this.dataset.one : this.dataset.many}`];
    for (const [name, values] of this.facets) {
      const said = [...values.values()].filter(({ value }) => chosen.get(name).has(value)).map((value) => value.said);
      if (said.length) parts.push(values.words.replace("{}", () => either(said)));
    }
    if (q) parts.push(`with “${q}”`);
    return parts.join(" ");
  }

  /** Every choice, and the state after it goes. */
  choices() {
    const { state } = this;
    const found = [];
    for (const [name, values] of this.facets) {
      const chosen = state.chosen.get(name);
      for (const value of values.values()) {
        if (!chosen.has(value.value)) continue;
        const after = () => {
          const rest = new Set(this.state.chosen.get(name));
          rest.delete(value.value);
          return { ...this.state, chosen: new Map(this.state.chosen).set(name, rest) };
        };
        found.push({ of: value, label: value.label, after });
      }
    }
    if (state.q) found.push({ of: this.form, label: `“${state.q}”`, after: () => ({ ...this.state, q: "" }) });
    return found;
  }

  /** A button for each choice; only what is new is made. */
  showChips() {
    const chips = new Map();
    for (const { of, label, after } of this.choices()) {
      const known = this.made.get(of);
      chips.set(of, known?.label === label ? known : { label, item: this.chip(label, after) });
    }
    this.made = chips;
    const items = [...chips.values()].map(({ item }) => item);
    if (items.length) {
      this.clear ??= this.item("Clear all", { class: "cb-chips__clear" }, () => this.leave(this.cleared(), 0));
      items.push(this.clear);
    }
    lay(this.chips, items);
    write(this.chips, "hidden", !items.length);
  }

  chip(label, after) {
    const item = this.item(`${label} `, { "aria-label": `Remove ${label}` }, () => {
      this.leave(after(), [...this.chips.children].indexOf(item));
    });
    item.firstChild.append(make("span", "×", { "aria-hidden": "true" }));
    return item;
  }

  item(text, attributes, act) {
    const item = make("li");
    const button = make("button", text, { type: "button", ...attributes });
    button.addEventListener("click", act);
    item.append(button);
    return item;
  }

  cleared() {
    const chosen = new Map([...this.facets.keys()].map((name) => [name, new Set()]));
    return { ...this.state, chosen, q: "" };
  }

  /** Give up a choice by a button that goes with it: the focus goes to the next, or the sentence. */
  leave(state, place) {
    this.form.elements.words.value = state.q;
    this.go(state);
    const buttons = [...this.chips.querySelectorAll("button")];
    (buttons.length > 1 ? buttons[Math.min(place, buttons.length - 2)] : this.heading).focus();
  }

  showWaysOut(found) {
    write(this.none, "hidden", this.number > 0);
    if (this.number) return;
    const ways = this.choices().map(({ label, after }) => {
      const { q, chosen } = after();
      const { left } = this.narrow(q === this.state.q ? found : this.everything, chosen);
      return { label, after, number: count(left) };
    });
    const best = ways.filter((way) => way.number).sort((a, b) => b.number - a.number).slice(0, 3);
    this.none.querySelector("ul").replaceChildren(...best.map(({ label, after, number: many }) => {
      const noun = many === 1 ? this.dataset.one : this.dataset.many;
      return this.item(`Without ${label}: ${many} ${noun}`, {}, () => this.leave(after(), 0));
    }));
  }

  /** Feeds follow nothing chosen, or one value; there is none for anything else. */
  showFeeds() {
    const chosen = [...this.state.chosen].flatMap(([name, values]) => [...values].map((value) => `${name}/${value}/`));
    for (const { link, href } of this.feeds) {
      const file = href.slice(href.lastIndexOf("/") + 1);
      link.setAttribute("href", `${href.slice(0, href.length - file.length)}${chosen[0] ?? ""}${file}`);
      write(link.parentElement, "hidden", chosen.length > 1 || Boolean(this.state.q));
    }
  }

  isTable() {
    return this.state.view === "table" && this.views.length > 0;
  }

  showView(nodes) {
    const isTable = this.isTable();
    for (const button of this.views) button.setAttribute("aria-pressed", String(button.value === (isTable ? "table" : "")));
    write(this.list, "hidden", isTable || !nodes.length);
    write(this.table, "hidden", !isTable || !nodes.length);
    lay(this.table, isTable && nodes.length ? [this.compare(nodes)] : []);
  }

  /** A table of the facts that each row holds, folded away, in the same words. */
  compare(nodes) {
    const facts = nodes.map((node) => [...node.querySelectorAll(".cb-row__compared > div")]);
    const table = make("table", "", { class: "cb-table" });
    table.append(make("caption", this.heading.textContent, { class: "cb-vh" }));
    const head = table.createTHead().insertRow();
    for (const fact of facts[0] ?? []) head.append(make("th", fact.firstElementChild.textContent, { scope: "col" }));
    const body = table.createTBody();
    for (const row of facts) {
      const cells = row.map((fact, place) => this.cell(fact, place));
      body.insertRow().append(...cells);
    }
    return table;
  }

  cell(fact, place) {
    const values = [...fact.children].slice(1);
    const cell = make(place ? "td" : "th", "", place ? {} : { scope: "row" });
    const parts = values.map((value) => [...value.childNodes].map((child) => child.cloneNode(true)));
    if (values[0]?.className) cell.className = values[0].className;
    if (parts.length > 1) {
      const list = make("ul", "", { class: "cb-table__list" });
      for (const part of parts) list.append(make("li"));
      [...list.children].forEach((item, at) => item.append(...parts[at]));
      cell.append(list);
    } else cell.append(...(parts[0] ?? []));
    return cell;
  }
}

function define() {
  globalThis.customElements?.define("casebook-filter", CasebookFilter);
}

// The script may be here before the list is.
if (globalThis.document?.readyState === "loading") document.addEventListener("readystatechange", define, { once: true });
else define();
