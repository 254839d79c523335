"""Articles of one story: found among all bodies at load, kept in the catalog, corrected by people in front matter.

No Markdown file is rewritten because a version of its article arrived.
"""

from __future__ import annotations

import logging
import marshal
from array import array
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from hashlib import blake2b

from backfile import versions
from backfile.catalog import Catalog, VersionRow
from backfile.forks import spread
from backfile.site.load import digest_of
from backfile.site.views import ArticleView, Version
from backfile.versions import Story

logger = logging.getLogger(__name__)

NEITHER = "none"
_MOST = 12  # versions that a page shows
_MANY = 200  # from so many texts on, reading them is shared out

EARLIER, LATER, ANOTHER = "Earlier version", "Later version", "Another version"
REPRINT, REPRINTED_FROM = "Reprint", "Reprinted from"
LABELS = (EARLIER, LATER, ANOTHER, REPRINT, REPRINTED_FROM)
"""What an article of the same story is to another, as the pages say it."""


def link_versions(articles: Iterable[ArticleView], catalog: Catalog, workers: int = 1) -> None:
    """Give every article the other versions of its story.

    catalog: keeps what was found, and a sketch of each body; only what an article that came, went or changed can
    touch is looked at again. workers: how many processes may read texts.
    """
    in_time = sorted(articles, key=lambda a: (a.date_iso is None, (a.date_iso or "")[:19], a.url))
    by_name = {article.source_path: article for article in in_time}
    kept = {row.name: row for row in _found(in_time, catalog, workers)}
    kept.update((row.name, row) for row in _by_hand(in_time, by_name))
    related = {name: row for name, row in kept.items() if row.of in by_name}
    for group in _groups(in_time, related):
        story = _hash_of(group[0].url)
        for article in group:
            article.story = story
            article.versions = _seen_from(article, group, related)


def _found(in_time: Sequence[ArticleView], catalog: Catalog, workers: int) -> list[VersionRow]:
    marks = [_mark(article) for article in in_time]
    before, rows = catalog.versions()
    if marks == before:
        return rows
    known = catalog.sketches()
    fresh = _sketched({mark: a for mark, a in zip(marks, in_time, strict=True) if mark not in known}, workers)
    sketches: list[array[int]] = []
    for mark in marks:
        sketches.append(array("I"))
        sketches[-1].frombytes(fresh[mark] if mark in fresh else known[mark])
    now, then = set(marks), set(before)
    gone = known.keys() - now
    former = []
    for mark in gone:
        former.append(array("I"))
        former[-1].frombytes(known[mark])
    changed = [at for at, mark in enumerate(marks) if mark not in then]
    only = None if len(changed) > len(marks) // 2 else versions.touched(sketches, changed, former)
    found = versions.find_versions(
        [Story(a.title if a.has_headline else "", _day(a), a.source.name if a.source else "") for a in in_time],
        sketches,
        lambda at: versions.words_of(_text(in_time[at])),
        only,
    )
    stand = {a.source_path for at, a in enumerate(in_time) if only is not None and at not in only}
    rows = [row for row in rows if row.name in stand]
    rows += (
        VersionRow(in_time[at].source_path, relation.kind, in_time[of].source_path, relation.reason)
        for at, (of, relation) in found.items()
    )
    catalog.replace_versions(marks, rows, fresh, gone)
    return rows


def _sketched(articles: Mapping[str, ArticleView], workers: int) -> dict[str, bytes]:
    """A sketch of each article's text, by its mark."""
    todo = list(articles.items())

    def some(part: int, parts: int) -> bytes:
        sketches = [(mark, versions.sketch(_text(a)).tobytes()) for mark, a in todo[part::parts]]
        return marshal.dumps(sketches)

    found = spread(some, workers if len(todo) >= _MANY else 1)
    return {mark: sketch for each in found for mark, sketch in marshal.loads(each)}


def _text(article: ArticleView) -> str:
    return "\n".join(article.paragraphs)


def _mark(article: ArticleView) -> str:
    """A hash of all that the comparison depends on."""
    source = article.source.name if article.source else ""
    title = article.title if article.has_headline else ""
    where = (article.source_path, article.url, article.date_iso or "")
    return digest_of(versions.FORM, *where, title, source, article.text_digest)


def _hash_of(url: str) -> str:
    """A short name for a story; that of its first article, so that what comes later changes none."""
    return blake2b(url.encode("utf-8", "surrogatepass"), digest_size=6).hexdigest()


def _day(article: ArticleView) -> int | None:
    return date.fromisoformat(article.date_iso[:10]).toordinal() if article.date_iso else None


def _by_hand(articles: Iterable[ArticleView], by_name: Mapping[str, ArticleView]) -> Iterable[VersionRow]:
    """What people wrote under `version_of` or `reprint_of`: a slug, an address, a file's name, or `none`."""
    wishes = [(a, key, wish) for a in articles for key, wish in a.version_wishes.items()]
    if not wishes:
        return
    names: dict[str, str] = {}
    for name, article in by_name.items():
        for form in (article.slug, article.url, name, name.removesuffix(".md")):
            names.setdefault(form, name)
    for article, key, wish in wishes:
        of = names.get(wish.lstrip("/"))
        if wish == NEITHER or of == article.source_path:
            yield VersionRow(article.source_path, key, "", "")
        elif of is not None:
            yield VersionRow(article.source_path, key, of, "")
        else:
            logger.warning(
                "%s: %s %r names no article here; write its slug, its address or %s",
                *(article.source_path, key, wish, NEITHER),
            )


def _groups(in_time: Iterable[ArticleView], related: Mapping[str, VersionRow]) -> Iterable[list[ArticleView]]:
    """The articles that relations connect, each group in order of time."""
    root: dict[str, str] = {}

    def top(name: str) -> str:
        while root.setdefault(name, name) != name:
            root[name] = root[root[name]]
            name = root[name]
        return name

    for name, row in related.items():
        root[top(name)] = top(row.of)
    groups: dict[str, list[ArticleView]] = {}
    for article in in_time:
        if article.source_path in root:
            groups.setdefault(top(article.source_path), []).append(article)
    return [group for group in groups.values() if len(group) > 1]


def _seen_from(
    article: ArticleView, group: Sequence[ArticleView], related: Mapping[str, VersionRow]
) -> tuple[Version, ...]:
    found = []
    own = related.get(article.source_path)
    at = group.index(article)
    for place, other in enumerate(group):
        if other is article:
            continue
        theirs = related.get(other.source_path)
        mine = own is not None and own.of == other.source_path
        direct = own if mine else theirs if theirs is not None and theirs.of == article.source_path else None
        if mine and own is not None and own.kind == "reprint_of":
            label = REPRINTED_FROM
        elif place > at and theirs is not None and theirs.kind == "reprint_of":
            label = REPRINT
        elif article.date_iso is None or other.date_iso is None:
            label = ANOTHER
        else:
            label = EARLIER if place < at else LATER
        found.append(Version(label, other, direct.reason if direct else ""))
    return tuple(found[:_MOST])
