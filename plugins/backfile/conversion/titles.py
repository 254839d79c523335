"""Telling headlines from prose: title case, sentence ends, and where a headline was glued to the lead."""

from __future__ import annotations

import re
from collections.abc import Mapping, Set
from typing import NamedTuple

_WORD = re.compile(r"[^\s]+")
_ENDS = (".", "?", "!", "…", ":")
_CLOSERS = "\"”’'»)]"
_ABBREVIATION = re.compile(r"(?:\b(?:[A-Z]\.){2,5}|\b(?:Inc|Corp|Co|Ltd|Jr|Sr|St|No|vs|Gov|Sen|Rep|Dr|Mr|Mrs|Ave)\.)$")
# A headline does not end in one of these.
_LEAVES_OPEN = frozenset(
    ["of", "in", "to", "the", "for", "on", "by", "with", "a", "and", "at", "from", "while", "when", "after"]
)
_STARTERS = frozenset(
    ("The", "A", "An", "In", "At", "On", "For", "As", "By", "It", "Its", "And", "But", "When", "While", "After")
)
_EDGE = "\"“”‘’'.,;:!?()[]"


def ends_sentence(text: str) -> bool:
    """Whether a line ends as a sentence does; an abbreviation's full stop does not count.

    >>> ends_sentence("It sank.”"), ends_sentence("Ferry Reaches the U.S."), ends_sentence("Ferry Sinks")
    (True, False, False)
    """
    end = text[-12:].rstrip(_CLOSERS)
    if not end.endswith(_ENDS):
        return False
    if end[-1] != "." or len(text) >= 120:
        return True
    stop = max(0, len(text) - 12) + len(end) - 1
    return _ABBREVIATION.search(text[max(0, stop - 9) : stop + 1]) is None


def is_title_case(text: str, small: Set[str]) -> bool:
    """Whether nearly all words that title case would raise are raised."""
    words = [w.strip(_EDGE) for w in text.split()]
    words = [w for w in words if w and (w[0].isalpha() or w[0].isdigit()) and w.lower() not in small]
    raised = sum(not w[0].islower() for w in words)
    return bool(words) and raised / len(words) >= 0.85


class Split(NamedTuple):
    """Where a headline may end that is glued to the lead: offset of the lead, and how much speaks for it."""

    at: int
    score: float
    strong: bool = False


def glued(text: str, rest: str, words_of: Mapping[str, Set[str]]) -> list[Split]:
    """Find where a headline in title case ends that runs on into the lead after a single space.

    text: the first paragraph, folded to one line. rest: more of the body, in which proper names show by their
    capitals. words_of: the rules' words (`title_small`, `given_names`, `offices`). Returns the likeliest splits, best
    first; none if the paragraph does not begin with a headline.
    """
    words = list(_WORD.finditer(text[:400]))
    bare = [w[0].strip(_EDGE) for w in words]
    stop = _first_lower(words, bare, words_of["title_small"])
    if stop is None or stop < 5:
        return []
    names, common = _seen(rest)
    seen = _Seen(
        bare,
        stop,
        names,
        common,
        words_of["title_small"],
        words_of["given_names"],
        words_of["offices"],
        words_of["openers"],
    )
    heads: set[str] = set()
    found: list[Split] = []
    for i in range(1, stop):
        heads.add(_stem(bare[i - 1]))
        word = bare[i]
        if (
            i < 3
            or not word
            or not (word[0].isupper() or words[i][0][0] in '“"')
            or words[i - 1][0].endswith((",", "-"))
        ):
            continue
        score, strong = _score(seen, i, heads)
        length = words[i].start() - 1
        score += 1.0 if 32 <= length <= 72 else -1.0 if length < 24 else 0.0
        found.append(Split(words[i].start(), score, strong))
    raised = sum(w.lower() not in seen.small for w in bare[:stop])
    best = sorted(found, key=lambda s: (not (s.strong and s.score >= 3), -s.score))
    sure = best and best[0].strong and best[0].score >= 3 and best[0].at >= 28
    # Words that the text itself writes small elsewhere stand in capitals in a headline alone.
    ordinary = sum(w.lower() in common for w in bare[1 : stop - 1] if w[:1].isupper())
    if not best or not (sure or (raised >= 7 and best[0].at >= 36) or (raised >= 5 and ordinary >= 2)):
        return []
    return best


