"""A Dask cluster that converts in place of this machine's own processes."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Executor
from contextlib import contextmanager

from backfile.cli.console import Stop


@contextmanager
def executor_of(address: str | None) -> Iterator[Executor | None]:
    """The executor of the cluster whose scheduler has that address, while it is wanted; None without an address.

    Raises Stop where Dask is not installed, and where no scheduler answers.
    """
    if address is None:
        yield None
        return
    try:
        from distributed import Client
    except ImportError as error:
        raise Stop("--dask needs the extra of that name: python -m pip install 'backfile[dask]'") from error
    try:
        client = Client(address, set_as_default=False)
    except (OSError, ValueError) as error:
        raise Stop(f"{address}: no Dask scheduler answers there; start one, or leave --dask away") from error
    with client:
        yield client.get_executor(pure=False)  # a file that was read once may say something else today
