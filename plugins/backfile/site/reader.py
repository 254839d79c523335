"""Markdown for Pelican's own readers: content/pages and whatever else a Pelican site keeps in Markdown."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from pelican.readers import METADATA_PROCESSORS, BaseReader

from backfile import markdown

EXTENSIONS = ("md", "markdown", "mkd", "mdown")


class BackfileReader(BaseReader):
    """Reads YAML front matter and CommonMark, as the archive's articles have them.

    Pelican's own reader takes YAML lists for part of the text, and needs a package that Backfile does not.
    """

    enabled = True
    file_extensions = EXTENSIONS

    def read(self, source_path: str) -> tuple[str, dict[str, Any]]:
        """Read one file. Raises FrontMatterError, which Pelican reports with the file's name."""
        document = markdown.parse(Path(source_path).read_text(encoding="utf-8-sig"))
        metadata: dict[str, Any] = {}
        for key, value in document.front.items():
            if value is None:
                continue
            name = str(key).lower()
            takes_text = name in METADATA_PROCESSORS and not isinstance(value, list)
            metadata[name] = self.process_metadata(name, str(value) if takes_text else value)
        metadata.setdefault("title", Path(source_path).stem)
        html = markdown.render(document.body, allow_html=bool(self.settings.get("BACKFILE_ALLOW_HTML")))
        return html, metadata
