// A link to each paragraph: in the margin under the mouse, and for all of them when they are numbered.

import { words } from "../text.js";

/** Put a link beside every paragraph that has an address. The number is drawn by the style: it is no text of the article. */
export async function addPins() {
  const body = document.querySelector("article.story .body");
  if (!body || body.dataset.pins) return;
  body.dataset.pins = "hover";
  const _ = await words();
  for (const paragraph of body.querySelectorAll('[id^="p"]')) {
    const number = paragraph.id.slice(1);
    if (!/^\d+$/.test(number)) continue;
    const pin = document.createElement("a");
    pin.className = "pin";
    pin.href = `#${paragraph.id}`;
    pin.tabIndex = -1;
    pin.dataset.number = number;
    pin.setAttribute("aria-label", _("Link to paragraph {number}", { number }));
    paragraph.prepend(pin);
  }
}

/** Show the links of all paragraphs, and let the keyboard reach them; or take that back. */
export async function numberParagraphs(isOn) {
  await addPins();
  const body = document.querySelector("article.story .body");
  body.dataset.pins = isOn ? "all" : "hover";
  for (const pin of body.querySelectorAll(".pin")) pin.tabIndex = isOn ? 0 : -1;
}
