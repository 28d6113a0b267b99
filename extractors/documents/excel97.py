"""Cells of Excel workbooks of 1997 to 2003: BIFF8, and labels and numbers of BIFF5.

Source: MS-XLS. A row is a line, cells are parted by tabs, as in `sheetml`. Encrypted records
(FilePass, 2.4.117) are not read. Formulas are shown by their last result.
"""

import struct
from collections.abc import Iterator

from .cells import is_date, moment, number
from .excel97drawn import Drawn
from .findings import Finding, Seen, Trouble, Words, step
from .records97 import records, rk, shared_strings, short_string, string

MAX_TEXT = 32 << 20
"""Characters of text that are taken out of one sheet."""
_STATES = {1: "hidden", 2: "veryHidden"}
_ERRORS = {0: "#NULL!", 7: "#DIV/0!", 15: "#VALUE!", 23: "#REF!", 29: "#NAME?", 36: "#NUM!",
           42: "#N/A"}  # fmt: skip
DAMAGE = (struct.error, IndexError)
"""What reading a record that is too short raises."""


class Workbook:
    """Reads one workbook stream."""

    def __init__(self, stream: bytes, names: tuple[str, ...]) -> None:
        """`names` leads to the storage, empty for the workbook itself."""
        self._stream, self._names = stream, names
        self._strings: list[str] = []
        self._dates: list[bool] = []
        self._codes: dict[int, str] = {}
        self._sheets: list[tuple[int, int, int, str]] = []
        self._from_1904 = False
        self._wide = True
        self._rows: dict[int, list[str]] = {}
        self._length = 0
        self._formula: tuple[int, int] | None = None

    def read(self) -> Iterator[Finding]:
        """Yield what the workbook tells, then the text of its sheets."""
        sst: list[bytes] = []
        last = 0
        for _, kind, content in records(self._stream):
            if kind == 0x2F:
                yield Seen(
                    kind="encryption", step=step("xls", *self._names, "FilePass"), raw="FilePass",
                    flag="encrypted", facts={"scope": "workbook"},
                )  # fmt: skip
                yield Trouble(code="encrypted", why="the workbook is encrypted")
                return
            if kind == 0xFC or (kind == 0x3C and last == 0xFC):
                sst.append(content)
            try:
                yield from self._shared(kind, content)
            except DAMAGE:
                yield self._corrupt(f"record {kind:#x} is too short")
            last = last if kind == 0x3C else kind
            if kind == 0x0A:
                break
        try:
            if sst:
                self._strings.extend(shared_strings(sst))
        except DAMAGE:
            yield self._corrupt("the shared strings end early")
        for n, (place, state, sort, name) in enumerate(self._sheets):
            yield from self._sheet(n, place, state, sort, name)

    def _corrupt(self, why: str) -> Trouble:
        return Trouble(code="corrupt", step=step("xls", *self._names, "records"), why=why)

    def _shared(self, kind: int, content: bytes) -> Iterator[Finding]:
        if kind == 0x0809:
            self._wide = struct.unpack_from("<H", content)[0] >= 0x0600
        elif kind == 0x85:
            place, state, sort = struct.unpack_from("<IBB", content)
            wide = self._wide
            name = short_string(content, 6) if wide else content[7:].decode("cp1252", "replace")
            self._sheets.append((place, state & 3, sort, name))
        elif kind == 0x22:
            self._from_1904 = struct.unpack_from("<H", content)[0] == 1
        elif kind == 0x41E and self._wide:
            self._codes[struct.unpack_from("<H", content)[0]] = string(content, 2)
        elif kind == 0xE0:
            wanted = struct.unpack_from("<H", content, 2)[0]
            self._dates.append(is_date(wanted, self._codes.get(wanted, "")))
        elif kind == 0x5C and self._wide:
            user = string(content, 0).strip(" \0")
            where = step("xls", *self._names, "WriteAccess")
            yield Seen(kind="author", step=where, raw=user, facts={"role": "modifier"})
        elif kind == 0x1AE and len(content) > 4 and self._wide:
            yield from self._link(content)

    def _link(self, content: bytes) -> Iterator[Finding]:
        sheets, length = struct.unpack_from("<HH", content)
        if length in (0x0401, 0x3A01):  # this workbook itself, or an add-in
            return
        path = string(content, 2)
        if not path.strip("\0 \1"):
            return
        dde = sheets == 0 and "\3" in path
        yield Seen(
            kind="external-link", step=step("xls", *self._names, "link", path),
            raw=path.replace("\3", "|"), flag="script" if dde else "metadata",
            facts={"relation": "DDE" if dde else "workbook"},
        )  # fmt: skip

    def _sheet(self, n: int, place: int, state: int, sort: int, name: str) -> Iterator[Finding]:
        where = step("xls", *self._names, "records", "sheet", str(n))
        if state:
            facts = {"part": "sheet", "state": _STATES.get(state, "hidden")}
            yield Seen(kind="hidden-part", step=where, raw=name, facts=facts, flag="metadata")
        if sort == 1:
            facts = {"language": "Excel 4.0", "state": _STATES.get(state, "visible")}
            yield Seen(kind="macro", step=where, raw=name, facts=facts, flag="macros")
        self._rows, self._length, self._formula = {}, 0, None
        drawn = Drawn((*self._names, name))
        trouble, depth = "", 0
        for _, kind, content in records(self._stream, place):
            depth += (kind == 0x0809) - (kind == 0x0A)  # charts nest their own records
            if depth <= 0:
                break
            try:
                self._cells(kind, content)
                if self._wide:
                    drawn.take(kind, content)
            except DAMAGE:
                trouble = f"record {kind:#x} is too short"
            if self._length > MAX_TEXT:
                trouble = "too much text"
                break
        else:
            trouble = "the sheet ends early"
        text = "\n".join("\t".join(self._rows[row]) for row in sorted(self._rows))
        yield Words(step=step("xls", *self._names, name), text=text)
        yield from drawn.read()
        if trouble:
            yield self._corrupt(f"sheet {n}: {trouble}")

    def _cells(self, kind: int, content: bytes) -> None:
        if kind in (0xFD, 0x204, 0x203, 0x27E, 0x06, 0x205, 0xD6):
            row, _, xf = struct.unpack_from("<HHH", content)
            self._add(row, self._shown(kind, content, row, xf))
        elif kind == 0x207 and self._formula is not None:
            self._add(self._formula[0], string(content, 0) if self._wide else _narrow(content, 0))
            self._formula = None
        elif kind == 0xBD:
            row, _ = struct.unpack_from("<HH", content)
            for at in range(4, len(content) - 7, 6):
                xf, value = struct.unpack_from("<HI", content, at)
                self._add(row, self._figure(rk(value), xf))

    def _shown(self, kind: int, content: bytes, row: int, xf: int) -> str:
        if kind == 0xFD:
            (n,) = struct.unpack_from("<I", content, 6)
            return self._strings[n] if n < len(self._strings) else ""
        if kind in (0x204, 0xD6):
            return string(content, 6) if self._wide else _narrow(content, 6)
        if kind == 0x27E:
            return self._figure(rk(struct.unpack_from("<I", content, 6)[0]), xf)
        if kind == 0x205:
            value, error = content[6], content[7]
            return _ERRORS.get(value, "#ERR") if error else ("FALSE", "TRUE")[value & 1]
        if kind == 0x06 and content[12:14] == b"\xff\xff":  # not a number (2.5.133)
            self._formula = (row, xf) if content[6] == 0 else None
            if content[6] == 2:
                return _ERRORS.get(content[8], "#ERR")
            return ("FALSE", "TRUE")[content[8] & 1] if content[6] == 1 else ""
        return self._figure(struct.unpack_from("<d", content, 6)[0], xf)

    def _figure(self, value: float, xf: int) -> str:
        if xf < len(self._dates) and self._dates[xf]:
            return moment(value, from_1904=self._from_1904)
        return number(value)

    def _add(self, row: int, text: str) -> None:
        if text:
            self._rows.setdefault(row, []).append(text)
            self._length += len(text) + 1


def _narrow(content: bytes, place: int) -> str:
    """Read an 8-bit string of BIFF5."""
    (count,) = struct.unpack_from("<H", content, place)
    return content[place + 2 : place + 2 + count].decode("cp1252", "replace")
