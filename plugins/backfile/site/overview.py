"""All names of an archive: how many articles each has, what was merged, and what looks like one name and may be two."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from backfile import tagging
from backfile.authority import FILE_OF, Canon, shipped_sources
from backfile.authority.files import given_names
from backfile.authority.likeness import look_alike
from backfile.authority.same_people import Likeness, Sighting, find_same_people, shared_company
from backfile.model import Refusal
from backfile.settings import Settings
from backfile.site.load import kind_terms, load
from backfile.site.naming import settle_names
from backfile.site.views import KINDS, ArticleView, TermRef
from backfile.tagging import Vocabularies

_BYLINES = ("reporters", "editors")


@dataclass(frozen=True, slots=True)
class Overview:
    """counts: articles of each name, by kind, the most frequent first. pages: the names that have one, by kind.

    merged: names that the archive shows to be another's. likely: by kind, pairs of names that a person should look
    at, those of the most articles first. refusals: Markdown files that could not be read.
    """

    articles: int
    counts: dict[str, list[tuple[str, int]]]
    pages: dict[str, frozenset[str]]
    merged: tuple[Likeness, ...]
    likely: dict[str, list[Likeness]]
    refusals: tuple[Refusal, ...]

    def kinds_of(self, name: str) -> list[str]:
        """The kinds that have a name, one that was taken for another's included."""
        found = [kind for kind, names in self.counts.items() if any(name == one for one, _ in names)]
        return found or ["people" for one in self.merged if one.other == name]

    def count(self, kind: str, name: str) -> int:
        """How many articles a name has."""
        return dict(self.counts[kind]).get(name, 0)

    def to_json(self) -> dict[str, Any]:
        """For a program."""
        return {
            "articles": self.articles,
            "kinds": {
                kind: [{"name": n, "articles": c, "page": n in self.pages[kind]} for n, c in names]
                for kind, names in self.counts.items()
            },
            "merged": [{"name": m.name, "other": m.other, "reason": m.reason} for m in self.merged],
            "likely": [
                {"kind": kind, "name": one.name, "other": one.other, "reason": one.reason}
                for kind, pairs in self.likely.items()
                for one in pairs
            ],
            "unreadable": [refusal.path for refusal in self.refusals],
        }


def overview(settings: Settings) -> Overview:
    """Load all articles and look at their names. Raises VocabularyError for a faulty file of names."""
    vocabularies = tagging.load(settings.vocabulary)
    canon = Canon(vocabularies.authority, shipped_sources(), vocabularies.renamed)
    loaded = load(settings, vocabularies, canon)
    naming = settle_names(loaded.articles, canon, vocabularies, settings)
    counts: dict[str, Counter[str]] = {kind.name: Counter() for kind in KINDS}
    pages: dict[str, set[str]] = {kind.name: set() for kind in KINDS}
    for article in loaded.articles:
        for kind, refs in kind_terms(article):
            counts[kind].update(ref.name for ref in refs)
            pages[kind].update(ref.name for ref in refs if ref.url)
    likely = {
        kind: _likely(kind, counts[kind], loaded.articles, canon, vocabularies)
        for kind in counts
        if kind not in ("topics", "people")
    }
    people = _likely("people", counts["people"], loaded.articles, canon, vocabularies, naming.same.questions)
    return Overview(
        len(loaded.articles),
        {kind: sorted(names.items(), key=lambda n: (-n[1], n[0])) for kind, names in counts.items()},
        {kind: frozenset(names) for kind, names in pages.items()},
        tuple(sorted(naming.same.merged.values(), key=lambda m: (m.name, m.other))),
        {kind: pairs for kind, pairs in {**likely, "people": people}.items() if pairs},
        tuple(loaded.refusals),
    )


def _likely(
    kind: str,
    counts: Counter[str],
    articles: Sequence[ArticleView],
    canon: Canon,
    vocabularies: Vocabularies,
    asked: Iterable[Likeness] = (),
) -> list[Likeness]:
    """Names of a kind that look alike, the more frequent first, without those that the owner keeps apart."""

    def are_others(one: str, other: str) -> bool:
        entries = canon.entry(kind, one), canon.entry(kind, other)
        return any(e is not None and {one, other} - {e.name} <= set(e.others) for e in entries)

    sightings = [_sighting(article, kind) for article in articles]
    found = {(one.name, one.other): one.reason for one in asked}
    if kind in _BYLINES:
        words = vocabularies.words
        same = find_same_people(
            sightings,
            titles=words.titles,
            generations=words.generational,
            given_names=given_names(),
            is_known=lambda name: False,
            are_others=are_others,
        )
        found |= {(one.name, one.other): one.reason for one in (*same.merged.values(), *same.questions)}
    alike = look_alike(kind, counts)
    beside = shared_company(sightings, alike)
    for pair, reason in alike.items():
        if pair not in found and pair[::-1] not in found:
            found[pair] = f"{reason}; {beside[pair]}" if beside[pair] else reason
    made = []
    for pair, reason in found.items():
        if are_others(*pair) or all(_is_known(kind, name, canon, vocabularies) for name in pair):
            continue
        name, other = sorted(pair, key=lambda n: (-counts[n], n))
        made.append(Likeness(name, other, reason))
    return sorted(made, key=lambda one: (-counts[one.name] - counts[one.other], one.name, one.other))


def _is_known(kind: str, name: str, canon: Canon, vocabularies: Vocabularies) -> bool:
    return canon.entry(kind, name) is not None or (kind not in FILE_OF and vocabularies.kind_of(name) == kind)


def _sighting(article: ArticleView, kind: str) -> Sighting:
    def names(refs: Iterable[TermRef]) -> tuple[str, ...]:
        return tuple(ref.name for ref in refs)

    own = dict(kind_terms(article))[kind]
    source = (article.source.name,) if article.source and kind in _BYLINES else ()
    return Sighting(names(own), source + names(article.organisations), names(article.places), names(article.topics))
