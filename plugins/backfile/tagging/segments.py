"""Runs of capitalised words in a body, cut at titles, days and months: the places where unknown names can stand."""

from __future__ import annotations

from dataclasses import dataclass

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


@dataclass(slots=True, eq=False)  # made by the hundred: frozen, or a tuple, it takes twice the time
class Segment:
    """Capitalised words tokens[start:end] that may be one name.

    title: a title or courtesy stands right before it ("President", "Mr."). initial: it opens a sentence, so that
    its first capital proves nothing. joined: held together by "of", "for", "and" or "&".
    """

    start: int
    end: int
    title: bool
    initial: bool
    joined: bool = False

    def begun_at(self, start: int) -> Segment:
        """The same segment from another token on."""
        return Segment(start, self.end, self.title, self.initial, self.joined)


def segments(tokens: list[str], capitals: list[int], words: Words) -> list[Segment]:
    """Cut the capitalised runs of a text into segments, in order; capitals: where its capital letters are."""
    found: list[Segment] = []
    count = len(tokens)
    links, breaks, starters = words.links, words.breaks, words.starters
    done = 0
    for i, following in zip(capitals, [*capitals[1:], 0], strict=False):
        if i < done:
            continue
        end = i + 1
        token = tokens[i]
        if following == end or (end < count and (ahead := tokens[end]) in links and (ahead != "." or token in _DOTTED)):
            end = _run(tokens, end, words)
        done = end
        if end > i + 1:
            run = tokens[i:end]
            if "." in run or not breaks.isdisjoint(run):
                _cut(tokens, i, end, words, found)
            else:
                _segment(tokens, i, end, False, words, found)
            continue
        if token not in breaks:
            initial = i == 0 or tokens[i - 1] in SENTENCE_MARKS
            if not (initial and token in starters):
                found.append(Segment(i, end, False, initial))
    return _join(tokens, found, words)


def _run(tokens: list[str], end: int, words: Words) -> int:
    """Where a run of capitalised words ends whose first is before end."""
    count = len(tokens)
    while end < count:
        token = tokens[end]
        if token[0].isupper():
            end += 1
        elif token not in words.links:
            break
        elif token == ".":
            if tokens[end - 1] not in _DOTTED or end + 1 == count or not tokens[end + 1][0].isupper():
                break
            if tokens[end - 1] in words.suffixes and tokens[end + 1] in words.starters:
                break  # the full stop of "Inc." ends the sentence too
            end += 2
        elif token == ",":
            if end + 1 == count or tokens[end + 1] not in words.suffixes:
                break
            end += 2
        else:
            ahead = end + 1
            if ahead < count and tokens[ahead] in words.particles:
                ahead += 1
            if ahead == count or not tokens[ahead][0].isupper():
                break
            end = ahead + 1
    return end


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
    if end - start > 1 and "-" in tokens[start] and tokens[start].rpartition("-")[2] in _PARTICIPLES:
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
    last: Segment | None = None
    for segment in found:
        if last is not None and segment.start - last.end <= 2 and _belongs(tokens, last, segment, words):
            last = joined[-1] = Segment(last.start, segment.end, last.title, last.initial, True)
        else:
            joined.append(segment)
            last = segment
    return joined


def _belongs(tokens: list[str], last: Segment, ahead: Segment, words: Words) -> bool:
    """Whether a segment goes on with the name of the one before it, by what stands between them."""
    if ahead.end - last.start > _LONGEST:
        return False
    gap = tokens[last.end : ahead.start]
    if gap and gap[0] in _OF and (len(gap) == 1 or gap[1] == "the"):
        return tokens[last.end - 1] in words.headings
    if gap in (["and"], [",", "and"]):
        return (
            last.joined
            and tokens[last.start] in words.headings
            and "&" not in tokens[ahead.start : ahead.end]
            and not ahead.title
        )
    return gap == [","] and "&" in tokens[ahead.start : ahead.end] and last.end - last.start <= 3


def spoken(tokens: list[str], start: int, end: int) -> str:
    """The words of tokens[start:end] as they are written: no space before a full stop or a comma."""
    text = " ".join(tokens[start:end]) if end - start > 1 else tokens[start]
    if "." not in text and "," not in text and "'" not in text:
        return text
    return text.replace(" .", ".").replace(" ,", ",").replace(" 's", "'s")
