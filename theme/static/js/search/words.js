// Every sentence that search says.

import { ALWAYS, readDays, readRange, writeRange } from "./dates.js";
import { yearsInWords } from "./spans.js";

const number = (count) => count.toLocaleString("en");
const articles = (count) => `${number(count)} ${count === 1 ? "article" : "articles"}`;
const dated = (iso, form) => new Date(`${iso}T12:00:00Z`).toLocaleDateString("en-GB", { ...form, timeZone: "UTC" });
const day = (iso) => dated(iso, { day: "numeric", month: "long", year: "numeric" });

export const LABELS = {
  year: "Year", source: "Source", reporter: "Reporter", editor: "Editor", place: "Place",
  organisation: "Organisation", person: "Person", topic: "Topic",
};

export const shown = number;
export const found = ({ total, isNear }) => `${total === 1 ? "article" : "articles"}${isNear ? " with some of it" : ""}`;
export const busy = "Searching…";
export const more = (count) => `Show ${number(count)} more`;
export const allValues = (count) => `All ${number(count)}`;
export const fewerValues = "Fewer";
export const findValue = (facet) => `Find in ${LABELS[facet]}`;
export const chip = (facet, value) => `${LABELS[facet]}: ${value}`;
export const remove = (facet, value) => `Remove ${LABELS[facet]}: ${value}`;
export const dateChip = (dates) => `Dates: ${stretch(dates)}`;
export const removeDates = (dates) => `Remove Dates: ${stretch(dates)}`;
export const clear = "Clear all";
export const retry = "Try again";
export const filters = (count) => (count ? `Filters (${number(count)} chosen)` : "Filters");
export const missing = (parts) => `Without ${parts.map(quoted).join(", ")}`;

/** A stretch of time in words. */
export function stretch(dates) {
  const { from, to } = readRange(dates);
  const whole = writeRange({ from, to });
  if (!whole.includes("..")) return unit(whole);
  const [start, end] = whole.split("..");
  if (from === ALWAYS.from) return `until ${unit(end)}`;
  if (to === ALWAYS.to) return `from ${unit(start)}`;
  return `${unit(start)}–${unit(end)}`;
}

/** A year, a month or a day in words. */
export function unit(text) {
  if (text.length === 4) return text;
  return text.length === 7 ? dated(`${text}-01`, { month: "long", year: "numeric" }) : day(text);
}

// The chart of hits over time.
export const byYear = "By year";
export const byMonth = (year) => `${year} by month`;
export const bar = ({ unit: text, count }) => `${unit(text)}: ${count === null ? notSearched : articles(count)}`;
export const tick = (text) => (text.length === 4 ? text : dated(`${text}-01`, { month: "short" }));
export const asTable = "As a table";
export const tableHead = ["When", "Articles"];
export const undated = "Undated";
export const howToChoose = "drag to choose";
export const notSearched = "not searched";

/** Some bars together, as the pointer or the keys are on them. */
export function bars(list) {
  if (list.length === 1) return bar(list[0]);
  const dates = writeRange({ from: readDays(list[0].unit).from, to: readDays(list.at(-1).unit).to });
  return `${stretch(dates)}: ${articles(list.reduce((sum, { count }) => sum + (count ?? 0), 0))}`;
}

// Taking the list away.
export const take = (count) => `Take ${count === 1 ? "this article" : `these ${number(count)} articles`} away as`;
export const taken = (name) => `${name} was saved.`;

/** Which part of the archive was searched. */
export function reach({ searched, failed, rest, archive, checked }) {
  const parts = [];
  if (checked && checked.of > checked.count) {
    parts.push(`Exact words were looked for in the texts of the first ${number(checked.count)} of ${articles(checked.of)}`
      + " with forms of them; the others are left out. Filters or dates make it fewer.");
  }
  if (failed.length) parts.push(`Not searched, because it could not be loaded: ${spansInWords(failed)}.`);
  else if (searched.length === archive.spans.length) parts.push(`The whole archive was searched: ${articles(archive.articles)}.`);
  else {
    const count = searched.reduce((sum, span) => sum + span.articles, 0);
    parts.push(`Searched: ${spansInWords(searched)}, ${number(count)} of ${articles(archive.articles)}.`);
  }
  if (rest.length) parts.push(`Not yet: ${spansInWords(rest)}.`);
  return parts.join(" ");
}

