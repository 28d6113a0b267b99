"""The ids of a case's items, in bounded memory: what a scan speaks of must be there.

Kept in a private temporary database, which goes to the disk when it grows.
"""

import sqlite3
from collections.abc import Iterable


class Identities:
    """Knows which items the case has, and which of them one scan has examined."""

    def __init__(self) -> None:
        self._database = sqlite3.connect("", isolation_level=None)
        for table, more in (("known", ", sha256 BLOB"), ("examined", "")):
            self._database.execute(
                f"CREATE TABLE {table} (id BLOB PRIMARY KEY{more}) WITHOUT ROWID"
            )
        self._database.execute("BEGIN")
        self._last = ""

    def learn(self, items: Iterable[tuple[str, str | None]]) -> None:
        """Take in (id, hash of its bytes) of items that the case has; the last of each counts."""
        rows = ((bytes.fromhex(item), sha256 and bytes.fromhex(sha256)) for item, sha256 in items)
        self._database.executemany("INSERT OR REPLACE INTO known VALUES (?, ?)", rows)

    def repeats(self, item: str, sha256: str | None) -> bool:
        """Tell whether the case has this item already, and with these bytes if it has any.

        What once had no bytes, for want of a password, is rightly listed anew with them.
        """
        query = "SELECT 1 FROM known WHERE id = ? AND sha256 IS ifnull(?, sha256)"
        digest = None if sha256 is None else bytes.fromhex(sha256)
        row = self._database.execute(query, (bytes.fromhex(item), digest)).fetchone()
        return row is not None

    def knows(self, item: str) -> bool:
        """Tell whether the case has an item with this id."""
        query = "SELECT 1 FROM known WHERE id = ?"
        return self._database.execute(query, (bytes.fromhex(item),)).fetchone() is not None

    def begin_scan(self) -> None:
        """Forget what was examined: another scan follows."""
        self._database.execute("DELETE FROM examined")
        self._last = ""

    def examine(self, item: str) -> bool:
        """Take in that the scan has outcomes for this item; tell whether it had none before."""
        insert = "INSERT OR IGNORE INTO examined VALUES (?)"
        return self._database.execute(insert, (bytes.fromhex(item),)).rowcount == 1

    def is_examined(self, item: str) -> bool:
        """Tell whether the scan has outcomes for this item; mostly asked for one item in a row."""
        if item != self._last:
            query = "SELECT 1 FROM examined WHERE id = ?"
            row = self._database.execute(query, (bytes.fromhex(item),)).fetchone()
            if row is None:
                return False
            self._last = item
        return True

    def close(self) -> None:
        """Remove the temporary database."""
        self._database.close()
