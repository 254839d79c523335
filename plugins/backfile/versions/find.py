"""All articles of an archive, in order of time: which are versions or reprints of an earlier one."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Collection, Sequence
from collections.abc import Set as AbstractSet
from functools import lru_cache

from backfile.versions.compare import Relation, Story, Text, compare

_FEWEST = 2  # numbers that two sketches must share
_PART = 0.2  # of the shorter sketch
_COMPARED = 6  # earlier articles that one is compared with, those that share most
_FIRST, _LAST = 4, 12  # owners of a number that are remembered: a phrase of every article leads nowhere


def find_versions(
    stories: Sequence[Story],
    sketches: Sequence[array[int]],
    words: Callable[[int], Sequence[str]],
    only: AbstractSet[int] | None = None,
) -> dict[int, tuple[int, Relation]]:
    """Find, for each article that is an earlier one filed or printed again, that one and the relation.

    stories, sketches: of each article, in order of time. words: of the article at a place, asked only for those that
    share passages. only: the places that are looked at, all unless given. Work and memory grow with the number of
    articles, and what is found among the earlier ones does not depend on the later.
    """
    wanted = _repeated(sketches) if only is None else set().union(*(sketches[at] for at in only))
    owners: dict[int, list[int]] = {}
    text = lru_cache(maxsize=256)(lambda at: Text(words(at)))
    found: dict[int, tuple[int, Relation]] = {}
    for at, numbers in enumerate(sketches):
        shared: dict[int, int] = {}
        for number in wanted.intersection(numbers):
            known = owners.get(number)
            if known is None:
                owners[number] = [at]
                continue
            if only is None or at in only:
                for earlier in known:
                    shared[earlier] = shared.get(earlier, 0) + 1
            known.append(at)
            if len(known) > _FIRST + _LAST:
                del known[_FIRST]
        if shared:
            relation = _best(at, shared, sketches, stories, text)
            if relation is not None:
                found[at] = relation
    return found


def touched(sketches: Sequence[array[int]], changed: Collection[int], former: Collection[array[int]]) -> set[int]:
    """The articles whose earlier versions may be others now: those that share a passage with one that changed.

    changed: the places of articles that are new or say something else. former: sketches of what is no more.
    """
    numbers = set().union(*(sketches[at] for at in changed), *former)
    return {at for at, own in enumerate(sketches) if not numbers.isdisjoint(own)} | set(changed)


def _repeated(sketches: Sequence[array[int]]) -> set[int]:
    """The numbers that stand in more than one sketch: the others, which are most, lead nowhere."""
    once: set[int] = set()
    more: set[int] = set()
    for numbers in sketches:
        more |= once.intersection(numbers)
        once.update(numbers)
    return more


def _best(
    at: int,
    shared: dict[int, int],
    sketches: Sequence[array[int]],
    stories: Sequence[Story],
    text: Callable[[int], Text],
) -> tuple[int, Relation] | None:
    """The earlier article that shares most, the earliest of several that share as much."""
    likely = [
        (-count, earlier)
        for earlier, count in shared.items()
        if count >= max(_FEWEST, _PART * min(len(sketches[at]), len(sketches[earlier])))
    ]
    best: tuple[int, Relation] | None = None
    for _, earlier in sorted(likely)[:_COMPARED]:
        relation = compare(stories[earlier], stories[at], text(earlier), text(at))
        if relation is not None and (
            best is None
            or relation.share > best[1].share + 0.02
            or (relation.share > best[1].share - 0.02 and earlier < best[0])
        ):
            best = earlier, relation
    return best
