"""A small archive whose articles leave a doubt each: body, title, source, date, in the order of their files."""

from __future__ import annotations

from tests.archive import Archive

FERRY = """\
Ferry Line Reopens After Storm

By Ada Quill

March 2, 2012

The ferry between Lowmouth and the islands sailed again on Friday, five days after a storm tore its pier away.

Passengers queued from six in the morning, and the first boat left with every seat taken, its \
captain said, while the second one
"""
GLUED = """\
Council Votes to Close Lowmouth Library on Saturdays The council of Lowmouth voted on Monday to close its library on \
Saturdays, over the protests of readers who had filled the hall. The library will open an hour earlier on weekdays \
instead, the mayor said.

Readers said they would ask the county for help.
"""
HARBOUR = """\
Harbour Board Raises Fees

March 3, 2012

The harbour board of Lowmouth raised its fees on Friday by a tenth, the third time in two years.

Skippers said they would sail elsewhere. The board said that the walls must be mended.

To contact the reporter on this story: Ada Quill in Lowmouth at aquill@post.example

To contact the editor responsible for this story: Ben Oast at boast@post.example
"""
MILL = """\
Mill Turns Again

By Ben Oast

March 2, 2012

March 5, 2012

The old mill at Ely turned again on Friday, the first time in forty years, before a crowd of two hundred.

Its wheel was mended by volunteers, who said that flour would be sold from April.
"""
RAW = {"a/ferry.txt": FERRY, "b/glued.txt": GLUED, "b/harbour.txt": HARBOUR, "c/mill.txt": MILL}
FIELDS = ["body", "title", "source", "date"]


def fill(archive: Archive) -> Archive:
    """Put the four raw articles into an archive."""
    for name, text in RAW.items():
        archive.raw(name, text)
    return archive
