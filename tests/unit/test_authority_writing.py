"""Merging writes the authority file and leaves in it what stood there."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backfile.authority import VocabularyError
from backfile.authority.files import read_names
from backfile.authority.likeness import look_alike
from backfile.authority.writing import with_aliases, with_rename

CASES = {
    "an empty file": ("", '["A"]\naliases = ["X", "Y"]\n'),
    "another name": ('["B"]\naliases = ["C"]\n', '["B"]\naliases = ["C"]\n\n["A"]\naliases = ["X", "Y"]\n'),
    "no line end": ('["B"]', '["B"]\n\n["A"]\naliases = ["X", "Y"]\n'),
    "no aliases yet": ('["A"] # us\ndates = "1961"\n', '["A"] # us\naliases = ["X", "Y"]\ndates = "1961"\n'),
    "a bare header": ("[A]", '[A]\naliases = ["X", "Y"]\n'),
    "an empty list": ('["A"]\naliases = []\n', '["A"]\naliases = ["X", "Y"]\n'),
    "a list in a line": (
        '# first\n["A"]\naliases = ["C"] # c\n["B"]\n',
        '# first\n["A"]\naliases = ["C", "X", "Y"] # c\n["B"]\n',
    ),
    "a comma at the end": ('["A"]\naliases = ["C",]\n', '["A"]\naliases = ["C", "X", "Y"]\n'),
    "a list in lines": (
        '["A"]\naliases = [\n  "C", # the first ]\n  "D" # the second\n]\n',
        '["A"]\naliases = [\n  "C", # the first ]\n  "D", # the second\n  "X",\n  "Y",\n]\n',
    ),
    "brackets in a name": (
        '["A"]\naliases = ["C ] \\" [", \'D ]\']\n',
        '["A"]\naliases = ["C ] \\" [", \'D ]\', "X", "Y"]\n',
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_aliases_are_added_and_the_rest_stays(case: str) -> None:
    before, after = CASES[case]
    assert with_aliases("people.toml", "people", before, "A", ["X", "Y"]) == after
    assert with_aliases("people.toml", "people", after, "A", ["Y", "X"]) == after


@settings(deadline=None)
@given(
    st.lists(st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Z")), min_size=1), min_size=1),
    st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Z")), min_size=1),
)
def test_any_names_can_be_read_again(aliases: list[str], name: str) -> None:
    clean = [a for a in dict.fromkeys(aliases) if a.strip("~^ ") and a.casefold() != name.casefold()]
    folded = {a.casefold(): a for a in clean}
    text = with_aliases("people.toml", "people", "# of ours\n", name, list(folded.values()))
    found = read_names("people.toml", "people", text)
    assert text.startswith("# of ours\n")
    assert [(one.name, set(one.aliases)) for one in found] == ([(name, set(folded.values()))] if folded else [])


def test_a_name_with_a_table_of_its_own_is_for_a_person_to_move() -> None:
    with pytest.raises(VocabularyError, match=r'"X" has a table of its own; move what it says to \["A"\]'):
        with_aliases("people.toml", "people", '["X"]\ndates = "1961"\n', "A", ["X"])


def test_a_faulty_file_is_not_written_to() -> None:
    with pytest.raises(VocabularyError, match=r"people\.toml:1: .*mend the TOML"):
        with_aliases("people.toml", "people", "[", "A", ["X"])


def test_a_renaming_is_added_below_the_others_key() -> None:
    assert with_rename("tags.toml", "", "X", "A") == '[rename]\n"X" = "A"\n'
    before = 'never = ["Z"] # no\n\n[rename] # old to new\n"B" = "C"\n'
    after = 'never = ["Z"] # no\n\n[rename] # old to new\n"X" = "A"\n"B" = "C"\n'
    assert with_rename("tags.toml", before, "X", "A") == after
    with pytest.raises(VocabularyError, match="by hand"):
        with_rename("tags.toml", after, "X", "D")


@pytest.mark.parametrize(
    ("kind", "names", "expected"),
    [
        ("organisations", ["Quay Line", "Quay Line Inc."], {("Quay Line", "Quay Line Inc."): "the same words"}),
        ("organisations", ["IPD", "Institute for Port Design"], {("IPD", "Institute for Port Design"): "initials"}),
        ("people", ["IPD", "Institute for Port Design"], {}),
        ("reporters", ["Ada Lindqvist", "Ada Lindquist"], {("Ada Lindquist", "Ada Lindqvist"): "one letter differs"}),
        ("places", ["Łódź Górna", "Łodz Gorna"], {("Łodz Gorna", "Łódź Górna"): "the same words"}),
        ("places", ["Summit 2011", "Summit 2012"], {}),
        ("places", ["Kalmia", "Kalmis"], {}),
        ("places", ["North Sallow", "South Sallow"], {}),
    ],
)
def test_what_looks_alike(kind: str, names: list[str], expected: dict[tuple[str, str], str]) -> None:
    assert look_alike(kind, names) == expected
