"""PO files as they are read, and the translations that the theme brings: whole, and without leftovers."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from tools.strings import THEME, complete, messages

from backfile.site.dates import DateWords, read_date
from backfile.site.translations import for_scripts, read, translations

FILES = sorted((THEME / "translations").glob("*/LC_MESSAGES/messages.po"))
HEAD = 'msgid ""\nmsgstr ""\n"Plural-Forms: nplurals=3; plural=(n==1 ? 0 : n<5 ? 1 : 2);\\n"\n\n'


def po(folder: Path, text: str, language: str = "xx") -> Path:
    path = folder / "translations" / language / "LC_MESSAGES" / "messages.po"
    path.parent.mkdir(parents=True)
    path.write_text(text, encoding="utf-8")
    return path


def values(text: str) -> list[str]:
    return sorted(re.findall(r"%\(\w+\)s|\{\w+\}", text))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.parent.parent.name)
def test_a_translation_is_whole_and_holds_nothing_else(path: Path) -> None:
    wanted, found = messages(), read(path).messages
    assert wanted.keys() - found.keys() == set(), "run tools/strings.py and translate what it adds"
    assert found.keys() - wanted.keys() == set(), "no page and no script says these any more: take them out"
    for message, forms in found.items():
        assert len(forms) == (2 if wanted[message] else 1), message
        assert all(values(form) == values(message) for form in forms), message


def test_there_is_a_second_language() -> None:
    assert [path.parent.parent.name for path in FILES] == ["de"]


def test_plurals_lines_and_marks_are_read(tmp_path: Path) -> None:
    path = po(
        tmp_path,
        HEAD + '# a note\n#: place\nmsgid "%(n)s word"\nmsgid_plural "%(n)s words"\n'
        'msgstr[0] "jedno"\nmsgstr[1] "dvě"\nmsgstr[2] "pět"\n\n'
        'msgid ""\n"long "\n"one"\nmsgstr ""\n"lan\\"g "\n"e\\ns"\n\n'
        '#, fuzzy\nmsgid "unsure"\nmsgstr "unsicher"\n\nmsgid "later"\nmsgstr ""\n',
    )
    found = read(path)
    assert [found.ngettext("%(n)s word", "%(n)s words", n) for n in (1, 3, 9)] == ["jedno", "dvě", "pět"]
    assert found.gettext("long one") == 'lan"g e\ns'
    assert [found.gettext(message) for message in ("unsure", "later", "other")] == ["unsure", "later", "other"]
    assert [found.ngettext("a day", "days", n) for n in (1, 2)] == ["a day", "days"]
    assert json.loads(for_scripts(found)) == {"long one": 'lan"g e\ns'}


@pytest.mark.parametrize("text", ["msgid one\n", 'msgid "a\n', '"before"\n', "<html>\n"])
def test_what_is_no_po_file_is_named_with_its_line(text: str, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"messages\.po, line 1: "):
        read(po(tmp_path, text))


def test_a_themes_own_words_go_before_the_shipped_ones(tmp_path: Path) -> None:
    po(tmp_path, 'msgid "Search"\nmsgstr "Stöbern"\n', "de")
    found = translations(tmp_path, "de-AT")
    assert found.gettext("Search") == "Stöbern"
    assert found.gettext("Places") == "Orte"
    assert translations(tmp_path, "fr").gettext("Places") == "Places"


def test_dates_are_written_in_the_language() -> None:
    stamp = read_date("2012-03-02", DateWords.of(translations(THEME, "de")))
    assert stamp is not None
    assert (stamp.text, stamp.weekday) == ("2. März 2012", "Freitag")


def test_what_is_lacking_is_added_once(tmp_path: Path) -> None:
    path = po(tmp_path, 'msgid "Search"\nmsgstr "Suche"\n')
    wanted = {"Search": "", 'a "b"': "", "%(n)s x": "%(n)s y"}
    assert complete(path, wanted) == 2
    assert complete(path, wanted) == 0
    assert path.read_text().endswith('msgid "%(n)s x"\nmsgid_plural "%(n)s y"\nmsgstr[0] ""\nmsgstr[1] ""\n')
