"""Bytes to text: which encoding, what was odd about it, and which files hold no text at all."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from backfile.model import Refusal

_BINARY = (
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"\x89PNG\r\n", "a PNG picture"),
    (b"GIF87a", "a GIF picture"),
    (b"GIF89a", "a GIF picture"),
    (b"II*\x00", "a TIFF picture"),
    (b"MM\x00*", "a TIFF picture"),
    (b"%PDF-", "a PDF"),
    (b"PK\x03\x04", "a zip archive or an office document"),
    (b"PK\x05\x06", "an empty zip archive"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"PK\x07\x08", "a zip archive in parts"),
    (b"\x1f\x9d", "a compressed file"),
    (b"LZIP", "an lzip archive"),
    (b"\x04\x22\x4d\x18", "an LZ4 archive"),
    (b"WARC/0.", "a web archive (WARC)"),
    (b"WARC/1.", "a web archive (WARC)"),
    (b"\xfd7zXZ\x00", "an xz archive"),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive"),
    (b"(\xb5\x2f\xfd", "a Zstandard archive"),
    (b"Rar!\x1a\x07", "a RAR archive"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old office document"),
    (b"{\\rtf", "a rich text document"),
    (b"SQLite format 3\x00", "an SQLite database"),
    (b"\x7fELF", "a program"),
    (b"OggS\x00", "a sound or film"),
    (b"ID3\x03", "a sound"),
    (b"ID3\x04", "a sound"),
)
_BINARY_LIKE = (
    (re.compile(rb"BZh[1-9](?:1AY&SY|\x17\x72\x45\x38\x50\x90)"), "a bzip2 archive"),
    (re.compile(rb"[\x50-\x5f]\x2a\x4d\x18"), "a Zstandard archive"),  # that begins with a frame to be skipped
    (re.compile(rb"[^\0]{1,100}\0[\s\S]{156,255}ustar"), "a tar archive"),
)
# A web page saved with all that belongs to it is a message in parts (RFC 2557); its text is packed in one of them.
_MHTML = re.compile(
    rb"(?:\s*\n)?(?:(?!content-type:)[!-9;-~]{1,60}:[^\n]{0,500}\n|[ \t][^\n]{0,500}\n){0,40}"
    rb"content-type:\s*multipart/related",
    re.IGNORECASE,
)
_SAVE_AS_TEXT = "save its text as a .txt file in UTF-8, or take it out of the raw folder"
_SAVE_AS_PAGE = "save the page as HTML alone, or its text as a .txt file in UTF-8"

# The longer mark first: UTF-32's begins with UTF-16's.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)

_CONTROLS = bytes(b for b in range(32) if b not in b"\t\n\v\f\r\x1a\x1b") + b"\x7f"
_CONTROL = re.compile("[\x00-\x08\x0e-\x19\x1c-\x1f\x7f]")
_SOME_TEXT = re.compile("[^\\s\x00-\x1f\x7f-\x9f\ufeff\ufffe\uffff\u200b-\u200f\u2060]")
_EVERYDAY = re.compile("[\\t\\n\\r -\u052f\u1e00-\u1fff\u2010-\u2044\u20a0-\u20bf\u2122\ufb01\ufb02]")

# Five bytes are undefined in cp1252; as in Latin-1 they stay themselves (WHATWG Encoding Standard, windows-1252).
_CP1252 = "".join(chr(b) if b in (0x81, 0x8D, 0x8F, 0x90, 0x9D) else bytes((b,)).decode("cp1252") for b in range(256))
_UNDEFINED = b"\x81\x8d\x8f\x90\x9d"

_MARKUP_SUFFIX = re.compile(r"\.(?:x?html?|xml|nitf|newsml)$", re.IGNORECASE)
# WHATWG HTML, "prescan a byte stream to determine its encoding", in short: the first 1,024 bytes.
_DECLARED_CHARSET = re.compile(
    rb"<meta\b[^>]{0,200}\bcharset\s*=\s*[\"']?\s*([\w.:-]{2,40})|<\?xml\b[^>]{0,80}\bencoding\s*=\s*[\"']([\w.:-]{2,40})",
    re.IGNORECASE,
)
_SINGLE_BYTE_OR_EAST_ASIAN = re.compile(
    r"(?:iso-?8859|windows-?|cp-?125|koi8|mac|tis-?620|gb|big5|shift|sjis|euc)", re.IGNORECASE
)

_MOST_STRAY_BYTES = 100


@dataclass(frozen=True, slots=True)
class Decoded:
    """A file's text: byte order mark gone, line ends as LF, nothing else changed; how it was read; what was odd."""

    text: str
    encoding: str
    notes: tuple[str, ...] = ()


