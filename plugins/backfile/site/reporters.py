"""What a reporter's page says beyond their articles: where they filed from, and in which years."""

from __future__ import annotations

from dataclasses import dataclass

from backfile.site.views import Term

MOST = 12


@dataclass(frozen=True, slots=True)
class Career:
    """The places that a reporter filed from with the number of articles, the most frequent first, and their years."""

    filed_from: list[tuple[str, int]]
    years: str  # "2009–2014", "2011", or "" where nothing has a date


def career(term: Term) -> Career:
    """Read it from a reporter's articles: the place printed with their name, else the dateline of a story of their own.

    A dateline in capitals ("TOKYO") is the same place as one without ("Tokyo"), which is shown.
    """
    counts: dict[str, int] = {}
    shown: dict[str, str] = {}
    years = []
    for article in term.articles:
        if article.date_iso:
            years.append(article.day_url[:4])
        for ref in article.reporters:
            if ref.url != term.url or article.is_unlisted:
                continue
            place = ref.location or (article.dateline if len(article.reporters) == 1 else None)
            if not place:
                continue
            key = place.casefold()
            counts[key] = counts.get(key, 0) + 1
            if key not in shown or shown[key].isupper():
                shown[key] = place
    best = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))[:MOST]
    span = "–".join(dict.fromkeys((min(years), max(years)))) if years else ""
    return Career([(shown[key], count) for key, count in best], span)
