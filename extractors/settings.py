"""What an officer can set for a scan; part of each extractor's configuration where it matters."""

from pathlib import Path

from ..evidence.records import Count, Record


class Settings(Record, frozen=True, kw_only=True):
    """The choices of one scan, sent to the processes that examine."""

    digests: tuple[str, ...] = ("md5", "sha1")
    """Which further digests are computed: md5, sha1, sha512, blake3."""
    dkim_keys: str = ""
    """File of DNS key records for DKIM (`selector._domainkey.domain TXT`), none if empty."""
    hashsets: str = ""
    """Folder of imported hash sets; none if empty."""
    languages: str = "vie+eng"
    """Languages of optical character recognition, as tesseract names them."""
    memory: Count = 1 << 30
    """Bytes that an examining process may hold beyond what it began with."""
    passwords: tuple[str, ...] = ()
    """Passwords tried on encrypted containers. Never written anywhere."""
    region: str = "VN"
    """ISO 3166-1 code: how numbers without a country are read."""
    rules: tuple[str, ...] = ()
    """Folders of YARA rules beside our own, absolute."""

    def folders(self) -> list[Path]:
        """Return the rule folders."""
        return [Path(folder) for folder in self.rules]
