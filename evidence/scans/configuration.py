"""The configuration of a scan: which extractors ran, in which version, with what beside the bytes.

One object that the `scan` entry names; each extractor's part has a hash of its own, by which a
later scan knows what needs no second examination. Format: docs/spec/scan.md.
"""

from ...hashes.canonical import encode_record
from ...hashes.digest import sha256_hex
from ..acts import Examiner
from ..records import Count, Record, Text, Word

CONFIGURATION_DOMAIN = b"truyvet/configuration/v1\n"
"""Prefix of what an extractor's configuration hash is the hash of."""


class ExtractorConfiguration(Record, frozen=True, kw_only=True):
    """An extractor and all that its results depend on beside the bytes."""

    configuration: dict[Word, str]
    """Settings and versions of libraries, by name."""
    name: Word
    """Its name."""
    version: Text
    """Its version."""

    def examiner(self) -> Examiner:
        """Return what an entry says of it."""
        digest = sha256_hex(CONFIGURATION_DOMAIN + encode_record(self))
        return Examiner(configuration=digest, name=self.name, version=self.version)


class Configuration(Record, frozen=True, kw_only=True):
    """The configuration of a scan."""

    extractors: tuple[ExtractorConfiguration, ...]
    """In the order of examination."""
    passwords: Count = 0
    """How many passwords were tried on encrypted containers; they are written nowhere."""
    region: Text = ""
    """How numbers without a country are read."""
    rules: tuple[str, ...] = ()
    """Folders of the officer's own rules, absolute."""
