"""The site: the only rooms besides plugin.py that know Pelican."""
