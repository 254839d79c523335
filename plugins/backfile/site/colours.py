"""The owner's colours: a stylesheet beside the theme's, and no colour that readers cannot read."""

from __future__ import annotations

import re

from backfile.settings import Settings, SettingsError

NAME = "colours.css"
PAPER, PAPER_DARK = "#fbfaf6", "#151410"
"""What the shipped theme's text stands on (theme/static/css/backfile.css)."""
LEAST = 4.5
"""The contrast that WCAG 2.2 asks of text (success criterion 1.4.3)."""

_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")


def stylesheet(settings: Settings) -> str:
    """The text of the stylesheet; empty where the owner chose no colour.

    Raises SettingsError for what is no colour and for one that cannot be read on the paper.
    """
    rules = ""
    if settings.accent:
        _check("BACKFILE_ACCENT", settings.accent, PAPER)
        rules += f":root {{ --accent: {settings.accent} }}\n"
        # Without one of its own, the dark keeps the theme's, which is made for it.
        rules += "" if settings.accent_dark else _dark("#e58a7a")
    if settings.accent_dark:
        _check("BACKFILE_ACCENT_DARK", settings.accent_dark, PAPER_DARK)
        rules += _dark(settings.accent_dark)
    return rules


def _dark(colour: str) -> str:
    return f"@media (prefers-color-scheme: dark) {{ :root {{ --accent: {colour} }} }}\n"


def _check(name: str, colour: str, paper: str) -> None:
    if not _COLOUR.fullmatch(colour):
        raise SettingsError(f"{name} = {colour!r} is no colour; write it as #rrggbb")
    found = contrast(colour, paper)
    if found < LEAST:
        raise SettingsError(
            f"{name} = {colour!r} has a contrast of {found:.1f} to the paper ({paper}), and text needs {LEAST}; "
            f"take a {'darker' if paper == PAPER else 'lighter'} one"
        )


def contrast(one: str, other: str) -> float:
    """The contrast of two colours, from 1 to 21 (WCAG 2.2, "contrast ratio").

    >>> contrast("#000000", "#ffffff")
    21.0
    """
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
