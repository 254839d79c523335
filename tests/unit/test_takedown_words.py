"""How names are found by their hashes: what is asked first, without places, passes over nothing."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from backfile.takedown.words import Finder, Key, Mark, words_of

KEY = Key(b"k" * 32)
NAMES = ("zora lind", "lind zora", "zoralind", "lind", "o hara", "a b c")
MARKS = {KEY.mark(name.split()): name for name in NAMES}
PIECES = ["Zora", "Zóra", "Zo\u00adra", "Lind", "LIND's", "ZoraLind", "O’Hara", "%20", "%4", "a", "b", "c", "-", "_"]
GAPS = ["", " ", "\n", "\n\n", "\u00a0", "\u200b", ", ", " — " * 6, "<b>", "%20"]
texts = st.lists(st.tuples(st.sampled_from(PIECES) | st.text(max_size=3), st.sampled_from(GAPS)), max_size=12).map(
    lambda pairs: "".join(piece + gap for piece, gap in pairs)
)


def plainly(text: str, *, across: bool) -> Iterator[tuple[int, int, str]]:
    """What must be found, by trying every run of words, the longest first."""
    words = words_of(text)
    at = 0
    while at < len(words):
        for count in (3, 2, 1):
            run = words[at : at + count]
            gaps = [text[one.end : other.start] for one, other in pairwise(run)]
            is_near = across or all(len(gap) <= 12 and gap.count("\n") < 2 for gap in gaps)
            name = " ".join(word.folded for word in run)
            if len(run) == count and is_near and name in NAMES:
                yield run[0].start, run[-1].end, name
                at += count
                break
        else:
            at += 1


@given(st.lists(texts, max_size=5), st.booleans())
@settings(max_examples=400)
def test_what_is_found_is_what_stands_there(some: list[str], across: bool) -> None:
    finder: Finder[str] = Finder(KEY, MARKS)
    for text in some:  # one finder, which remembers what it met
        assert list(finder.find(text, across=across)) == list(plainly(text, across=across))


def test_a_text_that_was_met_costs_next_to_nothing() -> None:
    asked: list[str] = []

    class Counting(Key):
        def of(self, text: str) -> str:
            asked.append(text)
            return super().of(text)

        def first(self, word: str) -> int:
            asked.append(word)
            return super().first(word)

    finder: Finder[str] = Finder(Counting(b"k" * 32), MARKS)
    text = " ".join(f"word{number}" for number in range(3000))
    assert list(finder.find(text)) == []
    assert len(asked) >= 3000
    asked.clear()
    assert list(finder.find(text)) == []
    # Eight bits of a hash let one word of 256 through for each beginning of a name; each costs one hash a length.
    assert len(asked) < 3000 // 256 * len(MARKS) * 3


def test_marks_are_read_as_they_are_written() -> None:
    for mark in MARKS:
        assert Mark.read(str(mark)) == mark
