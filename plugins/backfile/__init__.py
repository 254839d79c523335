"""Backfile: raw news articles in, a searchable archive site out. Pelican calls `register`."""


def register() -> None:
    """Connect Backfile to Pelican's signals; Pelican calls this for each name in PLUGINS."""
    from backfile.plugin import connect

    connect()
