"""Whatever is typed into the search box means something, means the same when it is written again, and is no error.

The short form of what `make fuzz` does at length (target `query`).
"""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser

from tests.fuzz.queries import attempt, found, query_page

pytestmark = pytest.mark.xdist_group("browser")

# Each was once read in a way that it should not be, or could keep a browser busy if its length had no end.
KNOWN = [
    'constructor:"" word',
    'foo:"? * 2008',
    'pier"by:doe"',
    "(--pier",
    "foo:by: x",
    "x\ud83d",
    "a" * 1999 + "\U0001f4a5",
    ")" * 100_000 + "x",
    " " * 100_000 + "x",
    "a" * 100_000 + ":",
    '"' * 99_999,
    "- " * 50_000,
    "a OR " * 20_000,
]


def test_queries_that_nobody_would_type(browser: Browser) -> None:
    with query_page(browser) as page:
        tried = attempt(page, 2012, 20_000, [*KNOWN, *found()])
    assert tried.faults == ()
    assert tried.count >= 20_000 + len(KNOWN)


@pytest.mark.parametrize(
    ("name", "broken", "instead"),
    [
        ("query.js", 'NOT_BARE.test(leaf.text) ? `"${leaf.text}"` : ', "false ? 0 : "),
        (
            "query.js",
            "= readLeaf(token, note);",
            "= readLeaf(token, note); if (token.word?.length > 9) throw Error('x');",
        ),
        ("words.js", "wildcard: ", "wild: "),
        ("query.js", 'if (bare !== word) note("brackets", word);', "if (bare !== word) continue;"),
        ("query.js", 'replace(/\\p{Cs}/gu, "\\ufffd").', ""),
        ("state.js", 'params.set("q", text.trim())', 'params.set("q", `${text} x`)'),
    ],
)
def test_a_broken_parser_is_found(browser: Browser, name: str, broken: str, instead: str) -> None:
    """The fuzzer finds what it is there for."""
    with query_page(browser) as page:
        text = page.request.get(page.url.replace("index.html", f"js/search/{name}")).text()
        assert broken in text
        page.route(
            f"**/js/search/{name}",
            lambda route: route.fulfill(body=text.replace(broken, instead), content_type="text/javascript"),
        )
        assert attempt(page, 1, 5_000, []).faults
