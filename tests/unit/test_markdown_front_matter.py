"""Front matter: what is written is read back by every YAML reader; what people type is read as typed."""

from __future__ import annotations

import datetime as dt

import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st

from backfile import markdown
from backfile.markdown import Document, FrontMatterError, Value, front_matter
from backfile.markdown.quick import quick

SURPRISES = [
    *(
        "no",
        "Yes",
        "On",
        "OFF",
        "y",
        "n",
        "true",
        "null",
        "Null",
        "~",
        "",
        "=",
        "<<",
        ".inf",
        "-.INF",
        ".NaN",
        "1984",
    ),
    *(
        "1e3",
        "1_000",
        "0x1F",
        "0o17",
        "017",
        "0b1",
        "12:30",
        "1:2:3",
        "3.",
        ".5",
        "+1",
        "-1",
        "1,000",
        "2012-03-02",
    ),
    *(
        "2012-03-02 14:05",
        "2012-03-02T14:05:00Z",
        "12e45678",
        "a: b",
        "a:",
        "a #b",
        "#b",
        "- a",
        "-",
        "?",
        "? a",
        ": a",
    ),
    *(
        "[a]",
        "{a: b}",
        "a, b",
        "&a",
        "*a",
        "!a",
        "!!python/object:os.system x",
        "|",
        ">",
        "'",
        '"',
        "''",
        "%a",
        "@a",
    ),
    *(
        "`a`",
        "---",
        "...",
        "--- a",
        "a\\b",
        "a\tb",
        " a",
        "a ",
        "a\nb",
        "a\n",
        "\na",
        " a\nb",
        "a\n\nb\n",
        "a\n---\nb",
    ),
    *(
        "a\r\nb",
        "\x00",
        "\x07",
        "\x7f",
        "\x85",
        "\u2028",
        "\ufeff",
        "\ufffe",
        "\U0001f600",
        "{{ x }}",
        "{% x %}",
        "É",
    ),
    *(
        "http://a.example/?b=c#d",
        "Title: Subtitle",
        'He said "no"',
        "It's",
        "50%",
        "a:b",
        "key",
        "x" * 200,
        "\ud800",
    ),
]
TEXTS = st.one_of(st.sampled_from(SURPRISES), st.text(max_size=20), st.lists(st.sampled_from(SURPRISES)).map("".join))
VALUES = st.recursive(
    st.one_of(st.none(), TEXTS),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(TEXTS, inner, max_size=3)),
    max_leaves=8,
)
KEYS = st.one_of(st.sampled_from(["title", "tags", "places", "wrote", "raw", "record", "corrections", "status"]), TEXTS)
FRONTS = st.dictionaries(KEYS, VALUES, max_size=6)


def _mended(text: str) -> str:
    return "".join("\ufffd" if "\ud800" <= c <= "\udfff" else c for c in text)


@settings(max_examples=400, deadline=None)
@given(FRONTS, st.sampled_from(["", "Text.", "---\ntext", "    code", "a\n\nb"]))
@example({"title": "null"}, "")
@example({"... 0": None}, "")
@example({"title": "a\nb\n\n  c", "note": {"x": "a\nb"}}, "Text.")
def test_what_is_written_is_read_back(front: dict[str, object], body: str) -> None:
    front = {_mended(key): _all_mended(value) for key, value in front.items()}
    document = Document(front, body)  # type: ignore[arg-type]
    text = markdown.dump(document)
    again = markdown.parse(text)
    assert again == document
    assert list(again.front) == list(front)
    assert markdown.dump(again) == text
    assert text.encode("utf-8").decode("utf-8") == text


def _all_mended(value: object) -> object:
    if isinstance(value, str):
        return _mended(value)
    if isinstance(value, list):
        return [_all_mended(item) for item in value]
    if isinstance(value, dict):
        return {_mended(key): _all_mended(item) for key, item in value.items()}
    return value


@settings(max_examples=300, deadline=None)
@given(FRONTS)
def test_other_yaml_readers_read_the_same(front: dict[str, object]) -> None:
    front = {_mended(key): _all_mended(value) for key, value in front.items() if key not in ("record", "date")}
    text = markdown.dump(Document(front, ""))  # type: ignore[arg-type]
    if not front:
        return
    inner = text.removeprefix("---\n").removesuffix("---\n")
    assert _without_records(yaml.safe_load(inner)) == _without_records(front)


def _without_records(value: object) -> object:
    if isinstance(value, dict):
        return {key: _without_records(item) for key, item in value.items() if key not in ("record", "outside")}
    return [_without_records(item) for item in value] if isinstance(value, list) else value


