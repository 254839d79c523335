// Marks what was searched for in the text of a page.

import { formsIn } from "./excerpt.js";
import { words } from "./stem.js";

/**
 * Wrap every form of the given words and phrases in <mark>. No text is changed, moved or parsed as HTML.
 * @param {Element[]} parts  the elements to look through
 * @param {string[]} terms  words, or phrases in quotation marks
 * @param {string | null} lang  null where the very words are wanted
 * @returns {HTMLElement[]} the marks, in order
 */
export function markTerms(parts, terms, lang) {
  const wanted = terms.map((text) => formsIn({ text }, lang)).filter((term) => term.length);
  for (const part of parts) {
    const walker = document.createTreeWalker(part, NodeFilter.SHOW_TEXT);
    const texts = [];
    while (walker.nextNode()) texts.push(walker.currentNode);
    for (const text of texts) markText(text, wanted);
  }
  return parts.flatMap((part) => [...part.querySelectorAll("mark")]);
}

/** Take marks out again. */
export function unmark(marks) {
  for (const mark of marks) {
    const parent = mark.parentNode;
    mark.replaceWith(...mark.childNodes);
    parent.normalize();
  }
}

function markText(node, wanted) {
  const found = words(node.data);
  const ranges = [];
  for (let i = 0; i < found.length; i++) {
    const term = wanted.find((forms) => forms.every((isForm, k) => found[i + k] && isForm(found[i + k].text)));
    if (!term) continue;
    const last = i + term.length - 1;
    ranges.push([found[i].start, found[last].end]);
    i = last;
  }
  for (const [start, end] of ranges.reverse()) {
    const marked = node.splitText(start);
    marked.splitText(end - start);
    const mark = document.createElement("mark");
    marked.replaceWith(mark);
    mark.append(marked);
  }
}
