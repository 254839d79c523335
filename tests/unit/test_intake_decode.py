"""Bytes to text: each encoding, and each kind of file that is refused."""

from __future__ import annotations

import codecs

import pytest

from backfile.intake import read
from backfile.intake.decode import Decoded, decode
from backfile.model import Refusal

TEXT = "Ferry Strike Ends\n\nCrews at Port Example went back to work on Monday.\n"
QUOTED = "“Nobody won,” said the café’s owner – not even the crews.\n"


def text_of(data: bytes, path: str = "a.txt") -> Decoded:
    decoded = decode(path, data)
    assert isinstance(decoded, Decoded), decoded
    return decoded


def refusal_of(data: bytes, path: str = "a.txt") -> Refusal:
    decoded = decode(path, data)
    assert isinstance(decoded, Refusal), decoded
    return decoded


@pytest.mark.parametrize(
    ("mark", "encoding"),
    [
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
        (codecs.BOM_UTF32_LE, "utf-32-le"),
        (codecs.BOM_UTF32_BE, "utf-32-be"),
    ],
)
def test_a_byte_order_mark_names_the_encoding_and_goes(mark: bytes, encoding: str) -> None:
    decoded = text_of(mark + (TEXT + QUOTED).encode(encoding))
    assert (decoded.text, decoded.encoding, decoded.notes) == (TEXT + QUOTED, encoding, ())


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
@pytest.mark.parametrize("text", [TEXT + QUOTED, "Забастовка паромов окончена.\nЭкипажи вернулись.\n"])
def test_wide_text_without_a_mark_is_known_by_its_nuls(encoding: str, text: str) -> None:
    decoded = text_of(text.encode(encoding))
    assert (decoded.text, decoded.encoding) == (text, encoding)
    assert "without a byte order mark" in decoded.notes[0]


def test_utf16_with_a_byte_too_many_is_still_read() -> None:
    assert text_of(TEXT.encode("utf-16-le") + b"\n").text == TEXT


def test_utf16_with_a_lone_surrogate_is_read_with_a_note() -> None:
    decoded = text_of(codecs.BOM_UTF16_LE + TEXT.encode("utf-16-le") + b"\x00\xd8" + "end".encode("utf-16-le"))
    assert decoded.text == TEXT + "�end"
    assert "U+FFFD" in decoded.notes[0]


def test_cp1252_quotes_and_dashes() -> None:
    decoded = text_of(QUOTED.encode("cp1252"))
    assert (decoded.text, decoded.encoding, decoded.notes) == (QUOTED, "cp1252", ())


def test_bytes_that_cp1252_does_not_define_are_read_as_latin1() -> None:
    decoded = text_of(b"a \x93quoted\x94 word and \x81 and \x9d here")
    assert decoded.text == "a “quoted” word and \x81 and \x9d here"
    assert decoded.notes == ("2 bytes that cp1252 does not define were read as Latin-1",)


def test_a_stray_cp1252_byte_does_not_turn_utf8_into_mojibake() -> None:
    decoded = text_of((QUOTED * 3).encode() + b"and one caf\xe9 more")
    assert decoded.text == QUOTED * 3 + "and one café more"
    assert decoded.encoding == "utf-8"
    assert decoded.notes == ("1 bytes were not UTF-8 and were read as cp1252",)


def test_mojibake_is_left_as_it_is() -> None:
    mojibake = QUOTED.replace("\n", "").encode().decode("cp1252", errors="replace").replace("�", "?") + "\n"
    assert text_of(mojibake.encode()).text == mojibake


def test_line_ends_become_lf_and_nothing_else_changes() -> None:
    assert text_of(b"one\r\ntwo\rthree\n\n  four \t\x0c\r\n").text == "one\ntwo\nthree\n\n  four \t\x0c\n"


def test_stray_nuls_and_controls_in_good_text_stay() -> None:
    text = "A head\x00line\n\nA body with \x07 and \x1b[31m in it.\n"
    assert text_of(text.encode()).text == text


@pytest.mark.parametrize(
    ("charset", "text"),
    [("windows-1251", "Паром вернулся в порт."), ("shift_jis", "港の船"), ("iso-8859-2", "Łódź czeka")],
)
def test_a_page_may_declare_its_charset(charset: str, text: str) -> None:
    page = f'<html><head><meta charset="{charset}"></head><body><p>{text}</p></body></html>'
    assert text_of(page.encode(charset), "page.html").text == page
    if charset == "windows-1251":
        assert text not in text_of(page.encode(charset), "page.txt").text


@pytest.mark.parametrize("charset", ["utf-7", "rot13", "idna", "no-such", "utf-16", "unicode_escape"])
def test_a_declared_charset_that_cannot_be_is_not_believed(charset: str) -> None:
    page = f"<meta charset={charset}><p>caf\xe9".encode("cp1252")
    assert text_of(page, "page.html").encoding == "cp1252"


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"", "empty"),
        (b" \r\n\t\n", "no visible text"),
        (codecs.BOM_UTF8, "no visible text"),
        ("\ufeff\u200b \n".encode("utf-16"), "no visible text"),
        (b"\x00\x00\x00", "no visible text"),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF", "JPEG"),
        (b"\x89PNG\r\n\x1a\n\x00", "PNG"),
        (b"%PDF-1.4\n", "PDF"),
        (b"PK\x03\x04\x14\x00", "zip"),
        (b"\x1f\x8b\x08\x00", "gzip"),
        (b"{\\rtf1\\ansi Words}", "rich text"),
        (bytes(range(256)) * 8, "binary"),
        (b"\x00\x01\x02\x03" * 400 + b"words", "binary"),
        (codecs.BOM_UTF8 + b"\x00\x01\x02\x03" * 400, "binary"),
    ],
)
def test_what_holds_no_text_is_refused_with_reason_and_mend(data: bytes, what: str) -> None:
    refusal = refusal_of(data, "2012/odd.txt")
    assert refusal.path == "2012/odd.txt"
    assert what in refusal.reason
    assert refusal.mend and "\n" not in refusal.reason + refusal.mend
    assert read("2012/odd.txt", data).refusals == (refusal,)


def test_ten_megabytes_on_one_line() -> None:
    data = b"word \x93x\x94 " * 1_000_000
    decoded = text_of(data)
    assert len(decoded.text) == len(data)
