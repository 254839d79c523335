"""The work on one raw file, as any process can do it: read, convert, tag, and make the document."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from backfile import markdown, takedown
from backfile.convert import quotes
from backfile.markdown import Document, Provenance
from backfile.model import Article, Doubt, Intake, RawArticle, Refusal, Tags
from backfile.slug import slugify

logger = logging.getLogger(__name__)

OPENING_WORDS = 10
ZONE_TEXT = 200
"""How many characters of a zone outside the body are told."""

_SPLIT = "split it, or convert it where there is more memory: backfile convert --refresh FILE"


@dataclass(frozen=True, slots=True)
class Stages:
    """The stages that an article passes; functions of modules, so that other processes find them by name."""

    read: Callable[[str, bytes, Mapping[str, str] | None], Intake]
    load_rules: Callable[[Path | None], Any]
    convert: Callable[[RawArticle, Any], Article]
    load_vocabularies: Callable[[Path | None], Any]
    tag: Callable[[Article, Any], Tags]


def shipped() -> Stages:
    """The stages as Backfile has them; imported when they are wanted, for their rules take time to compile."""
    from backfile import conversion, intake, rules, tagging

    return Stages(intake.read, rules.load, conversion.convert, tagging.load, tagging.tag)


@dataclass(frozen=True, slots=True)
class Tools:
    """What conversion and tagging know: the shipped rows and the archive's own.

    mapping: the archive's own, field to key, as pairs. stamp: tells the state of the archive's own files, so that a
    process that lives long reads them again. taken_down: the list of what was.
    """

    stages: Stages
    rules: Path | None = None
    vocabulary: Path | None = None
    mapping: tuple[tuple[str, str], ...] = ()
    stamp: str = ""
    taken_down: takedown.Listing | None = None

    @classmethod
    def of(cls, stages: Stages, rules: Path | None, vocabulary: Path | None, taken_down: Any = None) -> Tools:
        """The tools of an archive as they stand now; folders that do not exist are left out."""
        from backfile import intake

        folders = [folder if folder is not None and folder.is_dir() else None for folder in (rules, vocabulary)]
        mapping = tuple(sorted(intake.load_mapping(folders[0]).items()))
        stamp = _stamp(folder for folder in folders if folder is not None)
        return cls(stages, folders[0], folders[1], mapping, stamp, taken_down)

    @property
    def mapping_stamp(self) -> str:
        """Tells what decides which records are refused, the mapping and the takedowns; empty where there is neither."""
        decides = (self.mapping, self.taken_down) if self.taken_down else self.mapping
        return hashlib.sha256(repr(decides).encode()).hexdigest() if decides else ""

    def loaded(self) -> tuple[Any, Any]:
        """The rules and the vocabularies; loaded once a process."""
        return _load(self)


@lru_cache(maxsize=2)
def _load(tools: Tools) -> tuple[Any, Any]:
    return tools.stages.load_rules(tools.rules), tools.stages.load_vocabularies(tools.vocabulary)


def _stamp(folders: Iterable[Path]) -> str:
    digest = hashlib.sha256()
    for folder in folders:
        for path in sorted(p for p in folder.rglob("*") if p.is_file()):
            digest.update(path.read_bytes())
            digest.update(str(path).encode("utf-8", "surrogateescape"))
    return digest.hexdigest()


@dataclass(frozen=True, slots=True)
class Job:
    """A raw file to read.

    key: its name in the catalog. name: as provenance has it. sha256: of its bytes when it was last read, if known:
    a file that is still the same is not converted. known: the records whose articles stand, by their texts' hashes;
    they are read for their doubts alone. share: of the file's records, those whose place leaves the first number
    when divided by the second; the others are another process's. zones: whether to tell what was left out of the body.
    """

    key: str
    name: str
    path: Path
    outside: bool = False
    sha256: str | None = None
    known: frozenset[str] = frozenset()
    share: tuple[int, int] = (0, 1)
    zones: bool = False


@dataclass(frozen=True, slots=True)
class Converted:
    """One record: its text's hash, its document (None where the article stands), its doubts and evidence.

    rules: the first that gave each field its value. zones: what stands outside the body, folded and cut short, with
    the rule that took it; none unless the job asks for them.
    quotes: where its values stand, as `convert.quotes` writes them.
    """

    record: int
    sha256: str
    document: Document | None
    doubts: tuple[Doubt, ...] = ()
    evidence: Mapping[str, int] = field(default_factory=dict)
    quotes: str = ""
    rules: Mapping[str, str] = field(default_factory=dict)
    zones: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a raw file; unchanged: its bytes are the known ones, and nothing else was done."""

    key: str
    sha256: str
    converted: tuple[Converted, ...] = ()
    refusals: tuple[Refusal, ...] = ()
    unchanged: bool = False


