"""What a person changed in a Markdown file stays when Backfile writes it anew, value by value."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backfile import markdown
from backfile.markdown import Document, Provenance
from backfile.model import Article, Paragraph, Person, Tag, Tags

RAW = Provenance("wire/a.txt", 0, "ab" * 32)
OLD = Article(
    path="wire/a.txt",
    record=0,
    sha256="ab" * 32,
    title="Dam Opens",
    date="2012-03-02",
    source="Harbour Post",
    dateline="Almaty",
    reporters=(Person("Ada Lorne", "Almaty"), Person("B. Quill")),
    editors=(Person("C. Vane"),),
    corrections=("The year was wrong.",),
    url="https://paper.example/a",
    paragraphs=(Paragraph("The dam opened."), Paragraph("Water", "subhead"), Paragraph("It flowed.")),
)
NEW = replace(
    OLD,
    title="Dam Opens in March",
    date="2012-03-03",
    source="The Harbour Post",
    dateline="Astana",
    reporters=(Person("Ada Lorne", "Astana"),),
    contributors=(Person("D. Reed"),),
    editors=(),
    corrections=(),
    url="https://paper.example/b",
    paragraphs=(Paragraph("The dam opened on Friday."),),
)
OLD_TAGS = Tags(places=(Tag("Kazakhstan", "ISO:KZ"), Tag("Russia")), topics=(Tag("dams", "medtop:1"), Tag("rivers")))
NEW_TAGS = Tags(places=(Tag("Kazakhstan"), Tag("Russia"), Tag("China")), people=(Tag("Ivan Petrov"),))


def document(article: Article, tags: Tags) -> Document:
    return markdown.write(article, tags, slug="dam-opens", raw=RAW)


def typed(document: Document, **front: object) -> Document:
    """The document as a person left it; a value of None takes the key out."""
    body = front.pop("body", document.body)
    values = {**document.front, **front}
    text = markdown.dump(Document({k: v for k, v in values.items() if v is not None}, body))  # type: ignore[arg-type,misc]
    return markdown.parse(text)


def test_an_article_becomes_front_matter_and_text() -> None:
    written = document(OLD, OLD_TAGS)
    assert list(written.front) == [
        "title",
        "date",
        "source",
        "dateline",
        "reporters",
        "editors",
        "places",
        "topics",
        "tags",
        "corrections",
        "url",
        "slug",
        "raw",
        "wrote",
    ]
    assert written.front["reporters"] == [{"name": "Ada Lorne", "location": "Almaty"}, "B. Quill"]
    assert written.front["places"] == ["Kazakhstan", "Russia"]
    assert written.front["topics"] == [{"name": "dams", "code": "medtop:1"}, "rivers"]
    assert written.front["tags"] == ["Kazakhstan", "Russia", "dams", "rivers"]
    assert written.body == "The dam opened.\n\n### Water\n\nIt flowed."
    assert written.raw == RAW
    assert markdown.parse(markdown.dump(written)) == written


def test_an_untouched_document_has_no_edits_and_is_refreshed_whole() -> None:
    old, new = document(OLD, OLD_TAGS), document(NEW, NEW_TAGS)
    assert markdown.edited(old) == frozenset()
    assert markdown.merge(old, new) == new
    assert markdown.dump(markdown.merge(old, new)) == markdown.dump(new)
    assert markdown.merge(old, old) == old


EDITS = {
    "title": "My Title",
    "date": "2011-01-01",
    "source": "Other",
    "dateline": "Oslo",
    "reporters": ["Somebody Else"],
    "contributors": ["E. Marsh"],
    "editors": ["F. Fenn"],
    "places": ["Norway"],
    "organisations": ["The Bank"],
    "people": ["G. Hale"],
    "topics": ["weather"],
    "corrections": ["Mine."],
    "url": "https://paper.example/mine",
    "body": "My text.",
}


# What the first conversion left empty cannot be taken out.
CHANGES = [(key, False) for key in EDITS] + [
    (key, True) for key in EDITS if key not in ("contributors", "organisations", "people")
]


@pytest.mark.parametrize(("key", "taken_out"), CHANGES)
def test_a_value_that_a_person_changed_stays_and_the_others_are_refreshed(key: str, taken_out: bool) -> None:
    old, new = document(OLD, OLD_TAGS), document(NEW, NEW_TAGS)
    value = ("" if key == "body" else None) if taken_out else EDITS[key]
    by_hand = typed(old, **{key: value})
    assert markdown.edited(by_hand) == {key}
    merged = markdown.merge(by_hand, new)
    again = markdown.merge(markdown.parse(markdown.dump(merged)), new)
    assert again == merged
    assert markdown.edited(merged) == {key}
    kinds = {"places", "organisations", "people", "topics"}
    for other in EDITS:
        expected = (value or None) if other == key else (new.body if other == "body" else new.front.get(other))
        found = (merged.body or None) if other == "body" else merged.front.get(other)
        assert found == expected, other
    if key not in kinds:
        assert merged.front["tags"] == new.front["tags"]
    # An edit stands for good, also when a later refresh returns to what Backfile first read.
    assert markdown.merge(merged, old).front.get(key) == (by_hand.front.get(key))


def test_a_value_set_back_to_what_backfile_wrote_is_its_own_again() -> None:
    old = document(OLD, OLD_TAGS)
    by_hand = typed(typed(old, title="My Title"), title="Dam  Opens")
    assert markdown.edited(by_hand) == frozenset()


def test_another_way_of_writing_the_same_is_no_edit() -> None:
    old = document(OLD, OLD_TAGS)
    reporters = [{"location": "Almaty", "name": "Ada Lorne", "email": None}, {"name": "B. Quill"}]
    text = markdown.dump(typed(old, reporters=reporters, corrections="The year was wrong."))
    text = text.replace("date: 2012-03-02", "date: '2012-3-2'").replace("\n", "\r\n")
    assert markdown.edited(markdown.parse(text)) == frozenset()


def test_what_a_person_takes_out_of_tags_goes_from_its_kind_and_what_they_add_stays() -> None:
    old, new = document(OLD, OLD_TAGS), document(NEW, NEW_TAGS)
    by_hand = typed(old, tags=["Kazakhstan", "dams", "rivers", "my own tag"])
    assert markdown.edited(by_hand) == {"tags"}
    merged = markdown.merge(by_hand, new)
    assert merged.front["tags"] == ["Kazakhstan", "dams", "rivers", "my own tag"]
    assert merged.front["places"] == ["Kazakhstan"]
    assert "people" not in merged.front
    assert markdown.edited(merged) == {"tags"}
    assert markdown.merge(merged, new) == merged


def test_what_a_person_adds_to_a_kind_joins_tags_when_refreshed() -> None:
    old, new = document(OLD, OLD_TAGS), document(NEW, NEW_TAGS)
    merged = markdown.merge(typed(old, places=["Kazakhstan", "Russia", "Aral Sea"]), new)
    assert merged.front["places"] == ["Kazakhstan", "Russia", "Aral Sea"]
    assert merged.front["tags"] == ["Kazakhstan", "Russia", "Aral Sea", "Ivan Petrov"]
    assert markdown.edited(merged) == {"places"}


def test_slug_and_a_person_s_own_keys_stay_in_their_place() -> None:
    old, new = document(OLD, OLD_TAGS), document(NEW, NEW_TAGS)
    text = (
        markdown.dump(old)
        .replace("date:", "status: draft\ndate:", 1)
        .replace("slug: dam-opens", "slug: mine\nmood: calm")
    )
    merged = markdown.merge(markdown.parse(text), new)
    keys = list(merged.front)
    assert keys[:3] == ["title", "status", "date"]
    assert keys[keys.index("slug") + 1] == "mood"
    assert merged.front["slug"] == "mine"
    assert keys.index("contributors") == keys.index("reporters") + 1


def test_a_document_without_hashes_is_a_person_s_throughout() -> None:
    by_hand = Document({"title": "Mine", "reporters": ["Me"]}, "My text.")
    assert markdown.edited(by_hand) == {"title", "reporters", "body"}
    merged = markdown.merge(by_hand, document(NEW, NEW_TAGS))
    assert (merged.front["title"], merged.front["reporters"], merged.body) == ("Mine", ["Me"], "My text.")
    assert merged.front["source"] == "The Harbour Post"


@settings(max_examples=150, deadline=None)
@given(st.dictionaries(st.sampled_from([*EDITS, "tags"]), st.sampled_from(["x", "y", None]), max_size=6))
def test_edits_survive_any_number_of_refreshes(edits: dict[str, str | None]) -> None:
    lists = {
        "reporters",
        "contributors",
        "editors",
        "places",
        "organisations",
        "people",
        "topics",
        "corrections",
        "tags",
    }
    values = {key: [value] if key in lists and value else value for key, value in edits.items()}
    if "body" in values:
        values["body"] = edits["body"] or ""
    by_hand = typed(document(OLD, OLD_TAGS), **values)
    changed = markdown.edited(by_hand)
    current = by_hand
    for result in (document(NEW, NEW_TAGS), document(OLD, OLD_TAGS), document(NEW, NEW_TAGS)):
        current = markdown.parse(markdown.dump(markdown.merge(current, result)))
        assert markdown.edited(current) == changed
        for key in changed - {"body"}:
            assert current.front.get(key) == by_hand.front.get(key)
        if "body" in changed:
            assert current.body == by_hand.body


def test_signed_tags_add_to_and_take_from_what_backfile_finds() -> None:
    old = markdown.write(OLD, Tags(places=(Tag("Peru"), Tag("Norway"))), slug="a", raw=RAW)
    typed = Document({**old.front, "tags": ["-Peru", "+Chile"]}, old.body)
    new = markdown.write(OLD, Tags(places=(Tag("Peru"), Tag("Oslo"))), slug="a", raw=RAW)
    merged = markdown.merge(typed, new)
    assert merged.front["places"] == ["Oslo"]
    assert merged.front["tags"] == ["-Peru", "+Chile"]
    assert markdown.merge(merged, new) == merged


def test_a_sign_stands_right_before_a_name() -> None:
    assert markdown.read_tags(["- Peru", "A-ha", "+44"]).names == ("- Peru", "A-ha", "44")
    assert not markdown.read_tags(["- Peru", "A-ha"]).signed
