"""JSON, JSON Lines and CSV: which key holds what, and what is refused alone."""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping

import pytest

from backfile.intake import read
from backfile.intake.dates import normal_date
from backfile.model import Intake, RawArticle

BODY = "The ferries sail again.\n\nCrews took the offer on Monday."


def json_article(record: Mapping[str, object], mapping: Mapping[str, str] | None = None) -> RawArticle:
    found = read("a.json", json.dumps(record).encode(), mapping)
    assert found.refusals == ()
    (article,) = found.articles
    return article


def stated(article: RawArticle) -> list[tuple[str, str, str, str | None]]:
    return [(d.field, article.text[d.start : d.end], d.rule, d.value) for d in article.declared]


def test_text_is_composed_in_a_fixed_order_and_fully_declared() -> None:
    article = json_article(
        {
            "text": BODY,
            "url": "https://post.example/ferries",
            "description": "What the deal says",
            "source": {"id": None, "name": "The Example Post"},
            "date_publish": "2011-05-04 09:30:00",
            "authors": ["Mara Ilves", "Tom Reede"],
            "editors": ["Ann Ode"],
            "headline": "Ferry Strike\nEnds",
            "dateline": "Port Example",
            "language": "en",
        }
    )
    assert article.text == (
        "Ferry Strike Ends\nMara Ilves, Tom Reede\nEditors: Ann Ode\n2011-05-04 09:30:00\nThe Example Post\n"
        f"Port Example\nhttps://post.example/ferries\n\n{BODY}\n\nWhat the deal says"
    )
    assert stated(article) == [
        ("title", "Ferry Strike Ends", "jsonl.headline", None),
        ("byline", "Mara Ilves, Tom Reede", "jsonl.authors", None),
        ("byline", "Editors: Ann Ode", "jsonl.editors", None),
        ("date", "2011-05-04 09:30:00", "jsonl.date_publish", "2011-05-04"),
        ("source", "The Example Post", "jsonl.source", None),
        ("dateline", "Port Example", "jsonl.dateline", None),
        ("url", "https://post.example/ferries", "jsonl.url", None),
        ("body", BODY, "jsonl.text", None),
        ("discard", "What the deal says", "jsonl.description", None),
    ]
    assert (article.offset, article.shape, article.notes) == (None, "jsonl", ("not used: language",))


@pytest.mark.parametrize("key", ["text", "body", "content", "maintext", "article_body", "articleBody", "Full Text"])
def test_usual_names_of_the_body(key: str) -> None:
    assert stated(json_article({key: BODY})) == [("body", BODY, f"jsonl.{key}", None)]


@pytest.mark.parametrize("key", ["date", "published", "publish_date", "pub_date", "published_at", "datePublished"])
def test_usual_names_of_the_date(key: str) -> None:
    assert ("date", "2011-05-04", f"jsonl.{key}", None) in stated(json_article({"text": BODY, key: "2011-05-04"}))


def test_a_mapping_names_keys_of_any_depth_and_wins_over_guesses() -> None:
    record = {"story": {"words": BODY}, "kop": "Ferry Strike Ends", "title": "not this", "text": "nor this one here"}
    article = json_article(record, {"body": "story.words", "title": "kop"})
    assert [s[:2] for s in stated(article)][:2] == [("title", "Ferry Strike Ends"), ("body", BODY)]


def test_a_mapped_key_is_not_guessed_for_another_field() -> None:
    article = json_article({"text": "Ferry Strike Ends", "content": BODY}, {"title": "text"})
    assert [s[:2] for s in stated(article)] == [("title", "Ferry Strike Ends"), ("body", BODY)]


def test_an_object_without_a_body_is_refused_alone_with_its_keys_and_the_mend() -> None:
    lines = [json.dumps({"kop": "A", "lijf": BODY}), json.dumps({"text": BODY}), json.dumps({"text": " "})]
    found = read("wire.jsonl", "\n".join(lines).encode())
    assert [a.record for a in found.articles] == [1]
    unknown, empty = found.refusals
    assert (unknown.path, unknown.record) == ("wire.jsonl", 0)
    assert "line 1" in unknown.reason and "kop, lijf" in unknown.reason and "[intake.mapping]" in unknown.mend
    assert empty.record == 2 and "text holds no text" in empty.reason


