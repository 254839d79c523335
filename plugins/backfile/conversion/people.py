"""Names of people as credits list them: told from places, titles and agencies, capitals in title case."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from backfile.model import Person
from backfile.rules import Rules

_EMAIL = re.compile(
    r"[\w.+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{2,24}?){0,3}(?:\.[a-z]{2,12}(?=[A-Z]|\b(?![\w-]))|\.[A-Z]{2,6}\b)"
)
_AT = re.compile(r"(?:[\s,]+(?:at|on|or|via|\+))*[\s,:;]*$")
_SPLIT = re.compile(
    r"\s*;\s*|\s*,\s*(?:and\s+|&\s*)?|\s+(?:and|AND|und|y|et|&)\s+|\s*\n\s*|\s+/\s+|(?<=[a-z])/(?=[A-Z])"
)
_IN = re.compile(r"\s+(?:in|IN|from)\s+(?=[A-ZÀ-Þa-z])")
_LEAD = re.compile(r"^(?:[\s,;:.\-–—()\[\]]|(?:and|or|by|By|BY|und)\s)+")
_TRAIL = re.compile(r"[\s,;:.\-–—()\[\]@]+$")
_PHONE = re.compile(r"[\s,]+(?:at|on|or)?\s*\+?[\d(][\d() .-]{5,24}\d(?:\s+or\b)?")
_IN_BRACKETS = re.compile(r"\s\((?:[A-Z][^()]{1,40})\)")
_COPYRIGHT = re.compile(r"©|\([cC]\)\s?\d{4}")
_INITIALS = re.compile(r"(?:[A-Z]\.){2,}$")
_TOKEN = re.compile(r"(?:[A-ZÀ-ÞĀ-Ž]|(?:[a-z]{1,3}[’'-])[A-ZÀ-Þ])[\w.’'‘`-]*")
_TITLE = re.compile(
    r"""^(?:Dr|Prof|Professor|PROFESSOR|Sir|Mr|Mrs|Ms|Lord|Lady|Rev|Father|Fr|Capt|Maj|Col|Gen)\.?\s+(?=[A-Z])""",
    re.VERBOSE,
)
_MC = re.compile(r"\b(Mc)([a-z])")
_NO_NAME = frozenset('0123456789@:/?!"“”%$&()')
_OFTEN = 4096  # readings kept: the same people write and edit all over an archive
_SMALL = {"Van": "van", "Von": "von", "Der": "der", "Den": "den", "De": "de", "La": "la", "Del": "del", "Bin": "bin"}


class Credit(NamedTuple):
    """Who was found in a stretch, and what was left over that is no name."""

    people: tuple[Person, ...]
    rest: str
    doubtful: tuple[str, ...] = ()


@lru_cache(maxsize=_OFTEN)
def read_names(text: str, rules: Rules, *, places: bool = True) -> Credit:
    """Read a list such as `A B in Riga, C D Jr. and E F`.

    places: whether "in PLACE" after a name is where the person filed from (else it is dropped with its words).
    """
    text = _COPYRIGHT.split(text[:3000], maxsplit=1)[0]
    items = [part for part in _SPLIT.split(_IN_BRACKETS.sub("", text) if "(" in text else text) if part]
    people: list[Person] = []
    rest: list[str] = []
    doubtful: list[str] = []
    for item in items:
        bare = _TRAIL.sub("", _LEAD.sub("", item))
        if not bare:
            continue
        if bare.lower().rstrip(".") in ("jr", "sr", "ii", "iii") and people:
            last = people[-1]
            people[-1] = Person(f"{last.name} {item.strip(' ,;')}", last.location, last.email)
            continue
        name, place = _placed(bare)
        if is_name(name, rules):
            suffix = "." if name.lower().endswith((" jr", " sr")) and item.rstrip(" ,;)").endswith(".") else ""
            people.append(Person(proper(name) + suffix, place if places else None))
        elif place is None and people and people[-1].location and bare.lower() in rules.words["places"]:
            last = people[-1]
            people[-1] = Person(last.name, f"{last.location} and {bare}", last.email)
        elif place is None and people and people[-1].location and not rest and _TOKEN.fullmatch(bare.split(" ")[0]):
            # "in Mesa, Arizona": what follows a place and is no name is more of the place.
            last = people[-1]
            people[-1] = Person(last.name, f"{last.location}, {bare}", last.email)
        else:
            rest.append(bare)
            if bare.lower() in rules.words["places"] or (
                _TOKEN.fullmatch(bare) and bare.lower() not in rules.words["not_names"]
            ):
                doubtful.append(bare)
    return Credit(tuple(people), ", ".join(rest), tuple(doubtful))


# "Example, Ann B.; Sample, Bo": as library exports print authors.
_INVERTED = re.compile(r"([A-ZÀ-Þ][\w’'-]+), ([A-ZÀ-Þ][\w.’'-]*(?: [A-Z]\.?)?)(?=\s*(?:;|\.?$))")
_LISTED = re.compile(r"(?:[A-ZÀ-Þ][\w’'-]+, [A-ZÀ-Þ][\w.’'-]*(?: [A-Z]\.?)?\s*(?:;\s*|$))+")
_PARTS = re.compile(r"\s*\|\s*|\s+[-–—•·]\s+|\s+(?:for|of|FOR|OF)\s+(?=[A-ZÀ-Þ])|\s*\((?=[A-Z])")
_LEADS = re.compile(
    r"^(?:EXCLUSIVE|Exclusive|WORDS|Words|TEXT|Text|INTERVIEW|Interview|REPORT|STORY|Story)[:\s]+(?:(?:by|BY|By)\s+)?"
)
_GLUED_JOB = re.compile(r"(?<=[a-z])(?=[A-Z][a-z]+\ (?:Columnist|Correspondent|Editor|Writer|Reporter)\b)")


@lru_cache(maxsize=_OFTEN)
def read_byline(text: str, rules: Rules, *, inverted: bool = False) -> Credit:
    """Read a byline without its "By": names, then perhaps a job or a house, which are left over.

    inverted: whether "Example, Ann" is one person, as it is behind "Author:" in a library's export.

    >>> from backfile import rules
    >>> read_byline("Ann Example Political Editor | Harbour Post", rules.load()).people[0].name
    'Ann Example'
    """
    if inverted and _LISTED.fullmatch(text.strip()):
        text = _INVERTED.sub(r"\2 \1", text.strip())
    first, *others = _PARTS.split(_GLUED_JOB.sub(", ", _LEADS.sub("", text.strip())))
    credit = read_names(first, rules, places=False)
    people = list(credit.people)
    rest: list[str] = []
    for item in filter(None, credit.rest.split(", ")):
        words = item.split()
        jobs = rules.words["job_words"]
        name = None
        if words[-1].lower() in jobs or (len(words) > 3 and words[-2].lower() in jobs):
            cut = next((n for n in range(len(words) - 1, 1, -1) if is_name(" ".join(words[:n]), rules)), None)
            # Of "Ann Example Chief Political Editor" two words are the name, three where the middle is an initial.
            if cut is not None:
                cut = 3 if cut >= 3 and words[1].endswith(".") else 2
                name = " ".join(words[:cut])
        elif not people and (house := _house_behind(item, rules)) is not None:
            name = house
        if name is not None and is_name(name, rules) and not people:
            people.append(Person(proper(name)))
            rest.append(" ".join(words[2:]))
        else:
            rest.append(item)
    rest += [bare for other in others if (bare := other.strip(" )"))]
    return Credit(tuple(people), ", ".join(rest), credit.doubtful)


def _house_behind(item: str, rules: Rules) -> str | None:
    """The name before a house that follows without a comma: `ANN EXAMPLE The Associated Press`."""
    for match in rules.house.finditer(item) if rules.ends_in_house(item) else ():
        before = item[: match.start()].rstrip()
        if match.end() == len(item) and is_name(before, rules):
            return before
    return None


@lru_cache(maxsize=_OFTEN)
def read_contacts(text: str, rules: Rules) -> Credit:
    """Read the contacts of a credit: `A B in Mesa, Arizona at ab@x.example; C D at` and then bare further names."""
    people: list[Person] = []
    rest: list[str] = []
    doubtful: list[str] = []
    at = 0
    text = text[:6000]
    emails = list(_EMAIL.finditer(text))
    for match in emails:
        chunk = text[at : match.start()]
        at = match.end()
        *before, last = re.split(r"\s*;\s*|\s+or\s+(?=[A-Z])", _AT.sub("", chunk).strip(" ;,\n"))
        for other in before:
            _extend(people, rest, doubtful, _contact(other, None, rules))
        if not last and people:
            continue
        _extend(people, rest, doubtful, _contact(last, match[0], rules))
    for chunk in re.split(r"\s*;\s*|\s+or\s+(?=[A-Z])", text[at:]):
        cut = re.sub(r"[\s,]+at\s*$", "", chunk)
        if cut != chunk or (_IN.search(chunk) and not emails):
            _extend(people, rest, doubtful, _contact(cut, None, rules))
        else:
            _extend(people, rest, doubtful, read_names(chunk, rules))
    return Credit(tuple(people), ", ".join(rest), tuple(doubtful))


def _contact(chunk: str, email: str | None, rules: Rules) -> Credit:
    """One contact: a name, perhaps a place; bare names may stand before it."""
    words = " ".join(_LEAD.sub("", _PHONE.sub("", chunk)).split())
    name, place = _placed(_TRAIL.sub("", words))
    if is_name(name, rules):
        return Credit((Person(proper(name), place, email),), "")
    found = read_names(chunk, rules)
    if found.people and email:
        *others, last = found.people
        return Credit((*others, Person(last.name, last.location, email)), found.rest, found.doubtful)
    return found


def _extend(people: list[Person], rest: list[str], doubtful: list[str], credit: Credit) -> None:
    people += credit.people
    doubtful += credit.doubtful
    if credit.rest:
        rest.append(credit.rest)


def _placed(text: str) -> tuple[str, str | None]:
    """Split "NAME in PLACE"; the place is what stands behind the last "in" when the first has no capital."""
    match = _IN.search(text)
    if match is None:
        return " ".join(text.split()), None
    place = " ".join(text[match.end() :].split())
    while not place[:1].isupper() and (more := _IN.search(place)) is not None:
        place = place[more.end() :]
    place = place if _INITIALS.search(place) else _TRAIL.sub("", place)
    if place.isupper() and len(place) > 4:
        place = place.title()
    return " ".join(text[: match.start()].split()), place if place[:1].isupper() else None


def is_name(text: str, rules: Rules) -> bool:
    """Whether a text reads as a person's name: two to six words in capitals, particles between, nothing else."""
    if not 4 <= len(text) <= 60 or not _NO_NAME.isdisjoint(text):
        return False
    if text.lower() in rules.words["places"] or text.lower() in rules.houses:
        return False
    words = _TITLE.sub("", text).split(" ")
    if not 2 <= len(words) <= 6:
        return False
    if words[-1].lower() in rules.words["house_words"] and not has_given_name(text, rules):
        return False
    particles, never, suffixes = rules.words["particles"], rules.words["not_names"], rules.words["suffixes"]
    solid = 0
    for i, word in enumerate(words):
        low = word.lower()
        if low in particles and (word[0].islower() or word.isupper()) and i < len(words) - 1:
            continue
        if i == len(words) - 1 and solid and low in suffixes:
            continue
        if low in never or not _TOKEN.fullmatch(word) or (len(word) > 4 and word.endswith(".")):
            return False
        solid += 1
    return solid >= 2 or (solid == 1 and len(words) >= 2)


