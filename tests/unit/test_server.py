"""The server of `backfile serve`: GitHub Pages' answers, nothing from outside the site, reloading."""

from __future__ import annotations

import http.client
from collections.abc import Iterator
from email.utils import formatdate
from pathlib import Path

import pytest

from backfile.server import PortError, SiteServer, content_type, open_server, resolve

PAGE = b"<!doctype html><title>x</title><body><p>x</p></body></html>"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = tmp_path / "output"
    for name in (
        "index.html",
        "2012/index.html",
        "2012/a b.html",
        "404.html",
        ".gitignore",
        "search/x.pf_meta",
        "é.html",
    ):
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(PAGE)
    (root / "empty").mkdir()
    (tmp_path / "secret.txt").write_text("secret")
    (root / "leak.txt").symlink_to(tmp_path / "secret.txt")
    (root / "leak").symlink_to(tmp_path)
    return root


@pytest.fixture
def server(root: Path) -> Iterator[SiteServer]:
    with open_server(root, base_path="/repo", port=0, live=True) as server:
        server.start()
        yield server


def ask(
    server: SiteServer, path: str, headers: dict[str, str] | None = None, method: str = "GET"
) -> tuple[http.client.HTTPResponse, bytes]:
    host, port = server.server_address[:2]
    connection = http.client.HTTPConnection(str(host), int(port), timeout=10)
    try:
        connection.request(method, path, headers=headers or {})
        response = connection.getresponse()
        return response, response.read()
    finally:
        connection.close()


@pytest.mark.parametrize(
    ("target", "status", "where"),
    [
        ("/repo/", 200, "index.html"),
        ("/repo/?q=x", 200, "index.html"),
        ("/repo", 301, "/repo/"),
        ("/", 302, "/repo/"),
        ("/repo/2012/", 200, "2012/index.html"),
        ("/repo/2012", 301, "/repo/2012/"),
        ("/repo/2012/a%20b.html", 200, "2012/a b.html"),
        ("/repo/2012/a%20b", 200, "2012/a b.html"),
        ("/repo/%C3%A9.html", 200, "é.html"),
        ("/repo/gone.html", 404, "404.html"),
        ("/repo/empty/", 404, "404.html"),
        ("/repo/index.html/", 404, "404.html"),
        ("/repository/", 404, "404.html"),
        ("/other/", 404, "404.html"),
    ],
)
def test_answers_are_those_of_github_pages(root: Path, target: str, status: int, where: str) -> None:
    answer = resolve(root, "/repo", target)
    found = answer.location if answer.location is not None else answer.file and answer.file.relative_to(root).as_posix()
    assert (answer.status, found) == (status, where)


@pytest.mark.parametrize(
    "name",
    [
        "../secret.txt",
        "%2e%2e/secret.txt",
        "..%2fsecret.txt",
        "2012/../../secret.txt",
        "2012/%2e%2e/%2e%2e/secret.txt",
        "..%5csecret.txt",
        "/etc/passwd",
        "%2fetc/passwd",
        "leak.txt",
        "leak/secret.txt",
        "leak",
        ".gitignore",
        "./.gitignore",
        "index.html%00.txt",
        "a" * 5000,
        "%ff%fe",
    ],
)
@pytest.mark.parametrize("base_path", ["", "/repo"])
def test_nothing_from_outside_the_site(root: Path, base_path: str, name: str) -> None:
    answer = resolve(root, base_path, f"{base_path}/{name}")
    assert (answer.status, answer.file, answer.location) == (404, root / "404.html", None)


def test_a_page_is_sent_with_type_and_the_reload_script(server: SiteServer) -> None:
    response, body = ask(server, "/repo/2012/")
    assert response.status == 200
    assert response.headers["Content-Type"] == "text/html; charset=utf-8"
    assert body == PAGE.replace(b"</body>", b'<script src="/repo/_backfile/reload.js"></script>\n</body>')
    response, body = ask(server, "/repo/_backfile/reload.js")
    assert response.status == 200
    assert response.headers["Content-Type"] == "text/javascript; charset=utf-8"
    assert b"EventSource" in body


def test_a_missing_page_shows_the_sites_own(server: SiteServer) -> None:
    response, body = ask(server, "/repo/gone/")
    assert response.status == 404
    assert b"<p>x</p>" in body


def test_without_reloading_files_are_sent_as_they_are(root: Path) -> None:
    with open_server(root, port=0) as server:
        server.start()
        assert ask(server, "/")[1] == PAGE
        assert ask(server, "/_backfile/reload.js")[0].status == 404
        assert ask(server, "/_backfile/events")[0].status == 404


def test_head_says_what_get_would(server: SiteServer) -> None:
    got, body = ask(server, "/repo/")
    head, nothing = ask(server, "/repo/", method="HEAD")
    assert nothing == b""
    assert head.headers["Content-Length"] == str(len(body))
    assert head.headers["ETag"] == got.headers["ETag"]


def test_other_methods_are_refused(server: SiteServer) -> None:
    assert ask(server, "/repo/", method="DELETE")[0].status == 501


