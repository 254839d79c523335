"""What machines read in the head of an article's page: schema.org, and the tags that citation managers take.

Zotero has no JSON-LD support; it takes the item's type from `z:itemType` and the newspaper's name from
`prism.publicationName` (its translators "Embedded Metadata" and "RDF").
"""

from __future__ import annotations

import json
from typing import Any

from markupsafe import Markup, escape

from backfile.site.dates import MONTHS
from backfile.site.views import ArticleView, Correction

_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
_IN_SCRIPT = str.maketrans({"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"})


def citation(article: ArticleView) -> list[tuple[str, str]]:
    """The `<meta>` names and contents that make a citation manager save a newspaper article."""
    tags = [("z:itemType", "newspaperArticle"), ("citation_title", article.title)]
    tags += [("citation_author", _one_name(person.name)) for person in article.reporters]
    tags += [("citation_editor", _one_name(person.name)) for person in article.editors]
    if article.date_iso:
        tags.append(("citation_publication_date", article.date_iso[:10].replace("-", "/")))
    if article.source:
        tags.append(("prism.publicationName", article.source.name))
    tags.append(("DC.language", article.lang))
    return tags


def _one_name(name: str) -> str:
    """A name without the signs at which Zotero parts names, or turns one round ("Sam Hill, Jr.")."""
    return " ".join(name.replace(",", " ").replace(";", " ").split())


def cited(article: ArticleView, site_url: str) -> Markup:
    """The article as a note of the Chicago Manual of Style has it; what is not known is left out.

    It is the form that a reader without JavaScript copies and that stands on a printed page.
    """
    who = [person.name for person in article.reporters]
    names = " and ".join(who) if len(who) < 3 else f"{', '.join(who[:-1])}, and {who[-1]}"
    if len(who) > 3:
        names = f"{who[0]} et al."
    quoted = article.title.rstrip(".,")
    ends = "" if quoted.endswith(("?", "!", "…")) else ","
    parts = [f"<cite>{escape(article.source.name)}</cite>"] if article.source else []
    if article.date_iso:
        year, month, day = map(int, article.date_iso[:10].split("-"))
        parts.append(f"{MONTHS[month - 1]} {day}, {year}")
    if site_url:
        parts.append(str(escape(f"{site_url}/{article.url}")))
    return Markup(f"{escape(f'{names}, ' if names else '')}“{escape(quoted)}{ends}” {', '.join(parts)}.")


def robots(article: ArticleView, archive: str) -> str:
    """What the page asks of crawlers: the archive's wish and the article's own."""
    return ", ".join(dict.fromkeys(word for wish in (archive, article.robots) for word in wish.split(", ") if word))


def json_ld(article: ArticleView, site_url: str) -> Markup:
    """The article as a schema.org NewsArticle, safe inside a script element.

    A stand-in headline is not passed off as one: it goes into `name`.
    """
    data: dict[str, Any] = {"@context": "https://schema.org", "@type": "NewsArticle"}
    data["headline" if article.has_headline else "name"] = article.title
    if site_url:
        data["url"] = f"{site_url}/{article.url}"
    if article.date_iso:
        data["datePublished"] = article.date_iso
    if article.reporters:
        data["author"] = [{"@type": "Person", "name": person.name} for person in article.reporters]
    if article.editors:
        data["editor"] = [{"@type": "Person", "name": person.name} for person in article.editors]
    if article.source:
        data["publisher"] = {"@type": "NewsMediaOrganization", "name": article.source.name}
    if article.dateline:
        data["dateline"] = article.dateline
    if article.corrections:
        data["correction"] = [_correction(note) for note in article.corrections]
    if article.original_url:
        data["isBasedOn"] = article.original_url
    if article.tags:
        data["keywords"] = [tag.name for tag in article.tags]
    data["inLanguage"] = article.lang
    return Markup(_encode(data).translate(_IN_SCRIPT))


def _correction(note: Correction) -> str | dict[str, str]:
    if note.date_iso is None:
        return note.text
    return {"@type": "CorrectionComment", "text": note.text, "datePublished": note.date_iso}
