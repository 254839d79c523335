"""The files of the vocabularies: TSV and TOML read into rows, the archive's own laid over the shipped ones."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from backfile.model import TAG_KINDS

FILES = {
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
COLUMNS = ("name", "code", "sort", "country", "aliases", "cues")
TOPIC_COLUMNS = ("name", "code", "official", "strong", "cues", "weak", "sort")


class VocabularyError(Exception):
    """A vocabulary file that cannot be used; the message names the file, the line and the mend."""


@dataclass(slots=True)
class Row:
    """One name with its forms, as read: sure, unsure (marked ~) and adjectives (marked ^)."""

    kind: str
    name: str
    sort: str
    code: str | None
    country: str | None
    sure: list[str]
    unsure: list[str]
    adjectives: list[str]
    cues: list[str]


def read_table(source: str, text: str, columns: tuple[str, ...]) -> Iterator[dict[str, str]]:
    """The rows of a TSV file's text: `#` starts a comment line, the first other line names the columns.

    source: the file's name for messages. Raises VocabularyError for a line that cannot be read.
    """
    head: list[str] | None = None
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        cells = [cell.strip() for cell in line.split("\t")]
        if head is None:
            head = cells
            unknown = [c for c in head if c not in columns]
            if unknown or columns[0] not in head:
                raise VocabularyError(
                    f"{source}:{number}: the first line must name columns out of {', '.join(columns)}, "
                    f"with {columns[0]}, parted by tabs"
                )
            continue
        if len(cells) > len(head) or not cells[0]:
            raise VocabularyError(f"{source}:{number}: {len(cells)} cells for {len(head)} columns; mend the tabs")
        yield dict.fromkeys(columns, "") | dict(zip(head, cells, strict=False))


def _split(cell: str) -> list[str]:
    return [part.strip() for part in cell.split("|") if part.strip()]


def make_row(kind: str, line: Mapping[str, str]) -> Row:
    """The row of a table's line, its aliases parted by their marks."""
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
    return Row(
        kind,
        name,
        line["sort"] or default,
        line["code"] or None,
        line["country"] or None,
        sure,
        unsure,
        adjectives,
        _split(line["cues"]),
    )


def add_row(rows: dict[tuple[str, str], Row], row: Row, own: bool, renamed: dict[str, str]) -> None:
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


def add_topic(topics: dict[str, dict[str, str]], line: dict[str, str]) -> None:
    """Add a topic, or its cues to the topic of that label."""
    old = topics.get(line["name"].casefold())
    if old is None:
        topics[line["name"].casefold()] = line
        return
    for column in ("strong", "cues", "weak"):
        old[column] = "|".join(filter(None, (old[column], line[column])))
    old["code"] = line["code"] or old["code"]


def read_authority(
    source: str,
    stem: str,
    text: str,
    rows: dict[tuple[str, str], Row],
    topics: dict[str, dict[str, str]],
    stop: set[str],
    always: set[str],
    renamed: dict[str, str],
) -> None:
    """Read an authority file: a table a name (`["Jim Mattis"]`, `aliases`), or `tags.toml`: never, always, rename."""
    try:
        data: dict[str, Any] = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise VocabularyError(f"{source}: {error}; mend the TOML") from error
    if stem == "tags":
        stop.update(map(str, data.get("never", ())))
        always.update(map(str, data.get("always", ())))
        for old, new in dict(data.get("rename", {})).items():
            for kind in TAG_KINDS[:3]:
                if (kind, old) in rows:
                    line = dict.fromkeys(COLUMNS, "") | {"name": str(new), "aliases": old}
                    add_row(rows, make_row(kind, line), True, renamed)
            renamed[str(old)] = str(new)
    elif stem in ("places", "organisations", "people"):
        for name, table in data.items():
            if not isinstance(table, dict):
                raise VocabularyError(f'{source}: "{name}" must be a table, as ["{name}"]')
            line = dict.fromkeys(COLUMNS, "") | {
                "name": name,
                "code": str(table.get("code", "")),
                "aliases": "|".join(map(str, table.get("aliases", ()))),
                "cues": "|".join(map(str, table.get("cues", ()))),
            }
            add_row(rows, make_row(stem, line), True, renamed)
    elif stem == "topics":
        for name, table in data.items():
            add_topic(
                topics,
                dict.fromkeys(TOPIC_COLUMNS, "")
                | {
                    "name": name,
                    "code": str(table.get("code", "")),
                    "cues": "|".join(map(str, table.get("cues", ()))),
                },
            )
