// A list too long to be on its page: what has which value is fetched first, rows when they are shown
// and, once the reader rests, ahead of that. Files of lines stay the bytes they came as, and a line
// is read when it is needed. Fetched values are only ever set as text.

import { NotFetched, bits, lay, make, terms, write } from "./casebook-filter.mjs";

const space = 0x20;
const lineEnd = 0x0a;
const field = "\x1f";
const part = "\x1e";
const otherWords = "_";
const firstDigit = 0x30;
const digitBits = 5;
const moreDigits = 1 << digitBits;
const inTitle = 4;
const rowsAtOnce = 20;
const notFetched = "This part of the list could not be fetched. Try again in a moment.";
// Ten thousand rows, about a megabyte on the line; of a longer list more are fetched when shown.
const chunksAhead = 100;

const decoder = new TextDecoder();
const encoder = new TextEncoder();

/** For each value of a facet, the set of places that have it: inverted_index.py writes `"0,2  1"` for three entries. */
export function readColumn({ values, entries }, size) {
  const sets = values.map(() => bits(size));
  entries.split(" ").forEach((numbers, place) => {
    if (!numbers) return;
    for (const number of numbers.split(",")) sets[number][place >>> 5] |= 1 << (place & 31);
  });
  return sets;
}

/** Lines of text as bytes. */
export class Lines {
  constructor(bytes) {
    const starts = [0];
    for (let end = bytes.indexOf(lineEnd); end >= 0; end = bytes.indexOf(lineEnd, end + 1)) starts.push(end + 1);
    this.bytes = bytes;
    this.starts = Uint32Array.from(starts);
  }

  get length() {
    return this.starts.length - 1;
  }

  text(line) {
    return decoder.decode(this.bytes.subarray(this.starts[line], this.starts[line + 1] - 1));
  }

  /** Less than 0 where a line comes before a key, 0 where it begins with it. */
  compare(line, key) {
    const start = this.starts[line];
    for (let at = 0; at < key.length; at += 1) {
      const difference = this.bytes[start + at] - key[at];
      if (difference) return difference;
    }
    return 0;
  }

