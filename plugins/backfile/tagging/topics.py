"""What an article is about: cues of the IPTC Media Topics, counted and weighed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from .entries import Topic

_WEIGHTS = {"strong": 3.0, "cues": 2.0, "weak": 1.0}
_HEADLINE = 2.0  # a cue in the headline counts so many times more
_LEAD_TOKENS = 120  # about the first three paragraphs
_REPEATS = 4  # how often one cue counts at most
_FLOOR = 6.0  # points that a topic needs in a short text
_PER_WORDS = 160.0  # one point more for so many words beyond 200
_SHARE = 0.4  # of the best topic's points
_MOST = 4


@dataclass(frozen=True, slots=True)
class Cues:
    """First word of a cue → (the further words, (topic, weight) pairs), the longest cue first."""

    index: Mapping[str, tuple[tuple[list[str], tuple[tuple[Topic, float], ...]], ...]]


@dataclass(slots=True)
class Score:
    """What speaks for a topic: its points and the cues met with their counts."""

    points: float
    cues: dict[str, int]
    headline: bool


def compile_cues(topics: Mapping[str, Topic], lines: Mapping[str, Mapping[str, str]]) -> Cues:
    """Make the lookup table of all cues; the plural of a cue's last word comes by rule.

    topics: the topics to use, by label in lower case. lines: their rows with the columns strong, cues, weak; a cue
    that ends in `=` is taken as it is, without a plural.
    """
    cues: dict[tuple[str, ...], dict[str, tuple[Topic, float]]] = {}
    for key, topic in topics.items():
        for column, weight in _WEIGHTS.items():
            for cue in lines[key][column].split("|"):
                if not cue:
                    continue
                words = cue.rstrip("=").lower().replace("-", " ").split()
                for form in (words,) if cue.endswith("=") else (words, [*words[:-1], _plural(words[-1])]):
                    cues.setdefault(tuple(form), {}).setdefault(topic.name, (topic, weight))
    index: dict[str, list[tuple[list[str], tuple[tuple[Topic, float], ...]]]] = {}
    for form, pairs in cues.items():
        index.setdefault(form[0], []).append((list(form[1:]), tuple(pairs.values())))
    return Cues(
        {first: tuple(sorted(rest, key=lambda c: -len(c[0]))) for first, rest in index.items()},
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
    _count(headline, cues, scores, True)
    _count(body, cues, scores, False)
    return scores


def _count(tokens: list[str], cues: Cues, scores: dict[Topic, Score], headline: bool) -> None:
    index = cues.index
    free = 0
    for i in [i for i, token in enumerate(tokens) if token in index]:
        if i < free:
            continue
        for rest, pairs in index[tokens[i]]:
            end = i + 1 + len(rest)
            if rest and tokens[i + 1 : end] != rest:
                continue
            cue = " ".join(tokens[i:end]) if rest else tokens[i]
            for topic, weight in pairs:
                known = scores.get(topic)
                if known is None:
                    known = scores[topic] = Score(0.0, {}, False)
                seen = known.cues.get(cue, 0)
                known.cues[cue] = seen + 1
                if headline:
                    known.points += weight * _HEADLINE
                    known.headline = True
                elif seen < _REPEATS:
                    known.points += weight * (1.5 if i < _LEAD_TOKENS else 1.0)
            free = end
            break


def choose(scores: Mapping[Topic, Score], words: int) -> list[tuple[Topic, Score, float]]:
    """The topics that are salient, best first, each with the threshold that it passed.

    words: the length of the article. A topic needs points for the length, two different cues (or one in the
    headline that comes again), and a share of the best topic's points.
    """
    if not scores:
        return []
    floor = _FLOOR + max(0, min(words, 1500) - 200) / _PER_WORDS
    best = max(s.points for s in scores.values())
    needed = max(floor, best * _SHARE)
    chosen = [
        (topic, found, needed)
        for topic, found in scores.items()
        if found.points >= needed
        and (len(found.cues) >= 2 or max(found.cues.values()) >= (2 if found.headline else 4))
    ]
    chosen.sort(key=lambda c: (-c[1].points, c[0].name))
    return chosen[:_MOST]
