"""CSV and TSV tables with a header row, an article a row."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager

from backfile.intake.fields import MEND, field_parts
from backfile.intake.record import compose
from backfile.model import Intake, RawArticle, Refusal

_SUFFIXES = frozenset({".csv", ".tsv", ".tab"})
_DELIMITERS = ",;\t|"
# An article's text is one field; the raw file's own size limit bounds it, the module's 131,072 would cut it.
_LONGEST_FIELD = 2**31 - 1


def is_csv(suffix: str, text: str) -> bool:
    """Say whether a file is of this container: `.csv`, `.tsv` or `.tab`."""
    return suffix in _SUFFIXES


def split(path: str, text: str, encoding: str, mapping: Mapping[str, str] | None = None) -> Intake:
    """Split a table into its articles.

    text: the decoded file (RFC 4180; the delimiter is a comma, semicolon, tab or bar, as the header row shows).
    mapping: field to column. A row without a body is refused alone; records count from 0 after the header row,
    blank rows left out. A cell that begins with `=` is text like any other.
    """
    mapping = mapping or {}
    articles: list[RawArticle] = []
    refusals: list[Refusal] = []
    with _long_fields():
        rows = _rows(text)
        header = next(rows, None)
        columns = _columns(header[1]) if header else []
        probe = field_parts(dict.fromkeys(columns, "text"), "csv", mapping)
        if isinstance(probe, str):
            return Intake(refusals=(Refusal(path, f"line 1 is the header row, but {probe}", MEND),))
        for record, (line, cells, is_whole) in enumerate(rows):
            if not is_whole:
                reason = f"line {line}: a quotation mark opens a field and none closes it; the file ends inside"
                refusals.append(Refusal(path, reason, "close the field with a quotation mark", record))
                continue
            found = field_parts(_named(columns, cells), "csv", mapping)
            if isinstance(found, str):
                refusals.append(Refusal(path, f"line {line}: {found}", "fill it in, or remove the row", record))
            else:
                articles.append(compose(path, record, found[0], encoding, "csv", found[1]))
    if not articles and not refusals:
        refusals.append(Refusal(path, "the table has a header row and nothing below it", "add rows, or remove it"))
    return Intake(tuple(articles), tuple(refusals))


def _rows(text: str) -> Iterator[tuple[int, list[str], bool]]:
    """Give each row that is not blank: the line that it starts in, from 1, its cells, and whether it ends in one."""
    delimiter = _delimiter(text)
    reader = csv.reader(io.StringIO(text, newline="\n"), delimiter=delimiter)
    line = 1
    for cells in reader:
        start, line = line, reader.line_num + 1
        if any(not (c == "" or c.isspace()) for c in cells):
            is_last_of_several = "\n" in cells[-1] and line > text.count("\n")
            yield start, cells, not is_last_of_several or _closes(text, start, delimiter)


def _closes(text: str, line: int, delimiter: str) -> bool:
    """Say whether the row that runs to the end of the file closes its quotation marks."""
    rest = io.StringIO(text, newline="\n")
    for _ in range(line - 1):
        rest.readline()
    try:
        for _ in csv.reader(rest, delimiter=delimiter, strict=True):
            pass
    except csv.Error as error:
        return "unexpected end" not in str(error)
    return True


def _delimiter(text: str) -> str:
    first = text.lstrip("\n").partition("\n")[0]
    return max(_DELIMITERS, key=first.count)


def _columns(header: Sequence[str]) -> list[str]:
    """Name the columns; one without a name, or with a name already met, is named by its place."""
    names: list[str] = []
    taken: set[str] = set()
    for place, cell in enumerate(header, 1):
        name = cell.strip()
        if not name or name in taken:
            name = f"{name} column {place}".strip()
        taken.add(name)
        names.append(name)
    return names


def _named(columns: Sequence[str], cells: Sequence[str]) -> dict[str, object]:
    named: dict[str, object] = dict(zip(columns, cells, strict=False))
    for place, cell in enumerate(cells[len(columns) :], len(columns) + 1):
        named[f"column {place}"] = cell
    return named


@contextmanager
def _long_fields() -> Iterator[None]:
    before = csv.field_size_limit(_LONGEST_FIELD)
    try:
        yield
    finally:
        csv.field_size_limit(before)
