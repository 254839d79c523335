"""How often each rule fires over an archive, and which lines look as if one should."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Executor
from dataclasses import asdict, dataclass, field
from functools import lru_cache, partial, reduce
from importlib import resources
from pathlib import Path
from typing import Any

from backfile import conversion
from backfile.conversion.assemble import assemble
from backfile.conversion.state import Piece, State
from backfile.convert import pool, sources
from backfile.convert.work import Job, Tools, shipped
from backfile.model import RawArticle, Zone
from backfile.progress import SILENT, Progress
from backfile.rules import Rule, Rules, read_rows
from backfile.settings import Settings

SAMPLES = 5
REPEATED = "repeated"
"""Why a line is suspected that no suspect's row matches: it stands in several articles."""

_OFTEN = 3  # articles; a line that stands in so many is likely to be no article's own
_SHORT = 120  # characters; a longer line that is repeated is a paragraph of an article that came twice
_CREDIT = 300
_EDGE = 8  # pieces at either end of an article, where boilerplate stands
_MANY = 300_000  # lines met once that are kept in mind; beyond them the rest is forgotten at each batch
_WORD = re.compile(r"[^\W\d_]{2}")
_LAST = re.compile(r"[.!?][\"”’')\]]?\s+(?=[^.!?]{3,200}[.!?)\]]?\s*\Z)")
_UNREAD = frozenset(("unread", "head.unread", "menu", "after-credits"))
"""The names under which conversion leaves out what it has no rule for."""

_NAME = r"[A-ZÀ-Þ][\w’'-]*[a-zß-ÿ][\w’'-]*"
_GENERAL = (
    (re.compile(r"https?://\S+|www\.\S+"), "URL"),
    (re.compile(r"[\w.+-]+@[\w.-]+\w"), "EMAIL"),
    (re.compile(r"\d"), "0"),
    (re.compile(rf"(?<![^\s:(—–-]){_NAME}(?:\s(?:[A-Z]\.\s?)?{_NAME}){{1,3}}"), "NAME"),
)


@dataclass(frozen=True, slots=True)
class Sample:
    """Where something stood: the raw file, its article from 0, the line of that article from 1, the words."""

    raw: str
    record: int
    line: int
    text: str


@dataclass(slots=True)
class Tally:
    """How often something was met, in how many articles, and the first places."""

    times: int = 0
    articles: int = 0
    samples: list[Sample] = field(default_factory=list)

    def add(self, other: Tally) -> None:
        """Count what was counted elsewhere, later in the archive."""
        self.times += other.times
        self.articles += other.articles
        self.samples += other.samples[: SAMPLES - len(self.samples)]

    def to_json(self) -> dict[str, Any]:
        """For a program."""
        return {"times": self.times, "articles": self.articles, "samples": list(map(asdict, self.samples))}


@dataclass(slots=True)
class Census:
    """What was counted.

    fired: by the rule's name. suspects: by reason and form. lines: the short ones at the edges of articles, as they
    stand but for their figures. shapes: how many articles were read in each. lost: raw files that could not be read.
    """

    fired: dict[str, Tally] = field(default_factory=dict)
    suspects: dict[tuple[str, str], Tally] = field(default_factory=dict)
    lines: dict[str, Tally] = field(default_factory=dict)
    shapes: Counter[str] = field(default_factory=Counter)
    articles: int = 0
    lost: list[str] = field(default_factory=list)

    def add(self, other: Census) -> None:
        """Count what was counted elsewhere, later in the archive."""
        for mine, theirs in ((self.fired, other.fired), (self.lines, other.lines)):
            for name, tally in theirs.items():
                mine.setdefault(name, Tally()).add(tally)
        for key, tally in other.suspects.items():
            self.suspects.setdefault(key, Tally()).add(tally)
        self.shapes += other.shapes
        self.articles += other.articles
        self.lost += other.lost
        if len(self.lines) > _MANY:
            self.lines = {text: tally for text, tally in self.lines.items() if tally.articles > 1}

    def unmatched(self) -> list[tuple[str, str, Tally]]:
        """The lines that match no rule and look as if they should: why, their form, and where; the most frequent first.

        A line that is repeated over the archive is among them whatever it says.
        """
        found = [(why, form, tally) for (why, form), tally in self.suspects.items()]
        known = {sample.text for _, _, tally in found for sample in tally.samples}
        found += [
            (REPEATED, text, tally)
            for text, tally in self.lines.items()
            if tally.articles >= _OFTEN and not any(sample.text in known for sample in tally.samples)
        ]
        return sorted(found, key=lambda one: (-one[2].times, -one[2].articles, one[0], one[1]))


def count(
    settings: Settings, *, paths: Sequence[Path] = (), progress: Progress = SILENT, executor: Executor | None = None
) -> tuple[Rules, Census]:
    """Read the raw articles again and count which rules fire. Writes nothing.

    paths: only these raw files and folders; without any, the raw folder. executor: does the work in place of
    processes of our own. Returns the archive's rules with the counts; these are the same for any number of workers.
    Raises RuleError and MappingError for the archive's own rows.
    """
    tools = Tools.of(shipped(), settings.rules, None)
    rules, _ = tools.loaded()
    found = sources.find(settings, paths)
    jobs = [(Job(source.key, source.name, source.path, source.outside), source.size) for source in found.files]
    census = Census(lost=[refusal.path for refusal in found.refusals])
    with progress.stage("Counting", len(jobs)) as stage:
        for task, part in pool.spread(jobs, partial(tally, tools=tools), _lost, settings.workers(), executor):
            census.add(part)
            stage.advance(sum(job.share[0] == 0 for job in task))
    return rules, census


