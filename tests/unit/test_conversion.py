from __future__ import annotations

import hypothesis.strategies as st
import pytest
from hypothesis import given, settings

from backfile.conversion import convert, dates, people
from backfile.conversion.datelines import dateline, place_only
from backfile.conversion.lines import look
from backfile.conversion.titles import ends_sentence, is_title_case
from backfile.intake.record import make_record
from backfile.model import Article, RawArticle

from .conversion_cases import SHIPPED, case_files, records


def raw_of(text: str) -> RawArticle:
    return make_record("a.txt", 0, 0, text, "utf-8", "text")


def check(raw: RawArticle, article: Article) -> None:
    """What always holds: a partition of the text, spans inside it, names for discards."""
    at = 0
    covered = bytearray(len(raw.text))
    for zone in article.zones:
        assert at <= zone.start < zone.end <= len(raw.text)
        assert zone.rule
        assert (zone.field is not None) == (zone.kind == "field")
        at = zone.end
        covered[zone.start : zone.end] = b"\1" * (zone.end - zone.start)
    assert all(covered[i] or c.isspace() for i, c in enumerate(raw.text))
    for found in article.evidence.values():
        for evidence in found:
            assert 0 <= evidence.start < evidence.end <= len(raw.text)
            assert evidence.rule
    assert all("\n" not in p.text and p.text == p.text.strip() and p.text for p in article.paragraphs)
    for doubt in article.doubts:
        assert doubt.kind and doubt.reason


PIECES = st.sampled_from(
    [
        "Bloomberg News",
        "Harbour Board Puts Off Its Vote on Tolls",
        "March 02, 2012",
        "By Ann Example and Bo Sample",
        "The harbour board has put off its vote, its chairman said on Monday. ",
        "“We would rather wait,” he said.",
        "RIGA (Reuters) - ",
        "-- Editors: Ann Example, Bo Sample",
        "To contact the reporter on this story: Ann Example in Riga at aex@wire.example",
        "To contact the editors responsible for this story:",
        "(Reporting by Ann Example; Editing by Bo Sample)",
        "($1 = 0.7 euros)",
        "___",
        "Copyright © 2012 The Harbour Times",
        "&#39;&amp;&lt;&rsquo;",
        "painterâ€™s",
        "caf\u00e9\u00a0\u200b\u00ad",
        "LENGTH: 20 words",
        "1 of 2 DOCUMENTS",
        "31 words",
        "HD A headline",
        "Share",
        "Advertisement",
        "\x00\x01",
        "İstanbul",
    ]
)
GLUE = st.sampled_from(["\n\n", "\n", " ", "", "\n     ", "\n\n\n"])
TEXTS = st.lists(st.tuples(PIECES, GLUE), max_size=24).map(lambda parts: "".join(p + g for p, g in parts))


@settings(deadline=None, max_examples=250)
@given(TEXTS)
def test_every_character_of_a_made_up_article_is_in_one_zone(text: str) -> None:
    raw = raw_of(text)
    check(raw, convert(raw, SHIPPED))


@settings(deadline=None, max_examples=250)
@given(st.text(max_size=400))
def test_any_text_is_read_without_an_error(text: str) -> None:
    raw = raw_of(text)
    check(raw, convert(raw, SHIPPED))


def test_the_cases_hold_too_and_twice_gives_the_same() -> None:
    for path in case_files():
        for raw in records(path):
            article = convert(raw, SHIPPED)
            check(raw, article)
            assert convert(raw, SHIPPED) == article


@pytest.mark.parametrize(
    "unit",
    [
        "a",
        "A ",
        "word and more. ",
        "To contact the reporter on this story: Ann Example in Riga at a@b.example",
        "(Reporting by Ann Example; ",
        "((((",
        "-- Editors: ",
        "Title Case Words ",
        "— With assistance by Ann Example, ",
        "&amp;",
        "â€™",
        "\n",
        "a\n",
        "Ann Example, ",
        "contributed to this report ",
        "Source: Bloomberg",
        "“",
        "2012-03-02 ",
        "By Ann Example ",
        "is a writer ",
        "photo ",
        "___\n",
    ],
)
def test_hostile_text_is_read_in_linear_time(unit: str) -> None:
    import sys

    def steps(size: int) -> int:
        # Lines of Python that run: counted, so that no clock decides.
        count = 0

        def trace(frame: object, event: str, arg: object) -> object:
            nonlocal count
            count += 1
            return trace

        raw = raw_of(unit * (size // len(unit)))
        sys.settrace(trace)  # type: ignore[arg-type]
        try:
            convert(raw, SHIPPED)
        finally:
            sys.settrace(None)
        return count

    small, large = steps(8_000), steps(32_000)
    assert large < 6 * small + 20_000


def test_a_large_text_on_one_line_is_read() -> None:
    raw = raw_of("The ferry sailed at noon and nobody was surprised. " * 40_000)
    article = convert(raw, SHIPPED)
    assert sum(len(p.text) for p in article.paragraphs) > 1_900_000


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("March 02, 2012", "2012-03-02"),
        ("Tue Oct 7, 2008 4:10pm EDT", "2008-10-07T16:10-04:00"),
        ("March 14, 2012 Wednesday 2:45 AM GMT", "2012-03-14T02:45+00:00"),
        ("14 May 2015", "2015-05-14"),
        ("June 12, 1996, CITY EDITION", "1996-06-12"),
        ("2016-05-09T06:12:40.120Z", "2016-05-09T06:12:40+00:00"),
        (" 9-APR-1987 11:02:33.41", "1987-04-09T11:02"),
        ("3. März 2009", "2009-03-03"),
        ("Published: 10:30 p.m. ET, Feb. 2, 2012", "2012-02-02T22:30-05:00"),
        ("Updated 3:14 PM ET, Tue July 7, 2015", "2015-07-07T15:14-04:00"),
        ("21/06/2014", "2014-06-21"),
        ("2 de marzo de 2012", "2012-03-02"),
        ("2012年3月2日", "2012-03-02"),
        ("November 20, 2019 12:05 a.m. CST", "2019-11-20T00:05"),
    ],
)
def test_a_date_line_is_read(text: str, iso: str) -> None:
    stamp = dates.find_line(text)
    assert stamp is not None
    assert stamp.iso == iso


