"""How `backfile explain` shows an article on a terminal: its lines, the record, the doubts."""

from __future__ import annotations

import unicodedata
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rich.console import Console
from rich.table import Table
from rich.text import Text

from backfile.convert import Explained
from backfile.model import TAG_KINDS, Evidence, Person, Zone

_COLOURS = {
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
_DISCARD = "red dim"
_FIELDS = ("title", "date", "source", "dateline", "reporters", "contributors", "editors", "url", "corrections")
_PIECE = 300  # characters of one zone on one line that are shown; the middle of a longer one is left out
_WIDTH = 110  # where there is no terminal to ask


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of one line, and the zone that it belongs to; None for the blanks between zones."""

    text: str
    zone: Zone | None
    is_start: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the source: its number from 1, and its pieces in order."""

    number: int
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
        yield Line(number, tuple(pieces))
        position = end + 1


def show(item: Explained, console: Console | None = None) -> None:
    """Print an article with all that was read from it."""
    console = console or terminal()
    raw, article = item.raw, item.article
    where = f"{raw.path}, article {raw.record + 1}" if raw.record else raw.path
    console.rule(Text(f"{printable(where)}  ({raw.encoding}, {raw.shape})", style="bold"), align="left", characters="─")
    console.print(_lines(raw.text, article.zones, console.width))
    console.print()
    console.print(_record(item))
    for doubt in article.doubts:
        rivals = f" ({' | '.join(doubt.candidates)})" if doubt.candidates else ""
        console.print(Text(printable(f"? {doubt.field}: {doubt.reason}{rivals}"), style="bold yellow"))
    if not article.doubts:
        console.print(Text("No doubts.", style="dim"))
    console.print()


def terminal() -> Console:
    """Stdout for people: coloured and as wide as the terminal, plain where there is none or NO_COLOR is set."""
    console = Console(highlight=False, emoji=False, markup=False)
    if not console.is_terminal:
        console.width = _WIDTH
    return console


def _lines(text: str, zones: Sequence[Zone], width: int) -> Table:
    table = Table.grid(padding=(0, 1))
    table.add_column(justify="right", style="dim", no_wrap=True)
    table.add_column(width=max(30, width - 46), overflow="fold")
    table.add_column(width=38, overflow="fold")
    for line in lines_of(text, zones):
        left, right = Text(), Text()
        for piece in line.pieces:
            style = _style(piece.zone)
            left.append(printable(_clip(piece.text)), style)
            if piece.zone is not None:
                if right:
                    right.append("\n")
                name = piece.zone.field or piece.zone.kind
                right.append(f"{name:<13}" if piece.is_start else f"{'│':<13}", style)
                right.append(piece.zone.rule if piece.is_start else "", "dim")
        table.add_row(str(line.number), left, right)
    return table


def _record(item: Explained) -> Table:
    article = item.article
    starts = [0]
    for line in item.raw.text.split("\n"):
        starts.append(starts[-1] + len(line) + 1)
    table = Table.grid(padding=(0, 2))
    table.add_column(no_wrap=True)
    table.add_column(overflow="fold")
    table.add_column(overflow="fold", style="dim")
    for field in _FIELDS:
        value = getattr(article, field)
        proof = _proof(article.evidence.get(field, ()), starts)
        if not value:
            table.add_row(Text(field, "dim"), Text("–", "dim"), "")
            continue
        for number, one in enumerate(value if isinstance(value, tuple) else (value,)):
            shown = printable(_person(one) if isinstance(one, Person) else str(one))
            label = field if not number else ""
            table.add_row(Text(label, _COLOURS[field]), Text(shown), Text("" if number else proof))
    words = sum(len(paragraph.text.split()) for paragraph in article.paragraphs)
    table.add_row("body", f"{len(article.paragraphs):,} paragraphs, {words:,} words", "")
    for kind in TAG_KINDS:
        for number, tag in enumerate(getattr(item.tags, kind)):
            name = f"{tag.name} ({tag.code})" if tag.code else tag.name
            table.add_row("" if number else kind, Text(printable(name)), Text(printable(tag.reason)))
    return table


def _proof(evidence: Sequence[Evidence], starts: Sequence[int]) -> str:
    return "; ".join(
        f"line {bisect_right(starts, one.start)}, {one.rule}{', inferred' if one.kind == 'inferred' else ''}"
        for one in evidence
    )


def _person(person: Person) -> str:
    place = f" in {person.location}" if person.location else ""
    return f"{person.name}{place}{f' <{person.email}>' if person.email else ''}"


def _style(zone: Zone | None) -> str:
    if zone is None or zone.kind == "body":
        return ""
    return _DISCARD if zone.kind == "discard" else _COLOURS.get(zone.field or "", "cyan")


def _clip(text: str) -> str:
    if len(text) <= _PIECE:
        return text
    left_out = len(text) - _PIECE
    return f"{text[: _PIECE * 2 // 3]} [… {left_out:,} characters …] {text[-_PIECE // 3 :]}"


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