export const searchRest = (spans) => `Search ${articles(spans.reduce((sum, span) => sum + span.articles, 0))} more`;

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

/** Why the list is not simply what was asked for, or empty; "" when it is. */
export function remark({ total, isNear, unknown, checked }, { text, chosen, dates }, isAll) {
  const missing = unknown.filter((word) => !word.isReplaced).map((word) => quoted(word.text));
  const replaced = unknown.filter((word) => word.isReplaced).map((word) => quoted(word.text));
  const where = isAll ? "" : " in the years searched";
  const filters = Object.entries(chosen).filter(([, values]) => values.length)
    .map(([facet, values]) => `${LABELS[facet]} ${values.join(" or ")}`);
  if (dates) filters.push(`a date in ${stretch(dates)}`);
  const parts = [];
  if (missing.length) parts.push(`No article${where} has ${listed(missing)}.`);
  else if (isNear) parts.push(`No article${where} has all of this together.`);
  if (replaced.length) parts.push(`No article${where} has ${listed(replaced)}; words like it are shown.`);
  if (isNear) parts.push("These have some of it, those with the most of it first.");
  if (!total && checked?.of) parts.push(`No article${where} has these very words; ${articles(checked.of)} ${checked.of === 1 ? "has" : "have"} forms of them.`);
  else if (!total && filters.length) {
    const words = text.trim() ? `has ${text.trim()} with` : "has";
    parts.push(`No article${where} ${words} ${filters.join(", ")}. Take a filter out to see more.`);
  } else if (!total && !parts.length) parts.push(`No article${where} has ${text.trim()}.`);
  return parts.join(" ");
}

export const without = "Leave one out:";
export const withoutOne = ({ text, count }) => `${quoted(text)} (${articles(count)})`;
export const meant = (text) => `Names like ${quoted(text)}:`;

const quoted = (text) => (text.includes('"') ? text : `“${text}”`);

function listed(items) {
  return items.length < 2 ? items.join("") : `${items.slice(0, -1).join(", ")} or ${items.at(-1)}`;
}

/** How a part of the query was read that does not stand as the language wants it. */
export function note({ kind, text, other }) {
  return {
    and: () => "AND is left out: all words are looked for anyway.",
    or: () => "OR is left out: it stands between two words, phrases or fields.",
    orNot: () => `OR is left out before -${text}: what is left out cannot be an alternative.`,
    not: () => "NOT is left out: it stands before a word, a phrase or a field.",
    brackets: () => `The bracket in ${quoted(text)} is left out: OR joins its two neighbours only.`,
    wildcard: () => `The * or ? in ${quoted(text)} stands for nothing: words are found in all their forms.`,
    unclosed: () => `The quotation mark before ${quoted(text)} has no partner, so these are single words.`,
    field: () => `There is no field ${quoted(text)}${other ? `; perhaps ${other}: was meant` : ""}. It was read as a word.`,
    value: () => `${text} wants a value: ${text}name, or ${text}"two words".`,
    date: () => `${quoted(text)} is no date: write 2008, 2008-03 or 2008-03-15, and 2008..2010 for a stretch.`,
    reversed: () => `${quoted(text)} runs backwards; it was read the other way round.`,
    years: () => `${quoted(text)} was looked for as words; for the dates write ${other}.`,
  }[kind]();
}

/** What a failure is called. */
export const failure = (reason) => `The search did not work: ${reason}.`;
export const failedSpans = (spans) =>
  `A part of the archive could not be loaded and is missing from this list: ${spansInWords(spans)}.`;

// In an article that was opened from a search.
export const marks = "What was searched for";
export const markAt = (at, count) => `${number(at)} of ${number(count)}`;
export const markCount = (count) => (count === 1 ? "1 place" : `${number(count)} places`);
export const noMarks = "No place in this text";
export const previousMark = "Previous";
export const nextMark = "Next";
export const hideMarks = "Hide marks";
export const showMarks = "Show marks";