@pytest.mark.parametrize(
    "text", ["March 2", "3/4/2012", "February 30, 2012", "May 2012", "In 2012 the ferry sank off Riga"]
)
def test_what_is_no_whole_date_is_none(text: str) -> None:
    assert dates.find_line(text) is None


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("KURT SAMPLE and ANN McDONALD", ["Kurt Sample", "Ann McDonald"]),
        ("SEAN O'NEILL, Northern Editor", ["Sean O'Neill"]),
        (
            "Jan van der Berg, Ana de la Cruz and Karl Osvald Jr.",
            ["Jan van der Berg", "Ana de la Cruz", "Karl Osvald Jr."],
        ),
        ("J.R. EXAMPLE; Suh Kyung-min", ["J.R. Example", "Suh Kyung-min"]),
        ("Bloomberg News", []),
        ("our own Correspondent", []),
        ("MARY-ANN SAMPLE", ["Mary-Ann Sample"]),
    ],
)
def test_names_are_read_from_lists(text: str, names: list[str]) -> None:
    assert [p.name for p in people.read_names(text, SHIPPED).people] == names


def test_contacts_have_places_with_commas_and_addresses() -> None:
    text = "Jane O'Dell in Mesa, Arizona, at jo@wire.example; Cy Model at\ncm@wire.example\nDi Pattern, Ed Mould"
    found = people.read_contacts(text, SHIPPED).people
    assert [(p.name, p.location, p.email) for p in found] == [
        ("Jane O'Dell", "Mesa, Arizona", "jo@wire.example"),
        ("Cy Model", None, "cm@wire.example"),
        ("Di Pattern", None, None),
        ("Ed Mould", None, None),
    ]


def test_a_place_without_an_address_is_kept() -> None:
    found = people.read_contacts("Ann Example in Almaty at", SHIPPED).people
    assert [(p.name, p.location) for p in found] == [("Ann Example", "Almaty")]


@pytest.mark.parametrize(
    ("text", "place", "agency"),
    [
        ("RIGA, Latvia (Reuters) - Ferries", "RIGA, Latvia", "Reuters"),
        ("RIGA/VILNIUS (Reuters) - Ferries", "RIGA/VILNIUS", "Reuters"),
        ("ROCKPORT, Maine (AP) — A storm", "ROCKPORT, Maine", "AP"),
        ("(Bloomberg) -- A shipyard", None, "Bloomberg"),
        ("TOKYO—Ferries", "TOKYO", None),
        ("HONG KONG, March 3 (Xinhua) -- Ferries", "HONG KONG", "Xinhua"),
        ("Moscow (CNN) - Ferries", "Moscow", "CNN"),
    ],
)
def test_a_dateline_is_read(text: str, place: str | None, agency: str | None) -> None:
    found = dateline(text, SHIPPED)
    assert found is not None
    assert (found.place, found.agency) == (place, agency)


@pytest.mark.parametrize("text", ["The ferry (a big one) sank", "Ferries - and boats - sank", "THE FACTS: it sank"])
def test_prose_has_no_dateline(text: str) -> None:
    assert dateline(text, SHIPPED) is None


def test_a_dateline_line_loses_its_date() -> None:
    assert place_only("NEW YORK, MARCH 3 -") == "NEW YORK"


def test_repairs_lead_back_to_the_raw_text() -> None:
    text = "The painterâ€™s &amp; caf\u00e9\u200b end"
    view = look(text)
    assert view.text == "The painter’s & café end"
    for word in ("painter", "end", "caf"):
        at = view.text.index(word)
        start, end = view.raw(at, at + len(word))
        assert text[start:end].startswith(word)


