// The facets with their counts, and the chips of what is chosen.

import { make } from "./dom.js";
import { FACETS } from "./state.js";
import { plain } from "./stem.js";
import * as say from "./words.js";

const FEW = 8; // values shown before "All"
const LONG = 16; // values from which a list can be searched

export class Facets {
  #places;
  #on;
  #opened = new Set();
  #sought = new Map(); // what is typed into the box of a long list, by facet
  #last = null;

  /** places: { facets, chips, summary }, the elements to fill. on: { toggle(facet, value), dates(), clear() }. */
  constructor(places, on) {
    this.#places = places;
    this.#on = on;
  }

  /** Show the counts and what is chosen. years: all years of the archive; those not searched have no count. */
  show(counts, { chosen, dates }, years) {
    this.#last = [counts, { chosen, dates }, years];
    const focused = document.activeElement;
    const focus = this.#places.facets.contains(focused) ? focused.getAttribute("data-key") : null;
    const sets = FACETS.map((facet) => this.#fieldset(facet, this.#values(facet, counts, chosen, years), chosen[facet]));
    this.#places.facets.replaceChildren(...sets.filter(Boolean));
    if (focus) [...this.#places.facets.querySelectorAll("[data-key]")].find((e) => e.dataset.key === focus)?.focus();
    this.#showChips(chosen, dates);
  }

  #values(facet, counts, chosen, years) {
    const values = new Map(counts[facet]);
    if (facet === "year") {
      return years.filter(({ year, isSearched }) => values.has(year) || !isSearched || chosen.year.includes(year))
        .map(({ year, isSearched }) => [year, isSearched ? (values.get(year) ?? 0) : null]);
    }
    for (const value of chosen[facet]) if (!values.has(value)) values.set(value, 0);
    return [...values];
  }

  #fieldset(facet, values, chosen) {
    if (!values.length) return null;
    const isOpen = this.#opened.has(facet);
    const visible = isOpen ? values : values.filter(([value], i) => i < FEW || chosen.includes(value));
    const rows = visible.map(([value, count]) => {
      const box = make("input", { type: "checkbox", checked: chosen.includes(value), name: facet, value });
      box.dataset.key = `${facet} ${value}`;
      box.addEventListener("change", () => this.#on.toggle(facet, value));
      const figure = count === null ? "" : say.shown(count);
      const number = make("span", { className: "num", textContent: figure });
      return make("label", {}, box, make("span", { textContent: value }), " ", number);
    });
    const set = make("fieldset", {}, make("legend", { className: "label", textContent: say.LABELS[facet] }));
    if (isOpen && values.length > LONG) set.append(this.#finder(facet, rows));
    set.append(...rows);
    if (values.length > visible.length || isOpen) set.append(this.#opener(facet, isOpen, values.length));
    return set;
  }

  #finder(facet, rows) {
    const label = say.findValue(facet);
    const box = make("input", { type: "search", placeholder: label, attributes: { "aria-label": label, autocomplete: "off" } });
    box.dataset.key = `${facet} find`;
    const find = () => {
      const sought = plain(box.value);
      for (const row of rows) row.hidden = !plain(row.children[1].textContent).includes(sought);
    };
    box.value = this.#sought.get(facet) ?? "";
    box.addEventListener("input", () => {
      this.#sought.set(facet, box.value);
      find();
    });
    find();
    return box;
  }

  #opener(facet, isOpen, count) {
    const text = isOpen ? say.fewerValues : say.allValues(count);
    const attributes = { "aria-expanded": isOpen };
    const button = make("button", { type: "button", className: "quiet", textContent: text, attributes });
    button.dataset.key = `${facet} all`;
    button.addEventListener("click", () => {
      if (isOpen) this.#opened.delete(facet);
      else this.#opened.add(facet);
      this.#sought.delete(facet);
      this.show(...this.#last);
    });
    return button;
  }

  #showChips(chosen, dates) {
    const chip = (textContent, label, remove) => {
      const button = make("button", { type: "button", textContent, attributes: { "aria-label": label } });
      button.addEventListener("click", remove);
      return button;
    };
    const chips = FACETS.flatMap((facet) => chosen[facet].map((value) =>
      chip(say.chip(facet, value), say.remove(facet, value), () => this.#on.toggle(facet, value))));
    if (dates) chips.unshift(chip(say.dateChip(dates), say.removeDates(dates), () => this.#on.dates()));
    this.#places.summary.textContent = say.filters(chips.length);
    if (chips.length > 1) {
      const clear = make("button", { type: "button", className: "clear", textContent: say.clear });
      clear.addEventListener("click", () => this.#on.clear());
      chips.push(clear);
    }
    const hadFocus = this.#places.chips.contains(document.activeElement);
    this.#places.chips.replaceChildren(...chips);
    this.#places.chips.hidden = !chips.length;
    if (hadFocus) (chips[0] ?? document.querySelector("#q")).focus();
  }
}
