"""Which stories belong beside which: those that share rare subjects and rare words of the headline, near in time.

An article is compared with the nearest in the order of time alone, and what counts as rare is counted among those: so
one more article touches the lists of its neighbourhood, never of the whole archive, and the work grows with the number
of articles.
"""

from __future__ import annotations

import marshal
import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import chain

from backfile.forks import spread
from backfile.site.views import ArticleView

WINDOW = 250
"""How many articles before and after one are looked at."""
COMMON = 24
"""What more articles of a window share tells nothing about two of them."""
MOST = 3
ENOUGH = 30
"""The points that two articles need: more than one rare word of a headline gives."""
SAME_STORY_DAYS = 3
_MANY = 2_000  # from so many articles on, comparing them is shared out

_WEIGHTS = (("people", 6), ("organisations", 6), ("topics", 3), ("places", 2))
_TAGS = 4  # of each kind, the most salient
_WORD_WEIGHT = 2
_WORD = re.compile(r"[^\W\d_]{5,}")


def related_stories(
    in_order: Sequence[ArticleView], workers: int = 1
) -> Iterator[tuple[ArticleView, tuple[ArticleView, ...]]]:
    """Find the stories related to each article, the closest first; versions of its own story are none.

    in_order: the articles in the order of time, from either end. workers: how many processes may compare.
    """
    features = [_features(article) for article in in_order]
    holders: dict[str, list[int]] = {}
    for at, of_one in enumerate(features):
        for feature in of_one:
            holders.setdefault(feature, []).append(at)

    def some(part: int, parts: int) -> bytes:
        places = range(part * len(in_order) // parts, (part + 1) * len(in_order) // parts)
        return marshal.dumps([_related(at, in_order, features[at], holders) for at in places])

    found = chain.from_iterable(map(marshal.loads, spread(some, workers if len(in_order) >= _MANY else 1)))
    for article, places in zip(in_order, found, strict=True):
        yield article, tuple(in_order[place] for place in places)


def _features(article: ArticleView) -> dict[str, int]:
    """What an article may share with another, and how much that tells."""
    found = dict.fromkeys(map(str.lower, _WORD.findall(article.title)), _WORD_WEIGHT) if article.has_headline else {}
    for kind, weight in _WEIGHTS:
        for tag in getattr(article, kind)[:_TAGS]:
            found[f"{kind}/{tag.slug}"] = weight
    return found


def _related(
    at: int, in_order: Sequence[ArticleView], features: dict[str, int], holders: dict[str, list[int]]
) -> list[int]:
    """The places of the articles that are related to the one at `at`."""
    first, last = at - WINDOW, at + WINDOW
    points: dict[int, int] = {}
    for feature, weight in features.items():
        places = holders[feature]
        if len(places) > COMMON:
            start = bisect_left(places, first)
            places = places[start : bisect_left(places, last + 1, start)]
        elif places[0] < first or places[-1] > last:
            places = [place for place in places if first <= place <= last]
        if 2 <= len(places) <= COMMON:
            worth = weight * COMMON // len(places)
            for place in places:
                points[place] = points.get(place, 0) + worth
    points.pop(at, None)
    article = in_order[at]
    best = sorted((-worth, abs(place - at), place) for place, worth in points.items() if worth >= ENOUGH)
    versions = {version.article.url for version in article.versions}
    found: list[int] = []
    for _, _, place in best[: 4 * MOST]:
        other = in_order[place]
        if other.url in versions or any(
            is_version(known, other) for known in (article, *map(in_order.__getitem__, found))
        ):
            continue
        found.append(place)
        if len(found) == MOST:
            break
    return found


def is_version(one: ArticleView, other: ArticleView) -> bool:
    """Whether two articles tell one story: days apart at most, and most words of headline or opening the same."""
    days = abs((one.date.date() - other.date.date()).days) if one.date and other.date else 0
    if days > SAME_STORY_DAYS:
        return False
    headlines = one.has_headline and other.has_headline and _overlap(one.title, other.title) >= 0.7
    return headlines or _overlap(one.summary, other.summary) >= 0.6


def _overlap(one: str, other: str) -> float:
    words, others = set(one.lower().split()), set(other.lower().split())
    return len(words & others) / len(words | others) if words and others else 0.0
