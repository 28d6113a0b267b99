"""Writes the vectors: whole cases, good and bad, and what verifying each must find.

    python -m tests.vectors.generate [FOLDER]      (the default is the folder of this file)

Everything is fixed (keys, clock, randomness, program), so every run writes the same bytes. Good
cases are made by calling the product; bad ones by spoiling a good one, where needed as somebody
who holds the keys could. What must be found is written down by hand in the recipes, never taken
from a verifier. Needs the package `truyvet` and nothing else.
"""

import json
import shutil
import sys
from pathlib import Path

from .bad_checkpoints import BAD_CHECKPOINTS
from .bad_folders import BAD_FOLDERS
from .bad_ledgers import BAD_LEDGERS
from .bad_links import BAD_LINKS
from .bad_objects import BAD_OBJECTS
from .bad_scans import BAD_SCANS
from .capturing import CAPTURED
from .good_cases import GOOD
from .linking import LINKED
from .officers import write_keys
from .recipes import Bad, Brought, Codes
from .scanning import SCANNED

BAD: dict[str, Bad] = {
    **BAD_LEDGERS,
    **BAD_OBJECTS,
    **BAD_SCANS,
    **BAD_LINKS,
    **BAD_CHECKPOINTS,
    **BAD_FOLDERS,
}
INCOMPLETE = {"E215", "E310", "E319", "E325", "E414", "E416", "E423", "E612", "E630", "E631"}
"""Codes of what is missing or was not looked at; other codes that begin with E say INVALID."""
FAST_IGNORES = {"W104", "E620", "E621"}
"""Codes that nobody finds who does not look at the index."""


def main(folder: Path) -> None:
    """Write keys/, good/ and bad/ into `folder`; what is there of them is removed first."""
    for name in ("keys", "good", "bad"):
        shutil.rmtree(folder / name, ignore_errors=True)
    write_keys(folder / "keys")
    for name, make in {**GOOD, **SCANNED, **CAPTURED, **LINKED}.items():
        vector = folder / "good" / name
        vector.mkdir(parents=True)
        codes = make(vector / "case")
        drop_derived(vector / "case")
        drop_empty(vector / "case")
        write_expected(vector, first_line(make.__doc__), codes, Brought())
    for name, bad in BAD.items():
        vector = folder / "bad" / name
        shutil.copytree(folder / "good" / bad.of / "case", vector / "case")
        codes = bad.spoil(vector / "case")
        drop_empty(vector / "case")
        write_expected(vector, first_line(bad.spoil.__doc__), codes, bad.brought)


def first_line(text: str | None) -> str:
    """Return the first line of a docstring."""
    return (text or "").strip().partition("\n")[0]


def drop_derived(case: Path) -> None:
    """Remove what is no evidence and differs between machines: the lock and the index."""
    for name in ("lock", "index.db", "index.db-wal", "index.db-shm"):
        (case / name).unlink(missing_ok=True)


def drop_empty(case: Path) -> None:
    """Remove empty folders, which a repository does not keep; a case verifies without them."""
    for folder in sorted((path for path in case.rglob("*") if path.is_dir()), reverse=True):
        if not any(folder.iterdir()):
            folder.rmdir()


def write_expected(vector: Path, about: str, codes: Codes, brought: Brought) -> None:
    """Write `expected.json` beside the case."""
    if not (vector / "case" / "index.db").exists():
        codes = codes | {"W104": ["index.db"]}
    if brought.fast:
        codes = {code: places for code, places in codes.items() if code not in FAST_IGNORES}
    expected = {
        "about": about,
        "verdict": verdict(codes),
        "findings": codes,
        "unproved": unproved(codes, brought),
        "keys": [f"keys/{nick}.pub.json" for nick in brought.keys],
        "checkpoint": "kept" if brought.kept else None,
        "fast": brought.fast,
    }
    text = json.dumps(expected, ensure_ascii=False, indent=2, sort_keys=True)
    (vector / "expected.json").write_text(text + "\n", encoding="utf-8")


def verdict(codes: Codes) -> str:
    """Return the verdict that findings of these codes amount to."""
    errors = {code for code in codes if code.startswith("E")}
    if errors - INCOMPLETE:
        return "INVALID"
    return "INCOMPLETE" if errors else "VALID"


def unproved(codes: Codes, brought: Brought) -> list[str]:
    """Return what the verdict does not speak of."""
    found = ["P1", "P2"]
    found += [] if brought.kept else ["P3"]
    found += [] if brought.keys else ["P4"]
    return found + (["P5"] if "W101" in codes else [])


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).resolve().parent)
