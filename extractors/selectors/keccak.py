"""Keccak-256 as Ethereum and Monero use it: SHA-3 before NIST changed its padding (FIPS 202)."""

_MASK = (1 << 64) - 1
_RATE = 136
_ROTATIONS = (
    (0, 36, 3, 41, 18),
    (1, 44, 10, 45, 2),
    (62, 6, 43, 15, 61),
    (28, 55, 25, 21, 56),
    (27, 20, 39, 8, 14),
)


def _round_constants() -> tuple[int, ...]:
    """Return the constants of the 24 rounds, out of the register that FIPS 202, 3.2.5 defines."""
    register, constants = 1, []
    for _ in range(24):
        constant = 0
        for power in range(7):
            if register & 1:
                constant |= 1 << ((1 << power) - 1)
            register <<= 1
            if register & 0x100:
                register ^= 0x171
        constants.append(constant)
    return tuple(constants)


_CONSTANTS = _round_constants()
# Where lane (x, y) goes and how far it turns, flat: index 5 y + x.
_MOVES = tuple(
    (5 * y + x, 5 * ((2 * x + 3 * y) % 5) + y, _ROTATIONS[x][y]) for y in range(5) for x in range(5)
)


def _permute(lanes: list[int]) -> list[int]:
    for constant in _CONSTANTS:
        a, b, c, d, e = (
            lanes[x] ^ lanes[x + 5] ^ lanes[x + 10] ^ lanes[x + 15] ^ lanes[x + 20]
            for x in range(5)
        )
        mixed = (
            e ^ ((b << 1 | b >> 63) & _MASK),
            a ^ ((c << 1 | c >> 63) & _MASK),
            b ^ ((d << 1 | d >> 63) & _MASK),
            c ^ ((e << 1 | e >> 63) & _MASK),
            d ^ ((a << 1 | a >> 63) & _MASK),
        )
        moved = [0] * 25
        for source, target, turn in _MOVES:
            lane = lanes[source] ^ mixed[source % 5]
            moved[target] = (lane << turn | lane >> (64 - turn)) & _MASK
        for y in range(0, 25, 5):
            a, b, c, d, e = moved[y : y + 5]
            lanes[y] = a ^ (~b & c)
            lanes[y + 1] = b ^ (~c & d)
            lanes[y + 2] = c ^ (~d & e)
            lanes[y + 3] = d ^ (~e & a)
            lanes[y + 4] = e ^ (~a & b)
        lanes[0] ^= constant
    return lanes


def keccak256(content: bytes) -> bytes:
    """Return the Keccak-256 of some bytes."""
    padded = bytearray(content)
    padded += bytes(_RATE - len(padded) % _RATE)
    padded[len(content)] |= 1
    padded[-1] |= 0x80
    lanes = [0] * 25
    for start in range(0, len(padded), _RATE):
        for place in range(_RATE // 8):
            here = start + 8 * place
            lanes[place] ^= int.from_bytes(padded[here : here + 8], "little")
        lanes = _permute(lanes)
    return b"".join(lane.to_bytes(8, "little") for lane in lanes[:4])
