// The search page: from the address to a state, from a state to a list, and every change back to the address.

import { Client } from "./client.js";
import { make } from "./dom.js";
import { Facets } from "./facets.js";
import { hitItem, walkWithArrows } from "./hits.js";
import { yearsOf } from "./spans.js";
import { isAsking, PAGE, readState, toggled, writeState } from "./state.js";
import * as say from "./words.js";

const PAUSE = 150; // milliseconds of rest in typing before a search
const root = new URL("../", location.href.replace(/[?#].*$/, "")).href; // this page lies at search/index.html
const client = new Client();
const at = (name) => document.querySelector(`#search [data-part="${name}"]`);
const box = document.querySelector("#q");
const [status, hits, reach, problem, results] = ["status", "hits", "reach", "problem", "results"].map(at);
const more = make("button", { type: "button", className: "more" });
const facets = new Facets({ facets: at("facets"), chips: at("chips") }, {
  onToggle: (facet, value) => change(toggled(state, facet, value)),
  onClear: () => change({ ...readState(""), text: state.text, sort: state.sort, all: state.all }),
});

let state = readState(location.search);
let answer = null; // of the last search
let shown = 0; // hits in the list
let turn = 0;
let typing;

// A change of the state by the reader: a new entry of the history, or the same one while words are typed.
function change(next, { isTyping = false } = {}) {
  clearTimeout(typing);
  const before = writeState(state);
  state = next;
  const after = writeState(state);
  if (after !== before) {
    const replaces = isTyping && history.state?.isTyping;
    history[replaces ? "replaceState" : "pushState"]({ isTyping }, "", after || location.pathname);
  } else if (!isTyping && history.state?.isTyping) history.replaceState({}, "");
  run();
}

async function run() {
  const mine = ++turn;
  if (document.activeElement !== box || box.value.trim() !== state.text.trim()) box.value = state.text;
  showSort();
  problem.replaceChildren();
  if (!isAsking(state)) return showNothing();
  results.setAttribute("aria-busy", "true");
  status.textContent = say.busy;
  try {
    const archive = await client.ask("open", { root });
    let early = null; // the first hits, shown while the rest is searched; what fails here is said at the end
    const show = (partial) => {
      if (mine === turn && partial.total) early ??= showAnswer(partial, archive, mine, true).catch(() => {});
    };
    const last = await client.ask("search", { root, ...state }, show);
    await early;
    if (last && mine === turn) await showAnswer(last, archive, mine, false);
  } catch (error) {
    if (mine === turn) showFailure(error);
  }
}

async function showAnswer(next, archive, mine, isEarly) {
  const count = Math.min(state.show, next.total);
  const list = await client.ask("details", { number: next.number, from: 0, count });
  if (mine !== turn || list.length < count) return;
  answer = next;
  shown = count;
  const focus = [...hits.querySelectorAll("a")].indexOf(document.activeElement);
  hits.replaceChildren(...list.map((hit) => hitItem(hit, root)));
  if (focus >= 0) (hits.querySelectorAll("a")[focus] ?? box).focus();
  const searched = new Set(next.searched.map((span) => span.id));
  const isSearched = (year) => archive.spans.every((span) => !(year in span.years) || searched.has(span.id));
  facets.show(next.counts, state.chosen, yearsOf(archive.spans).map(([year]) => ({ year, isSearched: isSearched(year) })));
  showMore();
  if (isEarly) return;
  results.removeAttribute("aria-busy");
  const isAll = searched.size === archive.spans.length;
  at("remark").textContent = say.remark(next, state, isAll) ?? "";
  const figure = make("b", { className: "num", textContent: say.shown(next.total) });
  status.replaceChildren(figure, say.counted(next.total).replace(/^[\d,]+/, ""));
  showReach(next, archive, isAll);
  restoreScroll();
}

function showReach(next, archive, isAll) {
  reach.replaceChildren(say.reach({ ...next, archive }));
  if (next.failed.length) return showFailure(null, next.failed);
  if (isAll || state.chosen.year.length) return;
  const button = make("button", { type: "button", className: "quiet", textContent: say.searchAll(archive.articles) });
  button.addEventListener("click", () => change({ ...state, all: true }));
  reach.append(" ", button);
}

function showMore() {
  const rest = answer.total - shown;
  more.textContent = say.more(Math.min(PAGE, rest));
  if (rest > 0) hits.after(more);
  else more.remove();
}

more.addEventListener("click", async () => {
  const mine = turn;
  try {
    const list = await client.ask("details", { number: answer.number, from: shown, count: PAGE });
    if (mine !== turn) return;
    const items = list.map((hit) => hitItem(hit, root));
    hits.append(...items);
    items[0]?.querySelector("a").focus();
    shown += items.length;
    state = { ...state, show: shown };
    history.replaceState(history.state, "", writeState(state));
    showMore();
  } catch (error) {
    showFailure(error);
  }
});

function showNothing() {
  results.removeAttribute("aria-busy");
  answer = null;
  shown = 0;
  for (const place of [hits, status, reach, at("remark"), at("facets")]) place.replaceChildren();
  more.remove();
  facets.show({}, state.chosen, []);
}

// Said once; the retry runs the same search, and only what failed is fetched again.
function showFailure(error, spans) {
  results.removeAttribute("aria-busy");
  if (error) status.replaceChildren();
  const again = make("button", { type: "button", textContent: say.retry });
  again.addEventListener("click", () => {
    box.focus();
    run();
  });
  const text = error ? say.failure(error.message) : say.failedSpans(spans);
  problem.replaceChildren(make("p", { textContent: text }), again);
}

function showSort() {
  for (const button of at("sort").querySelectorAll("button")) {
    button.setAttribute("aria-pressed", String(button.value === state.sort));
  }
}

// The browser restores the scroll position before the list is there again.
function restoreScroll() {
  const y = history.state?.y;
  if (!y) return;
  history.replaceState({ ...history.state, y: 0 }, "");
  scrollTo(0, y);
}

box.addEventListener("input", () => {
  clearTimeout(typing);
  const length = box.value.trim().length;
  if (length === 1) return;
  typing = setTimeout(() => change({ ...state, text: box.value, show: PAGE }, { isTyping: true }), PAUSE);
});
box.addEventListener("focus", () => client.ask("warm", { root }).catch(() => {}), { once: true });
box.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || !box.value) return;
  event.preventDefault();
  box.value = "";
  change({ ...state, text: "", show: PAGE });
});
box.form.addEventListener("submit", (event) => {
  event.preventDefault();
  change({ ...state, text: box.value, show: PAGE });
});
for (const button of at("sort").querySelectorAll("button")) {
  button.addEventListener("click", () => change({ ...state, sort: button.value, show: PAGE }));
}
addEventListener("popstate", () => {
  clearTimeout(typing);
  state = readState(location.search);
  run();
});
addEventListener("pagehide", () => history.replaceState({ ...history.state, y: scrollY }, ""));
walkWithArrows(box, hits);
const wide = matchMedia("(min-width: 52rem)");
const fold = () => (at("filters").open = wide.matches);
wide.addEventListener("change", fold);
fold();
run();
