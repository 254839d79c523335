"""Articles of one story: found among all bodies at load, kept in the catalog, corrected by people in front matter.

No Markdown file is rewritten because a version of its article arrived.
"""

from __future__ import annotations

import logging
from array import array
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from backfile import versions
from backfile.catalog import Catalog, VersionRow
from backfile.site.load import digest_of
from backfile.site.views import ArticleView, Version
from backfile.versions import Story

logger = logging.getLogger(__name__)

KEYS = ("version_of", "reprint_of")
NEITHER = "none"
_MOST = 12  # versions that a page shows


def link_versions(articles: Iterable[ArticleView], catalog: Catalog, *, form: str = "") -> None:
    """Give every article the other versions of its story.

    catalog: keeps sketches by the body's hash, and what was found for as long as nothing changes. form: what else the
    bodies depend on (the setting that lets raw HTML through).
    """
    in_time = sorted(articles, key=lambda a: (a.date_iso is None, (a.date_iso or "")[:19], a.url))
    stamp = digest_of(versions.FORM, form, *(f"{a.source_path}\0{a.digest}" for a in in_time))
    rows = catalog.versions(stamp)
    if rows is None:
        rows = _find(in_time, catalog, stamp)
    by_name = {article.source_path: article for article in in_time}
    kept = {row.name: row for row in rows}
    kept.update((row.name, row) for row in _by_hand(in_time, by_name))
    related = {name: row for name, row in kept.items() if row.of in by_name}
    for group in _groups(in_time, related):
        for article in group:
            article.versions = _seen_from(article, group, related)


def _find(in_time: Sequence[ArticleView], catalog: Catalog, stamp: str) -> list[VersionRow]:
    known = catalog.sketches()
    contents = [str(article.content) for article in in_time]
    keys = [digest_of(versions.FORM, content) for content in contents]
    sketches = []
    fresh: dict[str, bytes] = {}
    for key, content in zip(keys, contents, strict=True):
        numbers = array("I")
        if key in known:
            numbers.frombytes(known[key])
        else:
            numbers = versions.sketch(versions.words_of(content))
            known[key] = fresh[key] = numbers.tobytes()
        sketches.append(numbers)
    stories = [Story(a.title if a.has_headline else "", _day(a), a.source.name if a.source else "") for a in in_time]
    found = versions.find_versions(stories, sketches, lambda at: versions.words_of(contents[at]))
    rows = [
        VersionRow(in_time[at].source_path, relation.kind, in_time[of].source_path, relation.reason)
        for at, (of, relation) in found.items()
    ]
    catalog.replace_versions(stamp, rows, fresh, gone=known.keys() - set(keys))
    return rows


def _day(article: ArticleView) -> int | None:
    return date.fromisoformat(article.date_iso[:10]).toordinal() if article.date_iso else None


def _by_hand(articles: Iterable[ArticleView], by_name: Mapping[str, ArticleView]) -> Iterable[VersionRow]:
    """What people wrote under `version_of` or `reprint_of`: a slug, an address, a file's name, or `none`."""
    wishes = [(a, key, str(a.metadata[key]).strip()) for a in articles for key in KEYS if a.metadata.get(key)]
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
            label = "Reprinted from"
        elif place > at and theirs is not None and theirs.kind == "reprint_of":
            label = "Reprint"
        elif article.date_iso is None or other.date_iso is None:
            label = "Another version"
        else:
            label = "Earlier version" if place < at else "Later version"
        found.append(Version(label, other, direct.reason if direct else ""))
    return tuple(found[:_MOST])
