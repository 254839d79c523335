"""Where the body starts and where it ends: by shape, by prose, and by what stands behind it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import accumulate

from backfile.conversion.classify import seen
from backfile.conversion.datelines import dateline
from backfile.conversion.head import ENDS, HEAD_KINDS, SKIP_KINDS, page_title
from backfile.conversion.state import Piece, State
from backfile.conversion.titles import ends_sentence
from backfile.rules import Shape

# A sentence that ends inside a line, with a space behind it or (where a break was lost) with none.
_INSIDE = re.compile(r"[a-z]{4}[.?!][”\"]? ?[A-Z“]")


def is_prose(piece: Piece) -> bool:
    """Whether a piece reads as sentences and not as a heading or a menu's entry."""
    text = piece.text
    return (
        len(text) >= 150
        or (len(text) >= 20 and " " in text and ends_sentence(text))
        or (len(text) >= 60 and _INSIDE.search(text) is not None)
    )


_NO_BODY = (*HEAD_KINDS, *SKIP_KINDS, *ENDS)


def _opens(piece: Piece) -> bool:
    return piece.declared is None and not (piece.hits and piece.hit(*_NO_BODY))


def body_start(state: State, shape: Shape) -> int:
    """The index of the first piece of the body."""
    pieces = state.pieces
    declared = [d for d in state.raw.declared if d.field == "body"]
    if declared:
        start = min(seen(state, d.start, d.end)[0] for d in declared)
        return next((i for i, p in enumerate(pieces) if p.start >= start and p.declared is None), len(pieces))
    if shape.name == "tagged":
        return next(
            (i for i, p in enumerate(pieces) if (h := p.hit("tag")) and h.match["tag"] in ("LP", "TD")), len(pieces)
        )
    first = 0
    if shape.body_after:
        for i, piece in enumerate(pieces[:26]):
            if piece.hit("key.end"):
                break
            if piece.hit(*shape.body_after):
                first = i + 1
            if piece.hit("key.body") or (first and _is_body(pieces, i)):
                break
        return _past_rubbish(pieces, first, shape)
    if shape.page:
        first = page_title(pieces) + 1
        for i in range(first, len(pieces)):
            if is_prose(pieces[i]) and len(pieces[i].text) >= 90 and _opens(pieces[i]) and _prose_near(pieces, i):
                if _above_byline(pieces, i):
                    continue
                return i
        return len(pieces)
    return _plain_start(state)


def _is_body(pieces: Sequence[Piece], i: int) -> bool:
    """Whether a line below an export's first keys is prose, so that further keys belong to its footer."""
    piece = pieces[i]
    if piece.hits or piece.declared is not None or pieces[i - 1].hit("counter", "date", "agency"):
        return False
    return (len(piece.text) >= 90 and ends_sentence(piece.text) and piece.text[-1] != "?") or _wrapped(pieces, i)


def _past_rubbish(pieces: Sequence[Piece], first: int, shape: Shape) -> int:
    kinds = (*SKIP_KINDS, "section") if shape.name == "factiva" else SKIP_KINDS
    while first < len(pieces) - 1 and pieces[first].hit(*kinds) and shape.name != "nexis":
        first += 1
    return first


def _plain_start(state: State) -> int:
    pieces = state.pieces
    passed = 0
    for i, piece in enumerate(pieces[:16]):
        if passed >= 400:
            break
        line = dateline(piece.text, state.rules)
        if line is not None and not piece.hit("caption", "date"):
            if piece.text[line.end :].strip().lower() in state.rules.houses:
                continue  # "RIGA — The Harbour Post": place and house above the text.
            return i
        if is_prose(piece) and _opens(piece):
            passed += len(piece.text)
    for i, piece in enumerate(pieces):
        if not _opens(piece):
            continue
        if is_prose(piece) and (i > 0 or piece.text.rstrip("\"”’'")[-1:] not in "?!" or len(piece.text) > 160):
            if _above_byline(pieces, i):
                continue
            return i - 1 if _first_subhead(pieces, i - 1) else i
        if not piece.inner and (_wrapped(pieces, i) or _continues(pieces, i) or (i and piece.text.endswith(","))):
            return i
    # No sentence anywhere: a lone line is the body of a text without headline, of two the first is the headline.
    bare = [i for i, p in enumerate(pieces) if _opens(p)]
    return bare[min(1, len(bare) - 1)] if bare and any(p.hit("credit") for p in pieces) else len(pieces)


def _first_subhead(pieces: Sequence[Piece], i: int) -> bool:
    """Whether a line in capitals below the byline is the first of the sub-headings, which are all in capitals."""
    if i < 2 or not _is_capital(pieces[i]) or pieces[i - 1].hit("byline", "date") is None:
        return False
    return any(_is_capital(p) for p in pieces[i + 2 :])


def _is_capital(piece: Piece) -> bool:
    return not piece.hits and len(piece.text) <= 40 and piece.text.isupper() and not ends_sentence(piece.text)


