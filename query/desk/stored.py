"""What a desk keeps of a register: three items of one collection, read from the store.

`register.json` with its name, the table byte for byte, the text of the profile that reads it.
"""

from collections.abc import Iterator

from ...evidence.case import Case
from ...evidence.errors import TruyvetError
from ...evidence.item import Item
from ...evidence.manifest import read_lines
from ...evidence.records import Record
from ...hashes.canonical import decode_record

RECORD_NAME = "register.json"
"""Item that says what the register is called."""
RECORD, TABLE, PROFILE = range(3)
"""Numbers of its items."""


class RegisterRecord(Record, frozen=True, kw_only=True):
    """What a register is: the item `register.json`."""

    name: str
    """Its name."""
    profile: str
    """Name of the profile."""


def items_of(case: Case, manifest: str) -> Iterator[Item]:
    """Yield the items of a register's manifest; `TruyvetError` E301 or E302 where it is damaged."""
    try:
        found = [
            decode_record(line, Item)
            for lines in read_lines(case.store.path(manifest))
            for line in lines
        ]
    except FileNotFoundError as error:
        raise TruyvetError("E301", sha256=manifest) from error
    except ValueError as error:
        raise TruyvetError("E302", sha256=manifest) from error
    if [item.n for item in found] != [RECORD, TABLE, PROFILE]:
        raise TruyvetError("E302", sha256=manifest)
    yield from found


def bytes_of(case: Case, item: Item) -> bytes:
    """Return an item's bytes, which the store checks; `TruyvetError` E301 or E302."""
    if item.sha256 is None:
        raise TruyvetError("E107", item=item.path, reason="no bytes")
    return b"".join(case.store.read(item.sha256))


def name_of(case: Case, manifest: str) -> str:
    """Return the name of a register that was not read; empty where what is stored is damaged."""
    try:
        record = bytes_of(case, next(items_of(case, manifest)))
        return decode_record(record, RegisterRecord).name
    except (TruyvetError, ValueError):
        return ""
