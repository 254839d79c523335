"""Work over all cores in copies of this process, which know what it knows: nothing need be sent to them."""

from __future__ import annotations

import contextlib
import gc
import logging
import os
import sys
import warnings
from collections.abc import Callable

logger = logging.getLogger(__name__)


def spread(do: Callable[[int, int], bytes], parts: int) -> list[bytes]:
    """Do every part of a work, each in a process of its own where the system can copy a process safely.

    do: is given the number of its part, from 0, and how many there are; it must not need to write to the terminal
    or to the log. parts: how many; the first is done by this process.

    Returns what `do` returned for each part, in order. A part whose process failed or was killed is done again here,
    where its error is met. The result is the same for any number of parts where `do` sees to that.
    """
    if parts < 2 or sys.platform != "linux":  # elsewhere, system libraries do not survive being copied
        return [do(part, max(1, parts)) for part in range(max(1, parts))]
    was_frozen = gc.get_freeze_count() > 0
    gc.freeze()  # what exists is left alone by the copies, so that its memory stays shared
    children = []
    try:
        for part in range(1, parts):
            children.append(_start(do, part, parts))
        found = [do(0, parts)]
    finally:
        results = [_result(*child) for child in children]
        if not was_frozen:
            gc.unfreeze()
    for part, result in enumerate(results, 1):
        if result is None:
            logger.debug("part %d of %d is done again", part, parts)
            result = do(part, parts)
        found.append(result)
    return found


def _start(do: Callable[[int, int], bytes], part: int, parts: int) -> tuple[int, int]:
    """Start a copy of this process that does a part: its number, and where its result can be read."""
    reading, writing = os.pipe()
    with warnings.catch_warnings():
        # A progress bar has a thread. The copy has not, and calls nothing whose lock that thread could hold.
        warnings.simplefilter("ignore", DeprecationWarning)
        pid = os.fork()
    if pid:
        os.close(writing)
        return pid, reading
    status = 1
    try:
        os.close(reading)
        gc.disable()
        with os.fdopen(writing, "wb") as pipe:
            pipe.write(do(part, parts))
        status = 0
    finally:
        os._exit(status)  # whatever was raised: this process's error is met in the other


def _result(pid: int, reading: int) -> bytes | None:
    with os.fdopen(reading, "rb") as pipe:
        data = pipe.read()
    with contextlib.suppress(ChildProcessError):
        _, status = os.waitpid(pid, 0)
        if status == 0:
            return data
    return None
