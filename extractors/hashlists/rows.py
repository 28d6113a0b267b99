"""What every reader of a list yields: one row for each line, digests or the reason for none."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import TypeAlias

from ...hashes.hashset import WIDTHS

Row: TypeAlias = tuple[int, Mapping[str, str] | str]
"""Number of a line, from 1, and the digests it gives for ONE file by algorithm, in hexadecimal;
or, where it gives none, why."""

STRENGTH = ("sha256", "blake3", "sha512", "sha1", "md5")
"""Algorithms, the one to look up by first: every item's SHA-256 is known without reading it."""
BY_DIGITS = {32: "md5", 40: "sha1", 64: "sha256", 128: "sha512"}
"""What a digest without a name is taken for, by its number of hexadecimal digits."""
HEX = re.compile(r"[0-9A-Fa-f]+")
SHOWN = 80
"""Characters of a line that are shown."""
EMPTY_FILE = {
    "md5": "d41d8cd98f00b204e9800998ecf8427e",
    "sha1": "da39a3ee5e6b4b0d3255bfef95601890afd80709",
    "sha256": "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "sha512": "cf83e1357eefb8bdf1542850d66d8007d620e4050b5715dc83f4a921d36ce9ce"
    "47d0d13c5d85f2b0ff8318d2877eec2f63b931bd47417a81a538327af927da3e",
    "blake3": "af1349b9f5f9a1a6a0404dea36dcc9499bcb25c9adc112b7cc9a93cae41f3262",
}
"""Digests of no bytes at all: in a set of bad files they would flag every empty file."""


def algorithm_named(text: str) -> str:
    """Return the algorithm that a word names, as `SHA-256` or `sha256_hash`; empty for others.

    OpenSSL 3 writes SHA2-256.
    """
    plain = re.sub(r"[^a-z0-9]", "", text.lower().replace("sha2-", "sha"))
    for ending in ("hash", "checksum", "sum", "digest", "hex"):
        plain = plain.removesuffix(ending)
    return plain if plain in WIDTHS else ""


def unnamed(digest: str, default: str = "") -> str:
    """Return the algorithm of a digest without a name, by its length; empty for none.

    `default` is what the officer says that such digests are, where its length fits.
    """
    if default and len(digest) == 2 * WIDTHS[default]:
        return default
    return BY_DIGITS.get(len(digest), "")


def refused(reason: str, line: str) -> str:
    """Return why a line gives no digest, with the line as people may see it."""
    shown = line.strip()[:SHOWN].encode("utf-8", "replace").decode()
    return f"{reason}: {shown!r}"


def chosen(rows: Iterable[Row], algorithm: str, *, bad: bool) -> Iterator[Row]:
    """Yield each row with the ONE digest that its file is looked up by.

    That is `algorithm`, or where this is empty the strongest that the row has: the others say the
    same of the same file. A digest of no bytes is refused for a set of bad files.
    """
    for number, digests in rows:
        if isinstance(digests, str):
            yield number, digests
            continue
        name = algorithm or next(one for one in STRENGTH if one in digests)
        digest = digests.get(name, "").lower()
        if not digest:
            yield number, f"no {name} in it, but {', '.join(sorted(digests))}"
        elif len(digest) != 2 * WIDTHS[name] or HEX.fullmatch(digest) is None:
            yield number, refused(f"no {name}", digest)
        elif bad and digest == EMPTY_FILE[name]:
            yield number, f"the {name} of an empty file, which is no bad file"
        else:
            yield number, {name: digest}
