"""Which topics an article gets: cues in the opening, names that are no cues, topics too wide to stand beside others."""

from __future__ import annotations

import pytest

from backfile import tagging
from backfile.model import Article, Paragraph

FILLER = "Nothing else was decided that day, and the members went home before the snow came and the trains stopped. "


@pytest.fixture(scope="module")
def shipped() -> tagging.Vocabularies:
    return tagging.load()


def topics(shipped: tagging.Vocabularies, title: str | None, *paragraphs: str) -> list[str]:
    made = Article("case.txt", 0, "", title=title, paragraphs=tuple(Paragraph(p) for p in paragraphs))
    return [t.name for t in tagging.tag(made, shipped).topics]


def test_a_family_name_is_no_cue(shipped: tagging.Vocabularies) -> None:
    text = "Counsel Emmet Flood wrote a letter. Flood said no. Flood is a lawyer; Flood went home, and Flood slept."
    assert "floods" not in topics(shipped, None, text, FILLER)
    text = "The flood broke a levee. Flooding closed roads, and a second flood is feared."
    assert "floods" in topics(shipped, None, text, FILLER)


def test_what_the_opening_does_not_touch_needs_more(shipped: tagging.Vocabularies) -> None:
    court = "The appeals court gave its ruling, and the judge went home. "
    opening = "The museum opened a painting exhibition. The art museum shows portraits. " + FILLER * 8
    assert topics(shipped, None, court + FILLER * 9)[:1] == ["courts"]
    assert "courts" not in topics(shipped, None, opening, FILLER * 8 + court)


def test_a_note_needs_one_sure_cue(shipped: tagging.Vocabularies) -> None:
    assert topics(shipped, None, "The state plans a privatisation of its mills.") == ["privatisation"]
    assert topics(shipped, None, "The state plans a privatisation of its mills. " + FILLER * 20) == []


def test_wide_topics_stand_beside_few_others(shipped: tagging.Vocabularies) -> None:
    cabinet = "The prime minister named his cabinet. The opposition leader and a ruling party minister objected. "
    assert topics(shipped, None, cabinet) == ["politics"]
    narrow = (
        "A trade war and import tariffs hurt exports; tariffs on imports rose under the trade deal. "
        "The earthquake and its aftershocks, magnitude 6, shook the epicentre; the earthquake was felt. "
    )
    found = topics(shipped, None, narrow + cabinet)
    assert "politics" not in found
    assert {"tariffs", "earthquakes"} <= set(found)


def test_a_wide_topic_does_not_stand_beside_a_part_of_it(shipped: tagging.Vocabularies) -> None:
    cabinet = "The prime minister named his cabinet. The opposition leader and a ruling party minister objected. "
    vote = "The parliamentary election was fair, said the election commission; the exit poll agrees. "
    quake = "The earthquake and its aftershocks, magnitude 6, shook the epicentre; the earthquake was felt. "
    assert topics(shipped, None, vote + cabinet) == ["elections"]
    assert topics(shipped, None, quake + cabinet) == ["earthquakes", "politics"]


def test_what_stands_above_a_topic_is_a_wide_one(shipped: tagging.Vocabularies) -> None:
    wide = {topic.name for topic in shipped.topics.values() if topic.general}
    assert {topic.above for topic in shipped.topics.values() if topic.above} <= wide
    assert shipped.topics["football"].above == "sport"
    assert not any(topic.above for topic in shipped.topics.values() if topic.general)


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("The drugs conference heard that drug abuse and the trade in illicit drugs must end.", "pharmaceuticals"),
        ("Negotiators left the talks; the negotiators said the negotiations were long.", "labour relations"),
        ("The nominee won the nomination; other nominees were not nominated.", "awards"),
        ("The settlements on the hill stay. The settlement was built in May, the settlements before.", "lawsuits"),
    ],
)
def test_words_of_other_stories_are_no_cues(shipped: tagging.Vocabularies, text: str, topic: str) -> None:
    assert topic not in topics(shipped, None, text, FILLER)
