"""Which raw record belongs to which Markdown file, and what becomes of either."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import replace

from backfile import markdown
from backfile.catalog import ArticleRow, RecordRow
from backfile.convert import answers, shelf
from backfile.convert.answers import Answers
from backfile.convert.changes import differences
from backfile.convert.doubts import is_open
from backfile.convert.index import Index, Place, key_of, origin_of, place_of
from backfile.convert.report import ConvertReport
from backfile.convert.shelf import Places, Shelved
from backfile.convert.sources import OUTSIDE
from backfile.convert.work import Converted, Outcome
from backfile.convert.writing import Writer
from backfile.markdown import Document, FrontMatterError, Provenance, Value
from backfile.settings import Settings


class Keeper:
    """Takes the outcomes of the raw files, in order, and keeps the articles folder.

    standing: the Markdown files there are. records: what the catalog knows of each raw record. present: the keys of
    the raw files of this run. given: people's answers to doubts.
    """

    def __init__(
        self,
        settings: Settings,
        standing: Iterable[tuple[Shelved, ArticleRow]],
        records: Mapping[Place, RecordRow],
        present: set[str],
        report: ConvertReport,
        *,
        refresh: bool,
        given: Answers | None = None,
    ) -> None:
        self._folder = settings.articles
        self._raw = settings.raw
        self._report = report
        self._refresh = refresh
        self._given = given or Answers()
        self._present = present
        self._records = dict(records)
        self._before: dict[str, list[RecordRow]] = {}
        for record in records.values():
            self._before.setdefault(record.raw, []).append(record)
        self._index = Index()
        self._rows: dict[str, ArticleRow] = {}
        for one, row in standing:
            self._index.add(one)
            self._rows[one.name] = row
        self._places = Places(self._index)
        gone = (record.sha256 for record in records.values() if record.markdown not in self._index)
        self._deleted = {sha256 for sha256 in gone if self._index.of_text(sha256) is None}
        self._further: dict[str, set[Provenance]] = {}
        self._no_longer: dict[str, set[Place]] = {}
        self.quotes: dict[Place, str] = {}  # of the records that were converted
        self._written: dict[str, str] = {}
        self._made: set[str] = set()
        self._writer = Writer()

    def follow(self, addresses: Mapping[str, str]) -> None:
        """Leave a redirect where a person changed an article's address, as by giving it its date.

        addresses: of the Markdown files that people changed, by name, as they were before.
        """
        taken = {one.url for one in self._index}
        for name, address in sorted(addresses.items()):
            one = self._index[name]
            if one.raw is None or not one.is_readable or not address or address in taken or address in one.redirects:
                continue
            old = self._read(name)
            if old is not None:
                redirects: Value = [*one.redirects, address]
                self._put(name, markdown.in_order(Document({**old.front, "redirect_from": redirects}, old.body)))

    def known_texts(self, key: str) -> frozenset[str]:
        """The hashes of the texts of a raw file whose articles stand."""
        return frozenset(one.raw.sha256 for one in self._index.of_key(key) if one.raw)

    def is_as_written(self, key: str) -> bool:
        """Whether every record of a raw file has its article, and nobody has changed one."""
        names = [row.markdown for row in self._before.get(key, ())]
        return bool(names) and all(name in self._index and not self._index[name].edited for name in names)

    def take_unchanged(self, key: str) -> None:
        """Take note of a raw file that is as it was."""
        for row in self._before.get(key, ()):
            place = (row.raw, row.record)
            own = self._index.of_origin(origin_of(place, row.sha256))
            name = own or (row.markdown if row.markdown in self._index else self._index.of_text(row.sha256))
            if name is None:
                self._report.left_out.append(row.markdown or _shown(place))
                continue
            self._records[place] = replace(row, markdown=name)
            if own:
                self._report.kept += 1
            else:
                self._report.duplicates.append((_shown(place), name))

    def take(self, name: str, outcome: Outcome, *, outside: bool) -> None:
        """Take what came of a raw file.

        name: of the raw file, as provenance has it. outside: whether it lies outside the raw folder.
        """
        if outcome.unchanged:
            self.take_unchanged(outcome.key)
            return
        if not outcome.sha256:  # it could not be opened: what is known of it stays
            return
        for row in self._before.get(outcome.key, ()):
            del self._records[row.raw, row.record]
        matches = self._match(outcome)
        for converted in outcome.converted:
            origin = Provenance(name, converted.record, converted.sha256, outside)
            article = self._take_record(origin, converted, matches.get(converted.record))
            self.quotes[place_of(origin)] = converted.quotes
            self._records[place_of(origin)] = RecordRow(
                *place_of(origin), converted.sha256, article, converted.doubts, converted.evidence
            )

    def _match(self, outcome: Outcome) -> dict[int, str]:
        """The Markdown file of each record that has one: the same text first, then the same place in the file."""
        free = {one.raw: one.name for one in self._index.of_key(outcome.key) if one.raw}
        matches: dict[int, str] = {}
        for converted in outcome.converted:
            origin = origin_of((outcome.key, converted.record), converted.sha256)
            if origin in free:
                matches[converted.record] = free.pop(origin)
        by_text = {raw.sha256: raw for raw in sorted(free, key=place_of, reverse=True)}
        for converted in outcome.converted:
            if converted.record not in matches and converted.sha256 in by_text:
                matches[converted.record] = free.pop(by_text.pop(converted.sha256))
        # An article whose record went away may still name the place that another's record has taken.
        last = {row.record: row.sha256 for row in self._before.get(outcome.key, ())}
        by_place = {raw.record: raw for raw in sorted(free, key=lambda r: r.sha256 == last.get(r.record))}
        for converted in outcome.converted:
            is_new_text = self._index.of_text(converted.sha256) is None
            if converted.record not in matches and converted.record in by_place and is_new_text:
                matches[converted.record] = free.pop(by_place[converted.record])
        return matches

    def _take_record(self, origin: Provenance, converted: Converted, match: str | None) -> str:
        """Keep, rewrite or make the article of one record; the name of its Markdown file."""
        listed = self._index.also(place_of(origin))
        if listed is not None and listed[1] != origin.sha256:
            self._no_longer.setdefault(listed[0], set()).add(place_of(origin))
        if match is not None:
            return self._keep(match, origin, converted)
        owner = self._index.of_text(origin.sha256)
        if owner is not None:
            held = self._index[owner].raw
            if held is not None and held.file and self._is_gone(held):
                return self._keep(owner, origin, converted)
            if held is not None and held.file:
                self._report.duplicates.append((_shown(place_of(origin)), owner))
                if listed != (owner, origin.sha256):
                    self._further.setdefault(owner, set()).add(origin)
            else:  # its front matter waits to be mended
                self._report.kept += 1
            return owner
        if origin.sha256 in self._deleted and not self._refresh:
            before = (row.markdown for row in self._before.get(key_of(origin), ()) if row.record == origin.record)
            name = next(before, "")
            self._report.left_out.append(name or _shown(place_of(origin)))
            return name
        assert converted.document is not None  # only records whose article stands come without one
        slug, name = self._places.find(converted.document, origin.sha256)
        self._report.new += 1
        self._made.add(name)
        self._put(name, Document({**converted.document.front, "slug": slug}, converted.document.body), frozenset())
        return name

    def _keep(self, name: str, origin: Provenance, converted: Converted) -> str:
        """Keep an article, or merge into it what a changed text or new rules say."""
        held = self._index[name]
        is_same = held.raw is not None and held.raw.sha256 == origin.sha256
        old = None
        if held.is_readable and (self._refresh or held.raw != origin):
            old = self._read(name)
        if old is None:
            self._report.kept += 1
            return name
        new = old if converted.document is None or (is_same and not self._refresh) else converted.document
        new = self._given.apply(new, origin.sha256) if new is not old else old
        also: Value = [entry.as_value() for entry in held.also if place_of(entry) != place_of(origin)]
        front: dict[str, Value] = {**new.front, "raw": origin.as_value(), "also": also}
        merged = markdown.merge(old, Document(front, new.body))
        if merged == old:
            self._report.kept += 1
            return name
        self._report.changed += 1
        self._report.changes += differences(name, old, merged, converted.rules, converted.zones)
        return self._replace(held, old, merged, origin.sha256)

    def _answer(self) -> None:
        """Write the answers that people gave to doubts into the articles that have not got them yet."""
        renamed: dict[str, str] = {}
        for sha256 in sorted(self._given.by_text):
            name = self._index.of_text(sha256)
            held = self._index[name] if name is not None else None
            fields = {answer.field for answer in self._given.by_text[sha256] if answer.value is not None}
            if held is None or not held.is_readable or fields <= held.edited:
                continue
            old = self._read(held.name)
            new = self._given.apply(old, sha256) if old is not None else None
            if old is None or new is None or new == old:
                continue
            if held.name not in self._written:
                self._report.changed += 1
                self._report.kept -= held.raw is not None and key_of(held.raw) in self._present
            self._report.changes += differences(
                held.name, old, new, dict.fromkeys((*markdown.FIELDS, "body"), answers.NAME)
            )
            renamed[held.name] = self._replace(held, old, new, sha256)
        for place, row in self._records.items():
            if renamed and row.markdown in renamed:
                self._records[place] = replace(row, markdown=renamed[row.markdown])

    def _replace(self, held: Shelved, old: Document, new: Document, sha256: str) -> str:
        """Write an article anew, in the place that its date gives it; the name of its Markdown file."""
        name = held.name
        if shelf.day_folder(old) == shelf.day_folder(new):
            self._put(name, new)
            return name
        return self._move(held, old, new, sha256)

    def _move(self, held: Shelved, old: Document, merged: Document, sha256: str) -> str:
        """Write an article whose date changed: its address changes too, and the old one leads there."""
        name = held.name
        self._places.leave(held)
        slug, target = self._places.find(merged, sha256)
        if name.rpartition("/")[0] != shelf.file_folder(old):
            target = name  # somebody keeps the file in a place of their own
        url = f"{shelf.day_folder(merged)}/{slug}.html"
        redirects: Value = [old_url for old_url in dict.fromkeys((*held.redirects, held.url)) if old_url != url]
        self._put(
            target, markdown.in_order(Document({**merged.front, "slug": slug, "redirect_from": redirects}, merged.body))
        )
        if target != name:
            if name not in self._made:
                self._report.moved.append((name, target))
            self._remove(name)
        return target

    def look_for_missing(self, unread: set[str], *, prune: bool) -> None:
        """Find the articles whose raw record is gone.

        unread: names of files and folders that stand but could not be read whole. prune: remove the articles.
        """
        if "." in unread:  # the raw folder itself
            return
        for one in list(self._index):
            if one.raw is None or not one.raw.file or one.raw.outside or _is_under(one.raw.file, unread):
                continue
            if self._stands(one.raw):
                continue
            further = {*one.also, *self._further.get(one.name, ())}
            also = sorted((e for e in further if self._stands(e)), key=place_of)
            old = self._read(one.name) if also else None
            if old is not None:
                self._further.pop(one.name, None)
                self._report.forget_duplicate(_shown(place_of(also[0])))
                rest: Value = [entry.as_value() for entry in also[1:]]
                self._report.changed += 1
                self._put(
                    one.name,
                    markdown.in_order(Document({**old.front, "raw": also[0].as_value(), "also": rest}, old.body)),
                )
            elif prune and not also:
                self._report.removed.append(one.name)
                self._places.leave(one)
                self._remove(one.name)
            else:
                self._report.missing.append((one.name, _shown(place_of(one.raw))))
        self._records = {
            place: row
            for place, row in self._records.items()
            if place[0].startswith(OUTSIDE) or place[0] in self._present or _is_under(place[0], unread)
        }

    def finish(self) -> None:
        """Write down which texts were met twice, put all files in their places, and count."""
        for name in sorted(self._further.keys() | self._no_longer.keys()):
            old = self._read(name) if name in self._index else None
            if old is not None:
                gone = self._no_longer.get(name, set())
                known = {entry for entry in (old.raw, *old.also) if entry}
                new = sorted(self._further.get(name, set()) - known, key=place_of)
                also: Value = [entry.as_value() for entry in (*old.also, *new) if place_of(entry) not in gone]
                self._put(name, markdown.in_order(Document({**old.front, "also": also}, old.body)))
        self._answer()
        self._writer.flush()
        report = self._report
        report.written = len(self._written)
        report.edited = sum(bool(one.edited) for one in self._index if one.raw and one.is_readable)
        for place in sorted(self._records):
            row = self._records[place]
            held = self._index.get(row.markdown)
            if held is not None:
                report.doubts += [(row.markdown, d) for d in row.doubts if is_open(d, row, held, self._given)]

    def rows(self) -> tuple[list[ArticleRow], list[RecordRow]]:
        """The rows of the catalog as they are now."""
        for name, sha256 in self._written.items():
            self._rows[name] = shelf.row_of(self._folder, self._index[name], sha256)
        return [row for row in self._rows.values() if row.facts], list(self._records.values())

    def _put(self, name: str, document: Document, edited: frozenset[str] | None = None) -> None:
        shelved = Shelved.of(name, document, edited)
        text = markdown.dump(document)
        self._index.add(shelved)
        self._places.take(shelved)
        self._written[name] = hashlib.sha256(text.encode()).hexdigest()
        if not self._report.dry_run:
            self._writer.put(self._folder / name, text)

    def _remove(self, name: str) -> None:
        self._index.remove(name)
        self._written.pop(name, None)
        self._rows.pop(name, None)
        if not self._report.dry_run:
            self._writer.flush()  # an article stands in its new place before it leaves the old one
            (self._folder / name).unlink(missing_ok=True)

    def _read(self, name: str) -> Document | None:
        if name in self._written:
            self._writer.flush()
        try:
            return shelf.read(self._folder / name)
        except (OSError, UnicodeDecodeError, FrontMatterError):
            return None  # not readable, or not written in a dry run

    def _is_gone(self, raw: Provenance) -> bool:
        return not raw.outside and raw.file not in self._present and not (self._raw / raw.file).exists()

    def _stands(self, entry: Provenance) -> bool:
        row = self._records.get(place_of(entry))
        return not self._is_gone(entry) and row is not None and row.sha256 == entry.sha256


def _is_under(name: str, folders: set[str]) -> bool:
    parts = name.split("/")
    return any("/".join(parts[:n]) in folders for n in range(1, len(parts) + 1))


def _shown(place: Place) -> str:
    name = place[0].removeprefix(OUTSIDE)
    return f"{name}, article {place[1] + 1}" if place[1] else name
