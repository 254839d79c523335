"""A small invented archive with its search page, a server under a sub-path that can be told to fail."""

from __future__ import annotations

import random
import shutil
import threading
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, timedelta
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import jinja2

from backfile.search import FACETS, SearchDocument, build_bundles
from backfile.settings import Settings, theme_path
from backfile.site.views import KINDS

PREFIX = "/archive"
CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "worker-src 'self'; form-action 'self'; base-uri 'none'"
)

_TOWNS = ("Varnholt", "Ostermark", "Lindesby", "Port Carrow", "Sankt Elm", "Tirvane")
_BODIES = ("Grain Board", "Harbour Authority", "Electoral Office", "Rail Union")
_PEOPLE = ("Ilse Maron", "Tomas Beck", "Adwoa Quist", "Rafael Lund", "Nadia Orlov")
_REPORTERS = ("Petra Vance", "Owen Halloran", "Sunniva Dahl", "Marc Elling", "Ines Faro", "Jude Okoro")
_EDITORS = ("Lena Storm", "Pavel Rye")
_SOURCES = ("Meridian Wire", "The Lindesby Courier", "Coastal Press")
_TOPICS = ("elections", "harvest", "shipping", "railways", "budget")
_SENTENCES = (
    "Officials in {town} counted the votes after the election and promised results by noon.",
    "Farmers harvested wheat early, and the harvest was the smallest in nine years.",
    "The {body} approved a budget of {n} million crowns for new bridges.",
    "Dockers in {town} ended their strike when the owners offered higher wages.",
    "“We shall rebuild the old lighthouse,” said {person}, who leads the {body}.",
    "Trains were delayed for {n} hours by snow on the northern line.",
    "Voters elected a new council; turnout reached {n} percent.",
    "Prices of barley and oats rose as storms kept the ships in harbour.",
    "The court in {town} rejected the appeal of the shipping company.",
    "{person} resigned from the {body} after an inquiry into the bridge contracts.",
    "Engineers are building a tunnel that will connect the island railways.",
    "The minister’s plan divides opinion, according to {person}.",
    "Residents argued about the price of bread, bridges and electricity.",
    "An orderly vote was followed by a quiet night in {town}.",
    "A vote so orderly surprised the observers sent by the {body}.",
)


def articles(count: int = 150, seed: int = 7) -> list[SearchDocument]:
    """Invent articles of 2007 to 2014, some without a date, some with markup in their text."""
    rng = random.Random(seed)
    made = []
    for number in range(count):
        day = None if number % 25 == 24 else date(2007, 1, 1) + timedelta(days=rng.randrange(8 * 365))
        town, body, person = rng.choice(_TOWNS), rng.choice(_BODIES), rng.choice(_PEOPLE)
        sentences = [
            text.format(town=town, body=body, person=person, n=rng.randrange(2, 90))
            for text in rng.sample(_SENTENCES, rng.randrange(3, 7))
        ]
        if number % 40 == 7:
            sentences.append("The sign read <img src=x onerror=alert(1)> and {{ 7*7 }} & nothing & more.")
        title = f"{rng.choice(_TOPICS).title()} in {town}: Report {number + 1}"
        made.append(
            SearchDocument(
                url=f"{f'{day:%Y/%m/%d}' if day else 'undated'}/report-{number + 1}.html",
                title=title,
                date_iso=day.isoformat() if day else None,
                date_text=f"{day.day} {day:%B %Y}" if day else "Undated",
                lang="en",
                paragraphs=tuple(sentences),
                source=rng.choice(_SOURCES) if number % 10 else None,
                reporters=tuple(rng.sample(_REPORTERS, rng.randrange(0, 3))),
                editors=tuple(rng.sample(_EDITORS, rng.randrange(0, 2))),
                places=(town,),
                organisations=(body,) if rng.random() < 0.5 else (),
                people=(person,) if rng.random() < 0.5 else (),
                topics=tuple(rng.sample(_TOPICS, rng.randrange(0, 3))),
            )
        )
    return made


def words_of(document: SearchDocument) -> str:
    """The headline and the text of an article."""
    return f"{document.title}\n{' '.join(document.content)}"


def values(document: SearchDocument, facet: str) -> tuple[str, ...]:
    """An article's values under a facet, years included."""
    if facet == "year":
        return (document.day[:4],) if document.day else ()
    return document.facets[FACETS.index(facet)]


def counts(documents: Iterable[SearchDocument], facet: str) -> dict[str, int]:
    """How many articles have each value of a facet."""
    return dict(Counter(value for document in documents for value in values(document, facet)))


