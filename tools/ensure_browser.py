"""Make sure that the tests have a Chromium: an installed one, else Debian's package, else Playwright's."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")


def find_browser() -> str | None:
    """The path of an installed Chromium or Chrome; BACKFILE_BROWSER names another."""
    given = os.environ.get("BACKFILE_BROWSER")
    return given or next((path for name in NAMES if (path := shutil.which(name))), None)


def main() -> int:
    found = find_browser()
    if found:
        print(f"tests use {found}")
        return 0
    if shutil.which("apt-get") and os.geteuid() == 0:
        print("no Chromium found: installing Debian's package")
        subprocess.run(["apt-get", "update", "-qq"], check=True)
        subprocess.run(["apt-get", "install", "-y", "-qq", "--no-install-recommends", "chromium"], check=True)
        return 0
    print("no Chromium found and not root: asking Playwright to install its own")
    result = subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=False)
    if result.returncode:
        print(
            "Playwright could not install Chromium; install Chromium or Chrome and run this again",
            file=sys.stderr,
        )
    return result.returncode


if __name__ == "__main__":
    sys.exit(main())
