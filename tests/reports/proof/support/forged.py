"""Bundles that say something untrue, signed all the same: what only officers of the case can make.

The bundle of docs/spec/proof.md brings its whole ledger, so that a liar can write all of it anew.
"""

import base64
import io
import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec
from tests.evidence.support.forging import leaf_of
from tests.reports.proof.support.made import BUNDLE
from tests.vectors.officers import AN, SIGNERS

from truyvet.evidence.acts import Act
from truyvet.evidence.checkpoints import origin_of
from truyvet.evidence.entry import Entry, read_leaf
from truyvet.evidence.keyring import Signer
from truyvet.evidence.verification.trust import Trust
from truyvet.hashes.canonical import encode
from truyvet.hashes.checkpoint import Checkpoint, sign
from truyvet.hashes.digest import sha256_hex
from truyvet.hashes.merkle import inclusion_proof, leaf_hash, root
from truyvet.reports.proof.answer import Answer
from truyvet.reports.proof.archive import read_archive, write_archive
from truyvet.reports.proof.checking import check_bundle

Members = dict[str, bytes]
Change = Callable[[Any], object]
OWN = ("proof.json", "proof.sig.json")
CASE = "8dad9834-4f06-4cce-afab-c20a997ad8fd"
ANOTHER_CASE = "11111111-4f06-4cce-afab-c20a997ad8fd"


def good() -> Members:
    """The members of the bundle that is true."""
    content = BUNDLE.read_bytes()
    return read_archive(io.BytesIO(content), len(content), most=1 << 20)


def sealed(members: Mapping[str, bytes], change: Change, *, signer: Signer = AN) -> Members:
    """Change what the bundle claims, list its members as they are now, and sign it anew."""
    proof = json.loads(members["proof.json"])
    proof["members"] = [
        {"name": name, "sha256": sha256_hex(content), "size": len(content)}
        for name, content in sorted(members.items())
        if name not in OWN
    ]
    change(proof)
    return signed(members, encode(proof), signer)


def signed(members: Mapping[str, bytes], proof: bytes, signer: Signer = AN) -> Members:
    """Put another `proof.json` in, under a signature that is right."""
    sig = base64.b64encode(signer.key.sign("truyvet/proof/v1", proof)).decode()
    told = encode({"alg": "ed25519", "key": signer.card.id, "sig": sig})
    return {**members, "proof.json": proof, "proof.sig.json": told}


def resealed(members: Mapping[str, bytes], *, signer: Signer = AN) -> Members:
    """List the members as they are now, and sign."""
    return sealed(members, lambda proof: None, signer=signer)


def entries_of(members: Mapping[str, bytes]) -> list[Entry]:
    """The entries of the ledger, all of them."""
    count = sum(name.startswith("entries/") for name in members)
    return [read_leaf(members[f"entries/{seq}.json"]).entry for seq in range(count)]


def another(entry: Entry, seq: int, act: Act, signer: Signer = AN) -> Entry:
    """An entry at number `seq` in which this officer does that."""
    card = signer.card
    actor = msgspec.structs.replace(
        entry.actor, key=card.id, name=card.name, role=card.role, unit=card.unit
    )
    return msgspec.structs.replace(entry, seq=seq, act=act, actor=actor, outputs=())


def with_ledger(
    members: Mapping[str, bytes],
    entries: Sequence[Entry],
    change: Change = lambda proof: None,
    *,
    head: Signer = AN,
    origin: str = origin_of(CASE),
) -> Members:
    """Write all entries anew, each signed by its actor, with checkpoint and audit paths to fit."""
    leaves = [leaf_of(entry, SIGNERS[entry.actor.key]) for entry in entries]
    return with_leaves(members, leaves, change, head=head, origin=origin)


def with_leaves(
    members: Mapping[str, bytes],
    leaves: Sequence[bytes],
    change: Change = lambda proof: None,
    *,
    head: Signer = AN,
    origin: str = origin_of(CASE),
) -> Members:
    """Make these the entries of the ledger, with a checkpoint and audit paths to fit."""
    hashes = [leaf_hash(leaf) for leaf in leaves]
    kept = {name: text for name, text in members.items() if not name.startswith("entries/")}
    kept |= {f"entries/{seq}.json": leaf for seq, leaf in enumerate(leaves)}
    body = Checkpoint(origin=origin, size=len(leaves), root=root(hashes))
    kept["checkpoint"] = sign(body, origin, head.key)

    def rewrite(proof: Any) -> None:
        proof["entries"] = [
            {"audit": [node.hex() for node in inclusion_proof(hashes, seq, len(hashes))]}
            | {"seq": seq}
            for seq in range(len(leaves))
        ]
        change(proof)

    return sealed(kept, rewrite)


def bundle(members: Mapping[str, bytes], place: Path) -> Path:
    """Write the file of a bundle."""
    path = place / "x.zip"
    with path.open("w+b") as file:
        write_archive(file, members)
    return path


def checked(members: Mapping[str, bytes], place: Path, trust: Trust | None = None) -> Answer:
    """What checking a bundle says."""
    return check_bundle(bundle(members, place), trust or Trust())


def codes(members: Mapping[str, bytes], place: Path, trust: Trust | None = None) -> list[str]:
    """The codes of all that is wrong with a bundle, in order."""
    return [one.code for one in checked(members, place, trust).faults]


def hashes_of(members: Mapping[str, bytes]) -> list[bytes]:
    """The leaf hashes of the ledger of six entries."""
    return [leaf_hash(members[f"entries/{seq}.json"]) for seq in range(6)]


def note_of(
    members: Mapping[str, bytes], size: int, *, origin: str = origin_of(CASE), key: Signer = AN
) -> bytes:
    """A checkpoint over the first entries."""
    body = Checkpoint(origin=origin, size=size, root=root(hashes_of(members)[:size]))
    return sign(body, origin, key.key)