def work(jobs: Iterable[Job], tools: Tools) -> list[Outcome]:
    """Do several jobs; whatever goes wrong with one article is a refusal of it."""
    return [_work(job, tools) for job in jobs]


def _work(job: Job, tools: Tools) -> Outcome:
    try:
        data = job.path.read_bytes()
    except OSError as error:
        return Outcome(job.key, "", refusals=(unreadable(job.name, error),))
    sha256 = hashlib.sha256(data).hexdigest()
    if sha256 == job.sha256:
        return Outcome(job.key, sha256, unchanged=True)
    try:
        found = tools.stages.read(job.name, data, dict(tools.mapping))
    except Exception as error:
        return Outcome(job.key, sha256, refusals=(fault(job.name, None, error),))
    place, shares = job.share
    converted: list[Converted] = []
    refusals = [] if place else list(found.refusals)
    for raw in found.articles:
        if raw.record % shares != place:
            continue
        try:
            if (gone := takedown.barred(tools.taken_down, raw, job.name)) is not None:
                refusals.append(gone)
                continue
            converted.append(_convert(job, raw, tools))
        except Exception as error:
            refusals.append(fault(job.name, raw.record, error))
    return Outcome(job.key, sha256, tuple(converted), tuple(sorted(refusals, key=_place)))


def _place(refusal: Refusal) -> int:
    return -1 if refusal.record is None else refusal.record


def records(job: Job, tools: Tools) -> int:
    """How many records a raw file has: one more than the last article's place."""
    found = tools.stages.read(job.name, job.path.read_bytes(), dict(tools.mapping))
    return max((raw.record for raw in found.articles), default=-1) + 1


def joined(outcomes: Sequence[Outcome]) -> Outcome:
    """The outcome of a raw file from those of its shares, the first of which has the refusals of the reading."""
    if len(outcomes) == 1:
        return outcomes[0]
    first = outcomes[0]
    different = any(one.sha256 != first.sha256 for one in outcomes)
    if different or first.unchanged:  # it changed while it was read: the next run reads it whole
        return replace(first, sha256="") if different else first
    converted = sorted((c for one in outcomes for c in one.converted), key=lambda c: c.record)
    refusals = dict.fromkeys(r for one in outcomes for r in one.refusals)
    return Outcome(first.key, first.sha256, tuple(converted), tuple(sorted(refusals, key=_place)))


def _convert(job: Job, raw: RawArticle, tools: Tools) -> Converted:
    rules, vocabularies = tools.loaded()
    article = tools.stages.convert(raw, rules)
    tags = tools.stages.tag(article, vocabularies)
    document = None
    if raw.sha256 not in job.known:
        provenance = Provenance(job.name, raw.record, raw.sha256, outside=job.outside)
        slug = slugify(article.title or opening(article), raw.sha256)
        document = markdown.write(article, tags, slug=slug, raw=provenance)
    return Converted(
        raw.record,
        raw.sha256,
        document,
        article.doubts,
        {key: len(spans) for key, spans in article.evidence.items()},
        quotes.write(quotes.of(raw, article), quotes.mentions(tags)),
        {key: spans[0].rule for key, spans in article.evidence.items() if spans},
        tuple(_outside(raw.text, article)) if job.zones else (),
    )


def _outside(text: str, article: Article) -> Iterator[tuple[str, str]]:
    for zone in article.zones:
        if zone.kind != "body":
            yield zone.rule, markdown.fold(text[zone.start : zone.end][:ZONE_TEXT])


def opening(article: Article) -> str:
    """The opening words of an article, which stand in for a headline."""
    words = " ".join(p.text for p in article.paragraphs[:2]).split()
    return " ".join(words[:OPENING_WORDS])


def unreadable(name: str, error: OSError) -> Refusal:
    """The refusal of a file that the system does not let us read."""
    return Refusal(name, f"it cannot be read ({error.strerror or error})", "check that it is a file that you may read")


def killed(name: str, record: int | None) -> Refusal:
    """The refusal of a raw file, or one record of it, at which the system ended the process that converted it."""
    reason = "the system ended the process that converted it, as it does when memory runs out"
    return Refusal(name, reason, _SPLIT, record)


def fault(name: str, record: int | None, error: Exception) -> Refusal:
    """The refusal of an article that a fault of ours kept from being made: the rest goes on, the report names it."""
    logger.debug("%s, record %s", name, record, exc_info=error)
    reason = f"it could not be converted ({type(error).__name__}: {' '.join(str(error).split())[:200]})"
    return Refusal(name, reason, "this is a fault of Backfile: report it with this file", record)
