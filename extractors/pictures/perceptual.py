"""Perceptual hashes of pictures: alike pictures differ in few of 64 bits.

dHash (N. Krawetz, 2013): of a picture scaled to 9 x 8, whether each pixel is brighter than its
left neighbour. pHash: of the lowest 8 x 8 frequencies of a picture scaled to 32 x 32, whether
each is above their median without the first. Written with integers only, so that every machine
gives the same bits; the scaling is Pillow's. Neither sees rotation or mirroring.
"""

from functools import cache
from math import cos, pi
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL.Image import Image

SIDE, LOW = 32, 8
_SCALE = 1 << 20
"""What cosines are multiplied with before they are rounded to integers."""
FLAT = 6
"""Difference of brightness below which a scaled picture has nothing to compare."""


def difference(grey: "Image") -> int:
    """Return the 64-bit dHash of a grey picture."""
    from PIL.Image import Resampling

    pixels = grey.resize((9, 8), Resampling.BOX).tobytes()
    bits = 0
    for row in range(0, 72, 9):
        for left in range(row, row + 8):
            bits = bits << 1 | (pixels[left + 1] > pixels[left])
    return bits


def frequency(grey: "Image") -> int:
    """Return the 64-bit pHash of a grey picture."""
    from PIL.Image import Resampling

    pixels = grey.resize((SIDE, SIDE), Resampling.BOX).tobytes()
    table = _cosines()
    rows = [
        [sum(map(int.__mul__, wave, pixels[start : start + SIDE])) for wave in table]
        for start in range(0, SIDE * SIDE, SIDE)
    ]
    columns = list(zip(*rows, strict=True))
    values = [sum(map(int.__mul__, wave, column)) for wave in table for column in columns]
    rest = sorted(values[1:])
    median = rest[len(rest) // 2]
    bits = 0
    for value in values:
        bits = bits << 1 | (value > median)
    return bits


def is_flat(grey: "Image") -> bool:
    """Tell whether a picture is of one shade, so that its hashes mean nothing."""
    from PIL.Image import Resampling

    pixels = grey.resize((9, 8), Resampling.BOX).tobytes()
    return max(pixels) - min(pixels) < FLAT


def distance(one: int, other: int) -> int:
    """Return in how many bits two hashes differ."""
    return (one ^ other).bit_count()


@cache
def _cosines() -> tuple[tuple[int, ...], ...]:
    """Return the lowest waves of the DCT-II, rounded to integers."""
    return tuple(
        tuple(round(_SCALE * cos(pi * wave * (2 * x + 1) / (2 * SIDE))) for x in range(SIDE))
        for wave in range(LOW)
    )
