"""Records as lines of text: JSON Lines, and CSV that no spreadsheet takes for formulas."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable
from typing import Any

from backfile.data.record import FIELDS, Record, values

BETWEEN = "; "
"""What stands between the several values of a CSV cell."""

_COLUMNS = tuple(field.name for field in FIELDS if field.in_csv)
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def jsonl_row(record: Record) -> str:
    """A record as one line of JSON, its end included."""
    text = json.dumps(values(record), ensure_ascii=False, separators=(",", ":"))
    # These end a line for JavaScript and for `str.splitlines`, though not for JSON.
    return text.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029").replace("\x85", "\\u0085") + "\n"


def csv_header() -> str:
    """The first line of every table."""
    return _line(_COLUMNS)


def csv_row(record: Record) -> str:
    """A record as one row of CSV, its end included; the text itself is left to JSON Lines."""
    known = values(record)
    return _line(_cell(known.get(name, "")) for name in _COLUMNS)


def guarded(text: str) -> str:
    """A cell's text as no spreadsheet takes it for a formula: an apostrophe before a sign that would begin one.

    >>> guarded("=1+1")
    "'=1+1"
    """
    return f"'{text}" if text.lstrip(" ").startswith(_FORMULA) else text


def _cell(value: Any) -> str:
    if isinstance(value, list):
        return guarded(BETWEEN.join(one if isinstance(one, str) else one["name"] for one in value))
    return guarded(str(value))


def _line(cells: Iterable[str]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerow(cells)
    return out.getvalue()
