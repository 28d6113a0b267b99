"""Windows programs: heads, sections, imports and their hash, exports, debug, what is appended."""

import hashlib
import random
import struct
from collections import Counter
from math import log2

import pytest
from tests.extractors.programs.made_pe import CODE, DATA, Program

from truyvet.extractors import executable
from truyvet.extractors.programs.pe import PACKED, NotPe, entropy_of, opened, overlay
from truyvet.testing import Examination, examine, resolve

IMPORTS: dict[str, list[str | int]] = {
    "KERNEL32.dll": ["ExitProcess", "CreateFileW"], "WS2_32.dll": [115, "connect"],
}  # fmt: skip


def values(found: Examination) -> dict[str, str]:
    return {seen.locator[0]: seen.raw for seen in found.observations}


def facts(found: Examination, step: str) -> dict[str, str]:
    (seen,) = [one for one in found.observations if one.locator == (step,)]
    return dict(seen.facts)


@pytest.mark.parametrize(
    ("wide", "machine", "form", "shown"),
    [(False, 0x14C, "PE32", "I386"), (True, 0x8664, "PE32+", "AMD64"),
     (True, 0xAA64, "PE32+", "ARM64"),
     (False, 0x1C4, "PE32", "ARMNT"), (False, 0xBEEF, "PE32", "0xbeef")],
)  # fmt: skip
def test_form_and_machine_are_told(wide: bool, machine: int, form: str, shown: str) -> None:
    told = facts(examine(executable, Program(wide=wide, machine=machine).content()), "pe:machine")
    assert (told["form"], told["machine"]) == (form, shown)


@pytest.mark.parametrize(
    ("number", "shown"), [(2, "WINDOWS_GUI"), (3, "WINDOWS_CUI"), (1, "NATIVE"), (99, "99")]
)
def test_the_subsystem_is_told(number: int, shown: str) -> None:
    told = facts(examine(executable, Program(subsystem=number).content()), "pe:machine")
    assert told["subsystem"] == shown


@pytest.mark.parametrize("library", [True, False])
def test_a_library_is_told_apart(library: bool) -> None:
    told = facts(examine(executable, Program(library=library).content()), "pe:machine")
    assert (told.get("library", "") == "yes") == library


@pytest.mark.parametrize(
    ("seconds", "shown"), [(1_700_000_000, "2023-11-14T22:13:20Z"), (1, "1970-01-01T00:00:01Z"),
                           (0xFFFFFFFF, "2106-02-07T06:28:15Z")],
)  # fmt: skip
def test_the_time_of_building_is_utc(seconds: int, shown: str) -> None:
    (seen,) = examine(executable, Program(seconds=seconds).content()).of("media-time")
    assert (seen.raw, seen.normal) == (str(seconds), shown)


def test_a_time_of_zero_is_none() -> None:
    assert examine(executable, Program(seconds=0).content()).of("media-time") == []


@pytest.mark.parametrize("wide", [True, False])
def test_imports_are_told_and_their_hash_is_that_of_its_definition(wide: bool) -> None:
    found = examine(executable, Program(wide=wide, imports=IMPORTS).content())
    assert [seen.raw for seen in found.of("library")] == ["KERNEL32.dll", "WS2_32.dll"]
    assert facts(found, "pe:import/0")["names"] == "ExitProcess CreateFileW"
    assert facts(found, "pe:import/1")["symbols"] == "2"
    listed = "kernel32.exitprocess,kernel32.createfilew,ws2_32.wsastartup,ws2_32.connect"
    (seen,) = found.of("imphash")
    assert seen.raw == hashlib.md5(listed.encode(), usedforsecurity=False).hexdigest()


def test_the_order_of_imports_changes_their_hash() -> None:
    one, other = (
        examine(executable, Program(imports={"a.dll": list(names)}).content()).of("imphash")[0].raw
        for names in (("x", "y"), ("y", "x"))
    )
    assert one != other


def test_a_program_without_imports_has_no_hash_of_them() -> None:
    assert examine(executable, Program().content()).of("imphash") == []


def test_exports_are_told_by_their_numbers() -> None:
    found = examine(executable, Program(library=True, exports=["DllMain", "Run"]).content())
    assert {s.locator[0]: s.raw for s in found.of("export")} == {
        "pe:export/1": "DllMain", "pe:export/2": "Run",
    }  # fmt: skip


@pytest.mark.parametrize("wide", [True, False])
@pytest.mark.parametrize("path", ["C:\\Users\\duc\\bank\\Release\\bank.pdb", "D:\\dự án\\a.pdb"])
def test_the_path_of_the_debug_file_names_the_builder(wide: bool, path: str) -> None:
    content = Program(wide=wide, pdb=path.encode(), imports=IMPORTS).content()
    (seen,) = examine(executable, content).of("debug-path")
    assert seen.raw == path
    assert resolve(executable, content, seen.locator).decode() == path


@pytest.mark.parametrize(
    ("rights", "shown"),
    [(CODE, "rx"), (DATA, "r"), (0xE0000020, "rwx"), (0xC0000040, "rw"), (0x20, "")],
)
def test_the_rights_of_a_section_are_told(rights: int, shown: str) -> None:
    found = examine(executable, Program(sections=[(b".x", b"abc", rights)]).content())
    assert facts(found, "pe:section/0").get("rights", "") == shown


def test_a_section_tells_the_bytes_it_has_in_the_file() -> None:
    content = Program(
        sections=[(b".text", b"\xc3" * 700, CODE), (b".data", b"xyz", DATA)]
    ).content()
    offset, _, length = facts(examine(executable, content), "pe:section/1")["bytes"].partition("+")
    assert content[int(offset) : int(offset) + int(length)].rstrip(b"\0") == b"xyz"


