// The list of what was found.

import { make, markedText } from "./dom.js";
import * as say from "./words.js";

/** Make the list item of a hit. root: the site's address. isExact: whether the very words were asked for. */
export function hitItem(hit, root, isExact) {
  const title = hit.title.length ? markedText(hit.title) : [hit.url];
  const link = make("a", { href: addressOf(hit, root, isExact) }, ...title);
  const item = make("li", {}, make("h2", {}, link), make("p", {}, ...markedText(hit.text)));
  const date = make("time", { textContent: hit.dateText });
  if (hit.day) date.dateTime = hit.day;
  const facts = [date, hit.source, hit.reporter.join(", ")].filter(Boolean);
  item.append(make("span", { className: "meta" }, ...facts.flatMap((fact, i) => (i ? [" · ", fact] : [fact]))));
  if (hit.missing.length) item.append(make("span", { className: "meta missing", textContent: say.missing(hit.missing) }));
  return item;
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
    const links = [...list.querySelectorAll("h2 a")];
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
