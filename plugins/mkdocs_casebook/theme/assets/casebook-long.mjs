// A list too long to be on its page: what has which value is fetched first, rows when they are shown
// and, once the reader rests, ahead of that. Fetched values are only ever set as text.

import { bits, fold, make } from "./casebook-filter.mjs";

const firstSign = 0x23;
const backslash = 0x5c;

/** For each value of a facet, the set of places that have it. */
export function readColumn(column, number, size) {
  const sets = Array.from({ length: number }, () => bits(size));
  let place = 0;
  for (let at = 0; at < column.length; at += 1) {
    const code = column.charCodeAt(at);
    if (code === 0x20) place += 1;
    else {
      const set = sets[code - firstSign - (code > backslash ? 1 : 0)];
      if (set) set[place >>> 5] |= 1 << (place & 31);
    }
  }
  return sets;
}

function link(text, address) {
  const anchor = make("a", text);
  // Addresses come from the site's own build; a scheme in one would be a mistake.
  anchor.setAttribute("href", address);
  return anchor;
}

/** The same row as the templates make, from its values. */
export function layOut([address, title, summary, ident, meta, side], root) {
  const row = make("li", "", { class: ident ? "cb-row cb-row--question" : "cb-row" });
  if (ident) row.append(make("span", ident, { class: "cb-row__id" }));
  const main = make("div", "", { class: "cb-row__main" });
  const heading = make("h3", "", { class: "cb-row__title" });
  heading.append(link(title, root + address));
  main.append(heading);
  if (summary) main.append(make("p", summary));
  if (meta) main.append(make("p", meta, { class: "cb-meta" }));
  row.append(main);
  if (side.length) {
    const beside = make("p", "", { class: "cb-row__side cb-meta" });
    for (const text of side) beside.append(make("span", text), " ");
    row.append(beside);
  }
  return row;
}

function factsOf(compared, root) {
  const list = make("dl", "", { class: "cb-row__compared" });
  list.hidden = true;
  for (const [label, texts, address] of compared) {
    const fact = make("div");
    fact.append(make("dt", label));
    for (const text of texts) {
      const value = make("dd", address ? "" : text);
      if (address) value.append(link(text, root + address));
      fact.append(value);
    }
    if (!texts.length) fact.append(make("dd", "Not stated", { class: "cb-unstated" }));
    list.append(fact);
  }
  return list;
}

/** The entries of a long list. */
export class LongList {
  constructor(start, root) {
    this.start = start;
    this.root = root;
    this.chunks = new Map();
    this.nodes = new Map();
  }

  async fetch(name) {
    const answer = await fetch(`${this.start}${name}.json`);
    if (!answer.ok) throw new Error(`${name}: ${answer.status}`);
    return answer.json();
  }

  /** Learn what has which value; returns the number of entries. */
  open(facets, { size, chunk, facets: columns }) {
    this.size = size;
    this.chunk = chunk;
    for (const [name, { values, column }] of Object.entries(columns)) {
      const known = facets.get(name);
      const sets = readColumn(column, values.length, size);
      values.forEach((value, at) => { if (known?.has(value)) known.get(value).set = sets[at]; });
    }
    return size;
  }

  load(number) {
    if (!this.chunks.has(number)) {
      const loading = this.fetch(`rows-${number}`).then((rows) => {
        loading.rows = rows;
        return rows;
      });
      loading.catch(() => this.chunks.delete(number));
      this.chunks.set(number, loading);
    }
    return this.chunks.get(number);
  }

  /** What is known of an entry whose chunk is there. */
  row(place) {
    return this.chunks.get(Math.floor(place / this.chunk))?.rows?.[place % this.chunk];
  }

  has(places) {
    return places.every((place) => this.row(place));
  }

  async need(places) {
    await Promise.all([...new Set(places.map((place) => Math.floor(place / this.chunk)))].map((n) => this.load(n)));
  }

  /** The row of an entry; with the facts of the table only once that is asked for. */
  node(place, comparing) {
    const row = this.row(place);
    if (!this.nodes.has(place)) this.nodes.set(place, layOut(row, this.root));
    const node = this.nodes.get(place);
    const compared = row.at(-1);
    if (comparing && compared.length && node.lastElementChild.localName !== "dl") {
      node.append(factsOf(compared, this.root));
    }
    return node;
  }

  /** Every entry's words, for searching and sorting; fetches all rows the first time. */
  async entries() {
    if (!this.all) {
      const last = Math.ceil(this.size / this.chunk);
      const chunks = await Promise.all(Array.from({ length: last }, (_, number) => this.load(number)));
      this.all = chunks.flat().map(([, title, summary, ident, meta, side, also, dated]) => ({
        name: title,
        title: fold(title),
        text: fold([title, summary, ident, meta, ...side, also].join(" ")),
        dated,
      }));
    }
    return this.all;
  }

  /** Fetch chunks one after the other while nothing else is to do. */
  ahead() {
    const idle = globalThis.requestIdleCallback ?? ((go) => setTimeout(go, 200));
    let number = 0;
    const next = () => {
      if (number * this.chunk >= this.size) return;
      this.load(number).catch(() => {}).finally(() => idle(next));
      number += 1;
    };
    idle(next);
  }
}
