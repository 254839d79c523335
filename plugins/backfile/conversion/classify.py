"""The second stage: cut glued lines apart, and say of each piece of what kinds it is."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from backfile.conversion import dates
from backfile.conversion.people import is_name, read_contacts
from backfile.conversion.state import Hit, Line, Piece, State
from backfile.model import Declared
from backfile.rules import Rule, Rules

_HEAD_LINES = 400


def classify(state: State) -> State:
    """Cut the lines into pieces where a rule or the container says so, and match every piece against the rules."""
    text = state.view.text
    lower = text.lower()
    seeking = _seeking(state, lower)
    inline = [r for r in state.rules.inline if not r.literals or any(map(lower.__contains__, r.literals))]
    cuts = _cuts(text, inline, state)
    longest = state.rules.longest
    pieces: list[Piece] = []
    for number, line in enumerate(state.lines):
        for piece in _pieces(text, number, line, cuts):
            if piece.declared is not None or piece.hits:
                pieces.append(piece)
                continue
            if piece.end - piece.start <= longest:
                early = len(pieces) < _HEAD_LINES
                hits = tuple(_hits(piece.text, seeking.get(number, ()), state.rules, early=early))
                if not hits and (bullet := _BULLET.match(piece.text)) is not None:
                    bare = _hits(piece.text[bullet.end() :], seeking.get(number, ()), state.rules, early=early)
                    hits = tuple(h for h in bare if h.rule.kind in _BOILERPLATE and h.rule.name != "copyright")
                if hits:
                    piece = piece._replace(hits=hits)
            pieces.append(piece)
    return replace(state, pieces=tuple(pieces))


_SHORT = 320
_BULLET = re.compile(r"[•·▪►●■◆»>*]\s*(?=\S{2})")
_BOILERPLATE = ("discard", "caption", "end", "footer", "bio", "correction")


def _seeking(state: State, lower: str) -> dict[int, list[Rule]]:
    """For each line, by number, the seeking rules of which a literal stands in it.

    Most of a text stands in long lines and most seeking rules are for short ones, which are looked at alone.
    """
    text, lines = state.view.text, state.lines
    few: list[int] = []
    starts: list[int] = []
    parts: list[str] = []
    at = 0
    for number, line in enumerate(lines):
        if line.end - line.start <= _SHORT:
            few.append(number)
            starts.append(at)
            parts.append(text[line.start : line.end].lower())
            at += len(parts[-1]) + 1
    short = "\n".join(parts)
    # A few capitals have longer small forms, which moves what follows: then every line is tried.
    straight = len(lower) == len(text)
    every = [line.start for line in lines]
    found: dict[int, list[Rule]] = {}
    for rule in state.rules.seeking:
        if rule.max <= _SHORT:
            numbers = {few[n] for n in _occurrences(short, starts, rule.literals)}
        elif straight:
            numbers = _occurrences(lower, every, rule.literals)
        else:
            numbers = set(range(len(lines)))
        for number in numbers:
            found.setdefault(number, []).append(rule)
    return found


def _occurrences(text: str, starts: list[int], literals: Iterable[str]) -> set[int]:
    """The places in `starts` of the lines in which a literal stands."""
    numbers: set[int] = set()
    for literal in literals:
        at = text.find(literal)
        while at >= 0:
            number = bisect_right(starts, at) - 1
            numbers.add(number)
            following = starts[number + 1] if number + 1 < len(starts) else len(text)
            at = text.find(literal, max(following, at + 1))
    numbers.discard(-1)
    return numbers


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


def _cuts(text: str, inline: Iterable[Rule], state: State) -> list[_Cut]:
    cuts = [_Cut(*span, None, declared) for declared, span in _declared(state)]
    for rule in inline:
        for match in rule.pattern.finditer(text):
            if match.end() > match.start() and _believed(rule, match, state.rules):
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


def _pieces(text: str, number: int, line: Line, cuts: list[_Cut]) -> Iterator[Piece]:
    """The pieces of one line: between cuts plain text, at a cut what the cut says."""
    if not cuts or (cuts[-1].start < line.start and (cuts[-1].end or 0) <= line.start):
        yield Piece(line.start, line.end, text[line.start : line.end], number, line.indent, line.gap)
        return
    at = line.start
    first = bisect_left(cuts, line.start, key=lambda c: c.start)
    if first and (cuts[first - 1].end or 0) > line.start:
        first -= 1
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


def _hits(text: str, seeking: Sequence[Rule], rules: Rules, *, early: bool) -> Iterator[Hit]:
    """What a piece matches, in the order of the rows.

    seeking: the rows that look on from where they start and whose literals stand in the line. All others are
    anchored and stand behind a gate: one pattern that most lines fail.
    """
    length = len(text)
    short = length <= _SHORT
    gate = rules.gate if short else rules.ample_gate
    if gate.fullmatch(text) is None:
        rows: Iterable[Rule] = seeking
    else:
        rows = [r for r in (rules.line if short else rules.ample) if r.name not in rules.scanning or r in seeking]
    for rule in rows:
        if length > rule.max or (not early and rule.where == "head"):
            continue
        match = rule.pattern.fullmatch(text)
        if match is None:
            continue
        if rule.kind == "date" and dates.find_line(match["date"]) is None and dates.find_among(match["date"]) is None:
            continue
        if rule.kind == "byline" and "job" in match.groupdict() and not is_name(match["people"], rules):
            continue
        yield Hit(rule, match)
