"""Versions and reprints: found among what newsrooms do to stories, and not among what only looks like it."""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backfile.versions import Relation, Story, find_versions, sketch, touched, words_of
from backfile.versions.compare import Text, compare
from tests.newsroom import Newsroom, Piece

SEEDS = (31, 32, 33)  # 1 and 2 were looked at while the method was made
Pairs = set[frozenset[int]]


def found_in(pieces: Sequence[Piece]) -> dict[int, tuple[int, Relation]]:
    words = [piece.words for piece in pieces]
    stories = [Story(piece.title, piece.day, piece.source) for piece in pieces]
    return find_versions(stories, [sketch(" ".join(w)) for w in words], lambda at: words[at])


def joined(count: int, links: Iterable[tuple[int, int]]) -> Pairs:
    """Every pair of a group, from links between some of its members."""
    group = list(range(count))
    for one, other in links:
        old, new = group[one], group[other]
        group = [new if g == old else g for g in group]
    return pairs_of(group)


def pairs_of(groups: Sequence[int]) -> Pairs:
    members: dict[int, list[int]] = {}
    for at, group in enumerate(groups):
        members.setdefault(group, []).append(at)
    return {frozenset(pair) for group in members.values() for pair in combinations(group, 2)}


@pytest.fixture(scope="module")
def archives() -> list[list[Piece]]:
    return [Newsroom(seed).archive(300) for seed in SEEDS]


def test_versions_and_reprints_are_found_and_follow_ups_and_series_are_not(archives: list[list[Piece]]) -> None:
    right = told = true = 0
    for pieces in archives:
        want = pairs_of([piece.story for piece in pieces])
        got = joined(len(pieces), ((at, of) for at, (of, _) in found_in(pieces).items()))
        right, told, true = right + len(want & got), told + len(got), true + len(want)
    precision, recall = right / told, right / true
    assert 2 * precision * recall / (precision + recall) >= 0.97, (precision, recall)
    assert precision >= 0.97


def test_a_version_is_told_from_a_reprint(archives: list[list[Piece]]) -> None:
    wrong = total = 0
    for pieces in archives:
        for at, (of, relation) in found_in(pieces).items():
            kind = pieces[at].edit.partition(":")[0]
            if kind in ("version", "reprint") and pieces[of].story == pieces[at].story:
                total += 1
                wrong += not relation.kind.startswith(kind)
    assert total > 300
    assert wrong <= total // 50


@pytest.mark.parametrize(
    "edit", ["copy_edit", "new_lead", "more", "moved", "new_figures", "corrected", "cut", "joined"]
)
def test_each_edit_alone_leaves_a_version(edit: str) -> None:
    room = Newsroom(41)
    missed = 0
    for number in range(40):
        story = room.story(number)
        other = getattr(room, edit)(story)
        missed += 1 not in found_in([story, other])
    assert missed <= 1


def test_what_is_found_among_earlier_articles_does_not_depend_on_later_ones(archives: list[list[Piece]]) -> None:
    whole = found_in(archives[0])
    some = len(archives[0]) // 2
    assert found_in(archives[0][:some]) == {at: value for at, value in whole.items() if at < some}


def test_an_article_points_to_the_earliest_that_shares_as_much() -> None:
    story = Newsroom(5).story(0)
    assert {at: of for at, (of, _) in found_in([story, story, story]).items()} == {1: 0, 2: 0}


def test_the_reason_says_what_is_shared_and_what_differs() -> None:
    story = Newsroom(6).story(0)
    elsewhere = Piece(0, "Other Words Entirely", story.paragraphs, story.day + 9, "Another Paper")
    ((_, relation),) = found_in([story, elsewhere]).values()
    assert relation.kind == "reprint_of"
    assert relation.reason == "100 % of the text, another source, another headline, 9 days apart"
    same = Piece(0, story.title, story.paragraphs, story.day, story.source)
    ((_, relation),) = found_in([story, same]).values()
    assert (relation.kind, relation.reason) == ("version_of", "100 % of the text, the same day")


def test_unknown_dates_and_sources_part_nothing() -> None:
    words = Newsroom(7).story(0).words
    relation = compare(Story("A", None, ""), Story("A", None, "Paper"), Text(words), Text(words))
    assert relation is not None and relation.kind == "version_of"


def test_a_few_words_are_no_story() -> None:
    words = ["the", "harbour", "is", "closed", "today", "and", "the", "ferry", "does", "not", "sail"]
    assert compare(Story("A", 1, ""), Story("A", 1, ""), Text(words), Text(words)) is None


def test_a_phrase_that_stands_everywhere_makes_no_work_for_each_article() -> None:
    asked: list[int] = []
    tail = ["subscribers", "receive", "the", "quarterly", "harbourmaster", "almanac", "without", "postage"]
    texts = [[*Newsroom(seed).story(seed).words, *tail] for seed in range(400)]

    def words(at: int) -> list[str]:
        asked.append(at)
        return texts[at]

    found = find_versions([Story("", None, "")] * 400, [sketch(" ".join(t)) for t in texts], words)
    assert found == {}
    assert len(asked) < 3 * 400


def test_words_come_without_markup_and_case() -> None:
    assert words_of("Café <b> A-B\nC") == ["café", "b", "a", "b", "c"]


@settings(deadline=None)
@given(st.text(st.characters(codec="utf-8"), max_size=400))
def test_any_text_has_a_sketch_and_it_is_always_the_same(text: str) -> None:
    numbers = sketch(text)
    assert list(numbers) == sorted(set(numbers))
    assert sketch(text) == numbers


@pytest.mark.parametrize("seed", range(5))
def test_looking_at_what_changed_finds_what_looking_at_all_does(seed: int) -> None:
    room, chance = Newsroom(70 + seed), random.Random(seed)
    before = room.archive(60)
    after = [piece for piece in before if chance.random() < 0.95]
    after += [room.refiled(piece) for piece in after if chance.random() < 0.05] + [room.story(1000)]
    after.sort(key=lambda piece: piece.day)
    known = {before[at]: (before[of], relation) for at, (of, relation) in found_in(before).items()}
    words = [piece.words for piece in after]
    sketches = [sketch(" ".join(w)) for w in words]
    changed = [at for at, piece in enumerate(after) if piece not in before]
    former = [sketch(" ".join(piece.words)) for piece in before if piece not in after]
    only = touched(sketches, changed, former)
    stories = [Story(piece.title, piece.day, piece.source) for piece in after]
    found = find_versions(stories, sketches, lambda at: words[at], only)
    together = {after[at]: (after[of], relation) for at, (of, relation) in found.items()}
    together |= {piece: known[piece] for at, piece in enumerate(after) if at not in only and piece in known}
    assert together == {after[at]: (after[of], relation) for at, (of, relation) in found_in(after).items()}
