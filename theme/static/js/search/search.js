// One search: every bundle that it needs is asked, and what they say is joined, counted and put in order.

import { ALWAYS, readRange, shared } from "./dates.js";
import { candidates, MOST, readTexts } from "./exact.js";
import { namesLike } from "./filed.js";
import { combine, combineSome, withoutEach } from "./join.js";
import { daysOf, isText, keyOf, leavesOf, parse, textOf, written } from "./query.js";
import { scales } from "./relevance.js";
import { neededSpans } from "./spans.js";
import { tally } from "./tally.js";

const AT_ONCE = 16; // bundles that are asked at the same time
const MANY = 8; // things asked for, from which on it is not tried which of them is too much
const AT_FIRST = 3; // the same while some are not open yet, after the newest

/**
 * Search.
 * @param {object} archive  spans, and their bundles by the spans' ids
 * @param {object} request  text, chosen, dates, sort, all, exact: as in the page's state
 * @param {object | null} before  what the last search returned
 * @param {{ isWanted: () => boolean, report: (early: object) => void, shown: () => Promise<void> }} caller  report:
 *   called, at most once, with what the bundles that answered first make together; shown: resolved when the first hits stand on the
 *   page, whose files come before those of further bundles
 * @returns {Promise<object | null>} null when another search has overtaken this one
 */
export async function search(archive, request, before, { isWanted, report, shown }) {
  const query = parse(request.text);
  const days = readRange(request.dates) ?? ALWAYS;
  const within = shared(daysOf(query), days);
  const { needed, rest } = neededSpans(archive.spans, { ...request, years: request.chosen.year, within });
  // What was searched for the same words stays in the counts, whatever is chosen since: it costs nothing.
  const kept = before?.text === request.text ? before.bundles : [];
  const bundles = archive.spans.map((span) => archive.bundles.get(span.id))
    .filter((bundle) => needed.includes(bundle.span) || kept.includes(bundle));
  const job = { ...request, days, query, bundles, found: new Map(), failed: [] };
  // Where all are open and few, the whole answer comes about as soon as a first part of it, whose texts would be loaded
  // in vain.
  let isAwaited = !request.exact && !(bundles.length <= AT_ONCE && bundles.every((bundle) => bundle.isOpen));
  const early = () => {
    if (!isAwaited || !isWanted()) return;
    const first = settle(job);
    if (!first.hits.length) return;
    isAwaited = false;
    report(first);
  };
  await ask(job, "find", leavesOf(query), { isWanted, early, shown });
  const unknown = shownOnce(query).filter((leaf) => !hasAny(job, leaf));
  const words = unknown.filter(({ kind }) => kind === "word");
  if (words.length) await ask(job, "findLike", words, { isWanted, early, shown: () => {} });
  if (!isWanted()) return null;
  const last = request.exact && leavesOf(query).some(isText) ? await exactly(job, isWanted) : settle(job, true);
  if (!last || !isWanted()) return null;
  return {
    ...last,
    rest: rest.filter((span) => !bundles.some((bundle) => bundle.span === span)),
    unknown: await Promise.all(unknown.map((leaf) => explained(job, leaf))),
    without: last.hits.length && !last.isNear ? [] : without(job),
  };
}

// Ask the bundles. Where some are not open yet, the newest is asked first and alone, so that its hits are there as soon
// as can be.
async function ask({ bundles, found, failed, query }, how, leaves, { isWanted, early, shown }) {
  const waiting = [...bundles];
  const askNext = async () => {
    const bundle = waiting.shift();
    if (!bundle || !isWanted()) return false;
    try {
      const maps = await Promise.all(leaves.map((leaf) => bundle[how](leaf)));
      const answers = found.get(bundle)?.answers ?? new Map();
      leaves.forEach((leaf, i) => answers.set(keyOf(leaf), maps[i]));
      const isEmpty = query.all.length && [...answers.values()].every((map) => !map.size);
      found.set(bundle, { answers, table: isEmpty ? null : await bundle.table() });
      if (waiting.length) early();
    } catch {
      if (!failed.includes(bundle)) failed.push(bundle);
    }
    return true;
  };
  const isReady = waiting.every((bundle) => bundle.isOpen);
  if (!isReady) {
    await askNext();
    await shown();
  }
  const length = isReady ? AT_ONCE : AT_FIRST;
  await Promise.all(Array.from({ length }, async () => {
    while (await askNext());
  }));
}

