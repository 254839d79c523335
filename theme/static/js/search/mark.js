// Marks what was searched for in the text of a page.

import { formsOf, words } from "./stem.js";

/**
 * Wrap every form of the given words and phrases in <mark>. No text is changed, moved or parsed as HTML.
 * parts: the elements to look through. terms: words, or phrases in quotation marks. Returns how many were marked.
 */
export function markTerms(parts, terms, lang) {
  const wanted = terms.map((term) => words(term).map((word) => formsOf(word.text, lang))).filter((term) => term.length);
  let count = 0;
  for (const part of parts) {
    const walker = document.createTreeWalker(part, NodeFilter.SHOW_TEXT);
    const texts = [];
    while (walker.nextNode()) texts.push(walker.currentNode);
    for (const text of texts) count += markText(text, wanted);
  }
  return count;
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
  return ranges.length;
}
