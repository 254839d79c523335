"""The archive as data: whole, the same bytes every time, and harmless in a spreadsheet."""

from __future__ import annotations

import csv
import io
import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backfile.data import FIELDS, Credit, Record, Topic, csv_header, csv_row, jsonl_row, write_sqlite
from backfile.data.text import guarded


def make_record(**more: Any) -> Record:
    values: dict[str, Any] = {
        "id": "2012/03/02/ferry.html",
        "url": "https://paper.example/2012/03/02/ferry.html",
        "title": "Ferry Line Orders Two Ships",
        "date": "2012-03-02",
        "source": "Harbour Post",
        "dateline": "Oslo",
        "reporters": (Credit("Ada Lorne", "Oslo"), Credit("B. Quill")),
        "contributors": (),
        "editors": (Credit("C. Vane"),),
        "places": ("Norway", "Oslo"),
        "organisations": (),
        "people": (),
        "topics": (Topic("shipping", "medtop:20000300"),),
        "tags": (),
        "corrections": ("The number of ships was wrong.",),
        "original_url": None,
        "language": "en",
        "word_count": 5,
        "raw_file": "a.txt",
        "raw_sha256": "0c",
        "text": ("Two ships were ordered.", "They sail next year."),
    }
    return Record(**{**values, **more})


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x", "\t=1", "  =cmd|' /C calc'!A0", "\r=1"])
def test_no_cell_begins_a_formula(text: str) -> None:
    assert guarded(text) == f"'{text}"
    (row,) = csv.DictReader(io.StringIO(csv_header() + csv_row(make_record(title=text)), newline=""))
    assert row["title"] == f"'{text}"


@given(st.text(), st.text())
def test_csv_and_jsonl_hold_one_record_a_row_whatever_is_in_it(title: str, note: str) -> None:
    record = make_record(title=title, corrections=(note,))
    rows = list(csv.reader(io.StringIO(csv_header() + csv_row(record), newline="")))
    assert len(rows) == 2
    assert len(rows[1]) == len(rows[0])
    assert rows[1][rows[0].index("title")].removeprefix("'") == title.removeprefix("'")
    line = jsonl_row(record)
    assert len(line.splitlines()) == 1
    assert json.loads(line)["title"] == title


def test_jsonl_leaves_out_what_is_not_known() -> None:
    data = json.loads(jsonl_row(make_record(title=None)))
    assert data["reporters"] == [{"name": "Ada Lorne", "location": "Oslo"}, {"name": "B. Quill"}]
    assert data["topics"] == [{"name": "shipping", "code": "medtop:20000300"}]
    assert data["text"] == ["Two ships were ordered.", "They sail next year."]
    assert not {"title", "people", "original_url"} & data.keys()
    assert set(data) <= {field.name for field in FIELDS}


def test_the_database_is_searched_and_counted(tmp_path: Path) -> None:
    path = tmp_path / "archive.db"
    records = [make_record(), make_record(id="b.html", title=None, text=("The bank's rates fell.",), reporters=())]
    assert write_sqlite(path, records) == 2
    with closing(sqlite3.connect(path)) as database:
        query = "select a.id from articles_fts f join articles a on a.number = f.rowid where articles_fts match ?"
        assert database.execute(query, ("ship",)).fetchall() == [("2012/03/02/ferry.html",)]
        assert database.execute(query, ("rate",)).fetchall() == [("b.html",)]
        assert database.execute("select name, location from credits where role = 'reporter'").fetchall() == [
            ("Ada Lorne", "Oslo"),
            ("B. Quill", None),
        ]
        assert (
            database.execute("select name, code from tags where kind = 'topic'").fetchall()
            == [("shipping", "medtop:20000300")] * 2
        )
        assert database.execute("select count(*) from corrections").fetchone() == (2,)
        # This is how Datasette finds a table's full-text search.
        (sql,) = database.execute("select sql from sqlite_master where name = 'articles_fts'").fetchone()
        assert "content='articles'" in sql
    first = path.read_bytes()
    write_sqlite(path, records)
    assert path.read_bytes() == first
    assert [p.name for p in tmp_path.iterdir()] == ["archive.db"]
