"""Authority files: what they may say, how a fault in one is told, and which name is shown for which."""

from __future__ import annotations

from pathlib import Path

import pytest

from backfile import authority
from backfile.authority import Authority, Canon, Name, VocabularyError, shipped_sources
from backfile.authority.files import given_names

PEOPLE = """# Our people.
["Jo Bloggs"]
aliases = ["Josephine Bloggs", "J. Bloggs"]
not = ["Joe Bloggs"]
description = '''
Mayor of Sallow Bay.

Later a ferry pilot.
'''
dates = "1961–2020"
wikidata = "Q42"
photo = "images/jo.jpg"
links = { "Town council" = "https://sallow.example/council" }
"""


def read(folder: Path, **files: str) -> Authority:
    for name, text in files.items():
        (folder / f"{name}.toml").write_text(text, encoding="utf-8")
    return authority.load(folder)


def test_a_name_has_all_that_its_table_says(tmp_path: Path) -> None:
    found = read(tmp_path, people=PEOPLE).names["people", "Jo Bloggs"]
    assert found.aliases == ("Josephine Bloggs", "J. Bloggs")
    assert found.others == ("Joe Bloggs",)
    assert found.paragraphs == ("Mayor of Sallow Bay.", "Later a ferry pilot.")
    assert (found.dates, found.wikidata, found.photo) == ("1961–2020", "Q42", "images/jo.jpg")
    assert found.links == (("Town council", "https://sallow.example/council"),)


def test_no_folder_says_nothing(tmp_path: Path) -> None:
    assert authority.load(None) == authority.load(tmp_path / "none") == Authority()


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("people", '["A"]\n\n["B"]\nalias = ["C"]\n', r'people\.toml:3: "B" has the key "alias"; the keys are aliases'),
        (
            "people",
            '\n["B"]\naliases = "C"\n',
            r'people\.toml:2: aliases of "B" must be a list of names; write',
        ),
        ("people", '["B"]\nwikidata = "42"\n', r'people\.toml:1: wikidata of "B" .* as in wikidata = "Q42"'),
        ("people", '["B"]\ndates = 1961\n', r'people\.toml:1: dates of "B" must be text; put it between quotes'),
        ("staff", '["B"]\nphoto = "../x.jpg"\n', r'staff\.toml:1: photo of "B" must name an image inside the content'),
        ("staff", '["B"]\nlinks = ["x"]\n', r'staff\.toml:1: links of "B" must be labels with addresses'),
        ("people", 'B = "c"\n', r'people\.toml:1: "B" must be a table; write \["B"\]'),
        (
            "sources",
            '["Post"]\naliases = ["The Post"]\n["Evening Post"]\naliases = ["the post"]\n',
            r'sources\.toml:3: "the post" stands under "Post" and under "Evening Post"; leave it under one',
        ),
        ("people", '["A"]\n["A"]\n', r"people\.toml:2: .*; mend the TOML"),
        ("tags", "never = [1]\n", r'tags\.toml:1: never of "tags" must be a list of names'),
        ("tags", 'nevr = ["x"]\n', r'tags\.toml:1: "nevr" is no key; they are never, always, rename'),
        ("tags", '[rename]\nA = ["x"]\n', r"tags\.toml:1: rename must hold names; write \[rename\]"),
        ("tags", '[rename]\nA = "B"\nB = "A"\n', r'tags\.toml:2: the renaming of "A" comes back to "A"'),
        ("reporters", '["A"]\n', r"reporters\.toml: no authority file has this name; .*staff\.toml"),
    ],
)
def test_a_fault_is_told_in_one_line_with_file_line_and_mend(
    tmp_path: Path, name: str, text: str, message: str
) -> None:
    with pytest.raises(VocabularyError, match=message) as caught:
        read(tmp_path, **{name: text})
    assert "\n" not in str(caught.value)


def test_a_file_that_is_no_text_is_named(tmp_path: Path) -> None:
    (tmp_path / "people.toml").write_bytes(b'["Caf\xe9"]\n')
    with pytest.raises(VocabularyError, match=r"people\.toml: cannot be read as UTF-8"):
        authority.load(tmp_path)


def test_an_agency_is_one_source_however_it_signs() -> None:
    canon = Canon(Authority(), shipped_sources())
    shown = {canon.shown("sources", name) for name in ("AP", "Associated Press", "The Associated Press", "ap")}
    assert shown == {"Associated Press"}
    assert canon.shown("sources", "Harbour Post") == "Harbour Post"
    assert canon.shown("people", "AP") == "AP"


def test_the_archive_goes_before_what_is_shipped(tmp_path: Path) -> None:
    own = read(tmp_path, sources='["The AP Wire"]\naliases = ["AP"]\n')
    canon = Canon(own, shipped_sources())
    assert canon.shown("sources", "AP") == "The AP Wire"
    split = Canon(read(tmp_path, sources='["The AP Wire"]\naliases = ["Associated Press"]\n'), shipped_sources())
    assert split.shown("sources", "The Associated Press") == "The AP Wire"


def test_staff_are_reporters_and_editors_alike(tmp_path: Path) -> None:
    canon = Canon(read(tmp_path, staff='["Ada Lorne"]\naliases = ["A. Lorne"]\n'))
    assert {canon.shown(kind, "A. Lorne") for kind in ("reporters", "editors", "contributors")} == {"Ada Lorne"}
    assert canon.shown("people", "A. Lorne") == "A. Lorne"
    assert canon.entry("editors", "Ada Lorne") is not None


def test_renaming_follows_aliases_and_chains(tmp_path: Path) -> None:
    own = read(
        tmp_path,
        places='["Upper Sallow"]\naliases = ["Sallow-on-the-Hill"]\n',
        tags='[rename]\n"Old Sallow" = "Sallow"\nSallow = "Upper Sallow"\n',
    )
    canon = Canon(own)
    assert canon.shown("places", "Old Sallow") == canon.shown("places", "Sallow") == "Upper Sallow"
    assert set(canon.former("places")) == {
        ("Sallow-on-the-Hill", "Upper Sallow"),
        ("Old Sallow", "Upper Sallow"),
        ("Sallow", "Upper Sallow"),
    }
    assert canon.shown("sources", "Sallow") == "Sallow"


def test_marked_aliases_teach_tagging_and_merge_nothing() -> None:
    canon = Canon(Authority({("places", "Kalmia"): Name("places", "Kalmia", ("~Bay", "^Kalmian"))}))
    assert canon.shown("places", "Bay") == "Bay"
    assert list(canon.former("places")) == []


def test_the_table_of_given_names_is_sound() -> None:
    table = given_names()
    assert len(table) == len(dict(table)) > 150
    for name, short in table:
        assert name not in short, name
        assert all(form and form == form.strip() and form[0].isupper() for form in short), name
