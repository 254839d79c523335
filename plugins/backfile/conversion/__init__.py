"""Conversion: from a raw article's text to its fields, body, evidence and doubts. Pure: no disk, no clock."""

from __future__ import annotations

from functools import reduce

from backfile.conversion.assemble import assemble
from backfile.conversion.classify import classify
from backfile.conversion.extract import extract
from backfile.conversion.lines import read
from backfile.conversion.resolve import resolve
from backfile.conversion.segment import segment
from backfile.conversion.state import State
from backfile.model import Article, RawArticle
from backfile.rules import Rules

__all__ = ["STAGES", "convert"]

STAGES = (read, classify, segment, extract, resolve)
"""The stages in order; each takes the state and gives a new one with more in it."""


def convert(raw: RawArticle, rules: Rules) -> Article:
    """Convert one raw article.

    raw: the record with its decoded text and what its container declared. rules: from `backfile.rules.load`.
    Returns the article with its zones, evidence and doubts; never raises for what the text says.
    """
    return assemble(reduce(lambda state, stage: stage(state), STAGES, State(raw, rules)))
