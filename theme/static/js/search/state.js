// What is searched for, as the page's address holds it: reload, back, forward and a shared link give the same list.

import { readRange, writeRange } from "./dates.js";

/**
 * @typedef {object} State
 * @property {string} text   as typed
 * @property {Record<string, string[]>} chosen  values by facet
 * @property {string} dates  the stretch of time chosen in the chart, as `readRange` reads it; "" for all
 * @property {"relevance" | "newest" | "oldest"} sort
 * @property {boolean} all   whether the whole archive is searched, however large
 * @property {boolean} exact whether the very words are wanted
 * @property {boolean} apart whether versions of one story stand each for itself
 * @property {number} show   how many entries of the list are shown
 */

export const FACETS = ["year", "source", "reporter", "editor", "place", "organisation", "person", "topic"];
export const PAGE = 20;
/** @type {State["sort"][]} */
const SORTS = ["relevance", "newest", "oldest"];

/**
 * Read a state from an address's query. Unknown values fall back to the default.
 * @param {string} search
 * @returns {State}
 */
export function readState(search) {
  const params = new URLSearchParams(search);
  const sort = SORTS.find((one) => one === params.get("sort")) ?? "relevance";
  const show = Number.parseInt(params.get("show") ?? "", 10);
  return {
    text: params.get("q") ?? "",
    chosen: Object.fromEntries(FACETS.map((facet) => [facet, [...new Set(params.getAll(facet))].filter(Boolean)])),
    dates: rangeIn(params.get("dates") ?? ""),
    sort,
    all: params.get("span") === "all",
    exact: params.get("words") === "exact",
    apart: params.get("versions") === "apart",
    show: show > PAGE ? Math.min(show, 1000) : PAGE,
  };
}

function rangeIn(text) {
  const days = readRange(text);
  return days ? writeRange(days) : "";
}

/** Write a state as an address's query, "" for the empty one; defaults are left out. */
export function writeState({ text, chosen, dates, sort, all, exact, apart, show }) {
  const params = new URLSearchParams();
  if (text.trim()) params.set("q", text.trim());
  for (const facet of FACETS) for (const value of chosen[facet]) params.append(facet, value);
  if (dates) params.set("dates", dates);
  if (sort !== "relevance") params.set("sort", sort);
  if (all) params.set("span", "all");
  if (exact) params.set("words", "exact");
  if (apart) params.set("versions", "apart");
  if (show > PAGE) params.set("show", show);
  return params.size ? `?${params}` : "";
}

/** Whether anything is chosen beside what is typed. */
export function hasFilters({ chosen, dates }) {
  return dates !== "" || FACETS.some((facet) => chosen[facet].length);
}

/** A state without filters. */
export function cleared(state) {
  return { ...state, chosen: readState("").chosen, dates: "", show: PAGE };
}

/** A state with one value of a facet chosen or taken out; the list begins anew. */
export function toggled(state, facet, value) {
  const before = state.chosen[facet];
  const values = before.includes(value) ? before.filter((one) => one !== value) : [...before, value];
  return { ...state, chosen: { ...state.chosen, [facet]: values }, show: PAGE };
}
