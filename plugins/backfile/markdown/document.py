"""What a Markdown file holds: front matter in its order, and a body."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeAlias

from backfile.model import TAG_KINDS

Value: TypeAlias = "str | list[Value] | dict[str, Value] | None"
"""A value of the front matter: text, a list, a mapping or nothing. Numbers and dates are text as it stood."""

FIELDS = (
    "title",
    "date",
    "source",
    "dateline",
    "reporters",
    "contributors",
    "editors",
    *TAG_KINDS,
    "tags",
    "corrections",
    "url",
)
"""What Backfile reads from a raw article, in the order of the file; the body belongs to them too."""

KEY_ORDER = (*FIELDS, "slug", "redirect_from", "raw", "also", "wrote")
"""Every key of the format, in the order of the file."""

_ISO = re.compile(
    r"""(?P<year>\d{4})-(?P<month>\d\d?)-(?P<day>\d\d?)
        (?:(?:[Tt]|[ \t]+)(?P<hour>\d\d?):(?P<rest>\d\d(?::\d\d(?:\.\d+)?)?)
           [ \t]*(?P<zone>[Zz]|[+-]\d\d(?::?\d\d)?)?)?""",
    re.VERBOSE | re.ASCII,
)


class FrontMatterError(ValueError):
    """Front matter that cannot be read: `line` of the file, from 1, and a message for its owner."""

    def __init__(self, line: int, message: str) -> None:
        super().__init__(f"line {line}: {message}")
        self.line = line
        self.message = message


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where an article came from: a file in the raw folder, the record's place in it, its text's SHA-256.

    outside: the file is not in the raw folder; it was named on the command line.
    """

    file: str
    record: int = 0
    sha256: str = ""
    outside: bool = False

    def as_value(self) -> dict[str, Value]:
        """As the front matter has it."""
        value: dict[str, Value] = {"file": self.file}
        if self.outside:
            value["outside"] = "true"
        if self.record:
            value["record"] = str(self.record)
        if self.sha256:
            value["sha256"] = self.sha256
        return value

    @classmethod
    def from_value(cls, value: Value) -> Provenance | None:
        """Read it back from the front matter; None where it names no file."""
        if isinstance(value, str) and value:
            return cls(value)
        file = value.get("file") if isinstance(value, dict) else None
        if not isinstance(value, dict) or not isinstance(file, str) or not file:
            return None
        record = text_of(value.get("record"))
        return cls(
            file,
            int(record) if record.isascii() and record.isdigit() and len(record) < 10 else 0,
            text_of(value.get("sha256")).lower(),
            text_of(value.get("outside")) == "true",
        )


@dataclass(frozen=True, slots=True)
class Document:
    """A Markdown file: front matter by key in the file's order, and its body without blank lines around."""

    front: Mapping[str, Value] = field(default_factory=dict)
    body: str = ""

    @property
    def raw(self) -> Provenance | None:
        """Where the article came from; None for one written by hand."""
        return Provenance.from_value(self.front.get("raw"))

    @property
    def also(self) -> tuple[Provenance, ...]:
        """Further raw records with the same text."""
        found = (Provenance.from_value(entry) for entry in entries(self.front.get("also")))
        return tuple(entry for entry in found if entry is not None)

    def text(self, key: str) -> str:
        """The text under a key, white space folded; empty where there is none."""
        return text_of(self.front.get(key))


def entries(value: Value) -> list[Value]:
    """A value as a list: a single one is a list of one, nothing is an empty list."""
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def text_of(value: Value) -> str:
    """A scalar as text with white space folded; empty for nothing, a list or a mapping."""
    return " ".join(value.split()) if isinstance(value, str) else ""


def name_of(value: Value) -> str:
    """The name that an entry of a list stands for: itself, or its `name`."""
    return text_of(value.get("name")) if isinstance(value, dict) else text_of(value)


def names(value: Value) -> list[str]:
    """The names in a list of people or tags, in order, each once."""
    return list(dict.fromkeys(name for name in map(name_of, entries(value)) if name))


def iso_date(text: str) -> str | None:
    """A date as people and YAML write it, in the ISO 8601 form of the format; None where it is no date.

    >>> iso_date("2012-3-2 9:05 +01:00")
    '2012-03-02T09:05+01:00'
    """
    match = _ISO.fullmatch(text.strip())
    if match is None:
        return None
    iso = f"{match['year']}-{int(match['month']):02d}-{int(match['day']):02d}"
    if match["hour"]:
        zone = (match["zone"] or "").upper()
        if len(zone) == 3:
            zone += ":00"
        elif len(zone) == 5:
            zone = f"{zone[:3]}:{zone[3:]}"
        iso += f"T{int(match['hour']):02d}:{match['rest']}{zone}"
    try:
        datetime.fromisoformat(iso)
    except ValueError:
        return None
    return iso
