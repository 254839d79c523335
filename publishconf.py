"""What publishing adds to pelicanconf.py; SITEURL in the environment says where the site will lie."""

import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from pelicanconf import *  # noqa: F403

SITEURL = os.environ.get("SITEURL", "").rstrip("/")
if SITEURL.startswith("http://") and not SITEURL.startswith(("http://localhost", "http://127.0.0.1")):
    # GitHub names a custom domain so until its certificate is there.
    SITEURL = "https://" + SITEURL.removeprefix("http://")
