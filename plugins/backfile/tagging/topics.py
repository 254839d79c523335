"""What an article is about: cues of the IPTC Media Topics, counted and weighed."""

from __future__ import annotations

from collections.abc import Container, Mapping
from dataclasses import dataclass
from itertools import compress, count

from .entries import Topic

_WEIGHTS = {"strong": 3.0, "cues": 2.0, "weak": 1.0}
_HEADLINE = 2.0  # a cue in the headline counts so many times more
_LEAD_TOKENS = 120  # about the first three paragraphs
_LEAD = 1.5  # a cue there counts so many times more
_REPEATS = 4  # how often one cue counts at most
_FLOOR = 6.0  # points that a topic needs in a short text
_PER_WORDS = 160.0  # one point more for so many words beyond 200
_SHARE = 0.38  # of the best topic's points; a topic of the headline needs no share
_BEST = 55.0  # more points than this raise the share no further
_MOST = 3
_FEW = 2  # so many topics are filled up with general ones
_LATE = 1.6  # a topic that the opening does not touch needs so many times the points
_ABOVE = 15.0  # points by which a topic of the headline stands before others
_NOTE = 100  # words: one strong cue is enough
_NOTE_FLOOR = 4.5  # points that it gives in the opening
_SHORT = 150  # words: two middling cues are enough
_WEAK_MOST = 2.0  # points that one weak cue gives at most


Pairs = tuple[tuple[Topic, float], ...]


@dataclass(frozen=True, slots=True)
class Cues:
    """The cues of all topics as one table.

    starts: first word of cues → (the pairs of that word alone, second word → (the further words, the cue, its pairs),
    the longest cue first). bases: each cue's singular.
    """

    starts: Mapping[str, tuple[Pairs, Mapping[str, tuple[tuple[list[str], str, Pairs], ...]]]]
    bases: Mapping[str, str]


@dataclass(slots=True)
class Score:
    """What speaks for a topic: its points, the cues met with their counts, and their weights by singular form.

    early: one of its cues that are not weak stands in the headline or the opening.
    """

    points: float
    cues: dict[str, int]
    headline: bool
    bases: dict[str, float]
    early: bool = False
    repeated: int = 0  # how often its most frequent strong cue stands, or in the headline a middling one


def compile_cues(topics: Mapping[str, Topic], lines: Mapping[str, Mapping[str, str]]) -> Cues:
    """Make the lookup table of all cues; the plural of a cue's last word comes by rule.

    topics: the topics to use, by label in lower case. lines: their rows with the columns strong, cues, weak; a cue
    that ends in `=` is taken as it is, without a plural.
    """
    cues: dict[str, dict[str, tuple[Topic, float]]] = {}
    bases: dict[str, str] = {}
    for key, topic in topics.items():
        for column, weight in _WEIGHTS.items():
            for cue in lines[key][column].split("|"):
                if not cue:
                    continue
                base = " ".join(cue.rstrip("=").lower().replace("-", " ").split())
                for form in (base,) if cue.endswith("=") else (base, _plural(base)):
                    cues.setdefault(form, {}).setdefault(topic.name, (topic, weight))
                    bases.setdefault(form, base)
    single: dict[str, Pairs] = {}
    several: dict[str, dict[str, list[tuple[list[str], str, Pairs]]]] = {}
    for form, pairs in cues.items():
        first, *rest = form.split(" ")
        if rest:
            ahead = several.setdefault(first, {}).setdefault(rest[0], [])
            ahead.append((rest[1:], form, tuple(pairs.values())))
        else:
            single[first] = tuple(pairs.values())
    none: dict[str, tuple[tuple[list[str], str, Pairs], ...]] = {}  # one for all cues of a single word
    starts: dict[str, tuple[Pairs, Mapping[str, tuple[tuple[list[str], str, Pairs], ...]]]] = {
        first: (pairs, none) for first, pairs in single.items()
    }
    for first, seconds in several.items():
        longest = {second: tuple(sorted(ahead, key=lambda c: -len(c[0]))) for second, ahead in seconds.items()}
        starts[first] = (single.get(first, ()), longest)
    return Cues(starts, bases)


def _plural(cue: str) -> str:
    if cue.endswith(("s", "x", "z", "ch", "sh")):
        return cue + "es"
    if cue.endswith("y") and cue[-2:-1] not in "aeiou ":
        return cue[:-1] + "ies"
    return cue + "s"


