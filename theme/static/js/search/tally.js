// Counting and ordering what was found, by the tables of the bundles.

import { isAlways } from "./dates.js";

/**
 * Filter, count and sort. Values of one facet are alternatives, facets add up. A facet's counts leave its own choice
 * aside, so that they say what one more choice would give; the months leave all choices of time aside.
 * @param {{ bundle: object, table: object, scores: Map<number, number> }[]} parts  newest first; scores by row
 * @param {{ chosen: Record<string, string[]>, days: import("./dates.js").Days, sort: string }} request  days: the
 *   stretch of time chosen
 * @returns {{ hits: { bundle: object, row: number, score: number }[], counts: Record<string, [string, number][]>,
 *   months: Record<string, number> }} months: by "2012-03", "" for the undated
 */
export function tally(parts, { chosen, days, sort }) {
  const facets = Object.keys(chosen);
  const counts = Object.fromEntries(facets.map((facet) => [facet, new Map()]));
  /** @type {Record<string, number>} */
  const months = {};
  const hits = [];
  parts.forEach(({ bundle, table, scores }, age) => {
    const valuesOf = facets.map((facet) => reader(table, facet));
    for (const [row, score] of scores) {
      const values = valuesOf.map((read) => read(row));
      const day = table.days[table.dayOf[row]][0];
      const refused = facets.filter((facet, i) => chosen[facet].length && !values[i].some((v) => chosen[facet].includes(v)));
      const isWithin = isAlways(days) || (day && day >= days.from && day <= days.to);
      if (refused.every((facet) => facet === "year")) months[day.slice(0, 7)] = (months[day.slice(0, 7)] ?? 0) + 1;
      if (!isWithin) continue;
      if (!refused.length) hits.push({ bundle, row, score, age });
      facets.forEach((facet, i) => {
        if (refused.some((other) => other !== facet)) return;
        for (const value of values[i]) counts[facet].set(value, (counts[facet].get(value) ?? 0) + 1);
      });
    }
  });
  hits.sort(ORDERS[sort]);
  return { hits, months, counts: Object.fromEntries(facets.map((facet) => [facet, sorted(facet, counts[facet])])) };
}

function reader(table, facet) {
  if (facet === "year") return (row) => [table.days[table.dayOf[row]][0].slice(0, 4)].filter(Boolean);
  const { names, rows } = table.facets[facet];
  return (row) => rows[row].map((number) => names[number]);
}

// Bundles do not overlap in time: the younger bundle's articles are all newer, and in a bundle the later rows are.
const newest = (a, b) => a.age - b.age || b.row - a.row;
const undatedLast = (a, b) => isUndated(a) - isUndated(b);
const isUndated = (hit) => (hit.bundle.span.first ? 0 : 1);
const ORDERS = {
  newest,
  oldest: (a, b) => undatedLast(a, b) || b.age - a.age || a.row - b.row,
  relevance: (a, b) => b.score - a.score || newest(a, b),
};

function sorted(facet, counts) {
  const byName = ([a], [b]) => a.localeCompare(b);
  if (facet === "year") return [...counts].sort(byName).reverse();
  return [...counts].sort((a, b) => b[1] - a[1] || byName(a, b));
}
