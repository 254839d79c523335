"""What a check found, for people and for programs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from backfile.check.publishing import Weight

Severity = Literal["error", "warning"]

_SHOWN = 10  # of each kind of finding; --json has them all


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong: how badly, of which kind, in which file of the site, what, and the mend."""

    severity: Severity
    kind: str
    file: str
    message: str
    mend: str

    def __str__(self) -> str:
        return f"{self.severity}: {self.file}: {self.message}; {self.mend}"


@dataclass(frozen=True, slots=True)
class CheckReport:
    """What was looked at, and what was found.

    weight: what the site takes of GitHub Pages. clicks: the way from the front page to the article that is
    farthest from it, None when one cannot be reached. indexed: articles that search knows, None without search.
    doubts: of the archive that nobody has settled, None when there is no catalog to ask.
    """

    findings: tuple[Finding, ...]
    pages: int
    articles: int
    files: int
    weight: Weight
    links: int
    largest: tuple[tuple[str, int], ...]
    clicks: int | None
    indexed: int | None
    spans: int
    doubts: int | None
    site_url: str
    seconds: float

    @property
    def errors(self) -> int:
        """How many findings are errors."""
        return sum(finding.severity == "error" for finding in self.findings)

    @property
    def warnings(self) -> int:
        """How many findings are warnings."""
        return len(self.findings) - self.errors

    @property
    def ok(self) -> bool:
        """Whether there is no error."""
        return not self.errors

    def lines(self) -> list[str]:
        """The report as lines of text."""
        rows = [
            (
                "Checked",
                f"{counted(self.pages, 'page')}, {counted(self.articles, 'article')}, {counted(self.links, 'link')}",
            ),
            ("Address", self.site_url or "not known; addresses in feeds are relative"),
            ("Size", f"{size(self.weight.total)} in {counted(self.files, 'file')}"),
            *self.weight.rows(),
            ("Largest", ", ".join(f"{name} {size(count)}" for name, count in self.largest)),
        ]
        if self.articles and self.clicks is not None:
            rows.append(("Reach", f"every article within {counted(self.clicks, 'click')} of the front page"))
        if self.indexed is not None:
            rows.append(("Search", f"{counted(self.indexed, 'article')} in {counted(self.spans, 'span')}"))
        if self.doubts is not None:
            rows.append(("Doubts", f"{self.doubts:,} left"))
        rows.append(("Found", f"{counted(self.errors, 'error')}, {counted(self.warnings, 'warning')}"))
        rows.append(("Took", f"{self.seconds:.1f} s"))
        return [*(f"{label:<12}{text}" for label, text in rows), *self._findings()]

    def _findings(self) -> Iterator[str]:
        kinds: dict[tuple[Severity, str], list[Finding]] = defaultdict(list)
        for finding in self.findings:
            kinds[finding.severity, finding.kind].append(finding)
        for _, found in sorted(kinds.items()):
            yield from (f"  {finding}" for finding in found[:_SHOWN])
            if len(found) > _SHOWN:
                yield f"  and {len(found) - _SHOWN:,} more like it ({found[0].kind}); --json lists them all"

    def to_json(self) -> dict[str, Any]:
        """The report for a program."""
        fields = {name: getattr(self, name) for name in self.__slots__}
        return {
            **fields,
            "bytes": self.weight.total,
            "weight": {
                "parts": dict(self.weight.parts),
                "share": round(self.weight.share, 4),
                "an_article": self.weight.an_article and round(self.weight.an_article),
                "room": self.weight.room,
                "artifact": self.weight.artifact,
                "deploy_seconds": self.weight.deploy_seconds,
            },
            "largest": [{"file": name, "bytes": count} for name, count in self.largest],
            "findings": [asdict(finding) for finding in self.findings],
            "errors": self.errors,
            "warnings": self.warnings,
            "ok": self.ok,
        }


def sort_findings(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """Order findings: errors first, then by kind, file and message."""
    return tuple(sorted(findings, key=lambda f: (f.severity, f.kind, f.file, f.message)))


def size(count: int) -> str:
    """A number of bytes for people: kB below a megabyte, MB below a gigabyte."""
    if count < 1_000_000:
        return f"{count / 1000:,.1f} kB"
    if count < 1_000_000_000:
        return f"{count / 1_000_000:,.1f} MB"
    return f"{count / 1_000_000_000:,.2f} GB"


def counted(number: int, noun: str) -> str:
    """A number of things for people: "1 page", "2,000 pages"."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
