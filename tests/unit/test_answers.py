"""Answers to doubts: the file that keeps them, and what they do to an article."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backfile import markdown
from backfile.convert import answers
from backfile.convert.answers import Answer, Answers, AnswersError
from backfile.convert.values import FIELDS, PEOPLE, read_value, shown_value
from backfile.markdown import Document, Provenance
from backfile.model import Article, Doubt, Paragraph, Person, Tags

SHA = "ab" * 32


def document() -> Document:
    article = Article(
        "a.txt",
        0,
        SHA,
        title="Mill Turns",
        date="2012-03-02",
        reporters=(Person("Ada Quill"),),
        paragraphs=(Paragraph("Again the wheel went round."), Paragraph("Flour is sold.")),
    )
    return markdown.write(article, Tags(), slug="mill-turns", raw=Provenance("a.txt", 0, SHA))


def answered(field: str, value: markdown.Value, kind: str = "kind") -> Answers:
    return Answers().adding(Answer(SHA, field, kind, value))


lines = st.text(st.characters(exclude_categories=["Cs"]), max_size=40).map(markdown.fold).filter(bool)
people = st.lists(
    st.one_of(
        st.sampled_from(["Ada Quill", "Ed Mould, Jr."]),
        st.fixed_dictionaries(
            {"name": st.just("Ben Oast"), "location": st.sampled_from(["Ely", "Paris, Texas"])},
            optional={"email": st.just("b@post.example")},
        ),
    ),
    min_size=1,
    max_size=3,
)


@given(st.lists(st.tuples(st.sampled_from(["title", "source", "dateline", "corrections", "body"]), lines), max_size=6))
@settings(deadline=None)
def test_what_is_saved_is_loaded(pairs: list[tuple[str, str]]) -> None:
    before = Answers()
    for number, (field, text) in enumerate(pairs):
        sha256 = f"{number:064x}"
        before = before.adding(Answer(sha256, field, "k", [text] if field == "corrections" else text, "raw/ä\t.txt"))
    rows = tomllib.loads(answers.dump(before)).get("review", [])
    assert [(row["field"], row["value"]) for row in rows] == [(a.field, a.value) for a in before]


def test_the_file_is_the_same_whatever_the_order_of_answering(tmp_path: Path) -> None:
    first, second = Answer(SHA, "title", "glued", "Mill"), Answer("cd" * 32, "date", "two", "2012-03-02", "b.txt")
    assert answers.dump(Answers().adding(first).adding(second)) == answers.dump(Answers().adding(second).adding(first))
    answers.save(tmp_path, Answers().adding(second).adding(first))
    assert sorted(p.name for p in tmp_path.iterdir()) == ["reviews.toml"]
    assert list(answers.load(tmp_path)) == [first, second]


def test_there_need_be_no_file(tmp_path: Path) -> None:
    assert list(answers.load(tmp_path)) == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[[review]\n", "mend the TOML there"),
        ("[[reviews]]\n", "reviews is no answer; each one begins with [[review]]"),
        (f'[[review]]\nsha256 = "{SHA}"\nfield = "date"\n', "line 1: the answer has no kind"),
        ('\n[[review]]\nsha256 = "12"\nfield = "date"\nkind = "k"\n', "line 2: sha256 must be the 64"),
        (f'[[review]]\nsha256 = "{SHA}"\nfield = "date"\nkind = "k"\nvalue = "May"\n', "'May' is no date; type it as"),
        (f'[[review]]\nsha256 = "{SHA}"\nfield = "date"\nkind = "k"\nvalues = "x"\n', "values is no key of an answer"),
        (f'[[review]]\nsha256 = "{SHA}"\nfield = "mood"\nkind = "k"\nvalue = "x"\n', "'mood' is no field that can be"),
        (f'[[review]]\nsha256 = "{SHA}"\nfield = "editors"\nkind = "k"\nvalue = "x"\n', "editors must be a list"),
        (f'[[review]]\nsha256 = "{SHA}"\nfield = "title"\nkind = "k"\nvalue = 3\n', "title must be text in quotes"),
        (f'[[review]]\nsha256 = "{SHA}"\nfield = "date"\nkind = "k"\n' * 2, "line 5: date of this article is answered"),
    ],
)
def test_a_bad_answer_is_named_with_its_line_and_the_mend(tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / "reviews.toml").write_text(text)
    with pytest.raises(AnswersError) as error:
        answers.load(tmp_path)
    assert said in str(error.value) and str(tmp_path / "reviews.toml") in str(error.value)


def test_a_doubt_is_settled_by_its_own_answer_or_by_a_value() -> None:
    doubt = Doubt("title", "glued", "it runs on")
    other = Doubt("title", "other", "it is odd")
    as_it_stands = answered("title", None, "glued")
    assert as_it_stands.settles(SHA, doubt) and not as_it_stands.settles(SHA, other)
    assert answered("title", "Mill", "glued").settles(SHA, other)
    assert not answered("date", "2012-03-02").settles(SHA, doubt)
    assert not as_it_stands.without(Answer(SHA, "title", "glued")).settles(SHA, doubt)


@pytest.mark.parametrize(
    ("field", "value"), [("title", "Mill Stands"), ("date", "2012-04-01"), ("source", "Ely Post"), ("reporters", "")]
)
def test_a_value_is_written_as_a_persons_and_stays_one(field: str, value: str) -> None:
    before = document()
    after = answered(field, value).apply(before, SHA)
    assert (after.front.get(field) or "") == value
    if value:
        assert field in markdown.edited(after)
    assert markdown.merge(after, before).front.get(field) == after.front.get(field)
    assert after.body == before.body


def test_an_accepted_value_is_a_persons_too() -> None:
    """So that other rules do not change what a person has found right."""
    after = answered("title", "Mill Turns").apply(document(), SHA)
    assert markdown.edited(after) == {"title"}
    new = Document({**document().front, "title": "Mill"}, document().body)
    assert markdown.merge(after, new).text("title") == "Mill Turns"


def test_what_a_person_wrote_into_the_article_itself_stays() -> None:
    held = Document({**document().front, "title": "By hand"}, "By hand, too.")
    assert answered("title", "Answer").apply(held, SHA).text("title") == "By hand"
    assert answered("body", "Answer").apply(held, SHA).body == "By hand, too."


def test_a_headline_that_ends_elsewhere_moves_words_to_or_from_the_body() -> None:
    shorter = answered("title", "Mill", "glued-headline").apply(document(), SHA)
    assert shorter.body == "Turns Again the wheel went round.\n\nFlour is sold."
    longer = answered("title", "Mill Turns Again", "glued-headline").apply(document(), SHA)
    assert longer.body == "the wheel went round.\n\nFlour is sold."
    assert "body" not in markdown.edited(longer)


def test_an_answer_about_another_text_does_nothing() -> None:
    assert answered("title", "Mill").apply(document(), "cd" * 32) == document()


@given(st.sampled_from(PEOPLE), people)
@settings(deadline=None)
def test_people_are_typed_as_they_are_shown(field: str, value: markdown.Value) -> None:
    assert read_value(field, shown_value(value)) == value


@pytest.mark.parametrize("field", FIELDS)
def test_a_dash_says_that_there_is_none(field: str) -> None:
    assert read_value(field, " - ") == ""


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [("date", "May 3", "no date"), ("url", "post.example", "type it whole"), ("editors", "<x>", "no person")],
)
def test_what_cannot_be_read_is_said_with_what_to_type(field: str, typed: str, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        read_value(field, typed)
