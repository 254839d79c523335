"""One plain text, one raw article: what every other container left."""

from __future__ import annotations

from backfile.intake.record import make_record
from backfile.model import Intake, Refusal


def is_text(path_suffix: str, text: str) -> bool:
    """Never claims a file: plain text is what remains."""
    return False


def split(path: str, text: str, encoding: str) -> Intake:
    """Take the whole text as one raw article; a text without a word is refused.

    path: the file as shown. text: its decoded text. encoding: how it was read.
    """
    if not any(c.isalnum() for c in text):
        reason = "the file is empty" if not text.strip() else "the file holds no word"
        return Intake(refusals=(Refusal(path, reason, "remove it, or put the article's text in it"),))
    return Intake(articles=(make_record(path, 0, 0, text, encoding, "text"),))
