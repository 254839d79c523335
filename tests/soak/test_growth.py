"""No rule takes more than linear time: each is tried on what resembles its own examples, ever longer.

Processor time decides here, which is why this is no part of `make test`; what is compared is one pattern with itself.
"""

from __future__ import annotations

import time

import pytest

from backfile import rules
from tests.unit.conversion_cases import SHIPPED

pytestmark = pytest.mark.soak

SMALL, FACTOR = 4_000, 8
NOISE = 0.004  # seconds; less than that is not compared


def seeds(rule: rules.Rule) -> set[str]:
    """What may lead a pattern astray: its literals and examples, whole, halved and in single characters, repeated."""
    found = {
        " ",
        "a",
        "A",
        "A ",
        "a ",
        "1",
        "-",
        "(",
        ", ",
        "and ",
        "\t",
        "Ab Cd ",
        "x@y.z ",
        "\u00a0",
        "—",
        "A. ",
        "A.",
        "A.-",
    }
    found |= {f"{pair}{literal}" for pair in ("A.", "Ab Cd ", "a, ") for literal in rule.literals[:2]}
    for text in (*rule.literals, *rule.examples[:3]):
        found |= {text, text[: len(text) // 2], text[len(text) // 2 :], text.split(" ")[0] + " "}
    return {text for text in found if text}


def seconds(rule: rules.Rule, text: str) -> float:
    best = float("inf")
    for _ in range(3):
        started = time.process_time()
        rule.pattern.search(text) if rule.scope == "inline" else rule.pattern.fullmatch(text)
        best = min(best, time.process_time() - started)
        if best > 2:
            break
    return best


@pytest.mark.parametrize("rule", SHIPPED.rows, ids=lambda r: r.name)
def test_time_grows_with_the_text(rule: rules.Rule) -> None:
    longest = SMALL * FACTOR if rule.scope == "inline" else min(rule.max, SMALL * FACTOR)
    for seed in sorted(seeds(rule)):
        # A pattern that can match no more must give up: what it looks for at last stands there, and then a stranger.
        for tail in ("", "\x00", *(f" x {literal}\x00" for literal in rule.literals[:2])):
            large = (seed * (longest // len(seed) + 1))[: longest - len(tail)] + tail
            took = seconds(rule, large)
            if took < NOISE:
                continue
            small = seconds(rule, large[: longest // FACTOR - len(tail)] + tail)
            assert took < 3 * FACTOR * max(small, NOISE / FACTOR), (rule.name, seed, small, took)
