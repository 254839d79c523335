"""The words of the interface: where they stand, and the translations that lack some.

python tools/strings.py        adds to every translation what it lacks, untranslated, and says how much that is
"""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path

from jinja2 import Environment

from backfile.data import FIELDS
from backfile.site.dates import DAY, MONTH, MONTHS, WEEKDAYS
from backfile.site.story import LABELS
from backfile.site.translations import read
from backfile.site.views import KINDS

THEME = Path(__file__).parent.parent / "theme"
_LITERAL = r'"(?:[^"\\]|\\.)*"'
_IN_SCRIPT = re.compile(rf"(?<![\w$])N?_\(\s*({_LITERAL})")
_CHOICE = re.compile(rf"(?<![\w$])_\([^()\"]*\?\s*({_LITERAL})\s*:\s*({_LITERAL})")


def messages(theme: Path = THEME) -> dict[str, str]:
    """Every message of the interface, and its plural or nothing."""
    found: dict[str, str] = {}
    environment = Environment(extensions=["jinja2.ext.i18n"], trim_blocks=True, lstrip_blocks=True)
    extract = environment.extract_translations  # type: ignore[attr-defined]
    for path in sorted(p for p in (theme / "templates").rglob("*") if p.is_file()):
        for _, function, message in extract(path.read_text(encoding="utf-8")):
            if message is None:  # a variable, whose values the tables below name
                continue
            parts = [part for part in (message if isinstance(message, tuple) else (message,)) if part]
            found[parts[0]] = parts[1] if "ngettext" in function else ""
    for path in sorted((theme / "static" / "js").rglob("*.js")):
        text = path.read_text(encoding="utf-8")
        literals = _IN_SCRIPT.findall(text) + [one for pair in _CHOICE.findall(text) for one in pair]
        found |= {json.loads(literal): "" for literal in literals}
    tables = [*MONTHS, *WEEKDAYS, DAY, MONTH, *LABELS, *(field.meaning for field in FIELDS)]
    tables += [label for kind in KINDS for label in (kind.label, kind.label_one)]
    return found | dict.fromkeys(tables, "")


def complete(path: Path, wanted: dict[str, str]) -> int:
    """Add to a PO file what it lacks, without a translation; how much that was."""
    known = path.read_text(encoding="utf-8")
    lacking = [message for message in wanted if f"msgid {_quoted(message)}\n" not in known]
    blocks = []
    for message in lacking:
        plural = wanted[message]
        rest = f'msgid_plural {_quoted(plural)}\nmsgstr[0] ""\nmsgstr[1] ""\n' if plural else 'msgstr ""\n'
        blocks.append(f"\nmsgid {_quoted(message)}\n{rest}")
    path.write_text(known + "".join(blocks), encoding="utf-8")
    return len(lacking)


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


if __name__ == "__main__":
    for path in sorted((THEME / "translations").glob("*/LC_MESSAGES/messages.po")):
        added = complete(path, messages())
        waiting = messages().keys() - read(path).messages.keys()
        sys.stdout.write(f"{path.parent.parent.name}: {added} added, {len(waiting)} wait for a translation\n")
