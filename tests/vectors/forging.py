"""What an attacker who holds every officer's key can do: write a ledger anew, lies included.

A forger reads the entries of a good case, changes what he likes, links and signs them again and
signs checkpoints over the result. What he does not spoil on purpose stays consistent, so that a
bad vector shows one fault and not its consequences.
"""

from collections.abc import Callable, Collection, Mapping
from pathlib import Path

from msgspec.structs import replace

from truyvet.evidence.acts import Collect
from truyvet.evidence.checkpoints import CHECKPOINTS_NAME, origin_of
from truyvet.evidence.entry import FIRST_PREV, Entry, read_leaf, sign_entry
from truyvet.evidence.intake import NOTHING, sum_up
from truyvet.evidence.item import Item
from truyvet.evidence.keyring import Signer
from truyvet.evidence.ledger import LEDGER_NAME
from truyvet.evidence.manifest import encode_items, lines_of
from truyvet.evidence.records import CheckpointRef, Ref
from truyvet.hashes.checkpoint import Checkpoint, sign
from truyvet.hashes.digest import sha256_hex
from truyvet.hashes.merkle import Frontier, leaf_hash, root

from .officers import SIGNERS

EditEntry = Callable[[Entry], Entry]
EditLeaf = Callable[[bytes], bytes]


def read_entries(case: Path) -> list[Entry]:
    """Return the entries of a good case."""
    return [read_leaf(line).entry for line in (case / LEDGER_NAME).read_bytes().splitlines()]


def forge(
    case: Path,
    *,
    entries: list[Entry] | None = None,
    edits: Mapping[int, EditEntry] | None = None,
    leaves: Mapping[int, EditLeaf] | None = None,
    signer: Signer | None = None,
    left_out: Collection[int] = (),
) -> None:
    """Write ledger and checkpoints of `case` anew.

    Of `entries` (those of the case, if not given), time, acts and all else stay; prev and
    checkpoint are made right, then `edits` change an entry before it is signed, and `leaves` its
    line afterwards. `signer` signs the checkpoints (the actor, if not given); those of the sizes
    in `left_out` are not written.
    """
    edits, leaves = edits or {}, leaves or {}
    frontier, prev, newest, lines = Frontier(), FIRST_PREV, None, []
    for seq, old in enumerate(read_entries(case) if entries is None else entries):
        entry = replace(old, seq=seq, prev=prev, checkpoint=newest)
        entry = edits.get(seq, _same)(entry)
        author = SIGNERS[entry.actor.key]
        leaf = leaves.get(seq, _same_leaf)(sign_entry(entry, author.key, author.card.id))
        lines.append(leaf + b"\n")
        prev = sha256_hex(leaf)
        frontier.append(leaf_hash(leaf))
        if seq + 1 not in left_out:
            note = checkpoint(old.case, seq + 1, frontier.root(), signer or author)
            checkpoint_path(case, seq + 1).write_bytes(note)
            newest = CheckpointRef(sha256=sha256_hex(note), size=seq + 1)
        else:
            checkpoint_path(case, seq + 1).unlink(missing_ok=True)
    (case / LEDGER_NAME).write_bytes(b"".join(lines))


def _same(entry: Entry) -> Entry:
    return entry


def _same_leaf(leaf: bytes) -> bytes:
    return leaf


def case_id(case: Path) -> str:
    """Return the id of a case."""
    return read_entries(case)[0].case


def checkpoint(name: str, size: int, tree_root: bytes, signer: Signer) -> bytes:
    """Return a checkpoint of the case with the id `name`, signed by `signer`."""
    origin = origin_of(name)
    return sign(Checkpoint(origin=origin, size=size, root=tree_root), origin, signer.key)


def checkpoint_path(case: Path, size: int) -> Path:
    """Return where the checkpoint over `size` entries stands."""
    return case / CHECKPOINTS_NAME / str(size)


def root_of(case: Path, size: int) -> bytes:
    """Return the root over the first `size` lines of the ledger."""
    return root(map(leaf_hash, (case / LEDGER_NAME).read_bytes().splitlines()[:size]))


def object_path(case: Path, sha256: str) -> Path:
    """Return where an object stands."""
    return case / "objects" / sha256[:2] / sha256


def put_object(case: Path, content: bytes) -> str:
    """Store `content` and return its name."""
    name = sha256_hex(content)
    path = object_path(case, name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return name


def forge_manifest(
    case: Path, seq: int, items: list[Item], *, content: bytes | None = None, **ref: object
) -> None:
    """Put another manifest in place of that of entry `seq`, and make the entry agree with it.

    Totals are those of `items`; `content` are the manifest's bytes where they are not the lines
    of `items`; `ref` changes what the entry says of the manifest.
    """
    block = encode_items(items) if content is None else content
    old = read_entries(case)[seq]
    object_path(case, old.outputs[0].sha256).unlink()
    named = manifest_ref(put_object(case, block), block)
    totals = sum_up(items, NOTHING)

    def agree(entry: Entry) -> Entry:
        if not isinstance(entry.act, Collect):
            raise TypeError(entry.act)
        act = replace(entry.act, totals=totals)
        return replace(entry, act=act, outputs=(replace(named, **ref),))

    forge(case, edits={seq: agree})


def manifest_ref(name: str, block: bytes) -> Ref:
    """Return what an entry says of the manifest `block`."""
    lines = lines_of(block)
    tree_root = root(map(leaf_hash, lines)).hex()
    return Ref(kind="manifest", sha256=name, size=len(block), count=len(lines), root=tree_root)
