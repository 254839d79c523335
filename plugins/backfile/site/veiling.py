"""What vocabularies say of names passes the list of takedowns too, before a page shows it."""

from __future__ import annotations

from backfile.site.archive import Archive
from backfile.takedown import Takedowns


def veil_terms(archive: Archive, takedowns: Takedowns) -> None:
    """Take from the terms what names a person that was taken down: descriptions, and addresses that they had before."""
    if not takedowns.has_people:
        return
    archive.moved = [(url, term) for url, term in archive.moved if not takedowns.names(url)]
    for terms in archive.terms.values():
        for term in terms:
            if term.about is not None and takedowns.names(repr(term.about)):
                term.about = None
