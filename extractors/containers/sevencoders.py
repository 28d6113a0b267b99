"""Decoding what a 7z folder holds: the chain of readers over its packed stream.

Copy, LZMA, LZMA2, BZip2, Deflate, Zstandard, Delta, the branch filters of liblzma, and AES-256.
Not read: PPMd, Deflate64, BCJ2 and anything else with more than one input.
"""

import bz2
import lzma
import zlib
from hashlib import sha256
from typing import Any

from ..interface import ItemView
from .passwords import Keys
from .reading import Damage, Decoded, Inflater, Reader, Refused, Source
from .sevenformat import Coder, Folder, Streams
from .zstandards import MAX_MEMORY, Zstandard

AES = b"\x06\xf1\x07\x01"
"""Identifier of encryption."""
MAX_ROUNDS = 1 << 25
"""Rounds of key derivation for one item, of 2^19 for a usual key: about 20 seconds."""
_LZMA, _LZMA2 = b"\x03\x01\x01", b"\x21"
_NAMES = {
    b"\x03\x04\x01": "PPMd", b"\x04\x01\x09": "Deflate64", b"\x03\x03\x01\x1b": "BCJ2",
    b"\x0a": "ARM64", b"\x0b": "RISCV", b"\x04\xf7\x11\x02": "Brotli", b"\x04\xf7\x11\x04": "LZ4",
}  # fmt: skip
_FILTERS = {
    b"\x03\x03\x01\x03": lzma.FILTER_X86, b"\x04": lzma.FILTER_X86,
    b"\x03\x03\x02\x05": lzma.FILTER_POWERPC, b"\x05": lzma.FILTER_POWERPC,
    b"\x03\x03\x04\x01": lzma.FILTER_IA64, b"\x06": lzma.FILTER_IA64,
    b"\x03\x03\x05\x01": lzma.FILTER_ARM, b"\x07": lzma.FILTER_ARM,
    b"\x03\x03\x07\x01": lzma.FILTER_ARMTHUMB, b"\x08": lzma.FILTER_ARMTHUMB,
    b"\x03\x03\x08\x05": lzma.FILTER_SPARC, b"\x09": lzma.FILTER_SPARC,
    b"\x03": lzma.FILTER_DELTA,
}  # fmt: skip
_ERRORS = (zlib.error, lzma.LZMAError, OSError, ValueError, EOFError)
_PIECE = 32_768
_BLOCK = 16


class Limited:
    """The first `size` bytes of what is below."""

    def __init__(self, below: Reader, size: int) -> None:
        self._below = below
        self._left = size

    def read(self, size: int, /) -> bytes:
        """Return the next bytes; `Damage` where what is below ends too early."""
        chunk = self._below.read(min(size, self._left)) if self._left else b""
        if not chunk and self._left:
            raise Damage(f"a coder gave {self._left} bytes too few")
        self._left -= len(chunk)
        return chunk


class Wrapped:
    """Bytes as LZMA2 writes what it does not compress; so liblzma runs a filter alone over them."""

    def __init__(self, below: Reader) -> None:
        self._below = below
        self._control = 1
        self._ended = False
        self._waiting = b""

    def read(self, size: int, /) -> bytes:
        """Return the next bytes."""
        if not self._waiting and not self._ended:
            chunk = self._below.read(_PIECE)
            self._ended = not chunk
            head = bytes([self._control]) + (len(chunk) - 1).to_bytes(2, "big") if chunk else b"\0"
            self._control, self._waiting = 2, head + chunk
        out, self._waiting = self._waiting[:size], self._waiting[size:]
        return out


class Cbc:
    """AES-256 in CBC mode."""

    def __init__(self, below: Reader, key: bytes, vector: bytes) -> None:
        from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

        self._cipher = Cipher(algorithms.AES(key), modes.CBC(vector)).decryptor()
        self._below = below
        self._waiting = b""

    def read(self, size: int, /) -> bytes:
        """Return decrypted bytes."""
        while not self._waiting and (chunk := self._below.read(max(size, _BLOCK))):
            self._waiting = self._cipher.update(chunk)
        out, self._waiting = self._waiting[:size], self._waiting[size:]
        return out


class SevenKeys:
    """The keys that passwords give, derived once for each salt."""

    def __init__(self, keys: Keys) -> None:
        self.keys = keys
        self._rounds = MAX_ROUNDS
        self._known: dict[tuple[str, bytes, int], bytes] = {}

    def derive(self, password: str, salt: bytes, power: int) -> bytes:
        """Return the key; `Refused` where that would take too long."""
        found = self._known.get((password, salt, power))
        if found is not None:
            return found
        secret = salt + password.encode("utf-16-le", "surrogatepass")
        if power == 0x3F:
            return secret[:32].ljust(32, b"\0")
        self._rounds -= 1 << power
        if self._rounds < 0:
            raise Refused("encrypted", "encrypted; deriving its keys would take too long")
        digest = sha256()
        step = min(1 << power, 4096)
        for base in range(0, 1 << power, step):
            rounds = range(base, base + step)
            digest.update(b"".join([secret + number.to_bytes(8, "little") for number in rounds]))
        key = digest.digest()
        self._known[password, salt, power] = key
        return key