  /** The first of the lines, which are in order, that does not come before a key. */
  find(key) {
    let [low, high] = [0, this.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.compare(middle, key) < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

/** Note in `hits` where words that begin like this are: 1 for an entry, 4 if one is in its title. */
export function findWord(lines, word, hits) {
  const key = encoder.encode(word);
  for (let line = lines.find(key); line < lines.length && lines.compare(line, key) === 0; line += 1) {
    let at = lines.bytes.indexOf(space, lines.starts[line]) + 1;
    let place = 0;
    for (const end = lines.starts[line + 1] - 1; at < end; at += 1) {
      let step = 0;
      let shift = 0;
      for (; lines.bytes[at] >= firstDigit + moreDigits; at += 1) {
        step += (lines.bytes[at] - firstDigit - moreDigits) << shift;
        shift += digitBits;
      }
      step += (lines.bytes[at] - firstDigit) << shift;
      place += step >>> 1;
      if (step & 1) hits[place] = inTitle;
      else hits[place] ||= 1;
    }
  }
}

function link(text, address) {
  const anchor = make("a", text);
  // Addresses come from the site's own build; a scheme in one would be a mistake.
  anchor.setAttribute("href", address);
  return anchor;
}

/** The same row as the templates make, from its line. */
function layOutRow(line, root) {
  const [address, title, summary, ident, meta, side] = line.split(field);
  const node = make("li", "", { class: ident ? "cb-row cb-row--question" : "cb-row" });
  const main = make("div", "", { class: "cb-row__main" });
  const heading = make("h3", "", { class: "cb-row__title" });
  heading.append(link(title, root + address));
  main.append(heading);
  if (ident) node.append(make("span", ident, { class: "cb-row__id" }));
  if (summary) main.append(make("p", summary));
  if (meta) main.append(make("p", meta, { class: "cb-meta" }));
  node.append(main);
  if (!side) return node;
  const beside = make("p", "", { class: "cb-row__side cb-meta" });
  side.split(part).forEach((text, place) => {
    if (place) beside.append(" ");
    beside.append(make("span", text));
  });
  node.append(beside);
  return node;
}

// Where a row has its texts, in the order of its line.
const textsOf = [
  ".cb-row__title a", ".cb-row__main > p:not(.cb-meta)", ".cb-row__id", ".cb-row__main > .cb-meta", ".cb-row__side > span",
];

/** A row that is on the page. Another line of the same shape can take the place of its own. */
export class Row {
  constructor(node, line) {
    this.node = node;
    this.shape = shapeOf(line);
    this.texts = textsOf.flatMap((where) => [...node.querySelectorAll(where)]);
    this.facts = node.querySelector(".cb-row__compared");
  }

  /** Show another entry in this row: far less work for a browser than a new row. */
  fill(line, root) {
    const [address, ...texts] = line.split(field).flatMap((value) => value.split(part));
    this.texts[0].setAttribute("href", root + address);
    texts.filter(Boolean).forEach((text, place) => { this.texts[place].firstChild.data = text; });
    this.facts?.remove();
    this.facts = null;
  }
}

/** Which fields of a line say anything, and how many parts the last has: what decides on its elements. */
function shapeOf(line) {
  return line.replace(/[^\x1e\x1f]+/g, "x");
}

/** The facts of one row, folded away, as the templates make them. */
export function layOutFacts(labels, line, root) {
  const list = make("dl", "", { class: "cb-row__compared" });
  list.hidden = true;
  line.split(field).forEach((fact, place) => {
    const [address, ...texts] = fact.split(part);
    const group = make("div");
    group.append(make("dt", labels[place]));
    for (const text of texts) {
      const value = make("dd", address ? "" : text);
      if (address) value.append(link(text, root + address));
      group.append(value);
    }
    if (!texts.length) group.append(make("dd", "Not stated", { class: "cb-unstated" }));
    list.append(group);
  });
  return list;
}

function idle(go) {
  if (globalThis.requestIdleCallback) requestIdleCallback(go);
  else setTimeout(go, 200);
}

/** The file of facets. */
async function ask(address) {
  return (await fetch(address)).json();
}

// Asked for before the list itself is here, where the head of the page says that one will come.
const named = globalThis.document?.querySelector("link[rel=preload][as=fetch]")?.href;
const early = named && ask(named);
early?.catch(() => {}); // The list will say what to do.

/** The entries of a long list, for the element that has its form. */
export async function open(host) {
  const start = new URL(host.dataset.rows, location.href).href;
  const address = `${start}facets.json`;
  return new LongList(start, host, await (address === named ? early : ask(address)));
}

/** The entries of a long list. */
export class LongList {
  /** `host` is the element that has the form; the rest is what was read from the file of facets. */
  constructor(start, host, { size, chunk, words, facets }) {
    this.folder = start;
    this.host = host;
    this.size = size;
    this.chunk = chunk;
    this.letters = words;
    this.files = new Map();
    this.rows = [];
    this.columns = Object.entries(facets);
    // A page from before the last build may know values that the file does not: nothing has them.
    for (const values of host.facets.values()) for (const value of values.values()) value.set = bits(size);
  }

  /** Read the columns, once. */
  read() {
    for (const [name, column] of this.columns.splice(0)) {
      const known = this.host.facets.get(name);
      const sets = readColumn(column, this.size);
      column.values.forEach((value, at) => { if (known?.has(value)) known.get(value).set = sets[at]; });
    }
  }

  /** Offer more rows in the place of links to further pages, and fetch ahead. */
  start(signal) {
    this.more = this.host.querySelector(".cb-listing__more");
    this.shown = this.host.list.children.length;
    this.more.addEventListener("click", () => this.showMore(), { signal });
    this.more.hidden = false;
    this.host.querySelector(".cb-pager").hidden = true;
    idle(() => {
      this.read();
      this.ahead();
    });
  }

  async get(name, options) {
    const answer = await fetch(this.folder + name, options).catch(() => null);
    if (!answer?.ok) throw new NotFetched(notFetched);
    return answer;
  }

  /** A file of lines: nothing where it is here already, otherwise a promise of it. */
  load(name, options) {
    const known = this.files.get(name);
    if (known instanceof Lines) return null;
    if (known) return known;
    const loading = this.get(name, options).then(async (answer) => {
      this.files.set(name, new Lines(new Uint8Array(await answer.arrayBuffer())));
    });
    loading.catch(() => this.files.delete(name)); // So that it is asked for again.
    this.files.set(name, loading);
    return loading;
  }

  /** Fetch what must be known to work out a state; nothing where it is. */
  prepare({ q, sort }) {
    this.read();
    const needed = terms(q).map((word) => this.fileOf(word)).filter(Boolean).map((name) => this.load(name));
    if ((sort === "title" || sort === "newest") && !this.orders) {
      needed.push(this.get("orders.json").then(async (answer) => { this.orders = await answer.json(); }));
    }
    return all(needed);
  }

  /** The file with the words that begin with the same letter; none where there are no such words. */
  fileOf(word) {
    const letter = /^[a-z0-9]/.test(word) ? word[0] : otherWords;
    return this.letters.includes(letter) ? `words-${letter}.txt` : "";
  }

  /** Which entries have the words, and how well each fits. */
  find(q) {
    const found = bits(this.size);
    const points = new Uint16Array(this.size).fill(1);
    for (const word of terms(q)) {
      const hits = new Uint8Array(this.size);
      const lines = this.files.get(this.fileOf(word));
      if (lines) findWord(lines, word, hits);
      for (let place = 0; place < hits.length; place += 1) {
        points[place] = points[place] && hits[place] ? points[place] + hits[place] : 0;
      }
    }
    points.forEach((fits, place) => { if (fits) found[place >>> 5] |= 1 << (place & 31); });
    return { found, points };
  }

  order(sort) {
    return this.orders?.[sort] ?? null;
  }

  chunksOf(places, comparing) {
    const numbers = [...new Set(places.map((place) => Math.floor(place / this.chunk)))];
    return (comparing ? ["rows", "compared"] : ["rows"]).flatMap((kind) => numbers.map((number) => `${kind}-${number}.txt`));
  }

  /** Fetch rows; nothing where they are here. */
  need(places, comparing) {
    return all(this.chunksOf(places, comparing).map((name) => this.load(name)));
  }

  /** The chunk of an entry, which is here. */
  lines(kind, place) {
    return this.files.get(`${kind}-${Math.floor(place / this.chunk)}.txt`);
  }

  /** The line of an entry whose chunk is here: below the heading of the file. */
  line(kind, place) {
    return this.lines(kind, place).text(1 + (place % this.chunk));
  }

  /** Rows of entries whose chunks are here. Those of the last time are filled anew where they can be. */
  nodes(places, comparing) {
    const { root } = this.host.dataset;
    if (!this.rows.length) this.rows = this.rowsThatCame();
    this.rows = places.map((place, at) => {
      const line = this.line("rows", place);
      const row = this.rows[at];
      if (row?.shape !== shapeOf(line)) return new Row(layOutRow(line, root), line);
      row.fill(line, root);
      return row;
    });
    if (comparing) this.rows.forEach((row, at) => this.addFacts(row, places[at]));
    return this.rows.map(({ node }) => node);
  }

  /** The rows that came with the page, if their lines are here too. */
  rowsThatCame() {
    if (!(this.lines("rows", 0) instanceof Lines)) return [];
    return [...this.host.list.children].map((node, place) => new Row(node, this.line("rows", place)));
  }

  addFacts(row, place) {
    const labels = this.lines("compared", place).text(0).split(part);
    row.facts = layOutFacts(labels, this.line("compared", place), this.host.dataset.root);
    row.node.append(row.facts);
  }

  /** Show the first rows; those that have not been fetched follow when they have. */
  async show(host, most = rowsAtOnce) {
    const { state } = host;
    const comparing = host.isTable();
    const places = host.arranged(most);
    const waiting = this.need(places, comparing);
    if (waiting) await waiting;
    if (state !== host.state) return;
    this.shown = places.length;
    const nodes = this.nodes(places, comparing);
    lay(host.list, nodes);
    write(this.more, "hidden", host.number <= places.length);
    write(this.more.firstElementChild, "textContent", `${places.length} of ${host.number} shown`);
    host.showView(nodes);
  }

  /** Add rows below; the focus goes to the first that is new. */
  async showMore() {
    const from = this.shown;
    try {
      await this.show(this.host, from + rowsAtOnce);
    } catch (error) {
      this.host.status.textContent = error.message;
      return;
    }
    const rows = this.host.isTable() ? this.host.table.tBodies[0].rows : this.host.list.children;
    rows[from]?.querySelector("a")?.focus();
  }

  /** Fetch rows and words one file after the other while nothing else is to do. */
  ahead() {
    if (navigator.connection?.saveData) return;
    const chunks = Math.min(chunksAhead, Math.ceil(this.size / this.chunk));
    const names = [
      ...Array.from({ length: chunks }, (_, number) => `rows-${number}.txt`),
      ...[...this.letters].map((letter) => `words-${letter}.txt`),
    ];
    const next = () => {
      const name = names.shift();
      if (!name) return;
      Promise.resolve(this.load(name, { priority: "low" })).catch(() => { names.length = 0; }).finally(() => idle(next));
    };
    idle(next);
  }
}

/** One promise of several, of which some may be nothing; nothing where all are. */
function all(promises) {
  const open = promises.filter(Boolean);
  return open.length ? Promise.all(open) : null;
}