def test_honest_accents_are_left_alone() -> None:
    assert look("Ångström, Çelik, naïve “quotes”").text == "Ångström, Çelik, naïve “quotes”"


def test_sentence_ends_are_told_from_abbreviations() -> None:
    assert ends_sentence("It sank.”")
    assert not ends_sentence("Ferry Line Leaves the U.S.")
    assert not ends_sentence("Ferry Sinks")


def test_title_case_is_told_from_prose() -> None:
    small = SHIPPED.words["title_small"]
    assert is_title_case("Seven Ways to Cook Herring", small)
    assert not is_title_case("Storm cuts power to coastal towns", small)


def test_two_dates_that_differ_are_a_doubt() -> None:
    text = (
        "Quay Repaired\n\nMarch 2, 2012\n\nMarch 9, 2012\n\nThe quay was repaired, and the boats came back at once.\n"
    )
    article = convert(raw_of(text), SHIPPED)
    assert [d.candidates for d in article.doubts if d.kind == "two-dates"] == [("2012-03-02", "2012-03-09")]


def test_a_credit_that_names_nobody_is_a_doubt() -> None:
    story = "Quay Repaired\n\nThe quay was repaired, and the boats came back at once.\n\n"
    text = f"{story}To contact the reporter on this story:\n"
    article = convert(raw_of(text), SHIPPED)
    assert article.reporters == ()
    assert [d.kind for d in article.doubts] == ["credit-without-name"]


def kinds(text: str) -> dict[str, tuple[str, ...]]:
    return {d.kind: d.candidates for d in convert(raw_of(text), SHIPPED).doubts}


PROSE = (
    "The harbour board said on Monday that it would close the old pier after its engineers found cracks in the legs."
)


def test_an_address_of_another_week_is_a_doubt_and_one_of_the_next_day_is_none() -> None:
    text = "Pier Closed for the Winter\n\nMarch 2, 2012\n\nhttps://news.example/2012/03/{}/pier\n\n" + PROSE + "\n"
    assert kinds(text.format("09"))["two-dates"] == ("2012-03-02", "2012-03-09")
    assert "two-dates" not in kinds(text.format("03"))


def test_a_word_in_a_credit_that_may_be_a_place_is_no_name_but_a_doubt() -> None:
    text = f"RIGA (Reuters) - {PROSE}\n\n(Reporting by Ann Example, Tartu; Editing by Bo Sample)\n"
    article = convert(raw_of(text), SHIPPED)
    assert [p.name for p in article.reporters] == ["Ann Example"]
    assert kinds(text)["name-or-place"] == ("Tartu",)


@pytest.mark.parametrize("place", ["New York", "Hong Kong", "Sao Paulo"])
def test_a_place_of_two_words_is_no_person(place: str) -> None:
    text = f"{PROSE}\n\n(Additional reporting by Ann Example in Riga and {place}; Editing by Bo Sample)\n"
    article = convert(raw_of(text), SHIPPED)
    assert [(p.name, p.location) for p in article.contributors] == [("Ann Example", f"Riga and {place}")]
    assert [p.name for p in article.editors] == ["Bo Sample"]


@pytest.mark.parametrize(
    ("sentence", "language"),
    [
        ("De haven is sinds maandag dicht, en de vissers weten niet wanneer hij voor de boten open gaat.", "Dutch"),
        ("De haven is sinds maandag dicht, en de vissers weten niet wanneer hij voor de boten open gaat.", "Dutch"),
        ("El puerto está cerrado desde el lunes y los pescadores no saben cuándo se abrirá de nuevo.", "Spanish"),
        (
            "Порт закрыт с понедельника, и рыбаки не знают, когда его снова откроют для лодок.",
            "a script other than Latin",
        ),
    ],
)
def test_a_language_that_is_not_supported_is_a_doubt(sentence: str, language: str) -> None:
    assert kinds(f"{sentence} {sentence} {sentence}\n")["language"] == (language,)


def test_english_is_no_doubt_nor_is_a_short_text() -> None:
    assert kinds(f"{PROSE}\n\n{PROSE}\n") == {}
    assert kinds("El puerto está cerrado.\n") == {}
    german = "Der Hafen bleibt geschlossen, weil die Brücke nicht trägt und das Geld für eine neue nicht da ist."
    assert kinds(f"{german} {german} {german}\n") == {}


def test_a_body_that_breaks_off_is_a_doubt() -> None:
    assert "mid-sentence" in kinds(
        f"{PROSE}\n\nThe council will take up the question of the pier again when it meets in\n"
    )


def test_prose_behind_the_credits_may_be_a_second_article() -> None:
    one = f"{PROSE} {PROSE} {PROSE}\n\n"
    text = f"{one}(Reporting by Ann Example; Editing by Bo Sample)\n\n{one * 6}"
    assert "two-articles" in kinds(text)
    assert "two-articles" not in kinds(f"{one * 6}(Reporting by Ann Example; Editing by Bo Sample)\n")
