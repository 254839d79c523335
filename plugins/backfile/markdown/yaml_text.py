"""Text as YAML writes it: plain where every reader takes it for that text, quoted elsewhere.

YAML 1.1 readers take `no`, `1_000` and `12:30` for other things than text, YAML 1.2 readers `0o17` and `1e3`;
the rules here are the union of both (yaml.org/type, yaml.org/spec/1.2.2 section 10.3.2).
"""

from __future__ import annotations

import re

from backfile.markdown.document import Value

_WORDS = frozenset(("y", "n", "yes", "no", "on", "off", "true", "false", "null", "~", "=", "<<"))
_NUMBER = re.compile(
    r"""[-+]?(?:[.]?[0-9][0-9_.,:]*(?:[eE][-+]?[0-9]+)?  # integers, floats, sexagesimals
              |0[xX][0-9a-fA-F_]+|0[oO][0-7_]+|0[bB][01_]+|[.](?:inf|Inf|INF))
        |[.](?:nan|NaN|NAN)
        |[0-9]{4}-[0-9][0-9]?-[0-9][0-9]?(?:[Tt \t][-+0-9:.TtZz \t]*)?""",
    re.VERBOSE,
)
_OPENS = re.compile(r"[-?:,\[\]{}#&*!|>'\"%@`=<\s]")
_ENDS = re.compile(r": |:\Z| #|\s\Z")
_IN_FLOW = re.compile(r"[,\[\]{}:?]")
# YAML's printable characters, section 5.1, without those that break lines or vanish at an end of a line.
_UNPRINTABLE = re.compile("[^\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t", "\r": "\\r", "\0": "\\0"}
_MUST_ESCAPE = re.compile(f'{_UNPRINTABLE.pattern}|["\\\\]')


def scalar(text: str, indent: str = "", *, in_flow: bool = False, is_key: bool = False) -> str:
    """Write a text as a scalar.

    indent: of the key it belongs to; a text of several lines is written below it as a literal block. Lone
    surrogates, which no file can hold, become U+FFFD.
    """
    if text.isascii() and text.isalnum() and text[0] > "9" and text.lower() not in _WORDS:
        return text  # most are: letters and digits, a letter first
    if _UNPRINTABLE.search(text):
        if not in_flow and not is_key and (block := _literal(text, indent)):
            return block
        return _double_quoted(text)
    if (
        text
        and not _OPENS.match(text)
        and not _ENDS.search(text)
        and not _NUMBER.fullmatch(text)
        and text.lower() not in _WORDS
        and not ((in_flow or is_key) and _IN_FLOW.search(text))
        and not (is_key and text.startswith("..."))  # at a line's beginning this ends a document
    ):
        return text
    if '"' in text or "\\" in text:
        return "'" + text.replace("'", "''") + "'"
    return f'"{text}"'


def flow(value: Value) -> str:
    """Write a value on one line, as `[a, b]` or `{a: b}`."""
    if value is None:
        return "null"
    if isinstance(value, str):
        return scalar(value, in_flow=True)
    if isinstance(value, list):
        return f"[{', '.join(map(flow, value))}]"
    inner = ", ".join(f"{scalar(key, in_flow=True)}: {flow(item)}" for key, item in value.items())
    return f"{{{inner}}}"


def _double_quoted(text: str) -> str:
    text = _SURROGATE.sub("\ufffd", text)
    return '"' + _MUST_ESCAPE.sub(_escaped, text) + '"'


def _escaped(match: re.Match[str]) -> str:
    character = match[0]
    if character in _ESCAPES:
        return _ESCAPES[character]
    code = ord(character)
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def _literal(text: str, indent: str) -> str | None:
    """A text of several lines as a literal block; None where such a block would not hold it."""
    lines = text.removesuffix("\n").split("\n")
    if len(text) < 2 or "\n" not in text or any(_UNPRINTABLE.search(line) for line in lines):
        return None
    if not lines[-1].strip() or lines[0][:1] in ("", " "):
        return None
    head = "|" if text.endswith("\n") else "|-"
    return "\n".join((head, *(f"{indent}  {line}" if line else "" for line in lines)))