@pytest.mark.parametrize(
    "broken",
    ['{"text": "cut o', "[" * 100_000, '{"a":' * 100_000, "null", "3", '"words"', "[1, 2]", "{}", "NaN", "1" * 10_000],
)
def test_a_broken_line_is_refused_and_the_others_pass(broken: str) -> None:
    good = json.dumps({"text": BODY})
    found = read("wire.jsonl", f"{good}\n{broken}\n\n{good}\n".encode())
    assert [a.record for a in found.articles] == [0, 2]
    assert [r.record for r in found.refusals] == [1]
    assert "line 2" in found.refusals[0].reason


def test_hostile_values_do_not_crash() -> None:
    record = (
        '{"text": "One", "text": "Two words here", "date": ' + "9" * 5000 + ', "title": {"name": {"name": 7}}, '
        '"author": [null, true, {"name": "Mara Ilves"}, "Reede, Tom"], "url": 1e999, "x": "\\ud800 lone half here"}'
    )
    (article,) = read("a.jsonl", record.encode()).articles
    assert article.text.startswith("7\nMara Ilves; Reede, Tom\n9999")
    assert article.text.endswith("Two words here\n\n� lone half here")
    assert any("stand twice" in n and "text" in n for n in article.notes)


@pytest.mark.parametrize("url", ["javascript:alert(1)", "/local", "ftp://x.example/a", "https://x.example/a b"])
def test_an_address_that_is_not_of_the_web_is_text_but_no_url(url: str) -> None:
    article = json_article({"text": BODY, "url": url, "link": "https://x.example/a"})
    assert ("url", "https://x.example/a", "jsonl.link", None) in stated(article)
    assert ("discard", url, "jsonl.url", None) in stated(article)


@pytest.mark.parametrize("wrapped", [False, True])
def test_json_files_hold_one_article_a_list_or_a_wrapped_list(wrapped: bool) -> None:
    items = [{"text": BODY}, 5, {"text": "Another text"}]
    shown: object = {"status": "ok", "articles": [i for i in items if i != 5]} if wrapped else items
    found = read("a.json", json.dumps(shown, indent=1).encode())
    assert len(found.articles) == 2
    assert [r.record for r in found.refusals] == ([] if wrapped else [1])


def test_json_lines_under_the_name_json() -> None:
    lines = "\n".join(json.dumps({"text": f"{BODY} {n}"}) for n in range(3))
    assert len(read("a.json", lines.encode()).articles) == 3


def test_an_empty_list_is_one_refusal() -> None:
    assert [len(read(name, b" [ ]").refusals) for name in ("a.json", "a.jsonl")] == [1, 1]


def test_a_broken_json_file_is_one_refusal() -> None:
    found = read("a.json", b'{\n"text": "words\n}')
    assert found.articles == () and len(found.refusals) == 1
    assert "broken JSON" in found.refusals[0].reason


def test_a_body_of_html_gives_its_paragraphs_and_nothing_runs() -> None:
    content = (
        "<p>One &amp; <b>two</b>.</p><script>alert(1)</script><figure><figcaption>A quay.</figcaption></figure><p>Three"
    )
    article = json_article({"content": content})
    assert stated(article) == [
        ("body", "One & two.\n\nThree", "jsonl.content", None),
        ("discard", "A quay.", "html.caption", None),
    ]


def test_plain_text_that_speaks_of_markup_stays_plain() -> None:
    text = "Use <b> for bold, {{ 7*7 }} and <script>alert(1)</script>."
    assert stated(json_article({"text": text})) == [("body", text, "jsonl.text", None)]


def test_ten_megabytes_in_one_line() -> None:
    (article,) = read("a.jsonl", json.dumps({"text": "word " * 2_000_000}).encode()).articles
    assert len(article.text) == 9_999_999


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_csv_with_any_delimiter(delimiter: str) -> None:
    rows = [["Headline", "Text", "Pub Date"], ["Ferry, Strike; Ends", BODY, "2011-05-04"], ["", "", ""], ["B", "", ""]]
    table = "\n".join(delimiter.join('"' + c.replace('"', '""') + '"' for c in r) for r in rows)
    table = table.replace('"Headline"', "Headline")
    found = read("t.csv", table.encode())
    (article,) = found.articles
    assert stated(article) == [
        ("title", "Ferry, Strike; Ends", "csv.Headline", None),
        ("date", "2011-05-04", "csv.Pub Date", None),
        ("body", BODY, "csv.Text", None),
    ]
    assert [(r.record, "line 6" in r.reason) for r in found.refusals] == [(1, True)]


