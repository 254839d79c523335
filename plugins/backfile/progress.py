"""How a long stage tells what it has done, to whatever shows it."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from typing import Protocol

logger = logging.getLogger(__name__)


class Stage(Protocol):
    """One stage while it runs."""

    def advance(self, count: int = 1, /) -> None:
        """Say that `count` more are done."""


class Progress(Protocol):
    """Shows the stages of a command, one after the other."""

    def stage(self, label: str, total: int | None, /) -> AbstractContextManager[Stage]:
        """Begin a stage. label: what is worked on. total: how many there are, None where that is not known."""


class _NoStage:
    def advance(self, count: int = 1, /) -> None:
        """Show nothing."""


class _Silent:
    def stage(self, label: str, total: int | None, /) -> AbstractContextManager[Stage]:
        """Begin a stage that shows nothing."""
        return nullcontext(_NoStage())


SILENT: Progress = _Silent()
"""Shows nothing."""


class Lines:
    """Says in a line of the log when a stage began and when it ended, with counts and rate: for CI with -v.

    clock: seconds, for the rate. say: takes each line.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic, say: Callable[[str], None] = logger.info) -> None:
        self._clock = clock
        self._say = say

    @contextmanager
    def stage(self, label: str, total: int | None, /) -> Iterator[Stage]:
        """Begin a stage."""
        self._say(f"{label}: {total:,}" if total is not None else f"{label} …")
        started = self._clock()
        count = _Count()
        yield count
        seconds = self._clock() - started
        rate = f", {count.done / seconds:,.0f} a second" if count.done and seconds > 0 else ""
        self._say(f"{label}: {count.done:,} done in {seconds:.1f} s{rate}")


class _Count:
    def __init__(self) -> None:
        self.done = 0

    def advance(self, count: int = 1, /) -> None:
        """Count what is done."""
        self.done += count
