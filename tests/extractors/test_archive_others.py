"""Unix ar, cpio and rar archives, and what readers share: steps, suspicions, damage."""

import struct
import zlib
from types import ModuleType

import pytest
from tests.extractors.containers.laws import contents, lawful, problems, steps

from truyvet.extractors import archive
from truyvet.extractors.containers.entry import Steps, suspicions
from truyvet.extractors.containers.reading import Content, Damage, Inflater

TEXT = b"Nguyen Van Duc 0912345678\n" * 30


def ar(*members: tuple[bytes, bytes]) -> bytes:
    out = b"!<arch>\n"
    for name, content in members:
        out += b"%-16s%-12d%-6d%-6d%-8s%-10d`\n" % (name, 1_700_000_000, 0, 0, b"100644",
                                                    len(content))  # fmt: skip
        out += content + b"\n" * (len(content) % 2)
    return out


def newc(name: bytes, content: bytes, mode: int = 0o100644) -> bytes:
    fields = (1, mode, 0, 0, 1, 1_700_000_000, len(content), 0, 0, 0, 0, len(name) + 1, 0)
    head = b"070701" + b"".join(b"%08X" % field for field in fields) + name + b"\0"
    head += bytes(-len(head) % 4)
    return head + content + bytes(-len(content) % 4)


def odc(name: bytes, content: bytes, mode: int = 0o100644) -> bytes:
    head = b"070707" + b"%06o" * 7 % (0, 1, mode, 0, 0, 1, 0)
    head += b"%011o%06o%011o" % (1_700_000_000, len(name) + 1, len(content))
    return head + name + b"\0" + content


def binary(name: bytes, content: bytes, mode: int = 0o100644) -> bytes:
    time, size = 1_700_000_000, len(content)
    words = (0o70707, 0, 1, mode, 0, 0, 1, 0, time >> 16, time & 0xFFFF, len(name) + 1,
             size >> 16, size & 0xFFFF)  # fmt: skip
    named = name + b"\0"
    return struct.pack("<13H", *words) + named + bytes(len(named) % 2) + content + bytes(size % 2)


CPIO = {"newc": newc, "odc": odc, "binary": binary}


def rar5(name: bytes, content: bytes, method: int = 0) -> bytes:
    """Return a RAR5 archive of one member (rarlab.com/technote.htm)."""

    def vint(value: int) -> bytes:
        out = b""
        while value >= 0x80:
            out, value = out + bytes([value & 0x7F | 0x80]), value >> 7
        return out + bytes([value])

    def head(body: bytes, data: bytes = b"") -> bytes:
        sized = vint(len(body)) + body
        return struct.pack("<L", zlib.crc32(sized)) + sized + data

    crc = struct.pack("<L", zlib.crc32(content))
    file = vint(2) + vint(2) + vint(len(content)) + vint(4) + vint(len(content)) + vint(0o100644)
    file += crc + vint(method << 7) + vint(1) + vint(len(name)) + name
    main, end = head(vint(1) + vint(0) + vint(0)), head(vint(5) + vint(0) + vint(0))
    return b"Rar!\x1a\7\1\0" + main + head(file, content) + end


def test_members_of_an_ar_archive_become_children() -> None:
    found = lawful(archive, ar((b"debian-binary", b"2.0\n"), (b"data.tar/", TEXT + b"x")))
    assert contents(found) == {"ar:debian-binary": b"2.0\n", "ar:data.tar": TEXT + b"x"}
    assert found.children[0].found.modified == "2023-11-14T22:13:20.000000000Z"


def test_long_names_of_ar_archives_are_read() -> None:
    table = b"a-very-long-name-indeed.o/\n../other.o/\n"
    content = ar((b"//", table), (b"/0", b"one"), (b"/27", b"two"), (b"#1/8", b"bsd.name" + TEXT))
    found = lawful(archive, content)
    assert contents(found) == {
        "ar:a-very-long-name-indeed.o": b"one", "ar:../other.o": b"two", "ar:bsd.name": TEXT,
    }  # fmt: skip
    assert [seen.value() for seen in found.of("suspicious-name")] == [b"../other.o"]


def test_the_symbol_table_of_a_library_is_no_child() -> None:
    assert steps(lawful(archive, ar((b"/", b"symbols!"), (b"a.o/", b"x")))) == ["ar:a.o"]


def test_a_cut_ar_archive_is_named() -> None:
    content = ar((b"a", TEXT), (b"b", TEXT))
    found = lawful(archive, content[: len(content) - 400])
    assert contents(found)["ar:a"] == TEXT
    assert problems(found) == [("corrupt", "ar:b")]
    assert lawful(archive, content[:820] + b"?" * 60).outcome.status == "corrupt"


