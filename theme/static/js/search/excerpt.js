// The stretch of an article that shows best what was searched for, as pieces of plain text.

import { formsOf, plain, words } from "./stem.js";

const LENGTH = 36; // words
const LEAD = 6; // words before the first match

/**
 * Choose an excerpt. content: the article's text. wanted: for each word or phrase { forms, places, isLike }, where
 * `places` counts the text's words. Returns pieces [text, isMarked].
 */
export function excerpt(content, wanted) {
  const tokens = content.trim().split(/\s+/);
  const matches = wanted.flatMap((one, which) => placesThatFit(tokens, one).map((place) => ({ place, which })));
  matches.sort((a, b) => a.place - b.place);
  const start = Math.min(bestStart(matches), Math.max(0, tokens.length - LENGTH));
  const end = Math.min(tokens.length, start + LENGTH);
  const marked = new Set(matches.map((match) => match.place));
  const pieces = [];
  const add = (text, isMarked) => {
    const last = pieces.at(-1);
    if (last && last[1] === isMarked) last[0] += text;
    else pieces.push([text, isMarked]);
  };
  if (start > 0) add("…\u00a0", false);
  for (let i = start; i < end; i++) {
    if (i > start) add(" ", marked.has(i) && marked.has(i - 1));
    if (!marked.has(i)) add(tokens[i], false);
    else for (const [text, isWord] of bare(tokens[i])) add(text, isWord);
  }
  if (end < tokens.length) add("\u00a0…", false);
  return pieces;
}

/** A text in pieces [text, isMarked], every form of what is wanted marked; for headlines. */
export function marked(text, wanted) {
  const pieces = [];
  let done = 0;
  for (const word of words(text)) {
    if (!wanted.some(({ forms }) => forms.some((isForm) => isForm(word.text)))) continue;
    pieces.push([text.slice(done, word.start), false], [word.text, true]);
    done = word.end;
  }
  return [...pieces, [text.slice(done), false]].filter(([piece]) => piece);
}

/** What is marked for a leaf of the query: functions that know its words' forms; without a language the very words. */
export function formsIn(leaf, lang) {
  return words(leaf.text).map(({ text }) => (lang ? formsOf(text, lang) : (word) => plain(word) === plain(text)));
}

// Pagefind's places hold longer words with the same beginning, too. Where words like the one that was asked for are
// shown, or its forms are not known, they count when no other does.
function placesThatFit(tokens, { forms, places, isLike }) {
  const inText = places.filter((place) => place < tokens.length);
  const fitting = inText.filter((place) =>
    forms.some((isForm) => isForm(tokens[place]) || words(tokens[place]).some((word) =>
      isForm(word.text) || word.text.split(/['’.]/).some(isForm))),
  );
  return fitting.length || !isLike ? fitting : inText;
}

// The window with the most different words in it, then the most words, then the earliest.
function bestStart(matches) {
  let best = { start: 0, value: 0 };
  for (let i = 0; i < matches.length; i++) {
    const kinds = new Set();
    let count = 0;
    for (let k = i; k < matches.length && matches[k].place < matches[i].place + LENGTH - LEAD; k++) {
      kinds.add(matches[k].which);
      count++;
    }
    const value = kinds.size * 100 + Math.min(count, 99);
    if (value > best.value) best = { start: Math.max(0, matches[i].place - LEAD), value };
  }
  return best.start;
}

function bare(token) {
  const [, before, word, after] = /^([^\p{L}\p{N}]*)(.*?)([^\p{L}\p{N}]*)$/su.exec(token);
  return [[before, false], [word, true], [after, false]].filter(([text]) => text);
}
