"""Count what tagging costs: milliseconds of one core per 500 words, and the load of the vocabularies.

    python bench/bench_tagging.py [RAW_FILE ...]

Without files, on articles made of sentences of its own. CPU time, best of five rounds; the loop of additions printed
beside tells how fast the machine was meanwhile.
"""

from __future__ import annotations

import random
import sys
import time
from pathlib import Path

from backfile import conversion, intake, rules, tagging
from backfile.model import Article, Paragraph

SENTENCES = (
    "Shares of the chipmaker fell after Trade Minister Elena Quispe threatened tariffs on imports from Peru.",
    "“We shall not pay twice,” Quispe told reporters in Lima, according to a statement by the Ministry of Trade.",
    "The Bank of England held its benchmark interest rate, while the Federal Reserve signalled a cut before July.",
    "Residents of the valley were evacuated as the river rose, and police closed the road to Chattanooga, Tenn.",
    "Analysts at Northshore Capital Partners Ltd. expect net income to rise 4 percent in the second quarter.",
    "Nothing else was decided, and the members went home before the snow came and the trains stopped.",
    "Nigeria’s oil exports, at 1.9 million barrels a day, were the lowest since the strike began in March.",
    "The European Union and Turkey will hold talks on visas and refugees in Brussels next week, Anders Lund said.",
)


def made(count: int) -> list[tuple[Article, str]]:
    """Articles of about 500 words, the same every time."""
    draw = random.Random(1)
    articles = []
    for _ in range(count):
        paragraphs = [" ".join(draw.choices(SENTENCES, k=3)) for _ in range(9)]
        title = "Peru Threatens Tariffs as Quispe Leaves Talks"
        articles.append(
            (Article("made", 0, "", title=title, paragraphs=tuple(map(Paragraph, paragraphs))), "\n".join(paragraphs))
        )
    return articles


def given(paths: list[str]) -> list[tuple[Article, str]]:
    """The articles of raw files."""
    known = rules.load(None)
    return [
        (conversion.convert(raw, known), raw.text)
        for path in paths
        for raw in intake.read(path, Path(path).read_bytes()).articles
    ]


def main() -> None:
    start = time.process_time()
    vocabularies = tagging.load()
    loaded = time.process_time() - start
    articles = given(sys.argv[1:]) or made(300)
    words = sum(len(p.text.split()) for a, _ in articles for p in a.paragraphs)
    print(f"load {loaded * 1000:.0f} ms; {len(articles)} articles, {words} words")
    for label, with_text in (("tags", False), ("tags and evidence", True)):
        best = min(_round(articles, vocabularies, with_text) for _ in range(5))
        print(f"{label}: {best * 1000 * 500 / words:.3f} ms per 500 words")
    start = time.process_time()
    total = 0
    for i in range(10_000_000):
        total += i
    print(f"ten million additions: {time.process_time() - start:.2f} s")


def _round(articles: list[tuple[Article, str]], vocabularies: tagging.Vocabularies, with_text: bool) -> float:
    start = time.process_time()
    for article, text in articles:
        tagging.tag(article, vocabularies, text if with_text else None)
    return time.process_time() - start


if __name__ == "__main__":
    main()
