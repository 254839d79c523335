"""Checking a site against its manifest, and the articles against the raw files that they were read from."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from backfile import intake, markdown
from backfile.fixity.manifest import MANIFEST, ManifestError, hash_file, read_manifest


@dataclass(frozen=True, slots=True)
class Fault:
    """A file that is not what it should be. name: inside the site, the articles folder or the raw folder."""

    name: str
    what: str

    def __str__(self) -> str:
        return f"{self.name}: {self.what}"


@dataclass(slots=True)
class VerifyReport:
    """What was checked and what was found.

    files, bytes: of the site. articles: checked against their raw files; by_hand: those that have none. extra: files
    beside the site's that the manifest does not name. digest: of the manifest itself, to compare with one kept apart.
    """

    files: int = 0
    bytes: int = 0
    articles: int = 0
    by_hand: int = 0
    digest: str = ""
    extra: list[str] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)

    def lines(self) -> list[str]:
        """The report in lines of plain text."""
        lines = [f"{fault}" for fault in self.faults]
        if self.digest:
            lines.append(f"{'Site':<12}{self.files:,} files, {self.bytes:,} bytes read")
            lines.append(f"{'Manifest':<12}SHA-256 {self.digest}")
        if self.extra:
            shown = ", ".join(self.extra[:5]) + (" …" if len(self.extra) > 5 else "")
            lines.append(f"{'Beside it':<12}{len(self.extra):,} files that are not in the manifest: {shown}")
        if self.articles or self.by_hand:
            lines.append(f"{'Articles':<12}{self.articles:,} checked against raw, {self.by_hand:,} without a raw file")
        lines.append(
            f"{'Found':<12}{len(self.faults):,} files that are not as they should be"
            if self.faults
            else "All as it was."
        )
        return lines

    def to_json(self) -> dict[str, Any]:
        """The report for a program."""
        return asdict(self)


def verify_site(output: Path, report: VerifyReport) -> None:
    """Compare every file of a site with its manifest; what differs is added to the report. Raises OSError."""
    try:
        data = (output / MANIFEST).read_bytes()
    except FileNotFoundError:
        report.faults.append(Fault(MANIFEST, "is missing; build the site anew"))
        return
    report.digest = hashlib.sha256(data).hexdigest()
    try:
        known = read_manifest(data)
    except ManifestError as error:
        report.faults.append(Fault(MANIFEST, str(error)))
        return
    with ThreadPoolExecutor(min(8, os.cpu_count() or 1)) as pool:
        for fault, size in pool.map(lambda item: _compare(output, *item), known.items()):
            report.files += 1
            report.bytes += size
            if fault is not None:
                report.faults.append(fault)
    standing = {path.relative_to(output).as_posix() for path in output.rglob("*") if path.is_file()}
    report.extra = sorted(standing - known.keys() - {MANIFEST})


def _compare(output: Path, name: str, sha256: str) -> tuple[Fault | None, int]:
    path = output / name
    try:
        size = path.stat().st_size
        if hash_file(path) == sha256:
            return None, size
    except OSError as error:
        return Fault(name, f"cannot be read ({error.strerror})"), 0
    return Fault(name, "is not what was published: its SHA-256 differs from the manifest's"), size


def verify_articles(articles: Path, raw: Path, mapping: Mapping[str, str], report: VerifyReport) -> None:
    """Compare every article's hash with the text of the raw record that it was read from.

    articles, raw: the folders. mapping: the archive's own, for raw files of fields.
    """
    wanted: dict[str, list[tuple[str, int, str]]] = {}
    for path in sorted(articles.rglob("*.md")):
        name = path.relative_to(articles).as_posix()
        try:
            document = markdown.parse(path.read_text(encoding="utf-8-sig"))
        except (OSError, ValueError) as error:
            report.faults.append(Fault(name, f"cannot be read ({error})"))
            continue
        entries = [entry for entry in (document.raw, *document.also) if entry is not None and entry.sha256]
        if not entries or entries[0].outside:
            report.by_hand += 1
            continue
        report.articles += 1
        for entry in entries:
            if not entry.outside:
                wanted.setdefault(entry.file, []).append((name, entry.record, entry.sha256))
    for file in sorted(wanted):
        report.faults += _compare_records(raw, file, mapping, wanted[file])


def _compare_records(
    raw: Path, file: str, mapping: Mapping[str, str], articles: list[tuple[str, int, str]]
) -> Iterator[Fault]:
    try:
        found = intake.read(file, (raw / file).read_bytes(), mapping)
    except OSError as error:
        yield from (Fault(name, f"its raw file {file} cannot be read ({error.strerror})") for name, _, _ in articles)
        return
    texts = {article.record: article.sha256 for article in found.articles}
    for name, record, sha256 in articles:
        if texts.get(record) != sha256:
            which = f", article {record + 1}" if record else ""
            yield Fault(name, f"its raw file {file}{which} does not hold the text that it was read from")
