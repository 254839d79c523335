"""Make the record of one raw article: cut from its file's text, or composed from the fields of a container."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from backfile.model import Declared, RawArticle

HEAD = ("title", "byline", "date", "source", "dateline", "url")
"""The fields that a composed record states first, one line each, in this order."""

_LONE_SURROGATE = re.compile("[\ud800-\udfff]")


def make_record(
    path: str,
    record: int,
    offset: int | None,
    text: str,
    encoding: str,
    shape: str,
    declared: Iterable[Declared] = (),
    notes: Iterable[str] = (),
) -> RawArticle:
    """Make a `RawArticle` with the hash of its text.

    path: the file as shown. record: its place in the file, from 0. offset: where `text` starts in the decoded file,
    in characters, or None for composed text. Lone surrogates, which no UTF-8 file can hold, become U+FFFD: one
    character for one, so that every span stays where it was.
    """
    text = whole(text)
    return RawArticle(
        path=path,
        record=record,
        offset=offset,
        text=text,
        encoding=encoding,
        sha256=hashlib.sha256(text.encode()).hexdigest(),
        shape=shape,
        declared=tuple(declared),
        notes=tuple(notes),
    )


@dataclass(frozen=True, slots=True)
class Part:
    """One stretch of a composed record: what it declares, its text, the rule that took it, its normal form."""

    field: str
    text: str
    rule: str
    value: str | None = None


def compose(
    path: str, record: int, parts: Iterable[Part], encoding: str, shape: str, notes: Iterable[str] = ()
) -> RawArticle:
    """Compose the text of a record that has none of its own (JSON, CSV, HTML) and declare every part of it.

    parts: in any order; blank ones are left out. The head fields come first, folded to one line each, then after a
    blank line the body as it stands, then corrections and whatever is kept apart, with blank lines between.
    The declared spans cover every non-blank character once.
    """
    by_rank = sorted((p for p in map(_trimmed, parts) if p.text), key=lambda p: _rank(p.field))
    pieces: list[str] = []
    declared: list[Declared] = []
    length = 0
    previous: Part | None = None
    for part in by_rank:
        if previous is not None:
            gap = "\n" if previous.field in HEAD and part.field in HEAD else "\n\n"
            pieces.append(gap)
            length += len(gap)
        declared.append(Declared(part.field, length, length + len(part.text), part.rule, part.value))
        pieces.append(part.text)
        length += len(part.text)
        previous = part
    return make_record(path, record, None, "".join(pieces), encoding, shape, declared, notes)


def _rank(field: str) -> int:
    if field in HEAD:
        return HEAD.index(field)
    return {"body": len(HEAD), "correction": len(HEAD) + 1}.get(field, len(HEAD) + 2)


def _trimmed(part: Part) -> Part:
    if part.field in HEAD:
        text = " ".join(part.text.split())
    else:
        text = part.text.replace("\r\n", "\n").replace("\r", "\n").strip()
    value = None if part.value is None or part.value == text else whole(part.value)
    return replace(part, text=text, value=value)


def whole(text: str) -> str:
    """Put U+FFFD for each lone surrogate, which JSON can spell and no UTF-8 file can hold."""
    try:
        text.encode()  # much faster than to look for one
    except UnicodeEncodeError:
        return _LONE_SURROGATE.sub("\N{REPLACEMENT CHARACTER}", text)
    return text
