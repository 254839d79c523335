"""Paragraphs of the body: wrapped lines joined, breaks found where they can be, one line each."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from backfile.conversion.state import Label, Piece
from backfile.conversion.titles import ends_sentence

# A break that was lost without a space: a lower-case word or a closed quotation, an end, a capital at once.
_GLUED = re.compile(r"[.?!][”’\"]?(?=[A-Z“‘])")
_BEFORE = frozenset("abcdefghijklmnopqrstuvwxyz0123456789%)”’\"'")
_SENTENCE = re.compile(r"[a-z0-9%)”\"][.?!][”\"’']?\ (?=[A-Z“\"‘])")


class Block(NamedTuple):
    """A paragraph: its stretch of the view, its text on one line, and whether it is a sub-heading."""

    start: int
    end: int
    text: str
    subhead: bool = False


class _Setting(NamedTuple):
    """How a body is set.

    width: at which its lines were wrapped (0: they were not). indented: whether an indent opens a paragraph.
    lossy: whether breaks inside wrapped lines were lost.
    """

    width: int
    indented: bool
    lossy: bool


def blocks(pieces: Sequence[Piece], labels: Sequence[Label]) -> list[Block]:
    """Join the body's pieces into paragraphs.

    pieces, labels: those between the body's first and last; what is not body parts paragraphs and is left out.
    """
    prose = [p for p, label in zip(pieces, labels, strict=True) if label.kind == "body"]
    indents = [p.indent for p in prose if not p.inner]
    deep = sum([i >= 3 for i in indents])
    gaps = sum([p.gap > 0 for p in prose[1:]])
    setting = _Setting(
        _width(prose),
        deep >= 3 and len(indents) - deep > 0.5 * len(indents),
        gaps == 0 or len(prose) > 8 * (gaps + 1),
    )
    found: list[Block] = []
    run: list[Piece] = []
    for piece, label in zip(pieces, labels, strict=True):
        if label.kind != "body":
            if run and (piece.inner or not _open_ended(run[-1].text)):
                found += _made(run, setting)
                run = []
            continue
        if run and _breaks(run[-1], piece, setting):
            found += _made(run, setting)
            run = []
        run.append(piece)
    if run:
        found += _made(run, setting)
    return found


def _width(pieces: Sequence[Piece]) -> int:
    """The width at which lines were wrapped, in characters; 0 if they were not."""
    inside = sorted(
        len(a.text) for a, b in itertools.pairwise(pieces) if b.gap == 0 and not b.inner and a.line != b.line
    )
    if len(inside) < 2:
        return 0
    typical = inside[len(inside) // 2]
    if not 30 <= typical <= 100:
        return 0
    # Wrapped lines end anywhere; lines that are paragraphs end with their sentence.
    ends = sum(ends_sentence(a.text) for a, b in itertools.pairwise(pieces) if b.gap == 0 and a.line != b.line)
    return typical + 8 if ends < 0.6 * len(inside) else 0


def _open_ended(text: str) -> bool:
    return not ends_sentence(text) and len(text) > 40


def _breaks(before: Piece, piece: Piece, setting: _Setting) -> bool:
    """Whether a paragraph ends between two pieces of the body."""
    if piece.inner or before.line == piece.line:
        return True
    text = before.text
    first = piece.text[:1]
    goes_on = first.islower() or (first in ",.;)" and not piece.text.startswith(".."))
    ended = ends_sentence(text)
    if piece.gap:
        # A linked name that was torn out of its line stands indented, with many blank lines round it.
        torn = piece.gap >= 4 and (piece.indent >= 5 or before.indent >= 5)
        return ended or not (goes_on or torn or _HANGING.search(text))
    if piece.indent >= 3 and before.indent < 3 and (setting.indented or ended or len(text) < 0.75 * setting.width):
        return not goes_on
    if setting.indented and piece.indent >= 3 and ended:
        return not goes_on
    if setting.width:
        return len(text) < 0.72 * setting.width and ended and not goes_on
    return not (goes_on and not ended) and not (piece.indent >= 6 and not ended)


_HANGING = re.compile(r"(?:[,—]|\b(?:and|of|the|a|an|in|to|with|by|for|that))$")


def _made(run: list[Piece], setting: _Setting) -> Iterable[Block]:
    """The paragraphs that a run of lines holds: one, or more where a break was lost inside."""
    if len(run) == 1 and not setting.width:
        return _unglued(run[0].start, run[0].text)
    return _joined(run, setting)


def _joined(run: list[Piece], setting: _Setting) -> Iterator[Block]:
    at = 0
    run = list(run)
    n = 0
    while n < len(run):
        piece = run[n]
        cuts = list(_glued(piece.text))
        cut = cuts[0] if cuts else None
        if cut is None and setting.lossy and setting.width and len(piece.text) > setting.width + 4:
            cut = _lost_break(piece.text, setting.width)
        if cut is None or _open_quote(run[at:n], piece.text[:cut]):
            n += 1
            continue
        yield _block(run[at:n], Piece(piece.start, piece.start + cut, piece.text[:cut].rstrip(), piece.line))
        run[n] = Piece(piece.start + cut, piece.end, piece.text[cut:], piece.line)
        at = n
    yield _block(run[at:], None)


def _open_quote(run: Sequence[Piece], last: str) -> bool:
    text = "".join(p.text for p in run) + last
    return _quoted_open(text, 0, len(text))


def _block(run: Sequence[Piece], last: Piece | None) -> Block:
    pieces = [*run, last] if last is not None else list(run)
    text = " ".join(" ".join(p.text for p in pieces).split())
    subhead = len(pieces) == 1 and is_subhead(text)
    return Block(pieces[0].start, pieces[-1].end, text, subhead)


def _lost_break(text: str, width: int) -> int | None:
    """Where in a line that is too long for the text's width two paragraphs were run together."""
    if len(text) > 2 * width + 4:
        return None
    found = [m.end() for m in _SENTENCE.finditer(text) if m.end() <= width + 2 and len(text) - m.end() <= width + 2]
    return found[-1] if found else None


