"""Executable: programs, packages and shortcuts tell what they are, and what asks for a look."""

import hashlib
import struct
import sys
import zlib
from pathlib import Path
from uuid import UUID

import pytest

from truyvet.extractors import executable
from truyvet.extractors.programs.manifest import risks
from truyvet.testing import Effort, Examination, check, examine, resolve

BANKER = ("RECEIVE_SMS", "SYSTEM_ALERT_WINDOW", "INTERNET", "RECEIVE_BOOT_COMPLETED")
NAME, PERMISSION = 0x01010003, 0x01010006


def values(found: Examination) -> dict[str, str]:
    return {seen.locator[0]: seen.raw for seen in found.observations}


def axml(rights: tuple[str, ...], service: str = "", blank: bool = False) -> bytes:
    """Return a manifest; `service` is the right its one service is bound with.

    With `blank`, names of attributes are empty, as builders of malware leave them.
    """
    strings = ["" if blank else "name", "" if blank else "permission", "package", "manifest",
               "uses-permission", "service", "com.example.bank", "com.example.Reader"]  # fmt: skip
    asked = [f"android.permission.{right}" for right in rights]
    bound = f"android.permission.{service}"
    strings += [*asked, bound]
    body = element(3, [(2, 6)])
    for right in asked:
        body += element(4, [(0, strings.index(right))]) + end(4)
    if service:
        body += element(5, [(0, 7), (1, strings.index(bound))]) + end(5)
    resources = struct.pack("<HHIII", 0x0180, 8, 16, NAME, PERMISSION)
    inner = pool(strings) + resources + body + end(3)
    return struct.pack("<HHI", 3, 8, 8 + len(inner)) + inner


def pool(strings: list[str]) -> bytes:
    offsets, content = [], b""
    for text in strings:
        offsets.append(len(content))
        content += struct.pack("<H", len(text)) + text.encode("utf-16-le") + b"\0\0"
    start = 28 + 4 * len(strings)
    head = struct.pack("<HHIIIIII", 1, 28, start + len(content), len(strings), 0, 0, start, 0)
    return head + struct.pack(f"<{len(strings)}I", *offsets) + content


def element(name: int, attributes: list[tuple[int, int]]) -> bytes:
    body = struct.pack("<II", 0xFFFFFFFF, name) + struct.pack(
        "<HHHHHH", 20, 20, len(attributes), 0, 0, 0
    )
    for key, value in attributes:
        body += struct.pack("<IIIHBBI", 0xFFFFFFFF, key, value, 8, 0, 3, value)
    return struct.pack("<HHIII", 0x0102, 16, 16 + len(body), 1, 0xFFFFFFFF) + body


def end(name: int) -> bytes:
    return struct.pack("<HHIIIII", 0x0103, 16, 24, 1, 0xFFFFFFFF, 0xFFFFFFFF, name)


def dex() -> bytes:
    """Return the head of compiled Android code, with checks that hold."""
    tail = struct.pack("<II", 112, 0x70) + bytes(12) + struct.pack("<12I", *range(1, 13))
    tail = struct.pack("<I", 32 + len(tail) + 4) + tail
    signed = hashlib.sha1(tail, usedforsecurity=False).digest() + tail
    return b"dex\n035\0" + struct.pack("<I", zlib.adler32(signed)) + signed


def macho() -> bytes:
    """Return the head of a Mach-O program of 64 bits that needs one library."""
    library = b"/usr/lib/libSystem.B.dylib\0".ljust(32, b"\0")
    commands = struct.pack("<IIIIII", 0xC, 24 + len(library), 24, 0, 0, 0) + library
    commands += struct.pack("<II", 0x1B, 24) + bytes(range(16))
    return struct.pack("<8I", 0xFEEDFACF, 0x0100000C, 0, 2, 2, len(commands), 0, 0) + commands