def _above_byline(pieces: Sequence[Piece], i: int) -> bool:
    """Whether a sentence stands above the byline or date, with a text below that, and is a standfirst."""
    for n, piece in enumerate(pieces[i + 1 : i + 4], 1):
        if piece.hit("byline", "date", "by"):
            has_text = any(map(_opens, pieces[i + n + 1 :]))
            return has_text and sum(len(p.text) for p in pieces[i : i + n]) < 320
    return False


def _wrapped(pieces: Sequence[Piece], i: int) -> bool:
    """Whether a line is the first of a paragraph wrapped at a width: lines of its length follow without a blank one."""
    ahead = pieces[i + 1 : i + 3]
    return (
        len(pieces[i].text) >= 30
        and len(ahead) == 2
        and all(
            p.gap == 0 and not p.hits and not p.inner and len(p.text) <= 100 and (n or len(p.text) >= 35)
            for n, p in enumerate(ahead)
        )
        and not ends_sentence(pieces[i].text)
        and not ends_sentence(ahead[0].text)
    )


def _continues(pieces: Sequence[Piece], i: int) -> bool:
    """Whether a piece is the first line of a wrapped paragraph or a fragment of one: the next goes on with it."""
    following = pieces[i + 1] if i + 1 < len(pieces) else None
    return (
        following is not None
        and (following.gap == 0 or following.indent >= 4)
        and (i > 0 or (following.gap == 0 and following.text[:1].islower()))
        and not following.hits
        and (len(pieces[i].text) >= 45 or following.text[:1].islower())
        and len(following.text) >= 12
        and (following.text[:1].islower() or following.text[:1] in ",.;" or len(pieces[i].text) >= 55)
        and is_prose_ahead(pieces, i)
    )


def is_prose_ahead(pieces: Sequence[Piece], i: int) -> bool:
    """Whether a sentence ends in one of the next lines."""
    return any(ends_sentence(p.text) or ". " in p.text for p in pieces[i + 1 : i + 6])


def _prose_near(pieces: Sequence[Piece], i: int) -> bool:
    following = pieces[i + 1 : i + 8]
    if not any(is_prose(p) and _opens(p) for p in following):
        return False
    after = following[0].hit("caption", "discard")
    return after is None or after.rule.name == "read-more"


def body_end(state: State, shape: Shape, head: int) -> int:
    """The index of the first piece behind the body."""
    pieces = state.pieces
    declared = [d for d in state.raw.declared if d.field == "body"]
    limit = len(pieces)
    if declared:
        stop = max(seen(state, d.start, d.end)[1] for d in declared)
        limit = next((i for i in range(head, len(pieces)) if pieces[i].start >= stop), len(pieces))
    prose = [len(p.text) if is_prose(p) and _opens(p) else 0 for p in pieces[:limit]]
    ahead = list(accumulate(reversed(prose), initial=0))[::-1]
    total = ahead[head] if head < limit else 0
    if shape.page:
        limit = _menu(pieces, head, limit)
    for i in range(head, limit):
        if not pieces[i].hits:
            continue
        hit = pieces[i].hit(*ENDS)
        if (tag := pieces[i].hit("tag")) and shape.name == "tagged" and tag.match["tag"] not in ("LP", "TD"):
            return i
        if hit is None and shape.name == "nexis" and i > head:
            hit = pieces[i].hit("key", "key.title", "key.source", "key.date", "url")
        if hit is None or pieces[i].declared is not None:
            continue
        if hit.rule.kind in ("credit", "key.end"):
            if ahead[i + 1] < max(0.6 * total, 600) or i > head:
                return i
        elif ahead[i + 1] <= max(0.12 * total, min(300, 0.4 * total)):
            if (
                hit.rule.where == "tail"
                and hit.rule.kind == "footer"
                and any(is_prose(p) for p in pieces[i + 1 : limit])
            ):
                continue
            return i
    return limit


def _menu(pieces: Sequence[Piece], head: int, limit: int) -> int:
    """Where a run of short lines shows that the article of a flattened page is over."""
    prose = [len(p.text) if len(p.text) >= 60 and is_prose(p) and _opens(p) else 0 for p in pieces[:limit]]
    # Teasers have a sentence here and there; an article that goes on has paragraphs one after the other.
    grouped = [
        n if n and ((i and prose[i - 1]) or (i + 1 < limit and prose[i + 1])) else 0 for i, n in enumerate(prose)
    ]
    ahead = list(accumulate(reversed(grouped), initial=0))[::-1]
    run = 0
    for i in range(head, limit):
        short = len(pieces[i].text) < 90 and not ends_sentence(pieces[i].text) and not pieces[i].hit("caption")
        run = run + 1 if short else 0
        if run >= 5 and (run == 5 or not short) and ahead[i] < max(0.3 * ahead[head], 900):
            return i - run + 1
    return limit
