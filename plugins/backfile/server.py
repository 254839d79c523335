"""Serves a built site on this machine as GitHub Pages would: same addresses, same redirects, same 404 page.

While somebody edits, browsers hold a stream of Server-Sent Events open and load their page again when told so. The
script for that is a file of the server's own, added to each page on its way out: the files of the site stay as they
are, and a Content-Security-Policy of `script-src 'self'; connect-src 'self'` allows it.
"""

from __future__ import annotations

import errno
import ipaddress
import mimetypes
import os
import socket
import threading
from dataclasses import dataclass
from email.utils import formatdate, parsedate_to_datetime
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import quote, unquote, urlsplit

from backfile.version import __version__

LIVE = "_backfile/"
SCRIPT = f"{LIVE}reload.js"
EVENTS = f"{LIVE}events"

_RELOAD_SCRIPT = b"""\
"use strict";
// The stream begins with the number of the build; another number than the first one means a new site.
const source = new EventSource(new URL("events", document.currentScript.src));
let shown = null;
source.onmessage = (event) => {
  if (shown !== null && event.data !== shown) location.reload();
  shown = event.data;
};
addEventListener("pagehide", () => source.close());
"""

_TYPES = {
    ".atom": "application/atom+xml",
    ".css": "text/css",
    ".csv": "text/csv",
    ".gz": "application/gzip",
    ".htm": "text/html",
    ".html": "text/html",
    ".ico": "image/vnd.microsoft.icon",
    ".js": "text/javascript",
    ".json": "application/json",
    ".jsonl": "application/octet-stream",
    ".mjs": "text/javascript",
    ".svg": "image/svg+xml",
    ".txt": "text/plain",
    ".wasm": "application/wasm",
    ".webmanifest": "application/manifest+json",
    ".woff2": "font/woff2",
    ".xml": "application/xml",
}
_TEXT = ("text/", "application/json", "application/xml", "application/atom+xml", "image/svg+xml")
_HEARTBEAT = 15.0  # seconds after which an idle stream is written to, to find out whether anybody is there


class PortError(Exception):
    """No port can be had; the message names it and the mend."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What an address leads to: a status, and a file to send or a place to go on to."""

    status: HTTPStatus
    file: Path | None = None
    location: str | None = None


def resolve(root: Path, base_path: str, target: str) -> Answer:
    """Find what GitHub Pages would answer with.

    root: the folder of the site. base_path: where it lies on its host, "/repo" or "". target: the request's path,
    percent-encoded, with its query.

    Folders answer with their index.html and without their slash redirect to it; `/name` finds `name.html`; what
    starts with a dot, or lies outside the folder by whatever way, is not there.
    """
    try:
        path = urlsplit(target if target.startswith("/") else f"/{target}").path
    except ValueError:  # what opens a bracket as if an address of IPv6 came
        return _missing(root)
    if not f"{path}/".startswith(f"{base_path}/"):
        return _missing(root) if path != "/" else Answer(HTTPStatus.FOUND, location=f"{base_path}/")
    name = unquote(path[len(base_path) :], errors="surrogateescape")
    if not name:
        return Answer(HTTPStatus.MOVED_PERMANENTLY, location=f"{base_path}/")
    parts = name[1:].split("/")
    is_folder = parts[-1] == ""
    if is_folder:
        parts.pop()
    if any(_is_hidden(part) for part in parts):
        return _missing(root)
    try:
        found = root.joinpath(*parts).resolve()
        if not found.is_relative_to(root.resolve()):
            return _missing(root)
        if found.is_dir():
            if not is_folder:
                return Answer(HTTPStatus.MOVED_PERMANENTLY, location=f"{path}/")
            found /= "index.html"
        elif is_folder:
            return _missing(root)
        elif not found.exists():
            found = found.with_name(f"{found.name}.html")
        return Answer(HTTPStatus.OK, file=found) if found.is_file() else _missing(root)
    except (OSError, ValueError):  # a name too long, or with a NUL
        return _missing(root)


def _is_hidden(part: str) -> bool:
    return part == "" or "\\" in part or "\0" in part or (part.startswith(".") and part != ".well-known")


def _missing(root: Path) -> Answer:
    page = root / "404.html"
    return Answer(HTTPStatus.NOT_FOUND, file=page if page.is_file() else None)


