// The hits over time: bars of ink by year, and by month where one year is chosen. Dragging or keys choose a stretch;
// the same figures stand in a table.

import { readDays, readRange, writeRange } from "./dates.js";
import { make } from "./dom.js";
import * as say from "./words.js";

const TICKS = 9; // labels under the bars, at most

/** @typedef {{ unit: string, count: number | null }} Bar  unit: a year or a month; count: null where not searched */

export class Histogram {
  #place;
  #onChoose;
  #table = make("table");
  #details;

  /** place: the element to fill. onChoose: called with the stretch chosen, "" for all. */
  constructor(place, onChoose) {
    this.#place = place;
    this.#onChoose = onChoose;
    const summary = make("summary", { className: "meta", textContent: say.asTable });
    this.#details = make("details", { className: "figures" }, summary, this.#table);
  }

  /**
   * Show what was found.
   * @param {Record<string, number>} months  hits by "2012-03", "" for the undated
   * @param {import("./state.js").State} state
   * @param {{ year: string, isSearched: boolean }[]} years  of the archive, those that the query asks for
   */
  show(months, state, years) {
    const bars = yearBars(months, years);
    const chosen = state.dates ? readRange(state.dates) : null;
    const year = singleYear(bars, chosen, state.chosen.year);
    const ofYear = bars.find(({ unit, count }) => unit === year && count !== null) ? monthBars(months, year) : [];
    const key = this.#place.contains(document.activeElement) ? document.activeElement.getAttribute("data-unit") : null;
    this.#place.replaceChildren();
    const charts = [[say.byYear, bars, ""], [say.byMonth(year), ofYear, bars.length > 1 ? year : ""]]
      .filter(([, shown]) => shown.length > 1);
    for (const [i, [title, shown, whole]] of charts.entries()) {
      this.#place.append(this.#chart(title, shown, chosen, whole, i ? "" : say.howToChoose));
    }
    // A row of nothing tells nothing; what was not searched, or is chosen, may be chosen or chosen away.
    this.#place.hidden = !chosen && bars.every(({ count }) => count === 0);
    this.#fillTable(bars, ofYear, months[""] ?? 0);
    this.#place.append(this.#details);
    if (key) this.#place.querySelector(`[data-unit="${key}"]`)?.focus();
  }

  hide() {
    this.#place.hidden = true;
  }

  // whole: what is chosen when the chosen bars are chosen again. hint: stands where no bar is pointed at.
  #chart(title, bars, chosen, whole, hint) {
    const most = Math.max(1, ...bars.map(({ count }) => count ?? 0));
    const isIn = ({ unit }) => chosen && readDays(unit).from >= chosen.from && readDays(unit).to <= chosen.to;
    const first = Math.max(0, bars.findIndex(isIn));
    const buttons = bars.map((bar, i) => {
      const attributes = { "aria-label": say.bar(bar), "aria-pressed": Boolean(isIn(bar)), tabindex: i === first ? 0 : -1 };
      const ink = make("span", { className: bar.count === null ? "ink unknown" : "ink" });
      if (bar.count) ink.style.height = `max(1px, ${(100 * bar.count) / most}%)`;
      const button = make("button", { type: "button", attributes }, ink);
      button.dataset.unit = bar.unit;
      return button;
    });
    const step = Math.ceil(bars.length / TICKS);
    const ticks = bars.map(({ unit }, i) => make("span", { textContent: i % step ? "" : say.tick(unit) }));
    const row = make("div", { className: "row", attributes: { role: "group", "aria-label": title } }, ...buttons);
    const axis = make("div", { className: "axis", attributes: { "aria-hidden": true } }, ...ticks);
    for (const line of [row, axis]) line.style.gridTemplateColumns = `repeat(${bars.length}, minmax(0, 1fr))`;
    row.classList.toggle("some", buttons.some((button) => button.ariaPressed === "true"));
    const readout = make("span", { className: "num", textContent: hint, attributes: { "aria-hidden": true } });
    const head = make("p", { className: "charted" }, make("span", { className: "label", textContent: title }), readout);
    new Choosing(row, buttons, {
      show: (from, to) => (readout.textContent = to < from ? hint : say.bars(bars.slice(from, to + 1))),
      choose: (from, to) => {
        const range = writeRange({ from: readDays(bars[from].unit).from, to: readDays(bars[to].unit).to });
        this.#onChoose(chosen && writeRange(chosen) === range ? whole : range);
      },
    });
    return make("div", { className: "chart" }, head, row, axis);
  }

  #fillTable(years, months, undated) {
    const row = (label, count) => make("tr", {}, make("th", { textContent: label, scope: "row" }),
      make("td", { className: "n", textContent: count === null ? say.notSearched : say.shown(count) }));
    const rows = (months.length ? [...years, ...months] : years).map(({ unit, count }) => row(say.unit(unit), count));
    const head = make("tr", {}, ...say.tableHead.map((textContent) => make("th", { textContent, scope: "col" })));
    if (undated) rows.push(row(say.undated, undated));
    this.#table.replaceChildren(make("thead", {}, head), make("tbody", {}, ...rows));
  }
}

