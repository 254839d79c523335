from __future__ import annotations

import pickle
import tomllib
from pathlib import Path

import pytest

from backfile import rules
from backfile.conversion.classify import classify
from backfile.conversion.lines import read
from backfile.conversion.state import State
from backfile.rules import checking

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
        ('[[rule]]\nkind = "discard"\n', "row 1: it has no name, pattern, examples; the keys are"),
        (ROW.format(pattern="b", example="b") + "max = '9'\n", "ours: its max must be a whole number"),
        (ROW.format(pattern="b", example="b") + "max = -1\n", "ours: its max must be more than nothing"),
        (ROW.format(pattern="b", example="b") + "seek = 1\n", "ours: its seek must be true or false"),
        (ROW.format(pattern="b", example="b") + "literals = 'b'\n", "ours: its literals must be a list of texts"),
        (ROW.format(pattern="b", example="b") + "where = 'foot'\n", "where = 'foot' is none of any, head, body, tail"),
        (ROW.format(pattern="b", example="b").replace("discard", "motto"), "kind = 'motto' is none of agency, bio"),
        (ROW.format(pattern="b", example="b").replace("discard", "byline"), "no group 'people'; write .*?P<people>"),
        (ROW.format(pattern="(?i)b", example="b"), "cannot stand beside others"),
        (ROW.format(pattern="(b)a\\1", example="bab"), "refers back to a group; write the words twice"),
        (ROW.format(pattern="(?P<x>b)a(?P=x)", example="bab"), "refers back to a group"),
        (ROW.format(pattern="b*", example="b"), "matches an empty line; let ours begin with what must be there"),
        (ROW.format(pattern="b", example="b") * 2, "two rows are named ours; give one of them another name"),
        ("[rule]\nname = 'x'\n", "rule is no list of rows; begin each row with .*rule"),
        ("[[rules]]\nname = 'x'\n", "rules is no table of rules; write"),
        ("words = 3\n", "words is no table"),
        ("[words]\nplaces = 'x'\n", "the words of places are no list of texts"),
        ("[table]\nhouses = 'x'\n", "a table gives texts for texts"),
        ("[[shape]]\nany_of = []\n", "shape 1: a shape has no name; give it one"),
        ("[[shape]]\nname = ['x']\n", "a shape has no name"),
        ("[[shape]]\nname = 'x'\nwithin = true\n", "x: within must be a whole number"),
        ("[[shape]]\nname = 'x'\nany_of = 'tag'\n", "x: any_of must be a list of texts"),
        ("[[shape]]\nname = 'x'\nbare = [{ before = 'body' }]\n", "x: bare is no list of rows like"),
        ("[[shape]]\nname = 'x'\nbody_before = []\n", "x: body_before is no key of shapes; the keys are name,"),
        (b"[words]\nnames = ['Andr\xe9']\n", "no UTF-8 text; save it as UTF-8"),
    ],
)
def test_a_faulty_row_is_named_with_its_file_and_the_mend(tmp_path: Path, text: str | bytes, said: str) -> None:
    (tmp_path / "bad.toml").write_bytes(text.encode() if isinstance(text, str) else text)
    with pytest.raises(rules.RuleError, match=said) as error:
        rules.load(tmp_path)
    assert str(error.value).startswith(f"{tmp_path / 'bad.toml'}: ")
    assert "\n" not in str(error.value)


def test_a_row_may_have_a_kind_that_a_shape_of_the_archive_names(tmp_path: Path) -> None:
    row = ROW.format(pattern="Our\\ motto", example="Our motto").replace("discard", "motto")
    (tmp_path / "own.toml").write_text(f'{row}\n[[shape]]\nname = "ours"\nany_of = ["motto"]\n')
    assert rules.load(tmp_path).named("ours").kind == "motto"


@pytest.mark.parametrize("path", sorted(Path(rules.__file__).parent.glob("*.toml")), ids=lambda p: p.name)
def test_the_shipped_rows_pass_what_an_archives_own_must_pass(path: Path) -> None:
    data = tomllib.loads(path.read_text())
    assert list(checking.file_faults(data)) == []
    assert [fault for row in data.get("rule", []) for fault in checking.row_faults(row, rules.KEYS, None)] == []


def test_no_folder_means_no_rows_of_its_own(tmp_path: Path) -> None:
    assert rules.load(tmp_path / "none") == SHIPPED


def test_rules_travel_to_other_processes() -> None:
    assert pickle.loads(pickle.dumps(SHIPPED)).rows == SHIPPED.rows
