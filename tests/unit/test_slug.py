"""Slugs: readable, safe in an address and as a file's name, never empty."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from backfile.slug import LONGEST, slugify, with_suffix

HASH = "0123456789abcdef" * 4


@pytest.mark.parametrize(
    ("headline", "slug"),
    [
        ("Dam Opens at Last", "dam-opens-at-last"),
        ("Kestrel’s £3m dam — “on time”", "kestrels-ps3m-dam-on-time"),
        ("U.S. says it won't", "u-s-says-it-wont"),
        ("Ærø & Łódź: 50% more", "aero-lodz-50-more"),
        ("Плотина открыта", "plotina-otkryta"),
        ("北京 新闻", "bei-jing-xin-wen"),
        ("ＦＵＬＬ width", "full-width"),
        ("../../etc/passwd", "etc-passwd"),
        ("", HASH[:10]),
        ("!!! ???", HASH[:10]),
        ("\ud800\ue000", HASH[:10]),
        ("Index", "index-012345"),
        ("CON", "con-012345"),
    ],
)
def test_headlines_become_slugs(headline: str, slug: str) -> None:
    assert slugify(headline, HASH) == slug


def test_long_headlines_are_cut_at_a_word() -> None:
    slug = slugify("seventeen letters " * 40, HASH)
    assert slug == "seventeen-letters-seventeen-letters-seventeen-letters-seventeen-letters"
    assert slugify("x" * 500, HASH) == "x" * LONGEST


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=200))
@example("ß" * 90)
@example("a" * 79 + " b")
def test_any_text_becomes_a_safe_slug(text: str) -> None:
    slug = slugify(text, HASH)
    assert re.fullmatch(r"[a-z0-9]+(?:-[a-z0-9]+)*", slug)
    assert len(slug) <= LONGEST
    assert slugify(slug, HASH) == slug


def test_a_suffix_comes_from_the_text() -> None:
    assert with_suffix("briefs", HASH) == "briefs-012345"
    assert with_suffix("briefs", HASH, 12) == "briefs-0123456789ab"
