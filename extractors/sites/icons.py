"""The hash under which search engines of hosts list the icon of a site.

MurmurHash3 (32 bits, seed 0, signed) of the icon in base64 with a line feed after every 76 signs
and at the end: `http.favicon.hash` of Shodan, `icon_hash` of FOFA.
"""

import base64
import importlib

MAX_ICON = 4 << 20
"""Bytes of an icon; a larger item is none."""
NEEDED = "needs mmh3: pip install mmh3"
"""What to do where there is no mmh3."""


def icon_hash(content: bytes) -> str:
    """Return the hash as decimal text; LookupError where mmh3 is missing."""
    try:
        mmh3 = importlib.import_module("mmh3")
    except ImportError as missing:
        raise LookupError(NEEDED) from missing
    return str(mmh3.hash(base64.encodebytes(content)))