def lnk(target: str = "C:\\Users\\duc\\a.exe", arguments: str = "-x") -> bytes:
    """Return a shortcut with a target on a volume, arguments, and a tracker."""
    head = b"L\0\0\0" + UUID("00021401-0000-0000-c000-000000000046").bytes_le
    flags = 2 | 32 | 128
    head += struct.pack("<IIQQQI", flags, 32, 132_000_000_000_000_000, 0, 0, 77) + bytes(20)
    volume = struct.pack("<IIII", 17, 3, 0x1234ABCD, 16) + b"\0"
    path = target.encode("cp1252") + b"\0"
    size = 28 + len(volume) + len(path) + 1
    at = 28 + len(volume)
    info = struct.pack("<7I", size, 28, 1, 28, at, 0, at + len(path)) + volume + path + b"\0"
    text = struct.pack("<H", len(arguments)) + arguments.encode("utf-16-le")
    droid = UUID("11111111-2222-11ee-8000-00155d012345").bytes_le
    tracker = struct.pack("<IIII", 0x60, 0xA0000003, 0x58, 0)
    tracker += b"desktop-duc".ljust(16, b"\0") + droid * 4
    return head + info + text + tracker + bytes(4)


def test_the_sample_program_tells_what_exiftool_says(samples: Path) -> None:
    found = values(examine(executable, samples / "metadata/EXE.exe"))
    known = {
        "pe:machine": "I386", "pe:compile-time": "1220875284",
        "pe:version/CompanyName": "Phil Harvey", "pe:version/OriginalFilename": "EXE.exe",
        "pe:version/FileDescription": "ExifTool EXE Test File",
        "pe:version/FileVersion": "1.2.3.4b", "pe:version/ProductVersion": "5.6.7.8b",
        "pe:version/InternalName": "Skippy the wonder cow",
        "pe:version/LegalCopyright": "Copyright (c) 2008",
        "pe:version/ProductName": "This is not a product",
    }  # fmt: skip
    assert {step: found.get(step) for step in known} == known


def test_sections_imports_and_their_hash_stay_as_pefile_first_read_them(samples: Path) -> None:
    found = values(examine(executable, samples / "metadata/EXE.exe"))
    assert (found["pe:section/0"], found["pe:import/1"]) == (".text", "KERNEL32.dll")
    assert found["pe:imphash"] == "e77e452ef8b419b761e7cfda8b5442a9"


def test_the_sample_program_was_built_when_its_head_says(samples: Path) -> None:
    (seen,) = examine(executable, samples / "metadata/EXE.exe").of("media-time")
    assert (seen.normal, seen.facts["role"]) == ("2008-09-08T12:01:24Z", "built")


def test_what_is_appended_to_a_program_is_a_child(samples: Path) -> None:
    content = (samples / "metadata/EXE.exe").read_bytes() + b"PK\3\4 hidden"
    (child,) = examine(executable, content).children
    assert (child.found.locator, child.content) == ("pe:overlay", b"PK\3\4 hidden")
    assert resolve(executable, content, ("pe:overlay",)) == b"PK\3\4 hidden"


def test_zeros_after_a_program_are_padding(samples: Path) -> None:
    content = (samples / "metadata/EXE.exe").read_bytes() + bytes(1000)
    assert examine(executable, content).children == []


def test_a_packer_s_sections_are_flagged(samples: Path) -> None:
    content = (samples / "metadata/EXE.exe").read_bytes().replace(b".text\0", b"UPX0\0\0", 1)
    (seen,) = examine(executable, content).of("packer")
    assert (seen.raw, seen.flag) == ("UPX", "metadata")


def test_a_program_of_ms_dos_tells_nothing() -> None:
    assert examine(executable, b"MZ" + bytes(200)).outcome.status == "empty"


def test_an_elf_program_tells_machine_and_libraries() -> None:
    program = Path(sys.executable).resolve()
    if program.read_bytes()[:4] != b"\x7fELF":
        pytest.skip("this Python is no ELF program")
    found = examine(executable, program)
    (seen,) = found.of("program")
    assert seen.facts["form"] in ("ELF64", "ELF32")
    assert any(value.startswith("libc.") for value in values(found).values())
    assert "ld-" in values(found)["elf:interpreter"]


def test_an_elf_file_that_is_cut_off_is_damaged() -> None:
    program = Path(sys.executable).resolve().read_bytes()[:5_000]
    if program[:4] != b"\x7fELF":
        pytest.skip("this Python is no ELF program")
    assert examine(executable, program).outcome.status == "corrupt"


def test_a_mach_o_program_tells_machine_library_and_identity() -> None:
    found = values(examine(executable, macho()))
    assert found == {
        "macho:0/machine": "ARM64",
        "macho:0/0": "/usr/lib/libSystem.B.dylib",
        "macho:0/1": bytes(range(16)).hex(),
    }