@pytest.mark.parametrize("form", CPIO)
def test_members_of_a_cpio_archive_become_children(form: str) -> None:
    one = CPIO[form]
    content = one(b"a", TEXT) + one(b"dir", b"", 0o40755) + one(b"ln", b"../a", 0o120777)
    content += one(b"odd", b"123") + one(b"TRAILER!!!", b"", 0)
    found = lawful(archive, content + bytes(300))
    assert contents(found) == {"cpio:a": TEXT, "cpio:ln": None, "cpio:odd": b"123"}
    assert found.children[1].found.target == "../a"
    assert found.children[0].found.modified == "2023-11-14T22:13:20.000000000Z"
    assert found.outcome.status == "ok"


def test_a_cpio_archive_without_its_end_mark_is_named() -> None:
    found = lawful(archive, newc(b"a", TEXT))
    assert contents(found) == {"cpio:a": TEXT}
    assert problems(found) == [("corrupt", "")]


def test_bytes_after_a_cpio_archive_are_told() -> None:
    content = newc(b"a", TEXT) + newc(b"TRAILER!!!", b"", 0) + b"more"
    assert [seen.value() for seen in lawful(archive, content).of("foreign-bytes")] == [b"more"]


def test_a_stored_rar_member_is_read() -> None:
    pytest.importorskip("rarfile")
    found = lawful(archive, rar5("thư.txt".encode(), TEXT))
    assert contents(found) == {"rar:thư.txt": TEXT}
    assert found.of("archive")[0].facts["format"] == "rar"


def test_a_compressed_rar_member_is_named() -> None:
    pytest.importorskip("rarfile")
    found = lawful(archive, rar5(b"a", TEXT, method=3))
    assert problems(found) == [("unsupported", "rar:a")]
    assert contents(found) == {"rar:a": None}


def test_cut_and_flipped_copies_never_crash(hostile: ModuleType) -> None:
    wholes = [ar((b"//", b"long/\n"), (b"/0", TEXT), (b"#1/4", b"bsd.x")), rar5(b"a", TEXT)]
    wholes += [one(b"a", TEXT) + one(b"TRAILER!!!", b"", 0) for one in CPIO.values()]
    for content in wholes:
        for bad in [*hostile.truncated(content, 5), *hostile.flipped(content, 12)]:
            lawful(archive, bad)


@pytest.mark.parametrize(
    ("name", "reasons"),
    [
        (b"a/../b", "climbs-out"), (b"a..b", ""), (b"\\\\host\\x", "absolute"), (b"a\0b", "nul"),
        (b"Z:x", "drive"), (b"a\x7f", "control-characters"), ("\u2066x".encode(), "text-direction"),
        ("Đức/thư".encode(), ""), (b"\xff\xfe", ""), (b"", ""),
    ],
)  # fmt: skip
def test_a_name_is_suspicious_for_a_reason(name: bytes, reasons: str) -> None:
    assert suspicions(name) == reasons


def test_no_two_members_share_a_step() -> None:
    given = [(b"a", 1), (b"a", 2), (b"a@2", 3), (b"a@3", 4), (b"a", 5), (b"x" * 9_000, 6),
             (b"x" * 9_001, 7), (b"a%", 8), (b"a%25", 9), (b"", 10), (b"", 11)]  # fmt: skip
    maker = Steps("zip")
    made = [maker.first(name, position) for name, position in given]
    assert len(set(made)) == len(given)
    assert max(map(len, made)) < 8_192


class Failing:
    """Gives some bytes, then damage."""

    def __init__(self, *chunks: bytes) -> None:
        self.chunks = list(chunks)

    def read(self, size: int, /) -> bytes:
        if not self.chunks:
            raise Damage("broken")
        return self.chunks.pop(0)


def test_content_keeps_what_came_before_damage_and_tells_of_it() -> None:
    content = Content(Failing(b"one", b"two"))
    assert content.begins()
    assert content.read() == b"onetwo"
    assert content.fault == "broken; 6 bytes came out before"
    assert not content.whole


def test_content_that_begins_with_damage_gives_nothing() -> None:
    assert not Content(Failing()).begins()


def test_content_checks_the_claims_of_its_container() -> None:
    short = Content(Failing(b"abc", b""), size=4)
    assert short.read() == b"abc"
    assert "4 are claimed" in short.fault
    wrong = Content(Failing(b"abc", b""), crc=5)
    assert wrong.read() == b"abc"
    assert "CRC-32" in wrong.fault


def test_an_inflater_never_gives_more_than_asked_and_loses_nothing() -> None:
    inflater, out = Inflater(15), b""
    packed = zlib.compress(bytes(100_000) + TEXT)
    while not inflater.eof:
        given = b""
        if inflater.needs_input:
            given, packed = packed[:7], packed[7:]
        chunk = inflater.decompress(given, 1_000)
        assert len(chunk) <= 1_000
        out += chunk
    assert out == bytes(100_000) + TEXT
