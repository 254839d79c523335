"""The same story more than once: filed again with changes, or printed again elsewhere."""

from .compare import Relation, Story
from .find import find_versions, touched
from .sketch import FORM, sketch, words_of

__all__ = ["FORM", "Relation", "Story", "find_versions", "sketch", "touched", "words_of"]
