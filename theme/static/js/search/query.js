// The query language: words, "exact phrases", -not, OR, fields, stretches of time.
//
//   query  = item+                 all of them
//   item   = ["-"] choice          without it
//   choice = leaf ("OR" leaf)*     any of them
//   leaf   = word | '"' words '"' | field ":" (word | '"' words '"') | day ".." day
//
// Pagefind is asked for words and phrases, the tables for the rest (filed.js); how they are joined is decided in
// join.js, over sets of articles. Whatever is typed means something: what cannot be read as it stands is read as well
// as can be, and a note says how. A new field is a new row of FIELDS.

import { ALWAYS, dayAfter, dayBefore, readRange, shared } from "./dates.js";

/**
 * @typedef {object} Leaf
 * @property {"word" | "phrase" | "title" | "facet" | "date"} kind
 * @property {string} text        as typed, without the field
 * @property {string} [field]     as typed
 * @property {string} [facet]     which facet's names are looked through
 * @property {import("./dates.js").Days} [days]
 *
 * @typedef {{ kind: string, text: string, other?: string }} Note  what was read in another way than it stands
 * @typedef {{ all: Leaf[][], none: Leaf[][], notes: Note[] }} Query  lists of choices
 */

/** The fields by every name that is understood; the first of each is the one that help shows. */
export const FIELDS = {
  by: { facet: "reporter" }, reporter: { facet: "reporter" }, author: { facet: "reporter" },
  editor: { facet: "editor" },
  place: { facet: "place" },
  org: { facet: "organisation" }, organisation: { facet: "organisation" }, organization: { facet: "organisation" },
  person: { facet: "person" },
  topic: { facet: "topic" },
  source: { facet: "source" },
  title: { kind: "title" }, headline: { kind: "title" },
  on: { days: within }, in: { days: within }, date: { days: within }, year: { days: within },
  before: { days: ({ from }) => ({ from: ALWAYS.from, to: dayBefore(from) }) },
  after: { days: ({ to }) => ({ from: dayAfter(to), to: ALWAYS.to }) },
};

function within({ from, to }) {
  return { from, to };
}

const LONGEST = 2000; // characters; what is longer was pasted by mistake, or is meant to keep the browser busy
const TOKEN = /(-?)(?:(\p{L}+):(\s*))?(?:"([^"]*)"|([^\s"]+)|$(?<=:\s*))/gu;
const HAS_LETTER = /[\p{L}\p{N}]/u;

/**
 * Read a query.
 * @param {string} text
 * @returns {Query}
 */
export function parse(text) {
  const query = { all: [], none: [], notes: [] };
  const note = (kind, about, other) => query.notes.push({ kind, text: about, other });
  if (text.length > LONGEST) note("long", String(LONGEST));
  const source = closed(plain(text.slice(0, LONGEST)), note);
  let joining = null; // the choice that an OR has left open
  let last = null;
  let isNot = false;
  for (const token of tokens(source, note)) {
    if (token.operator === "OR" && !last) note("or", "OR");
    else if (token.operator === "OR") joining = last;
    else if (token.operator === "AND") note("and", "AND");
    else if (token.operator === "NOT") isNot = true;
    else {
      const leaf = readLeaf(token, note);
      if (!leaf) continue;
      const isExcluded = token.minus || isNot;
      if (joining && isExcluded) note("orNot", textOf(leaf));
      if (joining && !isExcluded) joining.push(leaf);
      else if (isExcluded) query.none.push([leaf]);
      else query.all.push((last = [leaf]));
      if (isExcluded) last = null;
      joining = null;
      isNot = false;
    }
  }
  if (joining) note("or", "OR");
  if (isNot) note("not", "NOT");
  return { ...query, all: once(query.all), none: once(query.none) };
}

// Half a character, as a cut leaves it, is no text that could be put into an address.
function plain(text) {
  return text.replace(/\p{Cs}/gu, "\ufffd").normalize("NFC").replace(/[“”„«»]/g, '"').replace(/…/g, "..");
}

function once(choices) {
  return [...new Map(choices.map((leaves) => [leaves.map(keyOf).join("\n"), leaves])).values()];
}

// A quotation mark without its partner is passed over, so that a phrase gives results while it is typed.
function closed(text, note) {
  if (text.split('"').length % 2) return text;
  const at = text.lastIndexOf('"');
  if (HAS_LETTER.test(text.slice(at))) note("unclosed", text.slice(at + 1).trim());
  return `${text.slice(0, at)} ${text.slice(at + 1)}`;
}

/**
 * @typedef {{ operator?: string, minus?: string, field?: string, phrase?: string, word?: string }} Token
 * @returns {Generator<Token>}
 */
