// Search away from the page: the page stays quick however common the word.

import { Bundle } from "./bundle.js";
import { excerpt, formsIn, marked } from "./excerpt.js";
import { fetchJson } from "./net.js";
import { combine, combineSome, keyOf, leavesOf, parse, shownLeaves, textOf } from "./query.js";
import { neededSpans } from "./spans.js";
import { tally } from "./tally.js";

const AT_ONCE = 3; // bundles that are asked at the same time, after the newest

let archive = null;
let latest = 0;
let result = null;

async function open(root) {
  if (!archive) {
    const listing = await fetchJson(new URL("search/spans.json", root).href);
    const bundles = new Map(listing.spans.map((span) => [span.id, new Bundle(span, root, listing.engine)]));
    archive = { ...listing, bundles };
  }
  return { articles: archive.articles, language: archive.language, spans: archive.spans };
}

// Search, and report after each span; a search that was overtaken by another ends without an answer.
async function search({ root, text, chosen, sort, all }, report) {
  const number = ++latest;
  await open(root);
  const query = parse(text);
  const leaves = leavesOf(query);
  const bundles = neededSpans(archive.spans, { years: chosen.year, all }).map((span) => archive.bundles.get(span.id));
  const found = new Map();
  const failed = [];
  const state = { number, query, bundles, found, failed, chosen, sort };
  const ask = async (how, wanted) => {
    const waiting = [...bundles];
    const askNext = async () => {
      const bundle = waiting.shift();
      if (!bundle || number !== latest) return false;
      try {
        const maps = await Promise.all(wanted.map((leaf) => bundle[how](leaf)));
        const answers = found.get(bundle)?.answers ?? new Map();
        wanted.forEach((leaf, i) => answers.set(keyOf(leaf), maps[i]));
        const isEmpty = query.all.length && [...answers.values()].every((map) => !map.size);
        found.set(bundle, { answers, table: isEmpty ? null : await bundle.table() });
        if (waiting.length && number === latest) report(settle(state));
      } catch {
        if (!failed.includes(bundle)) failed.push(bundle);
      }
      return true;
    };
    await askNext(); // alone, so that its hits are there as soon as can be
    await Promise.all(Array.from({ length: AT_ONCE }, async () => {
      while (await askNext());
    }));
  };
  await ask("find", leaves);
  const unknown = leaves.filter((leaf) => [...found.values()].every(({ answers }) => !answers.get(keyOf(leaf)).size));
  const asked = new Set(shownLeaves(query).map(keyOf));
  const unknownWords = unknown.filter((leaf) => leaf.kind === "word" && asked.has(keyOf(leaf)));
  if (unknownWords.length) await ask("findLike", unknownWords);
  if (number !== latest) return null;
  result = settle(state, true);
  result.unknown = unknown.filter((leaf) => asked.has(keyOf(leaf))).map((leaf) => ({
    text: textOf(leaf),
    isReplaced: [...found.values()].some(({ answers }) => answers.get(keyOf(leaf)).size > 0),
  }));
  return summary(result);
}

function settle(state, isLast = false) {
  const { query, chosen, sort } = state;
  const parts = join(combine, state);
  const isEmpty = parts.every((part) => !part.scores.size);
  const near = isLast && isEmpty && query.all.length > 1 ? join(combineSome, state) : [];
  const isNear = near.some((part) => part.scores.size);
  return { ...state, ...tally(isNear ? near : parts, chosen, sort), isNear };
}

function join(how, { query, bundles, found }) {
  return bundles.filter((bundle) => found.get(bundle)?.table).map((bundle) => {
    const { answers, table } = found.get(bundle);
    const scoresOf = (map) => new Map([...map].map(([id, { score }]) => [id, score]));
    const byId = how(query, new Map([...answers].map(([key, map]) => [key, scoresOf(map)])), table.ids);
    return { bundle, table, scores: new Map([...byId].map(([id, score]) => [table.rowOf.get(id), score])) };
  });
}

function summary({ number, hits, counts, isNear, unknown = [], found, failed, bundles }) {
  return {
    number,
    total: hits.length,
    counts,
    isNear,
    unknown,
    searched: bundles.filter((bundle) => found.has(bundle) && !failed.includes(bundle)).map((bundle) => bundle.span),
    failed: failed.map((bundle) => bundle.span),
  };
}

// What is shown of some hits of the last search.
async function details({ number, from, count }) {
  if (!result || result.number !== number) return [];
  const { hits, query, found } = result;
  const leaves = shownLeaves(query);
  const forms = leaves.map((leaf) => formsIn(leaf, archive.language));
  return Promise.all(hits.slice(from, from + count).map(async ({ bundle, row }) => {
    const { answers, table: { ids, days, dayOf, facets } } = found.get(bundle);
    const { url, content, meta } = await bundle.fragment(ids[row]);
    const wanted = leaves.map((leaf, i) => {
      const { places = [], isLike = !archive.language.startsWith("en") } = answers.get(keyOf(leaf)).get(ids[row]) ?? {};
      return { forms: forms[i], places, isLike };
    });
    const [day, dateText] = days[dayOf[row]];
    const namesIn = (facet) => facets[facet].rows[row].map((number) => facets[facet].names[number]);
    return {
      url: url.replace(/^\//, ""),
      title: marked(meta.title ?? "", wanted),
      text: excerpt(content, wanted),
      day,
      dateText,
      source: namesIn("source").join(", "),
      reporters: namesIn("reporter"),
      terms: leaves.map(textOf),
    };
  }));
}

// Fetch what every search needs, while the reader is still typing.
async function warm({ root }) {
  const { spans } = await open(root);
  if (spans.length) await archive.bundles.get(spans[0].id).warm();
}

const METHODS = { open: ({ root }) => open(root), warm, search, details };

self.addEventListener("message", async ({ data: { id, method, argument } }) => {
  const report = (partial) => {
    result = partial;
    self.postMessage({ id, partial: summary(partial) });
  };
  try {
    self.postMessage({ id, value: await METHODS[method](argument, report) });
  } catch (error) {
    self.postMessage({ id, error: error.message });
  }
});
