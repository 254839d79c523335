// What is searched for, as the page's address holds it: reload, back, forward and a shared link give the same list.

export const FACETS = ["year", "source", "reporter", "editor", "place", "organisation", "person", "topic"];
export const PAGE = 20;
const SORTS = ["relevance", "newest", "oldest"];

/** Read a state from an address's query: { text, chosen, sort, all, show }. Unknown values fall back to the default. */
export function readState(search) {
  const params = new URLSearchParams(search);
  const sort = params.get("sort");
  const show = Number.parseInt(params.get("show") ?? "", 10);
  return {
    text: params.get("q") ?? "",
    chosen: Object.fromEntries(FACETS.map((facet) => [facet, [...new Set(params.getAll(facet))].filter(Boolean)])),
    sort: SORTS.includes(sort) ? sort : "relevance",
    all: params.get("span") === "all",
    show: show > PAGE ? Math.min(show, 1000) : PAGE,
  };
}

/** Write a state as an address's query, "" for the empty one; defaults are left out. */
export function writeState({ text, chosen, sort, all, show }) {
  const params = new URLSearchParams();
  if (text.trim()) params.set("q", text.trim());
  for (const facet of FACETS) for (const value of chosen[facet]) params.append(facet, value);
  if (sort !== "relevance") params.set("sort", sort);
  if (all) params.set("span", "all");
  if (show > PAGE) params.set("show", show);
  return params.size ? `?${params}` : "";
}

/** Whether there is anything to search for. */
export function isAsking({ text, chosen }) {
  return /[\p{L}\p{N}]/u.test(text) || FACETS.some((facet) => chosen[facet].length);
}

/** A state with one value of a facet chosen or taken out; the list begins anew. */
export function toggled(state, facet, value) {
  const before = state.chosen[facet];
  const values = before.includes(value) ? before.filter((one) => one !== value) : [...before, value];
  return { ...state, chosen: { ...state.chosen, [facet]: values }, show: PAGE };
}
