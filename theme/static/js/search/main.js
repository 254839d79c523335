// The search page: from the address to a state, and every change back to the address. What shows the results is
// loaded with the first search; this page costs little before.

import { Client } from "./client.js";
import { leavesOf, parse } from "./query.js";
import { hasFilters, PAGE, readState, writeState } from "./state.js";

const PAUSE = 150; // milliseconds of rest in typing before a search
const root = new URL("../", location.href.replace(/[?#].*$/, "")).href; // this page lies at search/index.html
const client = new Client();
/** @type {(name: string) => any} */
const at = (name) => document.querySelector(`#search [data-part="${name}"]`);
/** @type {HTMLInputElement} */
const box = document.querySelector("#q");
const exact = at("exact");
const together = at("together");
const help = at("help"); // open until something is asked, then as the reader leaves it

let state = readState(location.search);
let turn = 0;
let typing;
let loading = null;

// What shows the results, once it is there.
function results() {
  loading ??= import("./results.js").then(({ Results }) => new Results(at, box, client, root, {
    change,
    again: run,
    shown: (show) => {
      state = { ...state, show };
      history.replaceState(history.state, "", writeState(state));
    },
  }));
  loading.catch(() => (loading = null));
  return loading;
}

/**
 * A change of the state by the reader: a new entry of the history, or the same one while words are typed.
 * @param {(state: import("./state.js").State) => import("./state.js").State} changed
 */
function change(changed, { isTyping = false } = {}) {
  clearTimeout(typing);
  const before = writeState(state);
  state = changed(state);
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
  exact.checked = state.exact;
  together.checked = !state.apart;
  for (const button of at("sort").querySelectorAll("button")) {
    button.setAttribute("aria-pressed", String(button.value === state.sort));
  }
  const query = parse(state.text);
  const isAsking = leavesOf(query).length > 0 || hasFilters(state);
  if (isAsking && at("results").hidden) help.open = false;
  at("results").hidden = at("filters").hidden = !isAsking;
  if (isAsking) at("results").setAttribute("aria-busy", "true");
  if (!isAsking && !query.notes.length && !loading) return;
  try {
    const shown = await results();
    if (mine !== turn) return;
    shown.explain(query);
    if (!isAsking) shown.clear(state);
    else if (await shown.show(state, () => mine === turn)) restoreScroll();
  } catch {
    if (mine === turn) showBroken();
  }
}

// The very code of the page could not be loaded.
function showBroken() {
  at("results").removeAttribute("aria-busy");
  at("broken").hidden = false;
  at("broken").querySelector("button").onclick = () => {
    at("broken").hidden = true;
    run();
  };
}

// The browser restores the scroll position before the list is there again.
function restoreScroll() {
  const y = history.state?.y;
  if (!y) return;
  history.replaceState({ ...history.state, y: 0 }, "");
  scrollTo(0, y);
}

function warm() {
  client.ask("warm", { root }).catch(() => {});
  results().catch(() => {});
}

box.addEventListener("input", () => {
  clearTimeout(typing);
  if (box.value.trim().length === 1) return;
  typing = setTimeout(() => change((now) => ({ ...now, text: box.value, show: PAGE }), { isTyping: true }), PAUSE);
});
box.addEventListener("focus", warm, { once: true });
box.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || !box.value) return;
  event.preventDefault();
  box.value = "";
  change((now) => ({ ...now, text: "", show: PAGE }));
});
box.form.addEventListener("submit", (event) => {
  event.preventDefault();
  change((now) => ({ ...now, text: box.value, show: PAGE }));
});
exact.addEventListener("change", () => change((now) => ({ ...now, exact: exact.checked, show: PAGE })));
together.addEventListener("change", () => change((now) => ({ ...now, apart: !together.checked, show: PAGE })));
for (const button of at("sort").querySelectorAll("button")) {
  button.addEventListener("click", () => change((now) => ({ ...now, sort: button.value, show: PAGE })));
}
addEventListener("popstate", () => {
  clearTimeout(typing);
  state = readState(location.search);
  run();
});
addEventListener("pagehide", () => history.replaceState({ ...history.state, y: scrollY }, ""));
const wide = matchMedia("(min-width: 52rem)");
const fold = () => (at("filters").open = wide.matches);
wide.addEventListener("change", fold);
fold();
run();
