"""Opening a zip member: where its data stands, which chain of readers decodes it."""

import bz2
import lzma
import zlib
from collections.abc import Callable

from ..interface import ItemView
from .passwords import Keys
from .reading import Content, Damage, Decoded, Decoder, Inflater, Reader, Refused, Source
from .zipcrypt import (
    AES_CODE,
    AES_SALTS,
    AES_VERIFIER,
    MAX_TRADITIONAL,
    Aes,
    AesKeys,
    Traditional,
    authentic,
)
from .zipformat import Header
from .zstandards import MAX_MEMORY, Zstandard

STORED, DEFLATED, BZIP2, LZMA, ZSTANDARD, XZ, AES = 0, 8, 12, 14, 93, 95, 99
"""Compression methods that are read (APPNOTE 4.4.5)."""
METHODS = {
    STORED: "stored", 1: "shrunk", 2: "reduced", 3: "reduced", 4: "reduced", 5: "reduced",
    6: "imploded", DEFLATED: "deflated", 9: "deflate64", BZIP2: "bzip2", LZMA: "lzma",
    20: "zstandard-old", ZSTANDARD: "zstandard", 94: "mp3", XZ: "xz", 96: "jpeg", 97: "wavpack",
    98: "ppmd", AES: "aes",
}  # fmt: skip
"""Names of compression methods."""
CHECKED = 1 << 20
"""Decoded bytes that must come out without an error for a password to be taken for right."""
_STRONG = 1 << 6
_ERRORS = (zlib.error, lzma.LZMAError, OSError, ValueError, EOFError)


class Opener:
    """Opens the members of one zip file."""

    def __init__(self, view: ItemView, keys: Keys) -> None:
        self._view = view
        self._keys = keys
        self._traditional = MAX_TRADITIONAL

    def open(
        self, header: Header, start: int, length: int | None
    ) -> tuple[Content, Decoded | None]:
        """Return a member's bytes, and the decoder that knows where they end.

        `start` and `length` (none: to the end of its stream) tell where its data stands.
        """
        if header.flags & _STRONG:
            raise Refused("unsupported", "strong encryption of PKWARE")
        if not header.encrypted:
            return self._content(header, header.method, Source(self._view, start, length))
        if length is None:
            raise Refused("encrypted", "encrypted, and of unknown length")
        if header.method == AES:
            return self._aes(header, start, length), None
        return self._traditionally(header, start, length), None

    def _content(
        self,
        header: Header,
        method: int,
        below: Reader,
        finish: Callable[[], str] | None = None,
        crc: bool = True,
    ) -> tuple[Content, Decoded | None]:
        known = not header.flags & 8 or header.crc != 0 or header.size != 0
        reader = decoder_of(method, below, header)
        decoded = reader if isinstance(reader, Decoded) else None
        content = Content(
            reader,
            crc=header.crc if crc and known else None,
            size=header.size if known else None,
            finish=finish,
        )
        return content, decoded

    def _traditionally(self, header: Header, start: int, length: int) -> Content:
        if length > self._traditional:
            raise Refused("skipped", f"encrypted; more than {MAX_TRADITIONAL} bytes of that kind")
        check = header.stamp >> 8 & 0xFF if header.flags & 8 else header.crc >> 24
        for password, form in self._keys.encoded():
            reader = self._traditional_reader(start, length, form)
            try:
                if reader.header() != check:
                    continue
                content, _ = self._content(header, header.method, reader)
            except Damage:
                continue
            except Refused as refused:
                if refused.code != "corrupt":
                    raise
                continue
            # What is only stored decodes with any password: there its CRC-32 alone tells.
            all_ = header.method == STORED and 2 * length <= self._traditional
            if _plausible(content, length if all_ else CHECKED):
                self._keys.fitted(password)
                again = self._traditional_reader(start, length, form)
                again.header()
                return self._content(header, header.method, again)[0]
        raise Refused("encrypted", self._keys.missing())

    def _traditional_reader(self, start: int, length: int, form: bytes) -> Traditional:
        return Traditional(Source(self._view, start, length), form, self._spend)

    def _spend(self, count: int) -> None:
        self._traditional -= count
        if self._traditional < 0:
            raise Damage(f"more than {MAX_TRADITIONAL} bytes of traditional encryption")

    def _aes(self, header: Header, start: int, length: int) -> Content:
        extra = header.extra.get(0x9901, b"")
        if len(extra) < 7 or extra[4] not in AES_SALTS:
            raise Refused("corrupt", "its AES field is damaged")
        version, method = int.from_bytes(extra[:2], "little"), int.from_bytes(extra[5:7], "little")
        head = AES_SALTS[extra[4]] + AES_VERIFIER
        body = length - head - AES_CODE
        lead = self._view.read(start, head)
        if body < 0 or len(lead) < head:
            raise Refused("corrupt", "its encrypted data is cut off")
        code = self._view.read(start + head + body, AES_CODE)
        if len(code) < AES_CODE:
            raise Refused("corrupt", "its encrypted data is cut off")
        for password, form in self._keys.encoded():
            keys = AesKeys(form, lead[:-AES_VERIFIER])
            source = Source(self._view, start + head, body)
            if keys.verifier != lead[-AES_VERIFIER:] or not _authentic(source, keys, code):
                continue
            self._keys.fitted(password)
            below = Aes(Source(self._view, start + head, body), keys.key)
            return self._content(header, method, below, crc=version == 1)[0]
        raise Refused("encrypted", self._keys.missing())


def _authentic(source: Source, keys: AesKeys, code: bytes) -> bool:
    try:
        return authentic(source, keys.code, code)
    except Damage:
        return False


def _plausible(content: Content, checked: int) -> bool:
    """Tell whether decrypted bytes decode, at least as far as they are checked."""
    while content.length < checked:
        if not content.read(CHECKED):
            return not content.fault
    return True


def decoder_of(method: int, below: Reader, header: Header) -> Reader:
    """Return the reader that undoes a compression method; `Refused` where none is here."""
    if method == STORED:
        return below
    if method == DEFLATED:
        return Decoded(below, Inflater(-zlib.MAX_WBITS), _ERRORS)
    if method == BZIP2:
        return Decoded(below, bz2.BZ2Decompressor(), _ERRORS)
    if method == XZ:
        return Decoded(below, lzma.LZMADecompressor(lzma.FORMAT_XZ, MAX_MEMORY), _ERRORS)
    if method == LZMA:
        return Decoded(below, _lzma(below, header), _ERRORS)
    if method == ZSTANDARD:
        return Zstandard(below)
    name = METHODS.get(method, "unknown")
    raise Refused("unsupported", f"compression method {method} ({name})")


def _lzma(below: Reader, header: Header) -> Decoder:
    """Return a decoder for LZMA as zip files hold it (APPNOTE 5.8.8)."""
    head = b""
    try:
        while len(head) < 9:
            chunk = below.read(9 - len(head))
            if not chunk:
                raise Damage("it ends")
            head += chunk
    except Damage:
        raise Refused("corrupt", "its LZMA header is cut off") from None
    size = header.size if not header.flags & 2 else 0xFFFFFFFFFFFFFFFF
    alone = lzma.LZMADecompressor(lzma.FORMAT_ALONE, MAX_MEMORY)
    try:
        alone.decompress(head[4:9] + size.to_bytes(8, "little"))
    except lzma.LZMAError as error:
        raise Refused("corrupt", f"its LZMA header is damaged: {error}") from None
    return alone