def test_a_fat_mach_o_file_tells_each_machine() -> None:
    inner = macho()
    head = struct.pack(">II", 0xCAFEBABE, 1) + struct.pack(">5I", 0x0100000C, 0, 28, len(inner), 0)
    assert values(examine(executable, head + inner))["macho:0/machine"] == "ARM64"


def test_a_java_class_is_no_program_for_several_machines() -> None:
    found = examine(executable, b"\xca\xfe\xba\xbe\0\0\0\x34" + bytes(100))
    assert found.outcome.status == "empty"


def test_android_code_whose_checks_hold_is_not_flagged() -> None:
    (seen,) = examine(executable, dex()).of("program")
    assert (seen.facts["form"], seen.facts["checks"], seen.flag) == ("DEX 035", "ok", "")


def test_android_code_that_was_changed_later_is_flagged() -> None:
    (seen,) = examine(executable, dex() + b"x").of("program")
    assert (seen.facts["checks"], seen.flag) == ("bad", "metadata")


def test_a_manifest_tells_package_rights_and_components() -> None:
    found = values(examine(executable, axml(("INTERNET",), "BIND_ACCESSIBILITY_SERVICE")))
    assert found == {
        "axml:manifest/0/package": "com.example.bank",
        "axml:uses-permission/0": "android.permission.INTERNET",
        "axml:service/0": "com.example.Reader",
    }


def test_rights_as_a_banking_trojan_has_are_flagged() -> None:
    found = examine(executable, axml(BANKER, "BIND_ACCESSIBILITY_SERVICE"))
    assert {seen.facts["name"] for seen in found.of("android-risk")} == {
        "overlay-accessibility", "sms-accessibility", "sms-network",
    }  # fmt: skip
    assert {seen.flag for seen in found.of("android-risk")} == {"metadata"}


def test_blanked_names_of_attributes_hide_nothing() -> None:
    plain = examine(executable, axml(BANKER, "BIND_ACCESSIBILITY_SERVICE"))
    blanked = examine(executable, axml(BANKER, "BIND_ACCESSIBILITY_SERVICE", blank=True))
    assert values(blanked) == values(plain)


@pytest.mark.parametrize("rights", [{"INTERNET"}, {"RECEIVE_SMS"}, {"SYSTEM_ALERT_WINDOW"}, set()])
def test_one_right_alone_is_no_risk(rights: set[str]) -> None:
    assert list(risks(rights)) == []


def test_a_shortcut_tells_target_volume_machine_and_card() -> None:
    found = values(examine(executable, lnk()))
    assert found["lnk:local-path"] == "C:\\Users\\duc\\a.exe"
    assert found["lnk:volume-serial"] == "1234-ABCD"
    assert found["lnk:machine"] == "desktop-duc"
    assert found["lnk:mac/0"] == "00:15:5d:01:23:45"


def test_a_shortcut_tells_when_its_target_was_made() -> None:
    (seen,) = examine(executable, lnk()).of("media-time")
    assert (seen.facts["role"], seen.normal) == ("created", "2019-04-17T18:40:00Z")


@pytest.mark.parametrize(
    ("arguments", "flag"),
    [("-x", ""), ("-w hidden -enc SQBFAFgA", "script"), ("https://a.vn", "script")],
)
def test_a_shortcut_that_starts_a_script_is_flagged(arguments: str, flag: str) -> None:
    (seen,) = examine(executable, lnk(arguments=arguments)).of("arguments")
    assert (seen.raw, seen.flag) == (arguments, flag)


@pytest.mark.parametrize("make", [dex, macho, lnk, lambda: axml(BANKER)])
def test_what_is_cut_off_anywhere_never_crashes(make: object) -> None:
    content = make() if callable(make) else b""
    for length in range(0, len(content), 7):
        assert examine(executable, content[:length]).outcome.status != "crash"


def test_every_rule_is_kept() -> None:
    specimens = {
        "AndroidManifest.xml": axml(BANKER, "BIND_ACCESSIBILITY_SERVICE"),
        "classes.dex": dex(),
        "a.dylib": macho(),
        "a.lnk": lnk(),
    }
    check(executable, specimens, effort=Effort(cuts=3, flips=12, huge=32 << 20))
