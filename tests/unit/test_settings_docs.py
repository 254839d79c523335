"""The documented settings are those there are, with values that work; and colours can be read."""

from __future__ import annotations

import re
from typing import Any

import pytest
from tools.settings_table import DOCUMENT, document

from backfile.settings import Settings, SettingsError
from backfile.site.colours import PAPER, PAPER_DARK, contrast, stylesheet
from tests.archive import ROOT, Archive


def test_the_table_is_that_of_the_settings() -> None:
    assert DOCUMENT.read_text(encoding="utf-8") == document(), "run make docs"


def test_every_example_is_taken() -> None:
    rows = re.findall(r"^\| `(BACKFILE_\w+)` \| `(.*?)` \|.*\| `(.*)` \|$", document(), re.MULTILINE)
    assert len(rows) > 10
    for name, default, example in rows:
        for value in (default, example):
            stylesheet(Settings.read({name: eval(value)}))


def test_the_papers_are_those_of_the_theme() -> None:
    css = (ROOT / "theme/static/css/backfile.css").read_text()
    assert re.findall(r"--paper: (#\w{6})", css) == [PAPER, PAPER_DARK]
    accents = re.findall(r"--accent: (#\w{6})", css)
    assert accents[1] in stylesheet(Settings.read({"BACKFILE_ACCENT": accents[0]}))
    assert all(contrast(*pair) >= 4.5 for pair in zip(accents, (PAPER, PAPER_DARK), strict=False))


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"BACKFILE_ACCENT": "red"}, "is no colour; write it as #rrggbb"),
        ({"BACKFILE_ACCENT": "#ffdd00"}, r"BACKFILE_ACCENT = '#ffdd00' has a contrast of 1\.\d .* take a darker one"),
        ({"BACKFILE_ACCENT_DARK": "#000080"}, "take a lighter one"),
        ({"BACKFILE_ACCENT": "#000;}body{"}, "is no colour"),
    ],
)
def test_a_colour_that_cannot_be_used_says_why(settings: dict[str, Any], message: str, archive: Archive) -> None:
    with pytest.raises(SettingsError, match=message):
        archive.build(**settings)


def test_a_colour_of_the_owners_goes_after_the_themes(archive: Archive) -> None:
    archive.build()
    assert "colours.css" not in archive.files()
    archive.build(BACKFILE_ACCENT="#0b5394")
    assert "--accent: #0b5394" in archive.text("colours.css")
    links = [link.attributes["href"] or "" for link in archive.html("index.html").css("link[rel=stylesheet]")]
    assert [link.rpartition("/")[2] for link in links] == ["backfile.css", "colours.css"]
