"""A person goes through the open doubts of an archive: what is asked, and what becomes of each answer."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from backfile import conversion, intake
from backfile.catalog import Catalog, RecordRow
from backfile.convert import answers, shelf, sources
from backfile.convert.answers import Answer, Answers
from backfile.convert.archive import convert_archive
from backfile.convert.doubts import OpenDoubt, listed
from backfile.convert.passages import Span, passages
from backfile.convert.report import ConvertReport
from backfile.convert.values import FIELDS, read_value, shown_value
from backfile.convert.work import Tools, shipped
from backfile.markdown import Document, FrontMatterError, Value
from backfile.model import Article, Doubt, Intake, RawArticle
from backfile.progress import SILENT, Progress
from backfile.settings import Settings


class ReviewError(Exception):
    """What was named for a review is not in the archive; the message names it and the mend."""


@dataclass(frozen=True, slots=True)
class Question:
    """A doubt with what a person needs to settle it.

    further: other doubts about the same field, which the same answer settles. value: of the field as it stands, an
    answer given in this review among it. candidates: what may be taken instead, as values. raw, article: the source
    and what is read from it; None where the source cannot be read any more. spans: what to look at in the source.
    body: of the article, as Markdown.
    """

    doubt: OpenDoubt
    further: tuple[Doubt, ...]
    value: Value
    candidates: tuple[Value, ...]
    raw: RawArticle | None
    article: Article | None
    spans: tuple[Span, ...]
    body: str

    def to_json(self) -> dict[str, Any]:
        """The object that `backfile review --json` prints."""
        record, doubt = self.doubt.record, self.doubt.doubt
        return {
            "article": self.doubt.article,
            "raw": record.raw.removeprefix(sources.OUTSIDE),
            "record": record.record,
            "sha256": record.sha256,
            **asdict(doubt),
            "value": None if doubt.field == "body" else self.value,
            "lines": list(self._lines()),
        }

    def _lines(self) -> Iterable[dict[str, Any]]:
        if self.raw is None:
            return
        start = 0
        for number, line in enumerate(self.raw.text.split("\n"), 1):
            end = start + len(line)
            if any(first <= end and last > start for first, last in self.spans):
                yield {"number": number, "start": start, "end": end, "text": line}
            start = end + 1


class Review:
    """The open doubts of an archive as they stand when it is made, and the answers to them.

    Each answer is written into `content/reviews.toml` at once; `finish` writes all of them into the articles.

    settings: of the archive. paths: raw files, Markdown files, or folders of either; without any, all. fields: only
    doubts about these. Raises ReviewError for a path that is no part of the archive, AnswersError, and OSError.
    """

    def __init__(
        self,
        settings: Settings,
        *,
        paths: Sequence[Path] = (),
        fields: Sequence[str] = (),
        progress: Progress = SILENT,
    ) -> None:
        self._settings = settings
        self._read: tuple[str, Intake] | None = None
        wanted = [_part(settings, path) for path in paths]
        self.converted: ConvertReport = convert_archive(settings, progress=progress)
        self._answers = answers.load(settings.content)
        self.given: dict[int, tuple[Answer, ...]] = {}
        with Catalog.open(settings.state) as catalog:
            self.doubts = [
                one
                for one in listed(catalog, settings.content)
                if (not fields or one.doubt.field in fields) and (not wanted or any(_holds(w, one) for w in wanted))
            ]

    def is_settled(self, number: int) -> bool:
        """Whether a doubt of the list was answered in this review, itself or together with another."""
        one = self.doubts[number]
        return self._answers.settles(one.record.sha256, one.doubt)

    def question(self, number: int) -> Question:
        """Make a doubt of the list ready to be asked."""
        one = self.doubts[number]
        further = tuple(other.doubt for other in self._about_the_same(one) if other is not one)
        document = self._document(one)
        value: Value = document.body if one.doubt.field == "body" else document.front.get(one.doubt.field)
        raw = self._raw(one.record)
        article = conversion.convert(raw, self._tools.loaded()[0]) if raw is not None else None
        spans: set[Span] = set()
        if raw is not None and article is not None:
            spans = {span for doubt in (one.doubt, *further) for span in passages(raw, article, doubt)}
        return Question(
            one,
            further,
            value,
            tuple(candidates((one.doubt, *further), value)),
            raw,
            article,
            tuple(sorted(spans)),
            document.body,
        )

    def accept(self, number: int) -> None:
        """Write down that a doubt's field is right as it stands. Raises OSError.

        A value is kept with the answer, and stands when other rules would read another one; a body is not.
        """
        one = self.doubts[number]
        is_kept = one.doubt.field in FIELDS and one.doubt.field != "body"
        self.answer(number, (self._document(one).front.get(one.doubt.field) or None) if is_kept else None)

    def answer(self, number: int, value: Value) -> None:
        """Write an answer down. value: for the doubt's field; None: all is right as it stands. Raises OSError."""
        self.withdraw(number)
        one = self.doubts[number]
        kinds = dict.fromkeys(other.doubt.kind for other in (self._about_the_same(one) if value is None else (one,)))
        sha256, field, raw = one.record.sha256, one.doubt.field, one.record.raw.removeprefix(sources.OUTSIDE)
        given = tuple(Answer(sha256, field, kind, value, raw) for kind in kinds)
        held = answers.load(self._settings.content)
        for answer in given:
            held = held.adding(answer)
        self._save(held)
        self.given[number] = given

    def withdraw(self, number: int) -> None:
        """Take back the answer that was given to a doubt in this review. Raises OSError."""
        given = self.given.pop(number, ())
        if given:
            held = answers.load(self._settings.content)
            for answer in given:
                held = held.without(answer)
            self._save(held)

    def finish(self, progress: Progress = SILENT) -> list[str]:
        """Write the answers into the articles' Markdown.

        Returns the names of the articles where a value that a person wrote into the Markdown meanwhile was kept in
        place of the answer.
        """
        if not self.given:
            return []
        convert_archive(self._settings, progress=progress)
        with Catalog.open(self._settings.state) as catalog:
            places = catalog.records()
        kept = set()
        for number, (answer, *_) in self.given.items():
            record = self.doubts[number].record
            name = places.get((record.raw, record.record), record).markdown
            document = _document(self._settings.articles / name)
            if answer.value is not None and document is not None and not _says(document, answer):
                kept.add(name)
        return sorted(kept)

    def _about_the_same(self, one: OpenDoubt) -> list[OpenDoubt]:
        """The doubts of the list about one field of one article, in their order."""
        key = (one.record.raw, one.record.record)
        return [o for o in self._of_record[key] if o.doubt.field == one.doubt.field]

    def _save(self, given: Answers) -> None:
        answers.save(self._settings.content, given)
        self._answers = given

    @cached_property
    def _of_record(self) -> dict[tuple[str, int], list[OpenDoubt]]:
        found: dict[tuple[str, int], list[OpenDoubt]] = {}
        for one in self.doubts:
            found.setdefault((one.record.raw, one.record.record), []).append(one)
        return found

    @cached_property
    def _tools(self) -> Tools:
        return Tools.of(shipped(), self._settings.rules, self._settings.vocabulary)

    @cached_property
    def _paths(self) -> dict[str, Path]:
        return {source.key: source.path for source in sources.find(self._settings).files}

    def _document(self, one: OpenDoubt) -> Document:
        document = _document(self._settings.articles / one.article) or Document()
        return self._answers.apply(document, one.record.sha256)

    def _raw(self, record: RecordRow) -> RawArticle | None:
        """The source of a record; None where it is gone, has changed, or lies outside the raw folder."""
        if self._read is None or self._read[0] != record.raw:
            try:
                data = self._paths[record.raw].read_bytes()
            except (KeyError, OSError):
                return None
            found = intake.read(record.raw, data, dict(self._tools.mapping))
            self._read = (record.raw, found)
        same = (raw for raw in self._read[1].articles if raw.record == record.record and raw.sha256 == record.sha256)
        return next(same, None)


