"""SGML of the Reuters-21578 collection: one file, many <REUTERS> records.

The format: D. D. Lewis, "Reuters-21578 text categorization test collection", README, 1997.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

from backfile.intake.record import make_record
from backfile.model import Declared, Intake, RawArticle, Refusal

_OPEN = re.compile(r"<REUTERS\b[^>]{0,600}>")
_CLOSE = "</REUTERS>"
_FIELDS = {"TITLE": "title", "DATE": "date", "AUTHOR": "byline", "DATELINE": "dateline", "BODY": "body"}
_ELEMENT = re.compile(
    r"<(?P<name>TITLE|DATE|AUTHOR|DATELINE|BODY)>(?P<text>.*?)(?=</(?P=name)>|<[A-Z]{4,9}>|\Z)", re.DOTALL
)
_TEXT = re.compile(r"<TEXT[^>]{0,40}>")


def is_sgml(path_suffix: str, text: str) -> bool:
    """Whether a text holds <REUTERS> records near its start."""
    return _OPEN.search(text[:4000]) is not None


def split(path: str, text: str, encoding: str) -> Intake:
    """Split a file into its records; each element that is a field of the article is declared, all tags are discards.

    path: the file as shown. text: its decoded text. encoding: how it was read.
    """
    starts = [m.start() for m in _OPEN.finditer(text)]
    records: list[RawArticle] = []
    refusals: list[Refusal] = []
    for number, (start, following) in enumerate(zip(starts, [*starts[1:], len(text)], strict=True)):
        close = text.find(_CLOSE, start, following)
        end = close + len(_CLOSE) if close >= 0 else following
        record = text[start:end]
        if not record.strip():
            continue
        declared = tuple(sorted(_declared(record), key=lambda d: d.start))
        if not any(d.field in ("title", "body") for d in declared):
            refusals.append(Refusal(path, "the record has neither title nor body", "nothing need be done", number))
            continue
        records.append(make_record(path, number, start, record, encoding, "sgml", declared))
    return Intake(articles=tuple(records), refusals=tuple(refusals))


def _declared(record: str) -> Iterator[Declared]:
    """The fields' spans without their tags; everything else that is not body is a discard.

    A TEXT without elements (TYPE="UNPROC") is body as it stands.
    """
    taken: list[tuple[int, int]] = []
    opening = re.match(r"<REUTERS", record)
    if opening is not None:
        yield Declared("source", 0, opening.end(), "sgml.REUTERS", "Reuters")
        taken.append((0, opening.end()))
    for match in _ELEMENT.finditer(record):
        field = _FIELDS[match["name"]]
        start, end = _bare(record, match.start("text"), match.end("text"))
        if start < end:
            value = html.unescape(record[start:end]) if "&" in record[start:end] and field != "body" else None
            yield Declared(field, start, end, f"sgml.{match['name']}", value)
            taken.append((start, end))
    opened = _TEXT.search(record)
    close = record.find("</TEXT>")
    if opened and close > opened.end() and not any(start >= opened.end() for start, _ in taken):
        start, end = _bare(record, opened.end(), close)
        if start < end:
            yield Declared("body", start, end, "sgml.TEXT")
            taken.append((start, end))
    at = 0
    for start, end in [*sorted(taken), (len(record), len(record))]:
        first, last = _trim(record, at, start)
        if first < last:
            yield Declared("discard", first, last, "sgml.markup")
        at = max(at, end)


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    part = text[start:end]
    bare = part.strip()
    start += len(part) - len(part.lstrip())
    return start, start + len(bare)


def _bare(record: str, start: int, end: int) -> tuple[int, int]:
    """A stretch without the blanks and control entities at its ends."""
    start, end = _trim(record, start, end)
    while match := re.match(r"&#(?:[0-2]?\d|3[01]);\s*", record[start:end]):
        start += match.end()
    while match := re.search(r"\s*&#(?:[0-2]?\d|3[01]);$", record[max(start, end - 12) : end]):
        end -= len(match[0])
    return start, end