def test_the_file_looks_as_the_format_says() -> None:
    front = {
        "title": "Dam Opens: A First",
        "date": "2012-03-02T14:05-05:00",
        "reporters": [{"name": "Ada Lorne", "location": "Almaty"}, "B. Quill"],
        "places": ["Kazakhstan", "Washington, D.C."],
        "topics": [{"name": "elections", "code": "medtop:20000574"}],
        "raw": {"file": "2012/wire.txt", "record": "3", "sha256": "00ff"},
        "wrote": {"title": "1f3a9c02", "body": "12345678"},
    }
    assert markdown.dump(Document(front, "Text.")) == (  # type: ignore[arg-type]
        "---\n"
        'title: "Dam Opens: A First"\n'
        "date: 2012-03-02T14:05-05:00\n"
        "reporters:\n"
        "- name: Ada Lorne\n"
        "  location: Almaty\n"
        "- B. Quill\n"
        'places: [Kazakhstan, "Washington, D.C."]\n'
        "topics:\n"
        "- name: elections\n"
        "  code: medtop:20000574\n"
        "raw:\n"
        "  file: 2012/wire.txt\n"
        "  record: 3\n"
        "  sha256: 00ff\n"
        'wrote: {title: 1f3a9c02, body: "12345678"}\n'
        "---\n"
        "\n"
        "Text.\n"
    )


@pytest.mark.parametrize("typed", ["no", "On", "1984", "1e3", "12:30", "2012-03-02 14:05", "1_000", "0x1F", "3.0", "="])
def test_text_is_read_as_it_was_typed(typed: str) -> None:
    assert markdown.parse(f"---\ntitle: {typed}\n---\n").front["title"] == typed


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("2012-03-02", "2012-03-02"),
        ("'2012-03-02'", "2012-03-02"),
        ("2012-3-2", "2012-03-02"),
        ("2012-03-02 14:05", "2012-03-02T14:05"),
        ("2012-03-02T14:05:09Z", "2012-03-02T14:05:09Z"),
        ("2012-03-02 9:05 -0500", "2012-03-02T09:05-05:00"),
        ("2012-02-31", "2012-02-31"),
        ("last spring", "last spring"),
        ("2012", "2012"),
    ],
)
def test_dates_are_read_in_every_form_of_yaml(typed: str, read: str) -> None:
    assert markdown.parse(f"---\ndate: {typed}\n---\n").front["date"] == read


@settings(max_examples=100, deadline=None)
@given(st.datetimes(min_value=dt.datetime(1600, 1, 1)))
def test_what_yaml_writes_for_a_date_is_read(moment: dt.datetime) -> None:
    for value, expected in ((moment, moment.isoformat()), (moment.date(), moment.date().isoformat())):
        text = yaml.safe_dump({"date": value})
        assert markdown.parse(f"---\n{text}---\n").front["date"] == expected


@pytest.mark.parametrize(
    ("text", "front", "body"),
    [
        ("", {}, ""),
        ("Only text.\n", {}, "Only text."),
        ("\n\n  - item\n", {}, "  - item"),
        ("---\n---\n", {}, ""),
        ("---\n---\nText", {}, "Text"),
        ("---\n# a comment\n---\nText", {}, "Text"),
        (
            "\ufeff---\r\ntitle: A\r\nplaces:\r\n- B\r\n---\r\n\r\nText\r\nmore\r\n",
            {"title": "A", "places": ["B"]},
            "Text\nmore",
        ),
        ("---  \ntitle:\n---\t\n\n    code\n\n\n", {"title": None}, "    code"),
        ("---\ntitle: A\n...\nText", {"title": "A"}, "Text"),
        ("---\ntitle: ~\nlang: null\ntags: []\n---", {"title": None, "lang": None, "tags": []}, ""),
        ("+++\ntitle = 'A'\n+++\n", {}, "+++\ntitle = 'A'\n+++"),
        ("--- a\n", {}, "--- a"),
    ],
)
def test_files_of_every_make_are_read(text: str, front: dict[str, object], body: str) -> None:
    document = markdown.parse(text)
    assert document == Document(front, body)  # type: ignore[arg-type]
    assert markdown.parse(markdown.dump(document)) == document


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("---\ntitle: A\nText", 1, "not closed"),
        ("---\n- a\n---\n", 2, "keys with values"),
        ("---\njust text\n---\n", 2, "keys with values"),
        ("---\ntitle: A\ntitle: B\n---\n", 3, "second time"),
        ("---\ntitle: A\nurl: x: y\n---\n", 3, ""),
        ("---\ntitle: [a\n---\n", 3, ""),
        ("---\ntitle: 'a\n---\n", 3, ""),
        ("---\na: &x [b]\nc: *x\n---\n", 2, "anchors"),
        ("---\na: b\nc: *x\n---\n", 3, "anchors"),
        ("---\na: !!python/object/apply:os.system [x]\n---\n", 2, "anchors"),
        ("---\n!!str a: b\n---\n", 2, ""),
        ("---\n? [a]\n: b\n---\n", 2, "a key"),
        ("---\na: b\n--- c\n---\n", 3, ""),
        ("---\na: b\x07\n---\n", 2, "control character"),
        ("---\ntitle: A\na: " + "[" * 50 + "]" * 50 + "\n---\n", 3, "deeper"),
        ("---\ntitle: \ud800\n---\n", 1, ""),
    ],
)
def test_front_matter_that_cannot_be_read_names_its_line(text: str, line: int, said: str) -> None:
    with pytest.raises(FrontMatterError) as caught:
        markdown.parse(text)
    assert caught.value.line == line
    assert said in caught.value.message
    assert "\n" not in str(caught.value)


