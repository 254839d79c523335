// What must hold of every query, tried with queries that a seed makes: run in a page by tests/fuzz/queries.py.

const PIECES = [
  "pier", "Été", "e\u0301", "ﬁ", "١", "💥", "\ud83d", "\ud800", "\u00ad", "\u2028", "\0", "\u202e", "_", "A.B.", "x@y", "1,000",
  "OR", "AND", "NOT", "-", "--", '"', '"', "“", "„", "(", ")", "[", "*", "?", "…", "..", ":", "::", "/", "\\", "'", "<b>", "%", "&",
  "by:", "title:", "title: ", "topic:", "on:", "in:", "before:", "after:", "bye:", "foo:", "constructor:", "__proto__:", "http://",
  "2008", "2008-13", "2008-02-30", "2008..2010", "2010..2008", "..2010", "9999", "0000", "0001-01-01", "2008-2010",
];
const LONGEST = 2000;

/** Numbers from 0 to 1 that follow from a seed (mulberry32). */
function numbers(seed) {
  return () => {
    seed = (seed + 0x6d2b79f5) | 0;
    let n = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    n = (n + Math.imul(n ^ (n >>> 7), 61 | n)) ^ n;
    return ((n ^ (n >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A query of pieces that mean something to the parser, and now and then of any characters at all. */
function invented(next) {
  const isLong = next() < 0.002;
  const count = isLong ? 900 : 1 + Math.floor(next() * 9);
  let text = "";
  for (let at = 0; at < count; at++) {
    const isAny = next() < 0.15;
    text += isAny ? String.fromCharCode(Math.floor(next() ** 4 * 0x10000)) : PIECES[Math.floor(next() * PIECES.length)];
    if (next() < 0.4) text += next() < 0.9 ? " " : "\n\t ";
  }
  return text;
}

const meaning = ({ all, none }) => JSON.stringify([all, none]);
const said = (text) => new Set(text.normalize("NFC").replace(/\b(?:OR|AND|NOT)\b/g, " ").match(/[\p{L}\p{N}]+/gu) ?? []);

/** What is wrong with how a query is read; null where nothing is. */
function fault(text, { parse, written, leavesOf }, note, { readState, writeState }) {
  const query = parse(text);
  if (query.notes.some((one) => !note(one))) return "a mistake without an explanation";
  if (leavesOf(query).length + query.notes.length > 2 * Math.min(text.length, LONGEST)) return "more is read than was typed";
  const again = written(query);
  if (again.length <= LONGEST && meaning(parse(again)) !== meaning(query)) return `means something else when it is written: ${again}`;
  encodeURIComponent(again);
  const held = new Set([...said(again), ...again.match(/[\p{L}\p{N}]+/gu) ?? []]);
  const lost = [...said(text)].filter((word) => !held.has(word));
  if (lost.length && !query.notes.length) return `passed over without a word: ${lost}`;
  const address = writeState(readState(`?q=${encodeURIComponent(text.replace(/\p{Cs}/gu, ""))}&dates=${encodeURIComponent(again)}`));
  if (writeState(readState(address)) !== address) return `the address changes when it is read: ${address}`;
  return null;
}

/**
 * Try `count` queries made from a seed, and those given. Returns the faults: each with its query, and how many were tried.
 * @param {string} scripts  the address of the theme's search scripts
 */
export async function attempt(scripts, seed, count, given) {
  const load = (name) => import(new URL(name, scripts).href);
  const [language, state, words] = [await load("query.js"), await load("state.js"), await load("words.js")];
  const next = numbers(seed);
  const faults = [];
  const seen = new Set();
  for (let at = -given.length; at < count; at++) {
    const text = at < 0 ? given[at + given.length] : invented(next);
    let what;
    try {
      what = fault(text, language, words.note, state);
    } catch (error) {
      what = `${error} ${error.stack?.split("\n")[1] ?? ""}`;
    }
    const kind = what?.split(":")[0];
    if (what && !seen.has(kind)) {
      seen.add(kind);
      faults.push({ text, what });
    }
  }
  return { tried: count + given.length, faults };
}
