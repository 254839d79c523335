"""Keeping: the raw folder's articles as Markdown files, converted when new or changed, with people's edits kept."""

from backfile.convert.archive import convert_archive
from backfile.convert.changes import Change
from backfile.convert.doubts import open_doubts
from backfile.convert.explained import Explained, explain
from backfile.convert.report import ConvertReport
from backfile.convert.work import Stages

__all__ = ["Change", "ConvertReport", "Explained", "Stages", "convert_archive", "explain", "open_doubts"]