@settings(max_examples=300, deadline=None)
@given(st.one_of(st.text(max_size=80), st.lists(st.sampled_from([*SURPRISES, ": ", "\n", "- ", "  "])).map("".join)))
def test_any_text_is_read_or_refused(text: str) -> None:
    for written in (text, f"---\n{text}\n---\n", f"---\ntitle: {text}\n---\n"):
        try:
            document = markdown.parse(written)
        except FrontMatterError:
            continue
        assert markdown.parse(markdown.dump(document)) == document


def test_both_readers_of_pyyaml_give_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    text = markdown.dump(Document({f"k{n}": s for n, s in enumerate(map(_mended, SURPRISES))}, "Text."))
    expected = markdown.parse(text)
    monkeypatch.setattr("backfile.markdown.front_matter._LOADER", yaml.BaseLoader)
    assert markdown.parse(text) == expected
    with pytest.raises(FrontMatterError) as caught:
        markdown.parse("---\na: b\nc: d\x07\n---\n")
    assert caught.value.line == 3


@given(FRONTS)
def test_the_quick_reader_reads_what_is_written_as_yaml_does(front: dict[str, object]) -> None:
    text = markdown.dump(Document(_all_mended(front), "")).removeprefix("---\n").removesuffix("---\n")  # type: ignore[arg-type]
    found = quick(text)
    assert found is None or found == front_matter._load(text)


LINES = st.builds(
    "".join,
    st.tuples(
        st.sampled_from(["", "- ", "  ", "   ", "  - ", "-", " "]),
        st.sampled_from(["", "name: ", "date: ", "name:", "a b: ", "'k': "]),
        st.one_of(
            st.sampled_from(
                [*SURPRISES, "Oslo", "[Oslo, Bergen]", "[Oslo, 'a']", '["a, b", c ]', "[]", "[a, ~]", "[a,b]"]
            ),
            st.sampled_from(
                ["{a: b}", "{body: 0a1b2c3d}", '{body: "01234567", tags: 0a1b2c3d}', "{}", '"a" b', '"a\\n"']
            ),
            st.text(alphabet="ab \t:#-[]{},'\"\\\u2028\xa0é", max_size=8),
        ),
    ),
)


@settings(max_examples=400)
@given(st.lists(LINES, max_size=6).map("\n".join), st.booleans())
def test_the_quick_reader_leaves_to_yaml_what_it_is_not_sure_of(text: str, ends: bool) -> None:
    text += "\n" * ends
    found = quick(text)
    if found is not None:
        assert found == front_matter._load(text)


def test_the_quick_reader_reads_an_ordinary_article() -> None:
    front: dict[str, Value] = {
        "title": "Ferry “Returns”: What the Crew Saw",
        "date": "2012-03-02T14:05-05:00",
        "reporters": [{"name": "Ada Quist", "location": "Bergen", "email": "ada@example.org"}, "Bo Roth"],
        "places": ["Bergen", "Korea, South"],
        "topics": [{"name": "elections", "code": "medtop:20000574"}],
        "raw": {"file": "2012/a.txt", "sha256": "0" * 64},
        "wrote": {"title": "1f3a9c02", "body": "01234567"},
    }
    text = markdown.dump(Document(front, "")).removeprefix("---\n").removesuffix("---\n")
    assert quick(text) == front


@pytest.mark.parametrize("line", ["- ", "-  ", "- -", "-"])
def test_an_item_of_nothing_is_no_error(line: str) -> None:
    """A person who begins a list and leaves an item empty loses neither the article nor the build."""
    document = markdown.parse(f"---\ntitle: Pier\nplaces:\n{line}\n---\n\nText.\n")
    assert document.text("title") == "Pier"
