"""What an article is about: cues of the IPTC Media Topics, counted and weighed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from .entries import Topic

_WEIGHTS = {"strong": 3.0, "cues": 2.0, "weak": 1.0}
_HEADLINE = 2.0  # a cue in the headline counts so many times more
_LEAD_TOKENS = 120  # about the first three paragraphs
_LEAD = 1.5  # a cue there counts so many times more
_REPEATS = 4  # how often one cue counts at most
_FLOOR = 6.0  # points that a topic needs in a short text
_PER_WORDS = 160.0  # one point more for so many words beyond 200
_SHARE = 0.38  # of the best topic's points; a topic of the headline needs no share
_BEST = 32.0  # more points than this raise the share no further
_MOST = 4
_ABOVE = 15.0  # points by which a topic of the headline stands before others
_SHORT = 150  # words: two middling cues are enough
_WEAK_MOST = 2.0  # points that one weak cue gives at most


Pairs = tuple[tuple[Topic, float], ...]


@dataclass(frozen=True, slots=True)
class Cues:
    """The cues of all topics as tables.

    single: a cue of one word → its (topic, weight) pairs. several: first word → second word → (the further words,
    the cue, its pairs), the longest cue first. bases: each cue's singular.
    """

    single: Mapping[str, Pairs]
    several: Mapping[str, Mapping[str, tuple[tuple[list[str], str, Pairs], ...]]]
    bases: Mapping[str, str]


@dataclass(slots=True)
class Score:
    """What speaks for a topic: its points, the cues met with their counts, and their weights by singular form."""

    points: float
    cues: dict[str, int]
    headline: bool
    bases: dict[str, float]
    repeated: int = 0  # how often its most frequent strong cue stands, or in the headline a middling one


def compile_cues(topics: Mapping[str, Topic], lines: Mapping[str, Mapping[str, str]]) -> Cues:
    """Make the lookup table of all cues; the plural of a cue's last word comes by rule.

    topics: the topics to use, by label in lower case. lines: their rows with the columns strong, cues, weak; a cue
    that ends in `=` is taken as it is, without a plural.
    """
    cues: dict[tuple[str, ...], dict[str, tuple[Topic, float]]] = {}
    bases: dict[tuple[str, ...], str] = {}
    for key, topic in topics.items():
        for column, weight in _WEIGHTS.items():
            for cue in lines[key][column].split("|"):
                if not cue:
                    continue
                words = cue.rstrip("=").lower().replace("-", " ").split()
                bases.setdefault(tuple(words), " ".join(words))
                for spelt in [words] if cue.endswith("=") else [words, [*words[:-1], _plural(words[-1])]]:
                    cues.setdefault(tuple(spelt), {}).setdefault(topic.name, (topic, weight))
                    bases.setdefault(tuple(spelt), " ".join(words))
    single: dict[str, Pairs] = {}
    several: dict[str, dict[str, list[tuple[list[str], str, Pairs]]]] = {}
    for form, pairs in cues.items():
        if len(form) == 1:
            single[form[0]] = tuple(pairs.values())
        else:
            ahead = several.setdefault(form[0], {}).setdefault(form[1], [])
            ahead.append((list(form[2:]), " ".join(form), tuple(pairs.values())))
    return Cues(
        single,
        {
            first: {second: tuple(sorted(rest, key=lambda c: -len(c[0]))) for second, rest in seconds.items()}
            for first, seconds in several.items()
        },
        {" ".join(form): base for form, base in bases.items()},
    )


def _plural(word: str) -> str:
    if word.endswith(("s", "x", "z", "ch", "sh")):
        return word + "es"
    if word.endswith("y") and word[-2:-1] not in "aeiou":
        return word[:-1] + "ies"
    return word + "s"


def score(headline: list[str], body: list[str], cues: Cues) -> dict[Topic, Score]:
    """Count the cues of all topics in lower-case tokens of headline and body."""
    scores: dict[Topic, Score] = {}
    met: dict[str, Pairs] = {}
    in_headline = _count(headline, cues, met)
    lead = _count(body[:_LEAD_TOKENS], cues, met)
    rest = _count(body[_LEAD_TOKENS:], cues, met)
    bases = cues.bases
    faint: list[tuple[Topic, str, int, float]] = []
    for cue, pairs in sorted(met.items()):
        above, early, late = in_headline.get(cue, 0), lead.get(cue, 0), rest.get(cue, 0)
        count = above + early + late
        points = above * _HEADLINE + early * _LEAD + late
        if count > _REPEATS:
            points = above * _HEADLINE + min(early, _REPEATS) * _LEAD + max(0, min(late, _REPEATS - early))
        for topic, weight in pairs:
            if weight < 2.0:
                faint.append((topic, cue, count, points))
                continue
            known = scores.get(topic)
            if known is None:
                known = scores[topic] = Score(0.0, {}, False, {})
            known.cues[cue] = count
            known.bases[bases[cue]] = weight
            known.points += weight * points
            if above:
                known.headline = True
            if count > known.repeated and (weight > 2.0 or above):
                known.repeated = count
    for topic, cue, count, points in faint:  # weak cues say nothing by themselves
        known = scores.get(topic)
        if known is not None:
            known.cues[cue] = count
            known.points += min(points, _WEAK_MOST)
    return scores


def _count(tokens: list[str], cues: Cues, met: dict[str, Pairs]) -> dict[str, int]:
    """How often each cue stands in the tokens; a word inside a longer cue is not counted by itself."""
    everything = Counter(tokens)
    single, several = cues.single, cues.several
    counts = {word: everything[word] for word in everything.keys() & single.keys()}
    free = 0
    last = len(tokens) - 1
    for i in [i for i, token in enumerate(tokens) if token in several]:
        if i < free or i == last:
            continue
        for rest, cue, pairs in several[tokens[i]].get(tokens[i + 1], ()):
            end = i + 2 + len(rest)
            if rest and tokens[i + 2 : end] != rest:
                continue
            counts[cue] = counts.get(cue, 0) + 1
            met[cue] = pairs
            for word in tokens[i:end]:
                if word in counts:
                    counts[word] -= 1
            free = end
            break
    counts = {cue: count for cue, count in counts.items() if count > 0}
    for cue in counts.keys() & single.keys():
        met[cue] = single[cue]
    return counts


def choose(scores: Mapping[Topic, Score], words: int) -> list[tuple[Topic, Score, float]]:
    """The topics that are salient, best first, each with the threshold that it passed.

    words: the length of the article. A topic needs points for the length, two different cues (or one in the
    headline that comes again), and a share of the best topic's points.
    """
    if not scores:
        return []
    floor = _FLOOR + max(0, min(words, 1500) - 200) / _PER_WORDS
    best = max(s.points for s in scores.values())
    share = max(floor, min(best, _BEST) * _SHARE)
    chosen = [
        (topic, found, floor if found.headline else share)
        for topic, found in scores.items()
        if found.points >= (floor if found.headline else share) and _sure(found, words)
    ]
    chosen.sort(key=lambda c: (-c[1].points - (_ABOVE if c[1].headline else 0.0), c[0].name))
    return chosen[:_MOST]


def _sure(found: Score, words: int) -> bool:
    """Whether the cues are varied enough: one word, however often, or words of every other story, say little."""
    strong = sum(weight > 2.0 for weight in found.bases.values())
    medium = sum(weight == 2.0 for weight in found.bases.values())
    if strong >= 2 or (strong and (medium or found.headline)):
        return True
    return found.repeated >= 3 or medium >= 3 or (medium >= 2 and (found.headline or words < _SHORT))
