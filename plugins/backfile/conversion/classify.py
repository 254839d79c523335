"""The second stage: cut glued lines apart, and say of each piece of what kinds it is."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence

from backfile.conversion import dates
from backfile.conversion.people import is_name, read_byline, read_contacts
from backfile.conversion.state import Hit, Line, Piece, State
from backfile.model import Declared
from backfile.rules import BRIEF, SHORT, Rule, Rules

_HEAD_LINES = 400


_BULLETS = "•·▪►●■◆»>*"
_BULLET = re.compile(rf"[{_BULLETS}]\s*(?=\S{{2}})")
_BOILERPLATE = ("discard", "caption", "end", "footer", "bio", "correction")
_TAIL = 600


def classify(state: State) -> State:
    """Cut the lines into pieces where a rule or the container says so, and match every piece against the rules."""
    text, rules = state.view.text, state.rules
    where = rules.literals.lines([text[line.start : line.end].lower() for line in state.lines])
    cuts = _cuts(text, where, state)
    starts = [cut.start for cut in cuts]
    wanted = _wanted(where, rules)
    pieces: list[Piece] = []
    for number, line in enumerate(state.lines):
        start, end, indent, gap = line
        places = wanted.get(number)
        first = bisect_left(starts, start)
        if first and (cuts[first - 1].end or 0) > start:
            first -= 1
        if first == len(cuts) or starts[first] >= end:
            whole = text[start:end]
            hits = _matched(whole, places, rules, early=len(pieces) < _HEAD_LINES)
            pieces.append(Piece(start, end, whole, number, indent, gap, hits=hits))
            continue
        for piece in _pieces(text, number, line, cuts, first):
            if piece.declared is None and not piece.hits:
                piece = piece._replace(hits=_matched(piece.text, places, rules, early=len(pieces) < _HEAD_LINES))
            pieces.append(piece)
    return state._replace(pieces=tuple(pieces))


def _matched(text: str, wanted: set[int] | None, rules: Rules, *, early: bool) -> tuple[Hit, ...]:
    """What a piece matches, or, behind a bullet, what boilerplate it would be without; arguments as of `_hits`."""
    if len(text) > rules.longest:
        return ()
    hits = _hits(text, wanted, rules, early=early)
    if not hits and text[0] in _BULLETS and (bullet := _BULLET.match(text)) is not None:
        bare = _hits(text[bullet.end() :], wanted, rules, early=False)
        hits = tuple(h for h in bare if h.rule.kind in _BOILERPLATE and h.rule.name != "copyright")
    return hits


def _wanted(where: Mapping[str, list[int]], rules: Rules) -> dict[int, set[int]]:
    """For each line, by number, the places of the rows of which a literal stands in it."""
    wanted: dict[int, set[int]] = {}
    for literal, numbers in where.items():
        places = rules.by_literal.get(literal)
        if places:
            for number in numbers:
                wanted.setdefault(number, set()).update(places)
    return wanted


def _believed(rule: Rule, match: re.Match[str], rules: Rules) -> bool:
    """Whether the words that a row takes for names are names."""
    for role in ("reporters", "contributors"):
        if who := match.groupdict().get(role):
            return bool(read_contacts(who, rules).people)
    return True


class _Cut:
    """Where a piece of its own starts and ends inside the text."""

    __slots__ = ("declared", "end", "hit", "start")

    def __init__(self, start: int, end: int | None, hit: Hit | None, declared: Declared | None = None) -> None:
        self.start, self.end, self.hit, self.declared = start, end, hit, declared


def _stretches(rule: Rule, text: str, numbers: set[int], lines: Sequence[Line]) -> Iterator[tuple[int, int]]:
    """Where an inline row is sought: in the lines in which one of its literals stands, if it keeps to one line.

    numbers: of these lines.
    """
    if rule.where == "tail":
        first = max(0, len(text) - _TAIL)
        if not rule.literals or lines[max(numbers)].end > first:
            yield first, len(text)
    elif rule.spans or not rule.literals:
        yield 0, len(text)
    else:
        for number in sorted(numbers):
            yield lines[number].start, lines[number].end


def _cuts(text: str, where: Mapping[str, list[int]], state: State) -> list[_Cut]:
    rules = state.rules
    cuts = [_Cut(*span, None, declared) for declared, span in _declared(state)]
    sought: dict[int, set[int]] = {place: set() for place in rules.inline_always}
    for literal, numbers in where.items():
        for place in rules.inline_by_literal.get(literal, ()):
            sought.setdefault(place, set()).update(numbers)
    for place in sorted(sought):
        rule = rules.inline[place]
        for first, last in _stretches(rule, text, sought[place], state.lines):
            for match in rule.pattern.finditer(text, first, last):
                if match.end() > match.start() and _believed(rule, match, rules):
                    cuts.append(_Cut(match.start(), match.end() if rule.until == "match" else None, Hit(rule, match)))
    cuts.sort(key=lambda c: (c.start, c.declared is None, -(c.end or 0)))
    kept: list[_Cut] = []
    reach = 0
    for cut in cuts:
        if cut.start < reach:
            continue
        kept.append(cut)
        reach = cut.end if cut.end is not None else cut.start + 1
    return kept


def _declared(state: State) -> Iterator[tuple[Declared, tuple[int, int]]]:
    """What the container declares, in the view; a declared body is read as text and not cut out."""
    for declared in state.raw.declared:
        if declared.field != "body":
            yield declared, seen(state, declared.start, declared.end)


def seen(state: State, start: int, end: int) -> tuple[int, int]:
    """Turn a stretch of the raw text into the stretch of the view that shows it."""
    return _view(state, start), _view(state, end)


def _view(state: State, at: int) -> int:
    view = state.view
    if len(view.breaks) == 1:
        return at
    low = bisect_left(view.raws, at + 1) - 1
    here = view.breaks[low] + at - view.raws[low]
    return min(here, view.breaks[low + 1]) if low + 1 < len(view.breaks) else here


def _pieces(text: str, number: int, line: Line, cuts: list[_Cut], first: int) -> Iterator[Piece]:
    """The pieces of one line: between cuts plain text, at a cut what the cut says. first: the first cut in the line."""
    at = line.start
    for i in range(first, len(cuts)):
        cut = cuts[i]
        if cut.start >= line.end:
            break
        if cut.start > at:
            yield from _piece(text, at, cut.start, number, line)
        following = cuts[i + 1].start if i + 1 < len(cuts) else line.end
        end = min(line.end, following if cut.end is None else cut.end)
        start = max(line.start, cut.start)
        if cut.declared is not None:
            yield from _piece(text, start, end, number, line, declared=cut.declared)
        else:
            assert cut.hit is not None
            yield from _piece(text, start, end, number, line, hits=(cut.hit,))
        at = end
    if at < line.end:
        yield from _piece(text, at, line.end, number, line)


def _piece(
    text: str,
    start: int,
    end: int,
    number: int,
    line: Line,
    hits: tuple[Hit, ...] = (),
    declared: Declared | None = None,
) -> Iterator[Piece]:
    whole = text[start:end]
    bare = whole.strip()
    if bare:
        start += len(whole) - len(whole.lstrip())
        inner = start > line.start
        gap = 0 if inner else line.gap
        yield Piece(start, start + len(bare), bare, number, line.indent, gap, inner, hits, declared)


def _names(match: re.Match[str], rules: Rules) -> bool:
    """Whether what stands in a byline before a job or a date are names."""
    groups = match.groupdict()
    if "job" in groups:
        return is_name(match["people"], rules)
    return "date" not in groups or bool(read_byline(match["people"], rules).people)


def _hits(text: str, wanted: set[int] | None, rules: Rules, *, early: bool) -> tuple[Hit, ...]:
    """What a piece matches, in the order of the rows.

    wanted: the places of the rows whose literals stand in the line. Rows for short lines stand behind a gate, one
    pattern that most lines fail, and those for a line's beginning behind their literals. early: whether the piece
    stands where rows for the head count.
    """
    length = len(text)
    places: Iterable[int] = wanted or ()
    if length <= SHORT:
        gate = rules.brief_gate if length <= BRIEF else rules.short_gate
        if opened := gate.open(text):
            places = {*places, *opened}
    if (starting := rules.by_start.get(text[:2].lower())) is not None:
        low = text.lower()
        places = {*places, *(place for place, begun in starting if low.startswith(begun))}
    if not places:
        return ()
    hits = []
    for place in sorted(places):
        rule = rules.line[place]
        if length > rule.max or (not early and rule.where == "head"):
            continue
        match = rule.pattern.fullmatch(text)
        if match is None:
            continue
        if rule.kind == "date" and dates.find_line(match["date"]) is None and dates.find_among(match["date"]) is None:
            continue
        if rule.kind == "byline" and not _names(match, rules):
            continue
        hits.append(Hit(rule, match))
    return tuple(hits)