def test_csv_formulas_are_text_and_extra_cells_are_kept() -> None:
    (article,) = read("t.csv", b"title,text\n=1+1,\"=cmd|' /C calc'!A0\",and a cell too many").articles
    assert article.text == "=1+1\n\n=cmd|' /C calc'!A0\n\nand a cell too many"


def test_csv_without_a_known_body_column_is_refused_with_its_columns() -> None:
    (refusal,) = read("t.csv", b"kop,lijf\nA,B\n").refusals
    assert "kop, lijf" in refusal.reason and "[intake.mapping]" in refusal.mend
    assert len(read("t.csv", b"kop,lijf\nA,B\n", {"body": "lijf"}).articles) == 1


def test_csv_with_nothing_but_a_header_is_refused() -> None:
    assert len(read("t.csv", b"title,text\n\n").refusals) == 1


def test_a_quotation_mark_that_never_closes_is_reported_with_its_line() -> None:
    found = read("t.csv", b'title,text\nA,"good\ntext"\nB,"never\nclosed,\nC,swallowed\n')
    assert [a.text for a in found.articles] == ["A\n\ngood\ntext"]
    assert [(r.record, r.reason.split(":")[0]) for r in found.refusals] == [(1, "line 4")]


def test_csv_fields_may_be_long_and_the_modules_limit_is_left_alone() -> None:
    before = csv.field_size_limit()
    (article,) = read("t.csv", b"text,title\n" + b"word " * 400_000 + b",A").articles
    assert len(article.text) == 2_000_002
    assert csv.field_size_limit() == before


@pytest.mark.parametrize(
    ("stated_date", "normal"),
    [
        ("2011-05-04", "2011-05-04"),
        ("20110504", "2011-05-04"),
        ("2011/5/4", "2011-05-04"),
        ("2011-05-04T09:30:15Z", "2011-05-04T09:30+00:00"),
        ("2011-05-04 09:30:15.123+0200", "2011-05-04T09:30+02:00"),
        ("2011-05-04T09:30:15", "2011-05-04"),
        ("2011-05-04T00:00:00Z", "2011-05-04"),
        ("Wed, 04 May 2011 09:30:15 GMT", "2011-05-04T09:30+00:00"),
        ("4 May 2011 09:30 -0400", "2011-05-04T09:30-04:00"),
        ("1304501415", "2011-05-04T09:30+00:00"),
        ("1304501415000", "2011-05-04T09:30+00:00"),
        ("03/04/2011", None),
        ("May 4, 2011", None),
        ("2011-02-30", None),
        ("20111399", None),
        ("9" * 13, None),
        ("Wed, 99 May 2011 09:30:15 GMT", None),
        ("2011-05-04T99:30Z", None),
        ("42", None),
        ("yesterday", None),
        ("", None),
    ],
)
def test_dates_are_normalised_only_where_their_form_leaves_no_doubt(stated_date: str, normal: str | None) -> None:
    assert normal_date(stated_date) == normal


def test_numbers_are_dates_too() -> None:
    for number in (1304501415, 1304501415.0, 1304501415000):
        article = json_article({"text": BODY, "published": number})
        assert [d.value for d in article.declared if d.field == "date"] == ["2011-05-04T09:30+00:00"]


def test_the_same_words_make_the_same_record_whatever_the_container() -> None:
    from_json = read("a.jsonl", json.dumps({"text": BODY, "title": "A"}).encode())
    from_csv = read("b.csv", f'title,body\nA,"{BODY}"\n'.encode())
    hashes: set[str] = {a.sha256 for found in (from_json, from_csv) for a in _articles(found)}
    assert len(hashes) == 1


def _articles(found: Intake) -> tuple[RawArticle, ...]:
    assert found.articles
    return found.articles
