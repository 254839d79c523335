"""Literals are found in lines as looking for each of them in each line would find them, and hide no line from a row."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backfile.conversion import dates
from backfile.conversion.classify import classify
from backfile.conversion.lines import read
from backfile.conversion.state import State
from backfile.model import RawArticle
from backfile.rules.literals import Literals

from .conversion_cases import SHIPPED

ODD = (" in ", "ed by", "by: ", "wörter", "l’été ", "($1", "(1 ", "--", "—", " / ", ":", "x", "-ap", "is co-", "e")
FOUND = Literals(ODD)
"""Shared, as the shipped ones are: what is remembered of one text's words must be right for the next."""


def one_by_one(lines: Sequence[str], literals: Sequence[str]) -> dict[str, list[int]]:
    standing = {literal: [n for n, line in enumerate(lines) if literal in line] for literal in literals}
    return {literal: numbers for literal, numbers in standing.items() if numbers}


PARTS = st.sampled_from([*ODD, " ", "a", "ing", "within", "wörterbuch", "é", "?", "1", "(", "$", "reap", "-", "y" * 60])
LINES = st.lists(st.lists(PARTS, max_size=12).map("".join), max_size=6)


@settings(deadline=None)
@given(LINES)
def test_literals_are_found_as_if_each_was_looked_for_in_each_line(lines: list[str]) -> None:
    assert FOUND.lines(lines) == one_by_one(lines, ODD)


@settings(deadline=None)
@given(st.lists(st.sampled_from(sorted({x for r in SHIPPED.rows for x in r.literals})), max_size=8), LINES)
def test_so_are_the_shipped_ones(some: list[str], lines: list[str]) -> None:
    lines = [*lines, *some, "".join(some)]
    sought = [*SHIPPED.by_literal, *SHIPPED.inline_by_literal]
    found = SHIPPED.literals.lines(lines)
    assert {literal: found[literal] for literal in sought if literal in found} == one_by_one(lines, sought)


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("FILE—The pier before the storm.", "caption.file"),
        ("SOURCE title: The Harbour Post", "export.source-key"),
        ("UPDATE : 4 March 2009", "export.footer-key"),
        ("COPYRIGHT : Harbour Newspapers", "export.footer-key"),
    ],
)
def test_the_beginnings_of_a_row_hide_no_line_that_it_matches(line: str, name: str) -> None:
    state = classify(read(State(RawArticle("a.txt", 0, 0, line, "utf-8", ""), SHIPPED)))
    assert name in {hit.rule.name for hit in state.pieces[0].hits}


def test_a_letter_that_is_two_when_small_moves_no_date() -> None:
    text = "İZMİR, 3 MARCH 2009"
    stamp = dates.find(text)
    assert stamp is not None and (stamp.iso, text[stamp.start : stamp.end]) == ("2009-03-03", "3 MARCH 2009")
