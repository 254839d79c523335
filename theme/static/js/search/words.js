// Every sentence that search says, in the archive's language.

import { words } from "../text.js";
import { ALWAYS, readDays, readRange, writeRange } from "./dates.js";
import { yearsInWords } from "./spans.js";

const _ = await words();
const lang = document.documentElement.lang || "en";
const number = (count) => count.toLocaleString(lang);
const articles = (count) => _(count === 1 ? "1 article" : "{count} articles", { count: number(count) });
const dated = (iso, form) =>
  new Date(`${iso}T12:00:00Z`).toLocaleDateString(lang === "en" ? "en-GB" : lang, { ...form, timeZone: "UTC" });
const day = (iso) => dated(iso, { day: "numeric", month: "long", year: "numeric" });
const quoted = (text) => (text.includes('"') ? text : _("“{text}”", { text }));

export const LABELS = {
  year: _("Year"), source: _("Source"), reporter: _("Reporter"), editor: _("Editor"), place: _("Place"),
  organisation: _("Organisation"), person: _("Person"), topic: _("Topic"),
};

export const shown = number;
export const busy = _("Searching…");
export const more = (count) => _("Show {count} more", { count: number(count) });
export const allValues = (count) => _("All {count}", { count: number(count) });
export const fewerValues = _("Fewer");
export const findValue = (facet) => _("Find in {facet}", { facet: LABELS[facet] });
export const chip = (facet, value) => _("{facet}: {value}", { facet: LABELS[facet], value });
export const remove = (facet, value) => _("Remove {facet}: {value}", { facet: LABELS[facet], value });
export const dateChip = (dates) => _("{facet}: {value}", { facet: _("Date"), value: stretch(dates) });
export const removeDates = (dates) => _("Remove {facet}: {value}", { facet: _("Date"), value: stretch(dates) });
export const clear = _("Clear all");
export const retry = _("Try again");
export const filters = (count) => (count ? _("Filters ({count} chosen)", { count: number(count) }) : _("Filters"));
export const missing = (parts) => _("Without {parts}", { parts: parts.map(quoted).join(", ") });

/** What stands behind the number of hits; how many stories they tell, where it is fewer. */
export function found({ total, entries, isNear }) {
  const what = isNear ? _(total === 1 ? "article with some of it" : "articles with some of it")
    : _(total === 1 ? "article" : "articles");
  if (entries === total) return what;
  return `${what} ${_(entries === 1 ? "in 1 story" : "in {count} stories", { count: number(entries) })}`;
}

// The other versions of a hit's story.
export const others = (count) => _(count === 1 ? "1 other version" : "{count} other versions", { count: number(count) });
export const othersFailed = _("The other versions could not be loaded. Close and open to try again.");

/** A stretch of time in words. */
export function stretch(dates) {
  const { from, to } = readRange(dates);
  const whole = writeRange({ from, to });
  if (!whole.includes("..")) return unit(whole);
  const [start, end] = whole.split("..");
  if (from === ALWAYS.from) return _("until {end}", { end: unit(end) });
  if (to === ALWAYS.to) return _("from {start}", { start: unit(start) });
  return `${unit(start)}–${unit(end)}`;
}

/** A year, a month or a day in words. */
export function unit(text) {
  if (text.length === 4) return text;
  return text.length === 7 ? dated(`${text}-01`, { month: "long", year: "numeric" }) : day(text);
}

// The chart of hits over time.
export const byYear = _("By year");
export const byMonth = (year) => _("{year} by month", { year });
export const bar = ({ unit: text, count }) => `${unit(text)}: ${count === null ? notSearched : articles(count)}`;
export const tick = (text) => (text.length === 4 ? text : dated(`${text}-01`, { month: "short" }));
export const asTable = _("As a table");
export const tableHead = [_("When"), _("Articles")];
export const undated = _("Undated");
export const howToChoose = _("drag to choose");
export const notSearched = _("not searched");

/** Some bars together, as the pointer or the keys are on them. */
export function bars(list) {
  if (list.length === 1) return bar(list[0]);
  const dates = writeRange({ from: readDays(list[0].unit).from, to: readDays(list.at(-1).unit).to });
  return `${stretch(dates)}: ${articles(list.reduce((sum, { count }) => sum + (count ?? 0), 0))}`;
}

// Taking the list away.
export const take = (count) => _(count === 1 ? "Take this article away as" : "Take these {count} articles away as", {
  count: number(count),
});
export const taken = (name) => _("{name} was saved.", { name });

/** Which part of the archive was searched. */
export function reach({ searched, failed, rest, archive, checked }) {
  const parts = [];
  const all = articles(archive.articles);
  if (checked && checked.of > checked.count) {
    parts.push(_(
      "Exact words were looked for in the texts of the first {count} of {articles} with forms of them; the others are left out. Filters or dates make it fewer.",
      { count: number(checked.count), articles: articles(checked.of) },
    ));
  }
  if (failed.length) {
    parts.push(_("Not searched, because it could not be loaded: {spans}.", { spans: spansInWords(failed) }));
  } else if (searched.length === archive.spans.length) {
    parts.push(_("The whole archive was searched: {articles}.", { articles: all }));
  } else {
    const count = number(searched.reduce((sum, span) => sum + span.articles, 0));
    parts.push(_("Searched: {spans}, {count} of {articles}.", { spans: spansInWords(searched), count, articles: all }));
  }
  if (rest.length) parts.push(_("Not yet: {spans}.", { spans: spansInWords(rest) }));
  return parts.join(" ");
}

