"""The tables of the vocabularies read into rows: the archive's own and its authority files over the shipped ones."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from backfile.authority import Authority, VocabularyError
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
_SORTS = {"people": "person", "organisations": "body", "places": "place"}
COLUMNS = ("name", "code", "sort", "country", "aliases", "cues")
TOPIC_COLUMNS = ("name", "code", "official", "strong", "cues", "weak", "sort", "above")


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
    empty = dict.fromkeys(columns, "")
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
        yield empty | dict(zip(head, cells, strict=False))


def _split(cell: str) -> list[str]:
    return [part for part in map(str.strip, cell.split("|")) if part] if cell else []


def make_row(kind: str, line: Mapping[str, str]) -> Row:
    """The row of a table's line, its aliases parted by their marks."""
    sure: list[str] = []
    unsure: list[str] = []
    adjectives: list[str] = []
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
    return Row(
        kind,
        name,
        line["sort"] or _SORTS[kind],
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


def add_authority(
    authority: Authority,
    rows: dict[tuple[str, str], Row],
    topics: dict[str, dict[str, str]],
    renamed: dict[str, str],
) -> None:
    """Lay the names of the authority files over the rows; what is shown for which is not decided here.

    A topic that is there already takes the cues; a name with aliases alone is a label, and no topic of its own.
    """
    for (kind, name), entry in authority.names.items():
        line = {"name": name, "code": entry.code, "cues": "|".join(entry.cues)}
        if kind in TAG_KINDS[:3]:
            known = dict.fromkeys(COLUMNS, "") | {"aliases": "|".join(entry.aliases)}
            add_row(rows, make_row(kind, known | line), True, renamed)
        elif kind == "topics" and (entry.cues or entry.code):
            add_topic(topics, dict.fromkeys(TOPIC_COLUMNS, "") | line)
