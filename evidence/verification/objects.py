"""Objects: every one is there, has its length and its hash, and no other is (step 11).

One task a shard, so that memory stays bounded and processes share the work.
"""

import os
import stat
from collections.abc import Iterator
from concurrent.futures import Executor
from dataclasses import dataclass, field
from pathlib import Path

from ...hashes.digest import CHUNK_BYTES, hash_fd
from ..findings import Finding, finding
from ..store import OBJECTS_NAME, SHARDS
from .expected import Expected, pairs_of

_OPEN = os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC | os.O_NONBLOCK


@dataclass(frozen=True, kw_only=True, slots=True)
class ShardResult:
    """What the pass over one shard gave."""

    objects: int
    """Objects that were there and expected."""
    bytes: int
    """Their length."""
    findings: list[Finding] = field(default_factory=list)
    """What was found."""
    unnamed: list[str] = field(default_factory=list)
    """Objects that nothing names."""


def check_objects(
    pool: Executor, case: Path, expected: Expected, *, fast: bool
) -> Iterator[ShardResult]:
    """Yield the results of all shards, fullest first; `fast` compares lengths only.

    Begun last, a shard with one huge object would keep one process busy while the others idle.
    """
    ahead = 8
    running = []
    for number in sorted(range(len(SHARDS)), key=expected.size_of, reverse=True):
        running.append(pool.submit(check_shard, case, number, expected.shard(number), fast))
        if len(running) >= ahead:
            yield running.pop(0).result()
    for future in running:
        yield future.result()


def check_shard(case: Path, number: int, records: bytes, fast: bool) -> ShardResult:
    """Check the shard of objects whose hash begins with byte `number`."""
    folder = case / OBJECTS_NAME / SHARDS[number]
    sizes, findings = _sizes(records)
    try:
        names = sorted(os.listdir(folder))
    except OSError as error:
        names = []
        if isinstance(error, PermissionError):
            sizes = {}  # nobody can say that they are missing
        if not isinstance(error, FileNotFoundError):
            findings.append(
                finding("E631", _place(number), path=_place(number), reason=error.strerror)
            )
    buffer, unnamed, count, total = bytearray(CHUNK_BYTES), [], 0, 0
    for name in names:
        size = sizes.pop(name, None)
        place = f"{_place(number)}/{name}"
        if size is None:
            if not _is_plain(folder / name):
                findings.append(finding("E314", place, reason="not a plain file"))
            elif _is_object_name(name, number):
                unnamed.append(name)
            else:
                findings.append(finding("E314", place, reason="its name is no hash"))
            continue
        findings += _check_object(folder / name, place, name, size, buffer, fast=fast)
        count, total = count + 1, total + size
    findings += [finding("E310", f"{_place(number)}/{name}") for name in sorted(sizes)]
    return ShardResult(objects=count, bytes=total, findings=findings, unnamed=unnamed)


def _place(number: int) -> str:
    return f"{OBJECTS_NAME}/{SHARDS[number]}"


def _sizes(records: bytes) -> tuple[dict[str, int], list[Finding]]:
    sizes = dict[str, int]()
    findings = []
    for name, size in pairs_of(records):
        if sizes.setdefault(name, size) != size:
            findings.append(finding("E322", f"{OBJECTS_NAME}/{name[:2]}/{name}"))
    return sizes, findings


def _is_object_name(name: str, number: int) -> bool:
    return (
        len(name) == 64
        and name.startswith(SHARDS[number])
        and not set(name) - set("0123456789abcdef")
    )


def _is_plain(path: Path) -> bool:
    try:
        return stat.S_ISREG(path.lstat().st_mode)
    except OSError:
        return False


def _check_object(
    path: Path, place: str, name: str, size: int, buffer: bytearray, *, fast: bool
) -> list[Finding]:
    try:
        descriptor = os.open(path, _OPEN)
    except OSError as error:
        if path.is_symlink():
            return [finding("E314", place, reason="a symbolic link")]
        return [finding("E319", place, reason=error.strerror)]
    try:
        facts = os.fstat(descriptor)
        if not stat.S_ISREG(facts.st_mode):
            return [finding("E314", place, reason="not a plain file")]
        if facts.st_size != size:
            return [finding("E312", place, size=facts.st_size, expected=size)]
        if not fast and hash_fd(descriptor, buffer)[0].hex() != name:
            return [finding("E311", place)]
    except OSError as error:
        return [finding("E319", place, reason=error.strerror)]
    finally:
        os.close(descriptor)
    return []
