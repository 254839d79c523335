from __future__ import annotations

import json
from pathlib import Path

import pytest

from backfile.conversion import convert

from .conversion_cases import CASES, SHIPPED, case_files, converted, records, shown


@pytest.mark.parametrize("path", case_files(), ids=lambda p: p.relative_to(CASES).as_posix())
def test_a_case_reads_as_expected(path: Path) -> None:
    got = [shown(raw, convert(raw, SHIPPED)) for raw in records(path)]
    expected = path.with_suffix(".json")
    if not expected.exists():
        expected.write_text(json.dumps(got, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
        pytest.fail(f"{expected} was missing and is now written; read it, mend it, keep it")
    assert got == json.loads(expected.read_text(encoding="utf-8"))


def test_quoted_evidence_holds_the_value() -> None:
    for path, raw, article in converted():
        for field in ("title", "dateline", "source", "url"):
            value = getattr(article, field)
            for evidence in article.evidence.get(field, ()):
                if (
                    value
                    and evidence.kind == "quoted"
                    and path.parent.name not in ("sgml",)
                    and "mojibake" not in path.name
                ):
                    quoted = " ".join(raw.text[evidence.start : evidence.end].split()).casefold()
                    assert value.casefold() in quoted or field == "source", (path, field)


def test_people_stand_where_the_evidence_says() -> None:
    for path, raw, article in converted():
        for field in ("reporters", "contributors", "editors"):
            quoted = " ".join(
                " ".join(raw.text[e.start : e.end].split()).casefold() for e in article.evidence.get(field, ())
            )
            turned = any(e.kind == "inferred" for e in article.evidence.get(field, ()))
            for person in getattr(article, field):
                assert turned or person.name.casefold() in quoted, (path, person)
                assert (person.email or "") in quoted


def test_a_rule_of_the_archive_reads_what_ours_do_not(tmp_path: Path) -> None:
    from backfile import rules
    from backfile.intake import text

    story = (
        "Quay Repaired\n\nScribe: Ann Example\n\nThe quay was repaired on Monday, and the boats came back at once.\n"
    )
    raw = text.split("a.txt", story, "utf-8").articles[0]
    assert convert(raw, SHIPPED).reporters == ()
    (tmp_path / "ours.toml").write_text(
        """[[rule]]
name = "byline.scribe"
kind = "byline"
literals = ["scribe:"]
pattern = '''Scribe:\\ (?P<people>\\S.*)'''
where = "head"
examples = ["Scribe: Ann Example"]
counter_examples = ["The scribe: a life"]
"""
    )
    article = convert(raw, rules.load(tmp_path))
    assert [p.name for p in article.reporters] == ["Ann Example"]
    assert article.evidence["reporters"][0].rule == "byline.scribe"
