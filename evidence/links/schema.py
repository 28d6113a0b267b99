"""The tables of the second index, `links.db`. What each holds: docs/spec/links.md.

A statement stands in the table `statements` and, with all others of one relation from one node to
another, behind one row of `edges`. `adj` holds each edge that stands twice, once by either end:
questions about a graph read hardly anything else. `gone` holds likewise the edges of which no
statement stands any more, for looking back.
"""

LINKS_NAME = "links.db"
DRAFT_NAME = "links.draft"
"""Where it is built anew before it takes its place."""
SNAPSHOT_NAME = "links.snapshot"
"""What graph analysis keeps of it, derived likewise."""
LEFT_BY_LINKS = frozenset(
    f"{name}{suffix}"
    for name in (LINKS_NAME, DRAFT_NAME)
    for suffix in ("", "-wal", "-shm", "-journal")
) - {LINKS_NAME}
LINKS_FILES = LEFT_BY_LINKS | {LINKS_NAME, SNAPSHOT_NAME}
"""Names in the case folder that belong to it; none is evidence."""
FORMAT = 1
TABLES = """
CREATE TABLE state (
  format INTEGER NOT NULL, entries INTEGER NOT NULL, prev TEXT NOT NULL, last INTEGER NOT NULL,
  skipped INTEGER NOT NULL);
CREATE TABLE entries (
  seq INTEGER PRIMARY KEY, utc TEXT NOT NULL, position INTEGER NOT NULL);
CREATE TABLE nodes (
  id INTEGER PRIMARY KEY, kind TEXT NOT NULL, value TEXT NOT NULL, label TEXT NOT NULL,
  degree INTEGER NOT NULL);
CREATE TABLE names (
  edge INTEGER PRIMARY KEY, node INTEGER NOT NULL, name TEXT NOT NULL, folded TEXT NOT NULL,
  relation TEXT NOT NULL);
CREATE TABLE edges (
  id INTEGER PRIMARY KEY, a INTEGER NOT NULL, b INTEGER NOT NULL, relation TEXT NOT NULL,
  count INTEGER NOT NULL, first TEXT NOT NULL, last TEXT NOT NULL);
CREATE TABLE statements (
  edge INTEGER NOT NULL, seq INTEGER NOT NULL, n INTEGER NOT NULL, item INTEGER,
  source INTEGER NOT NULL, since TEXT NOT NULL, until TEXT NOT NULL, grade TEXT NOT NULL,
  confidence INTEGER NOT NULL, position INTEGER NOT NULL, sums TEXT NOT NULL,
  ended INTEGER NOT NULL, PRIMARY KEY (edge, seq, n)) WITHOUT ROWID;
CREATE TABLE items (id INTEGER PRIMARY KEY, item BLOB NOT NULL UNIQUE);
CREATE TABLE sources (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);
CREATE TABLE adj (
  a INTEGER NOT NULL, b INTEGER NOT NULL, edge INTEGER NOT NULL,
  PRIMARY KEY (a, b, edge)) WITHOUT ROWID;
CREATE TABLE gone (
  a INTEGER NOT NULL, b INTEGER NOT NULL, edge INTEGER NOT NULL,
  PRIMARY KEY (a, b, edge)) WITHOUT ROWID;
CREATE TABLE decisions (
  seq INTEGER PRIMARY KEY, decision TEXT NOT NULL, a INTEGER NOT NULL, b INTEGER NOT NULL,
  because TEXT NOT NULL, actor TEXT NOT NULL, unit TEXT NOT NULL, key TEXT NOT NULL,
  score INTEGER NOT NULL, evidence TEXT NOT NULL, confirms INTEGER, undoes INTEGER,
  undone_by INTEGER, refused INTEGER NOT NULL);
CREATE TABLE struck (
  observation TEXT NOT NULL, a INTEGER NOT NULL, relation TEXT NOT NULL, b INTEGER NOT NULL,
  item INTEGER NOT NULL, source INTEGER NOT NULL, seq INTEGER NOT NULL,
  PRIMARY KEY (observation, a, relation, b)) WITHOUT ROWID;
CREATE TABLE same (node INTEGER PRIMARY KEY, root INTEGER NOT NULL);
CREATE INDEX same_root ON same (root);
CREATE UNIQUE INDEX nodes_value ON nodes (value, kind);
"""
"""What is there from the beginning."""
INDEXES = """
CREATE UNIQUE INDEX edges_ends ON edges (a, b, relation);
CREATE INDEX edges_naming ON edges (b) WHERE relation IN ('named', 'alias');
CREATE INDEX statements_name ON statements (seq, n);
CREATE INDEX statements_item ON statements (item, source) WHERE item IS NOT NULL;
CREATE INDEX names_node ON names (node);
CREATE INDEX names_folded ON names (folded);
"""
"""What is made once the rows are in."""
STAGE = """
CREATE TEMP TABLE fresh (
  id INTEGER PRIMARY KEY, a INTEGER, b INTEGER, relation TEXT, seq INTEGER, n INTEGER,
  item INTEGER, source INTEGER, since TEXT, until TEXT, grade TEXT, confidence INTEGER,
  position INTEGER, sums TEXT);
CREATE TEMP TABLE examined (item INTEGER, source INTEGER, seq INTEGER);
CREATE TEMP TABLE retracted (seq INTEGER, n INTEGER, ended INTEGER);
CREATE TEMP TABLE touched (edge INTEGER PRIMARY KEY);
"""
"""What new statements wait in until they are sorted into edges."""


def statements_in(script: str) -> list[str]:
    """Return the statements of a script: run one by one, they stay in a transaction."""
    return [one.strip() for one in script.split(";") if one.strip()]
