"""The golden cases of conversion, and how an article is written down for them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from functools import lru_cache
from pathlib import Path
from typing import Any

from backfile import rules
from backfile.conversion import convert
from backfile.intake import export, sgml, text
from backfile.model import Article, RawArticle

CASES = Path(__file__).parent.parent / "cases"
SHIPPED = rules.load()


def case_files() -> list[Path]:
    return sorted(CASES.glob("*/*.txt"))


def records(path: Path) -> tuple[RawArticle, ...]:
    raw = path.read_text(encoding="utf-8")
    name = path.relative_to(CASES).as_posix()
    for container, claims in ((sgml, sgml.is_sgml), (export, export.is_export)):
        if claims(path.suffix, raw):
            return container.split(name, raw, "utf-8").articles
    return text.split(name, raw, "utf-8").articles


@lru_cache(maxsize=1)
def converted() -> tuple[tuple[Path, RawArticle, Article], ...]:
    return tuple((p, raw, convert(raw, SHIPPED)) for p in case_files() for raw in records(p))


def shown(raw: RawArticle, article: Article) -> dict[str, Any]:
    """What a case expects: fields, paragraphs, what was left out and why, where each value stood."""
    result: dict[str, Any] = {}
    for field in ("title", "date", "source", "dateline", "url"):
        if (value := getattr(article, field)) is not None:
            result[field] = value
    for field in ("reporters", "contributors", "editors"):
        if people := getattr(article, field):
            result[field] = [{k: v for k, v in asdict(p).items() if v} for p in people]
    if article.corrections:
        result["corrections"] = list(article.corrections)
    result["paragraphs"] = [f"## {p.text}" if p.kind == "subhead" else p.text for p in article.paragraphs]
    result["discarded"] = [f"{z.rule}: {raw.text[z.start : z.end]}" for z in article.zones if z.kind == "discard"]
    result["evidence"] = {
        field: [f"{e.kind} {e.rule}: {raw.text[e.start : e.end]}" for e in found]
        for field, found in article.evidence.items()
    }
    result["doubts"] = [f"{d.field}: {d.kind}" for d in article.doubts]
    return result


def spans(article: Article) -> Iterator[tuple[int, int]]:
    for found in article.evidence.values():
        for evidence in found:
            yield evidence.start, evidence.end
