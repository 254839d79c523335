"""A hundred deaths at moments that chance chooses: of converting, building, indexing and publishing."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from tests.hostile.test_kill import Case, case, die_and_recover

__all__ = ["case"]  # the fixture

pytestmark = pytest.mark.soak


@pytest.mark.parametrize("number", range(100))
def test_killed_at_any_step(case: Case, tmp_path: Path, number: int) -> None:
    last = random.Random(number).randint(1, len(case.steps))
    die_and_recover(case, tmp_path, last)
