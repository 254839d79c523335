"""Which lines a person is shown to settle a doubt."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backfile.convert.passages import passages
from backfile.model import Article, Doubt, Evidence, RawArticle, Zone

TEXT = """\
Mill Turns Again
March 2, 2012
March 5, 2012
By Ada Quill
The mill at Ely turned again on Friday.
Its wheel went round and
Reporting by the staff at Ely
"""


def span(words: str) -> tuple[int, int]:
    at = TEXT.index(words)
    return at, at + len(words)


BODY = (span("The mill at Ely")[0], span("went round and")[1])
ZONES = (
    Zone(*span("Mill Turns Again"), "field", "head.title", "title"),
    Zone(*span("March 2, 2012"), "field", "date.line", "date"),
    Zone(*span("March 5, 2012"), "discard", "head.unread"),
    Zone(*span("By Ada Quill"), "field", "byline.by", "reporters"),
    Zone(*BODY, "body", "body"),
    Zone(*span("Reporting by the staff at Ely"), "discard", "credit.rest"),
)
ARTICLE = Article(
    "a.txt",
    0,
    "0" * 64,
    title="Mill Turns Again",
    zones=ZONES,
    evidence={"dateline": (Evidence(*span("at Ely"), "dateline.tag"),)},
)
RAW = RawArticle("a.txt", 0, 0, TEXT, "utf-8", "0" * 64)


@pytest.mark.parametrize(
    ("doubt", "shown"),
    [
        (Doubt("title", "k", "it may be another"), ["Mill Turns Again"]),
        (Doubt("dateline", "k", "it may be a name"), ["at Ely"]),
        (Doubt("date", "k", "they differ", ("2012-03-02", "2012-03-05")), ["March 2, 2012", "March 5, 2012"]),
        (Doubt("body", "k", "it ends in mid-sentence"), ["Its wheel went round and"]),
        (Doubt("editors", "k", "the credit 'the staff at Ely' names nobody"), ["the staff at Ely"]),
        (Doubt("reporters", "k", "the byline 'Ada Quill' may be a place"), ["By Ada Quill"]),
        (Doubt("source", "k", "nothing says it"), ["By Ada Quill", "Reporting by the staff at Ely"]),
        (Doubt("title", "k", "a rival", ("Its  wheel",)), ["Mill Turns Again", "Its wheel"]),
        (
            Doubt("url", "k", "there is none"),
            ["Mill Turns Again", "March 2, 2012", "March 5, 2012", "By Ada Quill"],
        ),
    ],
)
def test_the_stretches_that_matter_are_found(doubt: Doubt, shown: list[str]) -> None:
    assert [TEXT[start:end] for start, end in passages(RAW, ARTICLE, doubt)] == shown


@given(st.text(max_size=200), st.sampled_from(["title", "body", "date", "source"]), st.text(max_size=20))
@settings(deadline=None)
def test_every_stretch_lies_in_the_text(text: str, field: str, said: str) -> None:
    raw = RawArticle("a.txt", 0, 0, text, "utf-8", "0" * 64)
    doubt = Doubt(field, "k", f"{said!r} is odd", (said, "2012-03-02"))
    for start, end in passages(raw, Article("a.txt", 0, "0" * 64), doubt):
        assert 0 <= start <= end <= len(text)
