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
    const columns = facets.map((facet) => column(table, facet, chosen[facet]));
    const monthOf = table.days.map(([day]) => day.slice(0, 7));
    const isIn = table.days.map(([day]) => isAlways(days) || (day && day >= days.from && day <= days.to));
    for (const [row, score] of scores) {
      let refused = 0;
      let refusing = null;
      for (const one of columns) {
        if (!one.wanted || one.of(row).some((number) => one.wanted.has(number))) continue;
        refused += 1;
        refusing = one;
      }
      if (refused > 1) continue;
      const day = table.dayOf[row];
      const month = monthOf[day];
      if (!refused || refusing.facet === "year") months[month] = (months[month] ?? 0) + 1;
      if (!isIn[day]) continue;
      if (!refused) hits.push({ bundle, row, score, age });
      for (const one of refused ? [refusing] : columns) for (const number of one.of(row)) one.counts[number] += 1;
    }
    for (const { facet, names, counts: own } of columns) {
      own.forEach((count, number) => count && counts[facet].set(names[number], (counts[facet].get(names[number]) ?? 0) + count));
    }
  });
  hits.sort(ORDERS[sort]);
  return { hits, months, counts: Object.fromEntries(facets.map((facet) => [facet, sorted(facet, counts[facet])])) };
}

// A facet of a table: the numbers of a row's names, those that are wanted if any are chosen, and a count for each.
function column(table, facet, chosen) {
  const { names, of } = facet === "year" ? yearsIn(table) : { ...table.facets[facet], of: (row) => table.facets[facet].rows[row] };
  const wanted = chosen.length ? new Set(chosen.map((name) => names.indexOf(name))) : null;
  return { facet, names, of, wanted, counts: new Uint32Array(names.length) };
}

function yearsIn({ days, dayOf }) {
  const names = [...new Set(days.map(([day]) => day.slice(0, 4)).filter(Boolean))];
  const numbers = days.map(([day]) => (day ? [names.indexOf(day.slice(0, 4))] : []));
  return { names, of: (row) => numbers[dayOf[row]] };
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

const { compare } = new Intl.Collator(); // the same as localeCompare, many times as fast

function sorted(facet, counts) {
  const byName = ([a], [b]) => compare(a, b);
  if (facet === "year") return [...counts].sort(byName).reverse();
  return [...counts].sort((a, b) => b[1] - a[1] || byName(a, b));
}
