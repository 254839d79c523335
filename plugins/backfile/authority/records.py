"""What the owner of an archive has said of names, as records."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

KINDS = ("people", "places", "organisations", "topics", "sources", "staff")
"""The kinds of name, each with a file of that name; `staff` holds reporters, contributors and editors alike."""

FILE_OF = {"reporters": "staff", "editors": "staff", "contributors": "staff"}
"""The file that names a kind of term, where it is not called as the kind."""


class VocabularyError(Exception):
    """A vocabulary file that cannot be used; the message names the file, the line and the mend."""


@dataclass(frozen=True, slots=True)
class Name:
    """One person, place, organisation, topic, source or member of staff under the name that is shown.

    aliases: other forms of the name; those marked `~` (ambiguous) and `^` (adjective) teach tagging alone. others:
    names that look like this one and are somebody else's. code and cues: as in the tables of names. description:
    who or what it is, or a biography, in plain text, paragraphs parted by blank lines. dates: as shown, "1961–2020".
    wikidata: its item, "Q42". links: label and address. photo: of a file inside the content folder.
    """

    kind: str
    name: str
    aliases: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    code: str = ""
    cues: tuple[str, ...] = ()
    description: str = ""
    dates: str = ""
    wikidata: str = ""
    links: tuple[tuple[str, str], ...] = ()
    photo: str = ""

    @property
    def sure(self) -> tuple[str, ...]:
        """The aliases that mean this name and no other."""
        return tuple(alias for alias in self.aliases if alias[0] not in "~^")

    @property
    def paragraphs(self) -> tuple[str, ...]:
        """The description, paragraph by paragraph."""
        return tuple(" ".join(part.split()) for part in self.description.split("\n\n") if part.strip())


@dataclass(frozen=True, slots=True)
class Authority:
    """All of an archive's authority files.

    names: by kind and name. never: names that are no tags. always: names that are tags at any mention and have a
    page. renamed: a tag's old name to its new one.
    """

    names: Mapping[tuple[str, str], Name] = field(default_factory=dict)
    never: frozenset[str] = frozenset()
    always: frozenset[str] = frozenset()
    renamed: Mapping[str, str] = field(default_factory=dict)
