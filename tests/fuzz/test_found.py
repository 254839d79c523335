"""What fuzzing found once stays mended, and the targets themselves hold on what they start from."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.fuzz.run import HERE, TARGETS, seeds
from tests.fuzz.targets import TARGETS as FUNCTIONS

CASES = sorted(path for path in (HERE / "found").glob("*/*") if path.is_file())


def test_every_target_can_be_run() -> None:
    assert set(TARGETS) == set(FUNCTIONS)
    assert CASES


@pytest.mark.parametrize("case", CASES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_what_was_found_stays_mended(case: Path) -> None:
    FUNCTIONS[case.parent.name](case.read_bytes())


@pytest.mark.parametrize("target", TARGETS)
def test_the_seeds_hold(target: str) -> None:
    for data in seeds(target)[:40]:
        FUNCTIONS[target](data)


@pytest.mark.parametrize("target", TARGETS)
def test_any_bytes_hold(target: str) -> None:
    @settings(max_examples=40, deadline=None, database=None, derandomize=True)
    @given(st.one_of(st.binary(max_size=400), st.text(max_size=400).map(lambda text: text.encode("utf-8", "replace"))))
    def holds(data: bytes) -> None:
        FUNCTIONS[target](data)

    holds()
