"""Any bytes under any name: an article or a refusal, spans that hold, and a table that takes one more row."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backfile.intake import read
from backfile.intake.containers import CONTAINERS, Container, split
from backfile.intake.decode import Decoded
from backfile.intake.record import HEAD, Part, compose, make_record
from backfile.model import Intake, RawArticle

SUFFIXES = ["", ".txt", ".json", ".jsonl", ".ndjson", ".csv", ".tsv", ".html", ".htm", ".sgm", ".xml", ".HTML", ".zz"]
FIELDS = {*HEAD, "body", "correction", "discard"}

_pieces = st.sampled_from(
    [
        *(
            "<p>",
            "</p>",
            "<article>",
            "<h1>",
            "<br>",
            "<script>",
            "</script>",
            "<meta name=author content='A B'>",
            "<pre>",
        ),
        *("<time>", "<div class=byline>", "</div>", "<figure>", "<a href=x>", "<REUTERS>", "</REUTERS>", "<BODY>"),
        *(
            '{"text": "',
            '", "title": "',
            '"}',
            "[",
            "]",
            "{",
            "}",
            ",",
            '"',
            "\n",
            "\r\n",
            "text,title\n",
            "\t",
            "\x00",
        ),
        *(
            "LexisNexis",
            "1 of 2 DOCUMENTS",
            "Copyright 2011",
            "words here",
            "“é”",
            "\\ud800",
            "2011-05-04",
            "\u2028",
            "\ufeff",
        ),
        '<script type="application/ld+json">{"@type":"NewsArticle","headline":"H","articleBody":"B b"}</script>',
    ]
)
_texts = st.lists(_pieces | st.text(max_size=8), max_size=30).map("".join)
_encoded = st.builds(
    lambda text, encoding: text.encode(encoding, errors="replace"),
    _texts,
    st.sampled_from(["utf-8", "utf-8", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"]),
)
_json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["text", "title", "date", "url", "author", "source", "editors", "caption", "name", "x"]),
            inner,
            max_size=6,
        )
    ),
    max_leaves=12,
)


def holds(found: Intake, path: str) -> None:
    assert found.articles or found.refusals
    for refusal in found.refusals:
        assert refusal.path == path and refusal.reason and refusal.mend
        assert "\n" not in refusal.reason + refusal.mend
    assert len({a.record for a in found.articles}) == len(found.articles)
    for article in found.articles:
        assert article.path == path
        assert article.text.strip()
        assert article.sha256 == hashlib.sha256(article.text.encode()).hexdigest()
        end = 0
        for one in sorted(article.declared, key=lambda d: d.start):
            assert one.field in FIELDS
            assert end <= one.start < one.end <= len(article.text)
            end = one.end
        if article.offset is None:
            assert uncovered(article) == ""


def uncovered(article: RawArticle) -> str:
    rest, at = [], 0
    for one in article.declared:
        rest.append(article.text[at : one.start])
        at = one.end
    return "".join([*rest, article.text[at:]]).strip()


@settings(deadline=None, max_examples=300)
@given(data=st.binary(max_size=300) | _encoded, suffix=st.sampled_from(SUFFIXES))
def test_any_bytes_under_any_name(data: bytes, suffix: str) -> None:
    holds(read("a/b" + suffix, data), "a/b" + suffix)


@settings(deadline=None, max_examples=150)
@given(
    records=st.lists(_json, min_size=1, max_size=4), mapped=st.sampled_from([None, {"body": "x"}, {"body": "x.text"}])
)
def test_any_json(records: list[object], mapped: Mapping[str, str] | None) -> None:
    lines = "\n".join(json.dumps(r) for r in records).encode()
    holds(read("a.jsonl", lines, mapped), "a.jsonl")
    holds(read("a.json", json.dumps(records).encode() if records else b"[]", mapped), "a.json")


@settings(deadline=None, max_examples=150)
@given(path=st.text(max_size=30), data=_encoded)
def test_any_name(path: str, data: bytes) -> None:
    holds(read(path, data), path)


@settings(deadline=None, max_examples=150)
@given(st.lists(st.tuples(st.sampled_from(sorted(FIELDS)), st.text(max_size=20)), max_size=12))
def test_composed_text_is_covered_once_and_holds_every_part(stated: list[tuple[str, str]]) -> None:
    article = compose("a", 0, [Part(field, text, "r") for field, text in stated], "utf-8", "jsonl")
    assert uncovered(article) == ""
    assert len(article.declared) == sum(1 for _, text in stated if text.strip())
    assert [d.start for d in article.declared] == sorted(d.start for d in article.declared)


def test_one_more_container_is_one_more_row() -> None:
    def is_toy(suffix: str, text: str) -> bool:
        return suffix == ".toy" and text.startswith("TOY")

    def split_toy(path: str, text: str, encoding: str, mapping: Mapping[str, str]) -> Intake:
        bodies = text.removeprefix("TOY\n").split("\n%%\n")
        return Intake(tuple(make_record(path, n, None, b, encoding, "toy") for n, b in enumerate(bodies)))

    table = (Container("toy", is_toy, split_toy), *CONTAINERS)
    decoded = Decoded("TOY\nOne story.\n%%\nAnother story.", "cp1252", ("an odd byte",))
    found = split("wire.TOY", decoded, containers=table)
    assert [(a.text, a.shape, a.encoding, a.notes) for a in found.articles] == [
        ("One story.", "toy", "cp1252", ("an odd byte",)),
        ("Another story.", "toy", "cp1252", ("an odd byte",)),
    ]
    assert [a.shape for a in split("wire.txt", decoded, containers=table).articles] == ["text"]


def test_the_containers_in_order() -> None:
    assert [c.name for c in CONTAINERS] == ["jsonl", "csv", "html", "sgml", "export", "text"]


def test_a_script_in_plain_text_is_plain_text() -> None:
    text = "Headline\n\n<script>alert(1)</script> {{ 7*7 }}\n---\n"
    (article,) = read("../../x.txt", text.encode()).articles
    assert (article.text, article.offset, article.shape, article.path) == (text, 0, "text", "../../x.txt")


@pytest.mark.parametrize("name", ["photo.txt", "photo", "photo.json", "photo.html"])
def test_a_picture_under_another_name_is_refused(name: str) -> None:
    (refusal,) = read(name, b"\xff\xd8\xff\xe0" + bytes(range(256)) * 20).refusals
    assert "JPEG" in refusal.reason
