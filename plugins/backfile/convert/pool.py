"""Jobs over processes: the outcomes come in the order of the jobs, whatever the number of workers."""

from __future__ import annotations

import hashlib
import logging
import multiprocessing
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from dataclasses import replace
from functools import partial
from typing import TypeVar

from backfile.convert.work import Job, Outcome, Tools, joined, killed, records, work

logger = logging.getLogger(__name__)

FEW_BYTES = 2_000_000
"""Below this much raw text, in bytes, processes cost more than they give."""

LARGE_BYTES = 4_000_000
"""From this size on, in bytes, the records of one raw file are shared out among the processes."""

_AHEAD = 64
"""How many tasks another's executor is given before the first is done: work for as many processes, 13 MB of text."""

_TASK_BYTES = 200_000
_TASK_FILES = 64

T = TypeVar("T")
R = TypeVar("R")


def outcomes(
    jobs: Sequence[tuple[Job, int]], tools: Tools, *, workers: int, executor: Executor | None = None
) -> Iterator[Outcome]:
    """Do the jobs, in processes where there is enough to do.

    jobs: each with its size in bytes. executor: does the work in place of processes of our own. Where the system
    kills a process of ours, what it did is done again one process at a time; a record that kills its process again
    is refused.
    """
    done = spread(jobs, partial(work, tools=tools), lambda task: _alone(task, tools), workers, executor)
    parts: list[Outcome] = []
    for task, found in done:
        for job, outcome in zip(task, found, strict=True):
            parts.append(outcome)
            if job.share[0] == job.share[1] - 1:
                yield joined(parts)
                parts = []


def spread(
    jobs: Sequence[tuple[Job, int]],
    do: Callable[[tuple[Job, ...]], R],
    alone: Callable[[tuple[Job, ...]], R],
    workers: int,
    executor: Executor | None = None,
) -> Iterator[tuple[tuple[Job, ...], R]]:
    """Do something with raw files, several at a time, in processes where there is enough to do.

    jobs: each with its size in bytes. do: a function that other processes find by name. alone: see `each`. Yields
    the files of each task with its result, in the order of the jobs.
    """
    tasks = list(_tasks(jobs, workers))
    if executor is None and _is_little(tasks, jobs, workers):
        yield from ((task, do(task)) for task in tasks)
        return
    yield from zip(tasks, each(tasks, do, workers=workers, executor=executor, alone=alone), strict=True)


def _is_little(tasks: Sequence[object], jobs: Sequence[tuple[Job, int]], workers: int) -> bool:
    """Whether processes would cost more than they give."""
    return workers < 2 or len(tasks) < 2 or sum(size for _, size in jobs) < FEW_BYTES


def each(
    tasks: Sequence[T],
    do: Callable[[T], R],
    *,
    workers: int,
    executor: Executor | None = None,
    alone: Callable[[T], R],
) -> Iterator[R]:
    """Do every task in processes; the results come in the order of the tasks.

    do: a function that other processes find by name. executor: takes the place of processes of our own, and mends
    its own breaks; a task that it gives up is done alone. alone: what to do with a task that was under way when the
    system killed a process.

    Raises what the executor raises when it takes no more, and ImportError where its workers lack what is needed.
    """
    waiting = deque(tasks)
    if executor is not None:
        yield from _spread(waiting, deque(), do, executor, _AHEAD, alone)
    while waiting:
        flying: deque[tuple[T, Future[R]]] = deque()
        with processes(min(workers, len(waiting))) as own, suppress(BrokenProcessPool):
            yield from _spread(waiting, flying, do, own, 4 * workers)
        if waiting and not flying:
            yield alone(waiting.popleft())
        for task, future in flying:
            is_whole = future.done() and not future.cancelled() and future.exception() is None
            yield future.result() if is_whole else alone(task)


def processes(count: int) -> ProcessPoolExecutor:
    """A pool of that many processes. Forking one that has threads (a progress bar is one) may lock it up."""
    methods = multiprocessing.get_all_start_methods()
    return ProcessPoolExecutor(
        count, mp_context=multiprocessing.get_context("forkserver" if "forkserver" in methods else "spawn")
    )


def _spread(
    waiting: deque[T],
    flying: deque[tuple[T, Future[R]]],
    do: Callable[[T], R],
    executor: Executor,
    ahead: int,
    given_up: Callable[[T], R] | None = None,
) -> Iterator[R]:
    """Keep a bounded number of tasks in flight, so that memory does not grow with the archive.

    given_up: what to do with a task that the executor failed to do; without it, its error is raised.
    """
    while waiting or flying:
        while waiting and len(flying) < ahead:
            flying.append((waiting[0], executor.submit(do, waiting[0])))
            waiting.popleft()
        task, future = flying[0]
        try:
            result = future.result()
        except ImportError:
            raise  # every further task would fail so
        except Exception as error:
            if given_up is None:
                raise
            logger.warning("what the executor gave up is done here: %s", error)
            result = given_up(task)
        flying.popleft()
        yield result


def _tasks(jobs: Sequence[tuple[Job, int]], workers: int) -> Iterator[tuple[Job, ...]]:
    task: list[Job] = []
    total = 0
    for job, size in jobs:
        if workers > 1 and size >= LARGE_BYTES:
            if task:
                yield tuple(task)
                task, total = [], 0
            yield from ((replace(job, share=(place, workers)),) for place in range(workers))
            continue
        task.append(job)
        total += size
        if total >= _TASK_BYTES or len(task) >= _TASK_FILES:
            yield tuple(task)
            task, total = [], 0
    if task:
        yield tuple(task)


def _alone(task: tuple[Job, ...], tools: Tools) -> list[Outcome]:
    """Do a task one job at a time, each in a process of its own."""
    return [_halved(job, tools) for job in task]


def _halved(job: Job, tools: Tools) -> Outcome:
    """Do a job in a process of its own; where that is killed do its halves, down to the record at fault."""
    outcome = _in_process(partial(_one, job, tools))
    if outcome is not None:
        return outcome
    place, shares = job.share
    count = _in_process(partial(records, job, tools))
    if count is None or place + shares >= count:
        sha256 = hashlib.sha256(job.path.read_bytes()).hexdigest()
        return Outcome(job.key, sha256, refusals=(killed(job.name, place if count else None),))
    halves = ((place, 2 * shares), (place + shares, 2 * shares))
    return joined([_halved(replace(job, share=half), tools) for half in halves])


def _one(job: Job, tools: Tools) -> Outcome:
    return work([job], tools)[0]


def _in_process(do: Callable[[], R]) -> R | None:
    """What a process of its own makes of it; None where the system kills it."""
    with processes(1) as own, suppress(BrokenProcessPool):
        return own.submit(do).result()
    return None
