"""Writes docs/settings.md from the settings themselves.

python tools/settings_table.py
"""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

from backfile.settings import FOLDERS, Settings

DOCUMENT = Path(__file__).parent.parent / "docs" / "settings.md"

HEAD = """# Settings

They stand in `pelicanconf.py`, as `NAME = value`; `publishconf.py` adds what publishing needs. The tables are made from
the settings themselves by `make docs`.

## The site

Pelican's settings that an archive is likely to set; [all others](https://docs.getpelican.com/en/latest/settings.html)
work as well.

| setting | default | meaning | example |
|---|---|---|---|
| `SITENAME` | `"News archive"` | The name of the archive, on every page | `"The Harbour Post, 1998 to 2014"` |
| `SITESUBTITLE` | `""` | A line beside the name on the front page | `"Everything we printed"` |
| `SITEURL` | `""` | Where the site will lie; on GitHub Pages it is asked | `"https://news.example.org"` |
| `DEFAULT_LANG` | `"en"` | The language of the interface and, unless they say otherwise, of the articles | `"de"` |
| `TIMEZONE` | `"UTC"` | The time zone of dates in pages of Pelican's own | `"Europe/Oslo"` |
| `MENUITEMS` | `()` | Further links in the navigation, with titles | `(("Shop", "https://shop.example"),)` |
| `THEME` | the shipped theme | A theme's folder | `"my-theme"` |
| `THEME_TEMPLATES_OVERRIDES` | `[]` | Folders whose templates go before the theme's, one by one | `["templates"]` |
| `PATH`, `OUTPUT_PATH` | `"content"`, `"output"` | The folder of the content and that of the site | `"archive"` |
| `PLUGINS` | `["backfile"]` | Further Pelican plugins beside Backfile | `["backfile", "sitemap"]` |

## Backfile

A name that is no setting and a value of another kind stop the build with a line that says so.

| setting | default | meaning | example |
|---|---|---|---|
"""

FOLDERS_HEAD = """
## Folders inside `PATH`

| setting | default | what lies there |
|---|---|---|
"""

TAIL = """
## The look

Colours other than the accent, typefaces and measures stand in the first lines of the theme's
[stylesheet](../theme/static/css/backfile.css), and nowhere else. A template is replaced by one of the same name in a
folder that `THEME_TEMPLATES_OVERRIDES` names; partials as well: `templates/partials/footer.html` is the whole foot of
every page. Words of the interface are changed in `translations/LANGUAGE/LC_MESSAGES/messages.po` inside the theme, a
[PO file](https://www.gnu.org/software/gettext/manual/html_node/PO-Files.html) that is read as it is; a new language
begins as a copy of the German one, and `python tools/strings.py` adds what a file lacks.

Pages ask no other host for anything: no fonts, no counters, no analytics.
"""

EXAMPLES = {
    "date_from": '["text"]',
    "licence": '"© The Harbour Post. Ask before you reprint."',
    "accent": '"#0b5394"',
    "accent_dark": '"#9fc5f8"',
}


def document() -> str:
    """The text of docs/settings.md."""
    rows = []
    for field in fields(Settings):
        if "meaning" not in field.metadata:
            continue
        default = list(field.default) if isinstance(field.default, tuple) else field.default
        if field.name in EXAMPLES:
            example = EXAMPLES[field.name]
        else:
            example = repr(not default) if isinstance(default, bool) else _quoted(default)
        rows.append(
            f"| `BACKFILE_{field.name.upper()}` | `{_quoted(default)}` | {field.metadata['meaning']} | `{example}` |"
        )
    folders = [f'| `BACKFILE_{name.upper()}` | `"{name}"` | {meaning} |' for name, meaning in FOLDERS.items()]
    return HEAD + "\n".join(rows) + "\n" + FOLDERS_HEAD + "\n".join(folders) + "\n" + TAIL


def _quoted(value: object) -> str:
    return repr(value).replace("'", '"')


if __name__ == "__main__":
    DOCUMENT.write_text(document(), encoding="utf-8")
