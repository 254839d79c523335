"""The words of the interface in other languages: PO files in the theme's translations folder.

They are read as they are, so that nobody has to compile them: theme/translations/de/LC_MESSAGES/messages.po.
"""

from __future__ import annotations

import ast
import gettext
import json
import logging
from collections.abc import Callable, Iterator
from pathlib import Path

from backfile.settings import theme_path

logger = logging.getLogger(__name__)

FOLDER = "translations"


class Translations(gettext.NullTranslations):
    """Messages by their English text; the plural's forms with them."""

    def __init__(self, messages: dict[str, tuple[str, ...]], plural: Callable[[int], int]) -> None:
        super().__init__()
        self.messages = messages
        self._plural = plural

    def gettext(self, message: str) -> str:
        """The translation of a message, or the message."""
        return self.messages[message][0] if message in self.messages else super().gettext(message)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        """The translation of a message about `n` things."""
        if msgid1 not in self.messages:
            return super().ngettext(msgid1, msgid2, n)
        forms = self.messages[msgid1]
        return forms[min(self._plural(n), len(forms) - 1)]


def translations(theme: Path, language: str) -> gettext.NullTranslations:
    """The interface in a language: the theme's own words, those of the shipped theme, English.

    language: a code as `de` or `pt-BR`; where there is nothing for a region, what there is for the language serves.
    Raises ValueError for a file that is no PO file, naming its line.
    """
    found: gettext.NullTranslations | None = None
    for folder in dict.fromkeys((theme, theme_path())):
        for code in dict.fromkeys((language.replace("-", "_"), language.partition("-")[0])):
            path = folder / FOLDER / code / "LC_MESSAGES" / "messages.po"
            if path.is_file():
                one = read(path)
                if found is None:
                    found = one
                else:
                    found.add_fallback(one)
    if found is None and language.partition("-")[0] != "en":
        logger.info("the theme has no translation for %s: its own words stand in English", language)
    return found or gettext.NullTranslations()


def read(path: Path) -> Translations:
    """Read a PO file. Messages without a translation and those marked `fuzzy` are left out."""
    messages: dict[str, tuple[str, ...]] = {}
    plural: Callable[[int], int] = lambda n: int(n != 1)  # noqa: E731
    for entry in _entries(path):
        if entry.get("msgid") == "":
            for line in entry.get("msgstr", "").splitlines():
                name, _, value = line.partition(":")
                if name.strip() == "Plural-Forms":
                    plural = gettext.c2py(value.partition("plural=")[2].rstrip(";").strip())
            continue
        forms = tuple(entry[key] for key in sorted(entry) if key.startswith("msgstr"))
        if "msgid" in entry and forms and all(forms):
            messages[entry["msgid"]] = forms
    return Translations(messages, plural)


def _entries(path: Path) -> Iterator[dict[str, str]]:
    entry: dict[str, str] = {}
    key, is_fuzzy = "", False
    lines = [*path.read_text(encoding="utf-8").splitlines(), ""]
    for number, line in enumerate(lines, 1):
        line = line.strip()
        if line.startswith("#"):
            is_fuzzy = is_fuzzy or (line.startswith("#,") and "fuzzy" in line)
            continue
        if not line:
            if entry and not is_fuzzy:
                yield entry
            entry, key, is_fuzzy = {}, "", False
            continue
        if not line.startswith('"'):
            key, _, line = line.partition(" ")
            entry[key] = ""
        try:
            text = ast.literal_eval(line.strip())
        except (SyntaxError, ValueError):
            text = None
        if not isinstance(text, str) or not key:
            raise ValueError(f"{path}, line {number}: is no line of a PO file; mend it or remove it")
        entry[key] += text


def for_scripts(found: gettext.NullTranslations) -> str:
    """The messages as the scripts read them: JSON by the English text."""
    messages = found.messages if isinstance(found, Translations) else {}
    plain = {message: forms[0] for message, forms in messages.items() if len(forms) == 1}
    return json.dumps(plain, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