def _unglued(start: int, text: str) -> list[Block]:
    found = []
    at = 0
    for cut in _glued(text) if _GLUED.search(text) is not None else ():
        found.append(Block(start + at, start + cut, " ".join(text[at:cut].split())))
        at = cut
    whole = text[at:] if at else text
    if "  " in whole:
        whole = " ".join(whole.split())
    found.append(Block(start + at, start + len(text), whole, at == 0 and is_subhead(whole)))
    return found


def _glued(text: str) -> Iterator[int]:
    """Where sentences stand glued because a break between them was lost."""
    at = 0
    for match in _GLUED.finditer(text):
        cut = match.end()
        before = text[match.start() - 1 : match.start()]
        if before not in _BEFORE or (before.isdigit() and _TICKER.match(text, cut)):
            continue
        if text[cut - 1] == '"' and text.count('"', at, cut - 1) % 2 == 0:
            cut -= 1
        if _quoted_open(text, at, cut):
            continue
        yield cut
        at = cut


# "1398.HK", "005380.KS": no break.
_TICKER = re.compile(r"(?!“|[A-Z]\ ?[a-z])")


def _quoted_open(text: str, start: int, end: int) -> bool:
    opened = text.count("“", start, end)
    if not opened:
        return False
    return opened > text.count("”", start, end) + text.count('"', start, end)


def is_subhead(text: str) -> bool:
    """Whether a paragraph is a sub-heading: short, no sentence, begins with a capital or a number."""
    return (
        len(text) <= 70
        and len(text.split()) <= 10
        and not ends_sentence(text)
        and text[-1:] not in ",;:—-"
        and (text[:1].isupper() or text[:1].isdigit() or text[:1] in "‘“\"'")
    )
