"""What was corrected, when and in which article: a page, and a feed for those who must know."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from backfile.settings import Settings
from backfile.site.archive import Archive, list_pages
from backfile.site.pages import Page, list_context
from backfile.site.views import ArticleView, Correction

FOLDER = "corrections/"


@dataclass(frozen=True, slots=True)
class Note:
    """A correction as the feed has it. date: of the correction, where it says it, else of the article."""

    article: ArticleView
    correction: Correction
    date: datetime


def correction_pages(archive: Archive, settings: Settings, content_pages: Sequence[str] = ()) -> Iterator[Page]:
    """The list of corrected articles, the latest correction first, and its feed.

    Both stand there while nothing was corrected, so that the first correction of an archive changes no other page.
    What is kept out of search engines is in the list and not in the feed; what has no day at all comes last in the
    list and is not in the feed. content_pages: addresses of the owner's pages; one that has this address stands there
    instead of the list.
    """
    # Sorting is stable: of one moment, the archive's order decides.
    corrected = sorted((a for a in archive.articles if a.corrections), key=_latest, reverse=True)
    for url, page in list_pages(FOLDER, corrected, settings.page_size) if FOLDER not in content_pages else ():
        cards = (f"{article.card} {'|'.join(map(str, article.corrections))}" for article in page.object_list)
        # The first page alone shows how many there are.
        count = str(len(corrected)) if page.number == 1 else ""
        key = (count, str(page.number), str(page.num_pages), *cards)
        yield Page(
            f"{url}index.html",
            url,
            "corrections",
            key,
            list_context(page.object_list, articles_page=page, count=len(corrected)),
        )
    yield _feed(corrected, settings)


def _feed(corrected: list[ArticleView], settings: Settings) -> Page:
    found = (
        Note(article, correction, date)
        for article in corrected
        if not article.is_unlisted
        for correction in article.corrections
        if (date := correction.date or article.date)
    )
    notes = sorted(found, key=lambda note: _moment(note.date), reverse=True)[: settings.feed_size]
    name = f"{FOLDER}feed.atom"
    key = tuple(f"{note.article.card} {note.correction}" for note in notes)
    return Page(name, name, "corrections.atom", key, lambda: {"notes": notes, "feed_of": FOLDER, "feed_title": ""})


def _latest(article: ArticleView) -> datetime:
    days = [correction.date or article.date for correction in article.corrections]
    return max((_moment(day) for day in days if day), default=datetime.min.replace(tzinfo=UTC))


def _moment(date: datetime) -> datetime:
    """A moment that compares with every other; what names no zone is taken as UTC, as in feeds."""
    return date if date.tzinfo else date.replace(tzinfo=UTC)
