"""Mach-O: both orders and widths, every library command, fat files, commands that lie."""

import struct

import pytest

from truyvet.extractors import executable
from truyvet.extractors.fields.field import DAMAGE, Field
from truyvet.extractors.programs import macho
from truyvet.testing import examine, resolve

ARM64, X86 = 0x0100000C, 7


def command(number: int, body: bytes, order: str = "<") -> bytes:
    body += b"\0" * (-len(body) % 8)
    return struct.pack(order + "II", number, 8 + len(body)) + body


def named(number: int, name: bytes, order: str = "<", offset: int = 24) -> bytes:
    head = struct.pack(order + "IIII", offset, 2, 65_536, 65_536)
    return command(number, head + name + b"\0", order)


def rpath(name: bytes, order: str = "<") -> bytes:
    return command(0x8000001C, struct.pack(order + "I", 12) + name + b"\0", order)


def thin(
    *commands: bytes, wide: bool = True, order: str = "<", machine: int = ARM64, form: int = 2,
    count: int | None = None,
) -> bytes:  # fmt: skip
    body = b"".join(commands)
    number = len(commands) if count is None else count
    head = struct.pack(
        order + "7I", 0xFEEDFACF if wide else 0xFEEDFACE, machine, 0, form, number, len(body), 0
    )
    return head + (bytes(4) if wide else b"") + body


def fat(*parts: bytes, count: int | None = None) -> bytes:
    start = 8 + 20 * len(parts)
    head = struct.pack(">II", 0xCAFEBABE, len(parts) if count is None else count)
    for part in parts:
        head += struct.pack(">5I", 0, 0, start, len(part), 0)
        start += len(part)
    return head + b"".join(parts)


def fields(content: bytes) -> dict[str, Field]:
    return {each.step: each for each in macho.fields(content)}


@pytest.mark.parametrize("order", ["<", ">"])
@pytest.mark.parametrize("wide", [True, False])
def test_every_order_and_width_is_read(order: str, wide: bool) -> None:
    content = thin(named(0xC, b"/usr/lib/libz.dylib", order), wide=wide, order=order)
    found = fields(content)
    assert found["macho:0/0"].raw == b"/usr/lib/libz.dylib"
    assert found["macho:0/machine"].facts["form"] == ("Mach-O 64" if wide else "Mach-O 32")
    assert examine(executable, content).outcome.status == "ok"


@pytest.mark.parametrize(
    ("number", "kind"),
    [(0xC, "library"), (0x80000018, "library"), (0x8000001F, "library"), (0x80000023, "library"),
     (0x20, "library"), (0xD, "original-name")],
)  # fmt: skip
def test_every_command_with_a_library_is_told(number: int, kind: str) -> None:
    seen = fields(thin(named(number, b"@rpath/libduc.dylib")))["macho:0/0"]
    assert (seen.kind, seen.raw) == (kind, b"@rpath/libduc.dylib")


def test_where_libraries_are_looked_for_is_told() -> None:
    seen = fields(thin(rpath(b"@loader_path/../Frameworks")))["macho:0/0"]
    assert (seen.kind, seen.raw) == ("library-path", b"@loader_path/../Frameworks")


def test_identity_and_signature_are_told() -> None:
    found = fields(thin(command(0x1B, bytes(range(16))), command(0x1D, bytes(8))))
    assert found["macho:0/0"].normal == bytes(range(16)).hex()
    assert found["macho:0/1"].kind == "signature"


def test_an_identity_that_is_too_short_is_none() -> None:
    assert list(fields(thin(command(0x1B, bytes(8))))) == ["macho:0/machine"]


@pytest.mark.parametrize(
    ("machine", "shown"),
    [
        (7, "x86"),
        (0x01000007, "x86-64"),
        (12, "ARM"),
        (ARM64, "ARM64"),
        (18, "PowerPC"),
        (99, "0x63"),
    ],
)
def test_machines_are_named(machine: int, shown: str) -> None:
    assert fields(thin(machine=machine))["macho:0/machine"].raw.decode() == shown


@pytest.mark.parametrize(
    ("form", "shown"), [(1, "object"), (2, "executable"), (6, "library"), (8, "bundle"), (42, "42")]
)
def test_types_are_named(form: int, shown: str) -> None:
    assert fields(thin(form=form))["macho:0/machine"].facts["type"] == shown


def test_a_name_over_several_machines_is_told_for_each() -> None:
    content = fat(thin(named(0xC, b"one")), thin(named(0xC, b"two", ">"), order=">", machine=18))
    found = {step: each.raw for step, each in fields(content).items()}
    assert (found["macho:0/0"], found["macho:1/0"]) == (b"one", b"two")
    assert found["macho:1/machine"] == b"PowerPC"
    assert resolve(executable, content, ("macho:1/0",)) == b"two"


@pytest.mark.parametrize("count", [0, macho.MAX_MACHINES + 1, 0xFFFFFFFF])
def test_no_or_too_many_machines_are_none(count: int) -> None:
    assert fields(fat(thin(), count=count)) == {}


def test_a_machine_that_is_none_is_passed_over() -> None:
    found = fields(fat(b"nothing of Mach-O", thin(named(0xC, b"two"))))
    assert list(found) == ["macho:1/machine", "macho:1/0"]


def test_a_fat_file_that_is_cut_in_its_table_is_damage() -> None:
    with pytest.raises(struct.error):
        fields(fat(thin(), thin())[:20])


@pytest.mark.parametrize("size", [0, 4, 7])
def test_a_command_shorter_than_its_head_is_damage(size: int) -> None:
    content = thin(struct.pack("<II", 0xC, size) + bytes(24))
    found = examine(executable, content)
    assert [seen.locator for seen in found.observations] == [("macho:0/machine",)]
    assert found.outcome.status == "corrupt"


@pytest.mark.parametrize("count", [2, 5_000, 0xFFFFFFFF])
def test_more_commands_than_there_are_is_damage(count: int) -> None:
    reader = macho.fields(thin(named(0xC, b"one"), count=count))
    assert [next(reader).step, next(reader).step] == ["macho:0/machine", "macho:0/0"]
    with pytest.raises(DAMAGE):
        next(reader)


@pytest.mark.parametrize("offset", [1_000, 0xFFFFFFFF])
def test_a_name_beyond_its_command_is_none(offset: int) -> None:
    assert list(fields(thin(named(0xC, b"x", offset=offset)))) == ["macho:0/machine"]


def test_a_command_that_is_too_short_for_a_name_is_damage() -> None:
    with pytest.raises(struct.error):
        fields(thin(struct.pack("<II", 0xC, 8)))


def test_a_name_that_is_no_utf_8_keeps_its_bytes() -> None:
    content = thin(named(0xC, b"/lib/\xff\xfe.dylib"))
    (seen,) = examine(executable, content).of("library")
    assert seen.value() == b"/lib/\xff\xfe.dylib"


@pytest.mark.parametrize("length", range(4, 60, 7))
def test_any_cut_is_damage_or_less_and_never_a_crash(length: int) -> None:
    content = thin(named(0xC, b"one"), command(0x1B, bytes(range(16))))[:length]
    assert examine(executable, content).outcome.status in ("ok", "corrupt")


def test_no_more_commands_than_a_bound_are_read() -> None:
    content = thin(*[command(0x1D, b"")] * (macho.MAX_COMMANDS + 5))
    assert len(fields(content)) == macho.MAX_COMMANDS + 1
