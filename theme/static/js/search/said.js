// What the page says about a search: how the query was read, how much was found, where it looked, and what failed.

import { make } from "./dom.js";
import * as say from "./words.js";

export class Said {
  #at;
  #on;

  /** at: finds a part of the page by its name. on: { onAll(), onQuery(text), onRetry() }. */
  constructor(at, on) {
    this.#at = at;
    this.#on = on;
  }

  /** How the query was read where it does not stand as the language wants it. */
  notes(notes) {
    this.#at("notes").replaceChildren(...notes.map((note) => make("li", { className: "meta", textContent: say.note(note) })));
  }

  busy() {
    this.#at("problem").replaceChildren();
    this.#at("status").textContent = say.busy;
  }

  nothing() {
    for (const name of ["problem", "status", "reach", "remark"]) this.#at(name).replaceChildren();
  }

  answer(answer, archive, state) {
    const figure = make("b", { className: "num", textContent: say.shown(answer.total) });
    this.#at("status").replaceChildren(figure, " ", say.found(answer));
    const isAll = answer.searched.length === archive.spans.length;
    const reach = this.#at("reach");
    reach.replaceChildren(say.reach({ ...answer, archive }));
    if (answer.rest.length) reach.append(" ", button(say.searchRest(answer.rest), this.#on.onAll));
    this.#remark(answer, state, isAll);
    if (answer.failed.length) this.#problem(say.failedSpans(answer.failed));
  }

  #remark(answer, state, isAll) {
    const text = say.remark(answer, state, isAll);
    const remark = this.#at("remark");
    remark.replaceChildren(...(text ? [make("p", { textContent: text })] : []));
    for (const { text: sought, like } of answer.unknown) {
      if (like.length) remark.append(offers(say.meant(sought), like.map((one) => [one.text, one.query]), this.#on.onQuery));
    }
    const without = answer.without.map((one) => [say.withoutOne(one), one.query]);
    if (without.length) remark.append(offers(say.without, without, this.#on.onQuery));
  }

  /** Said once; the retry runs the same search, and only what failed is fetched again. */
  failure(reason) {
    this.#at("status").replaceChildren();
    this.#problem(say.failure(reason));
  }

  #problem(text) {
    const retry = make("button", { type: "button", textContent: say.retry });
    retry.addEventListener("click", () => this.#on.onRetry());
    this.#at("problem").replaceChildren(make("p", { textContent: text }), retry);
  }
}

function button(textContent, onClick) {
  const element = make("button", { type: "button", className: "quiet", textContent });
  element.addEventListener("click", () => onClick());
  return element;
}

function offers(title, choices, onQuery) {
  const items = choices.map(([text, query]) => make("li", {}, button(text, () => onQuery(query))));
  return make("div", { className: "offers meta" }, make("span", { textContent: title }), make("ul", { className: "plain" }, ...items));
}
