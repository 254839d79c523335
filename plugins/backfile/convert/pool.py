"""Jobs over processes: the outcomes come in the order of the jobs, whatever the number of workers."""

from __future__ import annotations

import multiprocessing
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Executor, Future, ProcessPoolExecutor

from backfile.convert.work import Job, Outcome, Tools, work

FEW_BYTES = 2_000_000
"""Below this much raw text, in bytes, processes cost more than they give."""

_TASK_BYTES = 200_000
_TASK_FILES = 64


def outcomes(
    jobs: Sequence[tuple[Job, int]], tools: Tools, *, workers: int, executor: Executor | None = None
) -> Iterator[Outcome]:
    """Do the jobs, in processes where there is enough to do.

    jobs: each with its size in bytes. executor: does the work in place of processes of our own.
    """
    tasks = list(_tasks(jobs))
    if executor is not None:
        yield from _spread(tasks, tools, executor, 8)
    elif workers < 2 or len(tasks) < 2 or sum(size for _, size in jobs) < FEW_BYTES:
        for task in tasks:
            yield from work(task, tools)
    else:
        # Forking a process that has threads (a progress bar is one) may lock it up.
        methods = multiprocessing.get_all_start_methods()
        context = multiprocessing.get_context("forkserver" if "forkserver" in methods else "spawn")
        with ProcessPoolExecutor(min(workers, len(tasks)), mp_context=context) as processes:
            yield from _spread(tasks, tools, processes, 4 * workers)


def _tasks(jobs: Sequence[tuple[Job, int]]) -> Iterator[tuple[Job, ...]]:
    task: list[Job] = []
    total = 0
    for job, size in jobs:
        task.append(job)
        total += size
        if total >= _TASK_BYTES or len(task) >= _TASK_FILES:
            yield tuple(task)
            task, total = [], 0
    if task:
        yield tuple(task)


def _spread(tasks: Sequence[tuple[Job, ...]], tools: Tools, executor: Executor, ahead: int) -> Iterator[Outcome]:
    """Keep a bounded number of tasks in flight, so that memory does not grow with the archive."""
    flying: deque[Future[list[Outcome]]] = deque()
    for task in tasks:
        if len(flying) >= ahead:
            yield from flying.popleft().result()
        flying.append(executor.submit(work, task, tools))
    while flying:
        yield from flying.popleft().result()
