// What a search has found, in all its parts: the list, the facets, the chart, and what is said of them.

import { readRange, shared } from "./dates.js";
import { Facets } from "./facets.js";
import { Histogram } from "./histogram.js";
import { walkWithArrows } from "./hits.js";
import { List } from "./list.js";
import { daysOf, parse } from "./query.js";
import { Said } from "./said.js";
import { yearsOf } from "./spans.js";
import { cleared, PAGE, toggled } from "./state.js";

export class Results {
  #at;
  #client;
  #root;
  #said;
  #list;
  #facets;
  #histogram;

  /**
   * at: finds a part of the page by its name. box: where the query is typed. root: the site's address.
   * on: { change(how the state changes), again(), shown(how many hits are shown) }.
   */
  constructor(at, box, client, root, { change, again, shown }) {
    this.#at = at;
    this.#client = client;
    this.#root = root;
    this.#said = new Said(at, {
      onAll: () => change((now) => ({ ...now, all: true })),
      onQuery: (text) => change((now) => ({ ...now, text, show: PAGE })),
      onRetry: () => {
        box.focus();
        again();
      },
    });
    this.#list = new List({ hits: at("hits"), take: at("take") }, client, root, {
      onMore: shown,
      onGone: again,
      onFailure: (error) => this.#said.failure(error.message),
    });
    const places = { facets: at("facets"), chips: at("chips"), summary: at("filters").querySelector("summary") };
    this.#facets = new Facets(places, {
      toggle: (facet, value) => change((now) => toggled(now, facet, value)),
      dates: () => change((now) => ({ ...now, dates: "", show: PAGE })),
      clear: () => change(cleared),
    });
    this.#histogram = new Histogram(at("time"), (dates) => change((now) => ({ ...now, dates, show: PAGE })));
    walkWithArrows(box, at("hits"));
  }

  /** Say how a query was read where it does not stand as the language wants it. */
  explain(query) {
    this.#said.notes(query.notes);
  }

  /** Search, and show what is found as it comes. Returns whether it was shown whole and nothing came between. */
  async show(state, isCurrent) {
    this.#said.busy();
    this.#list.hold();
    try {
      const archive = await this.#client.ask("open", { root: this.#root });
      let early = null; // the first hits, shown while the rest is searched; what fails here is said at the end
      const show = (partial) => {
        if (isCurrent()) early = this.#showAnswer(partial, archive, state, isCurrent).catch(() => {});
      };
      const answer = await this.#client.ask("search", { root: this.#root, isWatched: true, ...state }, show);
      await early;
      if (!answer || !isCurrent() || !(await this.#showAnswer(answer, archive, state, isCurrent))) return false;
      this.#said.answer(answer, archive, state);
      this.#list.offer(answer, state);
    } catch (error) {
      if (!isCurrent()) return false;
      this.#said.failure(error.message);
    }
    this.#at("results").removeAttribute("aria-busy");
    return true;
  }

  async #showAnswer(answer, archive, state, isCurrent) {
    if (!(await this.#list.show(answer, state, isCurrent))) return false;
    const searched = new Set(answer.searched.map((span) => span.id));
    const isSearched = (year) => archive.spans.every((span) => !(year in span.years) || searched.has(span.id));
    const years = yearsOf(archive.spans).map(([year]) => ({ year, isSearched: isSearched(year) }));
    const asked = daysOf(parse(state.text));
    this.#facets.show(answer.counts, state, yearsIn(years, state.dates ? shared(asked, readRange(state.dates)) : asked));
    this.#histogram.show(answer.months, state, yearsIn(years, asked));
    return true;
  }

  /** Show nothing, where nothing is asked. */
  clear(state) {
    this.#at("results").removeAttribute("aria-busy");
    this.#list.clear();
    this.#said.nothing();
    this.#histogram.hide();
    this.#facets.show({}, state, []);
  }
}

function yearsIn(years, { from, to }) {
  return years.filter(({ year }) => year >= from.slice(0, 4) && year <= to.slice(0, 4));
}
