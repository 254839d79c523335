"""What a person answers on a terminal: single keys, and lines that may be edited; from a pipe, a line each."""

from __future__ import annotations

import codecs
import importlib
import os
import sys
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from types import ModuleType, TracebackType
from typing import Any, Protocol, TextIO

END = "\x04"
"""The key that says that nothing more comes: Ctrl-D, or the end of a pipe."""

_ARROWS = {"D": "left", "C": "right", "A": "up", "B": "down"}


class Keys(Protocol):
    """Where a person's answers come from; a context manager, while it lasts keys are not shown as they are struck."""

    def key(self) -> str:
        """Wait for one key. Returns its character, `left` and the like for an arrow, or END."""

    def line(self, prompt: str, present: str) -> str | None:
        """Ask for a line of text. present: stands there to be edited, where that can be. None: nothing was given."""

    def aside(self) -> AbstractContextManager[None]:
        """Let another program have the terminal for a while."""

    def __enter__(self) -> Keys: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...


def open_keys(stream: TextIO | None = None) -> Keys:
    """Single keys where a person sits at a terminal that can give them, else lines. stream: stdin unless given."""
    stream = sys.stdin if stream is None else stream
    if stream.isatty():
        termios = _module("termios")
        if termios is not None:
            return TerminalKeys(stream, termios)
    return LineKeys(stream)


class LineKeys:
    """Keys from lines: of each the first character counts. For pipes, and for systems without terminal modes."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def key(self) -> str:
        """Read a line for a key; END at the end."""
        line = self._stream.readline()
        return (line.strip()[:1] or "\n") if line else END

    def line(self, prompt: str, present: str) -> str | None:
        """Read a line as it stands."""
        sys.stdout.write(prompt)
        sys.stdout.flush()
        return self._stream.readline().strip() or None

    def aside(self) -> AbstractContextManager[None]:
        """Nothing is to be done."""
        return nullcontext()

    def __enter__(self) -> LineKeys:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        return None


class TerminalKeys:
    """Keys as they are struck, without Enter; Ctrl-C is an interrupt as ever."""

    def __init__(self, stream: TextIO, termios: ModuleType) -> None:
        self._file = stream.fileno()
        self._termios = termios
        self._decode = codecs.getincrementaldecoder(stream.encoding or "utf-8")("replace").decode
        self._waiting = ""
        self._before: list[Any] = termios.tcgetattr(self._file)

    def key(self) -> str:
        """Wait for one key."""
        while not self._waiting:
            data = os.read(self._file, 256)
            if not data:
                return END
            self._waiting = self._decode(data)
        key, self._waiting = self._waiting[:1], self._waiting[1:]
        if key != "\x1b" or self._waiting[:1] not in ("[", "O"):
            return key
        # An arrow, or another key that sends several characters: all of them are one key.
        end = next((n for n, c in enumerate(self._waiting[1:], 2) if c.isalpha() or c == "~"), len(self._waiting))
        last, self._waiting = self._waiting[end - 1 : end], self._waiting[end:]
        return _ARROWS.get(last, "\x1b")

    def line(self, prompt: str, present: str) -> str | None:
        """Ask for a line, with the system's line editor where there is one."""
        readline = _module("readline")
        begins, self._waiting = present + self._waiting, ""
        if readline is not None:
            readline.set_startup_hook(lambda: readline.insert_text(begins))
        try:
            with self.aside():
                return input(prompt).strip() or None
        except EOFError:
            sys.stdout.write("\n")
            return None
        finally:
            if readline is not None:
                readline.set_startup_hook(None)

    @contextmanager
    def aside(self) -> Iterator[None]:
        """Give the terminal back as it was, for a while."""
        self._set(self._before)
        try:
            yield
        finally:
            self.__enter__()

    def __enter__(self) -> TerminalKeys:
        termios = self._termios
        mode = [*self._before[:6], list(self._before[6])]
        mode[3] &= ~(termios.ICANON | termios.ECHO)
        mode[6][termios.VMIN], mode[6][termios.VTIME] = 1, 0
        self._set(mode)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._set(self._before)

    def _set(self, mode: list[Any]) -> None:
        # What was struck too early is kept: TCSADRAIN, and not TCSAFLUSH.
        self._termios.tcsetattr(self._file, self._termios.TCSADRAIN, mode)


def _module(name: str) -> ModuleType | None:
    """A module that not every system has."""
    try:
        return importlib.import_module(name)
    except ImportError:
        return None
