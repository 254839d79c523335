"""Archives for tests: made in a temporary folder, built by the real Pelican with the real Pagefind."""

from __future__ import annotations

import shutil
import threading
from dataclasses import dataclass, field
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, ClassVar

from selectolax.lexbor import LexborHTMLParser

from backfile.site.build import build_site
from backfile.site.report import BuildReport

ROOT = Path(__file__).parent.parent


@dataclass
class Archive:
    """A content folder, what is built from it, and the settings that the build takes."""

    home: Path
    settings: dict[str, Any] = field(default_factory=dict)

    @property
    def content(self) -> Path:
        return self.home / "content"

    @property
    def output(self) -> Path:
        return self.home / "output"

    def raw(self, name: str, text: str | bytes) -> Path:
        """Put a raw article into the archive."""
        return _put(self.content / "raw" / name, text)

    def article(self, name: str, text: str) -> Path:
        """Put a Markdown article into the archive, as if written by hand."""
        return _put(self.content / "articles" / name, text)

    def page(self, name: str, text: str) -> Path:
        return _put(self.content / "pages" / name, text)

    def build(self, **overrides: Any) -> BuildReport:
        """Convert and build; keyword arguments are settings."""
        self.content.mkdir(parents=True, exist_ok=True)
        given = {"SITENAME": "Test archive", "BACKFILE_JOBS": 1, **self.settings, **overrides}
        return build_site(content=self.content, output=self.output, overrides=given)

    def files(self) -> dict[str, bytes]:
        """Every published file and its bytes."""
        return tree(self.output)

    def text(self, name: str) -> str:
        return (self.output / name).read_text(encoding="utf-8")

    def html(self, name: str) -> LexborHTMLParser:
        """A published page, parsed."""
        return LexborHTMLParser(self.text(name))

    def markdown(self) -> dict[str, str]:
        """The converted articles by their names in the articles folder."""
        return {name: data.decode() for name, data in tree(self.content / "articles").items()}


def tree(folder: Path) -> dict[str, bytes]:
    """Every file below a folder and its bytes."""
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def build_sample(home: Path, site_url: str) -> Archive:
    """Build a copy of the repository's archive with its own settings."""
    shutil.copytree(ROOT / "content", home / "content", ignore=shutil.ignore_patterns("articles"))
    archive = Archive(home)
    archive.settings["SITEURL"] = site_url
    build_site(
        settings_file=ROOT / "pelicanconf.py",
        content=archive.content,
        output=archive.output,
        overrides={"SITEURL": site_url, "BACKFILE_JOBS": 1},
    )
    return archive


def _put(path: Path, text: str | bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


class SiteServer:
    """Serves a site under a base path, as GitHub Pages does a project's."""

    def __init__(self, output: Path, base: str = "") -> None:
        class Handler(SimpleHTTPRequestHandler):
            extensions_map: ClassVar = {
                **SimpleHTTPRequestHandler.extensions_map,
                ".js": "text/javascript",
                ".atom": "application/atom+xml",
            }

            def __init__(self, *args: Any) -> None:
                super().__init__(*args, directory=str(output))

            def translate_path(self, path: str) -> str:
                inside = path.removeprefix(base) if path.startswith(f"{base}/") else "/nothing-is-here"
                return super().translate_path(inside)

            def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
                page = output / "404.html"
                if code != 404 or not page.is_file():
                    super().send_error(code, message, explain)
                    return
                body = page.read_bytes()
                self.send_response(404)
                self.send_header("Content-Type", "text/html; charset=utf-8")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *args: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_port}{base}"

    def __enter__(self) -> SiteServer:
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *args: object) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()
