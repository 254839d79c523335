// Order by relevance across bundles.
//
// Pagefind's score of a word is BM25 within its bundle: how often the article has the word, for its length, times how
// rare the word is in the bundle. A word that is common in one year and rare in another would lift the articles of the
// year in which it is rare. So the rarity in the bundle is exchanged for the rarity in all that was searched; an
// article's relevance is the sum over what was asked for, and the newer article stands first among equals.

/**
 * What a leaf's scores must be multiplied by, bundle by bundle.
 * @param {{ articles: number, hits: number }[]} bundles  how many articles each holds, and how many of them answer
 * @returns {number[]}
 */
export function scales(bundles) {
  const sum = (key) => bundles.reduce((total, bundle) => total + bundle[key], 0);
  const overall = rarity(sum("articles"), sum("hits"));
  return bundles.map(({ articles, hits }) => overall / rarity(articles, hits));
}

function rarity(articles, hits) {
  return Math.log(1 + (articles - hits + 0.5) / (hits + 0.5));
}