def score(headline: list[str], body: list[str], cues: Cues, names: Container[str] = ()) -> dict[Topic, Score]:
    """Count the cues of all topics in lower-case tokens of headline and body.

    names: words in small letters that are names here ("flood" of Emmet Flood) and so no cues by themselves.
    """
    scores: dict[Topic, Score] = {}
    met: dict[str, Pairs] = {}
    counts: dict[str, list[int]] = {}
    _count(headline, cues, 0, met, counts)
    _count(body, cues, _LEAD_TOKENS, met, counts)
    bases = cues.bases
    faint: list[tuple[Topic, str, int, float]] = []
    for cue, pairs in met.items():
        if cue in names:
            continue
        above, early, late = counts[cue]
        count = above + early + late
        base = bases[cue]
        if count > _REPEATS:
            points = above * _HEADLINE + min(early, _REPEATS) * _LEAD + max(0, min(late, _REPEATS - early))
        else:
            points = above * _HEADLINE + early * _LEAD + late
        for topic, weight in pairs:
            if weight < 2.0:
                faint.append((topic, cue, count, points))
                continue
            known = scores.get(topic)
            if known is None:
                known = scores[topic] = Score(0.0, {}, False, {})
            known.cues[cue] = count
            known.bases[base] = weight
            known.points += weight * points
            if above or early:
                known.early = True
                if above and (weight > 2.0 or count >= _REPEATS):
                    known.headline = True
            if count > known.repeated and (weight > 2.0 or above):
                known.repeated = count
    for topic, cue, count, points in faint:  # weak cues say nothing by themselves
        known = scores.get(topic)
        if known is not None:
            known.cues[cue] = count
            known.points += min(points, _WEAK_MOST)
    return scores


def _count(tokens: list[str], cues: Cues, lead: int, met: dict[str, Pairs], counts: dict[str, list[int]]) -> None:
    """Count the cues in headline tokens (lead 0), or in a body's before and after the token where its lead ends.

    A word inside a longer cue is not counted by itself. counts: cue → how often in headline, lead and rest.
    """
    starts = cues.starts
    free = 0
    last = len(tokens) - 1
    column, later = (1, 2) if lead else (0, 0)
    for i in compress(count(), map(starts.__contains__, tokens)):
        if i < free:
            continue
        cue = tokens[i]
        pairs, longer = starts[cue]
        if longer and i < last and (second := tokens[i + 1]) in longer:
            for rest, name, its in longer[second]:
                end = i + 2 + len(rest)
                if not rest or tokens[i + 2 : end] == rest:
                    cue, pairs, free = name, its, end
                    break
        if pairs:
            if cue not in met:
                met[cue] = pairs
                counts[cue] = [0, 0, 0]
            counts[cue][column if i < lead else later] += 1


def choose(scores: Mapping[Topic, Score], words: int) -> list[tuple[Topic, Score, float]]:
    """The topics that are salient, best first, each with the threshold that it passed.

    words: the length of the article. A topic needs points for the length, two different cues (or one in the
    headline that comes again), and a share of the best topic's points. A general topic stands in where few are found,
    unless one of its own parts is among them.
    """
    floor = _FLOOR + max(0, min(words, 1500) - 200) / _PER_WORDS if words > _NOTE else _NOTE_FLOOR
    best = max([s.points for t, s in scores.items() if not t.general], default=0.0)
    share = max(floor, min(best, _BEST) * _SHARE)
    chosen = []
    for topic, found in scores.items():
        needed = floor if found.headline else share if found.early else max(share, floor * _LATE)
        if found.points >= needed and _sure(found, words):
            chosen.append((topic, found, needed))
    chosen.sort(key=lambda c: (c[0].general, -c[1].points - (_ABOVE if c[1].headline else 0.0), c[0].name))
    given = {topic.above for topic, _, _ in chosen}
    chosen = [c for c in chosen if c[0].name not in given]
    narrow = sum(not topic.general for topic, _, _ in chosen)
    return chosen[: min(max(narrow, _FEW), _MOST)]


def _sure(found: Score, words: int) -> bool:
    """Whether the cues are varied enough: one word, however often, or words of every other story, say little."""
    weights = list(found.bases.values())
    strong, medium = weights.count(3.0), weights.count(2.0)
    if strong >= 2 or (strong and words <= _NOTE and found.early) or (strong and (medium or found.headline)):
        return True
    return found.repeated >= 3 or medium >= 3 or (medium >= 2 and (found.headline or words < _SHORT))