@pytest.mark.parametrize(
    ("random_bytes", "rights", "flag"),
    [(True, CODE, "metadata"), (True, DATA, ""), (False, CODE, "")],
)
def test_code_that_looks_encrypted_is_flagged(random_bytes: bool, rights: int, flag: str) -> None:
    held = random.Random(1).randbytes(8_192) if random_bytes else b"\x90\xc3" * 4_096
    (seen,) = examine(executable, Program(sections=[(b".text", held, rights)]).content()).of(
        "section"
    )
    assert seen.flag == flag
    assert (float(seen.facts["entropy"]) >= PACKED) == random_bytes


@pytest.mark.parametrize(
    ("name", "packer"),
    [(b"UPX0", "UPX"), (b".aspack", "ASPack"), (b".vmp0", "VMProtect"), (b".MPRESS1", "MPRESS"),
     (b".themida", "Themida"), (b".ndata", "NSIS")],
)  # fmt: skip
def test_packers_are_known_by_their_sections(name: bytes, packer: str) -> None:
    (seen,) = examine(executable, Program(sections=[(name, b"x", CODE)]).content()).of("packer")
    assert (seen.raw, seen.locator, seen.flag) == (packer, (f"pe:packer/{packer}",), "metadata")


def test_two_sections_of_one_packer_are_one_packer() -> None:
    sections = [(b"UPX0", b"x", CODE), (b"UPX1", b"y", CODE)]
    assert len(examine(executable, Program(sections=sections).content()).of("packer")) == 1


def test_a_name_of_a_section_that_is_no_text_keeps_its_bytes() -> None:
    content = Program(sections=[(b"\xff\xfe/../\n", b"x", CODE)]).content()
    (seen,) = examine(executable, content).of("section")
    assert seen.value() == b"\xff\xfe/../\n"


SIGNED = struct.pack("<IHH", 24, 0x200, 2) + b"certificate data"


@pytest.mark.parametrize(
    ("tail", "signature", "child"),
    [
        (b"", b"", None), (b"PK\3\4hidden", b"", b"PK\3\4hidden"), (bytes(5_000), b"", None),
        (b"", SIGNED, None), (bytes(700) + b"x", b"", bytes(700) + b"x"),
    ],
)  # fmt: skip
def test_what_is_appended_is_a_child_unless_it_is_padding_or_the_signature(
    tail: bytes, signature: bytes, child: bytes | None
) -> None:
    content = Program(tail=tail, signature=signature).content()
    found = examine(executable, content)
    assert [one.content for one in found.children] == ([] if child is None else [child])
    if child is not None:
        assert resolve(executable, content, ("pe:overlay",)) == child


def test_what_stands_between_a_program_and_its_signature_is_a_child() -> None:
    content = bytearray(Program(tail=b"hidden!!" + SIGNED).content())
    at = content.index(b"PE\0\0") + 24 + 96 + 8 * 4
    struct.pack_into("<II", content, at, len(content) - len(SIGNED), len(SIGNED))
    (child,) = examine(executable, bytes(content)).children
    assert child.content == b"hidden!!"


def test_a_signature_is_told_with_its_place() -> None:
    content = Program(signature=SIGNED).content()
    (seen,) = examine(executable, content).of("signature")
    offset, _, length = seen.raw.partition("+")
    assert content[int(offset) : int(offset) + int(length)] == SIGNED


@pytest.mark.parametrize("place", [0, 64, 5_000_000])
def test_a_signature_that_lies_about_its_place_never_crashes(place: int) -> None:
    content = bytearray(Program(signature=SIGNED, tail=b"tail").content())
    struct.pack_into("<I", content, content.index(b"PE\0\0") + 24 + 96 + 8 * 4, place)
    assert examine(executable, bytes(content)).outcome.status in ("ok", "corrupt")


@pytest.mark.parametrize("content", [b"MZ" + bytes(62) + b"PE\0\0", b"MZ" + bytes(100), b"MZ"])
def test_what_is_no_program_is_refused(content: bytes) -> None:
    with pytest.raises(NotPe):
        opened(content)


def test_the_whole_of_a_program_has_nothing_appended() -> None:
    assert overlay(opened(Program(imports=IMPORTS).content())) is None


@pytest.mark.parametrize(
    ("content", "bits"),
    [(b"", 0.0), (b"a" * 50, 0.0), (b"ab" * 50, 1.0), (bytes(range(256)), 8.0), (b"aab", 0.918)],
)
def test_entropy_is_shannons(content: bytes, bits: float) -> None:
    assert entropy_of(content) == pytest.approx(bits, abs=0.001)


def test_entropy_agrees_with_its_formula_for_any_bytes() -> None:
    source = random.Random(5)
    for _ in range(20):
        content = source.randbytes(source.randrange(1, 400))
        shares = [count / len(content) for count in Counter(content).values()]
        assert entropy_of(content) == pytest.approx(-sum(p * log2(p) for p in shares))


def test_damage_at_every_place_of_the_heads_never_crashes() -> None:
    content = Program(imports=IMPORTS, exports=["a"], pdb=b"a.pdb").content()
    for place in range(60, 0x400, 23):
        broken = bytearray(content)
        broken[place] ^= 0xFF
        assert examine(executable, bytes(broken)).outcome.status in ("ok", "corrupt", "empty")


@pytest.mark.parametrize("length", range(64, 0x800, 129))
def test_a_program_that_is_cut_never_crashes(length: int) -> None:
    content = Program(imports=IMPORTS, exports=["a"], pdb=b"a.pdb").content()[:length]
    assert examine(executable, content).outcome.status in ("ok", "corrupt", "empty")
