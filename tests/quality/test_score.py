"""`make score`: its tables in docs/quality.md are read back as written, and it needs nothing that is not there."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from tools import score

PRINTED = """2 articles, labels.jsonl
field          precision    recall      F1  labels
title              1.000     0.500   0.667       2
body right                           0.500       2
wire/a.txt#0 title: ['1.000'], not []
"""
ROWS: score.Rows = {"title": ("1.000", "0.500", "0.667", "2"), "body right": ("", "", "0.500", "2")}
PAGE = "before\n\n<!-- figures: {} -->\n<!-- end of figures -->\n\nafter\n"


def test_numbers_are_those_of_the_printed_table_alone() -> None:
    assert score.numbers(PRINTED) == ROWS


@pytest.mark.parametrize("name", sorted(score.TABLES))
def test_a_written_table_is_read_back_and_leaves_the_rest_of_the_page(name: str) -> None:
    page = PAGE.format(name)
    assert score.read(page, name) == {}
    written = score.replaced(page, name, ROWS)
    assert score.read(written, name) == ROWS
    assert score.replaced(written, name, ROWS) == written
    assert written.startswith("before\n") and written.endswith("\nafter\n")


def test_changes_name_the_row_with_old_and_new_numbers() -> None:
    now: score.Rows = {**ROWS, "title": ("1.000", "1.000", "1.000", "2")}
    assert score.changes(ROWS, ROWS) == []
    assert score.changes(ROWS, now) == ["changed: title: 1.000 0.500 0.667 2 -> 1.000 1.000 1.000 2"]
    assert score.changes({}, {"body right": ROWS["body right"]}) == ["changed: body right: none -> 0.500 2"]


def test_the_page_holds_every_table() -> None:
    page = score.PAGE.read_text(encoding="utf-8")
    assert all(score.read(page, name) for name in score.TABLES)


def test_without_the_real_texts_it_says_so_and_ends_well(tmp_path: Path) -> None:
    (tmp_path / "checkout" / "tools").mkdir(parents=True)
    script = shutil.copy(score.__file__, tmp_path / "checkout" / "tools")
    run = subprocess.run([sys.executable, script], capture_output=True, text=True, check=False)
    assert (run.returncode, run.stdout.count("\n"), run.stderr) == (0, 1, "")
    assert run.stdout.startswith("score: skipped")
