"""Fields of Android's compiled code (Dalvik executable format): version, checks, measures."""

import hashlib
import struct
import zlib
from collections.abc import Iterator

from ..fields.field import Field
from ..pictures.block import Buffer

MAGIC = b"dex\n"
MAX_CHECKED = 256 << 20
"""Bytes over which the checks are computed."""


def fields(source: Buffer) -> Iterator[Field]:
    """Yield the fields of a DEX file; a check that does not hold tells of later changes."""
    version = source[4:7].decode("ascii")
    checksum, signature, length = struct.unpack_from("<I20sI", source, 8)
    strings, _, types, _, _, _, _, _, methods, _, classes, _ = struct.unpack_from(
        "<12I", source, 56
    )
    holds = _holds(source, checksum, signature)
    facts = {
        "form": f"DEX {version}", "machine": "Dalvik", "length": str(length),
        "strings": str(strings), "types": str(types), "methods": str(methods),
        "classes": str(classes), "checks": "" if holds is None else "ok" if holds else "bad",
    }  # fmt: skip
    yield Field(
        kind="program", step="dex:version", raw=version.encode(), facts=facts,
        flag="metadata" if holds is False else "",
    )  # fmt: skip
    digest = signature.hex()
    yield Field(
        kind="build-id", step="dex:signature", raw=digest.encode(), normal=digest,
        facts={"bytes": "12+20"},
    )  # fmt: skip


def _holds(source: Buffer, checksum: int, signature: bytes) -> bool | None:
    if len(source) > MAX_CHECKED:
        return None
    with memoryview(source) as whole:
        return zlib.adler32(whole[12:]) == checksum and (
            hashlib.sha1(whole[32:], usedforsecurity=False).digest() == signature
        )