def test_what_a_browser_has_is_not_sent_again(server: SiteServer, root: Path) -> None:
    first, _ = ask(server, "/repo/")
    tag, modified = first.headers["ETag"], first.headers["Last-Modified"]
    for headers in ({"If-None-Match": tag}, {"If-None-Match": f'"other", W/{tag}'}, {"If-Modified-Since": modified}):
        response, body = ask(server, "/repo/", headers)
        assert (response.status, body, response.headers["ETag"]) == (304, b"", tag)
    for headers in (
        {"If-None-Match": '"other"', "If-Modified-Since": modified},
        {"If-Modified-Since": formatdate(0, usegmt=True)},
        {"If-Modified-Since": "yesterday"},
    ):
        assert ask(server, "/repo/", headers)[0].status == 200
    (root / "index.html").write_bytes(PAGE + b" ")
    assert ask(server, "/repo/", {"If-None-Match": tag})[0].status == 200


def test_a_redirect_keeps_the_query_and_cannot_lead_to_another_host(server: SiteServer) -> None:
    response, _ = ask(server, "/repo/2012?q=%C3%A9")
    assert (response.status, response.headers["Location"]) == (301, "/repo/2012/?q=%C3%A9")
    response, _ = ask(server, "//elsewhere.example/repo")
    assert response.status == 404


def test_a_new_build_is_told_to_the_browsers(server: SiteServer) -> None:
    host, port = server.server_address[:2]
    connection = http.client.HTTPConnection(str(host), int(port), timeout=10)
    connection.request("GET", "/repo/_backfile/events")
    response = connection.getresponse()
    assert response.headers["Content-Type"] == "text/event-stream"
    assert response.readline() == b"data: 0\n"
    assert response.readline() == b"\n"
    server.reload()
    assert response.readline() == b"data: 1\n"
    server.close()
    assert response.read() == b"\n"
    connection.close()


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("a.html", "text/html; charset=utf-8"),
        ("a.css", "text/css; charset=utf-8"),
        ("wasm.en.wasm", "application/wasm"),
        ("wasm.en.pagefind", "application/octet-stream"),
        ("en_1.pf_meta", "application/octet-stream"),
        ("feed.atom", "application/atom+xml; charset=utf-8"),
        ("spans.json", "application/json; charset=utf-8"),
        ("a.svg", "image/svg+xml; charset=utf-8"),
        ("a.png", "image/png"),
    ],
)
def test_types(name: str, kind: str) -> None:
    assert content_type(name) == kind


def test_a_port_in_use_is_named(root: Path, server: SiteServer) -> None:
    port = server.server_address[1]
    with pytest.raises(PortError, match=f"port {port} of 127.0.0.1 is in use; choose another with --port"):
        open_server(root, port=port)


def test_the_next_free_port_is_taken_when_none_is_named(root: Path) -> None:
    with open_server(root) as first, open_server(root) as second:
        assert second.server_address[1] > first.server_address[1] >= 8000


def test_an_address_that_is_not_ours(root: Path) -> None:
    with pytest.raises(PortError, match=r"of 192\.0\.2\.1 cannot be opened .*; change --port or --bind"):
        open_server(root, bind="192.0.2.1", port=0)


def test_the_address_is_written_as_a_browser_takes_it(root: Path) -> None:
    with open_server(root, base_path="/repo", port=0) as server:
        assert server.url == f"http://127.0.0.1:{server.server_address[1]}/repo/"


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("localhost", 200),
        ("LOCALHOST:8000", 200),
        ("archive.localhost:8000", 200),
        ("127.0.0.1:8000", 200),
        ("[::1]:8000", 200),
        ("192.168.0.7", 200),
        ("evil.example", 421),
        ("localhost.evil.example", 421),
        ("127.0.0.1.evil.example:8000", 421),
        ("evillocalhost", 421),
        ("[::1", 421),
        ("", 421),
    ],
)
def test_another_sites_name_that_leads_here_gets_nothing(server: SiteServer, host: str, status: int) -> None:
    """A page of another site whose name is made to lead to this machine must not read what is served on it."""
    for path in ("/repo/", "/repo/_backfile/reload.js", "/repo/_backfile/events?x"):
        if path.endswith("?x") and status == 200:
            continue  # a stream, which does not end
        response, body = ask(server, path, {"Host": host})
        assert response.status == status
        assert (b"421" in body) is (status == 421)


def test_a_server_for_others_goes_by_any_name(root: Path) -> None:
    with open_server(root, bind="0.0.0.0", port=0) as server:
        server.start()
        assert ask(server, "/", {"Host": "archive.example"})[0].status == 200


@pytest.mark.parametrize("path", ["/repo/[", "//[/repo/", "/repo?["])
def test_brackets_that_never_close_are_answered(server: SiteServer, path: str) -> None:
    assert ask(server, path)[0].status in (301, 302, 404)


@pytest.mark.parametrize("since", ["Mon, 01 Jan 0001 00:00:00 -0000", "Mon, 01 Jan 9999 00:00:00 -0000", "x", ""])
def test_a_date_that_cannot_be_is_answered(server: SiteServer, since: str) -> None:
    assert ask(server, "/repo/", {"If-Modified-Since": since})[0].status in (200, 304)
