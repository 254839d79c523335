// Days, months, years and stretches of them, as a reader writes them and as the address holds them.

/** @typedef {{ from: string, to: string }} Days  ISO days, both inclusive. */

const FIRST = "0000-01-01";
const LAST = "9999-12-31";

/** Every day there is. */
export const ALWAYS = Object.freeze({ from: FIRST, to: LAST });

/** Whether a stretch leaves no day out. */
export function isAlways({ from, to }) {
  return from === FIRST && to === LAST;
}

/**
 * Read a year, a month or a day: 2008, 2008-03, 2008-03-02.
 * @param {string} text
 * @returns {Days | null} null when it is none, or no such day exists
 */
export function readDays(text) {
  const [, year, month, day] = /^(\d{4})(?:[-/](\d{1,2}))?(?:[-/](\d{1,2}))?$/.exec(text) ?? [];
  if (!year || year === "0000") return null;
  if (!month) return { from: `${year}-01-01`, to: `${year}-12-31` };
  const start = `${year}-${month.padStart(2, "0")}`;
  const last = lastDay(Number(year), Number(month));
  if (!last || (day && (Number(day) < 1 || Number(day) > last))) return null;
  if (day) return { from: `${start}-${day.padStart(2, "0")}`, to: `${start}-${day.padStart(2, "0")}` };
  return { from: `${start}-01`, to: `${start}-${last}` };
}

function lastDay(year, month) {
  return month < 1 || month > 12 ? 0 : new Date(Date.UTC(2000 + (year % 400), month, 0)).getUTCDate();
}

/**
 * Read a stretch of time: 2008..2010, 2008-03..2010-02-14, ..2010, 2008.., or what `readDays` reads.
 * @param {string} text
 * @returns {Days & { isReversed?: boolean } | null} isReversed: the later end stood first, and they were exchanged
 */
export function readRange(text) {
  const parts = text.split("..");
  if (parts.length === 1) return readDays(text);
  if (parts.length > 2 || (!parts[0] && !parts[1])) return null;
  const [start, end] = parts.map((part) => (part ? readDays(part) : ALWAYS));
  if (!start || !end) return null;
  if (start.from <= end.to) return { from: start.from, to: end.to };
  return { from: end.from, to: start.to, isReversed: true };
}

/**
 * Write a stretch as briefly as it can be read again: 2008..2010, 2008-03.
 * @param {Days} days
 */
export function writeRange({ from, to }) {
  const units = (day) => [day.slice(0, 4), day.slice(0, 7), day];
  const whole = units(from).find((unit) => readDays(unit)?.from === from && readDays(unit).to === to);
  if (whole) return whole;
  const start = from === FIRST ? "" : units(from).find((unit) => readDays(unit)?.from === from);
  const end = to === LAST ? "" : units(to).find((unit) => readDays(unit)?.to === to);
  return start || end ? `${start}..${end}` : "";
}

/** The day before an ISO day. */
export function dayBefore(day) {
  return shifted(day, -1);
}

/** The day after an ISO day. */
export function dayAfter(day) {
  return shifted(day, 1);
}

function shifted(day, by) {
  const moment = new Date(`${day}T12:00:00Z`);
  moment.setUTCDate(moment.getUTCDate() + by);
  const year = moment.getUTCFullYear();
  if (year < 0) return FIRST;
  return year > 9999 ? LAST : moment.toISOString().slice(0, 10);
}

/**
 * The days that two stretches share; from > to when there are none.
 * @param {Days} one
 * @param {Days} other
 * @returns {Days}
 */
export function shared(one, other) {
  return { from: one.from > other.from ? one.from : other.from, to: one.to < other.to ? one.to : other.to };
}
