"""Names within an article: forms that are one, names inside names, sources that are no subjects. All texts are ours."""

from __future__ import annotations

import pytest

from backfile import tagging
from backfile.model import Article, Paragraph, Tags

FILLER = "Nothing else was decided that day, and the members went home before the snow came and the trains stopped. "


@pytest.fixture(scope="module")
def shipped() -> tagging.Vocabularies:
    return tagging.load()


def article(title: str | None, *paragraphs: str) -> Article:
    return Article("case.txt", 0, "", title=title, paragraphs=tuple(Paragraph(p) for p in paragraphs))


def names(tags: Tags, kind: str) -> list[str]:
    return [t.name for t in getattr(tags, kind)]


def tagged(shipped: tagging.Vocabularies, title: str | None, *paragraphs: str) -> Tags:
    return tagging.tag(article(title, *paragraphs), shipped)


@pytest.mark.parametrize(
    ("name", "short", "text"),
    [
        # initials, without brackets
        (
            "Trans Bordurian Airlines",
            "TBA",
            "Trans Bordurian Airlines Inc offered to buy a rival. TBA said it had the money. They doubt that TBA has.",
        ),
        (
            "Quaynor Space Systems",
            "Q9",
            "Quaynor Space Systems, a company known as Q9, will build a port. Q9 sells flights. Q9 has a base.",
        ),
        (
            "Deutsche Quaynor Immobilien",
            "Deutsche Quaynor",
            "Deutsche Quaynor Immobilien SE said so. Deutsche Quaynor has homes and Deutsche Quaynor lets them.",
        ),
        # one that ends and begins alike is the same
        (
            "Harrow Global Capital",
            "Harrow Capital",
            "Harrow Global Capital bought the papers. Harrow Capital sold them, and Harrow Capital kept the presses.",
        ),
        (
            "British Kite Federation",
            "Kite Federation",
            "The British Kite Federation said so. The head of the Kite Federation agreed; the Kite Federation votes.",
        ),
    ],
)
def test_the_forms_of_an_organisation_are_one(shipped: tagging.Vocabularies, name: str, short: str, text: str) -> None:
    tags = tagged(shipped, None, text, FILLER)
    assert names(tags, "organisations") == [name]
    assert short in tags.organisations[0].aliases


def test_a_word_of_sentences_may_begin_a_company_s_name(shipped: tagging.Vocabularies) -> None:
    text = "Great Harbor Dredging Co. plans to hire. The unions want more from Great Harbor Dredging Co. this year."
    assert names(tagged(shipped, None, text), "organisations") == ["Great Harbor Dredging"]


def test_the_full_stop_of_a_legal_form_may_end_a_sentence(shipped: tagging.Vocabularies) -> None:
    text = "A report by Quillon Inc. It was late. Another by Quillon Inc. Northshore Bank liked it, and Quillon slept."
    assert "Quillon" in names(tagged(shipped, None, text), "organisations")


def test_a_ticker_is_evidence(shipped: tagging.Vocabularies) -> None:
    text = "The stock of Vexaro ( VEX.N ) rose. Nobody knew why Vexaro was liked, and why not."
    with_ticker = tagged(shipped, "Vexaro Rises on Hopes", text)
    assert names(with_ticker, "organisations") == ["Vexaro"]
    assert any("ticker" in t.reason for t in with_ticker.organisations)
    assert names(tagged(shipped, "Vexaro Rises on Hopes", text.replace("( VEX.N ) ", "")), "organisations") == []


def test_a_company_is_known_by_the_company_it_keeps(shipped: tagging.Vocabularies) -> None:
    text = "Vexaro shares fell. A manager at Vexaro left. Vexaro, a maker of lamps, is small. He likes Vexaro."
    assert names(tagged(shipped, None, text), "organisations") == ["Vexaro"]


def test_the_first_full_name_has_the_family_name(shipped: tagging.Vocabularies) -> None:
    text = (
        "Hillary Clinton opened the hall. Clinton spoke for an hour at the White House. "
        "Clinton had come alone; her husband Bill Clinton stayed at home."
    )
    tags = tagged(shipped, "Clinton Opens Hall", text, FILLER)
    assert names(tags, "people")[0] == "Hillary Clinton"
    assert "Clinton" in tags.people[0].aliases


def test_an_unknown_person_has_the_family_name_of_a_known_one(shipped: tagging.Vocabularies) -> None:
    text = "Rosa Blair, a farmer in Britain, lost her sheep. Blair said the Labour council was to blame."
    assert names(tagged(shipped, None, text), "people") == ["Rosa Blair"]


def test_a_shorter_full_name_is_the_longer_one(shipped: tagging.Vocabularies) -> None:
    text = "Senator Tomas Rivera Quispe resigned. Rivera Quispe gave no reason, and Tomas Quispe has no heir."
    assert names(tagged(shipped, None, text), "people") == ["Tomas Rivera Quispe"]


def test_an_opening_in_capitals_is_read_as_any_other(shipped: tagging.Vocabularies) -> None:
    text = "JANE QUILLER was urged yesterday to stay. Quiller said she would not."
    assert names(tagged(shipped, None, text), "people") == ["Jane Quiller"]
    assert names(tagged(shipped, None, "NATO MINISTERS met in Ghent. They praised NATO."), "organisations") == ["NATO"]


