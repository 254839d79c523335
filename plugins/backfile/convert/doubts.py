"""Which doubts are open: those that nobody has answered, about values that nobody has changed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from backfile.catalog import Catalog, RecordRow
from backfile.convert import answers
from backfile.convert.answers import Answers
from backfile.convert.index import place_of
from backfile.convert.shelf import Shelved
from backfile.model import Doubt


@dataclass(frozen=True, slots=True)
class OpenDoubt:
    """A doubt that waits for an answer: the article's file inside the articles folder, its raw record, the doubt."""

    article: str
    record: RecordRow
    doubt: Doubt


def is_open(doubt: Doubt, record: RecordRow, held: Shelved, given: Answers) -> bool:
    """Whether a doubt about a record, whose article is `held`, still waits for an answer."""
    owns = held.raw is not None and place_of(held.raw) == (record.raw, record.record)
    return owns and doubt.field not in held.edited and not given.settles(record.sha256, doubt)


def listed(catalog: Catalog, content: Path) -> Iterator[OpenDoubt]:
    """The open doubts as the last conversion left them, by raw file and place in it.

    content: the content folder, which holds the answers. Raises AnswersError.
    """
    given = answers.load(content)
    for record, row in catalog.doubted():
        held = Shelved.from_facts(row.name, row.facts)
        for doubt in record.doubts:
            if is_open(doubt, record, held, given):
                yield OpenDoubt(row.name, record, doubt)


def open_doubts(catalog: Catalog, content: Path) -> dict[str, tuple[Doubt, ...]]:
    """The open doubts of each article that has any, by the name of its Markdown file.

    content: the content folder, which holds the answers. Raises AnswersError.
    """
    found: dict[str, list[Doubt]] = {}
    for one in listed(catalog, content):
        found.setdefault(one.article, []).append(one.doubt)
    return {name: tuple(doubts) for name, doubts in found.items()}
