// Exact words: the texts of the hits are read, and those kept that have the very words, not other forms of them.

import { holds, parts } from "./filed.js";
import { isText, keyOf, leavesOf } from "./query.js";
import { plain } from "./stem.js";

export const MOST = 200; // texts that are read for one search; each is a request
const AT_ONCE = 8;

/**
 * The query that finds every article whose text must be read: one that has a form of an excluded word may not have
 * the word itself.
 * @param {import("./query.js").Query} query
 */
export function candidates(query) {
  return { ...query, none: query.none.filter((leaves) => !leaves.some(isText)) };
}

/**
 * Read the texts of hits.
 * @param {import("./query.js").Query} query
 * @param {{ bundle: import("./bundle.js").Bundle, row: number }[]} hits  MOST at most
 * @param {Map} found  from bundle to { answers, table }, by stems
 * @param {() => boolean} isWanted  whether the answer is still waited for
 * @returns {Promise<Map>} the same of the hits alone, by exact words
 */
export async function readTexts(query, hits, found, isWanted) {
  const leaves = leavesOf(query);
  const exact = new Map();
  for (const bundle of new Set(hits.map((hit) => hit.bundle))) {
    const { answers, table } = found.get(bundle);
    const own = new Map();
    for (const leaf of leaves) {
      if (leaf.kind === "title") own.set(keyOf(leaf), await bundle.findFiled(leaf, true));
      else own.set(keyOf(leaf), isText(leaf) ? new Map() : answers.get(keyOf(leaf)));
    }
    exact.set(bundle, { answers: own, table });
  }
  const texts = leaves.filter(({ kind }) => kind === "word" || kind === "phrase");
  const wanted = texts.map((leaf) => parts(leaf.text).map(plain));
  const waiting = [...hits];
  const readNext = async () => {
    const hit = waiting.shift();
    if (!hit || !isWanted()) return false;
    const id = found.get(hit.bundle).table.ids[hit.row];
    const { content, meta } = await hit.bundle.fragment(id);
    const sequences = [meta.title ?? "", content].map((text) => parts(text).map(plain));
    texts.forEach((leaf, i) => {
      if (!sequences.some((sequence) => holds(sequence, wanted[i]))) return;
      const entry = found.get(hit.bundle).answers.get(keyOf(leaf)).get(id) ?? { score: 0, places: [] };
      exact.get(hit.bundle).answers.get(keyOf(leaf)).set(id, entry);
    });
    return true;
  };
  await Promise.all(Array.from({ length: AT_ONCE }, async () => {
    while (await readNext());
  }));
  return exact;
}
