"""Checkpoints: each against the ledger's own root, its signer, and the entries that name it.

Steps 4 to 6 of docs/spec/verify.md. Works alongside the reading of the ledger, so that neither
roots nor names of checkpoints pile up in memory.
"""

from ...hashes.checkpoint import NotACheckpoint, SignedCheckpoint, key_id, parse
from ...hashes.digest import sha256_hex
from ...hashes.merkle import Frontier
from ..checkpoints import CHECKPOINTS_NAME, Checkpoints, origin_of
from ..findings import Found
from ..keyset import Admission, KeySet
from ..records import CheckpointRef
from .signatures import Check, SignatureChecks


class CheckpointCheck:
    """Checks the stored checkpoints as the ledger reaches their sizes."""

    def __init__(self, checkpoints: Checkpoints, found: Found, checks: SignatureChecks) -> None:
        self._checkpoints = checkpoints
        self._found = found
        self._checks = checks
        try:
            self._stored = set(checkpoints.sizes())
        except OSError as error:
            self._stored = set()
            found.add("E631", CHECKPOINTS_NAME, path=CHECKPOINTS_NAME, reason=error.strerror)
        self._unnamed = set(self._stored)
        self._last = (0, "")
        self._signers: dict[bytes, list[Admission]] = {}
        self._known = 0
        self.newest = max(self._stored, default=0)
        """Size of the newest stored checkpoint."""
        self.newest_note = b""
        """Its bytes, once the ledger has reached it."""

    def named(self, ref: CheckpointRef) -> None:
        """Compare a stored checkpoint with what an entry says of it."""
        place = f"checkpoint {ref.size}"
        self._unnamed.discard(ref.size)
        if ref.size not in self._stored:
            self._found.add("E414", place)
            return
        size, digest = self._last
        if size != ref.size:
            note = self._read(ref.size)
            digest = "" if note is None else sha256_hex(note)
        if digest and digest != ref.sha256:
            self._found.add("E415", place)

    def at(self, case_id: str, frontier: Frontier, keys: KeySet) -> None:
        """Check the checkpoint over the entries read so far, if one is stored."""
        size = frontier.size
        if size not in self._stored:
            return
        place = f"checkpoint {size}"
        note = self._read(size)
        self._last = (size, "" if note is None else sha256_hex(note))
        if note is None:
            return
        if size == self.newest:
            self.newest_note = note
        try:
            signed = parse(note)
        except NotACheckpoint as error:
            self._found.add("E410", place, reason=error)
            return
        origin = origin_of(case_id)
        if signed.checkpoint.origin != origin:
            self._found.add("E417", place, origin=signed.checkpoint.origin)
        if signed.checkpoint.size != size or signed.checkpoint.root != frontier.root():
            self._found.add("E412", place, size=size)
        self._signature(place, signed, origin, keys)

    def _read(self, size: int) -> bytes | None:
        """Return a stored checkpoint; none, with a finding, where it cannot be read."""
        try:
            return self._checkpoints.read(size)
        except OSError as error:
            place = f"checkpoint {size}"
            self._found.add("E631", place, path=place, reason=error.strerror)
            return None

    def _signature(self, place: str, signed: SignedCheckpoint, origin: str, keys: KeySet) -> None:
        line = signed.signatures[0]
        public = self._signer(line.key_id, signed.checkpoint.size - 1, origin, keys)
        if public is None or len(signed.signatures) != 1 or line.name != origin:
            self._found.add("E411", place)
            return
        check = Check("E411", place, public, line.signature, "", signed.checkpoint.encode())
        for code, failed in self._checks.add(check):
            self._found.add(code, failed)

    def _signer(self, wanted: bytes, last: int, origin: str, keys: KeySet) -> bytes | None:
        """Return the public key of this note key id that was valid at entry `last`."""
        if self._known != keys.changes:
            # Admissions are rare and checkpoints many: the ids are computed once.
            self._known = keys.changes
            self._signers.clear()
            for admission in keys.all():
                public = bytes.fromhex(admission.card.public)
                self._signers.setdefault(key_id(origin, public), []).append(admission)
        for admission in self._signers.get(wanted, ()):
            if admission.until is None or last < admission.until:
                return bytes.fromhex(admission.card.public)
        return None

    def finish(self, entries: int) -> None:
        """Judge the checkpoints that the ledger never reached, and those nobody names."""
        for size in sorted(self._stored):
            if size > entries:
                place = f"checkpoint {size}"
                self._found.add("E413", place, size=size, entries=entries)
        for size in sorted(self._unnamed - {self.newest}):
            if size <= entries:
                self._found.add("E418", f"checkpoint {size}")
