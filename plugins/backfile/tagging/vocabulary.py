"""The vocabularies: TSV files shipped with the package, then the archive's own, parsed once into lookup tables."""

from __future__ import annotations

import logging
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from backfile.model import TAG_KINDS

from .entries import Entry, Sense, Topic, Words
from .matcher import Index
from .tokens import tokenise
from .topics import Cues, compile_cues

_log = logging.getLogger(__name__)

_FILES = {
    "countries": "places",
    "states": "places",
    "regions": "places",
    "cities": "places",
    "places": "places",
    "bodies": "organisations",
    "companies": "organisations",
    "organisations": "organisations",
    "people": "people",
}
_COLUMNS = ("name", "code", "sort", "country", "aliases", "cues")
_TOPIC_COLUMNS = ("name", "code", "official", "strong", "cues", "weak")


class VocabularyError(Exception):
    """A vocabulary file that cannot be used; the message names the file, the line and the mend."""


@dataclass(frozen=True, slots=True)
class Vocabularies:
    """All that tagging knows beforehand. Built by `load`; never changed."""

    names: Index
    small_names: frozenset[str]
    cues: Cues
    words: Words
    kinds: Mapping[str, str]
    codes: Mapping[tuple[str, str], str]
    topics: Mapping[str, Topic]
    homes: Mapping[str, tuple[Entry, ...]]
    stopped: frozenset[str]
    always: frozenset[str]
    renamed: Mapping[str, str]

    def kind_of(self, name: str) -> str | None:
        """Which kind of tag a name belongs to, or None if no vocabulary has it; case does not matter."""
        return self.kinds.get(name.casefold())

    def topic_code(self, label: str) -> str | None:
        """The IPTC code of a topic's label, as `medtop:20000574`, or None."""
        topic = self.topics.get(label.casefold())
        return topic.code if topic else None

    def code_of(self, kind: str, name: str) -> str | None:
        """The code of a name within its kind (`ISO:KZ`, `medtop:20000574`), or None."""
        return self.codes.get((kind, name.casefold()))


@dataclass(slots=True)
class _Row:
    kind: str
    name: str
    sort: str
    code: str | None
    country: str | None
    sure: list[str]
    unsure: list[str]
    adjectives: list[str]
    cues: list[str]
    shipped: bool


def load_vocabularies(shipped: Path, extra: Path | None = None) -> Vocabularies:
    """Read the shipped vocabularies and lay the archive's own over them.

    shipped, extra: folders of `*.tsv` (and, in extra, `*.toml`) files; a folder that is not there counts as empty.
    Raises VocabularyError for a line that cannot be read.
    """
    rows: dict[tuple[str, str], _Row] = {}
    topics: dict[str, dict[str, str]] = {}
    stop: set[str] = set()
    always: set[str] = set()
    renamed: dict[str, str] = {}
    words: dict[str, list[str]] = {}
    for folder, own in ((shipped, False), (extra, True)):
        if folder is None or not folder.is_dir():
            continue
        for path in sorted(folder.glob("*.tsv")):
            if path.stem in _FILES:
                for line in _table(path, _COLUMNS):
                    _add(rows, _row(_FILES[path.stem], line, not own), own, renamed)
            elif path.stem == "topics":
                for line in _table(path, _TOPIC_COLUMNS):
                    _add_topic(topics, line)
            elif path.stem == "stop":
                stop.update(line["name"] for line in _table(path, ("name",)))
            elif path.stem in ("words", "first_names") and not own:
                for line in _table(path, ("class", "words")):
                    words.setdefault(line["class"], []).extend(line["words"].split("|"))
            elif own:
                _log.warning("%s: not a vocabulary; the names are %s", path, ", ".join([*_FILES, "topics", "stop"]))
        if own:
            for path in sorted(folder.glob("*.toml")):
                _read_toml(path, rows, topics, stop, always, renamed)
    return _compile(rows, topics, frozenset(stop), frozenset(always), renamed, words)