def newest_first(documents: Iterable[SearchDocument]) -> list[str]:
    """The URLs by date, the newest first, the undated last."""
    ordered = sorted(documents, key=lambda document: (document.date_iso or "", document.url), reverse=True)
    return [document.url for document in ordered]


def build(
    folder: Path,
    documents: Sequence[SearchDocument],
    bundle_size: int = 30,
    with_pages: bool = True,
    language: str = "en",
) -> Path:
    """Write a site: the search page of the theme, its scripts, the bundles, and a page for each article if wanted."""
    site = folder / "site"
    settings = Settings.read(
        {
            "PATH": str(folder / "content"),
            "OUTPUT_PATH": str(site),
            "BACKFILE_BUNDLE_SIZE": bundle_size,
            "DEFAULT_LANG": language,
        }
    )
    build_bundles(documents, out=site / "search", known={}, present=lambda _: False, settings=settings)
    theme = theme_path()
    shutil.copytree(theme / "static", site / "theme")
    base = (
        '<!doctype html><html lang="{{ lang }}"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{CSP}">'
        "<title>{% block title %}{% endblock %}</title>"
        '<script src="{{ SITEURL }}/{{ asset("js/backfile.js") }}" defer></script>'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        '<link rel="stylesheet" href="{{ SITEURL }}/{{ asset("css/backfile.css") }}">'
        '<link rel="icon" href="data:,">{% block head %}{% endblock %}</head><body>'
        "{% block folio_search %}{% endblock %}"
        '<main id="main">{% block content %}{% endblock %}</main>{% block scripts %}{% endblock %}</body></html>'
    )
    article = (
        '{% extends "base.html" %}{% block content %}<article class="story"><h1>{{ d.title }}</h1>'
        '<div class="body">{% for text in d.content %}<p>{{ text }}</p>{% endfor %}</div></article>{% endblock %}'
        '{% block folio_search %}<input type="search" name="q">{% endblock %}'
    )
    templates = jinja2.ChoiceLoader(
        [jinja2.DictLoader({"base.html": base, "one.html": article}), jinja2.FileSystemLoader(theme / "templates")]
    )
    environment = jinja2.Environment(
        loader=templates, autoescape=True, extensions=["jinja2.ext.i18n"], undefined=jinja2.StrictUndefined
    )
    environment.install_null_translations(newstyle=True)  # type: ignore[attr-defined]
    names: dict[str, Any] = {
        "SITENAME": "Test",
        "lang": language,
        "asset": lambda name: f"theme/{name}",
        "kinds": KINDS,
    }
    page = environment.get_template("search.html").render(SITEURL="..", **names)
    (site / "search" / "index.html").write_text(page, encoding="utf-8")
    for document in documents if with_pages else ():
        path = site / document.url
        path.parent.mkdir(parents=True, exist_ok=True)
        up = "/".join([".."] * document.url.count("/"))
        path.write_text(environment.get_template("one.html").render(SITEURL=up, d=document, **names), encoding="utf-8")
    return site


class Server(ThreadingHTTPServer):
    """Serves a site under PREFIX.

    faults: parts of paths, with how many requests for them are still to fail. held: parts of paths, whose requests wait
    until `release` is called.
    """

    daemon_threads = True

    def __init__(self, site: Path) -> None:
        self.site = site
        self.faults: dict[str, int] = {}
        self.held: tuple[str, ...] = ()
        self._released = threading.Event()
        self.requests: list[str] = []
        super().__init__(("127.0.0.1", 0), lambda *args: _Handler(*args, directory=str(site)))

    def release(self) -> None:
        """Answer what is held, and hold nothing from now on."""
        self.held = ()
        self._released.set()

    def wait(self, path: str) -> None:
        """Wait with an answer while the path is held."""
        if any(part in path for part in self.held):
            self._released.wait()

    @property
    def url(self) -> str:
        """The site's address, with a slash at its end."""
        return f"http://127.0.0.1:{self.server_address[1]}{PREFIX}/"


class _Handler(SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True  # else each answer waits 40 ms for the browser's acknowledgement
    server: Server

    def do_GET(self) -> None:
        self.server.requests.append(self.path)
        self.server.wait(self.path)
        if not self.path.startswith(PREFIX + "/"):
            self.send_error(404)
            return
        for part, left in self.server.faults.items():
            if part in self.path and left:
                self.server.faults[part] = left - 1
                self.send_error(500)
                return
        self.path = self.path.removeprefix(PREFIX)
        super().do_GET()

    def log_message(self, format: str, *args: object) -> None:
        pass


@contextmanager
def serving(site: Path) -> Iterator[Server]:
    """Serve a site on a free port of this machine."""
    server = Server(site)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.release()
        server.shutdown()
        thread.join()
        server.server_close()
