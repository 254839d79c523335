"""Tagging: what becomes a tag, under which name, and what does not."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backfile import tagging
from backfile.model import Article, Paragraph, Person, Tags, Zone
from backfile.tagging.tokens import fold, tokenise


@pytest.fixture(scope="module")
def shipped() -> tagging.Vocabularies:
    return tagging.load()


def article(title: str | None, *paragraphs: str, **fields: object) -> Article:
    return Article("case.txt", 0, "", title=title, paragraphs=tuple(Paragraph(p) for p in paragraphs), **fields)  # type: ignore[arg-type]


def names(tags: Tags, kind: str) -> list[str]:
    return [t.name for t in getattr(tags, kind)]


def test_a_report_of_four_kinds(shipped: tagging.Vocabularies) -> None:
    tags = tagging.tag(
        article(
            "Ruritanian Envoys Leave Peru Before WTO Talks",
            "Peruvian Trade Minister Elena Quispe said talks at the World Trade Organization (WTO) on import tariffs "
            "had failed. A trade war would hurt exporters in Peru, she said.",
            "Quispe flies to Geneva for more trade talks. The WTO declined to comment.",
        ),
        shipped,
    )
    assert names(tags, "places") == ["Peru"]
    assert names(tags, "organisations") == ["World Trade Organization"]
    assert names(tags, "people") == ["Elena Quispe"]
    assert names(tags, "topics")[:2] in (["tariffs", "international trade"], ["international trade", "tariffs"])
    assert tags.places[0].code == "ISO:PE"
    assert "Quispe" in tags.people[0].aliases


def test_every_tag_says_why(shipped: tagging.Vocabularies) -> None:
    tags = tagging.tag(
        article("Chile votes", "Voters in Chile chose. The election in Chile went to a runoff."), shipped
    )
    assert tags.places[0].reason.startswith("in the headline, 2 mentions")
    assert "runoff ×1" in tags.topics[0].reason
    assert "needed" in tags.topics[0].reason


def test_a_name_inside_a_name_is_not_a_name(shipped: tagging.Vocabularies) -> None:
    tags = tagging.tag(
        article(
            None,
            "The Bank of Lisbon Savings Society lent less. Lisbon Savings Society members met. The Bank of Lisbon "
            "Savings Society said loans fell, and the Bank of Lisbon Savings Society closed branches.",
        ),
        shipped,
    )
    assert "Lisbon" not in names(tags, "places")
    assert "Bank of Lisbon Savings Society" in names(tags, "organisations")


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("Georgia and Azerbaijan signed in Tbilisi. Georgia will sell power. Georgia is small.", "Georgia"),
        ("Turkey and its lira fell; Ankara acted. Turkey raised duties. Turkish banks wait.", "Turkey"),
        ("Jordan took in more from Syria, Amman said. Jordan wants aid. Jordan is dry.", "Jordan"),
    ],
)
def test_an_ambiguous_name_needs_a_second_cue(shipped: tagging.Vocabularies, text: str, place: str) -> None:
    assert place in names(tagging.tag(article(None, text), shipped), "places")


@pytest.mark.parametrize(
    "text",
    [
        "Roast turkey is dry. Turkey should rest. Turkey needs butter, and more butter.",
        "Jordan scored twice. Jordan left at half-time. Jordan was tired after the match.",
        "An apple a day. Apple pies sold well at the fair. Apple pies again.",
        "He hit his target. Target practice is fun. Target practice is loud.",
    ],
)
def test_without_it_there_is_no_tag(shipped: tagging.Vocabularies, text: str) -> None:
    tags = tagging.tag(article(None, text), shipped)
    assert names(tags, "places") == []
    assert names(tags, "organisations") == []


def test_full_name_first_surname_after(shipped: tagging.Vocabularies) -> None:
    tags = tagging.tag(
        article(None, "Analyst Maria Lindqvist sees no end. Sales fell. “It is over,” Lindqvist said. Lindqvist left."),
        shipped,
    )
    assert names(tags, "people") == ["Maria Lindqvist"]
    assert tags.people[0].aliases == ("Lindqvist",)


def test_an_office_is_no_part_of_a_name(shipped: tagging.Vocabularies) -> None:
    text = "Secretary of State Olav Brandvold spoke. Brandvold told reporters that Brandvold would stay."
    assert names(tagging.tag(article(None, text), shipped), "people") == ["Olav Brandvold"]


def test_a_headline_in_title_case_makes_no_names(shipped: tagging.Vocabularies) -> None:
    tags = tagging.tag(article("Grim Harvest Says Angry Farmer Bill", "It rained again and the crop is lost."), shipped)
    assert names(tags, "people") == []
    assert names(tags, "organisations") == []


def test_an_acronym_defined_in_the_text_counts_as_the_name(shipped: tagging.Vocabularies) -> None:
    tags = tagging.tag(
        article(
            None,
            "The National Kelp Growers Association (NKGA) met. The NKGA wants rules. Nobody asked the NKGA before.",
        ),
        shipped,
    )
    assert names(tags, "organisations") == ["National Kelp Growers Association"]
    assert "NKGA" in tags.organisations[0].aliases


def test_credits_and_publisher_are_no_subjects(shipped: tagging.Vocabularies) -> None:
    tags = tagging.tag(
        article(
            None,
            "Reporter Ines Falk told The Irish Times all. Falk said it twice. The Irish Times printed it; "
            "The Irish Times stands by it.",
            source="The Irish Times",
            reporters=(Person("Ines Falk"),),
        ),
        shipped,
    )
    assert names(tags, "people") == []
    assert names(tags, "organisations") == []


def test_news_agencies_are_never_tags(shipped: tagging.Vocabularies) -> None:
    text = "Reuters said so. Reuters asked again. Reuters got no answer from Xinhua, and Xinhua none from Reuters."
    assert names(tagging.tag(article("Reuters Asks Xinhua", text), shipped), "organisations") == []


def test_mention_alone_is_not_enough(shipped: tagging.Vocabularies) -> None:
    filler = "The harvest was brought in and the barns were full before the rain came. " * 40
    tags = tagging.tag(
        article("Farmers in Kenya Rejoice", "Kenya is glad. " + filler, "A ship left for Norway."), shipped
    )
    assert names(tags, "places") == ["Kenya"]


def test_evidence_stands_in_the_record(shipped: tagging.Vocabularies) -> None:
    raw = "By Someone of Peru\n\nPeru\nVotes\n\nPeru’s  election board\ncounts. "
    raw += "The ballot in Peru is\nsecret. Election over.\n"
    body = raw.index("Peru’s")
    subject = article(
        "Peru Votes",
        "Peru’s election board counts. The ballot in Peru is secret. Election over.",
        zones=(
            Zone(0, 18, "discard", "credit"),
            Zone(20, 30, "field", "title", "title"),
            Zone(body, len(raw) - 1, "body", "body"),
        ),
    )
    tags = tagging.tag(subject, shipped, raw)
    assert [raw[e.start : e.end] for e in tags.places[0].evidence] == ["Peru", "Peru", "Peru"]
    assert tags.places[0].evidence[0].start == 20
    assert {raw[e.start : e.end].casefold() for e in tags.topics[0].evidence} >= {"election", "ballot"}
    assert tagging.tag(subject, shipped).places[0].evidence == ()


def test_tagging_is_the_same_every_time(shipped: tagging.Vocabularies) -> None:
    subject = article(
        "Chile and Peru trade", "Chile and Peru trade copper. Peru exports. Chile exports copper and tin."
    )
    assert tagging.tag(subject, shipped) == tagging.tag(subject, tagging.load())


def test_an_empty_article_has_no_tags(shipped: tagging.Vocabularies) -> None:
    assert tagging.tag(article(None), shipped) == Tags()


@settings(deadline=None, max_examples=150)
@given(st.lists(st.text(max_size=200), max_size=6), st.none() | st.text(max_size=80))
def test_any_text_is_tagged(paragraphs: list[str], title: str | None) -> None:
    subject = article(title, *paragraphs)
    text = "\n".join([title or "", *paragraphs])
    for kind in ("places", "organisations", "people", "topics"):
        for one in getattr(tagging.tag(subject, _loaded(), text), kind):
            assert one.name
            assert all(0 <= e.start < e.end <= len(text) for e in one.evidence)


@settings(deadline=None, max_examples=100)
@given(st.text(max_size=300))
def test_folding_keeps_the_length(text: str) -> None:
    assert len(fold(text)) == len(text)


@pytest.mark.parametrize(
    "unit",
    ["Aa Bb ", "A. ", "Bank of ", "John Smith ", "(A", "A&", "U.S.", "a-b-", "New ", "interest rate ", "' ", "é\u0301"],
)
def test_long_hostile_text_is_tagged(shipped: tagging.Vocabularies, unit: str) -> None:
    tagging.tag(article(None, unit * (300_000 // len(unit))), shipped)


def test_many_namesakes_do_not_multiply(shipped: tagging.Vocabularies) -> None:
    people = "".join(
        f"Anna{chr(97 + i % 26)}{chr(97 + i // 26 % 26)}{chr(97 + i // 676)} Smith said no. " for i in range(5000)
    )
    tagging.tag(article(None, people + "Then Smith said yes. " * 5000), shipped)


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("U.S.-led talks", ["U.S.", "-", "led", "talks"]),
        ("Kazakhstan’s oil", ["Kazakhstan", "'s", "oil"]),
        ("J. P. O’Brien of AT&T", ["J.", "P.", "O'Brien", "of", "AT&T"]),
        ("It ended. Then\nmore", ["It", "ended", ".", "Then", "\n", "more"]),
        ("3.5 percent, Amazon.com", ["3.5", "percent", ",", "Amazon.com"]),
    ],
)
def test_tokens(text: str, tokens: list[str]) -> None:
    assert tokenise(text) == tokens


_CACHE: dict[str, tagging.Vocabularies] = {}


def _loaded() -> tagging.Vocabularies:
    if not _CACHE:
        _CACHE[""] = tagging.load(Path("/nonexistent"))
    return _CACHE[""]
