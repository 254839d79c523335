"""What the data say of an article, and what each field means."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Credit:
    """A reporter, contributor or editor; where they filed from, and their address, if known and published."""

    name: str
    location: str | None = None
    email: str | None = None


@dataclass(frozen=True, slots=True)
class Topic:
    """A topic, with its code in its vocabulary if it has one."""

    name: str
    code: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """An article as data. All values are plain text; what is not known is None or empty."""

    id: str
    url: str
    title: str | None
    date: str | None
    source: str | None
    dateline: str | None
    reporters: tuple[Credit, ...]
    contributors: tuple[Credit, ...]
    editors: tuple[Credit, ...]
    places: tuple[str, ...]
    organisations: tuple[str, ...]
    people: tuple[str, ...]
    topics: tuple[Topic, ...]
    tags: tuple[str, ...]
    corrections: tuple[str, ...]
    original_url: str | None
    language: str
    word_count: int
    raw_file: str | None
    raw_sha256: str | None
    text: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Field:
    """A field of the data: its type in Frictionless' words, what it means, and where ninjs 3 has it.

    in_csv: whether the tables have it; a text of many paragraphs is no cell.
    """

    name: str
    type: str
    meaning: str
    ninjs: str
    in_csv: bool = True


FIELDS = (
    Field("id", "string", "The article's address inside the archive; permanent", "uri"),
    Field("url", "string", "The full address of its page, where the archive's is known", "uri"),
    Field("title", "string", "The headline as printed; empty where there is none", "headlines[].value"),
    Field("date", "string", "A day, or with time and zone as printed (ISO 8601)", "contentCreated"),
    Field("source", "string", "Who published it", "infoSources[].name"),
    Field("dateline", "string", "Where it was filed from", "located"),
    Field("reporters", "array", "Who wrote it: name, and where from, if printed", "by, people[] (role reporter)"),
    Field("contributors", "array", "Who assisted", "people[] (role contributor)"),
    Field("editors", "array", "Who edited it", "people[] (role editor)"),
    Field("places", "array", "Places it is about", "places[].name"),
    Field("organisations", "array", "Organisations it is about", "organisations[].name"),
    Field("people", "array", "People it is about", "people[].name"),
    Field("topics", "array", "What it is about, with the code of the vocabulary (IPTC Media Topics)", "subjects[]"),
    Field("tags", "array", "What people tagged it with beyond these", "subjects[].name"),
    Field("corrections", "array", "Notes of correction, as printed; one made later begins with its day", "edNote"),
    Field("original_url", "string", "Where it was first published", "altIds[].value"),
    Field("language", "string", "The language of the text (BCP 47)", "language"),
    Field("word_count", "integer", "How many words the text has", "wordCount"),
    Field("raw_file", "string", "The file that it was read from", "associations[] (role source)"),
    Field("raw_sha256", "string", "The SHA-256 of the raw record's text in UTF-8", "associations[] (digest)"),
    Field("text", "array", "The text, paragraph by paragraph", "bodies[].value", in_csv=False),
)
"""The fields, in the order of every table. ninjs names are those of version 3."""


def values(record: Record) -> dict[str, Any]:
    """A record's values by field, as JSON has them; what is not known is left out."""
    found: dict[str, Any] = {}
    for field in FIELDS:
        value = getattr(record, field.name)
        if value is None or value == ():
            continue
        found[field.name] = [_plain(one) for one in value] if isinstance(value, tuple) else value
    return found


def _plain(value: Any) -> Any:
    if isinstance(value, Credit):
        return _known(name=value.name, location=value.location, email=value.email)
    if isinstance(value, Topic):
        return _known(name=value.name, code=value.code)
    return value


def _known(**values: str | None) -> dict[str, str]:
    return {name: value for name, value in values.items() if value is not None}
