"""Intake: the bytes of a raw file become raw articles, or refusals that say why not."""

from __future__ import annotations

from collections.abc import Mapping

from backfile.intake.containers import split
from backfile.intake.decode import decode
from backfile.intake.mapping import MappingError, load_mapping
from backfile.model import Intake, Refusal

__all__ = ["MappingError", "load_mapping", "read"]


def read(path: str, data: bytes, mapping: Mapping[str, str] | None = None) -> Intake:
    """Read the raw articles of one file; never raises for what the bytes are.

    path: the file as shown, POSIX separators; its suffix helps to choose the container. data: the whole file.
    mapping: which key or column holds which field in JSON and CSV, field name to key (`{"body": "story.text"}`);
    common names are known without it.
    """
    decoded = decode(path, data)
    if isinstance(decoded, Refusal):
        return Intake(refusals=(decoded,))
    return split(path, decoded, mapping)
