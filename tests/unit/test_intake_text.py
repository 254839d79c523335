from __future__ import annotations

from backfile.intake import export, sgml, text

from .conversion_cases import CASES


def test_each_article_of_an_export_keeps_its_place() -> None:
    for name, count in (("nexis/english", 3), ("nexis/german", 2), ("factiva/english", 2), ("factiva/german", 1)):
        whole = (CASES / f"{name}.txt").read_text(encoding="utf-8")
        assert export.is_export(".txt", whole), name
        found = export.split(f"{name}.txt", whole, "utf-8")
        assert [a.record for a in found.articles] == list(range(count))
        assert found.refusals == ()
        for article in found.articles:
            assert article.offset is not None
            assert whole[article.offset :].startswith(article.text)
        covered = sum(len("".join(a.text.split())) for a in found.articles)
        assert covered == len("".join(whole.split()))


def test_a_cover_page_is_reported() -> None:
    articles = "1 of 2 DOCUMENTS\n\nThe Quay\n\nA story.\n\n2 of 2 DOCUMENTS\n\nThe Quay\n\nAnother.\n"
    whole = f"Terms: ferry AND toll\n\n{articles}"
    found = export.split("a.txt", whole, "utf-8")
    assert len(found.articles) == 2
    assert "cover page" in found.refusals[0].reason


def test_prose_is_no_export() -> None:
    assert not export.is_export(".txt", "Of 120 documents, 3 were lost. The clerk counted 400 words in one.")
    assert not export.is_export(".html", "1 of 2 DOCUMENTS\n")


def test_sgml_declares_its_elements() -> None:
    whole = (CASES / "sgml/two-records.txt").read_text(encoding="utf-8")
    assert sgml.is_sgml(".sgm", whole)
    first, second = sgml.split("a.sgm", whole, "utf-8").articles
    assert whole[first.offset :].startswith(first.text)
    fields = {d.field: d.value or first.text[d.start : d.end] for d in first.declared if d.field != "discard"}
    assert fields["title"] == "NORWEGIAN YARD <NYRD> WINS FERRY ORDER"
    assert fields["source"] == "Reuters"
    assert fields["body"].startswith("A Norwegian yard &lt;NYRD>")
    assert [d.field for d in second.declared if d.field != "discard"] == ["source", "date", "title"]
    for record in (first, second):
        at = 0
        for declared in record.declared:
            assert not record.text[at : declared.start].strip(" \n&#0123456789;")
            at = max(at, declared.end)


def test_sgml_without_title_or_body_is_refused() -> None:
    found = sgml.split("a.sgm", '<REUTERS NEWID="1">\n<DATE>x</DATE>\n</REUTERS>', "utf-8")
    assert found.articles == ()
    assert found.refusals[0].record == 0


def test_a_plain_text_is_one_article() -> None:
    found = text.split("a.txt", "A ferry sailed.\n", "cp1252")
    assert [(a.record, a.offset, a.encoding, a.shape) for a in found.articles] == [(0, 0, "cp1252", "text")]
    assert not text.is_text(".txt", "anything")


def test_a_text_without_a_word_is_refused() -> None:
    assert "empty" in text.split("a.txt", " \n", "utf-8").refusals[0].reason
    assert "no word" in text.split("a.txt", "***\n", "utf-8").refusals[0].reason
