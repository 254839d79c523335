// The search page: from the address to a state, from a state to a list, and every change back to the address.

import { Client } from "./client.js";
import { Facets } from "./facets.js";
import { Histogram } from "./histogram.js";
import { walkWithArrows } from "./hits.js";
import { List } from "./list.js";
import { leavesOf, parse } from "./query.js";
import { Said } from "./said.js";
import { yearsOf } from "./spans.js";
import { cleared, hasFilters, PAGE, readState, toggled, writeState } from "./state.js";

const PAUSE = 150; // milliseconds of rest in typing before a search
const root = new URL("../", location.href.replace(/[?#].*$/, "")).href; // this page lies at search/index.html
const client = new Client();
const at = (name) => document.querySelector(`#search [data-part="${name}"]`);
const box = document.querySelector("#q");
const exact = at("exact");
const results = at("results");
const list = new List({ hits: at("hits"), take: at("take") }, client, root, {
  onMore: (show) => {
    state = { ...state, show };
    history.replaceState(history.state, "", writeState(state));
  },
  onFailure: (error) => said.failure(error.message),
});
const said = new Said(at, {
  onAll: () => change({ ...state, all: true }),
  onQuery: (text) => change({ ...state, text, show: PAGE }),
  onRetry: () => {
    box.focus();
    run();
  },
});
const facets = new Facets({ facets: at("facets"), chips: at("chips"), summary: at("filters").querySelector("summary") }, {
  toggle: (facet, value) => change(toggled(state, facet, value)),
  dates: () => change({ ...state, dates: "", show: PAGE }),
  clear: () => change(cleared(state)),
});
const histogram = new Histogram(at("time"), (dates) => change({ ...state, dates, show: PAGE }));

let state = readState(location.search);
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
  const isCurrent = () => mine === turn;
  if (document.activeElement !== box || box.value.trim() !== state.text.trim()) box.value = state.text;
  const query = parse(state.text);
  exact.checked = state.exact;
  showSort();
  said.notes(query.notes);
  if (!leavesOf(query).length && !hasFilters(state)) return showNothing();
  results.setAttribute("aria-busy", "true");
  said.busy();
  try {
    const archive = await client.ask("open", { root });
    let early = null; // the first hits, shown while the rest is searched; what fails here is said at the end
    const show = (partial) => {
      if (isCurrent() && partial.total) early ??= showAnswer(partial, archive, isCurrent).catch(() => {});
    };
    const answer = await client.ask("search", { root, ...state }, show);
    await early;
    if (!answer || !isCurrent() || !(await showAnswer(answer, archive, isCurrent))) return;
    results.removeAttribute("aria-busy");
    said.answer(answer, archive, state);
    list.offer(answer, state);
    restoreScroll();
  } catch (error) {
    if (!isCurrent()) return;
    results.removeAttribute("aria-busy");
    said.failure(error.message);
  }
}

async function showAnswer(answer, archive, isCurrent) {
  if (!(await list.show(answer, state, isCurrent))) return false;
  const searched = new Set(answer.searched.map((span) => span.id));
  const isSearched = (year) => archive.spans.every((span) => !(year in span.years) || searched.has(span.id));
  const years = yearsOf(archive.spans).map(([year]) => ({ year, isSearched: isSearched(year) }));
  facets.show(answer.counts, state, years);
  histogram.show(answer.months, state.dates, years);
  return true;
}

function showNothing() {
  results.removeAttribute("aria-busy");
  list.clear();
  said.nothing();
  histogram.hide();
  at("facets").replaceChildren();
  facets.show({}, state, []);
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
  if (box.value.trim().length === 1) return;
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
exact.addEventListener("change", () => change({ ...state, exact: exact.checked, show: PAGE }));
for (const button of at("sort").querySelectorAll("button")) {
  button.addEventListener("click", () => change({ ...state, sort: button.value, show: PAGE }));
}
addEventListener("popstate", () => {
  clearTimeout(typing);
  state = readState(location.search);
  run();
});
addEventListener("pagehide", () => history.replaceState({ ...history.state, y: scrollY }, ""));
walkWithArrows(box, at("hits"));
const wide = matchMedia("(min-width: 52rem)");
const fold = () => (at("filters").open = wide.matches);
wide.addEventListener("change", fold);
fold();
run();
