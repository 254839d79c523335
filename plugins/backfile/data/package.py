"""The description of the data files as a Data Package (specs.frictionlessdata.io), for programs."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass

from backfile.data.record import FIELDS

CSV_SCHEMA, JSONL_SCHEMA = "csv.schema.json", "jsonl.schema.json"
"""The names of the descriptions of the fields, beside the data."""


@dataclass(frozen=True, slots=True)
class DataFile:
    """A data file: its name in the folder, how many articles it holds, its size in bytes and the SHA-256 of them."""

    name: str
    articles: int
    bytes: int
    sha256: str


def datapackage(title: str, licence: str, homepage: str, files: Iterable[DataFile]) -> str:
    """The text of datapackage.json. licence: the rights statement; homepage: the site's address, or empty."""
    package: dict[str, object] = {"profile": "data-package", "name": "archive", "title": title}
    if homepage:
        package["homepage"] = homepage
    if licence:
        package["licenses"] = [{"name": "other", "title": licence}]
    package["resources"] = [_resource(file) for file in files]
    return json.dumps(package, ensure_ascii=False, indent=1) + "\n"


def _resource(file: DataFile) -> dict[str, object]:
    is_csv = ".csv" in file.name
    resource: dict[str, object] = {
        "name": file.name.partition(".")[0] + ("-table" if is_csv else ""),
        "path": file.name,
        "format": "csv" if is_csv else "jsonl",
        "mediatype": "text/csv" if is_csv else "application/x-ndjson",
        "encoding": "utf-8",
        "compression": "gz",
        "bytes": file.bytes,
        "hash": f"sha256:{file.sha256}",
        "articles": file.articles,
    }
    if is_csv:
        resource["profile"] = "tabular-data-resource"
    resource["schema"] = CSV_SCHEMA if is_csv else JSONL_SCHEMA
    return resource


def schema(*, is_csv: bool) -> str:
    """The text of the description of the fields, which all data files of one form share."""
    fields = [
        {"name": field.name, "type": _csv_type(field.type) if is_csv else field.type, "description": field.meaning}
        for field in FIELDS
        if field.in_csv or not is_csv
    ]
    return (
        json.dumps({"fields": fields, "primaryKey": "id", "missingValues": [""]}, ensure_ascii=False, indent=1) + "\n"
    )


def _csv_type(kind: str) -> str:
    return "string" if kind == "array" else kind
