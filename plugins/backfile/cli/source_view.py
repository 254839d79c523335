"""A raw article's lines on a terminal: what each stretch was taken for, in colour, and by which rule."""

from __future__ import annotations

import io
import sys
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from rich.console import Console
from rich.table import Table
from rich.text import Text

from backfile.model import Zone

COLOURS = {
    "title": "bold cyan",
    "date": "yellow",
    "source": "magenta",
    "dateline": "bright_yellow",
    "reporters": "green",
    "contributors": "bright_green",
    "editors": "blue",
    "url": "bright_blue",
    "corrections": "bright_magenta",
}
"""The colour of each field."""

_DISCARD = "red dim"
_PIECE = 300  # characters of one zone on one line that are shown; the middle of a longer one is left out
_LEAST = 80  # what is left out is not worth less than that
_WIDTH = 110  # where there is no terminal to ask
_WIDEST = 100  # a longer line of text tires the eye
_LABEL = (30, 40)  # the most columns for what a line was taken for, on a narrow and on a wide terminal
_NARROW = 100
_UNDERLINED = 160

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of one line, and the zone that it belongs to; None for the blanks between zones."""

    text: str
    zone: Zone | None
    is_start: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the source: its number from 1, where it starts and ends in the text, its pieces in order."""

    number: int
    start: int
    end: int
    pieces: tuple[Piece, ...]


def lines_of(text: str, zones: Sequence[Zone]) -> Iterator[Line]:
    """Cut a text into its lines, and each line at the borders of the zones.

    text: of the record. zones: in order, without overlap.
    """
    position = 0
    first = 0
    for number, line in enumerate(text.split("\n"), start=1):
        end = position + len(line)
        pieces = []
        at = position
        while first < len(zones) and zones[first].end <= position:
            first += 1
        for zone in zones[first:]:
            if zone.start >= end:
                break
            if zone.start > at:
                pieces.append(Piece(text[at : zone.start], None))
            start, stop = max(zone.start, position), min(zone.end, end)
            pieces.append(Piece(text[start:stop], zone, is_start=zone.start >= position))
            at = stop
        if at < end:
            pieces.append(Piece(text[at:end], None))
        yield Line(number, position, end, tuple(pieces))
        position = end + 1


def terminal() -> Console:
    """Stdout for people: coloured and as wide as the terminal, plain where there is none or NO_COLOR is set."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")  # a line drawn must not fail where the encoding has none
    console = Console(highlight=False, emoji=False, markup=False)
    if not console.is_terminal:
        console.width = _WIDTH
    return console


def source_table(
    text: str, zones: Sequence[Zone], width: int, *, spans: Sequence[Span] = (), context: int | None = None
) -> Table:
    """Lay out a text's lines on the left, what each stretch was taken for and by which rule on the right.

    zones: of the text, in order. width: of the terminal, in columns. spans: stretches to point at. context: how many
    lines round the spans are shown; None: the whole text.
    """
    lines = list(lines_of(text, zones))
    while lines and not text[lines[-1].start : lines[-1].end].strip():
        lines.pop()
    pointed = {line.number for line in lines if any(a <= line.end and b > line.start for a, b in spans)}
    shown = lines if context is None else [line for line in lines if _is_near(line.number, pointed, context)]
    names = max((len(_name(piece.zone)) for line in shown for piece in line.pieces if piece.zone), default=0)
    labels = max((names + 2 + len(p.zone.rule) for line in shown for p in line.pieces if p.zone), default=0)
    numbers = len(str(len(lines))) + (2 if pointed else 0)
    right = min(labels, _LABEL[width >= _NARROW])
    table = Table.grid(padding=(0, 1))
    table.add_column(width=numbers, justify="right", style="dim", no_wrap=True)
    left = max(20, min(_WIDEST, width - right - numbers - 3))
    table.add_column(width=left, overflow="fold")
    table.add_column(width=right, overflow="fold")
    last = 0
    for line in shown:
        if last and line.number > last + 1:
            table.add_row("", Text("⋮", "dim"), "")
        last = line.number
        number = Text(f"▸ {line.number}", "bold yellow") if line.number in pointed else Text(str(line.number))
        for part in _parts(line, left):
            table.add_row(number if part.start == line.start else "", _left(part, spans), _right(part, names))
    return table


def _parts(line: Line, width: int) -> Iterator[Line]:
    """A line that goes on over several of the terminal, cut so that each label stands beside what it is for."""
    zoned = sum(piece.zone is not None for piece in line.pieces)
    if line.end - line.start <= width or zoned < 2:
        yield line
        return
    pieces: list[Piece] = []
    start = line.start
    for piece in line.pieces:
        if piece.zone is not None and any(held.zone is not None for held in pieces):
            end = start + sum(len(held.text) for held in pieces)
            yield Line(line.number, start, end, tuple(pieces))
            pieces, start = [], end
        pieces.append(piece)
    yield Line(line.number, start, line.end, tuple(pieces))


def _is_near(number: int, pointed: set[int], context: int) -> bool:
    return any(number + step in pointed for step in range(-context, context + 1))


def _left(line: Line, spans: Sequence[Span]) -> Text:
    text = Text()
    at = line.start
    for piece in line.pieces:
        style = style_of(piece.zone)
        end = at + len(piece.text)
        cuts = {max(at, min(end, place)) for span in spans for place in span}
        borders = sorted({at, end} | cuts)
        for start, stop in pairwise(borders):
            part = printable(_clip(piece.text[start - at : stop - at]))
            is_meant = any(a <= start and stop <= b and b - a <= _UNDERLINED for a, b in spans)
            text.append(part, f"{style} underline" if is_meant else style)
        at = end
    return text


def _right(line: Line, names: int) -> Text:
    text = Text()
    for piece in line.pieces:
        if piece.zone is not None:
            if text:
                text.append("\n")
            if piece.is_start:
                text.append(f"{_name(piece.zone):<{names}}", style_of(piece.zone))
                if piece.zone.rule != _name(piece.zone):
                    text.append(f"  {piece.zone.rule}", "dim")
            else:
                text.append("│", style_of(piece.zone) or "dim")
    return text


def _name(zone: Zone) -> str:
    return zone.field or zone.kind


def style_of(zone: Zone | None) -> str:
    """The style of a stretch of a zone; nothing for the body and for blanks."""
    if zone is None or zone.kind == "body":
        return ""
    return _DISCARD if zone.kind == "discard" else COLOURS.get(zone.field or "", "cyan")


def _clip(text: str) -> str:
    """A stretch without the middle of it where it is long, cut between words."""
    if len(text) <= _PIECE + _LEAST:
        return text
    first = text.rfind(" ", 0, _PIECE * 2 // 3) + 1 or _PIECE * 2 // 3
    last = text.find(" ", len(text) - _PIECE // 3) + 1 or len(text) - _PIECE // 3
    return f"{text[:first]}[… {last - first:,} characters …] {text[last:]}"


def printable(text: str) -> str:
    r"""Make control characters visible, so that no raw text can command the terminal.

    >>> printable("a\x1b[2Jb\tc")
    'a␛[2Jb c'
    """
    if text.isprintable():
        return text
    return "".join(map(_visible, text))


def _visible(character: str) -> str:
    if character in "\t\n":
        return " "
    code = ord(character)
    if code < 0x20:
        return chr(0x2400 + code)
    if unicodedata.category(character) in ("Cc", "Cf", "Cs", "Zl", "Zp"):
        return "\N{REPLACEMENT CHARACTER}"
    return character
