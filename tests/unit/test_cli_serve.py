"""`backfile serve` as it runs: what is saved is built and told to the browser; Ctrl-C ends it quietly."""

from __future__ import annotations

import http.client
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from backfile.cli import main
from backfile.cli.serve import forget_modules, watched


@pytest.fixture
def archive_folder(tmp_path: Path) -> Path:
    folder = tmp_path / "herald"
    assert main(["-q", "init", str(folder)]) == 0
    return folder


@pytest.fixture
def serving(archive_folder: Path) -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-m", "backfile.cli", "serve", "--port", "0", "--no-search"]
    with subprocess.Popen(
        command, cwd=archive_folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        yield process
        if process.poll() is None:
            process.kill()


def address(process: subprocess.Popen[str]) -> tuple[str, list[str]]:
    """Read the report up to the line that names the address."""
    assert process.stdout is not None and process.stderr is not None
    lines: list[str] = []
    for line in process.stdout:
        if line.startswith("Serving "):
            return line.split()[1], lines
        lines.append(line)
    raise AssertionError(process.stderr.read())


def get(url: str) -> str:
    parts = urlsplit(url)
    connection = http.client.HTTPConnection(parts.netloc, timeout=60)
    try:
        connection.request("GET", parts.path)
        response = connection.getresponse()
        assert response.status == 200
        return response.read().decode()
    finally:
        connection.close()


def test_what_is_saved_is_on_the_page(archive_folder: Path, serving: subprocess.Popen[str]) -> None:
    url, report = address(serving)
    assert any(line.startswith("Read ") for line in report)
    assert "Harbour Ferry Returns" in get(url)
    events = http.client.HTTPConnection(urlsplit(url).netloc, timeout=60)
    events.request("GET", "/_backfile/events")
    stream = events.getresponse()
    assert stream.readline() == b"data: 0\n"
    article = next((archive_folder / "content/articles").rglob("*.md"))
    article.write_text(article.read_text().replace("Harbour Ferry Returns", "Old Boat Comes Back", 1))
    assert stream.readline() == b"\n"
    said = stream.readline()
    while not said.startswith(b"data: "):
        said = stream.readline()
    assert said == b"data: 1\n"
    assert "Old Boat Comes Back" in get(url)
    serving.send_signal(signal.SIGINT)
    _, err = serving.communicate(timeout=60)
    events.close()
    assert serving.returncode == 0
    assert err.endswith("backfile: ended\n")
    assert "Traceback" not in err


def test_a_broken_settings_file_does_not_end_it(archive_folder: Path, serving: subprocess.Popen[str]) -> None:
    url, _ = address(serving)
    assert serving.stderr is not None
    settings = archive_folder / "pelicanconf.py"
    good = settings.read_text()
    settings.write_text("BACKFILE_SERCH = True\n" + good)
    line = serving.stderr.readline()
    while "BACKFILE_SERCH" not in line:
        assert line, "ended without naming the setting"
        line = serving.stderr.readline()
    assert "Traceback" not in line
    assert "Harbour Ferry Returns" in get(url)


def test_content_theme_and_settings_are_watched(archive_folder: Path) -> None:
    (archive_folder / "mine").mkdir()
    paths = watched(archive_folder / "content", archive_folder / "pelicanconf.py", "mine")
    assert paths == tuple(archive_folder / name for name in ("content", "mine", "pelicanconf.py", "publishconf.py"))
    paths = watched(archive_folder / "content", archive_folder / "pelicanconf.py", None)
    assert (paths[1] / "templates/base.html").is_file()


def test_settings_are_read_anew(archive_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "pelicanconf", raising=False)
    monkeypatch.syspath_prepend(str(archive_folder))
    import pelicanconf

    monkeypatch.setitem(sys.modules, "pelicanconf", pelicanconf)
    assert Path(str(pelicanconf.__file__)).parent == archive_folder
    forget_modules(archive_folder / "publishconf.py")
    assert "pelicanconf" not in sys.modules
    monkeypatch.setitem(sys.modules, "pelicanconf", pelicanconf)
    forget_modules(archive_folder.parent / "elsewhere.py")
    assert "pelicanconf" in sys.modules