def _document(path: Path) -> Document | None:
    try:
        return shelf.read(path)
    except (OSError, UnicodeDecodeError, FrontMatterError):
        return None


def candidates(doubts: Iterable[Doubt], now: Value) -> list[Value]:
    """What the candidates of doubts about a field make of its value; a further person is added, or stands alone.

    now: the value as it stands. Candidates that could not stand there, as words about a body, are none.
    """
    found: list[Value] = []
    for field, candidate in ((doubt.field, candidate) for doubt in doubts for candidate in doubt.candidates):
        try:
            value = read_value(field, candidate) if field != "body" else None
        except ValueError:
            continue  # words about a value, and not one that could stand there
        if isinstance(value, list) and isinstance(now, list) and not all(one in now for one in value):
            found.append([*now, *(one for one in value if one not in now)])
        if value:
            found.append(value)
    return [value for number, value in enumerate(found) if value not in found[:number]]


def _says(document: Document, answer: Answer) -> bool:
    said: Value = document.body if answer.field == "body" else document.front.get(answer.field)
    if answer.field == "body":
        return said == answer.value
    return shown_value(said) == shown_value(answer.value)


def _part(settings: Settings, path: Path) -> tuple[bool, str]:
    """Which part of the archive a path names: whether of the articles, and its name inside that folder."""
    whole = Path(os.path.normpath(path.absolute()))
    for is_article, folder in ((False, settings.raw), (True, settings.articles)):
        if whole == folder or folder in whole.parents:
            if not whole.exists():
                raise ReviewError(f"{path}: no such file or folder; name one inside {folder}")
            return is_article, whole.relative_to(folder).as_posix()
    raise ReviewError(f"{path}: not in this archive; name files or folders in {settings.raw} or {settings.articles}")


def _holds(part: tuple[bool, str], one: OpenDoubt) -> bool:
    is_article, name = part
    own = one.article if is_article else one.record.raw
    return name == "." or own == name or own.startswith(f"{name}/")
