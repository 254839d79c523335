"""What a build did."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field, replace
from typing import Any

from backfile.convert import ConvertReport
from backfile.model import Refusal
from backfile.search import SearchReport
from backfile.stage import Committed


class NotWholeError(Exception):
    """The settings are strict and a file did not become part of the site, which is published all the same."""


@dataclass(slots=True)
class BuildReport:
    """The figures of a build, for people (`lines`) and for programs (`to_json`).

    pages: of the site; rendered: how many of them were made anew. files, bytes: of everything published.
    refusals: Markdown files that could not be read; those of raw files are the conversion's. why: of the pages that
    were asked about, why each was made anew or not.
    """

    strict: bool = False
    conversion: ConvertReport | None = None
    search: SearchReport | None = None
    committed: Committed = field(default_factory=lambda: Committed((), (), 0))
    articles: int = 0
    undated: int = 0
    drafts: int = 0
    refusals: list[Refusal] = field(default_factory=list)
    pages: int = 0
    rendered: int = 0
    files: int = 0
    bytes: int = 0
    seconds: float = 0.0
    why: list[tuple[str, str]] = field(default_factory=list)

    def settled(self) -> BuildReport:
        """What the next build would report if nothing changed until then."""
        return replace(
            self,
            conversion=self.conversion.settled() if self.conversion else None,
            search=self.search.settled() if self.search else None,
            committed=Committed((), (), 0),
            rendered=0,
            why=[],
        )

    @property
    def ok(self) -> bool:
        """False when the settings are strict and a file did not become part of the site."""
        refused = len(self.refusals) + (len(self.conversion.refused) if self.conversion else 0)
        return not (self.strict and refused)

    def lines(self) -> list[str]:
        """The closing report."""
        lines = list(self.conversion.lines()) if self.conversion else []
        if self.refusals:
            lines.append(_line("Left out", f"{len(self.refusals)} Markdown files that cannot be read"))
            lines += [f"  {refusal.path}: {refusal.reason}; {refusal.mend}" for refusal in self.refusals]
        parts = [f"{self.undated} undated"] * bool(self.undated) + [f"{_count(self.drafts, 'draft')} left out"] * bool(
            self.drafts
        )
        aside = f" ({', '.join(parts)})" if parts else ""
        lines.append(
            _line(
                "Site",
                f"{_count(self.articles, 'article')}{aside}, {_count(self.pages, 'page')}, {self.rendered:,} made anew",
            )
        )
        if self.search:
            lines += self.search.lines()
        lines.append(
            _line(
                "Published",
                f"{_count(len(self.committed.written), 'file')} changed, {len(self.committed.removed):,} removed; "
                f"{_count(self.files, 'file')}, {_size(self.bytes)} in all",
            )
        )
        lines += [_line("Why", f"{name} {reason}") for name, reason in self.why]
        lines.append(_line("Took", f"{self.seconds:.1f} s"))
        return lines

    def to_json(self) -> dict[str, Any]:
        """The same figures for a program."""
        return {
            "conversion": self.conversion.to_json() if self.conversion else None,
            "search": self.search.to_json() if self.search else None,
            "articles": self.articles,
            "undated": self.undated,
            "drafts": self.drafts,
            "left_out": [asdict(refusal) for refusal in self.refusals],
            "pages": self.pages,
            "rendered": self.rendered,
            "written": len(self.committed.written),
            "removed": len(self.committed.removed),
            "files": self.files,
            "bytes": self.bytes,
            "seconds": round(self.seconds, 3),
            "why": dict(self.why),
            "ok": self.ok,
        }


def _line(label: str, text: str) -> str:
    return f"{label:<12}{text}"


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def _size(count: int) -> str:
    if count < 1_000_000:
        return f"{count / 1000:,.0f} kB"
    return f"{count / 1_000_000:,.1f} MB"
