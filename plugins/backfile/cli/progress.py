"""The progress bars of long commands: a line for each stage, with counts and rate."""

from __future__ import annotations

from types import TracebackType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.progress import Progress as RichProgress
    from rich.progress import TaskID


class Stage:
    """One stage of a command while it runs; it draws nothing where there is no bar."""

    def __init__(self, bars: RichProgress | None, name: str, total: int | None) -> None:
        self._bars = bars
        self._task: TaskID | None = None if bars is None else bars.add_task(name, total=total)

    def advance(self, count: int = 1) -> None:
        """Say that `count` more are done."""
        if self._bars is not None and self._task is not None:
            self._bars.advance(self._task, count)

    def __enter__(self) -> Stage:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._bars is not None and self._task is not None and error is None:
            task = self._bars.tasks[self._task]
            self._bars.update(self._task, total=task.total if task.total is not None else task.completed or 1)
            self._bars.update(self._task, completed=self._bars.tasks[self._task].total)


class Bars:
    """Draws on stderr when `show` is true; a context manager whose bars go when it ends.

    The closing report then stands alone.
    """

    def __init__(self, *, show: bool) -> None:
        self._bars = _bars() if show else None

    def stage(self, name: str, total: int | None) -> Stage:
        """Begin a stage. name: what is worked on, as "Pages". total: how many there are, None if not known."""
        return Stage(self._bars, name, total)

    def __enter__(self) -> Bars:
        if self._bars is not None:
            self._bars.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._bars is not None:
            self._bars.stop()


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
