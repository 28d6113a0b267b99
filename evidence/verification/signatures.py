"""Signatures, checked by several processes: an Ed25519 check costs ten times all the rest."""

from collections.abc import Iterator
from concurrent.futures import Executor, Future
from typing import NamedTuple, TypeAlias

from ...hashes.signatures import verify, verify_raw

BATCH = 256
"""Signatures sent to a process at once."""
AHEAD = 16
"""Batches under way: bounds the memory."""

Failed: TypeAlias = tuple[str, str]
"""A finding's code and place."""


class Check(NamedTuple):
    """One signature to check; plain, because millions are sent between processes."""

    code: str
    """Which finding it is when the signature fails."""
    place: str
    """Where it stands."""
    public: bytes
    """The signer's public key."""
    signature: bytes
    """64 bytes."""
    domain: str
    """Domain line; empty for the signed notes of C2SP, which have none."""
    message: bytes
    """What was signed, without the domain line."""


class SignatureChecks:
    """Takes checks and gives back the places whose signature fails."""

    def __init__(self, pool: Executor) -> None:
        self._pool = pool
        self._batch: list[Check] = []
        self._running: list[Future[list[Failed]]] = []

    def add(self, check: Check) -> Iterator[Failed]:
        """Take one more; yield what was found to fail meanwhile."""
        self._batch.append(check)
        if len(self._batch) >= BATCH:
            self._submit()
            if len(self._running) >= AHEAD:
                yield from self._running.pop(0).result()

    def finish(self) -> Iterator[Failed]:
        """Yield all that fail among the rest."""
        if self._batch:
            self._submit()
        for future in self._running:
            yield from future.result()
        self._running.clear()

    def _submit(self) -> None:
        self._running.append(self._pool.submit(failing, self._batch))
        self._batch = []


def failing(checks: list[Check]) -> list[Failed]:
    """Return (code, place) of the checks that fail."""
    return [(check.code, check.place) for check in checks if not _is_sound(check)]


def _is_sound(check: Check) -> bool:
    if not check.domain:
        return verify_raw(check.public, check.signature, check.message)
    return verify(check.public, check.signature, check.domain, check.message)
