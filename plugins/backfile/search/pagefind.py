"""Running Pagefind's program, and keeping of what it writes only what the browser reads."""

from __future__ import annotations

import gzip
import json
import shutil
import signal
import subprocess
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pagefind_bin

_MAGIC = b"pagefind_dcd"  # opens every file of Pagefind's once decompressed
TABLE = "articles.json"  # our own file in a bundle
HEADLINES = "headlines.json"  # and another, read when headlines are searched or a list is taken away
_ENTRY = "pagefind-entry.json"
_DATA = ("*.pf_meta", "index/*.pf_index", "fragment/*.pf_fragment")
_KEPT = (_ENTRY, TABLE, HEADLINES, *_DATA)
_PACKED = ("wasm.*.pagefind", *_DATA)
_ENGINE = "pagefind.js"
_KNOWN = "1.5."  # how its indexes are made and read differs from version to version


class SearchError(Exception):
    """The search bundles could not be built; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Pagefind:
    """Pagefind's program and its version."""

    program: Path
    version: str

    @classmethod
    def find(cls) -> Pagefind:
        """Look up the program that the package `pagefind-bin` installed.

        Raises SearchError when it is missing, cannot be run, or is of a version whose indexes we do not know.
        """
        mend = "reinstall the package pagefind-bin, or build without search (BACKFILE_SEARCH = False)"
        try:
            program = pagefind_bin.get_executable()
            told = subprocess.run([program, "--version"], capture_output=True, text=True, check=True)
        except (OSError, subprocess.CalledProcessError) as error:
            raise SearchError(f"Pagefind's program is missing or cannot be run ({error}); {mend}") from error
        words = told.stdout.split()
        if not words:
            raise SearchError(f"Pagefind's program does not tell its version; {mend}")
        if not words[-1].startswith(_KNOWN):
            raise SearchError(f"Pagefind's program is of version {words[-1][:40]!r}, not {_KNOWN}x; {mend}")
        return cls(program, words[-1])

    def index(self, site: Path, output: Path, language: str, what: str) -> None:
        """Index a folder of pages.

        site: the pages. output: where the bundle is to lie. language: of every page, as ISO 639-1. what: the
        bundle in words, for errors.

        Raises SearchError when the program fails, is killed, or leaves a file that is cut short.
        """
        command: list[str | Path] = [self.program, "--site", site, "--output-path", output]
        command += ["--force-language", language, "--keep-index-url", "--silent"]
        try:
            done = subprocess.run(
                command,
                capture_output=True,
                text=True,
                errors="replace",
                stdin=subprocess.DEVNULL,
            )
        except OSError as error:
            raise SearchError(f"Pagefind could not be started for {what} ({error}); reinstall pagefind-bin") from error
        if done.returncode < 0:
            name = signal.Signals(-done.returncode).name
            raise SearchError(
                f"Pagefind was stopped by {name} while it indexed {what}; if memory ran out, lower BACKFILE_BUNDLE_SIZE"
            )
        if done.returncode:
            said = (done.stderr or done.stdout).strip().splitlines() or ["nothing said"]
            raise SearchError(
                f"Pagefind failed on {what} (exit {done.returncode}: {said[-1].strip()}); "
                "build with BACKFILE_SEARCH = False to leave search out"
            )
        if not _is_whole(output):
            raise SearchError(f"Pagefind did not write the whole index of {what}; make sure that the disk is not full")


def _is_whole(bundle: Path) -> bool:
    """Whether each file of a bundle is there to its end: on a full disk Pagefind ends as if all were well."""
    try:
        json.loads((bundle / _ENTRY).read_bytes())
        packed = [path for pattern in _PACKED for path in bundle.glob(pattern)]
        return (
            all(gzip.decompress(path.read_bytes()).startswith(_MAGIC) for path in packed)
            and {path.suffix for path in packed} == {".pagefind", ".pf_meta", ".pf_index", ".pf_fragment"}
            and (bundle / _ENGINE).read_bytes().rstrip().endswith(b"};")
        )
    except (OSError, EOFError, ValueError, zlib.error):
        return False


def fragments(bundle: Path) -> Iterator[tuple[str, str]]:
    """Read which article stands behind each of a bundle's fragments.

    Yields pairs: the identifier that Pagefind gives in its results, and the URL relative to the site's root.
    """
    for path in sorted((bundle / "fragment").glob("*.pf_fragment")):
        data = gzip.decompress(path.read_bytes())
        yield path.stem, str(json.loads(data.removeprefix(_MAGIC))["url"]).lstrip("/")


def take_engine(bundle: Path, engine: Path) -> None:
    """Move the code that the bundles share out of one of them, unless the engine is complete already.

    bundle: as Pagefind wrote it. engine: the folder for `pagefind.js` and the WebAssembly of the archive's
    language.
    """
    entry = json.loads((bundle / _ENTRY).read_bytes())
    languages = {language["wasm"] or "unknown" for language in entry["languages"].values()}
    names = (_ENGINE, *(f"wasm.{language}.pagefind" for language in sorted(languages)))
    if all((engine / name).is_file() for name in names):
        return
    engine.mkdir(parents=True, exist_ok=True)
    for name in names:
        shutil.copyfile(bundle / name, engine / name)


def strip(bundle: Path) -> None:
    """Remove from a bundle what the browser does not read: Pagefind's own interfaces, and the shared code."""
    kept = {path for pattern in _KEPT for path in bundle.glob(pattern)}
    for path in sorted(bundle.rglob("*"), reverse=True):
        if path.is_dir():
            if not list(path.iterdir()):
                path.rmdir()
        elif path not in kept:
            path.unlink()
