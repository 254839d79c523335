// The list of what was found.

import { make, markedText } from "./dom.js";
import * as say from "./words.js";

/**
 * Make the list item of a hit. root: the site's address. isExact: whether the very words were asked for. others: asks
 * for the other versions of its story, where there are some.
 */
export function hitItem(hit, root, isExact, others) {
  const item = make("li", {}, heading("h2", hit, root, isExact), make("p", {}, ...markedText(hit.text)), factsOf(hit));
  if (hit.missing.length) item.append(make("span", { className: "meta missing", textContent: say.missing(hit.missing) }));
  if (others) item.append(othersOf(hit, root, isExact, others));
  return item;
}

function heading(level, hit, root, isExact) {
  const title = hit.title.length ? markedText(hit.title) : [hit.url];
  return make(level, {}, make("a", { href: addressOf(hit, root, isExact) }, ...title));
}

function factsOf(hit) {
  const date = make("time", { textContent: hit.dateText });
  if (hit.day) date.dateTime = hit.day;
  const facts = [date, hit.source, hit.reporter.join(", ")].filter(Boolean);
  return make("span", { className: "meta" }, ...facts.flatMap((fact, i) => (i ? [" · ", fact] : [fact])));
}

// The other versions of a hit's story, fetched when they are opened; what fails then is asked for at the next opening.
function othersOf(hit, root, isExact, ask) {
  const list = make("ul", { className: "plain" });
  const summary = make("summary", { className: "meta", textContent: say.others(hit.others) });
  const details = make("details", { className: "others" }, summary, list);
  let asking = null;
  details.addEventListener("toggle", async () => {
    if (!details.open || asking) return;
    try {
      list.replaceChildren(make("li", { className: "meta", textContent: say.busy }));
      const versions = await (asking = ask());
      if (!versions.length) throw new Error("another search has taken the place of this one");
      list.replaceChildren(...versions.map((one) => make("li", {}, heading("h3", one, root, isExact), factsOf(one))));
    } catch {
      asking = null;
      list.replaceChildren(make("li", { className: "meta", textContent: say.othersFailed }));
    }
  });
  return details;
}

// In the hash, the article's page is told what to mark, and no server is.
function addressOf({ url, terms }, root, isExact) {
  const address = pageAddress(url, root);
  const words = new URLSearchParams(terms.map((term) => ["highlight", term]));
  if (isExact && terms.length) words.set("words", "exact");
  address.hash = words.toString();
  return address.href;
}

/** The address of an article's page. url: inside the site, not encoded. */
export function pageAddress(url, root) {
  return new URL(url.split("/").map(encodeURIComponent).join("/"), root);
}

/** Let the arrow keys walk from the box through the hits and back. */
export function walkWithArrows(box, list) {
  document.addEventListener("keydown", (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const links = [...list.querySelectorAll("h2 a, details[open] h3 a")];
    const at = links.indexOf(document.activeElement);
    const isBox = document.activeElement === box;
    if (!isBox && at < 0) return;
    let target = null;
    if (event.key === "ArrowDown") target = links[at + 1];
    else if (event.key === "ArrowUp" && !isBox) target = links[at - 1] ?? box;
    else if (event.key === "Escape" && !isBox) target = box;
    if (!target) return;
    event.preventDefault();
    target.focus();
    target.scrollIntoView({ block: "nearest" });
  });
}
