// The list of what was found.

import { make, markedText } from "./dom.js";

/** Make the list item of a hit. root: the site's address. */
export function hitItem(hit, root) {
  const title = hit.title.length ? markedText(hit.title) : [hit.url];
  const link = make("a", { href: addressOf(hit, root) }, ...title);
  const item = make("li", {}, make("h2", {}, link), make("p", {}, ...markedText(hit.text)));
  const date = make("time", { textContent: hit.dateText });
  if (hit.day) date.dateTime = hit.day;
  const facts = [date, hit.source, hit.reporters.join(", ")].filter(Boolean);
  item.append(make("span", { className: "meta" }, ...facts.flatMap((fact, i) => (i ? [" · ", fact] : [fact]))));
  return item;
}

// In the hash, the article's page is told what to mark, and no server is.
function addressOf({ url, terms }, root) {
  const address = new URL(url.split("/").map(encodeURIComponent).join("/"), root);
  const words = new URLSearchParams(terms.map((term) => ["highlight", term]));
  address.hash = words.toString();
  return address.href;
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
