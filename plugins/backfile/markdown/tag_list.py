"""What a person says in `tags`: a list that holds, or `+name` and `-name` beside what Backfile finds."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

_SIGNS = "+-−"


@dataclass(frozen=True, slots=True)
class TagList:
    """A list of tags as a person wrote it.

    names: those that it gives. removed: those that it takes away. signed: one of them has a sign, so the list adds
    to and takes from what Backfile finds; without any sign it stands in its place.
    """

    names: tuple[str, ...]
    removed: frozenset[str]
    signed: bool

    def keeps(self, name: str) -> bool:
        """Whether a tag that Backfile found stays."""
        return name not in self.removed if self.signed else name in self.names


def read_tags(entries: Iterable[str]) -> TagList:
    """Read the entries of `tags`; a sign counts only right before a letter or a figure.

    >>> read_tags(["+Caspian Sea", "-Russia"])
    TagList(names=('Caspian Sea',), removed=frozenset({'Russia'}), signed=True)
    """
    names: list[str] = []
    removed: list[str] = []
    signed = False
    for entry in entries:
        if entry[:1] in _SIGNS and entry[1:2].isalnum():
            signed = True
            (names if entry[0] == "+" else removed).append(entry[1:])
        elif entry:
            names.append(entry)
    return TagList(tuple(dict.fromkeys(names)), frozenset(removed), signed)
