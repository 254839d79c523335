"""`backfile review` as a person meets it: on a terminal, by a pipe, and for programs."""

from __future__ import annotations

import io
import json
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from backfile.cli import main
from backfile.cli.keys import END, LineKeys
from backfile.convert.reviewing import Review, candidates
from backfile.markdown import Value
from backfile.model import Doubt
from backfile.settings import Settings
from tests.archive import Archive, tree
from tests.doubted import FIELDS, RAW, fill
from tests.terminal import Terminal

PROMPT = "? help"
ACCEPTED = "✓ right as it stands"


@pytest.fixture
def doubted(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> Archive:
    """An archive with four doubts, and nothing converted yet; the current folder."""
    fill(archive)
    monkeypatch.chdir(archive.home)
    return archive


def review(archive: Archive, keys: str, *arguments: str) -> int:
    """Run the command with keys from a pipe, a line each."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("sys.stdin", io.StringIO("".join(f"{key}\n" for key in keys.split("|"))))
        return main(["review", *arguments])


def doubts(capsys: pytest.CaptureFixture[str], *arguments: str) -> list[dict[str, object]]:
    capsys.readouterr()
    assert main(["review", "--json", *arguments]) == 0
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def remade(archive: Archive) -> dict[str, bytes]:
    """The articles as they are made from the raw files and the answers alone."""
    shutil.rmtree(archive.content / "articles")
    shutil.rmtree(archive.home / ".backfile")
    assert main(["convert", "-q"]) == 0
    return tree(archive.content / "articles")


def test_a_person_settles_the_doubts_by_keys(doubted: Archive) -> None:
    with Terminal("review", folder=doubted.home) as terminal:
        terminal.wait_for("1 of 4")
        assert "a/ferry.txt" in terminal.text
        terminal.wait_for("ends in the middle of a sentence")
        terminal.wait_for("▸ 9 Passengers queued")
        terminal.wait_for(PROMPT)
        terminal.strike("a")
        terminal.wait_for(ACCEPTED)
        terminal.wait_for("2 of 4")
        terminal.wait_for("2  Council Votes to Close Lowmouth\n")
        terminal.wait_for(PROMPT)
        terminal.strike("2")
        terminal.wait_for("✓ title: Council Votes to Close Lowmouth\n")
        terminal.wait_for("3 of 4")
        terminal.wait_for(PROMPT)
        terminal.strike("e")
        terminal.wait_for("source: ")
        terminal.strike("Lowmouth Post\r")
        terminal.wait_for("✓ source: Lowmouth Post\n")
        terminal.wait_for("4 of 4")
        terminal.wait_for(PROMPT)
        terminal.strike("\x1b[C")  # the right arrow skips
        terminal.wait_for("skipped")
        terminal.wait_for("3 answered, 1 open")
        assert terminal.status() == 0
        assert "\x1b[" in terminal.raw
    front = doubted.markdown()
    assert "source: Lowmouth Post" in front["2012/03/harbour-board-raises-fees.md"]
    glued = front["undated/council-votes-to-close-lowmouth-library-on-saturdays.md"]
    assert "title: Council Votes to Close Lowmouth\n" in glued
    assert "\nLibrary on Saturdays The council of Lowmouth voted" in glued


def test_a_typed_value_begins_with_the_present_one(doubted: Archive) -> None:
    with Terminal("review", "--field", "date", folder=doubted.home) as terminal:
        terminal.wait_for(PROMPT)
        terminal.strike("e")
        terminal.wait_for("date: 2012-03-02")
        terminal.strike("\x7f5 soon\r")
        terminal.wait_for("is no date; type it as 2012-03-02")
        terminal.wait_for("date: 2012-03-05 soon")
        terminal.strike("\x15" + "2012-03-06\r")
        terminal.wait_for("✓ date: 2012-03-06")
        assert terminal.status() == 0
    assert "date: 2012-03-06" in doubted.markdown()["2012/03/mill-turns-again.md"]


@pytest.mark.parametrize("end", ["interrupt", "kill"])
def test_nothing_answered_is_lost(doubted: Archive, end: str, capsys: pytest.CaptureFixture[str]) -> None:
    with Terminal("review", "--field", "source", "--field", "date", folder=doubted.home) as terminal:
        terminal.wait_for("1 of 2")
        terminal.wait_for(PROMPT)
        terminal.strike("1")
        terminal.wait_for("✓ source: Bloomberg")
        terminal.wait_for("2 of 2")
        terminal.wait_for(PROMPT)
        if end == "kill":
            terminal.kill()
            assert terminal.status() == -signal.SIGKILL
        else:
            terminal.strike("\x03")
            terminal.wait_for("1 answered, 1 open")
            terminal.wait_for("backfile: interrupted; every answer is kept")
            assert terminal.status() == 130
            assert "source: Bloomberg" in doubted.markdown()["2012/03/harbour-board-raises-fees.md"]
    assert [doubt["field"] for doubt in doubts(capsys)] == ["body", "title", "date"]
    assert "source: Bloomberg" in doubted.markdown()["2012/03/harbour-board-raises-fees.md"]


def test_the_terminal_is_left_as_it_was(doubted: Archive) -> None:
    """Keys are read without echo and Enter, also when they are struck ahead."""
    with Terminal("review", folder=doubted.home) as terminal:
        terminal.wait_for(PROMPT)
        terminal.strike("ssxq")  # struck ahead; x is no key
        terminal.wait_for("'x' is none of the keys")
        terminal.wait_for("0 answered, 4 open")
        assert terminal.status() == 0
        assert "ssxq" not in terminal.text


def test_the_body_is_edited_in_the_persons_editor(doubted: Archive, tmp_path: Path) -> None:
    editor = tmp_path / "editor"
    editor.write_text("#!/bin/sh\nsed -i 's/, while the second one$/./' \"$1\"\n")
    editor.chmod(0o755)
    with Terminal("review", "--field", "body", folder=doubted.home, environment={"EDITOR": str(editor)}) as terminal:
        terminal.wait_for(PROMPT)
        terminal.strike("e")
        terminal.wait_for("✓ body: the body as you edited it")
        assert terminal.status() == 0
    assert doubted.markdown()["2012/03/ferry-line-reopens-after-storm.md"].endswith("taken, its captain said.\n")
    assert doubted.markdown() == {name: data.decode() for name, data in remade(doubted).items()}


def test_an_archive_made_anew_from_its_raw_files_has_the_answers(doubted: Archive) -> None:
    assert review(doubted, "a|3|e|Lowmouth Post|2") == 0
    before = tree(doubted.content / "articles")
    assert remade(doubted) == before
    assert main(["convert", "-q", "--refresh"]) == 0
    assert tree(doubted.content / "articles") == before


@pytest.mark.parametrize("keys", ["a|a|a|a", "s|-|-|-", "s|2|1|2", "a|e|Library to Close|s|e|2011-01-02"])
def test_answers_are_the_same_in_the_articles_made_anew(doubted: Archive, keys: str) -> None:
    assert review(doubted, keys) == 0
    before = tree(doubted.content / "articles")
    assert remade(doubted) == before


def test_back_shows_the_answer_and_takes_another(doubted: Archive, capsys: pytest.CaptureFixture[str]) -> None:
    assert review(doubted, "s|1|b|b|b|s|2|q") == 0
    out = capsys.readouterr().out
    assert out.count("2 of 4") == 3 and "this is the first one" in out
    assert "answered  Council Votes to Close Lowmouth Library on Saturdays" in out
    assert "1 answered, 3 open" in out
    (glued,) = [text for name, text in doubted.markdown().items() if name.startswith("undated/")]
    assert "title: Council Votes to Close Lowmouth\n" in glued


def test_an_answer_can_be_taken_back(doubted: Archive, capsys: pytest.CaptureFixture[str]) -> None:
    assert review(doubted, "a|b|u|q") == 0
    assert "0 answered, 4 open" in capsys.readouterr().out
    assert [doubt["field"] for doubt in doubts(capsys)] == FIELDS


def test_answered_doubts_are_open_nowhere(doubted: Archive, capsys: pytest.CaptureFixture[str]) -> None:
    assert review(doubted, "a|a|a|s") == 0
    capsys.readouterr()
    for command in (["convert"], ["build", "--no-search"]):
        assert main(command) == 0
        assert "1 in 1 article; `backfile review` shows them" in capsys.readouterr().out
    assert main(["check", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["doubts"] == 1
    assert [doubt["field"] for doubt in doubts(capsys)] == ["date"]


def test_an_accepted_value_stands_when_the_rules_change(doubted: Archive) -> None:
    assert review(doubted, "s|s|s|a") == 0
    rules = doubted.content / "rules" / "own.toml"
    rules.parent.mkdir()
    rules.write_text(
        "[[rule]]\nname = 'key.printed'\nkind = 'discard'\npattern = 'March\\ 2,\\ 2012'\n"
        "examples = ['March 2, 2012']\n"
    )
    assert main(["convert", "--refresh", "-q"]) == 0
    assert "date: 2012-03-02\n" in doubted.markdown()["2012/03/mill-turns-again.md"]


def test_a_program_gets_the_doubts_with_their_lines(doubted: Archive, capsys: pytest.CaptureFixture[str]) -> None:
    listed = doubts(capsys)
    assert [doubt["field"] for doubt in listed] == FIELDS
    assert [doubt["raw"] for doubt in listed] == list(RAW)
    mill = listed[3]
    assert mill["article"] == "2012/03/mill-turns-again.md"
    assert (mill["kind"], mill["value"], mill["candidates"]) == (
        "two-dates",
        "2012-03-02",
        ["2012-03-02", "2012-03-05"],
    )
    assert [(line["number"], line["text"]) for line in mill["lines"]] == [  # type: ignore[attr-defined]
        (5, "March 2, 2012"),
        (7, "March 5, 2012"),
    ]


@pytest.mark.parametrize(
    ("arguments", "fields"),
    [
        (["--field", "title", "--field", "date"], ["title", "date"]),
        (["content/raw/b"], ["title", "source"]),
        (["content/raw/c/mill.txt", "content/articles/undated"], ["title", "date"]),
        (["--field", "date", "content/raw/b"], []),
    ],
)
def test_some_of_the_doubts(
    doubted: Archive, arguments: list[str], fields: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["convert", "-q"]) == 0
    assert [doubt["field"] for doubt in doubts(capsys, *arguments)] == fields


@pytest.mark.parametrize(
    ("arguments", "status", "said"),
    [
        (["--field", "mood"], 2, "mood is no field of an article; the fields are title, date"),
        (["content/raw/gone.txt"], 1, "content/raw/gone.txt: no such file or folder"),
        (["content"], 1, "content: not in this archive; name files or folders in"),
    ],
)
@pytest.mark.usefixtures("doubted")
def test_what_is_not_there_is_said_in_one_line(
    arguments: list[str], status: int, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["review", *arguments]) == status
    err = capsys.readouterr().err
    assert err.startswith("backfile: ") and said in err and err.count("\n") == 1


def test_a_pipe_that_ends_leaves_the_rest_open(doubted: Archive, capsys: pytest.CaptureFixture[str]) -> None:
    assert review(doubted, "a") == 0
    assert "1 answered, 3 open" in capsys.readouterr().out


def test_an_archive_without_doubts(
    archive: Archive, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    archive.raw("mill.txt", RAW["c/mill.txt"].replace("March 5, 2012\n\n", ""))
    monkeypatch.chdir(archive.home)
    assert main(["review"]) == 0
    assert capsys.readouterr().out == "No open doubts.\n"


def test_an_output_that_nobody_sees_is_refused(doubted: Archive) -> None:
    ours, theirs = os.openpty()
    command = [sys.executable, "-m", "backfile.cli", "review"]
    run = subprocess.run(command, stdin=theirs, capture_output=True, text=True, cwd=doubted.home, timeout=60)
    os.close(ours)
    os.close(theirs)
    assert (run.returncode, run.stdout) == (2, "")
    assert run.stderr == "backfile: the doubts are shown on a terminal, and the output is none; --json lists them\n"


def test_a_value_that_somebody_wrote_meanwhile_stands_and_is_said(
    doubted: Archive, capsys: pytest.CaptureFixture[str]
) -> None:
    talk = Review(Settings.read({"PATH": str(doubted.content), "BACKFILE_JOBS": 1}), fields=["date"])
    talk.answer(0, "2012-03-05")
    name = "2012/03/mill-turns-again.md"
    path = doubted.content / "articles" / name
    path.write_text(path.read_text().replace("date: 2012-03-02", "date: 2012-03-09"))
    assert talk.finish() == [name]
    assert "date: 2012-03-09" in path.read_text()
    assert [doubt["field"] for doubt in doubts(capsys)] == ["body", "title", "source"]


def test_one_answer_settles_all_doubts_about_a_field(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    later = " ".join(f"The ferry sailed on day {day}, with every seat taken, as its captain said." for day in range(30))
    archive.raw(
        "a.txt", f"{RAW['a/ferry.txt']}\nTo contact the reporter on this story: Ada Quill\n\n{later}\n\n{later}\n"
    )
    monkeypatch.chdir(archive.home)
    talk = Review(Settings.read({"PATH": str(archive.content), "BACKFILE_JOBS": 1}), fields=["body"])
    assert [one.doubt.kind for one in talk.doubts] == ["two-articles", "mid-sentence"]
    assert [doubt.kind for doubt in talk.question(0).further] == ["mid-sentence"]
    talk.accept(0)
    assert talk.is_settled(1) and talk.finish() == []
    talk.withdraw(0)
    assert not talk.is_settled(0) and not talk.is_settled(1)


@pytest.mark.parametrize(
    ("field", "named", "now", "offered"),
    [
        ("title", ("Mill", "Mill Turns"), "Mill", ["Mill", "Mill Turns"]),
        ("date", ("2012-03-02", "soon"), None, ["2012-03-02"]),
        ("reporters", ("Ely",), ["Ada Quill"], [["Ada Quill", "Ely"], ["Ely"]]),
        ("reporters", ("Ada Quill",), ["Ada Quill"], [["Ada Quill"]]),
        ("editors", ("Ely", "Ely"), None, [["Ely"]]),
        ("body", ("German",), "Das Rad.", []),
    ],
)
def test_candidates_are_values_of_the_field(
    field: str, named: tuple[str, ...], now: Value, offered: list[Value]
) -> None:
    """A name that was not taken for one is offered beside those that were; words about a body are no body."""
    assert candidates([Doubt(field, "k", "why", named)], now) == offered


def test_keys_in_lines() -> None:
    keys = LineKeys(io.StringIO("accept\n\nq"))
    assert [keys.key() for _ in range(4)] == ["a", "\n", "q", END]


def test_a_source_that_is_gone_is_said(doubted: Archive, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["convert", "-q"]) == 0
    outside = doubted.home / "elsewhere.txt"
    outside.write_text(RAW["c/mill.txt"].replace("Mill Turns", "Old Mill Turns"))
    assert main(["convert", "-q", str(outside)]) == 0
    assert review(doubted, "s|m|2", "--field", "date") == 0
    out = capsys.readouterr().out
    assert "The source cannot be read any more" in out and "✓ date: 2012-03-05" in out


def test_text_of_the_source_cannot_command_the_terminal(doubted: Archive) -> None:
    doubted.raw("c/mill.txt", RAW["c/mill.txt"].replace("March 5, 2012", "March 5, 2012\x1b]0;x\x07 \u202e"))
    with Terminal("review", "--field", "date", folder=doubted.home) as terminal:
        terminal.wait_for(PROMPT)
        terminal.strike("q")
        assert terminal.status() == 0
        assert not {"\x07", "\u202e"} & set(terminal.raw) and "\x1b]" not in terminal.raw
