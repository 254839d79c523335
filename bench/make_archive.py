#!/usr/bin/env python3
"""Write a deterministic synthetic news archive for benchmarks.

    python make_archive.py OUT --articles N [--years 10] [--seed 1]
                               [--format raw|markdown|both]

The same N articles are written in two forms, beside a manifest of the truth:

    OUT/raw/YYYY/NNNNNN.txt       wire text as a scraper would have saved it
    OUT/markdown/YYYY/MM/SLUG.md  YAML front matter and paragraphs, for peers
    OUT/manifest.jsonl            one JSON object an article, written last

Article i depends only on the seed, --years and i, so a smaller archive is a
prefix of a larger one.  All words but the commonest and the place names are
invented, and so is every person and news source.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import random
import re
import sys
from itertools import accumulate
from pathlib import Path

START_YEAR = 2007
STOCK = 40_000  # distinct words the body text is drawn from
NAME_EVERY = 7  # every seventh word of the stock is a proper name
REPORTERS = 200
EDITORS = 50
MIN_WORDS, MAX_WORDS = 350, 600
MIN_PARAGRAPHS, MAX_PARAGRAPHS = 6, 14

# The commonest words of news English, commonest first.
FUNCTION_WORDS = """
the of to and in a said for on that is was he with as it at by from his an has
have be were are who its after will not but had they been which their more than
or would this her she one about police government people state year two also
new officials when over last could if out up into first no there some against
three day week him we before other where court president percent minister city
between during told while country them being because under since including
former party second group still four five company month war trade talks leaders
forces security election vote economic prices may many much most now only any
such through according early late next years billion million between both
should did does our your what all so do can may made make
""".split()

PLACES = [
    tuple(pair.split("/"))
    for pair in """
London/Britain|Paris/France|Berlin/Germany|Madrid/Spain|Rome/Italy
Lisbon/Portugal|Athens/Greece|Vienna/Austria|Brussels/Belgium
Amsterdam/Netherlands|Copenhagen/Denmark|Stockholm/Sweden|Oslo/Norway
Helsinki/Finland|Warsaw/Poland|Prague/Czech Republic|Budapest/Hungary
Bucharest/Romania|Sofia/Bulgaria|Belgrade/Serbia|Zagreb/Croatia|Kiev/Ukraine
Minsk/Belarus|Moscow/Russia|Tbilisi/Georgia|Yerevan/Armenia|Baku/Azerbaijan
Astana/Kazakhstan|Tashkent/Uzbekistan|Bishkek/Kyrgyzstan|Istanbul/Turkey
Tehran/Iran|Baghdad/Iraq|Damascus/Syria|Beirut/Lebanon|Jerusalem/Israel
Cairo/Egypt|Tripoli/Libya|Tunis/Tunisia|Algiers/Algeria|Rabat/Morocco
Riyadh/Saudi Arabia|Dubai/United Arab Emirates|Kabul/Afghanistan
Islamabad/Pakistan|New Delhi/India|Dhaka/Bangladesh|Colombo/Sri Lanka
Kathmandu/Nepal|Bangkok/Thailand|Hanoi/Vietnam|Jakarta/Indonesia
Manila/Philippines|Beijing/China|Seoul/South Korea|Tokyo/Japan|Nairobi/Kenya
Lagos/Nigeria|Johannesburg/South Africa|Washington/United States|Ottawa/Canada
Mexico City/Mexico|Bogota/Colombia|Lima/Peru|Santiago/Chile
Buenos Aires/Argentina|Brasilia/Brazil|Canberra/Australia
""".replace("\n", "|").split("|")
    if pair
]

# Tags; an article tagged with one has its words in the text.
TOPICS = (
    """
