// Which spans of time a search looks through.

const REACH = 10000; // articles that are searched without being asked for, newest first

/**
 * Choose the spans for a search. list: as in spans.json, newest first. years: those chosen. all: whether the whole
 * archive was asked for. With years chosen their spans are enough; else the newest that hold REACH articles.
 */
export function neededSpans(list, { years, all }) {
  if (years.length) return list.filter((span) => years.some((year) => year in span.years));
  if (all) return list;
  const needed = [];
  let articles = 0;
  for (const span of list) {
    if (articles && articles + span.articles > REACH) break;
    needed.push(span);
    articles += span.articles;
  }
  return needed;
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