def _table(path: Path, columns: tuple[str, ...]) -> Iterator[dict[str, str]]:
    """The rows of a TSV file: `#` starts a comment line, the first other line names the columns."""
    head: list[str] | None = None
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise VocabularyError(f"{path}: cannot be read as UTF-8 text ({error}); save it as UTF-8") from error
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        cells = [cell.strip() for cell in line.split("\t")]
        if head is None:
            head = cells
            unknown = [c for c in head if c not in columns]
            if unknown or columns[0] not in head:
                raise VocabularyError(
                    f"{path}:{number}: the first line must name columns out of {', '.join(columns)}, "
                    f"with {columns[0]}, parted by tabs"
                )
            continue
        if len(cells) > len(head) or not cells[0]:
            raise VocabularyError(f"{path}:{number}: {len(cells)} cells for {len(head)} columns; mend the tabs")
        yield dict.fromkeys(columns, "") | dict(zip(head, cells, strict=False))


def _split(cell: str) -> list[str]:
    return [part.strip() for part in cell.split("|") if part.strip()]


def _row(kind: str, line: Mapping[str, str], shipped: bool) -> _Row:
    sure, unsure, adjectives = [], [], []
    for form in _split(line["aliases"]):
        if form.startswith("~"):
            unsure.append(form[1:])
        elif form.startswith("^"):
            adjectives.append(form[1:])
        else:
            sure.append(form)
    name = line["name"]
    if name not in unsure and name not in sure:
        sure.insert(0, name)
    default = {"people": "person", "organisations": "body", "places": "place"}[kind]
    return _Row(
        kind,
        name,
        line["sort"] or default,
        line["code"] or None,
        line["country"] or None,
        sure,
        unsure,
        adjectives,
        _split(line["cues"]),
        shipped,
    )


def _add(rows: dict[tuple[str, str], _Row], row: _Row, own: bool, renamed: dict[str, str]) -> None:
    """Add a row; one of the archive's own joins the shipped row of its name, or of a name that it has as an alias."""
    if own:
        for alias in [*row.sure, *row.unsure]:
            old = rows.pop((row.kind, alias), None)
            if old is None:
                continue
            if alias != row.name:
                renamed[alias] = row.name
            row = replace(
                row,
                sort=old.sort,
                code=row.code or old.code,
                country=row.country or old.country,
                sure=list(dict.fromkeys(row.sure + [f for f in old.sure if f not in row.unsure])),
                unsure=list(dict.fromkeys(row.unsure + [f for f in old.unsure if f not in row.sure])),
                adjectives=list(dict.fromkeys(row.adjectives + old.adjectives)),
                cues=list(dict.fromkeys(row.cues + old.cues)),
            )
        taken = set(row.sure)
        for other in rows.values():
            if other.kind == row.kind and taken.intersection(other.sure):
                other.sure = [f for f in other.sure if f not in taken]
        rows[row.kind, row.name] = row
        return
    key = (row.kind, row.name)
    if key in rows:
        key = (row.kind, f"{row.name}\t{row.country}")
    rows[key] = row


def _add_topic(topics: dict[str, dict[str, str]], line: dict[str, str]) -> None:
    old = topics.get(line["name"].casefold())
    if old is None:
        topics[line["name"].casefold()] = line
        return
    for column in ("strong", "cues", "weak"):
        old[column] = "|".join(filter(None, (old[column], line[column])))
    old["code"] = line["code"] or old["code"]


def _read_toml(
    path: Path,
    rows: dict[tuple[str, str], _Row],
    topics: dict[str, dict[str, str]],
    stop: set[str],
    always: set[str],
    renamed: dict[str, str],
) -> None:
    """Read an authority file: a table a name (`["Jim Mattis"]`, `aliases`), or `tags.toml`: never, always, rename."""
    try:
        data: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise VocabularyError(f"{path}: {error}; mend the TOML") from error
    if path.stem == "tags":
        stop.update(map(str, data.get("never", ())))
        always.update(map(str, data.get("always", ())))
        for old, new in dict(data.get("rename", {})).items():
            for kind in TAG_KINDS[:3]:
                if (kind, old) in rows:
                    line = dict.fromkeys(_COLUMNS, "") | {"name": str(new), "aliases": old}
                    _add(rows, _row(kind, line, False), True, renamed)
            renamed[str(old)] = str(new)
    elif path.stem in ("places", "organisations", "people"):
        for name, table in data.items():
            if not isinstance(table, dict):
                raise VocabularyError(f'{path}: "{name}" must be a table, as ["{name}"]')
            line = dict.fromkeys(_COLUMNS, "") | {
                "name": name,
                "code": str(table.get("code", "")),
                "aliases": "|".join(map(str, table.get("aliases", ()))),
                "cues": "|".join(map(str, table.get("cues", ()))),
            }
            _add(rows, _row(path.stem, line, False), True, renamed)
    elif path.stem == "topics":
        for name, table in data.items():
            _add_topic(
                topics,
                dict.fromkeys(_TOPIC_COLUMNS, "")
                | {
                    "name": name,
                    "code": str(table.get("code", "")),
                    "cues": "|".join(map(str, table.get("cues", ()))),
                },
            )


