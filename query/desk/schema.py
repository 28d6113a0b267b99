"""The tables of `desk.db`. What each holds: docs/spec/desk.md.

`sightings` is the one look-up index: sorted by value, so that a look-up reads one place in it, of
however many cases. Names stand in it by `name_key`: folded, a tab, then as they are written.
"""

import unicodedata
from functools import lru_cache

from ...evidence.folding import folded, marked

FORMAT = 1
NAME = "name"
"""Kind under which all names stand, whatever says them."""
MAX_NAME = 512
"""Characters of a name that are kept."""
TABLES = """
CREATE TABLE state (format INTEGER NOT NULL, desk TEXT NOT NULL);
CREATE TABLE cases (
  place INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, number TEXT NOT NULL, path TEXT NOT NULL,
  access TEXT NOT NULL, contact TEXT NOT NULL, entries INTEGER NOT NULL, prev TEXT NOT NULL,
  size INTEGER NOT NULL, utc TEXT NOT NULL, coverage TEXT NOT NULL, problem TEXT NOT NULL);
CREATE TABLE admitted (
  place INTEGER NOT NULL, key TEXT NOT NULL, PRIMARY KEY (place, key)) WITHOUT ROWID;
CREATE TABLE registers (
  place INTEGER PRIMARY KEY, name TEXT NOT NULL, profile TEXT NOT NULL, utc TEXT NOT NULL,
  source TEXT NOT NULL, item TEXT NOT NULL, item_name TEXT NOT NULL, sha256 TEXT NOT NULL,
  profile_sha256 TEXT NOT NULL, headings TEXT NOT NULL, rows INTEGER NOT NULL,
  unread INTEGER NOT NULL, problem TEXT NOT NULL);
CREATE TABLE rows (
  place INTEGER NOT NULL, row INTEGER NOT NULL, locator TEXT NOT NULL, cells TEXT NOT NULL,
  PRIMARY KEY (place, row)) WITHOUT ROWID;
CREATE TABLE unread (
  place INTEGER NOT NULL, row INTEGER NOT NULL, n INTEGER NOT NULL, locator TEXT NOT NULL,
  reason TEXT NOT NULL, PRIMARY KEY (place, row, n)) WITHOUT ROWID;
CREATE TABLE kinds (id INTEGER PRIMARY KEY, kind TEXT NOT NULL UNIQUE);
CREATE TABLE sightings (
  value TEXT NOT NULL, kind INTEGER NOT NULL, place INTEGER NOT NULL, row INTEGER NOT NULL,
  count INTEGER NOT NULL, first INTEGER NOT NULL, last INTEGER NOT NULL,
  PRIMARY KEY (value, kind, place, row)) WITHOUT ROWID;
CREATE TABLE persons (
  place INTEGER NOT NULL, person TEXT NOT NULL, label TEXT NOT NULL,
  PRIMARY KEY (place, person)) WITHOUT ROWID;
CREATE TABLE held (
  place INTEGER NOT NULL, person TEXT NOT NULL, kind INTEGER NOT NULL, value TEXT NOT NULL,
  PRIMARY KEY (place, person, kind, value)) WITHOUT ROWID;
CREATE INDEX held_value ON held (value, kind);
CREATE TABLE differing (
  place INTEGER NOT NULL, one TEXT NOT NULL, two TEXT NOT NULL,
  PRIMARY KEY (place, one, two)) WITHOUT ROWID;
"""
OF_CASES = ("admitted", "sightings", "persons", "held", "differing")
"""Tables with rows copied from a case."""
OF_REGISTERS = ("sightings", "rows", "unread")
"""Tables with rows read from a register."""


def name_key(name: str) -> str:
    """Return what a name is looked up by: folded, a tab, and as it is written (NFC, one blank)."""
    return _name_key(name[: 2 * MAX_NAME])


@lru_cache(1 << 15)
def _name_key(name: str) -> str:
    plain = unicodedata.normalize("NFC", name).replace("\0", " ")  # SQLite's texts end at a zero
    written = " ".join(plain.split())[:MAX_NAME]
    return f"{folded(written)}\t{written}"


def name_of(key: str) -> str:
    """Return the name that a key is of, as it is written."""
    return key.partition("\t")[2]


def is_exact(key: str, text: str) -> bool:
    """Tell whether a key's name is written as in `text`, but for case."""
    return marked(name_of(key)) == marked(" ".join(text.split()))