function* tokens(source, note) {
  for (const match of source.matchAll(TOKEN)) {
    const [whole, minus, name, space, phrase, word = phrase === undefined ? "" : undefined] = match;
    const isKnown = name !== undefined && Object.hasOwn(FIELDS, name.toLowerCase());
    if (!name) {
      const bare = word?.replace(/^[([{]+|[)\]}]+$/g, "");
      if (bare !== word) note("brackets", word);
      if (!minus && /^(OR|AND|NOT)$/.test(bare)) yield { operator: bare };
      else yield { minus, phrase, word: bare };
    } else if (isKnown) yield { minus, field: name, phrase, word };
    else if (!space && phrase === undefined && !HAS_LETTER.test(word[0] ?? "")) yield { minus, word: whole.slice(minus.length) };
    else {
      if (!space) note("field", `${name}:`, nearest(name.toLowerCase()));
      yield { minus, word: name };
      yield { minus, phrase, word };
    }
  }
}

/**
 * @param {Token} token
 * @returns {Leaf | null}
 */
function readLeaf({ field, phrase, word }, note) {
  const text = (phrase ?? word).trim().replace(/\s+/g, " ");
  if (field) return readField(field, text, note);
  if (!HAS_LETTER.test(text)) return null;
  if (phrase === undefined && /^[\d/-]*\.\.[\d/-]*$/.test(text)) return dateLeaf(text, null, note);
  if (/\*|\p{L}\?\p{L}/u.test(text)) note("wildcard", text);
  if (/^\d{4}[-–]\d{4}$/.test(text)) note("years", text, text.replace(/[-–]/, ".."));
  return { kind: phrase !== undefined && text.includes(" ") ? "phrase" : "word", text };
}

/** @returns {Leaf | null} */
function readField(field, text, note) {
  const { facet, kind, days } = FIELDS[field.toLowerCase()];
  if (!HAS_LETTER.test(text)) {
    note("value", `${field}:`);
    return null;
  }
  return days ? dateLeaf(text, field, note) : { kind: kind ?? "facet", text, field, facet };
}

/** @returns {Leaf | null} */
function dateLeaf(text, field, note) {
  const read = readRange(text);
  if (!read) {
    note("date", field ? `${field}:${text}` : text);
    return null;
  }
  if (read.isReversed) note("reversed", text);
  return { kind: "date", text, field, days: (field ? FIELDS[field.toLowerCase()].days : within)(read) };
}

// The field that an unknown name was perhaps meant to be: one letter changed, added, left out.
function nearest(name) {
  return Object.keys(FIELDS).find((field) => field.length > 2 && isNear(name, field));
}

function isNear(one, other) {
  if (Math.abs(one.length - other.length) > 1) return false;
  let at = 0;
  while (at < one.length && one[at] === other[at]) at++;
  const [a, b] = [one.slice(at), other.slice(at)];
  return a.slice(1) === b.slice(1) || a.slice(1) === b || a === b.slice(1) || a === b[1] + b[0] + b.slice(2);
}

/** Every leaf of a query once, those that must not occur included. */
export function leavesOf(query) {
  const seen = new Map();
  for (const leaf of [...query.all, ...query.none].flat()) seen.set(keyOf(leaf), leaf);
  return [...seen.values()];
}

/** The words and phrases to show in texts and headlines: what is asked for, without what is excluded. */
export function shownLeaves(query) {
  return leavesOf({ ...query, none: [] }).filter(isText);
}

/** Whether a leaf is looked for in what an article says. */
export function isText({ kind }) {
  return kind === "word" || kind === "phrase" || kind === "title";
}

/** The stretch of time that a query's hits must lie in, as far as it is sure. */
export function daysOf(query) {
  const sure = query.all.filter((leaves) => leaves.every(({ kind }) => kind === "date"));
  return sure.map(hull).reduce(shared, ALWAYS);
}

function hull(leaves) {
  const sorted = (end) => leaves.map(({ days }) => days[end]).sort();
  return { from: sorted("from")[0], to: sorted("to").at(-1) };
}

/**
 * A leaf's name in a map.
 * @param {Leaf} leaf
 */
export function keyOf({ kind, field = "", text }) {
  return `${kind} ${field} ${text}`;
}

/**
 * A leaf as it is typed.
 * @param {Leaf} leaf
 */
export function textOf({ kind, field, text }) {
  const value = kind === "phrase" || (field && text.includes(" ")) ? `"${text}"` : text;
  return field ? `${field}:${value}` : value;
}

// What would be read as something else than a word if it stood bare.
const NOT_BARE = /^-|:|^[([{]|[)\]}]$|^(?:OR|AND|NOT)$|^[\d/-]*\.\.[\d/-]*$/;

/** A query as it is typed: read again, it means the same. */
export function written({ all, none }) {
  const typed = (leaf) => (leaf.kind === "word" && NOT_BARE.test(leaf.text) ? `"${leaf.text}"` : textOf(leaf));
  const choice = (leaves) => leaves.map(typed).join(" OR ");
  return [...all.map(choice), ...none.map((leaves) => `-${choice(leaves)}`)].join(" ");
}
