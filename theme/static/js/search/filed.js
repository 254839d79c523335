// What an article is filed under: the leaves of a query that the tables answer, not the index.

import { plain, stem, words } from "./stem.js";

/**
 * Find the rows of a bundle's table that a leaf holds for.
 * @param {import("./query.js").Leaf} leaf  of kind "facet", "date" or "title"
 * @param {object} table  as Bundle.table gives it
 * @param {string[] | null} titles  the headlines, for a leaf of kind "title"
 * @param {string} lang
 * @param {boolean} [isExact]  whether a headline must have the very words
 * @returns {number[]}
 */
export function rowsWith(leaf, table, titles, lang, isExact = false) {
  if (leaf.kind === "date") return rowsWithin(leaf.days, table);
  if (leaf.kind === "title") {
    const forms = (text) => (isExact ? parts(text).map(plain) : words(text).map((word) => stem(word.text, lang)));
    const wanted = forms(leaf.text);
    return rowsWhere(table, (row) => holds(forms(titles[row]), wanted));
  }
  const { names, rows } = table.facets[leaf.facet];
  const wanted = parts(leaf.text).map(plain);
  const fitting = new Set(names.flatMap((name, i) => (holds(parts(name).map(plain), wanted) ? [i] : [])));
  return rowsWhere(table, (row) => rows[row].some((number) => fitting.has(number)));
}

/** The rows within a stretch of time; those without a date are in none. */
function rowsWithin({ from, to }, table) {
  return rowsWhere(table, (row) => {
    const day = table.days[table.dayOf[row]][0];
    return day && day >= from && day <= to;
  });
}

function rowsWhere({ ids }, test) {
  return ids.map((_, row) => row).filter(test);
}

/** The words of a text, what a hyphen or an apostrophe joins taken apart. */
export function parts(text) {
  return words(text).flatMap((word) => word.text.split(/['’.]/));
}

/** Whether a sequence of words stands in another. */
export function holds(sequence, wanted) {
  return wanted.length > 0 && sequence.some((_, i) => wanted.every((word, k) => sequence[i + k] === word));
}

/**
 * The names under a facet that are most like what was asked for and not found.
 * @param {string} text
 * @param {Iterable<string>} names
 * @returns {string[]} three at most, the likest first
 */
export function namesLike(text, names) {
  const wanted = parts(text).map(plain);
  const distance = (name) => {
    const own = parts(name).map(plain);
    return wanted.reduce((sum, word) => sum + Math.min(...own.map((other) => edits(word, other)), word.length), 0);
  };
  const limit = Math.ceil(wanted.join("").length / 3);
  const near = [...new Set(names)].map((name) => [name, distance(name)]).filter(([, far]) => far <= limit);
  return near.sort((a, b) => a[1] - b[1] || a[0].localeCompare(b[0])).slice(0, 3).map(([name]) => name);
}

// How many letters must be changed, added or left out.
function edits(one, other) {
  let row = Array.from({ length: other.length + 1 }, (_, i) => i);
  for (let i = 1; i <= one.length; i++) {
    const next = [i];
    for (let k = 1; k <= other.length; k++) {
      next[k] = Math.min(next[k - 1] + 1, row[k] + 1, row[k - 1] + (one[i - 1] === other[k - 1] ? 0 : 1));
    }
    row = next;
  }
  return row[other.length];
}
