"""What each stretch of a raw article was taken for: standalone, without catalog and articles."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from backfile.convert.work import fault, unreadable
from backfile.model import TAG_KINDS, Article, RawArticle, Refusal, Tag, Tags
from backfile.settings import Settings


@dataclass(frozen=True, slots=True)
class Explained:
    """One raw article with all that was read from it."""

    raw: RawArticle
    article: Article
    tags: Tags

    def to_json(self) -> dict[str, Any]:
        """The object that `backfile explain --json` prints; offsets count in the record's decoded text."""
        article = self.article
        return {
            "path": self.raw.path,
            "record": self.raw.record,
            "offset": self.raw.offset,
            "encoding": self.raw.encoding,
            "title": article.title,
            "date": article.date,
            "source": article.source,
            "dateline": article.dateline,
            "reporters": list(map(asdict, article.reporters)),
            "contributors": list(map(asdict, article.contributors)),
            "editors": list(map(asdict, article.editors)),
            "url": article.url,
            "corrections": list(article.corrections),
            "paragraphs": [paragraph.text for paragraph in article.paragraphs],
            "discarded": [
                {"start": zone.start, "end": zone.end, "rule": zone.rule}
                for zone in article.zones
                if zone.kind == "discard"
            ],
            "evidence": {key: list(map(asdict, spans)) for key, spans in article.evidence.items()},
            "doubts": [asdict(doubt) for doubt in article.doubts],
            "tags": {kind: list(map(_tag, getattr(self.tags, kind))) for kind in TAG_KINDS},
        }


def explain(paths: Iterable[str | Path], settings: Settings | None = None) -> Iterator[Explained | Refusal]:
    """Read raw files and say how; a file or record that became no article is its refusal.

    paths: shown as they are given. settings: of an archive, for its own rules, mapping of fields and vocabularies.
    """
    from backfile import conversion, intake, rules, tagging

    own_rules, own_vocabulary = (settings.rules, settings.vocabulary) if settings else (None, None)
    loaded = rules.load(own_rules if own_rules and own_rules.is_dir() else None)
    mapping = intake.load_mapping(own_rules)
    vocabularies = tagging.load(own_vocabulary if own_vocabulary and own_vocabulary.is_dir() else None)
    for path in paths:
        shown = Path(path).as_posix() if isinstance(path, Path) else path
        try:
            data = Path(path).read_bytes()
        except OSError as error:
            yield unreadable(shown, error)
            continue
        found = intake.read(shown, data, mapping)
        for raw in found.articles:
            try:
                article = conversion.convert(raw, loaded)
                tags = tagging.tag(article, vocabularies, raw.text)
            except Exception as error:
                yield fault(shown, raw.record, error)
            else:
                yield Explained(raw, article, tags)
        yield from found.refusals


def _tag(tag: Tag) -> dict[str, Any]:
    return {
        "name": tag.name,
        "code": tag.code,
        "aliases": list(tag.aliases),
        "reason": tag.reason,
        "evidence": list(map(asdict, tag.evidence)),
    }
