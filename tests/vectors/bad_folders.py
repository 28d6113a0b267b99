"""The bad vectors of what a verifier brings, of the folder and the index (E42x, E430, E6xx).

Not here, because no repository can hold them: E319 (a socket), E620 (a real index).
"""

from pathlib import Path

from msgspec.structs import replace

from truyvet.evidence.acts import CaseOpen
from truyvet.hashes.checkpoint import Checkpoint, sign

from .bad_checkpoints import OTHER
from .forging import case_id, checkpoint, checkpoint_path, forge, object_path, read_entries, root_of
from .officers import AN, STRANGER
from .recipes import Bad, Brought, Codes

KEPT = Brought(kept=True)
KEPT_PLACE = ["kept checkpoint"]
OTHER_NAME = "Nguyễn Văn Anh"


def keep(case: Path, note: bytes) -> None:
    """Give the verifier a checkpoint that he kept."""
    (case.parent / "kept").write_bytes(note)


def e420(case: Path) -> Codes:
    """The kept checkpoint is of another case."""
    head = Checkpoint(origin=OTHER, size=2, root=root_of(case, 2))
    keep(case, sign(head, OTHER, AN.key))
    return {"E420": KEPT_PLACE}


def e421(case: Path) -> Codes:
    """The last entry was cut off with its checkpoint, but the verifier had kept that."""
    keep(case, checkpoint_path(case, 2).read_bytes())
    forge(case, entries=read_entries(case)[:1])
    checkpoint_path(case, 2).unlink()
    return {"E421": KEPT_PLACE}


def e422(case: Path) -> Codes:
    """The officer wrote the whole case anew; the kept checkpoint remembers the first one."""
    keep(case, checkpoint_path(case, 2).read_bytes())
    forge(case, edits={1: lambda entry: replace(entry, purpose="khác")})
    return {"E422": KEPT_PLACE}


def e423(case: Path) -> Codes:
    """The kept checkpoint was signed by none of the keys that the verifier trusts."""
    keep(case, checkpoint(case_id(case), 2, root_of(case, 2), STRANGER))
    return {"E423": KEPT_PLACE}


def e430(case: Path) -> Codes:
    """A sound case, but the verifier trusts a key that has not vouched for its signer."""
    return {"E430": [f"key {read_entries(case)[0].actor.key[:8]}"]}


def e431(case: Path) -> Codes:
    """The holder of a trusted key is somebody else by this case's own word."""
    first, last = read_entries(case)
    act = first.act
    if not isinstance(act, CaseOpen):
        raise TypeError(act)
    opened = replace(first, act=replace(act, key=replace(act.key, name=OTHER_NAME)))
    both = [replace(one, actor=replace(one.actor, name=OTHER_NAME)) for one in (opened, last)]
    forge(case, entries=both)
    return {"E431": [f"key {AN.card.id[:8]}"]}


def e610(case: Path) -> Codes:
    """A file that belongs to no case lies beside the ledger."""
    (case / "ledger" / "notes.txt").write_bytes(b"hello\n")
    return {"E610": ["ledger/notes.txt"]}


def e611(case: Path) -> Codes:
    """A symbolic link lies beside the ledger."""
    (case / "ledger" / "latest").symlink_to("entries.jsonl")
    return {"E611": ["ledger/latest"]}


def e612(case: Path) -> Codes:
    """A file lies in the folder of what is under way, and nothing is."""
    (case / "work").mkdir()
    (case / "work" / "notes.txt").write_bytes(b"hello\n")
    return {"E612": ["work/notes.txt"]}


def e621(case: Path) -> Codes:
    """The index is some text."""
    (case / "index.db").write_bytes(b"this is no database\n")
    return {"E621": ["index.db"]}


def e630(case: Path) -> Codes:
    """A sound case, of which only ledger and lengths are looked at."""
    if not (case / "objects").is_dir():
        raise NotADirectoryError(case)
    return {"E630": ["objects"]}


def e631(case: Path) -> Codes:
    """A file stands where a folder of objects should be; it does not belong there either."""
    shard = object_path(case, "00" * 32).parent
    shard.parent.mkdir(exist_ok=True)
    shard.write_bytes(b"")
    return {"E610": ["objects/00"], "E631": ["objects/00"]}


BAD_FOLDERS = {
    "E420_kept_another_case": Bad(of="admitted", spoil=e420, brought=KEPT),
    "E421_shorter_than_kept": Bad(of="admitted", spoil=e421, brought=KEPT),
    "E422_rewritten_since_kept": Bad(of="admitted", spoil=e422, brought=KEPT),
    "E423_kept_is_signed_by_a_stranger": Bad(
        of="admitted", spoil=e423, brought=Brought(kept=True, keys=("an",))
    ),
    "E430_signer_is_not_vouched_for": Bad(
        of="admitted", spoil=e430, brought=Brought(keys=("stranger",))
    ),
    "E431_trusted_key_under_another_name": Bad(
        of="admitted", spoil=e431, brought=Brought(keys=("an",))
    ),
    "E610_file_does_not_belong": Bad(of="opened", spoil=e610),
    "E611_not_a_plain_file": Bad(of="opened", spoil=e611),
    "E612_nothing_is_under_way": Bad(of="opened", spoil=e612),
    "E621_not_an_index": Bad(of="opened", spoil=e621),
    "E630_objects_were_not_read": Bad(of="small", spoil=e630, brought=Brought(fast=True)),
    "E631_cannot_be_read": Bad(of="opened", spoil=e631),
}
