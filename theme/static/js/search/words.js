// Every sentence that search says.

import { yearsInWords } from "./spans.js";

const number = (count) => count.toLocaleString("en");
const articles = (count) => `${number(count)} ${count === 1 ? "article" : "articles"}`;

export const LABELS = {
  year: "Year", source: "Source", reporter: "Reporter", editor: "Editor", place: "Place",
  organisation: "Organisation", person: "Person", topic: "Topic",
};
export const SORTS = { relevance: "Relevance", newest: "Newest", oldest: "Oldest" };

export const shown = number;
export const counted = articles;
export const busy = "Searching…";
export const more = (count) => `Show ${number(count)} more`;
export const allValues = (count) => `All ${number(count)}`;
export const fewerValues = "Fewer";
export const remove = (facet, value) => `Remove ${LABELS[facet]}: ${value}`;
export const clear = "Clear all";
export const retry = "Try again";
export const searchAll = (count) => `Search all ${articles(count)}`;

/** Which part of the archive was searched. */
export function reach({ searched, failed, archive }) {
  if (failed.length) return `Not searched, because it could not be loaded: ${spansInWords(failed)}.`;
  if (searched.length === archive.spans.length) return `The whole archive was searched: ${articles(archive.articles)}.`;
  const count = searched.reduce((sum, span) => sum + span.articles, 0);
  return `Searched: ${spansInWords(searched)}, ${number(count)} of ${articles(archive.articles)}.`;
}

// Spans of whole years as years; of parts of a year as days.
function spansInWords(spans) {
  const isYears = (span) => /^\d{4}(s|-\d{4})?$/.test(span.id);
  const parts = spans.filter((span) => span.first && !isYears(span)).map(({ first, last }) =>
    first === last ? day(first) : `${day(first)} to ${day(last)}`);
  const years = spans.filter(isYears).flatMap((span) => Object.keys(span.years));
  if (years.length) parts.push(yearsInWords(years));
  if (spans.some((span) => !span.first)) parts.push("undated articles");
  return parts.join(", ");
}

function day(iso) {
  const form = { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" };
  return new Date(`${iso}T12:00:00Z`).toLocaleDateString("en-GB", form);
}

/** Why the list is not simply what was asked for, or empty; null when it is. */
export function remark({ total, isNear, unknown }, { text, chosen }, isAll) {
  const missing = unknown.filter((word) => !word.isReplaced).map((word) => quoted(word.text));
  const replaced = unknown.filter((word) => word.isReplaced).map((word) => quoted(word.text));
  const where = isAll ? "" : " in the years searched";
  const filters = Object.entries(chosen).filter(([, values]) => values.length);
  const parts = [];
  if (missing.length) parts.push(`No article${where} has ${listed(missing)}.`);
  else if (isNear) parts.push(`No article${where} has all of this together.`);
  if (replaced.length) parts.push(`No article${where} has ${listed(replaced)}; words like it are shown.`);
  if (isNear) parts.push("These have some of it, those with the most of it first.");
  if (!total && filters.length) {
    const choice = filters.map(([facet, values]) => `${LABELS[facet]} ${values.join(" or ")}`).join(", ");
    const words = text.trim() ? `has ${text.trim()} with` : "has";
    parts.push(`No article${where} ${words} ${choice}. Take a filter out to see more.`);
  } else if (!total && !parts.length) parts.push(`No article${where} has ${text.trim()}.`);
  return parts.join(" ") || null;
}

const quoted = (text) => (text.startsWith('"') ? text : `“${text}”`);

function listed(items) {
  return items.length < 2 ? items.join("") : `${items.slice(0, -1).join(", ")} or ${items.at(-1)}`;
}

/** What a failure is called. */
export const failure = (reason) => `The search did not work: ${reason}.`;
export const failedSpans = (spans) =>
  `A part of the archive could not be loaded and is missing from this list: ${spansInWords(spans)}.`;
