// Search away from the page: the page stays quick however common the word.

import { Bundle } from "./bundle.js";
import { excerpt, formsIn, marked } from "./excerpt.js";
import { fetchJson } from "./net.js";
import { keyOf, shownLeaves, textOf } from "./query.js";
import { search } from "./search.js";
import { entriesOf } from "./stories.js";

let archive = null;
let latest = 0;
let result = null;
let release = () => {}; // goes on with a search that waits until its first hits are shown

async function open(root) {
  if (!archive) {
    const listing = await fetchJson(new URL("search/spans.json", root).href);
    const bundles = new Map(listing.spans.map((span) => [span.id, new Bundle(span, root, listing)]));
    archive = { ...listing, bundles };
  }
  return { articles: archive.articles, language: archive.language, spans: archive.spans };
}

// Search, and report after each span; a search that was overtaken by another ends without an answer.
// isWatched: whether the first hits are shown, by asking for their details, before the search is complete.
async function ask({ root, isWatched, ...request }, report) {
  const number = ++latest;
  release();
  await open(root);
  const storyOf = request.apart ? () => undefined : ({ bundle, row }) => result.found.get(bundle).table.storyOf.get(row);
  const keep = (found) => {
    result = { ...found, number };
    return Object.assign(result, { entries: entriesOf(found.hits, storyOf) });
  };
  const last = await search(archive, request, result, {
    isWanted: () => number === latest,
    report: (early) => report(summary(keep(early))),
    shown: () => (isWatched && result?.number === number && result.hits.length
      ? new Promise((resolve) => (release = resolve)) : undefined),
  });
  return last && number === latest ? summary(keep(last)) : null;
}

function summary({ number, hits, entries, counts, months, query, bundles, found, failed, ...more }) {
  return {
    number,
    total: hits.length,
    entries: entries.length,
    counts,
    months,
    notes: query.notes,
    searched: bundles.filter((bundle) => found.has(bundle) && !failed.includes(bundle)).map((bundle) => bundle.span),
    failed: failed.map((bundle) => bundle.span),
    isNear: more.isNear,
    rest: more.rest ?? [],
    unknown: more.unknown ?? [],
    without: more.without ?? [],
    checked: more.checked ?? null,
  };
}

// What is shown of some entries of the last search's list: of the first hit of each.
async function details({ number, from, count }) {
  if (!result || result.number !== number) return [];
  const entries = result.entries.slice(from, from + count);
  const shown = await detailsOf(entries.map(([hit]) => hit));
  return shown.map((hit, i) => ({ ...hit, entry: from + i, others: entries[i].length - 1 }));
}

// What is shown of the further hits of an entry: the other versions of its story.
async function others({ number, entry }) {
  if (!result || result.number !== number) return [];
  return detailsOf(result.entries[entry].slice(1));
}

async function detailsOf(hits) {
  const { query, found, exact, isNear } = result;
  const leaves = shownLeaves(query);
  const forms = leaves.map((leaf) => formsIn(leaf, exact ? null : archive.language));
  return Promise.all(hits.map(async ({ bundle, row }) => {
    const { answers, table } = found.get(bundle);
    const { url, content, meta } = await bundle.fragment(table.ids[row]);
    const wanted = leaves.map((leaf, i) => {
      const { places = [], isLike = !archive.language.startsWith("en") } = answers.get(keyOf(leaf)).get(table.ids[row]) ?? {};
      return { forms: forms[i], places, isLike: isLike && !exact };
    });
    const missing = isNear ? query.all.filter((choice) => !choice.some((leaf) => answers.get(keyOf(leaf)).has(table.ids[row]))) : [];
    return {
      url: url.replace(/^\//, ""),
      title: marked(meta.title ?? "", wanted),
      text: excerpt(content, wanted.filter((_, i) => leaves[i].kind !== "title")),
      ...facts(table, row),
      missing: missing.map((choice) => choice.map(textOf).join(" OR ")),
      terms: leaves.map((leaf) => textOf({ ...leaf, field: undefined })),
    };
  }));
}

// What the table says of an article.
function facts({ days, dayOf, facets }, row) {
  const [day, dateText] = days[dayOf[row]];
  const names = (facet) => facets[facet].rows[row].map((number) => facets[facet].names[number]);
  return { day, dateText, source: names("source").join(", "), ...Object.fromEntries(
    Object.keys(facets).filter((facet) => facet !== "source").map((facet) => [facet, names(facet)]),
  ) };
}

// All hits of the last search, for taking away: from the tables, without a request a hit.
async function list({ number }) {
  if (!result || result.number !== number) return [];
  const { hits, found } = result;
  return Promise.all(hits.map(async ({ bundle, row }) => {
    const { titles, urls } = await bundle.headlines();
    return { title: titles[row], url: urls[row], ...facts(found.get(bundle).table, row) };
  }));
}

// Fetch what every search needs, while the reader is still typing.
async function warm({ root }) {
  const { spans } = await open(root);
  if (spans.length) await archive.bundles.get(spans[0].id).warm();
}

const METHODS = {
  open: ({ root }) => open(root), warm, search: ask, details: (wanted) => details(wanted).finally(() => release()), others,
  list,
};

self.addEventListener("message", async ({ data: { id, method, argument } }) => {
  const report = (partial) => self.postMessage({ id, partial });
  try {
    self.postMessage({ id, value: await METHODS[method](argument, report) });
  } catch (error) {
    self.postMessage({ id, error: error.message });
  }
});
