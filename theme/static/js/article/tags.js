// "How we know" of the tags: the passage of the text on this page that gave each, found by the words that the build tells,
// or by the tag's own name.

import { make } from "../search/dom.js";

const N_ = (text) => text; // marks what is translated where it is shown
const KINDS = {
  places: N_("Places"), organisations: N_("Organisations"), people: N_("People"), topics: N_("Topics"),
  tags: N_("Other tags"),
};
const AROUND = 60; // characters shown on either side of what was found

/**
 * The lines about the tags: a `dt` for each kind, a `dd` for each tag.
 * @param {Record<string, [name: string, forms: string[], reason?: string][]>} told  by kind
 * @param {Element} story
 * @param {(text: string, values?: object) => string} _
 */
export function tagLines(told, story, _) {
  const blocks = [...story.querySelectorAll(".body > *"), story.querySelector("h1")];
  const lines = [];
  let kind = "";
  for (const entry of story.querySelector("dl.tags")?.children ?? []) {
    const text = entry.textContent.trim();
    if (entry.matches("dt")) {
      kind = Object.keys(KINDS).find((one) => _(KINDS[one]) === text) ?? "";
      lines.push(make("dt", { textContent: text }));
    } else lines.push(make("dd", {}, make("b", { textContent: text }), ...line(text, kind, told[kind] ?? [], blocks, _)));
  }
  return lines;
}

function line(name, kind, told, blocks, _) {
  const [, forms = [], reason = ""] = told.find(([one]) => one === name) ?? [];
  const found = passage([name, ...forms], blocks, kind === "topics" ? "iu" : "u");
  const meta = (...parts) => make("span", { className: "meta" }, ...parts);
  if (!found) return [meta(reason || _("Not named in the text in these words."))];
  const { block, start, end } = found;
  const text = block.textContent;
  const first = start > AROUND ? text.indexOf(" ", start - AROUND) + 1 : 0;
  const space = text.lastIndexOf(" ", end + AROUND);
  const last = text.length > end + AROUND && space > end ? space : text.length;
  const quote = make("q", {}, text.slice(Math.min(first, start), start), make("mark", { textContent: text.slice(start, end) }),
    text.slice(end, last));
  const number = /^p(\d+)$/.exec(block.id)?.[1];
  if (!number) return [quote, meta(block.matches("h1") ? _("headline") : _("dateline"))];
  return [quote, meta(make("a", { href: `#${block.id}`, textContent: _("paragraph {number}", { number }) }))];
}

// The first place of the first form that stands in the text as whole words.
function passage(forms, blocks, flags) {
  for (const form of forms) {
    const words = form.split(/\s+/).map((word) => word.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&"));
    const pattern = new RegExp(`(?<![\\p{L}\\p{N}])${words.join("\\s+")}(?![\\p{L}\\p{N}])`, flags);
    for (const block of blocks) {
      const match = pattern.exec(block.textContent);
      if (match) return { block, start: match.index, end: match.index + match[0].length };
    }
  }
  return null;
}
