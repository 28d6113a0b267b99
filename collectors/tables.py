"""Tables as captures: each file byte for byte, and beside them the profile that says how to read.

What the profile says is kept as the first item of the collection (`evidence.companions`). Nothing
in a table is looked at here.
"""

import time

from ..evidence.companions import PROFILE_NAME
from ..evidence.intake import NOTHING, sum_up
from ..evidence.item import Item
from ..evidence.manifest import encode_items
from ..evidence.store import Store
from ..evidence.times import utc_of
from . import files
from .readers import Read

NAME = "table"
capture = files.capture


def keep_profile(store: Store, text: str, source: int) -> Read:
    """Store a profile and return it as item 0 of a collection; `source` is its place there."""
    stored = store.place(text.encode())
    item = Item(
        collected=utc_of(time.time_ns() // 1000 * 1000),
        kind="file",
        n=0,
        path=PROFILE_NAME,
        sha256=stored.sha256,
        size=stored.size,
        source=source,
    )
    return Read(block=encode_items([item]), totals=sum_up([item], NOTHING))
