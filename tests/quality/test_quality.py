"""The ratchet: the sample archive is read no worse than it was, and the floors follow when it is read better."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import pytest

from backfile.intake.walk import RawFile, walk

from . import measure


@lru_cache(maxsize=1)
def measured() -> measure.Quality:
    return measure.measure(measure.labels())


def test_no_figure_falls_below_its_floor() -> None:
    figures = measured().figures()
    low = [
        f"{name}: {figures[name]:.3f}, floor {floor:.3f}"
        for name, floor in measure.floors().items()
        if figures[name] < floor
    ]
    assert not low, "\n".join(["reading has become worse:", *low, "what is missed:", *measured().misses])


def test_floors_are_raised_when_figures_rise() -> None:
    floors = measure.floors()
    figures = measured().figures()
    assert set(floors) == set(figures), "each figure has one floor: python -m tests.quality.measure --write"
    high = [
        f"{name}: {figures[name]:.3f}, floor {floor:.3f}"
        for name, floor in floors.items()
        if figures[name] > floor + measure.SLACK
    ]
    assert not high, "\n".join(["reading has become better; python -m tests.quality.measure --write:", *high])


def test_every_article_of_the_sample_is_labelled() -> None:
    """A second file with the text of a labelled one needs no label."""
    found = list(measure.raw_articles(file.name for file in walk(measure.RAW) if isinstance(file, RawFile)))
    named = {(label["file"], label["record"]) for label in measure.labels()}
    known = {raw.sha256 for name, raw in found if (name, raw.record) in named}
    assert [f"{name}#{raw.record}" for name, raw in found if raw.sha256 not in known] == []
    assert named <= {(name, raw.record) for name, raw in found}, "a label of an article that is gone"
    assert len(named) == len(measure.labels()), "an article labelled twice"


@pytest.mark.parametrize("field", ["title", "date", "source", "dateline"])
def test_a_wrong_value_counts_against_precision_and_recall(field: str) -> None:
    label = next(label for label in measure.labels() if label[field])
    score = measure.measure([{**label, field: "2001-01-01"}]).scores[field]
    assert (score.right, score.given, score.wanted) == (0, 1, 1)
    assert (score.precision, score.recall, score.f1) == (0.0, 0.0, 0.0)


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"body_first_words": "words that stand nowhere"}, "body starts"),
        ({"body_last_words": "words that stand nowhere"}, "body ends"),
        ({"paragraphs": 99}, "paragraphs, not 99"),
        ({"boilerplate": ["the"]}, "body holds 'the'"),
        ({"corrections": 7}, "corrections: 0, not 7"),
        ({"record": 99}, "no record"),
        ({"reporters": []}, "reporters:"),
    ],
)
def test_what_is_wrong_is_named_and_the_article_is_not_whole(change: dict[str, Any], fault: str) -> None:
    label = next(label for label in measure.labels() if label["reporters"] and not label["corrections"])
    quality = measure.measure([{**label, **change}])
    assert any(fault in miss for miss in quality.misses), quality.misses
    assert quality.whole == 0.0
