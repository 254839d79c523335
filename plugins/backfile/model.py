"""The records that pass from stage to stage: frozen, slotted, and importing nothing of ours.

All offsets are counted in characters of a record's decoded text (`RawArticle.text`): byte order mark gone,
CRLF and lone CR as LF, nothing else changed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

EvidenceKind = Literal["quoted", "inferred"]
ZoneKind = Literal["field", "body", "discard"]
ParagraphKind = Literal["text", "subhead"]

TAG_KINDS = ("places", "organisations", "people", "topics")
"""The kinds of tag, in the order in which they are written and shown."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where a value stood and which rule took it.

    `quoted` when text[start:end] normalises to the value (or holds it), `inferred` when the value follows from
    what stands there: a source from an email's domain, a house from its form of credit.
    """

    start: int
    end: int
    rule: str
    kind: EvidenceKind = "quoted"


@dataclass(frozen=True, slots=True)
class Zone:
    """A stretch of the text and what it was taken for; the zones of a record cover every non-blank character once.

    `field` names the field for kind `field` (`title`, `reporters`, …) and is None for `body` and `discard`.
    """

    start: int
    end: int
    kind: ZoneKind
    rule: str
    field: str | None = None


@dataclass(frozen=True, slots=True)
class Doubt:
    """Something that a person should look at: which field, what sort of doubt, why in plain words, and the rivals."""

    field: str
    kind: str
    reason: str
    candidates: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Person:
    """A reporter, contributor or editor as printed; `location` only from "NAME in PLACE", `email` only if printed."""

    name: str
    location: str | None = None
    email: str | None = None


@dataclass(frozen=True, slots=True)
class Declared:
    """A stretch that the container itself names: an SGML element, a JSON field, a meta tag.

    `field` is one of `title`, `date`, `source`, `dateline`, `byline`, `url`, `body`, `correction`, `discard`.
    `value` is set where the container's form differs from the text at start:end (entities, ISO dates); None
    means the text itself. `rule` names the container and the field, as `sgml.TITLE` or `jsonl.headline`.
    """

    field: str
    start: int
    end: int
    rule: str
    value: str | None = None


@dataclass(frozen=True, slots=True)
class RawArticle:
    """One raw article as found in its file.

    path: the file as it was given, POSIX separators. record: its place in the file, from 0. offset: where `text`
    starts in the decoded file, None where the text was composed from fields (JSON, CSV, HTML). encoding: how the
    bytes were read (`utf-8`, `cp1252`, …; `+ftfy` when mojibake was repaired later). sha256: of the record's text
    in UTF-8, hexadecimal; two records with the same one are the same article. shape: the container's name
    (`text`, `nexis`, `factiva`, `sgml`, `jsonl`, `csv`, `html`).
    """

    path: str
    record: int
    offset: int | None
    text: str
    encoding: str
    sha256: str
    shape: str = "text"
    declared: tuple[Declared, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Refusal:
    """A raw file, or one record of it, that became no article: why, and what the owner can do about it."""

    path: str
    reason: str
    mend: str
    record: int | None = None


@dataclass(frozen=True, slots=True)
class Intake:
    """What one raw file held. Exactly one of `articles` and `refusals` may be empty, never both."""

    articles: tuple[RawArticle, ...] = ()
    refusals: tuple[Refusal, ...] = ()


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of the body: plain text on one line, white space folded; `subhead` is a sub-heading."""

    text: str
    kind: ParagraphKind = "text"


@dataclass(frozen=True, slots=True)
class Article:
    """What conversion read from one raw article. A field that the text does not state is None or empty.

    date: ISO 8601, a day (`2012-03-02`), or with time and zone where printed (`2012-03-02T14:05-05:00`).
    evidence: for each field that has a value, where it stood. zones: the partition of the text, in order.
    """

    path: str
    record: int
    sha256: str
    title: str | None = None
    date: str | None = None
    source: str | None = None
    dateline: str | None = None
    reporters: tuple[Person, ...] = ()
    contributors: tuple[Person, ...] = ()
    editors: tuple[Person, ...] = ()
    url: str | None = None
    corrections: tuple[str, ...] = ()
    paragraphs: tuple[Paragraph, ...] = ()
    zones: tuple[Zone, ...] = ()
    evidence: Mapping[str, tuple[Evidence, ...]] = field(default_factory=dict)
    doubts: tuple[Doubt, ...] = ()


@dataclass(frozen=True, slots=True)
class Tag:
    """Something the article is about. code: of its vocabulary (`medtop:20000574`, `ISO:KZ`), if it has one.

    aliases: the other forms met in the text. reason: the cues and threshold that decided, in plain words.
    evidence: the mentions. forms: a few of the words of the text that gave it, the most frequent first; none where it
    follows from another tag, as the reason says.
    """

    name: str
    code: str | None = None
    aliases: tuple[str, ...] = ()
    reason: str = ""
    evidence: tuple[Evidence, ...] = ()
    forms: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Tags:
    """The tags of one article, by kind, the most salient first."""

    places: tuple[Tag, ...] = ()
    organisations: tuple[Tag, ...] = ()
    people: tuple[Tag, ...] = ()
    topics: tuple[Tag, ...] = ()