central banks|oil|natural gas|elections|corruption|courts|human rights|trade
budget|taxes|inflation|currencies|bonds|stocks|mining|agriculture|grain|energy
pipelines|nuclear power|defense|terrorism|refugees|migration|labor|strikes
health|education|environment|climate|floods|earthquakes|aviation|shipping
railways|telecommunications|technology|media|religion|sports|tourism|banking
insurance|real estate|diplomacy|sanctions
""".replace("\n", "|")
    .strip("|")
    .split("|")
)

SOURCES = [
    "Meridian News",
    "Northgate Wire",
    "Continental Press Service",
    "Harbor Financial News",
    "The Daily Ledger",
    "Eastern Dispatch",
]
VERBS = """Says Threatens Rejects Approves Delays Plans Cuts Raises Halts Seeks
Faces Wins Loses Signs Blocks Probes Expands Suspends Backs Warns""".split()
GIVEN_NAMES = """John Mary Robert Linda James Susan Ahmed Fatima Wei Yuki Carlos
Ana Pierre Ingrid Olga Ivan Kofi Amina Raj Priya Stephen Helen Paul Nadia Tomas
Elena Marek Sofia Hassan Leila Jorge Lucia Anders Karin Dmitry Irina Kenji Mei
Samuel Grace""".split()
TAILS = [
    "blog comments powered by Disqus",
    "Most Popular on This Site\nblog comments powered by Disqus",
    "Sign up for our daily newsletter",
    "Read more stories from this section",
    "Print Back to story",
]

ONSETS = "b c d f g h k l m n p r s t v w".split() * 3 + "br ch cl cr dr fr gr j pl pr sh st str th tr z".split()
NUCLEI = "a e i o u".split() * 4 + "ai ea ee ia io oa oo ou".split()
CODAS = [""] * 24 + "ck l ll m n n nd ng nt r r rd s s st t".split()


def make_word(rng: random.Random) -> str:
    """Return one pronounceable lower-case word of two to four syllables."""
    syllables = rng.choices((2, 3, 4), weights=(5, 5, 1))[0]
    return "".join(rng.choice(ONSETS) + rng.choice(NUCLEI) + rng.choice(CODAS) for _ in range(syllables))


def distinct_words(rng: random.Random, count: int, used: set[str]) -> list[str]:
    """Return `count` new words and add them to `used`."""
    words: list[str] = []
    while len(words) < count:
        word = make_word(rng)
        if len(word) >= 4 and word not in used:
            used.add(word)
            words.append(word)
    return words


def zipf(count: int, shift: float = 2.7, power: float = 1.0) -> list[float]:
    """Return cumulative Zipf-Mandelbrot weights for ranks 1 to `count`."""
    return list(accumulate((rank + shift) ** -power for rank in range(1, count + 1)))


def slugify(text: str) -> str:
    """Return `text` as lower-case ASCII words joined by hyphens."""
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")


def capitalize(word: str) -> str:
    """Return `word` with its first letter raised and the others untouched."""
    return word[:1].upper() + word[1:]


class Archive:
    """The vocabulary and the people of one archive, and its articles by number."""

    def __init__(self, seed: int = 1, years: int = 10) -> None:
        self.seed = seed
        self.start = dt.date(START_YEAR, 1, 1)
        self.days = (dt.date(START_YEAR + years, 1, 1) - self.start).days

        rng = random.Random(f"vocabulary {seed}")
        common = list(dict.fromkeys(FUNCTION_WORDS))
        invented = distinct_words(rng, STOCK - len(common), set(common))
        # Shorter words are commoner, but not strictly.
        invented.sort(key=lambda word: len(word) + rng.uniform(0, 7))
        self.vocabulary = common + [
            word.capitalize() if i % NAME_EVERY == NAME_EVERY - 1 else word for i, word in enumerate(invented)
        ]
        self.word_weights = zipf(STOCK, power=1.07)
        self.content_start = len(common)
        self.names = self.vocabulary[len(common) + NAME_EVERY - 1 :: NAME_EVERY]

        surnames = [name for name in self.names if len(name) <= 9]
        people = [
            f"{GIVEN_NAMES[i % len(GIVEN_NAMES)]} {surname}"
            for i, surname in enumerate(surnames[: REPORTERS + EDITORS])
        ]
        rng.shuffle(people)
        self.reporters, self.editors = people[:REPORTERS], people[REPORTERS:]
        self.reporter_weights = zipf(REPORTERS)
        self.editor_weights = zipf(EDITORS)
        self.source_weights = zipf(len(SOURCES))
        self.topic_weights = zipf(len(TOPICS))
        self.place_weights = zipf(len(PLACES), shift=8)

    def article(self, number: int) -> dict:
        """Return article `number` (from 0) as a dict, body as paragraphs."""
        rng = random.Random(self.seed * 1_000_003 + number)
        # A low-discrepancy step spreads any number of articles over all days.
        day = self.start + dt.timedelta(days=int(self.days * (number * 0.6180339887498949 % 1)))
        places = self._pick(rng, PLACES, self.place_weights, rng.choice((1, 2, 2, 3)))
        topics = self._pick(rng, TOPICS, self.topic_weights, rng.choice((1, 2, 2, 3)))
        headline = self._headline(rng, places[0])
        editors = self._pick(rng, self.editors, self.editor_weights, rng.choice((1, 2, 2)))
        return {
            "number": number,
            "date": day,
            "headline": headline,
            "slug": f"{slugify(headline)[:60].strip('-')}-{number + 1:06d}",
            "source": rng.choices(SOURCES, cum_weights=self.source_weights)[0],
            "reporters": self._pick(rng, self.reporters, self.reporter_weights, rng.choice((1, 1, 1, 2))),
            "editors": editors,
            "responsible": self._pick(rng, self.editors, self.editor_weights, 1),
            "city": places[0][0],
            "tags": list(dict.fromkeys([p[1] for p in places] + topics)),
            "paragraphs": self._paragraphs(rng, day, places, topics),
            "tail": rng.choice(TAILS) if rng.randrange(3) == 0 else None,
        }

    @staticmethod
    def _pick(rng: random.Random, items: list, weights: list[float], count: int) -> list:
        """Return `count` distinct items, the likelier first ones more often."""
        picked: list = []
        while len(picked) < count:
            item = rng.choices(items, cum_weights=weights)[0]
            if item not in picked:
                picked.append(item)
        return picked

    def _headline(self, rng: random.Random, place: tuple[str, str]) -> str:
        """Return a headline in title case: subject, verb, five to eight words."""
        subject = rng.choice((place[0], place[1], rng.choice(self.names[:2000])))
        words = rng.sample(self.vocabulary[self.content_start : 12_000], rng.randint(2, 5))
        linked = [capitalize(word) for word in words]
        linked.insert(1, rng.choice(("in", "on", "Over", "as", "to", "After")))
        return " ".join([subject, rng.choice(VERBS), *linked])

    def _paragraphs(
        self, rng: random.Random, day: dt.date, places: list[tuple[str, str]], topics: list[str]
    ) -> list[str]:
        """Return the body: MIN_WORDS to MAX_WORDS words in 6 to 14 paragraphs."""
        dateline = f"{places[0][0].upper()} ({day:%B} {day.day}) --" if rng.random() < 0.4 else ""
        total = rng.randint(MIN_WORDS, MAX_WORDS) - len(dateline.split())
        words = rng.choices(self.vocabulary, cum_weights=self.word_weights, k=total)

        # A story repeats its own subject words, its places and its topics.
        own = rng.sample(self.vocabulary[self.content_start :], 12)
        for spot in rng.sample(range(total), total // 8):
            words[spot] = rng.choice(own)
        for spot in rng.sample(range(total), total // 40):
            words[spot] = f"{rng.randint(2, 2400):,}"
        mentions = [name for place in places for name in place] + topics * 2
        # Spots are four words apart, so that no mention overwrites another.
        for spot, mention in zip(rng.sample(range(0, total - 3, 4), len(mentions)), mentions):
            size = len(mention.split())
            words[spot : spot + size] = mention.split()

        count = rng.randint(MIN_PARAGRAPHS, MAX_PARAGRAPHS)
        step = total / count
        cuts = [0, *(int(step * (k + rng.uniform(-0.3, 0.3))) for k in range(1, count)), total]
        paragraphs = [self._prose(rng, words[a:b]) for a, b in zip(cuts, cuts[1:])]
        if dateline:
            paragraphs[0] = f"{dateline} {paragraphs[0]}"
        return paragraphs

    def _prose(self, rng: random.Random, words: list[str]) -> str:
        """Return `words` as sentences with commas and now and then a quotation."""
        sentences = []
        at = 0
        while at < len(words):
            length = rng.randint(12, 28)
            if len(words) - at - length < 8:
                length = len(words) - at
            part = words[at : at + length]
            at += length
            if part[0][:1].isdigit():
                part[0] = "About"
            part[0] = capitalize(part[0])
            if len(part) > 12:
                part[6] += ","
            if len(part) > 10 and rng.random() < 0.2:
                part[-2:] = ["said", rng.choice(self.names[:2000])]
                part[-3] += ",”"
                part[0] = "“" + part[0]
            sentences.append(" ".join(part) + ".")
        return " ".join(sentences)


def address(name: str) -> str:
    """Return the e-mail address of a person: initial and surname."""
    given, surname = name.split(" ", 1)
    return f"{given[0]}{surname}@example.com".lower()


def raw_text(article: dict) -> str:
    """Return an article as scraped wire text."""
    day = article["date"]
    reporters, responsible = article["reporters"], article["responsible"]
    blocks = [
        article["source"],
        article["headline"],
        f"{day:%B} {day.day:02d}, {day.year}",
        *article["paragraphs"],
        f"-- Editor{'s' * (len(article['editors']) > 1)}: {', '.join(article['editors'])}",
        f"To contact the reporter{'s' * (len(reporters) > 1)} on this story: "
        + "; ".join(f"{name} in {article['city']} at {address(name)}" for name in reporters),
        f"To contact the editor{'s' * (len(responsible) > 1)} responsible for this story: "
        + "; ".join(f"{name} at {address(name)}" for name in responsible),
    ]
    if article["tail"]:
        blocks.append(article["tail"])
    return "\n\n".join(blocks) + "\n"


def all_editors(article: dict) -> list[str]:
    """Return the editors credited, then the responsible one, each once."""
    return list(dict.fromkeys(article["editors"] + article["responsible"]))


def markdown_text(article: dict) -> str:
    """Return an article as Markdown with YAML front matter."""
    day = article["date"]

    def quoted(text: str) -> str:
        return json.dumps(text, ensure_ascii=False)

    lines = [
        "---",
        f"title: {quoted(article['headline'])}",
        f"date: {day}",
        f"slug: {article['slug']}",
        f"source: {quoted(article['source'])}",
    ]
    for key, values in (
        ("reporters", article["reporters"]),
        ("editors", all_editors(article)),
        ("tags", article["tags"]),
        ("years", [f"{day:%Y}"]),
        ("months", [f"{day:%Y-%m}"]),
    ):
        lines.append(f"{key}:")
        lines.extend(f"  - {quoted(value)}" for value in values)
    lines.append("---")
    return "\n".join(lines) + "\n\n" + "\n\n".join(article["paragraphs"]) + "\n"


def write_archive(out: Path, articles: int, *, years: int = 10, seed: int = 1, form: str = "both") -> None:
    """Write `articles` articles under `out`; `form` is raw, markdown or both."""
    archive = Archive(seed, years)
    made: set[Path] = set()

    def write(path: Path, text: str) -> None:
        if path.parent not in made:
            path.parent.mkdir(parents=True, exist_ok=True)
            made.add(path.parent)
        with open(path, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)

    out.mkdir(parents=True, exist_ok=True)
    part = out / "manifest.jsonl.part"
    with open(part, "w", encoding="utf-8", newline="\n") as manifest:
        for number in range(articles):
            article = archive.article(number)
            day = article["date"]
            raw = f"raw/{day:%Y}/{number + 1:06d}.txt"
            markdown = f"markdown/{day:%Y/%m}/{article['slug']}.md"
            if form != "markdown":
                write(out / raw, raw_text(article))
            if form != "raw":
                write(out / markdown, markdown_text(article))
            truth = {
                "raw": raw,
                "markdown": markdown,
                "headline": article["headline"],
                "date": f"{day}",
                "source": article["source"],
                "reporters": article["reporters"],
                "editors": all_editors(article),
                "paragraphs": len(article["paragraphs"]),
                "words": sum(len(p.split()) for p in article["paragraphs"]),
            }
            manifest.write(json.dumps(truth, ensure_ascii=False) + "\n")
    part.replace(out / "manifest.jsonl")


def positive(text: str) -> int:
    """Return `text` as a whole number of at least one, for argparse."""
    value = int(text)
    if value < 1:
        raise argparse.ArgumentTypeError("must be at least 1")
    return value


def main(argv: list[str] | None = None) -> int:
    """Run the command line."""
    parser = argparse.ArgumentParser(description="Write a synthetic news archive.")
    parser.add_argument("out", type=Path, metavar="OUT")
    parser.add_argument("--articles", type=positive, required=True)
    parser.add_argument("--years", type=positive, default=10)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--format", choices=("raw", "markdown", "both"), default="both")
    args = parser.parse_args(argv)
    for name in ("raw", "markdown", "manifest.jsonl"):
        if (args.out / name).exists():
            parser.error(f"{args.out / name} exists already; choose an empty folder")
    write_archive(args.out, args.articles, years=args.years, seed=args.seed, form=args.format)
    return 0


if __name__ == "__main__":
    sys.exit(main())
