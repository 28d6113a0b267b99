r"""Text out of Rich Text Format (specification 1.9.1): letters, `\uN`, `\'hh` in the code pages.

Destinations that are no text (fonts, colours, styles, remarks for programs) are left out; objects
embedded as `\objdata` come out as bytes, because exploits travel in them.
"""

import binascii
import re
from dataclasses import dataclass, field

from ..charsets import charset_of, decode

MAGIC = b"{\\rtf"
"""How RTF begins."""
MAX_BYTES = 64 << 20
"""Bytes of a document that are read."""
MAX_OBJECTS = 200
_TOKEN = re.compile(
    rb"\\([a-zA-Z]{1,32})(-?[0-9]{1,10})?[ ]?|\\'([0-9a-fA-F]{2})|\\([^a-zA-Z])|([{}])|[\r\n]+"
    rb"|([^\\{}\r\n]+)|\\"
)
_SKIPPED_WORDS = b"""
fonttbl colortbl stylesheet info pict datastore themedata colorschememapping latentstyles
listtable listoverridetable rsidtbl generator xmlnstbl mmathPr filetbl revtbl objclass objname
fldinst bkmkstart bkmkend pgdsctbl
"""
_SKIPPED = frozenset(_SKIPPED_WORDS.split())
_BREAKS = {
    b"par": "\n", b"line": "\n", b"sect": "\n", b"page": "\n", b"row": "\n", b"tab": "\t",
    b"cell": "\t", b"emdash": "—", b"endash": "–", b"lquote": "‘", b"rquote": "’",
    b"ldblquote": "“", b"rdblquote": "”", b"bullet": "•",
}  # fmt: skip
_FONT_PAGES = {
    0: "windows-1252", 128: "cp932", 129: "cp949", 134: "gb18030", 136: "big5", 161: "windows-1253",
    162: "windows-1254", 163: "windows-1258", 177: "windows-1255", 178: "windows-1256",
    186: "windows-1257", 204: "windows-1251", 222: "windows-874", 238: "windows-1250",
}  # fmt: skip
_FONT = re.compile(
    rb"\\f([0-9]{1,5})((?:\\[a-z]+-?[0-9]* ?|\s|\{\\\*[^{}]{0,100}\})*)([^;{}\\]{0,60})"
)
_DEFAULT_FONT = re.compile(rb"\\deff([0-9]{1,5})")
_ANSI_PAGE = re.compile(rb"\\ansicpg([0-9]{1,5})")
_OLD_PAGE = re.compile(rb"\A\{\\rtf1?\s*\\(mac|pc|pca)(?![a-z])")
_OLD_PAGES = {b"mac": "mac-roman", b"pc": "cp437", b"pca": "cp850"}
_CHARSET = re.compile(rb"\\fcharset([0-9]{1,3})")


@dataclass(kw_only=True, slots=True)
class Document:
    """What an RTF document holds."""

    text: str = ""
    """What it shows."""
    objects: list[bytes] = field(default_factory=list)
    """Embedded objects, as OLE 1 streams."""


@dataclass(slots=True)
class _State:
    """What holds inside a group."""

    skipped: bool = False
    object: bool = False
    fallback: int = 1
    charset: str = "windows-1252"


