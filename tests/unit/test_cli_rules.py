"""`backfile rules`: what fired over an archive, and what no rule knows."""

from __future__ import annotations

import json
import re
from concurrent.futures import Executor, Future
from pathlib import Path
from typing import Any

import pytest

from backfile import rules
from backfile.cli import main
from backfile.convert import census, pool
from backfile.convert.census import REPEATED, Census, Tally
from backfile.settings import Settings
from tests.archive import Archive, tree
from tests.terminal import Terminal

STORY = """\
Mill {number} Turns Again

By {name}

March {day}, 2012

The old mill of {name} at Ely turned again on Friday, the first time in forty years, before a crowd.

Its wheel was mended by friends of {name}, who said that flour would be sold from April.

Translated for the isles by {name}

The Lowmouth Lantern lights your way
"""
NAMES = ("Ada Quill", "Ben Oast", "Cy B. Model", "Dora Lindqvist")
OWN = """\
[[rule]]
name = "own.lantern"
kind = "discard"
pattern = '''The\\ Lowmouth\\ Lantern\\ .*'''
examples = ["The Lowmouth Lantern lights your way"]
"""


@pytest.fixture
def mills(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> Archive:
    """Four articles with a credit and a motto that no rule knows; the current folder."""
    for number, name in enumerate(NAMES, 1):
        archive.raw(f"{number % 2}/mill-{number}.txt", STORY.format(number=number, name=name, day=number))
    monkeypatch.chdir(archive.home)
    return archive


def counted(capsys: pytest.CaptureFixture[str], *arguments: str) -> dict[str, Any]:
    assert main(["rules", "--json", *arguments]) == 0
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    return found


def lines(capsys: pytest.CaptureFixture[str], *arguments: str) -> list[str]:
    assert main(["rules", *arguments]) == 0
    return [" ".join(line.split()) for line in capsys.readouterr().out.splitlines()]


@pytest.mark.usefixtures("mills")
def test_each_rule_is_counted_with_what_it_took(capsys: pytest.CaptureFixture[str]) -> None:
    found = counted(capsys)
    rows = {row["name"]: row for row in found["rules"]}
    assert {row.name for row in rules.load().rows} <= rows.keys()
    byline = rows["byline.by"]
    assert (byline["kind"], byline["times"], byline["articles"]) == ("byline", 4, 4)
    assert byline["samples"][0] == {"raw": "0/mill-2.txt", "record": 0, "line": 3, "text": "By Ben Oast"}
    assert rows["copyright"]["times"] == 0 and rows["copyright"]["samples"] == []
    assert rows["head.title"]["origin"] is None and rows["head.title"]["times"] == 4
    assert found["articles"] == 4 and found["shapes"] == {"plain": 4} and found["not_counted"] == []


@pytest.mark.usefixtures("mills")
def test_lines_that_no_rule_knows_are_counted_by_their_form(capsys: pytest.CaptureFixture[str]) -> None:
    found = counted(capsys, "--unmatched")
    assert "rules" not in found
    assert [(one["looks_like"], one["form"], one["articles"]) for one in found["unmatched"]] == [
        ("credit: work.by", "Translated for the isles by NAME", 4),
        (REPEATED, "The Lowmouth Lantern lights your way", 4),
    ]
    assert found["unmatched"][0]["samples"][1] == {
        "raw": "0/mill-4.txt",
        "record": 0,
        "line": 11,
        "text": "Translated for the isles by Dora Lindqvist",
    }


def test_a_row_of_the_archive_takes_them(mills: Archive, capsys: pytest.CaptureFixture[str]) -> None:
    own = mills.content / "rules" / "lantern.toml"
    own.parent.mkdir()
    own.write_text(OWN)
    found = counted(capsys)
    (row,) = [row for row in found["rules"] if row["name"] == "own.lantern"]
    assert row["times"] == 4 and Path(row["origin"]).name == "lantern.toml"
    assert [one["looks_like"] for one in found["unmatched"]] == ["credit: work.by"]
    shown = lines(capsys)
    assert "4 4 own.lantern * The Lowmouth Lantern lights your way" in shown
    assert "* the archive's own" in shown


@pytest.mark.usefixtures("mills")
def test_some_rules_are_shown_with_more_of_what_they_took(capsys: pytest.CaptureFixture[str]) -> None:
    shown = lines(capsys, "byline.*", "copyright")
    assert "4 4 byline.by By Ben Oast" in shown and "0/mill-4.txt, line 3" in shown
    assert not any("head.title" in line or "Lantern" in line for line in shown)
    never = " ".join(shown).replace(",", " ").split()  # the list runs over several lines
    assert {"byline.correspondent", "copyright"} <= set(never)
    assert [row["name"] for row in counted(capsys, "copyright")["rules"]] == ["copyright"]


@pytest.mark.usefixtures("mills")
def test_some_raw_files(capsys: pytest.CaptureFixture[str]) -> None:
    assert counted(capsys, "--path", "content/raw/0")["articles"] == 2
    assert counted(capsys, "--path", "content/raw/0/mill-2.txt", "--path", "content/raw/1")["articles"] == 3


def test_nothing_is_written(mills: Archive, capsys: pytest.CaptureFixture[str]) -> None:
    before = tree(mills.home)
    lines(capsys)
    assert tree(mills.home) == before


def test_a_file_that_cannot_be_read_is_named(mills: Archive, capsys: pytest.CaptureFixture[str]) -> None:
    mills.raw("empty.txt", b"")
    assert main(["rules"]) == 0
    out, err = capsys.readouterr()
    assert out.startswith("4 articles read")
    assert err == "backfile: empty.txt: not counted, since it cannot be read; `backfile convert` says why\n"


@pytest.mark.parametrize(
    ("arguments", "status", "said"),
    [
        (["bylines"], 2, "bylines: no such rule; `backfile rules` lists them all"),
        (["--unmatched", "copyright"], 2, "leave the names or --unmatched away"),
        (["--path", "gone"], 1, "gone: no such file or folder"),
    ],
)
@pytest.mark.usefixtures("mills")
def test_wrong_usage_is_one_line(
    arguments: list[str], status: int, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["rules", *arguments]) == status
    err = capsys.readouterr().err
    assert said in err and err.startswith("backfile: ") and err.count("\n") == 1


@pytest.mark.parametrize(
    "command", [["rules"], ["convert"], ["explain", "content/raw/0/mill-2.txt"], ["review"], ["build", "--no-search"]]
)
def test_a_bad_row_of_the_archive_is_one_line(
    mills: Archive, command: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    own = mills.content / "rules" / "lantern.toml"
    own.parent.mkdir()
    own.write_text(OWN.replace("lights your way", "goes out").replace("Lowmouth\\", "Lowmuth\\"))
    (mills.home / "pelicanconf.py").write_text("PATH = 'content'\nSITENAME = 'x'\n")
    assert main(command) == 1
    err = capsys.readouterr().err.strip().splitlines()[-1]
    assert "lantern.toml: own.lantern does not match its example 'The Lowmouth Lantern goes out'" in err
    assert "Traceback" not in err


class Cluster(Executor):
    """Runs everything at once, and counts what it was given."""

    def __init__(self) -> None:
        self.tasks = 0

    def submit(self, fn: Any, /, *args: Any, **kwargs: Any) -> Future[Any]:
        self.tasks += 1
        future: Future[Any] = Future()
        future.set_result(fn(*args, **kwargs))
        return future


def test_any_executor_and_any_number_of_workers_count_the_same(mills: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pool, "FEW_BYTES", 0)
    monkeypatch.setattr(pool, "_TASK_FILES", 1)
    settings = Settings.read({"PATH": str(mills.content), "BACKFILE_JOBS": 1})
    one = census.count(settings)[1]
    cluster = Cluster()
    assert census.count(settings, executor=cluster)[1] == one
    assert cluster.tasks == 4
    two = Settings.read({"PATH": str(mills.content), "BACKFILE_JOBS": 2})
    assert census.count(two)[1] == one


def test_lines_met_once_are_forgotten_where_there_are_very_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(census, "_MANY", 2)
    whole = Census()
    for batch in (("a", "b"), ("a", "c"), ("a", "d")):
        whole.add(Census(lines={text: Tally(1, 1) for text in batch}, articles=1))
    assert whole.lines["a"].articles == 3 and "b" not in whole.lines


def test_what_looks_like_a_credit_is_said_with_examples() -> None:
    """The rows of suspects pass what rules must pass, when they are read."""
    rows = census.suspect_rows()
    assert len({row.name for row in rows}) == len(rows) and {row.kind for row in rows} == {"credit", "boilerplate"}
    assert all(row.counter_examples for row in rows)


def test_it_fits_a_terminal(mills: Archive) -> None:
    with Terminal("rules", "-q", folder=mills.home, columns=80) as terminal:
        terminal.wait_for("Lines that no rule knows: 2")
        assert terminal.status() == 0
    assert max(map(len, terminal.text.splitlines())) <= 80
    assert re.search(r"^ +4 +4  byline\.by +By Ben Oast$", terminal.text, re.MULTILINE)
