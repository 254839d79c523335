"""The table of containers: how each is known, and what splits it into articles. A new container is a file and a row."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePosixPath

from backfile.intake.csv import is_csv
from backfile.intake.csv import split as split_csv
from backfile.intake.decode import Decoded
from backfile.intake.export import is_export
from backfile.intake.export import split as split_export
from backfile.intake.html import is_html
from backfile.intake.html import split as split_html
from backfile.intake.jsonl import is_jsonl
from backfile.intake.jsonl import split as split_jsonl
from backfile.intake.sgml import is_sgml
from backfile.intake.sgml import split as split_sgml
from backfile.intake.text import is_text
from backfile.intake.text import split as split_text
from backfile.model import Intake

Detect = Callable[[str, str], bool]
Split = Callable[[str, str, str, Mapping[str, str]], Intake]


@dataclass(frozen=True, slots=True)
class Container:
    """One row: the container's name, `is_<name>(suffix, text)`, and what splits a file of it.

    suffix comes in lower case with its dot. The splitter takes path, text, encoding and the declared mapping of
    fields, and gives at least one article or refusal.
    """

    name: str
    is_container: Detect
    split: Split


def _without_mapping(split_file: Callable[[str, str, str], Intake]) -> Split:
    def split_plain(path: str, text: str, encoding: str, mapping: Mapping[str, str]) -> Intake:
        return split_file(path, text, encoding)

    return split_plain


CONTAINERS: tuple[Container, ...] = (
    Container("jsonl", is_jsonl, split_jsonl),
    Container("csv", is_csv, split_csv),
    Container("html", is_html, split_html),
    Container("sgml", is_sgml, _without_mapping(split_sgml)),
    Container("export", is_export, _without_mapping(split_export)),
    Container("text", is_text, _without_mapping(split_text)),
)
"""In order: the first whose detector says yes splits the file; the last takes what none claims."""


def split(
    path: str,
    decoded: Decoded,
    mapping: Mapping[str, str] | None = None,
    containers: Sequence[Container] = CONTAINERS,
) -> Intake:
    """Split a decoded file by the first container that knows it.

    path: as shown; its suffix goes to the detectors. What was odd about the decoding is noted on each article.
    """
    suffix = PurePosixPath(path).suffix.lower()
    row = next((c for c in containers if c.is_container(suffix, decoded.text)), containers[-1])
    found = row.split(path, decoded.text, decoded.encoding, mapping or {})
    if not decoded.notes:
        return found
    articles = tuple(replace(a, notes=decoded.notes + a.notes) for a in found.articles)
    return replace(found, articles=articles)
