// Joining what the leaves of a query found, over sets of articles: AND between choices, OR within, NOT last.

import { keyOf } from "./query.js";

/**
 * @typedef {import("./query.js").Query} Query
 * @typedef {Map<string, number>} Scores  from article to score
 * @typedef {Map<string, Scores>} Found   from a leaf's key to what it found
 */

/**
 * The articles that answer a query, with the sum of their leaves' scores.
 * @param {Query} query
 * @param {Found} found
 * @param {string[]} everything  all articles, for a query that only excludes
 * @returns {Scores}
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

/**
 * The articles that have some of what is asked for: the more of it, the higher, by thousands.
 * @param {Query} query
 * @param {Found} found
 * @returns {Scores}
 */
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

/**
 * The query without each of its choices in turn.
 * @param {Query} query
 * @returns {{ dropped: import("./query.js").Leaf[], rest: Query }[]}
 */
export function withoutEach(query) {
  return query.all.map((dropped) => ({ dropped, rest: { ...query, all: query.all.filter((one) => one !== dropped) } }));
}

function union(maps) {
  if (maps.length === 1) return maps[0];
  const joined = new Map();
  for (const [article, score] of maps.flatMap((map) => [...map])) joined.set(article, (joined.get(article) ?? 0) + score);
  return joined;
}