def test_small_words_of_the_text_are_no_family_names(shipped: tagging.Vocabularies) -> None:
    text = (
        "The Silver Moon lander is ready. Silver Moon flies to the moon in May; Moon parts are cheap, Moon fuel is not."
    )
    assert names(tagged(shipped, "Silver Moon Lander Ready", text), "people") == []


def test_a_person_with_an_office_in_the_first_sentence_counts(shipped: tagging.Vocabularies) -> None:
    text = "Ministers will meet on Friday, chairman Anders Quispe said on Wednesday."
    assert names(tagged(shipped, None, text, FILLER * 15), "people") == ["Anders Quispe"]
    assert names(tagged(shipped, None, FILLER * 5, text, FILLER * 15), "people") == []


@pytest.mark.parametrize(
    "text",
    [
        "The match at Indian Creek was short. Fans of Indian Creek went home.",
        "She won the Australian Open twice, and the Australian Open is the one she likes.",
        "They served Irish coffee in the hall, and more Irish coffee in the yard.",
    ],
)
def test_a_demonym_inside_a_name_is_no_country(shipped: tagging.Vocabularies, text: str) -> None:
    assert names(tagged(shipped, None, text), "places") == []


def test_a_city_inside_a_company_s_name_is_no_place(shipped: tagging.Vocabularies) -> None:
    text = "First Boston ran the books. Traders at First Boston were glad, and First Boston was paid."
    assert "Boston" not in names(tagged(shipped, None, text), "places")
    text = "The fund will vote against El Paso Corp. It holds shares of El Paso. El Paso did not comment."
    tags = tagged(shipped, None, text)
    assert "El Paso" not in names(tags, "places")
    assert names(tags, "organisations") == ["El Paso Corp."]
    text = "Police in El Paso closed a bridge. The mayor of El Paso was told."
    assert "El Paso" in names(tagged(shipped, None, text), "places")


def test_a_story_plays_somewhere(shipped: tagging.Vocabularies) -> None:
    tags = tagged(shipped, None, "The Federal Reserve will meet. " + FILLER * 20)
    assert names(tags, "places") == ["United States"]
    assert "no other place more" in tags.places[0].reason


def test_two_companies_speak_for_their_country(shipped: tagging.Vocabularies) -> None:
    two = "Boeing sued Lockheed Martin. Boeing wants money; Lockheed Martin has none."
    assert names(tagged(shipped, None, two, FILLER), "places") == ["United States"]
    assert names(tagged(shipped, None, two.replace("Lockheed Martin", "the town"), FILLER), "places") == []


def test_what_lies_in_northern_ireland_speaks_for_it(shipped: tagging.Vocabularies) -> None:
    text = "Two men were held in Belfast. Shops in Belfast and Armagh had closed, and so had those of Derry."
    assert names(tagged(shipped, None, text, FILLER), "places")[:2] in (
        ["Belfast", "Northern Ireland"],
        ["Northern Ireland", "Belfast"],
    )


def test_papers_and_networks_as_sources_are_no_subjects(shipped: tagging.Vocabularies) -> None:
    text = "The mayor told CNN that he would stay. He wrote on Twitter that he likes it. He told CNN so twice."
    assert names(tagged(shipped, None, text, FILLER), "organisations") == []
    text = "CNN will dismiss its anchor. CNN said ratings fell, and viewers of CNN left. The town was kind to CNN."
    assert names(tagged(shipped, None, text, FILLER), "organisations") == ["CNN"]


def test_a_known_company_is_found_by_its_first_words(shipped: tagging.Vocabularies) -> None:
    text = "Great Wall Motor Co. will sell a car. The shares of Great Wall rose, and many like Great Wall."
    tags = tagged(shipped, None, text, FILLER * 15)
    assert names(tags, "organisations") == ["Great Wall Motor"]
    assert "Great Wall" in tags.organisations[0].aliases


def test_the_dateline_counts_where_nothing_else_says_where(shipped: tagging.Vocabularies) -> None:
    def places(dateline: str | None, text: str) -> list[str]:
        made = Article("case.txt", 0, "", dateline=dateline, paragraphs=(Paragraph(text), Paragraph(FILLER)))
        return names(tagging.tag(made, shipped), "places")

    assert places("LIMA", "The committee met. It will meet again.") == ["Peru"]
    assert places(None, "The committee met. It will meet again.") == []
    assert places("LIMA", "Ghana met Ghana's creditors in Accra.")[0] == "Ghana"


def test_what_stands_glued_before_a_name_is_no_part_of_it(shipped: tagging.Vocabularies) -> None:
    text = "Eighth-seeded Anders Quispe won. Quispe beat London-based Rosa Lund; Lund wept."
    assert names(tagged(shipped, None, text), "people") == ["Anders Quispe", "Rosa Lund"]
    text = "Chancellor of the Exchequer Anders Quispe met co-CEO Rosa Lund. Quispe thanked Lund."
    assert names(tagged(shipped, None, text), "people") == ["Anders Quispe", "Rosa Lund"]
