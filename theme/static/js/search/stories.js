// Versions and reprints of one story among the hits: one entry of the list, led by the hit that stands first.

/**
 * Gather hits into entries.
 * @template {{ bundle: object, row: number }} Hit
 * @param {Hit[]} hits  in their order
 * @param {(hit: Hit) => string | undefined} storyOf  the name of a hit's story, if others tell it, too
 * @returns {Hit[][]} in the order of their first hits; an entry's further hits keep their order
 */
export function entriesOf(hits, storyOf) {
  const byStory = new Map();
  const entries = [];
  for (const hit of hits) {
    const story = storyOf(hit);
    const entry = story && byStory.get(story);
    if (entry) entry.push(hit);
    else {
      entries.push([hit]);
      if (story) byStory.set(story, entries.at(-1));
    }
  }
  return entries;
}
