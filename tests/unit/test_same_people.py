"""People under several names: joined where the archive shows it, asked about where it does not."""

from __future__ import annotations

from backfile.authority.files import given_names
from backfile.authority.same_people import SamePeople, Sighting, find_same_people


def find(*sightings: Sighting, known: tuple[str, ...] = (), apart: tuple[str, str] | None = None) -> SamePeople:
    return find_same_people(
        sightings,
        titles=frozenset({"President", "Gen", "Mayor"}),
        generations=frozenset({"Jr"}),
        given_names=given_names(),
        is_known=lambda name: name in known,
        are_others=lambda one, other: apart in ((one, other), (other, one)),
    )


def of(name: str, *, at: str = "Harbour Board", place: str = "Norway", topic: str = "shipping") -> Sighting:
    return Sighting((name,), (at,), (place,), (topic,))


def merged(found: SamePeople) -> dict[str, str]:
    return {name: likeness.name for name, likeness in found.merged.items()}


def test_a_title_is_no_part_of_a_name_that_stands_without_it() -> None:
    found = find(of("Ada Lorne"), of("President Ada Lorne"), of("Board President Ada Lorne"), of("Mayor Bo Vane"))
    assert merged(found) == {"President Ada Lorne": "Ada Lorne", "Board President Ada Lorne": "Ada Lorne"}


def test_short_and_full_given_names_that_keep_the_same_company_are_one() -> None:
    found = find(of("Jim Quill"), of("James Quill"), of("James Quill"))
    assert merged(found) == {"James Quill": "Jim Quill"}
    assert found.merged["James Quill"].reason == "3 articles together with Harbour Board"


def test_two_short_forms_of_one_name_are_one() -> None:
    assert merged(find(of("Bill Quill"), of("Will Quill"))) == {"Will Quill": "Bill Quill"}


def test_the_same_organisation_alone_is_not_enough() -> None:
    found = find(of("Jim Quill"), of("James Quill", place="Peru", topic="opera"))
    assert merged(found) == {}
    assert [(q.name, q.other, q.reason) for q in found.questions] == [
        ("Jim Quill", "James Quill", "2 articles together with Harbour Board")
    ]


def test_other_company_is_a_question() -> None:
    found = find(of("Jim Quill"), of("James Quill", at="Opera", place="Peru", topic="opera"))
    assert merged(found) == {}
    assert [q.reason for q in found.questions] == ["nothing in the archive connects them"]


def test_two_people_of_one_article_are_two() -> None:
    both = Sighting(("Jim Quill", "James Quill"), ("Harbour Board",), ("Norway",), ("shipping",))
    found = find(of("Jim Quill"), of("James Quill"), both)
    assert merged(found) == {}
    assert [q.reason for q in found.questions] == ["both stand in 1 article"]


def test_initials_must_not_contradict() -> None:
    assert merged(find(of("Jo A. Quill"), of("Jo Quill"))) == {"Jo A. Quill": "Jo Quill"}
    found = find(of("Jo A. Quill"), of("Jo B. Quill"))
    assert (merged(found), found.questions) == ({}, ())


def test_father_and_son_are_two() -> None:
    assert find(of("Jim Quill"), of("James Quill Jr.")) == SamePeople({}, ())


def test_unrelated_given_names_are_never_compared() -> None:
    assert find(of("Jim Quill"), of("Anna Quill")) == SamePeople({}, ())


def test_what_the_owner_keeps_apart_stays_apart() -> None:
    assert find(of("Jim Quill"), of("James Quill"), apart=("James Quill", "Jim Quill")) == SamePeople({}, ())


def test_two_names_of_the_vocabulary_are_two_people_and_one_is_the_name_to_show() -> None:
    assert merged(find(of("Jim Quill"), of("James Quill"), known=("Jim Quill", "James Quill"))) == {}
    assert merged(find(of("Jim Quill"), of("James Quill"), known=("James Quill",))) == {"Jim Quill": "James Quill"}


def test_a_short_form_between_two_names_joins_neither() -> None:
    found = find(of("Bert Quill"), of("Robert Quill"), of("Albert Quill"))
    assert merged(found) == {}
    assert len(found.questions) == 2


def test_later_articles_do_not_change_the_name_shown() -> None:
    early = (of("Jim Quill"), of("James Quill"))
    assert merged(find(*early)) == merged(find(*early, *[of("James Quill")] * 5)) == {"James Quill": "Jim Quill"}


def test_many_namesakes_take_no_quadratic_time() -> None:
    crowd = [of(f"James {'ABCDEFGHIJ'[n % 10]}{n} Quill") for n in range(3000)]
    assert len(find(*crowd).questions) < 3000
