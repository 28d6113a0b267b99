"""Further digests of an item: MD5, SHA-1, SHA-512, BLAKE3, for lists that know no SHA-256.

One pass over the bytes, whatever is asked for. None of them commits to anything: an item is named
by its SHA-256. MD5 and SHA-1 can be forged (RFC 6151, RFC 6194).
"""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from importlib import metadata
from typing import Any

from ..evidence.scans.locator import parse_step
from .interface import Accepts, Emit, ItemView, Limits
from .settings import Settings

NAME = "digests"
VERSION = "1"
ACCEPTS = Accepts(everything=True)
LIMITS = Limits(wall=1800.0, cpu=1800)  # a disk of a terabyte is collected in parts, not at once
KINDS: Mapping[str, str] = {
    "digest-md5": "MD5 of the bytes (RFC 1321)",
    "digest-sha1": "SHA-1 of the bytes (FIPS 180-4)",
    "digest-sha512": "SHA-512 of the bytes (FIPS 180-4)",
    "digest-blake3": "BLAKE3 of the bytes, 256 bits",
}
STEPS: Mapping[str, str] = {"digest": "a digest of the bytes, in hexadecimal: digest:md5"}
PROGRAMS: tuple[str, ...] = ()

ALGORITHMS = ("md5", "sha1", "sha512", "blake3")
"""What may be asked for, in the order of observations."""
CHUNK_BYTES = 256 << 10
NO_BLAKE3 = "needs blake3: pip install blake3"


def configuration(settings: Settings) -> Mapping[str, str]:
    """Return which digests are computed."""
    return {"digests": " ".join(_wanted(settings))}


def prepare(settings: Settings) -> object:
    """Load what computes the digests."""
    for algorithm in _wanted(settings):
        if missing(algorithm) == "":
            maker(algorithm)()
    return None


def extract(view: ItemView, emit: Emit) -> None:
    """Emit each digest that was asked for."""
    wanted = _wanted(view.settings)
    for algorithm in wanted:
        if reason := missing(algorithm):
            emit.problem("unsupported", "", reason)
    for algorithm, digest in compute(view, [one for one in wanted if not missing(one)]).items():
        emit.observation(f"digest-{algorithm}", f"digest:{algorithm}", digest, normal=digest)


def resolve(view: ItemView, step: str) -> bytes:
    """Return the digest that a step names, computed anew."""
    algorithm = parse_step(step)[1]
    if missing(algorithm):
        raise LookupError(missing(algorithm))
    return compute(view, [algorithm])[algorithm].encode()


def compute(view: ItemView, algorithms: Sequence[str]) -> dict[str, str]:
    """Return the digests of an item in hexadecimal, all in one pass; memory: one chunk."""
    states = {algorithm: maker(algorithm)() for algorithm in algorithms}
    if not states:
        return {}
    file = view.open()
    while chunk := file.read(CHUNK_BYTES):
        for state in states.values():
            state.update(chunk)
    return {algorithm: str(state.hexdigest()) for algorithm, state in states.items()}


def missing(algorithm: str) -> str:
    """Say why a digest cannot be computed; empty when it can."""
    if algorithm not in (*ALGORITHMS, "sha256"):
        return f"no digest is called {algorithm[:40]}; there are {', '.join(ALGORITHMS)}"
    if algorithm != "blake3":
        return ""
    try:
        metadata.version("blake3")
    except metadata.PackageNotFoundError:
        return NO_BLAKE3
    return ""


def maker(algorithm: str) -> Callable[[], Any]:
    """Return what makes a new state of a digest."""
    if algorithm == "blake3":
        from blake3 import blake3

        return blake3
    return lambda: hashlib.new(algorithm, usedforsecurity=False)


def _wanted(settings: Settings) -> list[str]:
    """Return what was asked for, each once, known ones first in their order."""
    known = [algorithm for algorithm in ALGORITHMS if algorithm in settings.digests]
    return known + sorted(set(settings.digests) - set(known))
