"""`backfile convert --dask`: a cluster converts, one of its processes dies, and the archive is the ordinary one."""

from __future__ import annotations

import json
import os
import signal
import sys
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import dask
import pytest
from distributed import LocalCluster

from backfile import conversion
from backfile.cli import main
from backfile.convert import pool
from backfile.convert.keeper import Keeper
from backfile.convert.work import shipped
from backfile.model import Article, RawArticle
from tests.archive import Archive, tree

ARTICLES = 60
TWICE = 7
"""How many of them come a second time under another name."""


FATAL = "2/32.txt"
LAST_WORDS = "BACKFILE_TEST_LAST_WORDS"
"""The variable that names a pipe, into which a worker writes its number before it is killed."""


def convert_or_die(raw: RawArticle, rules: Any) -> Article:
    """As shipped; but the first worker that meets one article says who it is, and works on it until it is killed."""
    if raw.path == FATAL:
        pipe = Path(os.environ[LAST_WORDS])
        try:
            pipe.with_name("met").touch(exist_ok=False)
        except FileExistsError:
            pass
        else:
            pipe.write_text(str(os.getpid()))
            threading.Event().wait()
    return conversion.convert(raw, rules)


@pytest.fixture
def pipe(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "pipe"
    os.mkfifo(path)
    monkeypatch.setenv(LAST_WORDS, str(path))
    return path


@pytest.fixture
def cluster(pipe: Path) -> Iterator[LocalCluster]:
    """Two workers on this machine, a process each, that listen on loopback alone and show nothing."""
    with LocalCluster(
        n_workers=2,
        threads_per_worker=1,
        memory_limit=0,
        host="127.0.0.1",
        dashboard_address=None,
        scheduler_kwargs={"dashboard_address": "127.0.0.1:0"},
        worker_dashboard_address="127.0.0.1:0",
    ) as cluster:
        yield cluster


def pile(home: Path) -> Archive:
    """An archive of raw articles that were written for this test, some of them lying there twice."""
    archive = Archive(home)
    for number in range(ARTICLES):
        text = (
            f"Ferry No. {number} Leaves Ostvik Late\n\nBy Marta Lindqvist\n\nMarch {number % 28 + 1}, 2012\n\n"
            f"OSTVIK (Northwire) - The ferry left {number} minutes late, the harbour office said.\n\n"
            f"Nobody of the {number + 40} on board complained.\n"
        )
        archive.raw(f"{number % 5}/{number}.txt", text)
        if number < TWICE:
            archive.raw(f"again/{number}.txt", text)
    return archive


def convert(
    archive: Archive, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], *options: str
) -> Any:
    """Convert by the command, and return its report."""
    monkeypatch.chdir(archive.home)
    assert main(["convert", "--json", "--jobs", "1", *options]) == 0
    return json.loads(capsys.readouterr().out)


def test_a_worker_killed_in_the_middle_loses_nothing_and_doubles_nothing(
    cluster: LocalCluster,
    pipe: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    ordinary = pile(tmp_path / "ordinary")
    expected = convert(ordinary, monkeypatch, capsys)
    assert (expected["written"], len(expected["duplicates"])) == (ARTICLES, TWICE)

    workers = set(cluster.scheduler.workers)
    killer = threading.Thread(target=lambda: os.kill(int(pipe.read_text()), signal.SIGKILL), daemon=True)
    killer.start()
    taken: list[str] = []
    take = Keeper.take

    def count(self: Keeper, name: str, *args: Any, **kwargs: Any) -> None:
        taken.append(name)
        take(self, name, *args, **kwargs)

    monkeypatch.setattr(pool, "_TASK_FILES", 1)
    monkeypatch.setattr(Keeper, "take", count)
    monkeypatch.setattr("backfile.convert.archive.shipped", lambda: replace(shipped(), convert=convert_or_die))
    spread = pile(tmp_path / "spread")
    report = convert(spread, monkeypatch, capsys, "--dask", cluster.scheduler_address)

    killer.join()
    assert len(workers) == 2 and set(cluster.scheduler.workers) != workers
    assert len(taken) == len(set(taken)) == ARTICLES + TWICE
    assert report == expected
    assert tree(spread.content) == tree(ordinary.content)
    again = convert(spread, monkeypatch, capsys, "--dask", cluster.scheduler_address)
    assert (again["written"], again["read"]) == (0, ARTICLES + TWICE)


def test_without_the_extra_one_line_names_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(pile(tmp_path / "archive").home)
    monkeypatch.setitem(sys.modules, "distributed", None)
    assert main(["convert", "--dask", "tcp://127.0.0.1:8786"]) == 1
    said = "backfile: --dask needs the extra of that name: python -m pip install 'backfile[dask]'\n"
    assert capsys.readouterr().err == said
    assert not (tmp_path / "archive/content/articles").exists()


@pytest.mark.parametrize("address", ["tcp://127.0.0.1:1", "nowhere://at.all", "127.0.0.1"])
def test_an_address_where_no_scheduler_answers(
    address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(pile(tmp_path / "archive").home)
    with dask.config.set({"distributed.comm.timeouts.connect": "50ms"}):
        assert main(["convert", "--dask", address]) == 1
    assert f"{address}: no Dask scheduler answers there" in capsys.readouterr().err