def decode(path: str, data: bytes) -> Decoded | Refusal:
    """Decode one raw file.

    path: as shown; for .html and .xml the encoding that the page declares counts, after UTF-8. data: the whole file.

    The order: a byte order mark (UTF-8, 16, 32); UTF-16 and UTF-32 without one, by where their NUL bytes stand;
    UTF-8; UTF-8 with a few stray bytes; a declared charset; cp1252, whose undefined bytes are read as Latin-1.
    Mojibake, NUL and control characters in otherwise good text stay as they are. Binary files and files without
    any text come back as a `Refusal`.
    """
    if not data:
        return Refusal(path, "the file is empty", "put the article's text into it, or remove it")
    for magic, what in _BINARY:
        if data.startswith(magic):
            return Refusal(path, f"the file is {what}, not text", _SAVE_AS_TEXT)
    for pattern, what in _BINARY_LIKE:
        if pattern.match(data):
            return Refusal(path, f"the file is {what}, not text", _SAVE_AS_TEXT)
    if _MHTML.match(data):
        return Refusal(path, "the file is a web page saved in one file (MHTML), which is not read", _SAVE_AS_PAGE)
    decoded = _marked(data) or _unmarked_wide(data) or _narrow(path, data)
    if decoded is None:
        return Refusal(path, "the file holds binary data, not text", _SAVE_AS_TEXT)
    text = decoded.text.lstrip("\ufeff")
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if not _SOME_TEXT.search(text):
        return Refusal(path, "the file holds no visible text", "put the article's text into it, or remove it")
    return Decoded(text, decoded.encoding, decoded.notes)


def _marked(data: bytes) -> Decoded | None:
    for mark, encoding in _MARKS:
        if not data.startswith(mark):
            continue
        body = data[len(mark) :]
        try:
            text = body.decode(encoding)
        except UnicodeDecodeError:
            if encoding == "utf-32-le":  # UTF-16 whose first character is a NUL
                continue
            if encoding == "utf-8":
                return None
            text = body.decode(encoding, errors="replace")
            if text.count("\N{REPLACEMENT CHARACTER}") * 50 > len(text) or _is_mostly_control(text):
                return None
            return Decoded(text, encoding, (f"some of it is not valid {encoding}; U+FFFD stands there",))
        return None if _is_mostly_control(text) else Decoded(text, encoding)
    return None


def _unmarked_wide(data: bytes) -> Decoded | None:
    """UTF-16 or UTF-32 without a mark: Latin text in it has a NUL in every other byte, and always on one side."""
    zeros = data.count(0)
    if zeros * 20 < len(data):
        return None
    if zeros * 20 > len(data) * 9 and len(data) % 4 == 0:
        for encoding in ("utf-32-le", "utf-32-be"):
            text = _everyday(data, encoding)
            if text is not None:
                return Decoded(text, encoding, (f"{encoding} without a byte order mark",))
    odd = data[1::2].count(0)
    even = zeros - odd
    if min(odd, even) * 20 > max(odd, even):
        return None
    encoding = "utf-16-le" if odd > even else "utf-16-be"
    text = _everyday(data[: len(data) & ~1], encoding)
    return None if text is None else Decoded(text, encoding, (f"{encoding} without a byte order mark",))


def _everyday(data: bytes, encoding: str) -> str | None:
    """The text, when it decodes and nearly all of it is of European scripts; NUL pairs of chance give none such."""
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        return None
    strange = len(_EVERYDAY.sub("", text))
    return None if strange * 20 > len(text) else text


def _narrow(path: str, data: bytes) -> Decoded | None:
    control = len(data) - len(data.translate(None, _CONTROLS))
    if control > max(8, len(data) // 10):
        return None
    try:
        return Decoded(data.decode("utf-8"), "utf-8")
    except UnicodeDecodeError:
        pass
    if control > max(8, len(data) // 25):
        return None
    return _nearly_utf8(data) or _declared(path, data) or _western(data)


def _nearly_utf8(data: bytes) -> Decoded | None:
    """UTF-8 in which a few bytes of cp1252 strayed, as when one paragraph was pasted in; else None."""
    view = memoryview(data.removeprefix(codecs.BOM_UTF8))
    pieces: list[str] = []
    stray = start = 0
    while start < len(view):
        try:
            pieces.append(codecs.utf_8_decode(view[start:], "strict", True)[0])
            break
        except UnicodeDecodeError as error:
            stray += error.end - error.start
            if stray > _MOST_STRAY_BYTES:
                return None
            good, bad = start + error.start, start + error.end
            pieces.append(codecs.utf_8_decode(view[start:good], "strict", True)[0])
            pieces.append(codecs.charmap_decode(bytes(view[good:bad]), "strict", _CP1252)[0])
            start = bad
    text = "".join(pieces)
    beyond_ascii = len(text) - len(text.encode("ascii", "ignore"))
    if beyond_ascii - stray < 2 * stray:
        return None
    return Decoded(text, "utf-8", (f"{stray} bytes were not UTF-8 and were read as cp1252",))


def _declared(path: str, data: bytes) -> Decoded | None:
    if not _MARKUP_SUFFIX.search(path):
        return None
    found = _DECLARED_CHARSET.search(data[:1024])
    if found is None:
        return None
    name = (found[1] or found[2]).decode("ascii")
    if not _SINGLE_BYTE_OR_EAST_ASIAN.match(name):
        return None
    try:
        codec = codecs.lookup(name)
        text = data.decode(codec.name)
    except (LookupError, UnicodeDecodeError):
        return None
    # Browsers read a declared Latin-1 as cp1252, and so do we.
    return None if codec.name in ("iso8859-1", "cp1252") else Decoded(text, codec.name)


def _western(data: bytes) -> Decoded:
    data = data.removeprefix(codecs.BOM_UTF8)
    text = codecs.charmap_decode(data, "strict", _CP1252)[0]
    undefined = len(data) - len(data.translate(None, _UNDEFINED))
    notes = (f"{undefined} bytes that cp1252 does not define were read as Latin-1",) if undefined else ()
    return Decoded(text, "cp1252", notes)


def _is_mostly_control(text: str) -> bool:
    return len(_CONTROL.findall(text)) > max(8, len(text) // 10)
