// In an article that was opened from a search: what was searched for is marked, and a bar leads from place to place.

import { make } from "./dom.js";
import { markTerms, unmark } from "./mark.js";
import * as say from "./words.js";

/**
 * Mark the words in an article and show the bar.
 * @param {Element} story
 * @param {string[]} terms  words, or phrases in quotation marks
 * @param {boolean} isExact  whether only the very words are marked
 */
export async function showMarks(story, terms, isExact) {
  const parts = [story.querySelector("h1"), story.querySelector(".body")].filter(Boolean);
  const lang = isExact ? null : document.documentElement.lang;
  let marks = markTerms(parts, terms, lang);
  let at = -1;
  const count = make("span", { className: "num", attributes: { role: "status" } });
  const step = (text, by) => {
    const button = make("button", { type: "button", textContent: text });
    button.addEventListener("click", () => go(at < 0 && by < 0 ? marks.length - 1 : (at + by + marks.length) % marks.length));
    return button;
  };
  const steps = [step(say.previousMark, -1), step(say.nextMark, 1)];
  const toggle = make("button", { type: "button" });
  toggle.addEventListener("click", () => {
    if (marks.length) unmark(marks);
    marks = marks.length ? [] : markTerms(parts, terms, lang);
    at = -1;
    show();
  });
  const total = marks.length;

  function go(next) {
    marks[at]?.classList.remove("here");
    at = next;
    marks[at].classList.add("here");
    marks[at].scrollIntoView({ block: "center" });
    count.textContent = say.markAt(at + 1, marks.length);
  }

  function show() {
    for (const button of steps) button.disabled = !marks.length;
    toggle.textContent = marks.length ? say.hideMarks : say.showMarks;
    count.textContent = total ? say.markCount(total) : say.noMarks;
  }

  show();
  toggle.hidden = !total;
  const bar = make("aside", { className: "marks", attributes: { "aria-label": say.marks } },
    make("span", { className: "terms", textContent: terms.join(" ") }), count, ...steps, toggle);
  await styled();
  document.body.append(bar);
}

// The bar's look is loaded with it: an article that is read without a search pays nothing for it.
function styled() {
  return new Promise((resolve) => {
    const link = make("link", { rel: "stylesheet", href: new URL("../../css/marks.css", import.meta.url).href });
    link.addEventListener("load", resolve);
    link.addEventListener("error", resolve);
    document.head.append(link);
  });
}
