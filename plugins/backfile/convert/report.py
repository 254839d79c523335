"""What a conversion did, for people and for programs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from backfile import takedown
from backfile.convert.changes import Change, change_lines
from backfile.model import Doubt, Refusal


@dataclass(slots=True)
class ConvertReport:
    """What was read, written, kept, refused and doubted.

    read: raw files seen. new, changed, kept: articles made, rewritten and left as they were. edited: how many of
    the archive's articles a person has changed. written: Markdown files written or, in a dry run, that would be.
    duplicates: (raw file, article that has its text already). missing: articles whose raw file is gone. removed:
    articles removed for that. moved: (old, new) names of articles whose date changed. left_out: articles that
    somebody deleted and that therefore were not made again. taken_down: records that were taken down and therefore
    were not converted.
    """

    dry_run: bool = False
    read: int = 0
    new: int = 0
    changed: int = 0
    kept: int = 0
    edited: int = 0
    written: int = 0
    refused: list[Refusal] = field(default_factory=list)
    taken_down: list[Refusal] = field(default_factory=list)
    doubts: list[tuple[str, Doubt]] = field(default_factory=list)
    duplicates: list[tuple[str, str]] = field(default_factory=list)
    missing: list[tuple[str, str]] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    moved: list[tuple[str, str]] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @property
    def nothing_lost(self) -> bool:
        """Whether every raw file became an article, or part of one."""
        return not self.refused

    def forget_duplicate(self, raw: str) -> None:
        """Take back that a raw file is a duplicate: it stands in for the one that is gone."""
        self.duplicates = [(name, article) for name, article in self.duplicates if name != raw]

    def take_refusals(self, refusals: Iterable[Refusal]) -> None:
        """Take note of what was not converted: refused, or taken down before."""
        for refusal in refusals:
            (self.taken_down if refusal.mend == takedown.MEND else self.refused).append(refusal)

    def settled(self) -> ConvertReport:
        """What the next conversion would report if nothing changed until then."""
        kept = self.kept + self.new + self.changed
        return replace(self, new=0, changed=0, kept=kept, written=0, removed=[], moved=[], changes=[])

    def to_json(self) -> dict[str, Any]:
        """The report for a program."""
        return {
            "dry_run": self.dry_run,
            **{name: getattr(self, name) for name in ("read", "new", "changed", "kept", "edited", "written")},
            "refused": [refusal_json(refusal) for refusal in self.refused],
            "taken_down": [refusal_json(refusal) for refusal in self.taken_down],
            "doubts": [{"article": article, **asdict(doubt)} for article, doubt in self.doubts],
            "duplicates": [{"raw": raw, "article": article} for raw, article in self.duplicates],
            "missing": [{"article": article, "raw": raw} for article, raw in self.missing],
            "removed": self.removed,
            "moved": [{"from": old, "to": new} for old, new in self.moved],
            "left_out": self.left_out,
            "changes": [asdict(change) for change in self.changes],
            "notes": self.notes,
        }

    def lines(self) -> list[str]:
        """The closing report, in lines of plain text."""
        would = "would be " if self.dry_run else ""
        lines = [
            f"{'Read':<12}{_count(self.read, 'raw file')}",
            f"{'Articles':<12}{self.new:,} new, {self.changed:,} changed, {self.kept:,} as they were; "
            f"{_count(self.written, 'file')} {would}written",
        ]
        if self.edited:
            lines.append(f"{'By hand':<12}{_count(self.edited, 'article')} with values that people changed; all kept")
        becomes = "would be" if self.dry_run else "is now"
        moved = [f"{old} {becomes} {new}" for old, new in self.moved]
        lines += _listed("Moved", moved, "because the date changed")
        lines += _listed(
            "Twice", [f"{raw} has the text of {name}" for raw, name in self.duplicates], "kept as one article"
        )
        lines += _listed("Removed", self.removed, f"{would}removed because the raw file is gone")
        lines += _listed(
            "Raw gone",
            [f"{name}: {raw} is gone" for name, raw in self.missing],
            "the article stays; `backfile convert --prune` removes it",
        )
        lines += _listed(
            "Left out",
            self.left_out,
            "somebody deleted the article; `backfile convert --refresh` brings it back",
        )
        lines += _listed("Taken down", [f"{_where(r)}: {r.reason}" for r in self.taken_down], "not converted again")
        lines += _listed("Refused", [f"{_where(r)}: {r.reason}; {r.mend}" for r in self.refused], "", most=None)
        if self.doubts:
            kinds = Counter(doubt.kind for _, doubt in self.doubts)
            articles = len({article for article, _ in self.doubts})
            lines.append(
                f"{'Doubts':<12}{len(self.doubts):,} in {_count(articles, 'article')}; `backfile review` shows them"
            )
            lines += [f"  {count:>6,}  {kind}" for kind, count in sorted(kinds.items(), key=lambda k: (-k[1], k[0]))]
        if self.dry_run:
            lines += change_lines(self.changes)
        return [*lines, *self.notes]


def refusal_json(refusal: Refusal) -> dict[str, Any]:
    """A refusal for a program."""
    return {"path": refusal.path, "record": refusal.record, "refused": refusal.reason, "mend": refusal.mend}


def _listed(label: str, items: Sequence[str], why: str, most: int | None = 10) -> Iterable[str]:
    if not items:
        return
    yield f"{label:<12}{len(items):,}{f': {why}' if why else ''}"
    for item in items[:most]:
        yield f"  {item}"
    if most is not None and len(items) > most:
        yield f"  … and {len(items) - most:,} more (--json lists them all)"


def _where(refusal: Refusal) -> str:
    return refusal.path if refusal.record is None else f"{refusal.path}, article {refusal.record + 1}"


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
