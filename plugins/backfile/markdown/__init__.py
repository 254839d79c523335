"""An article as a Markdown file: written, read, merged with what people changed, rendered."""

from backfile.markdown.document import (
    FIELDS,
    Document,
    FrontMatterError,
    Provenance,
    Value,
    iso_date,
    names,
    text_of,
)
from backfile.markdown.escaping import escape, fold, unescape
from backfile.markdown.front_matter import body_in, dump, parse
from backfile.markdown.merging import confirmed, edited, fingerprint, in_order, merge, rewritten, write
from backfile.markdown.paragraphs import paragraphs_of
from backfile.markdown.rendering import opening, plain, render
from backfile.markdown.tag_list import TagList, read_tags

__all__ = [
    "FIELDS",
    "Document",
    "FrontMatterError",
    "Provenance",
    "TagList",
    "Value",
    "body_in",
    "confirmed",
    "dump",
    "edited",
    "escape",
    "fingerprint",
    "fold",
    "in_order",
    "iso_date",
    "merge",
    "names",
    "opening",
    "paragraphs_of",
    "parse",
    "plain",
    "read_tags",
    "render",
    "rewritten",
    "text_of",
    "unescape",
    "write",
]