def _lost(task: tuple[Job, ...]) -> Census:
    """What is counted of files at which the system ended a process."""
    return Census(lost=[job.name for job in task if job.share[0] == 0])


def tally(task: Sequence[Job], tools: Tools) -> Census:
    """Count over some raw files; what cannot be read is lost, and named."""
    rules, _ = tools.loaded()
    census = Census()
    for job in task:
        place, shares = job.share
        try:
            articles = tools.stages.read(job.name, job.path.read_bytes(), dict(tools.mapping)).articles
            for raw in articles:
                if raw.record % shares == place:
                    _count(raw, rules, census)
        except Exception:
            census.lost.append(job.name)
        else:
            if not articles and not place:
                census.lost.append(job.name)
    return census


def _count(raw: RawArticle, rules: Rules, census: Census) -> None:
    state: State = reduce(lambda state, stage: stage(state), conversion.STAGES, State(raw, rules))
    zones = assemble(state).zones
    census.articles += 1
    census.shapes[state.shape.name] += 1
    for name, places in _fired(state, zones).items():
        _put(census.fired, name, raw, [(start, raw.text[start:end]) for start, end in sorted(places)])
    suspects: dict[tuple[str, str], list[tuple[int, str]]] = {}
    lines: dict[str, list[tuple[int, str]]] = {}
    for piece in _bare(state, zones):
        where = state.view.raw(piece.start, piece.end)[0]
        for why, said in _suspicions(piece.text):
            suspects.setdefault((why, _form(said, is_credit=why.startswith("credit"))), []).append((where, said))
        if len(piece.text) <= _SHORT and _WORD.search(piece.text):
            lines.setdefault(re.sub(r"\d", "0", piece.text), []).append((where, piece.text))
    for key, met in suspects.items():
        _put(census.suspects, key, raw, met)
    for line, met in lines.items():
        _put(census.lines, line, raw, met)


def _fired(state: State, zones: Sequence[Zone]) -> dict[str, set[tuple[int, int]]]:
    """Where each rule took something: by zones and evidence, and by what the lines outside the body matched."""
    fired: dict[str, set[tuple[int, int]]] = {}
    for zone in zones:
        fired.setdefault(zone.rule, set()).add((zone.start, zone.end))
    for found in state.chosen:
        _meet(fired, found.evidence.rule, found.evidence.start, found.evidence.end)
    for piece, label in zip(state.pieces, state.labels, strict=True):
        if label.kind != "body":
            for hit in piece.hits:
                _meet(fired, hit.rule.name, *state.view.raw(piece.start, piece.end))
    return fired


def _meet(fired: dict[str, set[tuple[int, int]]], name: str, start: int, end: int) -> None:
    """Note where a rule fired, unless it is known from the same stretch."""
    places = fired.setdefault(name, set())
    if not any(first < end and start < last for first, last in places):
        places.add((start, end))


def _bare(state: State, zones: Sequence[Zone]) -> Iterator[Piece]:
    """The pieces near the ends of an article that match no rule, and that no rule took with its neighbours."""
    pieces = state.pieces
    for number, piece in enumerate(pieces):
        if _EDGE <= number < len(pieces) - _EDGE or piece.hits or piece.declared is not None:
            continue
        at = bisect_right(zones, state.view.raw(piece.start, piece.end)[0], key=lambda zone: zone.start) - 1
        zone = zones[max(at, 0)]
        if zone.kind == "body" or zone.rule in _UNREAD:
            yield piece


def _suspicions(text: str) -> Iterator[tuple[str, str]]:
    """Why a piece looks like a credit or like boilerplate, if it does, and the words that do: at most once."""
    said = text
    if len(text) > _CREDIT:  # a paragraph; its last sentence may be a credit that was glued to it
        ends = list(_LAST.finditer(text, len(text) - _CREDIT))
        if not ends:
            return
        said = text[ends[-1].end() :]
    for rule in suspect_rows():
        if len(said) <= rule.max and rule.find(said) is not None:
            yield f"{rule.kind}: {rule.name}", said
            return


@lru_cache(maxsize=1)
def suspect_rows() -> tuple[Rule, ...]:
    """What credits and boilerplate look like in general."""
    file = resources.files("backfile.convert") / "suspects.toml"
    return read_rows(file.name, file.read_text(encoding="utf-8"))


def _form(text: str, *, is_credit: bool) -> str:
    """A line with what differs from article to article made general: addresses, figures, in credits names too."""
    text = " ".join(text.split())
    for pattern, word in _GENERAL if is_credit else _GENERAL[:-1]:
        text = pattern.sub(word, text)
    return text


def _put(tallies: dict[Any, Tally], key: object, raw: RawArticle, met: Iterable[tuple[int, str]]) -> None:
    tally = tallies.setdefault(key, Tally())
    tally.articles += 1
    for start, text in met:
        tally.times += 1
        if len(tally.samples) < SAMPLES:
            line = raw.text.count("\n", 0, start) + 1
            tally.samples.append(Sample(raw.path, raw.record, line, " ".join(text.split())[:300]))
