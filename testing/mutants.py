"""What hostile and worn-out carriers do to bytes, from a seed: the same every time."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

MAX_MUTATED = 4 << 20
"""Bytes of a sample that are mutated; of a longer one, its beginning."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Mutant:
    """Bytes that came out of a sample."""

    name: str
    """What was done, for people, so that it can be done again."""
    content: bytes
    """The bytes."""


def mutants(content: bytes, *, seed: int, cuts: int, flips: int) -> Iterator[Mutant]:
    """Yield the empty item, then `cuts` truncations, `flips` items with flipped bits, and more.

    The rest: the middle filled with zeros, the whole twice in a row, the first bytes followed by
    random ones, and random bytes alone.
    """
    yield Mutant(name="empty", content=b"")
    content = content[:MAX_MUTATED]
    if not content:
        return
    dice = random.Random(f"{seed}/{len(content)}")  # noqa: S311 - to repeat, not to keep secret
    for length in _cuts(len(content), cuts, dice):
        yield Mutant(name=f"first {length} bytes", content=content[:length])
    for number in range(flips):
        count = (1, 8, max(1, len(content) // 100))[number % 3]
        name = f"{count} bits flipped (seed {seed}, number {number})"
        yield Mutant(name=name, content=_flipped(content, count, random.Random(f"{seed}/{number}")))  # noqa: S311
    third = len(content) // 3
    zeros = bytes(len(content) - 2 * third)
    yield Mutant(name="zeros in the middle", content=content[:third] + zeros + content[-third:])
    yield Mutant(name="twice in a row", content=content + content)
    noise = dice.randbytes(4096)
    yield Mutant(
        name=f"first 16 bytes, then random ones (seed {seed})", content=content[:16] + noise
    )
    yield Mutant(name=f"random bytes (seed {seed})", content=noise)


def write_huge(path: Path, content: bytes, size: int) -> None:
    """Write a file of `size` bytes that begins with `content`; the rest is a hole of zeros.

    Raises OSError on a file system that cannot hold such a file.
    """
    with path.open("wb") as file:
        file.write(content)
        file.truncate(max(size, len(content)))


def _cuts(length: int, count: int, dice: random.Random) -> list[int]:
    wanted = [length // 2, length - 1, length - length // 8 - 1, 1, length // 4]
    wanted += [dice.randrange(length) for _ in range(count)]
    return sorted({cut for cut in wanted if 0 < cut < length}, key=wanted.index)[:count]


def _flipped(content: bytes, count: int, dice: random.Random) -> bytes:
    """Flip bits, half of them in the first 512 bytes: formats keep their sizes and counts there."""
    damaged = bytearray(content)
    for number in range(count):
        reach = len(damaged) if number % 2 else min(len(damaged), 512)
        damaged[dice.randrange(reach)] ^= 1 << dice.randrange(8)
    return bytes(damaged)
