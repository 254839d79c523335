"""Names across the archive: which people are one, and which tags have a page of their own.

Nothing of this stands in the Markdown: it is decided each time the site is loaded, from what all articles say.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from backfile.authority import Canon
from backfile.authority.files import given_names
from backfile.authority.same_people import SamePeople, Sighting, find_same_people
from backfile.settings import Settings
from backfile.site.archive import Archive
from backfile.site.load import digest_of, distinct
from backfile.site.values import RESERVED, plain_slug
from backfile.site.views import ArticleView, Term, TermRef
from backfile.tagging import Vocabularies

SMALL_ARCHIVE = 50
"""Below so many articles, one is enough for a tag to have a page."""

_COUNTED = ("places", "organisations", "people")  # topics come from a vocabulary, other tags from a person
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Naming:
    """What was decided. same: the people that are one. merged: address of a former name's page to that of the name."""

    same: SamePeople
    merged: Mapping[str, str]


def settle_names(articles: list[ArticleView], canon: Canon, vocabularies: Vocabularies, settings: Settings) -> Naming:
    """Merge names of people and take the page from tags that are too rare for one; changes the articles in place."""
    same = same_people(articles, canon, vocabularies)
    merged = _merge(articles, same)
    _drop_pages(articles, canon, vocabularies, settings)
    return Naming(same, merged)


def same_people(articles: Iterable[ArticleView], canon: Canon, vocabularies: Vocabularies) -> SamePeople:
    """Compare the names of all people."""

    def names(refs: tuple[TermRef, ...]) -> tuple[str, ...]:
        return tuple(ref.name for ref in refs)

    def are_others(one: str, other: str) -> bool:
        mine, yours = canon.entry("people", one), canon.entry("people", other)
        return (mine is not None and other in mine.others) or (yours is not None and one in yours.others)

    in_time = sorted((a for a in articles if a.people), key=lambda a: (a.date_iso is None, a.date_iso or "", a.url))
    words = vocabularies.words
    return find_same_people(
        [Sighting(names(a.people), names(a.organisations), names(a.places), names(a.topics)) for a in in_time],
        titles=words.titles | words.courtesies,
        generations=words.generational,
        given_names=given_names(),
        is_known=lambda name: vocabularies.kind_of(name) == "people" or canon.entry("people", name) is not None,
        are_others=are_others,
    )


def _merge(articles: Iterable[ArticleView], same: SamePeople) -> dict[str, str]:
    """Put the name that is shown in the place of the others; where each led, by their pages' addresses."""
    refs: dict[str, TermRef] = {}
    if not same.merged:
        return {}
    listed = list(articles)
    for article in listed:
        refs.update((ref.name, ref) for ref in article.people)
    targets = {name: refs[_last(name, same)] for name in same.merged}
    for article in listed:
        if any(ref.name in targets for ref in article.people):
            people = distinct(
                replace(targets[ref.name], code=ref.code) if ref.name in targets else ref for ref in article.people
            )
            article.own_tags |= {
                targets[ref.name].url for ref in article.people if ref.name in targets and ref.url in article.own_tags
            }
            article.people = people
            article.digest = digest_of(article.digest, *(f"{ref.name}\0{ref.url}" for ref in people))
    return {refs[name].url: target.url for name, target in targets.items()}


def _last(name: str, same: SamePeople) -> str:
    while name in same.merged:
        name = same.merged[name].name
    return name


def _drop_pages(articles: list[ArticleView], canon: Canon, vocabularies: Vocabularies, settings: Settings) -> None:
    """Take the address from the tags that have no page; their names still stand in their articles."""
    needed = settings.tag_page_articles or (1 if len(articles) < SMALL_ARCHIVE else 2)
    if needed < 2:
        return
    counts: Counter[str] = Counter()
    exempt: set[str] = set()
    for article in articles:
        headline: frozenset[str] | None = None
        for kind in _COUNTED:
            for ref in getattr(article, kind):
                counts[ref.url] += 1
                if ref.url in exempt or counts[ref.url] >= needed:
                    continue
                if headline is None:
                    headline = (
                        frozenset(_WORD.findall(article.title.casefold())) if article.has_headline else frozenset()
                    )
                if (
                    ref.url in article.own_tags
                    or _is_in(headline, kind, ref.name)
                    or canon.is_named(kind, ref.name)
                    or vocabularies.kind_of(ref.name) is not None
                ):
                    exempt.add(ref.url)
    rare = {url for url, count in counts.items() if count < needed and url not in exempt}
    if not rare:
        return
    bare: dict[str, TermRef] = {}
    for article in articles:
        dropped = []
        for kind in _COUNTED:
            refs: tuple[TermRef, ...] = getattr(article, kind)
            if any(ref.url in rare for ref in refs):
                dropped += [ref.url for ref in refs if ref.url in rare]
                setattr(
                    article,
                    kind,
                    tuple(bare.setdefault(r.url, replace(r, url="")) if r.url in rare else r for r in refs),
                )
        if dropped:
            article.digest = digest_of(article.digest, *dropped)


def _is_in(headline: frozenset[str], kind: str, name: str) -> bool:
    """Whether a headline names it: a person by the family name, all else in full."""
    words = _WORD.findall(name.casefold())
    return bool(words) and (words[-1] in headline if kind == "people" else headline.issuperset(words))


def describe_terms(archive: Archive, canon: Canon, naming: Naming) -> None:
    """Give each term what the owner's files say of it, and note which former addresses lead to which term."""
    printed = {
        (name, article.source.name)
        for article in archive.articles
        if article.source and (name := article.printed_source) and name != article.source.name
    }
    moved: dict[str, Term] = {}
    for kind, terms in archive.terms.items():
        by_name = {term.name: term for term in terms}
        by_url = {term.url: term for term in terms}
        for term in terms:
            term.about = canon.entry(kind, term.name)
        former = [*canon.former(kind), *(sorted(printed) if kind == "sources" else ())]
        led = {
            f"{kind}/{slug}/": by_name[new]
            for old, new in former
            if new in by_name and (slug := plain_slug(old)) not in RESERVED
        }
        led |= {old: by_url[new] for old, new in naming.merged.items() if new in by_url}
        moved |= {url: term for url, term in led.items() if url not in by_url}
    archive.moved = sorted(moved.items(), key=lambda pair: pair[0])
