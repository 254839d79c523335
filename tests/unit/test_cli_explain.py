"""`backfile explain`: what a person sees, and what a program reads."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.console import Console

from backfile.cli import main
from backfile.cli.explain_view import show
from backfile.cli.source_view import lines_of, printable
from backfile.convert import Explained
from backfile.model import Article, Doubt, Evidence, Paragraph, Person, RawArticle, Tag, Tags, Zone

TEXT = "Mill Reopens\n\nBy Ada Quill\nThe mill\nturned again. Editing by Ben Oast\n"
ZONES = (
    Zone(0, 12, "field", "head.title", "title"),
    Zone(14, 26, "field", "byline.by", "reporters"),
    Zone(27, 49, "body", "body"),
    Zone(50, 69, "field", "role.editing", "editors"),
)


def explained(text: str = TEXT, zones: tuple[Zone, ...] = ZONES) -> Explained:
    article = Article(
        "wire/a.txt",
        0,
        "0" * 64,
        title="Mill Reopens",
        reporters=(Person("Ada Quill", "Ely", "quill@example.org"),),
        editors=(Person("Ben Oast"),),
        paragraphs=(Paragraph("The mill turned again."),),
        zones=zones,
        evidence={
            "title": (Evidence(0, 12, "head.title"),),
            "editors": (Evidence(50, 69, "role.editing", "inferred"),),
        },
        doubts=(Doubt("date", "missing", "the text states no date", ("2012-03-02", "2012-03-03")),),
    )
    raw = RawArticle("wire/a.txt", 0, 0, text, "utf-8", "0" * 64)
    return Explained(raw, article, Tags(places=(Tag("Ely", "X:1", (), "in the headline"),)))


def shown(item: Explained, *, colour: bool = False) -> str:
    out = io.StringIO()
    show(item, Console(file=out, width=110, force_terminal=colour, highlight=False, markup=False, no_color=not colour))
    return out.getvalue()


def test_each_line_stands_beside_what_it_was_taken_for() -> None:
    lines = [" ".join(line.split()) for line in shown(explained()).splitlines()]
    assert lines[0].startswith("── wire/a.txt ──") and lines[0].endswith("── utf-8, text ──")
    assert lines[1:7] == [
        "1 Mill Reopens title head.title",
        "2",
        "3 By Ada Quill reporters byline.by",
        "4 The mill body",
        "5 turned again. Editing by Ben Oast │",
        "editors role.editing",
    ]


def test_a_long_line_is_cut_so_that_each_label_stands_beside_its_words() -> None:
    body = "The mill turned again on Friday before a crowd of two hundred, the first time in forty years, they said. "
    text = f"{body}Editing by Ben Oast. Reporting by Ada Quill."
    ends = (len(body) - 1, len(body), len(body) + 20, len(text))
    zones = (
        Zone(0, ends[0], "body", "body"),
        Zone(ends[1], ends[2], "field", "role.editing", "editors"),
        Zone(ends[2] + 1, ends[3], "field", "role.reporting", "reporters"),
    )
    lines = [" ".join(line.split()) for line in shown(explained(text, zones)).splitlines()]
    assert "Editing by Ben Oast. editors role.editing" in lines
    assert "Reporting by Ada Quill. reporters role.reporting" in lines
    assert lines[1].startswith("1 The mill") and lines[1].endswith(" body")


def test_the_record_and_the_doubts_follow() -> None:
    text = " ".join(shown(explained()).split())
    assert "title Mill Reopens line 1, head.title" in text
    assert "reporters Ada Quill in Ely <quill@example.org>" in text
    assert "editors Ben Oast line 5, role.editing, inferred" in text
    assert "not said date, source, dateline, contributors, url, corrections" in text
    assert "places Ely (X:1) in the headline" in text
    assert "? date the text states no date. or 2012-03-02 or 2012-03-03" in text


def test_colour_on_a_terminal_only(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm-256color")
    assert "\x1b[" in shown(explained(), colour=True)
    assert "\x1b[" not in shown(explained())


def test_raw_text_cannot_command_the_terminal() -> None:
    text = "A\x1b]0;x\x07\x9b2J\u202eB [red]C[/red]"
    out = shown(explained(text, (Zone(0, len(text), "body", "body"),)))
    assert not {"\x1b", "\x07", "\x9b", "\u202e"} & set(out)
    assert "[red]C[/red]" in out


def test_the_middle_of_a_very_long_line_is_left_out() -> None:
    text = f"begin {'word ' * 100_000}end"
    out = shown(explained(text, (Zone(0, len(text), "body", "body"),)))
    assert "begin word" in out and " word end\n" in out and "word [… 499,715 characters …] word" in out
    assert len(out) < 10_000


@given(st.text(alphabet="ab \n", max_size=60), st.data())
@settings(deadline=None, max_examples=150)
def test_the_pieces_of_the_lines_are_the_text(text: str, data: st.DataObject) -> None:
    cuts = sorted(data.draw(st.sets(st.integers(0, len(text)), max_size=8)))
    zones = tuple(Zone(a, b, "body", f"rule {a}") for a, b in zip(cuts[::2], cuts[1::2], strict=False))
    lines = list(lines_of(text, zones))
    assert "\n".join("".join(piece.text for piece in line.pieces) for line in lines) == text
    assert [line.number for line in lines] == list(range(1, text.count("\n") + 2))
    covered = {id(piece.zone) for line in lines for piece in line.pieces if piece.zone and piece.text}
    assert covered == {id(zone) for zone in zones if text[zone.start : zone.end].strip("\n")}


@given(st.text())
@settings(deadline=None)
def test_what_is_printed_has_no_control_characters(text: str) -> None:
    assert all(ord(character) >= 0x20 and not 0x7F <= ord(character) < 0xA0 for character in printable(text))


def test_json_is_an_object_a_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("a.txt", "b.txt"):
        Path(name).write_text(
            f"Mill {name[0].upper()} Reopens in Ely\n\nBy Ada Quill\n\nThe mill turned again on Monday.\n"
        )
    assert main(["explain", "--json", "a.txt", "./b.txt"]) == 0
    records = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [record["path"] for record in records] == ["a.txt", "./b.txt"]
    assert {"record", "offset", "encoding", "title", "paragraphs", "discarded", "evidence", "doubts", "tags"} <= set(
        records[0]
    )
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.txt", "b.txt"]


def test_a_file_that_holds_no_article_is_named_and_the_rest_explained(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("empty.txt").write_bytes(b"")
    Path("good.txt").write_text("Mill Reopens in Ely\n\nBy Ada Quill\n\nThe mill turned again on Monday.\n")
    assert main(["explain", "--json", "gone.txt", "empty.txt", "good.txt"]) == 1
    out, err = capsys.readouterr()
    assert [json.loads(line)["path"] for line in out.splitlines()] == ["good.txt"]
    assert err.startswith("backfile: gone.txt: ") and "\nbackfile: empty.txt: " in err and err.count("\n") == 2
