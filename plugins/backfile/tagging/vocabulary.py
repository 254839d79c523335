"""The vocabularies as lookup tables: shipped files, then the archive's own, parsed once."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from backfile.authority import Authority, VocabularyError, read_text
from backfile.authority import load as load_authority

from .entries import Entry, Sense, Topic, Words
from .matcher import Index, Longer, Senses
from .tables import (
    COLUMNS,
    FILES,
    TOPIC_COLUMNS,
    Row,
    add_authority,
    add_row,
    add_topic,
    make_row,
    read_table,
)
from .tokens import tokenise
from .topics import Cues, compile_cues

__all__ = ["Vocabularies", "VocabularyError", "load_vocabularies"]

_log = logging.getLogger(__name__)
_NONE: Longer = {}  # one for all names of a single word


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
    authority: Authority

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


def load_vocabularies(shipped: Path, extra: Path | None = None) -> Vocabularies:
    """Read the shipped vocabularies and lay the archive's own over them.

    shipped, extra: folders of `*.tsv` (and, in extra, `*.toml`) files; a folder that is not there counts as empty.
    Raises VocabularyError for a line that cannot be read.
    """
    rows: dict[tuple[str, str], Row] = {}
    topics: dict[str, dict[str, str]] = {}
    stop: set[str] = set()
    always: set[str] = set()
    renamed: dict[str, str] = {}
    words: dict[str, list[str]] = {}
    for folder, own in ((shipped, False), (extra, True)):
        if folder is None or not folder.is_dir():
            continue
        for path in sorted(folder.glob("*.tsv")):
            if kind := FILES.get(path.stem):
                for line in read_table(str(path), read_text(path), COLUMNS):
                    add_row(rows, make_row(kind, line), own, renamed)
            elif path.stem == "topics":
                for line in read_table(str(path), read_text(path), TOPIC_COLUMNS):
                    add_topic(topics, line)
            elif path.stem == "stop":
                stop.update(line["name"] for line in read_table(str(path), read_text(path), ("name",)))
            elif path.stem in ("words", "first_names") and not own:
                for line in read_table(str(path), read_text(path), ("class", "words")):
                    words.setdefault(line["class"], []).extend(line["words"].split("|"))
            elif own:
                _log.warning("%s: not a vocabulary; the names are %s", path, ", ".join([*FILES, "topics", "stop"]))
    authority = load_authority(extra)
    add_authority(authority, rows, topics, renamed)
    stop |= authority.never
    always |= authority.always
    renamed |= authority.renamed
    return _compile(rows, topics, frozenset(stop), frozenset(always), renamed, words, authority)


def _compile(
    rows: Mapping[tuple[str, str], Row],
    topics: Mapping[str, dict[str, str]],
    stop: frozenset[str],
    always: frozenset[str],
    renamed: dict[str, str],
    words: Mapping[str, list[str]],
    authority: Authority,
) -> Vocabularies:
    stopped = frozenset(s.casefold() for s in stop)
    forms: dict[str, list[Sense]] = {}
    kinds: dict[str, str] = {}
    codes: dict[tuple[str, str], str] = {}
    places: dict[str, Entry] = {}
    areas: dict[str, Entry] = {}
    for row in rows.values():
        name = row.name.casefold()
        entry = Entry(
            row.kind,
            row.name,
            row.sort,
            row.code,
            row.country,
            tuple(row.cues),
            name in stopped,
        )
        if row.sort == "country":
            places[row.name] = entry
        elif row.sort == "state":
            areas[row.name.removesuffix(" State")] = entry
        if row.sure:
            sure = Sense(entry)
            for form in row.sure:
                forms.setdefault(form, []).append(sure)
                kinds.setdefault(form.casefold(), row.kind)
        if row.unsure:
            unsure = Sense(entry, sure=False)
            for form in row.unsure:
                forms.setdefault(form, []).append(unsure)
        if row.adjectives:
            adjective = Sense(entry, adjective=True)
            for form in row.adjectives:
                forms.setdefault(form, []).append(adjective)
        kinds[name] = row.kind
        if row.code:
            codes.setdefault((row.kind, name), row.code)
    for old, new in renamed.items():
        if old.casefold() in kinds:
            kinds.setdefault(new.casefold(), kinds[old.casefold()])
    for name in stop:
        if name not in forms:
            forms[name] = [Sense(Entry("organisations", name, "body", stopped=True))]
    names = _index(forms)
    known = {
        key: Topic(line["name"], line["code"], line["official"], line["sort"] == "general", line["above"])
        for key, line in topics.items()
        if key not in stopped
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
        authority=authority,
    )


def _index(forms: Mapping[str, list[Sense]]) -> Index:
    """The lookup table of all forms, by their first and second token."""
    alone: dict[str, Senses] = {}
    several: dict[str, dict[str, list[tuple[list[str], Senses]]]] = {}
    for form, senses in forms.items():
        plain = form.replace(" ", "").isalpha()  # most are: no need of the pattern
        first, *rest = form.split() if plain else tokenise(form) or ("",)
        if not first:  # signs alone: no text has it as a word
            continue
        if rest:
            several.setdefault(first, {}).setdefault(rest[0], []).append((rest[1:], tuple(senses)))
        else:
            alone[first] = tuple(senses)
    names: dict[str, tuple[Longer, Senses]] = {first: (_NONE, senses) for first, senses in alone.items()}
    for first, seconds in several.items():
        longer = {second: tuple(sorted(ahead, key=lambda c: -len(c[0]))) for second, ahead in seconds.items()}
        names[first] = (longer, alone.get(first, ()))
    return names


def _homes(countries: Mapping[str, Entry], states: Mapping[str, Entry]) -> dict[str, tuple[Entry, ...]]:
    """What lies where: the name of a state or country → its entry and that of the country around it."""
    homes: dict[str, tuple[Entry, ...]] = {
        name: (entry, countries[entry.country]) if entry.country and entry.country in countries else (entry,)
        for name, entry in countries.items()
    }
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
        openers=of("opener"),
        deeds=of("deed"),
        landforms=of("landform"),
        outlets=of("outlet"),
        belongings=of("belonging"),
        links=of("particle") | {"&", ",", "."},
    )
