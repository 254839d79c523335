"""The progress bars of long commands: a line for each stage, with counts and rate."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from types import TracebackType
from typing import TYPE_CHECKING

from backfile.progress import Lines, Stage

if TYPE_CHECKING:
    from rich.progress import Progress as RichProgress
    from rich.progress import TaskID


class Bars:
    """Draws on stderr when `show` is true, else says it in the log; a context manager whose bars go when it ends.

    The closing report then stands alone.
    """

    def __init__(self, *, show: bool) -> None:
        self._bars = _bars() if show else None
        self._lines = Lines()

    def stage(self, label: str, total: int | None, /) -> AbstractContextManager[Stage]:
        """Begin a stage. label: what is worked on, as "Pages". total: how many there are, None if not known."""
        return self._lines.stage(label, total) if self._bars is None else _stage(self._bars, label, total)

    def __enter__(self) -> Bars:
        if self._bars is not None:
            self._bars.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._bars is not None:
            self._bars.stop()


class _Bar:
    """One bar."""

    def __init__(self, bars: RichProgress, task: TaskID) -> None:
        self._bars = bars
        self._task = task

    def advance(self, count: int = 1, /) -> None:
        self._bars.advance(self._task, count)


@contextmanager
def _stage(bars: RichProgress, label: str, total: int | None) -> Iterator[Stage]:
    task = bars.add_task(label, total=total)
    yield _Bar(bars, task)
    if total is None:  # it is known now
        done = max(int(bars.tasks[task].completed), 1)
        bars.update(task, total=done, completed=done)


def _bars() -> RichProgress:
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        ProgressColumn,
        Task,
        TextColumn,
        TimeElapsedColumn,
    )
    from rich.progress import Progress as RichProgress
    from rich.text import Text

    class Rate(ProgressColumn):
        """How many a second, once it is known."""

        def render(self, task: Task) -> Text:
            speed = task.finished_speed or task.speed
            return Text(f"{speed:,.0f}/s" if speed else "", style="progress.data.speed")

    return RichProgress(
        TextColumn("{task.description:<12}"),
        BarColumn(),
        MofNCompleteColumn(),
        Rate(),
        TimeElapsedColumn(),
        console=Console(stderr=True),
        transient=True,
    )
