"""The archive as data: one record an article, as JSON Lines, CSV and SQLite, with fields that are explained."""

from backfile.data.package import datapackage
from backfile.data.record import FIELDS, Credit, Field, Record, Topic
from backfile.data.sqlite import write_sqlite
from backfile.data.text import csv_header, csv_row, jsonl_row

__all__ = [
    "FIELDS",
    "Credit",
    "Field",
    "Record",
    "Topic",
    "csv_header",
    "csv_row",
    "datapackage",
    "jsonl_row",
    "write_sqlite",
]