class _Seen(NamedTuple):
    """What is known when a split is weighed: the words, the first small one, names and common words of the body."""

    bare: list[str]
    stop: int
    names: set[str]
    common: set[str]
    small: Set[str]
    given: Set[str]
    offices: Set[str]
    openers: Set[str]

    def opens_name(self, word: str) -> bool:
        """Whether a word stands before a surname: an office, a nationality, a given name."""
        low = word.lower()
        return low in self.given or low.rstrip(".") in self.openers or self.is_office(word)

    def is_office(self, word: str) -> bool:
        """Whether a word is an office or rank, behind which only names follow."""
        return word.lower().rstrip(".") in self.offices


def _score(seen: _Seen, i: int, heads: set[str]) -> tuple[float, bool]:
    """How much speaks for a lead that begins at word `i`, and whether something strong does."""
    bare, stop, names, common = seen.bare, seen.stop, seen.names, seen.common
    word, before = bare[i], bare[i - 1]
    stem, first = _stem(word), _stem(bare[0])
    score = 0.0
    # "President Ann Example": what opens a name is passed over on the way to the surname that the headline has.
    surname = i
    while surname < stop - 1 and (
        seen.opens_name(bare[surname]) or (surname > i and seen.is_office(bare[surname - 1]))
    ):
        surname += 1
    called = surname > i and any(_alike(_stem(bare[surname]), h) for h in heads)
    starter = word in _STARTERS and not (
        # In a headline that writes no small word small, "In" and "As" stand inside it too.
        word.lower() in seen.small
        and word not in ("The", "A", "An", "It", "Its")
        and not any(w in seen.small for w in bare[:i])
    )
    if before.lower() in seen.given or any(map(seen.is_office, bare[max(0, i - 2) : i])):
        score -= 9.0
    elif seen.opens_name(before):
        score -= 3.0
    if called:
        score += 5.5
    elif surname > i:
        score += 1.0
    if starter:
        score += 5.0
    if _alike(stem, first):
        score += 5.0
    elif stem in heads or any(len(h) >= 4 and stem.startswith(h) for h in heads):
        score += 3.5
    run = [w for w in bare[i:stop] if w]
    if word not in _STARTERS and all(w in names or w.lower() in ("of", "and", "&") for w in run):
        score += 2.0
    if word in names and word.lower() not in common:
        score += 1.0
    if word.lower() in common and i != stop - 1:
        score -= 2.0
    if before.lower() in _LEAVES_OPEN:
        score -= 6.0
    if before in ("The", "A", "An"):
        score -= 4.0
    if before in names and before.lower() not in common and stem not in heads and not called:
        score -= 1.0
    if before in bare[: i - 1]:
        score -= 2.0
    if i == stop - 1:
        score += 1.0
    strong = starter or stem in heads or _alike(stem, first) or called
    return score - 0.25 * (stop - 1 - i), strong


def _alike(stem: str, first: str) -> bool:
    return stem == first or (len(first) >= 4 and stem.startswith(first)) or (len(stem) >= 4 and first.startswith(stem))


def _first_lower(words: list[re.Match[str]], bare: list[str], small: Set[str]) -> int | None:
    """The first word that prose leaves in lower case and a headline would not."""
    for i, word in enumerate(bare):
        if i and words[i - 1][0].rstrip(_CLOSERS).endswith(_ENDS) and i > 2 and len(bare[i - 1]) > 4:
            return None
        if word and word[0].islower() and word.lower() not in small and not any(c.isupper() for c in word):
            return i
    return None


def _seen(rest: str) -> tuple[set[str], set[str]]:
    """Words that stand in capitals inside sentences, and words that stand in lower case."""
    common = set(re.findall(r"\b[a-z]{3,}\b", rest))
    names = {w for w in re.findall(r"\b[A-Z][\w.-]*\w", rest) if w.lower() not in common}
    names |= set(re.findall(r"(?<=[a-z,] )[A-Z][\w.-]*\w", rest))
    return names, common


def _stem(word: str) -> str:
    return re.sub(r"[’']s?$", "", word).lower()
