// The facets with their counts, and the chips of what is chosen.

import { make } from "./dom.js";
import { FACETS } from "./state.js";
import * as say from "./words.js";

const FEW = 8; // values shown before "All"

export class Facets {
  #places;
  #opened = new Set();
  #last = null;

  /** places: { facets, chips }, the elements to fill. onToggle: called with facet and value. onClear: with nothing. */
  constructor(places, { onToggle, onClear }) {
    this.#places = places;
    this.onToggle = onToggle;
    this.onClear = onClear;
  }

  /** Show the counts and what is chosen. years: all years of the archive; those not searched have no count. */
  show(counts, chosen, years) {
    this.#last = [counts, chosen, years];
    const focused = document.activeElement;
    const focus = this.#places.facets.contains(focused) ? focused.dataset.key : null;
    const sets = FACETS.map((facet) => this.#fieldset(facet, this.#values(facet, counts, chosen, years), chosen[facet]));
    this.#places.facets.replaceChildren(...sets.filter(Boolean));
    if (focus) [...this.#places.facets.querySelectorAll("[data-key]")].find((e) => e.dataset.key === focus)?.focus();
    this.#showChips(chosen);
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
      box.addEventListener("change", () => this.onToggle(facet, value));
      const figure = count === null ? "" : say.shown(count);
      const number = make("span", { className: "num", textContent: figure });
      return make("label", {}, box, make("span", { textContent: value }), " ", number);
    });
    const set = make("fieldset", {}, make("legend", { className: "label", textContent: say.LABELS[facet] }), ...rows);
    if (values.length > visible.length || isOpen) set.append(this.#opener(facet, isOpen, values.length));
    return set;
  }

  #opener(facet, isOpen, count) {
    const text = isOpen ? say.fewerValues : say.allValues(count);
    const attributes = { "aria-expanded": isOpen };
    const button = make("button", { type: "button", className: "quiet", textContent: text, attributes });
    button.dataset.key = `${facet} all`;
    button.addEventListener("click", () => {
      if (isOpen) this.#opened.delete(facet);
      else this.#opened.add(facet);
      this.show(...this.#last);
    });
    return button;
  }

  #showChips(chosen) {
    const chips = FACETS.flatMap((facet) => chosen[facet].map((value) => {
      const label = { "aria-label": say.remove(facet, value) };
      const chip = make("button", { type: "button", textContent: `${say.LABELS[facet]}: ${value}`, attributes: label });
      chip.addEventListener("click", () => this.onToggle(facet, value));
      return chip;
    }));
    if (chips.length > 1) {
      const clear = make("button", { type: "button", className: "clear", textContent: say.clear });
      clear.addEventListener("click", () => this.onClear());
      chips.push(clear);
    }
    const hadFocus = this.#places.chips.contains(document.activeElement);
    this.#places.chips.replaceChildren(...chips);
    this.#places.chips.hidden = !chips.length;
    if (hadFocus) (chips[0] ?? document.querySelector("#q")).focus();
  }
}
