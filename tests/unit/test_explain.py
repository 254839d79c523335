"""`explain`: every key of its object, refusals as refusals, no archive needed and none made."""

from __future__ import annotations

import json
from pathlib import Path

from backfile.convert import Explained, explain
from backfile.convert.report import refusal_json
from backfile.model import Refusal

TEXT = """Ferry Line Orders Two Ships

By Ada Lorne

March 2, 2012

OSLO -- The ferry line ordered two ships on Friday, its first since the spring of 2009.

The ships will sail between Oslo and Copenhagen from next year, the company said in a statement.
"""


def test_an_article_is_explained_with_every_key(tmp_path: Path) -> None:
    path = tmp_path / "ferry.txt"
    path.write_bytes(TEXT.replace("\n", "\r\n").encode("utf-8-sig"))
    (found,) = explain([str(path)])
    assert isinstance(found, Explained)
    value = json.loads(json.dumps(found.to_json()))
    keys = "path record offset encoding title date source dateline reporters contributors editors url corrections"
    assert list(value) == [*keys.split(), "paragraphs", "discarded", "evidence", "doubts", "tags"]
    assert (value["path"], value["record"], value["offset"]) == (str(path), 0, 0)
    assert value["title"] == "Ferry Line Orders Two Ships"
    assert value["reporters"] == [{"name": "Ada Lorne", "location": None, "email": None}]
    assert len(value["paragraphs"]) == 2
    (span,) = value["evidence"]["title"]
    assert TEXT[span["start"] : span["end"]] == value["title"]
    assert set(span) == {"start", "end", "rule", "kind"}
    assert set(value["tags"]) == {"places", "organisations", "people", "topics"}
    for tag in (tag for tags in value["tags"].values() for tag in tags):
        assert set(tag) == {"name", "code", "aliases", "reason", "evidence"}
    assert list(tmp_path.iterdir()) == [path]


def test_what_is_no_article_is_a_refusal(tmp_path: Path) -> None:
    empty = tmp_path / "empty.txt"
    empty.write_bytes(b"")
    first, second = explain([empty, tmp_path / "none.txt"])
    assert isinstance(first, Refusal) and isinstance(second, Refusal)
    assert refusal_json(second).keys() == {"path", "record", "refused", "mend"}
    assert second.path.endswith("none.txt")
