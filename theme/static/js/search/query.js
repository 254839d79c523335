// The query language: words, "exact phrases", -not, OR. Pagefind is asked for single words and phrases (the leaves);
// how they are joined is decided here, over sets of articles.
//
//   query  = item+                 all of them
//   item   = ["-"] choice          without it
//   choice = leaf ("OR" leaf)*     any of them
//   leaf   = word | '"' words '"'
//
// A new kind of leaf is a new entry in `readLeaf` and, where Pagefind does not answer it, in the worker's `find`.

const TOKEN = /(-?)(?:"([^"]*)"|(\S+))/g;
const HAS_LETTER = /[\p{L}\p{N}]/u;

/**
 * Read a query. Returns { all, none }: lists of choices, each a list of leaves { kind: "word" | "phrase", text }.
 * An unclosed quotation mark is passed over, so that a phrase gives results while it is typed.
 */
export function parse(text) {
  const source = balance(text.normalize("NFC").replace(/[“”„«»]/g, '"'));
  const query = { all: [], none: [] };
  let joining = null;
  let last = null;
  for (const [, minus, phrase, word] of source.matchAll(TOKEN)) {
    if (word === "OR" && !minus && last) {
      joining = last;
      continue;
    }
    const leaf = readLeaf(phrase, word);
    if (!leaf) continue;
    if (joining && !minus) joining.push(leaf);
    else {
      last = [leaf];
      (minus ? query.none : query.all).push(last);
    }
    joining = null;
  }
  return query;
}

function balance(text) {
  const marks = text.split('"').length - 1;
  return marks % 2 ? text.slice(0, text.lastIndexOf('"')) + " " + text.slice(text.lastIndexOf('"') + 1) : text;
}

function readLeaf(phrase, word) {
  const text = (phrase ?? word).trim().replace(/\s+/g, " ");
  if (!HAS_LETTER.test(text)) return null;
  return { kind: phrase !== undefined && text.includes(" ") ? "phrase" : "word", text };
}

/** Every leaf of a query once, those that must not occur included. */
export function leavesOf(query) {
  const seen = new Map();
  for (const leaf of [...query.all, ...query.none].flat()) seen.set(keyOf(leaf), leaf);
  return [...seen.values()];
}

/** The words and phrases to show in the texts: what is asked for, without what is excluded. */
export function shownLeaves(query) {
  return query.all.flat();
}

/** A leaf's name in a map. */
export function keyOf(leaf) {
  return `${leaf.kind} ${leaf.text}`;
}

/** A leaf as it was typed. */
export function textOf(leaf) {
  return leaf.kind === "phrase" ? `"${leaf.text}"` : leaf.text;
}

/**
 * Join what the leaves found. found: for each leaf's key, a map from article to score. everything: all articles, for
 * a query that only excludes. Returns a map from article to the sum of its leaves' scores.
 */
export function combine(query, found, everything) {
  const choices = query.all.map((leaves) => union(leaves.map((leaf) => found.get(keyOf(leaf)))));
  const excluded = query.none.flatMap((leaves) => leaves.map((leaf) => found.get(keyOf(leaf))));
  const [first, ...rest] = choices.sort((a, b) => a.size - b.size);
  const joined = new Map();
  for (const [article, score] of first ?? new Map(everything.map((article) => [article, 0]))) {
    if (!rest.every((choice) => choice.has(article)) || excluded.some((leaf) => leaf.has(article))) continue;
    joined.set(article, rest.reduce((sum, choice) => sum + choice.get(article), score));
  }
  return joined;
}

/** The articles that have some of what is asked for: the more of it, the higher, by thousands. */
export function combineSome(query, found) {
  const excluded = query.none.flatMap((leaves) => leaves.map((leaf) => found.get(keyOf(leaf))));
  const joined = new Map();
  for (const leaves of query.all) {
    for (const [article, score] of union(leaves.map((leaf) => found.get(keyOf(leaf))))) {
      if (!excluded.some((leaf) => leaf.has(article))) joined.set(article, (joined.get(article) ?? 0) + score + 1000);
    }
  }
  return joined;
}

function union(maps) {
  if (maps.length === 1) return maps[0];
  const joined = new Map();
  for (const [article, score] of maps.flatMap((map) => [...map])) joined.set(article, (joined.get(article) ?? 0) + score);
  return joined;
}
