"""The archive's own mapping of fields: which key of its JSON, which column of its CSV, holds what."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path

from backfile.intake.fields import KNOWN

MAPPING_FILE = "intake.toml"
"""The file of an archive's rules folder that may hold `[intake.mapping]`."""

_EXAMPLE = 'as body = "story.text"'


class MappingError(Exception):
    """A mapping that cannot be used; the message names the file and the mend."""


def load_mapping(rules: Path | None) -> Mapping[str, str]:
    """Read `[intake.mapping]` in `intake.toml`: field to key or column, a key that may be a path (`story.text`).

    rules: the archive's rules folder. None, or a folder without that file: nothing is mapped. Raises MappingError
    for broken TOML, a field that is none, and a key that is no text.
    """
    path = rules / MAPPING_FILE if rules is not None else None
    if path is None or not path.is_file():
        return {}
    try:
        data = tomllib.loads(path.read_bytes().decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise MappingError(f"{path}: it is no UTF-8 text; save it as UTF-8") from error
    except tomllib.TOMLDecodeError as error:
        raise MappingError(f"{path}: {error}; mend the file's TOML") from error
    intake = data.get("intake", {})
    if not isinstance(intake, dict):
        raise MappingError(f"{path}: intake is no table; write [intake.mapping] on a line of its own")
    for name in sorted(intake.keys() - {"mapping"}):
        raise MappingError(f"{path}: [intake] has the unknown key {name}; write fields under [intake.mapping]")
    mapping = intake.get("mapping", {})
    if not isinstance(mapping, dict):
        raise MappingError(f"{path}: intake.mapping is no table; write fields under it, {_EXAMPLE}")
    for name, key in mapping.items():
        if name not in KNOWN:
            known = ", ".join(sorted(KNOWN))
            raise MappingError(f"{path}: [intake.mapping] has the unknown field {name}; the fields are {known}")
        if not isinstance(key, str) or not key:
            raise MappingError(f"{path}: [intake.mapping] {name} must name a key or column, {_EXAMPLE}")
    return mapping
