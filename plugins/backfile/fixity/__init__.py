"""Fixity: that what is read is what was archived can be checked by anybody, byte by byte."""

from backfile.fixity.manifest import MANIFEST, ManifestError, hash_file, read_manifest, write_manifest
from backfile.fixity.verify import Fault, VerifyReport, verify_articles, verify_site

__all__ = [
    "MANIFEST",
    "Fault",
    "ManifestError",
    "VerifyReport",
    "hash_file",
    "read_manifest",
    "verify_articles",
    "verify_site",
    "write_manifest",
]
