"""Which articles of a span tell one story, in a small file beside the span's bundle."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

from backfile.search.spans import Span


def write_stories(found: Sequence[Span], folders: Mapping[str, str], out: Path) -> dict[str, str]:
    """Write for each span the rows of its articles that are versions of one story, story by story.

    found: all spans. folders: each span's bundle, by the span's id; its name says which rows are meant. out: the
    `search` folder. Returns the name of each file inside `out`, by the span's id; a span without such
    articles has none.

    `{"name of the story": [row, …]}`: the story may have articles in other spans, too. A file bears the hash of what is
    in it, so that a browser may keep it.
    """
    counts = Counter(document.story for span in found for document in span.documents if document.story)
    written: dict[str, str] = {}
    for span in found:
        rows: dict[str, list[int]] = {}
        for row, document in enumerate(span.documents):
            if counts[document.story] > 1:
                rows.setdefault(document.story, []).append(row)
        if not rows:
            continue
        text = json.dumps(rows, separators=(",", ":")) + "\n"
        name = f"stories-{folders[span.id]}-{hashlib.sha256(text.encode()).hexdigest()[:8]}.json"
        (out / name).write_text(text, encoding="utf-8")
        written[span.id] = name
    return written
