"""The table of containers: how each is known, and what splits it into articles. A new container is a file and a row."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib import import_module
from pathlib import PurePosixPath

from backfile.intake import csv, html, jsonl
from backfile.intake.decode import Decoded
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


def _plain(module: str, name: str) -> Container:
    """Give the row of a container that knows no mapping; its module is imported when first asked."""

    @cache
    def loaded() -> object:
        return import_module(f"backfile.intake.{module}")

    def detect(suffix: str, text: str) -> bool:
        return bool(getattr(loaded(), f"is_{name}")(suffix, text))

    def split_file(path: str, text: str, encoding: str, mapping: Mapping[str, str]) -> Intake:
        found = getattr(loaded(), "split")(path, text, encoding)  # noqa: B009
        assert isinstance(found, Intake)
        return found

    return Container(name, detect, split_file)


CONTAINERS: tuple[Container, ...] = (
    Container("jsonl", jsonl.is_jsonl, jsonl.split),
    Container("csv", csv.is_csv, csv.split),
    Container("html", html.is_html, html.split),
    _plain("sgml", "sgml"),
    _plain("export", "export"),
    _plain("text", "text"),
)
"""In order: the first whose detector says yes splits the file; the last takes everything."""


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
    row = next(c for c in containers if c.is_container(suffix, decoded.text))
    found = row.split(path, decoded.text, decoded.encoding, mapping or {})
    if not decoded.notes:
        return found
    articles = tuple(replace(a, notes=decoded.notes + a.notes) for a in found.articles)
    return replace(found, articles=articles)
