"""Search: bundles of Pagefind's, one per span of time, and the list of them that the browser reads first.

Pagefind answers one question only: which articles hold a word, where, and how well. What it is given holds
nothing else, so its bundles come out the same bytes every time. Dates and facets lie beside them in a small
table of ours (`articles.json`), from which the browser counts, filters and sorts.
"""

from __future__ import annotations

from backfile.search.bundles import SearchReport, build_bundles
from backfile.search.documents import FACETS, SearchDocument
from backfile.search.pagefind import SearchError
from backfile.search.spans import Span, spans

__all__ = [
    "FACETS",
    "SearchDocument",
    "SearchError",
    "SearchReport",
    "Span",
    "build_bundles",
    "spans",
]