function settle(job, isLast = false) {
  const parts = join(job, (found, everything) => combine(job.query, found, everything));
  const isEmpty = parts.every((part) => !part.scores.size);
  const near = isLast && isEmpty && job.query.all.length > 1 ? join(job, (found) => combineSome(job.query, found)) : [];
  const isNear = near.some((part) => part.scores.size);
  return { ...job, ...tally(isNear ? near : parts, job), isNear };
}

// The hits that have the very words; their texts are read.
async function exactly(job, isWanted) {
  const wide = candidates(job.query);
  const { hits } = tally(join(job, (found, everything) => combine(wide, found, everything)), job);
  const read = hits.slice(0, MOST);
  const found = await readTexts(job.query, read, job.found, isWanted);
  if (!isWanted()) return null;
  const rows = new Map(job.bundles.map((bundle) => [bundle, new Set()]));
  for (const hit of read) rows.get(hit.bundle).add(hit.row);
  const exact = { ...job, found: new Map([...job.found].map(([bundle, old]) => [bundle, found.get(bundle) ?? old])) };
  const parts = join({ ...exact, bundles: job.bundles.filter((bundle) => found.has(bundle)) },
    (leaves, everything) => combine(job.query, leaves, everything));
  for (const { bundle, scores } of parts) {
    for (const row of scores.keys()) if (!rows.get(bundle).has(row)) scores.delete(row);
  }
  return { ...exact, ...tally(parts, job), isNear: false, checked: { count: read.length, of: hits.length } };
}

// What the bundles have found, joined in a way, the newest first, with scores on one scale.
function join({ query, bundles, found }, how) {
  const asked = bundles.filter((bundle) => found.has(bundle));
  const scaleOf = new Map(leavesOf(query).map(keyOf).map((key) => [key, scales(asked.map((bundle) => (
    { articles: bundle.span.articles, hits: found.get(bundle).answers.get(key).size }
  )))]));
  return asked.flatMap((bundle, i) => {
    const { answers, table } = found.get(bundle);
    if (!table) return [];
    const scored = new Map();
    for (const [key, map] of answers) {
      const scale = scaleOf.get(key)[i];
      const own = new Map();
      for (const [id, { score }] of map) own.set(id, score * scale);
      scored.set(key, own);
    }
    const scores = new Map();
    for (const [id, score] of how(scored, table.ids)) scores.set(table.rowOf.get(id), score);
    return [{ bundle, table, scores }];
  });
}

function hasAny({ found }, leaf) {
  return [...found.values()].some(({ answers }) => answers.get(keyOf(leaf)).size > 0);
}

function shownOnce(query) {
  return leavesOf({ ...query, none: [] });
}

// Of what no article has: whether words like it are shown, and which names are like it.
async function explained(job, leaf) {
  const isReplaced = hasAny(job, leaf);
  if (leaf.kind !== "facet") return { text: textOf(leaf), isWord: isText(leaf), isReplaced, like: [] };
  const tables = await Promise.all([...job.found.keys()].map((bundle) => bundle.table()));
  const names = namesLike(leaf.text, tables.flatMap((table) => table.facets[leaf.facet].names));
  const like = names.map((text) => {
    const other = { ...leaf, text };
    const all = job.query.all.map((leaves) => leaves.map((one) => (keyOf(one) === keyOf(leaf) ? other : one)));
    return { text, query: written({ ...job.query, all }) };
  });
  return { text: textOf(leaf), isWord: false, isReplaced, like };
}

// How many articles there would be without one or the other thing that was asked for.
function without(job) {
  const count = job.query.all.length;
  if (count < 2 || count > MANY || job.exact) return [];
  return withoutEach(job.query).map(({ dropped, rest }) => {
    const { hits } = tally(join(job, (found, everything) => combine(rest, found, everything)), job);
    return { text: dropped.map(textOf).join(" OR "), query: written(rest), count: hits.length };
  }).filter(({ count }) => count).sort((a, b) => b.count - a.count).slice(0, 4);
}
