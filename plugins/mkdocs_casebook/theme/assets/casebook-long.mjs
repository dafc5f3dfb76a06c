// A list too long to be on its page: what has which value is fetched first, rows when they are shown
// and, once the reader rests, ahead of that. Files of lines stay the bytes they came as, and a line
// is read when it is needed. Fetched values are only ever set as text.

import { NotFetched, bits, make, terms } from "./casebook-filter.mjs";

const space = 0x20;
const lineEnd = 0x0a;
const field = "\x1f";
const part = "\x1e";
const otherWords = "_";
const top = 0x1000000;
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

/** The numbers that packing.py has packed; `counts` says how often each is among them. */
export function unpack(text, counts) {
  const bytes = Uint8Array.from(atob(text), (byte) => byte.charCodeAt(0));
  const starts = [0];
  for (const count of counts) starts.push(starts.at(-1) + count);
  const total = starts.at(-1);
  const numberAt = new Uint16Array(total);
  counts.forEach((count, number) => numberAt.fill(number, starts[number], starts[number] + count));
  const numbers = new Uint16Array(total);
  let at = 4;
  let point = bytes[0] * top + bytes[1] * 0x10000 + bytes[2] * 0x100 + bytes[3];
  let span = top * 0x100;
  for (let place = 0; place < total; place += 1) {
    const step = Math.floor(span / total);
    const number = numberAt[Math.min(Math.floor(point / step), total - 1)];
    numbers[place] = number;
    point -= starts[number] * step;
    span = counts[number] * step;
    for (; span < top; span *= 0x100) {
      point = point * 0x100 + (bytes[at] ?? 0);
      at += 1;
    }
  }
  return numbers;
}

/** For each value of a facet, the set of places that have it; the numbers are those of chunks.py. */
export function readColumn({ values, counts, packed }, size) {
  const sets = values.map(() => bits(size));
  let place = 0;
  for (const number of unpack(packed, counts)) {
    const set = sets[number >>> 1];
    if (set) set[place >>> 5] |= 1 << (place & 31);
    if (!set || number & 1) place += 1;
  }
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

/** The same row as the templates make, from its line. Another line of the same shape can take its place. */
export class Row {
  constructor(line, root) {
    const [address, title, summary, ident, meta, side] = line.split(field);
    this.root = root;
    this.shape = shapeOf(line);
    this.node = make("li", "", { class: ident ? "cb-row cb-row--question" : "cb-row" });
    this.link = link(title, root + address);
    const main = make("div", "", { class: "cb-row__main" });
    const heading = make("h3", "", { class: "cb-row__title" });
    heading.append(this.link);
    main.append(heading);
    this.texts = [this.link];
    const add = (parent, name, text, attributes) => {
      if (!text) return;
      this.texts.push(make(name, text, attributes));
      parent.append(this.texts.at(-1));
    };
    add(main, "p", summary);
    add(this.node, "span", ident, { class: "cb-row__id" });
    add(main, "p", meta, { class: "cb-meta" });
    this.node.append(main);
    if (!side) return;
    const beside = make("p", "", { class: "cb-row__side cb-meta" });
    side.split(part).forEach((text, place) => {
      if (place) beside.append(" ");
      add(beside, "span", text);
    });
    this.node.append(beside);
  }

  /** Show another entry in this row: far less work for a browser than a new row. */
  fill(line) {
    const [address, ...texts] = line.split(field).flatMap((value) => value.split(part));
    this.link.setAttribute("href", this.root + address);
    texts.filter(Boolean).forEach((text, place) => { this.texts[place].firstChild.data = text; });
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
    // A page from before the last build may know values that the file does not: nothing has them.
    for (const values of host.facets.values()) for (const value of values.values()) value.set = bits(size);
    for (const [name, column] of Object.entries(facets)) {
      const known = host.facets.get(name);
      const sets = readColumn(column, size);
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
    this.ahead();
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

  /** Lines of an entry whose chunk is here, the first with the heading of its file. */
  lines(kind, place) {
    const lines = this.files.get(`${kind}-${Math.floor(place / this.chunk)}.txt`);
    return [lines.text(0), lines.text(1 + (place % this.chunk))];
  }

  /** Rows of entries whose chunks are here. Those of the last time are filled anew where they can be. */
  nodes(places, comparing) {
    const lines = places.map((place) => this.lines("rows", place)[1]);
    this.rows = lines.map((line, at) => {
      const row = this.rows[at];
      if (row?.shape !== shapeOf(line)) return new Row(line, this.host.dataset.root);
      row.fill(line);
      row.facts?.remove();
      return row;
    });
    if (comparing) this.rows.forEach((row, at) => this.addFacts(row, places[at]));
    return this.rows.map(({ node }) => node);
  }

  addFacts(row, place) {
    const [labels, line] = this.lines("compared", place);
    row.facts = layOutFacts(labels.split(part), line, this.host.dataset.root);
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
    const { children } = host.list;
    // Rows that stay where they are need no work; often all do, filled anew.
    while (children.length > nodes.length) host.list.lastElementChild.remove();
    nodes.forEach((node, at) => {
      if (!children[at]) host.list.append(node);
      else if (children[at] !== node) children[at].replaceWith(node);
    });
    this.more.hidden = host.number <= places.length;
    this.more.firstElementChild.textContent = `${places.length} of ${host.number} shown`;
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
    const idle = globalThis.requestIdleCallback ?? ((go) => setTimeout(go, 200));
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