def has_given_name(text: str, rules: Rules) -> bool:
    """Whether the first word is a given name that Backfile knows."""
    first = _TITLE.sub("", text).split(" ")[0].lower()
    return first.split("-")[0] in rules.words["given_names"]


def proper(name: str) -> str:
    """Write a name as people do: capitals to title case (McDonald, O'Neill, van der Berg), titles gone.

    >>> proper("FERGUS McTAGGART"), proper("SEAN O'NEILL"), proper("J.R. VAN DER BERG Jr.")
    ('Fergus McTaggart', "Sean O'Neill", 'J.R. van der Berg Jr.')
    """
    name = _TITLE.sub("", " ".join(name.split()))
    if sum(map(str.isupper, name)) <= sum(map(str.islower, name)):
        return name
    return " ".join(_cased(word, i) for i, word in enumerate(name.split(" ")))


def _cased(word: str, place: int) -> str:
    letters = re.sub(r"[^\w]", "", word)
    if letters.lower() in ("ii", "iii", "iv"):
        return word.upper()
    if "." in word and all(len(part) <= 1 for part in word.split(".")):
        return word.upper()
    if re.fullmatch(r"(?:Mc|Mac|O['’]|De|Di|La|Van)[A-Z]{2,}(?:-[A-Z]+)?", word):
        head = re.match(r"Mc|Mac|O['’]|De|Di|La|Van", word)
        assert head is not None
        return head[0] + word[head.end()].upper() + word[head.end() + 1 :].lower()
    if len(letters) < 2 or not letters.isupper():
        return word
    cased = "-".join(part[:1].upper() + part[1:].lower() for part in word.split("-"))
    cased = re.sub(r"^([OD])(['’])([a-z])", lambda m: m[1] + m[2] + m[3].upper(), cased)
    cased = _MC.sub(lambda m: m[1] + m[2].upper(), cased)
    return _SMALL.get(cased, cased) if place else cased
