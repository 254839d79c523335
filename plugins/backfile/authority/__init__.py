"""Authority files: what the owner of an archive says of names, and which name is shown for which."""

from __future__ import annotations

from .canon import Canon
from .files import load, read_text, shipped_sources
from .records import FILE_OF, KINDS, Authority, Name, VocabularyError

__all__ = [
    "FILE_OF",
    "KINDS",
    "Authority",
    "Canon",
    "Name",
    "VocabularyError",
    "load",
    "read_text",
    "shipped_sources",
]
