"""Exports of news databases: one file with many articles (Nexis, Factiva), in English and German."""

from __future__ import annotations

import re
from collections.abc import Iterator

from backfile.intake.record import make_record
from backfile.model import Intake, RawArticle, Refusal

# Nexis puts a counter above each article ("3 of 120 DOCUMENTS", "Dokument 3 von 120"), centred by blanks.
_COUNTER = re.compile(
    r"^[ \t\xa0]*(?:(?:Document|Dokument|DOCUMENT|DOKUMENT)[ ]\d{1,6}[ ](?:of|von|OF|VON)[ ]\d{1,7}"
    r"|\d{1,6}[ ](?:of|von|OF|VON)[ ]\d{1,7}[ ](?:DOCUMENTS?|Documents?|DOKUMENTEN?|Dokumenten?))[ \t\xa0]*$",
    re.MULTILINE,
)
# Factiva ends each article with its number ("Document HARBP00020150514eb5e0001x").
_NUMBER = re.compile(
    r"^[ \t\xa0]*(?:Document|Dokument|AN[ \t]+Document)[ ][A-Z0-9]{4,10}\d{8}\w{5,20}[ \t\xa0]*$", re.MULTILINE
)
_WORDS = re.compile(r"^[ \t\xa0]*(?:WC[ \t]+)?\d[\d,.]{0,6}[ ](?:words|Wörter|Woerter)[ \t\xa0]*$", re.MULTILINE)
_MARKS = ("ocument", "OCUMENT", "okument", "OKUMENT")
"""Counter and number have one of these; most texts have none, and need no pattern tried on each of their lines."""
_FIRST = 200_000


def is_export(path_suffix: str, text: str) -> bool:
    """Whether a text is an export: it opens with a counter, or has the lines that only exports have."""
    if path_suffix not in ("", ".txt", ".text"):
        return False
    start = text[:_FIRST]
    if not any(map(start.__contains__, _MARKS)):
        return False
    counter = _COUNTER.search(start)
    if counter is not None and len(start[: counter.start()].strip()) < 4000:
        return True
    return _NUMBER.search(start) is not None and _WORDS.search(start) is not None


def split(path: str, text: str, encoding: str) -> Intake:
    """Split an export into its articles; each keeps its own counter or number and its place in the file.

    path: the file as shown. text: its decoded text. encoding: how it was read. A cover page before the first counter
    (search terms, dates of delivery) is reported as no article.
    """
    counters = [m.start() for m in _COUNTER.finditer(text)]
    if counters:
        cover = text[: counters[0]]
        records = list(_nexis(path, text, encoding, counters))
        refusals = _cover(path, cover)
    else:
        records = list(_factiva(path, text, encoding))
        refusals = ()
    if not records and not refusals:
        refusals = (Refusal(path, "no article was found in this export", "export it again as plain text"),)
    return Intake(articles=tuple(records), refusals=refusals)


def _cover(path: str, cover: str) -> tuple[Refusal, ...]:
    if not cover.strip():
        return ()
    reason = "the lines before the first article are the export's cover page"
    return (Refusal(path, reason, "nothing need be done; the articles behind it were read"),)


def _nexis(path: str, text: str, encoding: str, starts: list[int]) -> Iterator[RawArticle]:
    for number, (start, end) in enumerate(zip(starts, [*starts[1:], len(text)], strict=True)):
        yield make_record(path, number, start, text[start:end], encoding, "nexis")


def _factiva(path: str, text: str, encoding: str) -> Iterator[RawArticle]:
    number = at = 0
    for match in _NUMBER.finditer(text):
        start = at + len(text[at : match.start()]) - len(text[at : match.start()].lstrip())
        yield make_record(path, number, start, text[start : match.end()], encoding, "factiva")
        number += 1
        at = match.end()
    rest = text[at:]
    if _WORDS.search(rest) or (not number and rest.strip()):
        start = at + len(rest) - len(rest.lstrip())
        yield make_record(path, number, start, text[start:], encoding, "factiva")
