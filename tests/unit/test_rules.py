from __future__ import annotations

import pickle
from pathlib import Path

import pytest

from backfile import rules
from backfile.conversion.classify import classify
from backfile.conversion.lines import read
from backfile.conversion.state import State

from .conversion_cases import SHIPPED, case_files, records


@pytest.mark.parametrize("rule", SHIPPED.rows, ids=lambda r: r.name)
def test_a_row_matches_its_examples_and_refuses_the_others(rule: rules.Rule) -> None:
    assert list(rules.check(rule)) == []
    assert rule.counter_examples


def test_names_are_given_once() -> None:
    names = [r.name for r in SHIPPED.rows]
    assert len(names) == len(set(names))


def used() -> set[str]:
    found: set[str] = set()
    for path in case_files():
        for raw in records(path):
            state = classify(read(State(raw, SHIPPED)))
            found |= {hit.rule.name for piece in state.pieces for hit in piece.hits}
            found |= {r.name for r in SHIPPED.roles for p in state.pieces if p.hit("credit") and r.find(p.text)}
    return found


def test_every_row_is_needed_by_some_case() -> None:
    assert {r.name for r in SHIPPED.rows} - used() == set()


@pytest.mark.parametrize("rule", SHIPPED.rows, ids=lambda r: r.name)
def test_a_literal_of_a_row_stands_in_all_that_it_matches(rule: rules.Rule) -> None:
    for example in rule.examples:
        assert not rule.literals or any(literal in example.lower() for literal in rule.literals)


ROW = """[[rule]]
name = "ours"
kind = "discard"
pattern = '''{pattern}'''
examples = ["{example}"]
counter_examples = ["the end"]
"""


def test_an_archive_adds_rows_and_replaces_ours(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text(ROW.format(pattern="Our\\ motto", example="Our motto"))
    loaded = rules.load(tmp_path)
    assert loaded.rows[0].name == "ours"
    assert len(loaded.rows) == len(SHIPPED.rows) + 1
    (tmp_path / "a.toml").write_text(
        ROW.format(pattern="Our\\ motto", example="Our motto").replace('"ours"', '"comments"')
    )
    assert len(rules.load(tmp_path).rows) == len(SHIPPED.rows)


def test_an_archive_adds_words(tmp_path: Path) -> None:
    (tmp_path / "w.toml").write_text(
        '[words]\ngiven_names = ["zlatko"]\n[table.source_by_domain]\n"q.example" = "Quay"\n'
    )
    loaded = rules.load(tmp_path)
    assert {"zlatko", "anna"} <= loaded.words["given_names"]
    assert loaded.tables["source_by_domain"]["q.example"] == "Quay"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (ROW.format(pattern="(", example="x"), "does not compile"),
        (ROW.format(pattern="a", example="b"), "does not match its example"),
        (ROW.format(pattern="the\\ end|b", example="b"), "matches its counter-example"),
        ('[[rule]]\nname = "a"\n', "has no"),
        (ROW.format(pattern="b", example="b") + "colour = 1\n", "unknown key"),
        ("[[rule", "mend the file"),
    ],
)
def test_a_faulty_row_is_named(tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / "bad.toml").write_text(text)
    with pytest.raises(rules.RuleError, match=said):
        rules.load(tmp_path)


def test_no_folder_means_no_rows_of_its_own(tmp_path: Path) -> None:
    assert rules.load(tmp_path / "none") == SHIPPED


def test_rules_travel_to_other_processes() -> None:
    assert pickle.loads(pickle.dumps(SHIPPED)).rows == SHIPPED.rows
