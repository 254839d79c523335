// Which spans of time a search looks through.

import { isAlways } from "./dates.js";

const REACH = 10000; // articles that are searched without being asked for, newest first

/**
 * Choose the spans for a search. Spans outside the stretch of time that was asked for are no part of the question.
 * With years chosen theirs are enough; else the newest that hold REACH articles.
 * @param {object[]} list  as in spans.json, newest first
 * @param {{ years: string[], all: boolean, within: import("./dates.js").Days }} request  all: whether the whole
 *   archive was asked for
 * @returns {{ needed: object[], rest: object[] }} rest: those that would answer, too
 */
export function neededSpans(list, { years, all, within }) {
  const asked = list.filter((span) => (isAlways(within) || (span.first && span.first <= within.to && span.last >= within.from))
    && (!years.length || years.some((year) => year in span.years)));
  if (all || years.length) return { needed: asked, rest: [] };
  const needed = [];
  let articles = 0;
  for (const span of asked) {
    if (articles && articles + span.articles > REACH) break;
    needed.push(span);
    articles += span.articles;
  }
  return { needed, rest: asked.slice(needed.length) };
}

/** Every year of the archive with its number of articles, newest first. */
export function yearsOf(list) {
  const years = new Map();
  for (const span of list) {
    for (const [year, count] of Object.entries(span.years)) years.set(year, (years.get(year) ?? 0) + count);
  }
  return [...years].sort(([a], [b]) => b.localeCompare(a));
}

/** Years in words: "2009–2011, 2014", consecutive ones drawn together. */
export function yearsInWords(years) {
  const runs = [];
  for (const year of [...new Set(years)].map(Number).sort((a, b) => a - b)) {
    const run = runs.at(-1);
    if (run && run[1] === year - 1) run[1] = year;
    else runs.push([year, year]);
  }
  return runs.map(([from, to]) => (from === to ? `${from}` : `${from}–${to}`)).join(", ");
}
