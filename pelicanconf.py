"""The archive's settings. Pelican's settings and Backfile's (BACKFILE_…) may all stand here.

The articles are samples, written for Backfile: put your own into content/raw instead.
"""

SITENAME = "The Wire Backfile"
SITESUBTITLE = "A sample archive of wire news, 2009 to 2014"
SITEURL = ""  # the site's address is set when it is published: publishconf.py
PATH = "content"
OUTPUT_PATH = "output"
TIMEZONE = "UTC"
DEFAULT_LANG = "en"

PLUGIN_PATHS = ["plugins"]
PLUGINS = ["backfile"]
THEME = "theme"

BACKFILE_LICENCE = "The articles are samples written for Backfile; their bylines are invented."
BACKFILE_TAG_PAGE_ARTICLES = 1  # a sample: every name has a page, also one of a single article
