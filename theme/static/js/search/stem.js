// Whether two words are forms of one: English by Martin Porter's second stemmer, as Pagefind stems; other languages
// by a shared beginning. https://snowballstem.org/algorithms/english/stemmer.html

const VOWEL = /[aeiouy]/;
const DOUBLE = /(bb|dd|ff|gg|mm|nn|pp|rr|tt)$/;
const IRREGULAR = new Map(Object.entries({
  skis: "ski", skies: "sky", idly: "idl", gently: "gentl", ugly: "ugli",
  early: "earli", only: "onli", singly: "singl", sky: "sky", news: "news", howe: "howe", atlas: "atlas",
  cosmos: "cosmos", bias: "bias", andes: "andes",
}));
const FIXED = new Set(["inning", "outing", "canning", "herring", "earring", "proceed", "exceed", "succeed"]);
const STEP_2 = [
  ["ization", "ize"], ["ational", "ate"], ["fulness", "ful"], ["ousness", "ous"], ["iveness", "ive"],
  ["tional", "tion"], ["biliti", "ble"], ["lessli", "less"], ["entli", "ent"], ["ation", "ate"], ["alism", "al"],
  ["aliti", "al"], ["ousli", "ous"], ["iviti", "ive"], ["fulli", "ful"], ["enci", "ence"], ["anci", "ance"],
  ["abli", "able"], ["ogist", "og"], ["izer", "ize"], ["ator", "ate"], ["alli", "al"], ["bli", "ble"],
];
const STEP_3 = [
  ["ational", "ate"], ["tional", "tion"], ["alize", "al"], ["icate", "ic"], ["iciti", "ic"], ["ical", "ic"],
  ["ful", ""], ["ness", ""],
];
const STEP_4 = [
  "ement", "ance", "ence", "able", "ible", "ment", "ant", "ent", "ism", "ate", "iti", "ous", "ive", "ize", "al", "er",
  "ic",
];

// Where the region after the first (or second) vowel and consonant begins.
function region(word, from) {
  for (let i = from + 1; i < word.length; i++) {
    if (VOWEL.test(word[i - 1]) && !VOWEL.test(word[i])) return i + 1;
  }
  return word.length;
}

function endsShort(word) {
  return /(^[aeiouy][^aeiouy]|[^aeiouy][aeiouy][^aeiouywxY])$/.test(word);
}

function english(original) {
  let word = original;
  if (word.length < 3) return word;
  if (IRREGULAR.has(word)) return IRREGULAR.get(word);
  word = word.replace(/^y/, "Y").replace(/([aeiouy])y/g, "$1Y");
  const start = /^(gener|commun|arsen|past|univers|later|emerg|organ|inter)/.exec(word)?.[0].length;
  const r1 = start ?? region(word, 0);
  const r2 = region(word, r1);
  const inRegion = (ending, from) => word.length - ending.length >= from;
  const cut = (count) => word.slice(0, word.length - count);

  word = word.replace(/'s?$/, "");
  if (word.endsWith("sses")) word = cut(2);
  else if (/(ied|ies)$/.test(word)) word = word.length > 4 ? cut(2) : cut(1);
  else if (/s$/.test(word) && !/(us|ss)$/.test(word) && VOWEL.test(word.slice(0, -2))) word = cut(1);
  if (FIXED.has(word)) return word;

  const eed = /eed(ly)?$/.exec(word)?.[0];
  const past = /(ed|edly|ing|ingly)$/.exec(word)?.[0];
  if (/^[^aeiouy]ying$/i.test(word)) word = `${word[0]}ie`;
  else if (eed) {
    if (inRegion(eed, r1)) word = cut(eed.length) + "ee";
  } else if (past && VOWEL.test(cut(past.length))) {
    word = cut(past.length);
    if (/(at|bl|iz)$/.test(word)) word += "e";
    else if (DOUBLE.test(word)) word = cut(1);
    else if (endsShort(word) && r1 >= word.length) word += "e";
  }
  word = word.replace(/([^aeiouy])[yY]$/, (match, before, at) => (at > 0 ? `${before}i` : match));

  const replace = (table) => {
    const pair = table.find(([ending]) => word.endsWith(ending));
    if (!pair) return false;
    if (inRegion(pair[0], r1)) word = cut(pair[0].length) + pair[1];
    return true;
  };
  if (!replace(STEP_2)) {
    if (word.endsWith("logi") && inRegion("ogi", r1)) word = cut(1);
    else if (/[cdeghkmnrt]li$/.test(word) && inRegion("li", r1)) word = cut(2);
  }
  if (!replace(STEP_3) && word.endsWith("ative") && inRegion("ative", r2)) word = cut(5);
  const ending = STEP_4.find((one) => word.endsWith(one));
  if (ending) {
    if (inRegion(ending, r2)) word = cut(ending.length);
  } else if (/[st]ion$/.test(word) && inRegion("ion", r2)) word = cut(3);
  if (word.endsWith("e")) {
    if (inRegion("e", r2) || (inRegion("e", r1) && !endsShort(cut(1)))) word = cut(1);
  } else if (word.endsWith("ll") && inRegion("l", r2)) word = cut(1);
  return word.replace(/Y/g, "y");
}

/** A word in the form in which it is compared: lower case, plain apostrophes, no accents. */
export function plain(word) {
  return word.normalize("NFD").replace(/\p{M}/gu, "").replace(/[’ʼ]/g, "'").toLowerCase();
}

/** The words of a text, in order, with where each begins and ends. */
export function words(text) {
  return Array.from(text.matchAll(/[\p{L}\p{N}\p{M}]+(?:['’.][\p{L}\p{N}\p{M}]+)*/gu), (match) => ({
    text: match[0], start: match.index, end: match.index + match[0].length,
  }));
}

/** A word's stem in a language; outside English the word itself, without accents. */
export function stem(word, lang) {
  const form = plain(word).replace(/(?<=\p{L})\.(?=\p{L})/gu, "");
  return lang.startsWith("en") ? english(form) : form;
}

/** A function that tells whether a word is a form of `wanted`. */
export function formsOf(wanted, lang) {
  const target = stem(wanted, lang);
  if (lang.startsWith("en")) return (word) => stem(word, lang) === target;
  return (word) => {
    const found = stem(word, lang);
    const [short, long] = found.length < target.length ? [found, target] : [target, found];
    return long.startsWith(short) && (short === long || (short.length >= 4 && long.length - short.length <= 3));
  };
}

/** How far two words agree from their beginning, in characters. */
export function agreement(one, other) {
  let count = 0;
  while (count < one.length && one[count] === other[count]) count++;
  return count;
}
