"""The external variables that rules of LOKI and THOR expect, and what they are for an item."""

from collections.abc import Mapping

from ..interface import Facts

DEFINED: Mapping[str, str] = {
    "filename": "",
    "filepath": "",
    "extension": "",
    "filetype": "",
    "md5": "",
    "owner": "",
}
"""Every variable that is defined, and its value where nothing is known."""

_BY_MAGIC = (
    (b"MZ", "EXE"),
    (b"\x7fELF", "ELF"),
    (b"%PDF", "PDF"),
    (b"PK\x03\x04", "ZIP"),
    (b"Rar!", "RAR"),
    (b"7z\xbc\xaf\x27\x1c", "7ZIP"),
    (b"\x1f\x8b", "GZIP"),
    (b"GIF8", "GIF"),
    (b"\xff\xd8\xff", "JPG"),
    (b"\x89PNG", "PNG"),
    (b"BM", "BMP"),
    (b"{\\rtf", "RTF"),
    (b"\xd0\xcf\x11\xe0", "OLE"),
    (b"MDMP", "MDMP"),
    (b"MSCF", "CAB"),
    (b"L\0\0\0\x01\x14\x02\0", "LNK"),
    (b"regf", "REGF"),
)
HEAD_BYTES = 8


def variables(facts: Facts, head: bytes) -> dict[str, str]:
    """Return the variables of an item that begins with `head` (8 bytes).

    Name, folder and ending are those of its path, in lower case but the folder, as LOKI has them;
    `md5` and `owner` stay empty: no rule may hang on what the item's bytes and name do not tell.
    """
    folder, _, name = _plain(facts.path).rpartition("/")
    stem, dot, ending = name.lower().rpartition(".")
    kind = next((kind for magic, kind in _BY_MAGIC if head.startswith(magic)), "")
    return {
        **DEFINED,
        "filename": name.lower(),
        "filepath": folder,
        "extension": f".{ending}" if dot and stem else "",
        "filetype": kind,
    }


def _plain(text: str) -> str:
    """Return text as C takes it: UTF-8 without lone surrogates, no NUL."""
    return text.encode("utf-8", "replace").decode().replace("\0", "\N{REPLACEMENT CHARACTER}")
