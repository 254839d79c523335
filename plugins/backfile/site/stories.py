"""Lists of articles story by story: versions filed within days stand as one entry, the newest first."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from backfile.site.views import ArticleView

NEAR_DAYS = 7
"""How far from the newest version another may be and stand with it; what was printed again later keeps its place."""

Entry = tuple[ArticleView, list[ArticleView]]


def by_story(articles: Iterable[ArticleView]) -> list[Entry]:
    """Gather the articles of a list: each entry is an article, and the other versions of its story in this very list.

    articles: in the order of the list. What is not in the list is not looked for, so that a page of it depends on the
    articles that it shows alone.
    """
    entries: list[Entry] = []
    open_stories: dict[str, Entry] = {}
    for article in articles:
        entry = open_stories.get(article.story) if article.story else None
        if entry is not None and _is_near(entry[0], article):
            entry[1].append(article)
            continue
        entries.append((article, []))
        if article.story:
            open_stories[article.story] = entries[-1]
    return entries


def _is_near(one: ArticleView, other: ArticleView) -> bool:
    if one.date is None or other.date is None:
        return one.date is other.date
    return abs((one.date.date() - other.date.date()).days) <= NEAR_DAYS


def folds(articles: Sequence[ArticleView]) -> tuple[str, ...]:
    """What `by_story` makes of a list, for the key of a page that shows it: nothing where each stands for itself."""
    if not any(article.story for article in articles):
        return ()
    return tuple(
        "\x1e".join((lead.url, *(other.url for other in others))) for lead, others in by_story(articles) if others
    )


def first_entries(articles: Sequence[ArticleView], count: int) -> list[ArticleView]:
    """The articles of a list's first entries, with all their versions that stand among the first four times as many."""
    shown = by_story(articles[: 4 * count])[:count]
    wanted = {article.url for lead, others in shown for article in (lead, *others)}
    return [article for article in articles[: 4 * count] if article.url in wanted]
