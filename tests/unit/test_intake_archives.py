"""Archives, decompression bombs and files of many parts whose lengths lie: none is unpacked, each is refused by name.

What is refused is told by its first bytes, whatever its name says; nothing behind them is read.
"""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import tarfile
import zipfile

import pytest

from backfile import intake

ZEROS = bytes(50_000_000)
TEXT = b"Northwire\n\nThe Pier Opens\n\nMarch 2, 2012\n\nThe pier at Ostvik was opened again on Friday, it said.\n"


def zipped(*names: str, data: bytes = ZEROS) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in names:
            archive.writestr(name, data)
    return packed.getvalue()


def nested() -> bytes:
    """A zip file in a zip file, each ten times over."""
    data = zipped("a.txt")
    for _ in range(3):
        data = zipped(*(f"{number}.zip" for number in range(10)), data=data)
    return data


def tarred(form: int) -> bytes:
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w", format=form) as archive:
        for name in ("../../etc/passwd", "pier.txt"):
            info = tarfile.TarInfo(name)
            info.size = len(TEXT)
            archive.addfile(info, io.BytesIO(TEXT))
    return packed.getvalue()


def lying_zip() -> bytes:
    """A zip file whose directory says that a file of no bytes has four gigabytes, and lies where none is."""
    data = bytearray(zipped("a.txt", data=b""))
    at = data.index(b"PK\x01\x02")
    data[at + 20 : at + 28] = b"\xfe\xff\xff\xff" * 2
    data[at + 42 : at + 46] = b"\xff\xff\xff\x7f"
    return bytes(data)


# A frame that promises 2**62 bytes and holds blocks of one zero repeated 128 kB each (RFC 8878).
ZSTANDARD = b"\x28\xb5\x2f\xfd\xe0" + (2**62).to_bytes(8, "little") + b"\x02\x00\x10\x00" * 1000 + b"\x01\x00\x00"
SEVEN = b"7z\xbc\xaf\x27\x1c\x00\x04" + b"\xff" * 24 + bytes(200)  # a header that lies beyond the end of any disk

WARC = (
    b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://paper.example/pier\r\n"
    b"Content-Type: application/http; msgtype=response\r\nContent-Length: %s\r\n\r\n"
    b"HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\n" + TEXT
)
MHTML = (
    b"From: <Saved by a browser>\r\nSubject: The Pier Opens\r\nDate: Fri, 2 Mar 2012 10:00:00 +0000\r\n"
    b"MIME-Version: 1.0\r\n"
    b'Content-Type: multipart/related;\r\n\ttype="text/html";\r\n\tboundary="%s"\r\nContent-Length: 99999999999\r\n\r\n'
    b"--%s\r\nContent-Type: text/html\r\nContent-Transfer-Encoding: quoted-printable\r\nContent-Length: 0\r\n\r\n"
    b"<html><body><p>The pier at Ostvik was opened again.</p></body></html>\r\n"
)

BOMBS = {
    "gzip": (gzip.compress(ZEROS), "gzip"),
    "gzip cut short": (gzip.compress(ZEROS)[:20], "gzip"),
    "zip": (zipped("a.txt"), "zip"),
    "zip with a name that leads out": (zipped("../../a.txt", data=TEXT), "zip"),
    "zip in zip": (nested(), "zip"),
    "zip whose lengths lie": (lying_zip(), "zip"),
    "zip in parts": (b"PK\x07\x08" + zipped("a.txt", data=TEXT), "zip"),
    "zstd": (ZSTANDARD, "Zstandard"),
    "zstd that begins with a frame to skip": (b"\x5a\x2a\x4d\x18\xff\xff\xff\xff" + TEXT, "Zstandard"),
    "bzip2": (bz2.compress(ZEROS), "bzip2"),
    "bzip2 of level 1": (bz2.compress(ZEROS, 1), "bzip2"),
    "bzip2 of nothing": (bz2.compress(b""), "bzip2"),
    "xz": (lzma.compress(ZEROS), "xz"),
    "7z": (SEVEN, "7-Zip"),
    "lz4": (b"\x04\x22\x4d\x18" + bytes(50), "LZ4"),
    "compress": (b"\x1f\x9d\x90" + bytes(50), "compressed"),
    "tar": (tarred(tarfile.USTAR_FORMAT), "tar"),
    "tar of GNU": (tarred(tarfile.GNU_FORMAT), "tar"),
    "tar of POSIX": (tarred(tarfile.PAX_FORMAT), "tar"),
    "WARC whose length is too great": (WARC % b"99999999999999999999", "WARC"),
    "WARC whose length is negative": (WARC % b"-1", "WARC"),
    "WARC whose length is none": (WARC % b"many", "WARC"),
    "MHTML whose boundary never closes": (MHTML % (b"x", b"x"), "MHTML"),
    "MHTML without its boundary": (MHTML % (b"x", b"y"), "MHTML"),
    "MHTML in parts without end": (MHTML % (b"x", b"x") + b"--x\r\n" * 100_000, "MHTML"),
}


@pytest.mark.parametrize("name", ["a.txt", "a.html", "a.json", "a.csv", "a.gz", "a.mhtml", "a.warc", "a"])
@pytest.mark.parametrize("bomb", BOMBS)
def test_it_is_refused_by_name(bomb: str, name: str) -> None:
    data, what = BOMBS[bomb]
    assert len(data) < 2_000_000
    found = intake.read(name, data)
    assert found.articles == ()
    (refusal,) = found.refusals
    assert what in refusal.reason
    assert refusal.mend


@pytest.mark.parametrize(
    "text",
    [
        "WARC is a form of file, the library said.\n",
        "PK is what they call it at the pier, the board said on Friday.\n",
        "From: The Board\nTo: The Town\n\nContent-Type: multipart/related was the password, the board said.\n",
        "BZh is no word, the board of the pier at Ostvik said on Friday.\n",
        "LZ is a town near the pier of Ostvik, the board said on Friday.\n",
        "Ustar is a town. " * 30 + "ustar and the pier were opened again on Friday.\n",
    ],
)
def test_text_that_speaks_of_it_is_text(text: str) -> None:
    found = intake.read("a.txt", text.encode())
    assert found.refusals == ()
    assert len(found.articles) == 1
