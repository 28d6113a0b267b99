"""ELF programs: both widths and orders, libraries, identity, compilers, tables that lie."""

import struct
from io import BytesIO

import pytest
from elftools.elf.elffile import ELFFile
from tests.extractors.programs.made_elf import NEEDED, RPATH, RUNPATH, SONAME, Program

from truyvet.extractors import executable
from truyvet.testing import Examination, examine, resolve

NOTED = bytes(range(20))
WIDTHS = [(True, "<"), (True, ">"), (False, "<"), (False, ">")]


def values(found: Examination) -> dict[str, str]:
    return {seen.locator[0]: seen.raw for seen in found.observations}


def facts(made: Program) -> dict[str, str]:
    (seen,) = examine(executable, made.content()).of("program")
    return dict(seen.facts)


def whole(wide: bool = True, order: str = "<") -> Program:
    return Program(
        wide=wide, order=order, interpreter=b"/lib64/ld-linux-x86-64.so.2", build_id=NOTED,
        dynamic=[(NEEDED, b"libssl.so.3"), (NEEDED, b"libc.so.6"), (SONAME, b"libduc.so.1"),
                 (RPATH, b"/opt/duc"), (RUNPATH, b"$ORIGIN/../lib")],
        sections={b".comment": b"GCC: (Debian 12.2.0) 12.2.0\0clang 16\0"},
    )  # fmt: skip


@pytest.mark.parametrize(("wide", "order"), WIDTHS)
def test_all_that_a_program_tells_is_read_in_every_width_and_order(wide: bool, order: str) -> None:
    found = examine(executable, whole(wide, order).content())
    told = values(found)
    assert {step: told.get(step) for step in (
        "elf:interpreter", "elf:needed/0", "elf:needed/1", "elf:soname/0", "elf:rpath/0",
        "elf:runpath/0", "elf:build-id", "elf:comment/0", "elf:comment/1",
    )} == {
        "elf:interpreter": "/lib64/ld-linux-x86-64.so.2", "elf:needed/0": "libssl.so.3",
        "elf:needed/1": "libc.so.6", "elf:soname/0": "libduc.so.1", "elf:rpath/0": "/opt/duc",
        "elf:runpath/0": "$ORIGIN/../lib", "elf:build-id": NOTED.hex(),
        "elf:comment/0": "GCC: (Debian 12.2.0) 12.2.0", "elf:comment/1": "clang 16",
    }  # fmt: skip
    assert found.outcome.status == "ok"


@pytest.mark.parametrize(("wide", "order"), WIDTHS)
def test_the_builder_makes_what_pyelftools_reads(wide: bool, order: str) -> None:
    elf = ELFFile(BytesIO(whole(wide, order).content()))
    assert (elf.elfclass, elf.little_endian) == (64 if wide else 32, order == "<")
    assert elf.num_segments() == 4


@pytest.mark.parametrize(("wide", "order"), WIDTHS)
def test_width_and_order_are_told(wide: bool, order: str) -> None:
    told = facts(Program(wide=wide, order=order))
    assert (told["form"], told["order"]) == (
        "ELF64" if wide else "ELF32",
        "little" if order == "<" else "big",
    )


@pytest.mark.parametrize(
    ("machine", "shown"), [(62, "x64"), (3, "x86"), (183, "AArch64"), (40, "ARM"), (243, "RISC-V")]
)
def test_machines_are_named(machine: int, shown: str) -> None:
    assert facts(Program(machine=machine))["machine"] == shown


@pytest.mark.parametrize(
    ("form", "shown"), [(1, "rel"), (2, "exec"), (3, "dyn"), (4, "core"), (999, "999")]
)
def test_types_are_named(form: int, shown: str) -> None:
    assert facts(Program(form=form))["type"] == shown


def test_where_a_program_begins_is_told() -> None:
    assert facts(Program(entry=0xDEADBEEF))["entry"] == "0xdeadbeef"


@pytest.mark.parametrize("symbols", [True, False])
def test_a_program_with_its_symbols_is_not_stripped(symbols: bool) -> None:
    sections = {b".symtab": bytes(24)} if symbols else {b".text": b"\xc3"}
    assert facts(Program(sections=sections))["stripped"] == ("no" if symbols else "yes")


@pytest.mark.parametrize("dynamic", [True, False])
def test_a_program_without_libraries_is_static(dynamic: bool) -> None:
    made = Program(dynamic=[(NEEDED, b"libc.so.6")] if dynamic else [])
    assert facts(made).get("static", "") == ("" if dynamic else "yes")


@pytest.mark.parametrize("name", [b"UPX0", b"UPX!", b".packed"])
def test_sections_of_packers_are_flagged(name: bytes) -> None:
    (seen,) = examine(executable, Program(sections={name: b"x"}).content()).of("packer")
    assert (seen.raw.encode(), seen.flag) == (name, "metadata")


@pytest.mark.parametrize("identity", [b"\0" * 8, bytes(range(16)), b"\xff" * 20])
def test_an_identity_of_any_length_is_hexadecimal(identity: bytes) -> None:
    (seen,) = examine(executable, Program(build_id=identity).content()).of("build-id")
    assert (seen.raw, seen.normal) == (identity.hex(), identity.hex())


def test_a_large_comment_is_passed_over() -> None:
    made = Program(sections={b".comment": b"x" * (1 << 16)})
    assert examine(executable, made.content()).of("application") == []


def test_a_name_that_is_no_utf_8_hides_nothing_after_it() -> None:
    names = [(NEEDED, b"lib\xff.so"), (NEEDED, "thư.so".encode())]
    content = Program(dynamic=names, sections={b".comment": b"GCC"}).content()
    found = examine(executable, content)
    assert values(found)["elf:needed/0"] == "thư.so"
    assert values(found)["elf:comment/0"] == "GCC"
    assert found.outcome.status == "corrupt"
    assert resolve(executable, content, ("elf:needed/0",)).decode() == "thư.so"


@pytest.mark.parametrize(
    "head", [b"\x7fELF", b"\x7fELF\x03\x01\x01" + bytes(60), b"\x7fELF\x02\x09" + bytes(60)]
)
def test_a_head_that_is_none_is_damage(head: bytes) -> None:
    assert examine(executable, head).outcome.status == "corrupt"


@pytest.mark.parametrize(("wide", "order"), WIDTHS)
@pytest.mark.parametrize("lie", [1, 0x7FFF, 0xFFFF])
def test_counts_that_lie_never_crash(wide: bool, order: str, lie: int) -> None:
    content = whole(wide, order).content()
    for place in (56, 60, 62) if wide else (44, 48, 50):
        broken = bytearray(content)
        struct.pack_into(order + "H", broken, place, lie)
        assert examine(executable, bytes(broken)).outcome.status in ("ok", "corrupt")


@pytest.mark.parametrize("length", range(4, 900, 61))
def test_a_program_that_is_cut_never_crashes(length: int) -> None:
    assert examine(executable, whole().content()[:length]).outcome.status in ("ok", "corrupt")


def test_damage_at_any_place_never_crashes() -> None:
    content = whole().content()
    for place in range(4, len(content), 17):
        broken = bytearray(content)
        broken[place] ^= 0xFF
        assert examine(executable, bytes(broken)).outcome.status in ("ok", "corrupt")
