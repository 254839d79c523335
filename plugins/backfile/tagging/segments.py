"""Runs of capitalised words in a body, cut at titles, days and months: the places where unknown names can stand."""

from __future__ import annotations

from typing import NamedTuple

from .entries import Words
from .tokens import SENTENCE_MARKS

# fmt: off
_DOTTED = frozenset({
    "Inc", "Corp", "Co", "Ltd", "Cos", "Bros", "Sen", "Rep", "Gov", "Gen", "Dr", "Mr", "Mrs", "Ms", "Prof", "St", "Lt",
    "Col", "Sgt", "Capt", "Adm", "Rev", "Hon", "Jr", "Sr", "Messrs", "Maj", "Cmdr", "Det", "Supt", "Insp", "Pte", "Ft",
    "Mt",
})
# fmt: on
_OF = frozenset({"of", "for", "on"})
_PARTICIPLES = frozenset(
    {
        "based",
        "born",
        "seeded",
        "ranked",
        "winning",
        "led",
        "backed",
        "owned",
        "listed",
        "trained",
        "educated",
        "nominated",
    }
)
_LONGEST = 12  # tokens that a joined name may have: keeps hostile input linear


class Segment(NamedTuple):
    """Capitalised words tokens[start:end] that may be one name.

    title: a title or courtesy stands right before it ("President", "Mr."). initial: it opens a sentence, so that
    its first capital proves nothing. joined: held together by "of", "for", "and" or "&".
    """

    start: int
    end: int
    title: bool
    initial: bool
    joined: bool = False


def segments(tokens: list[str], capitals: list[int], words: Words) -> list[Segment]:
    """Cut the capitalised runs of a text into segments, in order; capitals: where its capital letters are."""
    found: list[Segment] = []
    count = len(tokens)
    done = 0
    for i in capitals:
        if i < done:
            continue
        end = i + 1
        while end < count:
            token = tokens[end]
            if token[0].isupper():
                end += 1
            elif token == "." and tokens[end - 1] in _DOTTED and end + 1 < count and tokens[end + 1][0].isupper():
                if tokens[end - 1] in words.suffixes and tokens[end + 1] in words.starters:
                    break  # the full stop of "Inc." ends the sentence too
                end += 2
            elif token in words.particles or token == "&":
                ahead = end + 1
                if ahead < count and tokens[ahead] in words.particles:
                    ahead += 1
                if ahead < count and tokens[ahead][0].isupper():
                    end = ahead + 1
                else:
                    break
            elif token == "," and end + 1 < count and tokens[end + 1] in words.suffixes:
                end += 2
            else:
                break
        done = end
        if end == i + 1:
            token = tokens[i]
            if token not in words.breaks:
                initial = i == 0 or tokens[i - 1] in SENTENCE_MARKS
                if not (initial and token in words.starters):
                    found.append(Segment(i, end, False, initial))
            continue
        _cut(tokens, i, end, words, found)
    return _join(tokens, found, words)


def _cut(tokens: list[str], start: int, end: int, words: Words, found: list[Segment]) -> None:
    """Cut one run at titles and calendar words."""
    title = False
    at = start
    for i in range(start, end):
        token = tokens[i]
        if token in words.breaks:
            is_title = token in words.titles or token in words.courtesies
            if i > at:
                _segment(tokens, at, i, title, words, found)
                title = False
            at = i + 1
            title = is_title
        elif token == "." and i == at:
            at = i + 1
        elif token == "." and tokens[i - 1] in words.suffixes and i + 1 < end and tokens[i + 1] not in words.suffixes:
            _segment(tokens, at, i, title, words, found)  # "… Inc. Northshore": what follows is another name
            at, title = i + 1, False
    if end > at:
        _segment(tokens, at, end, title, words, found)


def _segment(tokens: list[str], start: int, end: int, title: bool, words: Words, found: list[Segment]) -> None:
    initial = start == 0 or tokens[start - 1] in SENTENCE_MARKS
    if end - start > 1 and tokens[start].rpartition("-")[2] in _PARTICIPLES:
        start += 1  # "Eighth-seeded NAME", "London-based NAME"
        initial = False
    if initial and not title and tokens[start] in words.starters:
        if tokens[start] not in words.openers or end - start < 3 or not _is_organisation(tokens[end - 1], words):
            start += 1
            initial = False
    elif initial and end - start > 2 and tokens[start].lower() in words.roles:
        start += 1
        initial, title = False, True
    if end - start > 2 and start > 1 and tokens[start - 1] in _OF and tokens[start - 2] in words.titles:
        # an office before a name: "Secretary of State NAME", "Minister of Finance NAME"
        start = next((i for i in range(start, end - 1) if tokens[i] in words.first_names), start + 1)
        title = True
    while start < end and not tokens[start][0].isupper():
        start += 1
    while start < end and not tokens[end - 1][0].isalnum():
        end -= 1
    if start < end:
        found.append(Segment(start, end, title, initial))


def _is_organisation(last: str, words: Words) -> bool:
    return last in words.suffixes or last in words.heads


def _join(tokens: list[str], found: list[Segment], words: Words) -> list[Segment]:
    """Join what "of", "for", "and" and the commas of a partnership hold together in the name of an organisation."""
    joined: list[Segment] = []
    i = 0
    while i < len(found):
        segment = found[i]
        i += 1
        while i < len(found) and found[i].end - segment.start <= _LONGEST:
            ahead = found[i]
            if ahead.start - segment.end > 2:
                break
            gap = tokens[segment.end : ahead.start]
            last = tokens[segment.end - 1]
            if gap and gap[0] in _OF and (len(gap) == 1 or gap[1:] == ["the"]):
                if last not in words.headings:
                    break
            elif gap in (["and"], [",", "and"]):
                if not segment.joined or tokens[segment.start] not in words.headings:
                    break
                if "&" in tokens[ahead.start : ahead.end] or ahead.title:
                    break
            elif gap == [","]:
                if "&" not in tokens[ahead.start : ahead.end] or segment.end - segment.start > 3:
                    break
            else:
                break
            segment = Segment(segment.start, ahead.end, segment.title, segment.initial, True)
            i += 1
        joined.append(segment)
    return joined


def spoken(tokens: list[str], start: int, end: int) -> str:
    """The words of tokens[start:end] as they are written: no space before a full stop or a comma."""
    text = " ".join(tokens[start:end]) if end - start > 1 else tokens[start]
    if "." not in text and "," not in text and "'" not in text:
        return text
    return text.replace(" .", ".").replace(" ,", ",").replace(" 's", "'s")