// Choosing a stretch of bars: by dragging, or with the arrow keys, Shift and Enter.
class Choosing {
  #row;
  #buttons;
  #on;
  #anchor = null;
  #at = null;
  #isDragging = false;

  /** on: { show(first, last), choose(first, last) }, called with the bars' numbers. */
  constructor(row, buttons, on) {
    this.#row = row;
    this.#buttons = buttons;
    this.#on = on;
    row.addEventListener("pointerdown", (event) => event.button === 0 && this.#begin(event));
    row.addEventListener("pointermove", (event) => this.#move(event));
    row.addEventListener("pointerup", () => this.#isDragging && this.#choose());
    row.addEventListener("pointercancel", () => this.#forget());
    row.addEventListener("pointerleave", () => this.#anchor === null && on.show(0, -1));
    row.addEventListener("focusin", ({ target }) => this.#draft(target));
    row.addEventListener("keydown", (event) => this.#key(event));
    // A click without a pointer: a key, or a screen reader's.
    row.addEventListener("click", (event) => event.detail === 0 && this.#choose(buttons.indexOf(event.target)));
  }

  #begin(event) {
    this.#row.setPointerCapture(event.pointerId);
    this.#isDragging = true;
    this.#anchor = this.#at = this.#under(event);
    this.#paint();
  }

  #move(event) {
    if (!this.#isDragging) this.#anchor = null;
    this.#at = this.#under(event);
    this.#paint();
  }

  #under({ clientX }) {
    const { left, width } = this.#row.getBoundingClientRect();
    const share = (clientX - left) / width;
    const at = Math.floor((getComputedStyle(this.#row).direction === "rtl" ? 1 - share : share) * this.#buttons.length);
    return Math.min(this.#buttons.length - 1, Math.max(0, at));
  }

  #key(event) {
    const step = { ArrowLeft: -1, ArrowRight: 1, Home: -Infinity, End: Infinity }[event.key];
    if (event.key === "Escape") this.#forget();
    if (step === undefined) return;
    event.preventDefault();
    const now = this.#buttons.indexOf(document.activeElement);
    const next = Math.min(this.#buttons.length - 1, Math.max(0, now + step));
    this.#anchor = event.shiftKey ? (this.#anchor ?? now) : null;
    for (const [i, button] of this.#buttons.entries()) button.tabIndex = i === next ? 0 : -1;
    this.#buttons[next].focus();
  }

  #draft(button) {
    this.#at = this.#buttons.indexOf(button);
    this.#paint();
  }

  #ends() {
    return [this.#anchor ?? this.#at, this.#at].sort((a, b) => a - b);
  }

  #paint() {
    const [from, to] = this.#ends();
    const isDrafting = this.#anchor !== null;
    for (const [i, button] of this.#buttons.entries()) button.classList.toggle("draft", isDrafting && i >= from && i <= to);
    this.#on.show(from, to);
  }

  #choose(at = this.#at) {
    if (at === null || at < 0) return;
    this.#at = at;
    this.#isDragging = false;
    this.#on.choose(...this.#ends());
  }

  #forget() {
    this.#anchor = null;
    this.#isDragging = false;
    this.#paint();
  }
}

// The year that is shown by months: the only one there is, or the only one chosen.
function singleYear(bars, chosen, years) {
  if (bars.length === 1) return bars[0].unit;
  if (chosen) return chosen.from.slice(0, 4) === chosen.to.slice(0, 4) ? chosen.from.slice(0, 4) : null;
  return years.length === 1 ? years[0] : null;
}

/** @returns {Bar[]} from the first year to the last without a gap */
function yearBars(months, years) {
  const counts = {};
  for (const [month, count] of Object.entries(months)) counts[month.slice(0, 4)] = (counts[month.slice(0, 4)] ?? 0) + count;
  const known = new Map(years.map(({ year, isSearched }) => [year, isSearched]));
  const all = [...known.keys()].map(Number);
  if (!all.length) return [];
  const first = Math.min(...all);
  return Array.from({ length: Math.max(...all) - first + 1 }, (_, i) => {
    const unit = String(first + i).padStart(4, "0");
    return { unit, count: (known.get(unit) ?? true) ? (counts[unit] ?? 0) : null };
  });
}

/** @returns {Bar[]} */
function monthBars(months, year) {
  return Array.from({ length: 12 }, (_, i) => {
    const unit = `${year}-${String(i + 1).padStart(2, "0")}`;
    return { unit, count: months[unit] ?? 0 };
  });
}