class _Reader:
    """Reads the tokens of one document."""

    def __init__(self, content: bytes) -> None:
        self._content = content
        self._fonts = _fonts(content)
        self._default = _default(content, self._fonts)
        self._states = [_State(charset=self._default)]
        self._out: list[str] = []
        self._held = bytearray()
        self._held_charset = self._default
        self._pass_over = 0
        self._hex: list[bytes] = []
        self._document = Document()

    def read(self) -> Document:
        """Return what the document holds."""
        at = 0
        while found := _TOKEN.match(self._content, at):
            at = found.end()
            word, number, code, sign, brace, letters = found.groups()
            if brace:
                self._group(brace)
            elif word == b"bin":
                at += max(int(number or 0), 0)
                self._binary(self._content[found.end() : at])
            elif word:
                self._word(word, int(number) if number else None)
            elif code:
                self._bytes(bytes([int(code, 16)]))
            elif sign:
                self._sign(sign)
            elif letters:
                self._letters(letters)
        self._flush()
        text = (
            "".join(self._out).encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
        )
        self._document.text = text
        return self._document

    def _group(self, brace: bytes) -> None:
        self._pass_over = 0
        if brace == b"{":
            top = self._states[-1]
            if len(self._states) < 10_000:
                self._states.append(_State(top.skipped, top.object, top.fallback, top.charset))
            return
        closed = self._states.pop() if len(self._states) > 1 else self._states[0]
        if closed.object and not self._states[-1].object and self._hex:
            content = b"".join(self._hex)
            self._hex.clear()
            if len(self._document.objects) < MAX_OBJECTS:
                self._document.objects.append(binascii.unhexlify(content[: len(content) & ~1]))

    def _word(self, word: bytes, number: int | None) -> None:
        top = self._states[-1]
        if word == b"objdata":
            top.object, top.skipped = True, True
        elif word in _SKIPPED:
            top.skipped = True
        elif word == b"u" and number is not None:
            self._flush()
            if not top.skipped:
                self._out.append(chr(number & 0xFFFF))
            self._pass_over = top.fallback
        elif word == b"uc":
            top.fallback = min(max(number or 0, 0), 16)
        elif word == b"f" and number is not None:
            top.charset = self._fonts.get(number, self._default)
        elif word == b"plain":
            top.charset = self._default
        elif word in _BREAKS and not top.skipped:
            self._flush()
            self._out.append(_BREAKS[word])

    def _binary(self, content: bytes) -> None:
        """Take bytes that stand there as they are: of an object; of a picture they are no text."""
        if self._states[-1].object:
            self._hex.append(content.hex().encode())

    def _sign(self, sign: bytes) -> None:
        if sign == b"*":
            self._states[-1].skipped = True
        elif sign in b"\\{}":
            self._bytes(sign)
        elif sign == b"~":
            self._bytes(b" ")
        elif sign in b"\r\n":
            self._word(b"par", None)

    def _letters(self, letters: bytes) -> None:
        if self._states[-1].object:
            digits = letters.translate(None, _NOT_HEX)
            self._hex.append(digits)
            return
        if self._pass_over:
            passed = min(self._pass_over, len(letters))
            self._pass_over -= passed
            letters = letters[passed:]
        self._bytes(letters)

    def _bytes(self, content: bytes) -> None:
        if self._pass_over and len(content) == 1:
            self._pass_over -= 1
            return
        top = self._states[-1]
        if top.skipped or not content:
            return
        if top.charset != self._held_charset:
            self._flush()
            self._held_charset = top.charset
        self._held += content

    def _flush(self) -> None:
        if self._held:
            self._out.append(decode(bytes(self._held), self._held_charset))
            self._held.clear()


_NOT_HEX = bytes(set(range(256)) - set(b"0123456789abcdefABCDEF"))


def _default(content: bytes, fonts: dict[int, str]) -> str:
    """Return the encoding of text in no font: of the default font where that is a special one."""
    font = _DEFAULT_FONT.search(content[:4096])
    special = fonts.get(int(font[1]), "") if font else ""
    return special if special not in ("", "windows-1252") else _page(content[:4096])


def _page(head: bytes) -> str:
    """Return the encoding that the document declares."""
    found = _ANSI_PAGE.search(head)
    if found is None:
        old = _OLD_PAGE.search(head)
        return _OLD_PAGES[old[1]] if old else "windows-1252"
    try:
        return charset_of(f"cp{found[1].decode()}")
    except LookupError:
        return "windows-1252"


def _fonts(content: bytes) -> dict[int, str]:
    """Return the encoding of each font: by its character set, TCVN3 and VNI by its name."""
    begin = content.find(b"{\\fonttbl")
    fonts: dict[int, str] = {}
    if begin < 0:
        return fonts
    for found in _FONT.finditer(content, begin, begin + (256 << 10)):
        name = found[3].strip().lower()
        charset = _CHARSET.search(found[2])
        page = _FONT_PAGES.get(int(charset[1]), "") if charset else ""
        if name.startswith((b".vn", b"vn")) and not name.startswith((b"vni", b"vnu")):
            page = "tcvn3"
        elif name.startswith(b"vni"):
            page = "vni"
        if page:
            fonts.setdefault(int(found[1]), page)
    return fonts


def read_rtf(content: bytes) -> Document:
    """Return what an RTF document shows and holds; never fails."""
    return _Reader(content).read()
