// "How we know": which line of the raw file each value was read from. Loaded, with a day's data, when it is asked for.

import { make } from "../search/dom.js";
import { words } from "../text.js";
import { tagLines } from "./tags.js";

const N_ = (text) => text; // marks what is translated where it is shown
const FIELDS = {
  title: N_("Headline"),
  date: N_("Date"),
  source: N_("Source"),
  dateline: N_("Dateline"),
  reporters: N_("Reporters"),
  contributors: N_("Contributors"),
  editors: N_("Editors"),
  corrections: N_("Corrections"),
  url: N_("First published at"),
};
const EDITABLE = { ...FIELDS, body: N_("Text"), places: N_("Places"), organisations: N_("Organisations"), people: N_("People"), topics: N_("Topics"), tags: N_("Tags") };

/** Open the panel under a link to the day's data, or close it. */
export async function toggleEvidence(link) {
  const place = link.closest("p");
  if (place.nextElementSibling?.matches(".panel")) {
    const panel = place.nextElementSibling;
    panel.hidden = !panel.hidden;
    link.setAttribute("aria-expanded", String(!panel.hidden));
    return;
  }
  const _ = await words();
  const panel = make("div", { className: "panel", attributes: { role: "region", "aria-label": _("How we know"), tabindex: "-1" } });
  place.after(panel);
  link.setAttribute("aria-expanded", "true");
  try {
    const response = await fetch(link.href);
    if (!response.ok) throw new Error(response.status);
    const entry = (await response.json())[decodeURIComponent(location.pathname.split("/").at(-1))];
    panel.append(...(entry ? parts(entry, _) : [make("p", { textContent: _("Nothing is known of this article’s lines.") })]));
  } catch {
    panel.append(make("p", { textContent: _("The data could not be loaded. Try again.") }));
    link.setAttribute("aria-expanded", "false");
    link.addEventListener("click", () => panel.remove(), { once: true, capture: true });
  }
  panel.focus();
}

function* parts(entry, _) {
  const list = make("dl");
  let last = "";
  for (const [field, rule, number, line, start, end, kind] of entry.values) {
    if (field !== last) list.append(make("dt", { textContent: _(FIELDS[field] ?? field) }));
    last = field;
    const marked = make("q", {}, line.slice(0, start), make("mark", { textContent: line.slice(start, end) }), line.slice(end));
    const where = kind ? _("follows from line {number}, by rule {rule}", { number, rule }) : _("line {number}, by rule {rule}", { number, rule });
    list.append(make("dd", {}, marked, make("span", { className: "meta", textContent: where })));
  }
  if (!entry.values.length) list.append(make("dd", { textContent: _("The raw file is no longer there, or has changed.") }));
  for (const field of entry.edited ?? []) {
    list.append(make("dt", { textContent: _(EDITABLE[field] ?? field) }), make("dd", { textContent: _("Corrected by a person") }));
  }
  list.append(...tagLines(entry.tags ?? {}, document.querySelector("article.story"), _));
  yield list;
  const hash = make("p", { className: "hash", textContent: `SHA-256 ${entry.sha256 ?? ""}` });
  yield hash;
  if (!entry.text) return;
  const address = new URL(location.href.replace(/[^/]*$/, entry.text.split("/").at(-1)));
  const check = make("button", { type: "button", textContent: _("Check the hash") });
  const verdict = make("span", { className: "meta", attributes: { role: "status" } });
  check.addEventListener("click", async () => {
    try {
      const bytes = await (await fetch(address)).arrayBuffer();
      const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
      const hex = [...digest].map((byte) => byte.toString(16).padStart(2, "0")).join("");
      verdict.textContent = hex === entry.sha256 ? _("The raw text has this hash.") : _("The raw text has another hash: {hex}", { hex });
    } catch {
      verdict.textContent = _("The raw text could not be loaded.");
    }
  });
  yield make("p", {}, make("a", { href: address.href, textContent: _("The raw text") }), " ", check, verdict);
}
