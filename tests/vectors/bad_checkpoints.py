"""The bad vectors of the checkpoints that a case stores (E410 to E418)."""

from pathlib import Path

from msgspec.structs import replace

from truyvet.evidence.ledger import LEDGER_NAME
from truyvet.hashes.checkpoint import Checkpoint, sign

from .forging import case_id, checkpoint, checkpoint_path, forge, root_of
from .officers import AN, BINH, STRANGER
from .recipes import Bad, Codes

OTHER = "truyvet/00000000-0000-4000-8000-000000000000"


def e410(case: Path) -> Codes:
    """The newest checkpoint is some text."""
    checkpoint_path(case, 2).write_bytes(b"all is well\n")
    return {"E410": ["checkpoint 2"]}


def e411(case: Path) -> Codes:
    """The newest checkpoint is signed by a stranger."""
    note = checkpoint(case_id(case), 2, root_of(case, 2), STRANGER)
    checkpoint_path(case, 2).write_bytes(note)
    return {"E411": ["checkpoint 2"]}


def e412(case: Path) -> Codes:
    """The newest checkpoint has another root."""
    checkpoint_path(case, 2).write_bytes(checkpoint(case_id(case), 2, bytes(32), AN))
    return {"E412": ["checkpoint 2"]}


def e413(case: Path) -> Codes:
    """The last entry was cut off; the checkpoint over it stayed.

    No entry is left that names the checkpoint before it.
    """
    path = case / LEDGER_NAME
    path.write_bytes(path.read_bytes().splitlines(keepends=True)[0])
    return {"E413": ["checkpoint 2"], "E418": ["checkpoint 1"]}


def e414(case: Path) -> Codes:
    """The checkpoint that entry 1 names is gone."""
    checkpoint_path(case, 1).unlink()
    return {"E414": ["checkpoint 1"]}


def e415(case: Path) -> Codes:
    """The checkpoint that entry 2 names was signed anew by another officer of the case."""
    note = checkpoint(case_id(case), 2, root_of(case, 2), BINH)
    checkpoint_path(case, 2).write_bytes(note)
    return {"E415": ["checkpoint 2"]}


def e416(case: Path) -> Codes:
    """The newest checkpoint is gone."""
    checkpoint_path(case, 2).unlink()
    return {"E416": ["checkpoints"]}


def e417(case: Path) -> Codes:
    """The newest checkpoint says it belongs to another case."""
    head = Checkpoint(origin=OTHER, size=2, root=root_of(case, 2))
    checkpoint_path(case, 2).write_bytes(sign(head, f"truyvet/{case_id(case)}", AN.key))
    return {"E417": ["checkpoint 2"]}


def e418(case: Path) -> Codes:
    """Entry 1 names no checkpoint, though there was one."""
    forge(case, edits={1: lambda entry: replace(entry, checkpoint=None)})
    return {"E418": ["checkpoint 1"]}


BAD_CHECKPOINTS = {
    "E410_not_a_checkpoint": Bad(of="admitted", spoil=e410),
    "E411_signed_by_a_stranger": Bad(of="admitted", spoil=e411),
    "E412_another_root": Bad(of="admitted", spoil=e412),
    "E413_ledger_was_cut": Bad(of="admitted", spoil=e413),
    "E414_checkpoint_is_missing": Bad(of="admitted", spoil=e414),
    "E415_checkpoint_has_other_bytes": Bad(of="officers", spoil=e415),
    "E416_newest_entry_is_not_covered": Bad(of="admitted", spoil=e416),
    "E417_checkpoint_of_another_case": Bad(of="admitted", spoil=e417),
    "E418_checkpoint_nobody_names": Bad(of="admitted", spoil=e418),
}
