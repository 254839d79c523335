"""Progress in plain lines, for logs."""

from __future__ import annotations

from backfile.progress import SILENT, Lines


def test_a_stage_says_when_it_begins_and_what_it_did() -> None:
    said: list[str] = []
    clock = iter([10.0, 12.0, 12.0, 12.0]).__next__
    lines = Lines(clock, said.append)
    with lines.stage("Converting", 3000) as stage:
        stage.advance()
        stage.advance(2999)
    with lines.stage("Looking", None):
        pass
    assert said == [
        "Converting: 3,000",
        "Converting: 3,000 done in 2.0 s, 1,500 a second",
        "Looking …",
        "Looking: 0 done in 0.0 s",
    ]


def test_the_silent_one_takes_everything() -> None:
    with SILENT.stage("Converting", 2) as stage:
        stage.advance()
        stage.advance(2)