def content_type(name: str) -> str:
    """The MIME type of a file by its name, with the charset where it is text."""
    suffix = Path(name).suffix.lower()
    found = _TYPES.get(suffix) or mimetypes.guess_type(name, strict=True)[0] or "application/octet-stream"
    return f"{found}; charset=utf-8" if found.startswith(_TEXT) else found


class SiteServer(ThreadingHTTPServer):
    """The server; `start` runs it, `reload` tells the browsers, `close` ends it."""

    daemon_threads = True
    allow_reuse_address = os.name != "nt"  # on Windows it would let two servers share a port

    def __init__(
        self,
        root: Path,
        *,
        base_path: str = "",
        bind: str = "127.0.0.1",
        port: int = 8000,
        live: bool = False,
    ) -> None:
        """Open the port.

        root: the folder of the site. base_path: "/repo" or "". bind: the address to listen on. port: 0 takes any
        free one. live: add the reload script to pages. Raises OSError when the port cannot be had.
        """
        self.root = root
        self.base_path = base_path
        self.live = live
        self.build = 0
        self.closing = False
        self.changed = threading.Condition()
        self._thread: threading.Thread | None = None
        if ":" in bind:
            self.address_family = socket.AF_INET6
        super().__init__((bind, port), SiteHandler)

    @property
    def url(self) -> str:
        """The address of the site."""
        host, port = self.server_address[:2]
        name = str(host)
        return f"http://{f'[{name}]' if ':' in name else name}:{port}{self.base_path}/"

    def server_bind(self) -> None:
        """Bind without looking up the host's name, which can take seconds and is not used."""
        if self.allow_reuse_address:
            self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self.socket.bind(self.server_address)
        self.server_address = self.socket.getsockname()

    def reload(self) -> None:
        """Tell the browsers that there is a new build."""
        with self.changed:
            self.build += 1
            self.changed.notify_all()

    def start(self) -> None:
        """Serve from a thread of its own until `close`."""
        self._thread = threading.Thread(target=self.serve_forever, args=(0.1,), name="server", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Stop serving, let the streams end, and give the port back; does no harm a second time."""
        with self.changed:
            self.closing = True
            self.changed.notify_all()
        if self._thread is not None:
            self.shutdown()
            self._thread.join()
            self._thread = None
        self.server_close()

    def wait(self) -> None:
        """Wait until the server is closed."""
        if self._thread is not None:
            self._thread.join()

    def __exit__(self, *_: object) -> None:
        self.close()

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing of a browser that went away."""


def open_server(
    root: Path, *, base_path: str = "", bind: str = "127.0.0.1", port: int | None = None, live: bool = False
) -> SiteServer:
    """Open a server on `port`, or on the first free one of 8000 to 8019 when none is named.

    Raises PortError when the named port, or all of them, cannot be had.
    """
    for candidate in [port] if port is not None else range(8000, 8020):
        try:
            return SiteServer(root, base_path=base_path, bind=bind, port=candidate, live=live)
        except OSError as error:
            if error.errno == errno.EADDRINUSE and port is None:
                continue
            if error.errno == errno.EADDRINUSE:
                raise PortError(f"port {candidate} of {bind} is in use; choose another with --port") from error
            reason = (error.strerror or str(error)).lower()
            raise PortError(
                f"port {candidate} of {bind} cannot be opened ({reason}); change --port or --bind"
            ) from error
    raise PortError(f"ports 8000 to 8019 of {bind} are in use; name a free one with --port")


class SiteHandler(BaseHTTPRequestHandler):
    """Answers GET and HEAD; everything else is refused."""

    server: SiteServer
    protocol_version = "HTTP/1.1"
    server_version = f"Backfile/{__version__}"
    sys_version = ""
    timeout = 60

    def do_GET(self) -> None:
        """Answer with the file."""
        self._answer()

    def do_HEAD(self) -> None:
        """Answer with what GET would say of the file, without it."""
        self._answer()

    def log_message(self, format: str, *args: object) -> None:
        """Write no log: the terminal belongs to the builds."""

    def _answer(self) -> None:
        server = self.server
        if not self._is_asked_as_ours():
            text = b"421: this server is asked for by its address or as localhost\n"
            return self._send(HTTPStatus.MISDIRECTED_REQUEST, text, {"Content-Type": content_type("x.txt")})
        if server.live:
            path = self.path.partition("?")[0]
            if path == f"{server.base_path}/{SCRIPT}":
                return self._send(HTTPStatus.OK, _RELOAD_SCRIPT, {"Content-Type": content_type("reload.js")})
            if path == f"{server.base_path}/{EVENTS}" and self.command == "GET":
                return self._stream()
        answer = resolve(server.root, server.base_path, self.path)
        if answer.location is not None:
            query = self.path.partition("?")[2].partition("#")[0]
            place = quote(answer.location, safe="/%~") + (f"?{query}" if query else "")
            return self._send(answer.status, b"", {"Location": place})
        if answer.file is None:
            return self._send(answer.status, b"404: there is no such page\n", {"Content-Type": content_type("x.txt")})
        try:
            self._file(answer.status, answer.file)
        except FileNotFoundError:  # a build removed it just now
            self._send(HTTPStatus.NOT_FOUND, b"404: there is no such page\n", {"Content-Type": content_type("x.txt")})

    def _is_asked_as_ours(self) -> bool:
        """Whether a browser names this machine in its request.

        Another site's page could have its own name lead here, and read an archive that is not published yet (DNS
        rebinding). A server that is bound to more than this machine goes by names that are not known here.
        """
        if not ipaddress.ip_address(str(self.server.server_address[0]).partition("%")[0]).is_loopback:
            return True
        host = self.headers.get("Host", "localhost")
        try:
            name = urlsplit(f"//{host}").hostname or ""
            return name == "localhost" or name.endswith(".localhost") or bool(ipaddress.ip_address(name))
        except ValueError:  # neither a name of this machine nor an address
            return False

    def _file(self, status: HTTPStatus, path: Path) -> None:
        kind = content_type(path.name)
        with path.open("rb") as file:
            stat = os.fstat(file.fileno())
            is_page = self.server.live and kind.startswith("text/html")
            tag = f'"{stat.st_mtime_ns:x}-{stat.st_size:x}{"-live" if is_page else ""}"'
            headers = {
                "Content-Type": kind,
                "ETag": tag,
                "Last-Modified": formatdate(int(stat.st_mtime), usegmt=True),
                "Cache-Control": "no-cache",
            }
            if status == HTTPStatus.OK and self._is_known(tag, int(stat.st_mtime)):
                return self._send(HTTPStatus.NOT_MODIFIED, None, headers)
            body = file.read()
        if is_page:
            body = self._with_script(body)
        self._send(status, body, headers)

    def _is_known(self, tag: str, modified: int) -> bool:
        known = self.headers.get("If-None-Match")
        if known is not None:  # RFC 9110, 13.2.2: it goes before If-Modified-Since
            return known.strip() == "*" or tag in (name.strip().removeprefix("W/") for name in known.split(","))
        since = self.headers.get("If-Modified-Since")
        if since is None:
            return False
        try:
            return modified <= parsedate_to_datetime(since).timestamp()
        except (ValueError, OverflowError):
            return False

    def _with_script(self, page: bytes) -> bytes:
        script = f'<script src="{quote(self.server.base_path)}/{SCRIPT}"></script>\n'.encode()
        at = page.rfind(b"</body>")
        return page[:at] + script + page[at:] if at >= 0 else page + script

    def _send(self, status: HTTPStatus, body: bytes | None, headers: dict[str, str]) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        if body is not None:
            self.send_header("Content-Length", str(len(body)))
        self.send_header("X-Content-Type-Options", "nosniff")
        self.end_headers()
        if body and self.command != "HEAD":
            self.wfile.write(body)

    def _stream(self) -> None:
        server = self.server
        self.close_connection = True
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Cache-Control", "no-store")
        self.send_header("Connection", "close")
        self.end_headers()
        sent = -1
        try:
            while not server.closing:
                is_new = sent != server.build
                sent = server.build
                self.wfile.write(f"data: {sent}\n\n".encode() if is_new else b": still here\n\n")
                with server.changed:
                    if not server.closing and server.build == sent:
                        server.changed.wait(_HEARTBEAT)
        except (BrokenPipeError, ConnectionResetError, TimeoutError):
            return