export const searchRest = (spans) =>
  _("Search {articles} more", { articles: articles(spans.reduce((sum, span) => sum + span.articles, 0)) });

// Spans of whole years as years; of parts of a year as days.
function spansInWords(spans) {
  const isYears = (span) => /^\d{4}(s|-\d{4})?$/.test(span.id);
  const parts = spans.filter((span) => span.first && !isYears(span)).map(({ first, last }) =>
    first === last ? day(first) : _("{first} to {last}", { first: day(first), last: day(last) }));
  const years = spans.filter(isYears).flatMap((span) => Object.keys(span.years));
  if (years.length) parts.push(yearsInWords(years));
  if (spans.some((span) => !span.first)) parts.push(_("undated articles"));
  return parts.join(", ");
}

/** Why the list is not simply what was asked for, or empty; "" when it is. */
export function remark({ total, isNear, unknown, checked }, { text, chosen, dates }, isAll) {
  const missing = unknown.filter((word) => !word.isReplaced).map((word) => quoted(word.text));
  const replaced = unknown.filter((word) => word.isReplaced).map((word) => quoted(word.text));
  const filters = Object.entries(chosen).filter(([, values]) => values.length)
    .map(([facet, values]) => `${LABELS[facet]} ${listed(values)}`);
  if (dates) filters.push(_("a date in {stretch}", { stretch: stretch(dates) }));
  const none = (rest) => _(isAll ? "No article {rest}" : "No article in the years searched {rest}", { rest });
  const parts = [];
  if (missing.length) parts.push(none(_("has {what}.", { what: listed(missing) })));
  else if (isNear) parts.push(none(_("has all of this together.")));
  if (replaced.length) parts.push(none(_("has {what}; words like it are shown.", { what: listed(replaced) })));
  if (isNear) parts.push(_("These have some of it, those with the most of it first."));
  const forms = articles(checked?.of ?? 0);
  if (!total && checked?.of) {
    parts.push(none(_(checked.of === 1 ? "has these very words; {articles} has forms of them." : "has these very words; {articles} have forms of them.", { articles: forms })));
  } else if (!total && filters.length) {
    const all = filters.join(", ");
    const what = text.trim();
    parts.push(none(what ? _("has {what} with {filters}.", { what, filters: all }) : _("has {what}.", { what: all })));
    parts.push(_("Take a filter out to see more."));
  } else if (!total && !parts.length) parts.push(none(_("has {what}.", { what: text.trim() })));
  return parts.join(" ");
}

export const without = _("Leave one out:");
export const withoutOne = ({ text, count }) => `${quoted(text)} (${articles(count)})`;
export const meant = (text) => _("Names like {text}:", { text: quoted(text) });

function listed(items) {
  if (items.length < 2) return items.join("");
  return _("{list} or {last}", { list: items.slice(0, -1).join(", "), last: items.at(-1) });
}

/** How a part of the query was read that does not stand as the language wants it. */
export function note({ kind, text, other }) {
  const values = { text, other, quoted: quoted(text) };
  return {
    long: () => _("Only the first {text} characters are read.", values),
    and: () => _("AND is left out: all words are looked for anyway."),
    or: () => _("OR is left out: it stands between two words, phrases or fields."),
    orNot: () => _("OR is left out before -{text}: what is left out cannot be an alternative.", values),
    not: () => _("NOT is left out: it stands before a word, a phrase or a field."),
    brackets: () => _("The bracket in {quoted} is left out: OR joins its two neighbours only.", values),
    wildcard: () => _("The * or ? in {quoted} stands for nothing: words are found in all their forms.", values),
    unclosed: () => _("The quotation mark before {quoted} has no partner, so these are single words.", values),
    field: () => _(other ? "There is no field {quoted}; perhaps {other}: was meant. It was read as a word."
      : "There is no field {quoted}. It was read as a word.", values),
    value: () => _("{text} wants a value: {text}name, or {text}\"two words\".", values),
    date: () => _("{quoted} is no date: write 2008, 2008-03 or 2008-03-15, and 2008..2010 for a stretch.", values),
    reversed: () => _("{quoted} runs backwards; it was read the other way round.", values),
    years: () => _("{quoted} was looked for as words; for the dates write {other}.", values),
  }[kind]();
}

/** What a failure is called. */
export const failure = (reason) => _("The search did not work: {reason}.", { reason });
export const failedSpans = (spans) =>
  _("A part of the archive could not be loaded and is missing from this list: {spans}.", { spans: spansInWords(spans) });

// In an article that was opened from a search.
export const marks = _("What was searched for");
export const markAt = (at, count) => _("{at} of {count}", { at: number(at), count: number(count) });
export const markCount = (count) => _(count === 1 ? "1 place" : "{count} places", { count: number(count) });
export const noMarks = _("No place in this text");
export const previousMark = _("Previous");
export const nextMark = _("Next");
export const hideMarks = _("Hide marks");
export const showMarks = _("Show marks");
