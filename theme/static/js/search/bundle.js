// One bundle: the articles of a span of time. Pagefind says which of them hold a word and where; our table says when
// they were published and what they are filed under.

import { fetchFragment, fetchJson, prepare, takeFailures } from "./net.js";
import { rowsWith } from "./filed.js";
import { keyOf } from "./query.js";
import { agreement, plain, words } from "./stem.js";

const LIKE = 0.6; // the share of an unknown word with which a word like it must begin

// All instances share one WebAssembly; two that start it at the same time would each take the other's memory for theirs.
let first = null;

export class Bundle {
  /** span: as in spans.json. root: the site's address. */
  constructor(span, root, { engine, language }) {
    this.span = span;
    this.stories = span.stories ? new URL(`search/${span.stories}`, root).href : null;
    this.language = language;
    this.url = new URL(`search/${span.bundle}/`, root).href;
    this.engine = new URL(`search/${engine}/`, root).href;
    this.answers = new Map();
  }

  /**
   * Find the articles with a word (in any form that has its stem) or a phrase, or those that are filed under a name
   * or a day. Returns a map from Pagefind's identifier to { score, places }. Rejects when a file of the bundle cannot
   * be loaded.
   */
  find(leaf) {
    return this.#once(`has ${keyOf(leaf)}`, () =>
      leaf.kind === "word" || leaf.kind === "phrase" ? this.#findText(leaf) : this.findFiled(leaf));
  }

  /** Find by the tables. isExact: whether a headline must have the very words. */
  async findFiled(leaf, isExact = false) {
    const table = await this.table();
    const titles = leaf.kind === "title" ? (await this.headlines()).titles : null;
    const rows = rowsWith(leaf, table, titles, this.language, isExact);
    return new Map(rows.map((row) => [table.ids[row], { score: 0, places: [] }]));
  }

  async #findText(leaf) {
    const exact = await this.#ask(`"${leaf.text}"`);
    if (!exact.length) return new Map();
    // In quotation marks Pagefind wants the very stem and gives no scores; without, longer words count too.
    const loose = new Map((await this.#ask(leaf.text)).map((result) => [result.id, result]));
    return new Map(exact.map((result) => {
      const scored = loose.get(result.id) ?? result;
      return [result.id, { score: scored.score, places: leaf.kind === "phrase" ? result.words : scored.words }];
    }));
  }

  /** Find the articles with words like one that no article has: longer ones, or ones that begin as it does. */
  findLike(leaf) {
    return this.#once(`like ${keyOf(leaf)}`, async () => {
      const results = leaf.kind === "word" ? await this.#ask(leaf.text) : [];
      if (!results.length) return new Map();
      const { content, meta } = await this.fragment(results[0].id);
      const tokens = content.trim().split(/\s+/);
      const found = results[0].words.length
        ? results[0].words.map((place) => tokens[place] ?? "")
        : words(meta.title ?? "").map((word) => word.text);
      const asked = plain(leaf.text);
      const enough = Math.min(asked.length, Math.max(3, Math.ceil(asked.length * LIKE)));
      const isLike = found.some((word) => agreement(asked, plain(word).replace(/^[^\p{L}\p{N}]+/u, "")) >= enough);
      return isLike ? new Map(results.map((r) => [r.id, { score: r.score, places: r.words, isLike: true }])) : new Map();
    });
  }

  /** Whether it has begun to get ready. */
  get isOpen() {
    return this.answers.has("open");
  }

  /** Get ready to answer. */
  async warm() {
    await this.#once("open", () => this.#open());
  }

  /**
   * The table of the bundle's articles, oldest first: { ids, rowOf, days, dayOf, facets, storyOf }. storyOf: the name
   * of the story of a row that shares it with others, here or in another bundle.
   */
  table() {
    return this.#once("table", async () => {
      const [{ ids, days, facets }, stories] = await Promise.all([
        fetchJson(new URL("articles.json", this.url).href), this.stories ? fetchJson(this.stories) : {},
      ]);
      const list = ids.split(" ");
      return {
        ids: list,
        rowOf: new Map(list.map((id, row) => [id, row])),
        days,
        dayOf: days.flatMap(([, , count], day) => Array(count).fill(day)),
        facets,
        storyOf: new Map(Object.entries(stories).flatMap(([story, rows]) => rows.map((row) => [row, story]))),
      };
    });
  }

  /** The headlines and addresses of the table's rows: { titles, urls }. */
  headlines() {
    return this.#once("headlines", () => fetchJson(new URL("headlines.json", this.url).href));
  }

  /** An article's text and headline: { url, content, meta }. */
  fragment(id) {
    return this.#once(`fragment ${id}`, () => fetchFragment(new URL(`fragment/${id}.pf_fragment`, this.url).href));
  }

  async #ask(term) {
    const pagefind = await this.#once("open", () => this.#open());
    const { results } = await pagefind.search(term);
    const [failure] = takeFailures(this.url);
    if (failure) {
      this.answers.delete("open"); // Pagefind does not ask again for what it could not load
      throw failure;
    }
    return results;
  }

  async #open() {
    await prepare(this.url, this.engine);
    const { createInstance } = await import(new URL("pagefind.js", this.engine).href);
    const create = () => createInstance({ basePath: this.url, metaCacheTag: this.span.bundle });
    if (first) {
      await first;
      return create();
    }
    const pagefind = create();
    first = pagefind.search(""); // answered once the WebAssembly runs
    first.catch(() => (first = null));
    await first;
    return pagefind;
  }

  // Answer a question once; a failure is forgotten, so that it can be asked again.
  #once(question, answer) {
    if (!this.answers.has(question)) {
      const promise = answer();
      this.answers.set(question, promise);
      promise.catch(() => this.answers.delete(question));
    }
    return this.answers.get(question);
  }
}
