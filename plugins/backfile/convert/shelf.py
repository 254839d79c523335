"""The articles folder: which Markdown files stand there, from which raw records, under which addresses."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import re
import stat
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from backfile import markdown
from backfile.catalog import ArticleRow
from backfile.markdown import Document, FrontMatterError, Provenance
from backfile.slug import with_suffix

TEMPORARY = ".backfile-part"

_encode = json.JSONEncoder(separators=(",", ":")).encode
_SHA256 = re.compile(r"^ +sha256: ['\"]?([0-9a-f]{64})['\"]?\s*$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Shelved:
    """A Markdown file: its provenance, its address and those that lead to it, what people changed.

    is_readable: False for a file with broken front matter, whose provenance is no more than its text's hash.
    """

    name: str
    raw: Provenance | None
    also: tuple[Provenance, ...] = ()
    url: str = ""
    redirects: tuple[str, ...] = ()
    edited: frozenset[str] = frozenset()
    is_readable: bool = True

    @classmethod
    def of(cls, name: str, document: Document, edited: frozenset[str] | None = None) -> Shelved:
        """What is to be known of a document that stands under a name; edited: what people changed, if that is known."""
        return cls(
            name,
            document.raw,
            document.also,
            address(document, name),
            tuple(markdown.names(document.front.get("redirect_from"))),
            markdown.edited(document) if edited is None else edited,
        )

    def facts(self) -> str:
        """For the catalog."""
        places = [_as_list(entry) for entry in ((self.raw,) if self.raw else ()) + self.also]
        return _encode([bool(self.raw), places, self.url, self.redirects, sorted(self.edited), self.is_readable])

    @classmethod
    def from_facts(cls, name: str, facts: str) -> Shelved:
        """From the catalog."""
        has_raw, places, url, redirects, edited, is_readable = json.loads(facts)
        found = [Provenance(file, record, sha256, outside) for file, record, sha256, outside in places]
        raw = found.pop(0) if has_raw else None
        return cls(name, raw, tuple(found), url, tuple(redirects), frozenset(edited), is_readable)


def _as_list(entry: Provenance) -> list[object]:
    return [entry.file, entry.record, entry.sha256, entry.outside]


def scan(folder: Path, known: Mapping[str, ArticleRow], *, tidy: bool = True) -> Iterator[tuple[Shelved, ArticleRow]]:
    """Look at every Markdown file, in the order of their names; those that the catalog knows are not read.

    tidy: remove what an interrupted run left half written.
    """
    for name, path in _files(folder, tidy):
        try:
            status = os.stat(path)  # noqa: PTH116
            if not stat.S_ISREG(status.st_mode):  # a pipe would be waited for, a device never ends
                raise OSError("is no ordinary file")
            row = known.get(name)
            if row is None or (row.size, row.mtime_ns) != (status.st_size, status.st_mtime_ns):
                row = _row(name, status, Path(path).read_bytes(), row)
            yield Shelved.from_facts(name, row.facts), row
        except OSError:
            # The site's loader reports it; here its name alone matters.
            yield Shelved(name, None, is_readable=False), ArticleRow(name, -1, -1, "", "")


def row_of(folder: Path, shelved: Shelved, sha256: str) -> ArticleRow:
    """The catalog's row of a file that was just written."""
    status = (folder / shelved.name).stat()
    return ArticleRow(shelved.name, status.st_size, status.st_mtime_ns, sha256, shelved.facts())


def read(path: Path) -> Document:
    """Read a Markdown file. Raises OSError, UnicodeDecodeError and FrontMatterError."""
    return markdown.parse(path.read_text(encoding="utf-8-sig"))


def address(document: Document, name: str) -> str:
    """The address of an article's page, without a slash at its start."""
    slug = document.text("slug") or name.rpartition("/")[2].removesuffix(".md")
    return f"{day_folder(document)}/{slug}.html"


def day_folder(document: Document) -> str:
    """The folder of an article's page: `2012/03/02`, or `undated`."""
    date = markdown.iso_date(document.text("date"))
    return date[:10].replace("-", "/") if date else "undated"


def file_folder(document: Document) -> str:
    """The folder of an article's Markdown file: `2012/03`, or `undated`."""
    return day_folder(document)[:7]


class Places:
    """Which file names and addresses are taken; two that differ only in case or in Unicode's forms are one."""

    def __init__(self, shelved: Iterable[Shelved]) -> None:
        self._names: set[str] = set()
        self._urls: set[str] = set()
        for one in shelved:
            self.take(one)

    def take(self, one: Shelved) -> None:
        """Take the name and addresses of an article."""
        self._names.add(_folded(one.name))
        self._urls.update(map(_folded, (one.url, *one.redirects)))

    def leave(self, one: Shelved) -> None:
        """Free the name and the address of an article that moves."""
        self._names.discard(_folded(one.name))
        self._urls.discard(_folded(one.url))

    def find(self, document: Document, sha256: str) -> tuple[str, str]:
        """A slug and a file name for a document that has its wish under `slug`.

        The same headline on the same day takes a suffix from its text's hash; on another day of the month only the
        file's name takes the day.
        """
        wish, folder, day = document.text("slug"), file_folder(document), day_folder(document)
        slug = next(s for s in _suffixed(wish, sha256) if _folded(f"{day}/{s}.html") not in self._urls)
        of_day = (f"{slug}-{day[8:]}",) if day[8:] else ()
        stems = chain((slug,), of_day, _suffixed(slug, sha256))
        stem = next(s for s in stems if _folded(f"{folder}/{s}.md") not in self._names)
        return slug, f"{folder}/{stem}.md"


def _suffixed(slug: str, sha256: str) -> Iterator[str]:
    yield slug
    yield from (with_suffix(slug, sha256, length) for length in (6, 12, 24, 64))
    number = 2
    while True:
        yield f"{slug}-{number}"
        number += 1


def _folded(name: str) -> str:
    return unicodedata.normalize("NFC", name).casefold()


def _row(name: str, status: os.stat_result, data: bytes, known: ArticleRow | None) -> ArticleRow:
    sha256 = hashlib.sha256(data).hexdigest()
    if known is not None and known.sha256 == sha256:
        return ArticleRow(name, status.st_size, status.st_mtime_ns, sha256, known.facts)
    try:
        shelved = Shelved.of(name, markdown.parse(data.decode("utf-8-sig")))
    except (UnicodeDecodeError, FrontMatterError):
        # Until somebody mends it the article must not be made a second time: its hash can still be read.
        match = _SHA256.search(data.decode("utf-8", "replace"))
        shelved = Shelved(name, Provenance("", 0, match[1]) if match else None, is_readable=False)
    return ArticleRow(name, status.st_size, status.st_mtime_ns, sha256, shelved.facts())


def _files(folder: Path, tidy: bool) -> list[tuple[str, str]]:
    found = []
    waiting = [("", os.fspath(folder))]
    while waiting:
        base, place = waiting.pop()
        try:
            entries = list(os.scandir(place))
        except OSError:
            continue
        for entry in entries:
            name = entry.name
            if name.endswith(TEMPORARY):
                if tidy:
                    with contextlib.suppress(OSError):
                        Path(entry.path).unlink()
            elif name.startswith("."):
                continue
            elif entry.is_dir(follow_symlinks=False):
                waiting.append((f"{base}{name}/", entry.path))
            elif name.endswith(".md"):
                found.append((f"{base}{name}", entry.path))
    return sorted(found)
