"""Publishing: only what differs is renamed, and a build that is killed is finished or dropped, never half shown."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backfile.stage import OutputError, Stage


@pytest.fixture
def stage(tmp_path: Path) -> Stage:
    stage = Stage(tmp_path / "output", tmp_path / ".backfile")
    stage.open()
    return stage


def tree(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def test_commit_writes_what_differs_and_removes_what_is_named(stage: Stage) -> None:
    stage.write("index.html", b"one")
    stage.write("2012/03/a.html", b"a")
    stage.commit()
    before = (stage.output / "index.html").stat()
    stage.open()
    stage.write("index.html", b"one")
    stage.write("2012/03/b.html", b"b")
    done = stage.commit(remove=["2012/03/a.html", "never/was.html"])
    assert tree(stage.output) == {"index.html": b"one", "2012/03/b.html": b"b"}
    assert (done.written, done.removed, done.unchanged) == (("2012/03/b.html",), ("2012/03/a.html",), 1)
    after = (stage.output / "index.html").stat()
    assert (before.st_ino, before.st_mtime_ns) == (after.st_ino, after.st_mtime_ns)


def test_removing_the_last_file_of_a_folder_removes_the_folder(stage: Stage) -> None:
    stage.write("people/a/index.html", b"a")
    stage.commit()
    stage.open()
    stage.commit(remove=["people/a/index.html"])
    assert not (stage.output / "people").exists()
    assert stage.output.is_dir()


def test_a_stage_without_a_journal_is_dropped(stage: Stage) -> None:
    stage.write("index.html", b"half a build")
    again = Stage(stage.output, stage.root.parent)
    assert again.open() is False
    assert list(again.names()) == []
    assert tree(stage.output) == {}


@pytest.mark.parametrize("killed_after", range(5))
def test_a_journal_is_finished_from_any_point(stage: Stage, killed_after: int, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in "abc":
        stage.write(f"{name}.html", b"old")
    stage.commit()
    stage.open()
    for name in "abd":
        stage.write(f"{name}.html", b"new")

    class Killed(BaseException):
        pass

    steps = 0
    replace, unlink = Path.replace, Path.unlink

    def counted(path: Path) -> None:
        nonlocal steps
        if path.suffix == ".html" and (steps := steps + 1) > killed_after:
            raise Killed

    def dying_replace(path: Path, target: Path) -> Path:
        counted(path)
        return replace(path, target)

    def dying_unlink(path: Path, missing_ok: bool = False) -> None:
        counted(path)
        unlink(path, missing_ok)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", dying_replace)
        patch.setattr(Path, "unlink", dying_unlink)
        try:
            stage.commit(remove=["c.html"])
        except Killed:
            assert json.loads(stage.journal.read_text())["remove"] == ["c.html"]
    assert set(tree(stage.output).values()) <= {b"old", b"new"}  # each file whole at every moment
    Stage(stage.output, stage.root.parent).open()
    assert tree(stage.output) == {"a.html": b"new", "b.html": b"new", "d.html": b"new"}


def test_a_folder_and_a_file_may_change_places(stage: Stage) -> None:
    stage.write("a", b"file")
    stage.write("b/c", b"file")
    stage.commit()
    stage.open()
    stage.write("a/x", b"now a folder")
    stage.write("b", b"now a file")
    stage.commit(remove=["a", "b/c"])
    assert tree(stage.output) == {"a/x": b"now a folder", "b": b"now a file"}


@given(st.sampled_from(["../x", "/etc/x", "a/../../x", "", ".", "a\0b"]))
def test_no_name_leads_out_of_the_output(name: str) -> None:
    stage = Stage.__new__(Stage)
    stage.files = Path("stage")
    with pytest.raises(ValueError, match="leads out"):
        stage.path(name)


def test_an_output_that_cannot_be_made_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "output").write_text("a file")
    with pytest.raises(OutputError, match="choose another --output"):
        Stage(tmp_path / "output", tmp_path / ".backfile")