def _compile(
    rows: Mapping[tuple[str, str], _Row],
    topics: Mapping[str, dict[str, str]],
    stop: frozenset[str],
    always: frozenset[str],
    renamed: dict[str, str],
    words: Mapping[str, list[str]],
) -> Vocabularies:
    stopped = frozenset(s.casefold() for s in stop)
    forms: dict[str, list[Sense]] = {}
    kinds: dict[str, str] = {}
    codes: dict[tuple[str, str], str] = {}
    places: dict[str, Entry] = {}
    areas: dict[str, Entry] = {}
    for row in rows.values():
        entry = Entry(
            row.kind,
            row.name,
            row.sort,
            row.code,
            row.country,
            tuple(row.cues),
            row.name.casefold() in stopped,
        )
        if row.sort == "country":
            places[row.name] = entry
        elif row.sort == "state":
            areas[row.name.removesuffix(" State")] = entry
        sure, unsure, adjective = Sense(entry), Sense(entry, sure=False), Sense(entry, adjective=True)
        for form in row.sure:
            forms.setdefault(form, []).append(sure)
            kinds.setdefault(form.casefold(), row.kind)
        for form in row.unsure:
            forms.setdefault(form, []).append(unsure)
        for form in row.adjectives:
            forms.setdefault(form, []).append(adjective)
        kinds[row.name.casefold()] = row.kind
        if row.code:
            codes.setdefault((row.kind, row.name.casefold()), row.code)
    for name in stop:
        if name not in forms:
            forms[name] = [Sense(Entry("organisations", name, "body", stopped=True))]
    names: dict[str, tuple[dict[str, tuple[tuple[list[str], tuple[Sense, ...]], ...]], tuple[Sense, ...]]] = {}
    for form, senses in forms.items():
        first, *rest = tokenise(form)
        longer, alone = names.get(first, ({}, ()))
        if rest:
            ahead = (*longer.get(rest[0], ()), (rest[1:], tuple(senses)))
            longer[rest[0]] = tuple(sorted(ahead, key=lambda c: -len(c[0])))
            names[first] = (longer, alone)
        else:
            names[first] = (longer, tuple(senses))
    known = {
        key: Topic(line["name"], line["code"], line["official"]) for key, line in topics.items() if key not in stopped
    }
    for key, topic in known.items():
        kinds.setdefault(key, "topics")
        codes["topics", key] = topic.code
    return Vocabularies(
        names=names,
        small_names=frozenset(first for first in names if not first[0].isupper()),
        cues=compile_cues(known, topics),
        words=_words(words),
        kinds=kinds,
        codes=codes,
        topics=known,
        homes=_homes(places, areas),
        stopped=stopped,
        always=always,
        renamed=renamed,
    )


def _homes(countries: Mapping[str, Entry], states: Mapping[str, Entry]) -> dict[str, tuple[Entry, ...]]:
    """What lies where: the name of a state or country → its entry and that of the country around it."""
    homes: dict[str, tuple[Entry, ...]] = {name: (entry,) for name, entry in countries.items()}
    for name, entry in states.items():
        around = homes.get(entry.country or "", ())
        homes.setdefault(name, (entry, *around))
    return homes


def _words(words: Mapping[str, list[str]]) -> Words:
    def of(name: str) -> frozenset[str]:
        return frozenset(words.get(name, ()))

    return Words(
        titles=of("title"),
        roles=of("role"),
        courtesies=of("courtesy"),
        speech=of("speech"),
        suffixes=of("suffix"),
        heads=of("head"),
        headings=of("heading"),
        starters=of("starter"),
        breaks=of("title") | of("courtesy") | of("calendar"),
        particles=of("particle"),
        first_names=of("first"),
        generational=of("generational"),
        things=of("thing"),
        no_people=of("head") | of("suffix") | of("heading") | of("starter"),
        kindred=of("kindred"),
        belongings=of("belonging"),
    )
