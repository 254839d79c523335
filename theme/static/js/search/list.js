// The list of hits: shown in pages, and taken away whole.

import { make } from "./dom.js";
import { hitItem, pageAddress } from "./hits.js";
import { PAGE } from "./state.js";
import * as say from "./words.js";

const FORMS = ["CSV", "JSON", "BibTeX", "RIS"];

export class List {
  #places;
  #client;
  #root;
  #on;
  #answer = null;
  #isExact = false;
  #shown = 0;
  #more = make("button", { type: "button", className: "more" });

  /** places: { hits, take }. on: { onMore(how many are shown), onGone(), onFailure(error) }. */
  constructor(places, client, root, on) {
    this.#on = on;
    this.#places = places;
    this.#client = client;
    this.#root = root;
    this.#more.addEventListener("click", () => this.#showMore());
    places.hits.after(this.#more);
    this.hold();
  }

  /** A search has begun: more of the list, and the list to take away, are offered again when it is complete. */
  hold() {
    this.#more.hidden = this.#places.take.hidden = true;
  }

  /** Show an answer's first entries; where the focus was on one, it stays on that place. Returns whether it was shown. */
  async show(answer, state, isCurrent) {
    const count = Math.min(state.show, answer.entries);
    const list = await this.#client.ask("details", { number: answer.number, from: 0, count });
    if (!isCurrent() || list.length < count) return false;
    this.#answer = answer;
    this.#isExact = state.exact;
    this.#shown = count;
    const { hits } = this.#places;
    const focus = [...hits.querySelectorAll("a")].indexOf(document.activeElement);
    hits.replaceChildren(...list.map((hit) => this.#item(hit)));
    if (focus >= 0) (hits.querySelectorAll("a")[focus] ?? document.querySelector("#q")).focus();
    return true;
  }

  /** Offer more of a complete answer's list, and all its hits to be taken away. */
  offer({ total }, state) {
    this.#offerMore();
    this.#places.take.hidden = !total;
    const buttons = FORMS.map((form) => {
      const button = make("button", { type: "button", className: "quiet", textContent: form });
      button.addEventListener("click", () => this.#take(form, state));
      return button;
    });
    const done = make("span", { attributes: { role: "status" } });
    this.#places.take.replaceChildren(make("span", { textContent: say.take(total) }), ...buttons, done);
  }

  clear() {
    this.#answer = null;
    this.#places.hits.replaceChildren();
    this.hold();
  }

  #item(hit) {
    const { number } = this.#answer;
    const others = () => this.#client.ask("others", { number, entry: hit.entry });
    return hitItem(hit, this.#root, this.#isExact, hit.others ? others : null);
  }

  // The button stands at its place all the time: one that is put there anew takes no press that has begun.
  #offerMore() {
    const rest = this.#answer.entries - this.#shown;
    this.#more.textContent = say.more(Math.min(PAGE, rest));
    this.#more.hidden = rest <= 0;
  }

  async #showMore() {
    const answer = this.#answer;
    try {
      const list = await this.#client.ask("details", { number: answer.number, from: this.#shown, count: PAGE });
      if (answer !== this.#answer) return;
      if (!list.length) return this.#on.onGone(); // another search has taken this answer's place
      const items = list.map((hit) => this.#item(hit));
      this.#places.hits.append(...items);
      items[0]?.querySelector("a").focus();
      this.#shown += items.length;
      this.#on.onMore(this.#shown);
      this.#offerMore();
    } catch (error) {
      this.#on.onFailure(error);
    }
  }

  async #take(form, { text }) {
    const answer = this.#answer;
    try {
      const [{ save }, list] = await Promise.all([
        import("./takeaway.js"), this.#client.ask("list", { number: answer.number }),
      ]);
      if (answer !== this.#answer) return;
      const rows = list.map((row) => ({ ...row, url: pageAddress(row.url, this.#root).href }));
      const words = text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
      const name = save(rows, form, ["search", ...words].join("-").slice(0, 60));
      this.#places.take.querySelector("[role=status]").textContent = say.taken(name);
    } catch (error) {
      this.#on.onFailure(error);
    }
  }
}
