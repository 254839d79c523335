"""A terminal for tests: a program runs in it, what it shows is read, keys are struck."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import struct
import subprocess
import sys
import termios
from pathlib import Path

_CODES = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|[@-Z\\-_])")
_FILL = re.compile(r" +\n")
_PATIENCE = 30.0  # seconds after which a text that is waited for will not come


class Terminal:
    """Runs `backfile` with its three streams on a terminal of its own; a context manager that ends it."""

    def __init__(self, *arguments: str, folder: Path, columns: int = 100, environment: dict[str, str] | None = None):
        self._ours, theirs = pty.openpty()
        fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 40, columns, 0, 0))
        env = {k: v for k, v in os.environ.items() if k not in ("NO_COLOR", "COLUMNS", "EDITOR", "VISUAL")}
        self._process = subprocess.Popen(
            [sys.executable, "-m", "backfile.cli", *arguments],
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            cwd=folder,
            env={**env, "TERM": "xterm-256color", **(environment or {})},
            start_new_session=True,
            preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),
        )
        os.close(theirs)
        self.raw = ""
        self._seen = 0

    @property
    def text(self) -> str:
        """All that was shown, without colours and without the blanks that fill up its lines."""
        return _FILL.sub("\n", _CODES.sub("", self.raw).replace("\r", ""))

    def wait_for(self, text: str) -> None:
        """Read until a text is shown that was not there when the last one was waited for."""
        while text not in self.text[self._seen :]:
            if not self._read():
                raise AssertionError(f"{text!r} was never shown; this was:\n{self.text[self._seen :]}")
        self._seen = self.text.index(text, self._seen) + len(text)

    def strike(self, keys: str) -> None:
        os.write(self._ours, keys.encode())

    def status(self) -> int:
        """Read to the end; the exit status."""
        while self._read():
            pass
        return self._process.wait(_PATIENCE)

    def kill(self) -> None:
        self._process.kill()

    def _read(self) -> bool:
        ready, _, _ = select.select([self._ours], [], [], _PATIENCE)
        if not ready:
            return False
        try:
            data = os.read(self._ours, 65536)
        except OSError:  # the program has ended
            return False
        self.raw += data.decode("utf-8", "replace")
        return bool(data)

    def __enter__(self) -> Terminal:
        return self

    def __exit__(self, *args: object) -> None:
        self._process.kill()
        self._process.wait()
        os.close(self._ours)