def encrypted(folder: Folder) -> bool:
    """Tell whether a folder needs a password."""
    return any(coder.method == AES for coder in folder.coders)


def opened(
    view: ItemView, streams: Streams, folder: Folder, password: str, keys: SevenKeys
) -> Reader:
    """Return the reader of all that a folder decodes to; `Refused` where it is not read."""
    for coder in folder.coders:
        if (coder.inputs, coder.outputs) != (1, 1):
            name = _NAMES.get(coder.method, coder.method.hex())
            raise Refused("unsupported", f"coder {name} with {coder.inputs} inputs")
    if folder.first >= len(streams.packed):
        raise Refused("corrupt", "its packed stream is not in the list")
    feeds = dict(folder.binds)
    chain: list[int] = []
    output = folder.last
    while len(chain) <= len(folder.coders):
        chain.append(output)
        if output not in feeds:
            break
        output = feeds[output]
    if len(chain) != len(folder.coders) or max(chain) >= len(folder.sizes):
        raise Refused("corrupt", "its coders form no chain")
    reader: Reader = Source(view, *streams.packed[folder.first])
    for number in reversed(chain):
        size = folder.sizes[number]
        reader = Limited(_coder(folder.coders[number], reader, size, password, keys), size)
    return reader


def _coder(coder: Coder, below: Reader, size: int, password: str, keys: SevenKeys) -> Reader:
    method = coder.method
    if method in (b"\0", b""):
        return below
    if method in (_LZMA, _LZMA2):
        return Decoded(below, _lzma(coder, size), _ERRORS)
    if method in _FILTERS:
        kind: dict[str, Any] = {"id": _FILTERS[method]}
        if kind["id"] == lzma.FILTER_DELTA:
            kind["dist"] = coder.properties[0] + 1 if coder.properties else 1
        chain = [kind, {"id": lzma.FILTER_LZMA2, "dict_size": 1 << 16}]
        decoder = lzma.LZMADecompressor(lzma.FORMAT_RAW, filters=chain)
        return Decoded(Wrapped(below), decoder, _ERRORS)
    if method == b"\x04\x02\x02":
        return Decoded(below, bz2.BZ2Decompressor(), _ERRORS)
    if method == b"\x04\x01\x08":
        return Decoded(below, Inflater(-zlib.MAX_WBITS), _ERRORS)
    if method == b"\x04\xf7\x11\x01":
        return Zstandard(below)
    if method == AES:
        return _aes(coder.properties, below, password, keys)
    raise Refused("unsupported", f"coder {_NAMES.get(method, method.hex())}")


def _lzma(coder: Coder, size: int) -> lzma.LZMADecompressor:
    """Return a raw decoder; its dictionary need not be larger than what comes out."""
    wanted = coder.properties
    if coder.method == _LZMA2 and len(wanted) == 1 and wanted[0] <= 40:
        exponent = wanted[0]
        length = 0xFFFFFFFF if exponent == 40 else (2 | exponent & 1) << exponent // 2 + 11
        kind: dict[str, Any] = {"id": lzma.FILTER_LZMA2}
    elif coder.method == _LZMA and len(wanted) == 5 and wanted[0] < 225:
        rest, lc = divmod(wanted[0], 9)
        kind = {"id": lzma.FILTER_LZMA1, "lc": lc, "lp": rest % 5, "pb": rest // 5}
        length = int.from_bytes(wanted[1:], "little")
    else:
        raise Refused("corrupt", "the properties of its coder are damaged")
    kind["dict_size"] = max(min(length, size), 4096)
    if kind["dict_size"] > MAX_MEMORY:
        raise Refused("unsupported", f"a dictionary of {kind['dict_size']} bytes")
    try:
        return lzma.LZMADecompressor(lzma.FORMAT_RAW, filters=[kind])
    except (lzma.LZMAError, ValueError) as error:
        raise Refused("corrupt", f"the properties of its coder are damaged: {error}") from None


def _aes(properties: bytes, below: Reader, password: str, keys: SevenKeys) -> Reader:
    first, second = (properties + b"\0\0")[:2]
    salted = (first >> 7 & 1) + (second >> 4)
    length = (first >> 6 & 1) + (second & 15)
    salt, vector = properties[2 : 2 + salted], properties[2 + salted : 2 + salted + length]
    power = first & 0x3F
    if 24 < power < 0x3F or len(vector) != length:
        raise Refused("corrupt", "the properties of its encryption are damaged")
    return Cbc(below, keys.derive(password, salt, power), vector.ljust(_BLOCK, b"\0"))
