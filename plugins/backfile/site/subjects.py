"""The article before and the article after on the same subject."""

from __future__ import annotations

from dataclasses import dataclass

from backfile.site.archive import Archive
from backfile.site.views import ArticleView, TermRef


@dataclass(frozen=True, slots=True)
class OnSubject:
    """An article's main subject, and its neighbours in time among the articles that have it too."""

    subject: TermRef
    previous: ArticleView | None
    next: ArticleView | None


def main_subject(article: ArticleView) -> TermRef | None:
    """What an article is first of all about: its topic, else an organisation, a person, a place."""
    for tags in (article.topics, article.organisations, article.people, article.places):
        for tag in tags:
            if tag.url:  # the rarest have no page, and no neighbours
                return tag
    return None


def on_subject(archive: Archive) -> dict[str, OnSubject]:
    """The neighbours of each dated article on its main subject, by its address; articles without any are left out."""
    found: dict[str, OnSubject] = {}
    for kind in ("topics", "organisations", "people", "places"):
        for term in archive.terms[kind]:
            dated = [article for article in term.articles if article.date_iso]  # newest first
            for at, article in enumerate(dated):
                subject = main_subject(article)
                if subject is None or subject.url != term.url or len(dated) == 1:
                    continue
                before = dated[at + 1] if at + 1 < len(dated) else None
                after = dated[at - 1] if at else None
                found[article.url] = OnSubject(subject, before, after)
    return found
