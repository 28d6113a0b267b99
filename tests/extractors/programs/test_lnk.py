"""Shortcuts: every optional part, places on volumes and shares, identifiers, lengths that lie."""

import struct
from uuid import UUID, uuid1

import pytest
from tests.extractors.fields.damage import before_damage
from tests.extractors.programs.made_lnk import Shortcut, local, share, tracker

from truyvet.extractors import executable
from truyvet.extractors.fields.field import Field
from truyvet.extractors.programs import lnk
from truyvet.testing import examine, resolve

DROID = UUID("11111111-2222-11ee-8000-00155d012345")
TICKS = 132_000_000_000_000_000


def fields(made: Shortcut) -> dict[str, Field]:
    return {each.step: each for each in lnk.fields(made.content())}


def values(made: Shortcut) -> dict[str, str]:
    return {step: each.raw.decode() for step, each in fields(made).items()}


def until_damage(content: bytes) -> list[str]:
    return [each.step for each in before_damage(lnk.fields(content))]


@pytest.mark.parametrize("wide", [True, False])
@pytest.mark.parametrize("ids", [b"", b"\x14\0\x1f\x50" + bytes(18)])
@pytest.mark.parametrize("info", [b"", local("C:\\a.exe")])
def test_strings_are_found_behind_whatever_stands_before_them(
    wide: bool, ids: bytes, info: bytes
) -> None:
    words = {"description": "Hoá don" if not wide else "Hoá đơn", "relative": "..\\a.exe",
             "folder": "C:\\Users", "arguments": "-x", "icon": "%SystemRoot%\\i.dll"}  # fmt: skip
    found = values(Shortcut(wide=wide, ids=ids, info=info, strings=words))
    assert {name: found[f"lnk:{step}"] for name, step in (
        ("description", "description"), ("relative", "relative-path"), ("folder", "working-folder"),
        ("arguments", "arguments"), ("icon", "icon"),
    )} == words  # fmt: skip


@pytest.mark.parametrize("name", ["description", "relative", "folder", "arguments", "icon"])
def test_each_string_is_found_alone(name: str) -> None:
    assert "x y" in values(Shortcut(strings={name: "x y"})).values()


def test_an_empty_string_is_nothing_and_the_next_is_read() -> None:
    found = values(Shortcut(strings={"description": "", "arguments": "-x"}))
    assert ("lnk:description" in found, found["lnk:arguments"]) == (False, "-x")


@pytest.mark.parametrize("role", ["created", "accessed", "modified"])
def test_each_time_is_that_of_the_target(role: str) -> None:
    made = Shortcut()
    setattr(made, role, TICKS)
    (seen,) = [each for each in fields(made).values() if each.kind == "media-time"]
    assert (seen.step, seen.normal, seen.facts["of"]) == (
        f"lnk:{role}",
        "2019-04-17T18:40:00Z",
        "target",
    )


@pytest.mark.parametrize("ticks", [0, (1 << 64) - 1, 1 << 63])
def test_a_time_that_is_unset_or_wild_is_none(ticks: int) -> None:
    assert list(values(Shortcut(created=ticks))) == ["lnk:attributes"]


def test_attributes_and_length_of_the_target_are_told() -> None:
    seen = fields(Shortcut(attributes=0x2022, size=123_456))["lnk:attributes"]
    assert (seen.kind, seen.raw, seen.facts["target-size"]) == ("shortcut", b"8226", "123456")


@pytest.mark.parametrize(
    ("info", "path"),
    [
        (local("C:\\Users\\duc\\a.exe"), "C:\\Users\\duc\\a.exe"),
        (local("D:\\", suffix="thu\\a.exe"), "D:\\thu\\a.exe"),
        (local("C:\\T?i li?u.doc", wide="C:\\Tài liệu.doc"), "C:\\Tài liệu.doc"),
        (local("C:\\caf\xe9"), "C:\\café"),
    ],
)
def test_a_path_on_a_volume_is_read_in_utf_16_where_it_is_there(info: bytes, path: str) -> None:
    found = values(Shortcut(info=info))
    assert (found["lnk:local-path"], found["lnk:volume-serial"]) == (path, "1234-ABCD")


@pytest.mark.parametrize(
    ("serial", "shown"), [(0, "0000-0000"), (0xFFFFFFFF, "FFFF-FFFF"), (0x00A1000B, "00A1-000B")]
)
def test_a_serial_number_of_a_volume_is_written_as_windows_does(serial: int, shown: str) -> None:
    seen = fields(Shortcut(info=local("C:\\", serial, kind=2)))["lnk:volume-serial"]
    assert (seen.kind, seen.raw.decode(), seen.facts["drive-type"]) == ("serial", shown, "2")


@pytest.mark.parametrize(
    ("name", "suffix", "path"),
    [("\\\\may-chu\\chung", "a.doc", "\\\\may-chu\\chung\\a.doc"), ("\\\\s\\x", "", "\\\\s\\x")],
)
def test_a_path_on_a_share_is_joined(name: str, suffix: str, path: str) -> None:
    assert values(Shortcut(info=share(name, suffix)))["lnk:network-path"] == path


@pytest.mark.parametrize("offset", [4, 8, 12, 16, 24])
def test_an_offset_of_a_place_that_lies_never_crashes(offset: int) -> None:
    for lie in (0, 1, 27, 10_000, 0xFFFFFFFF):
        info = bytearray(local("C:\\a.exe"))
        struct.pack_into("<I", info, offset, lie)
        found = examine(executable, Shortcut(info=bytes(info)).content(), name="a.lnk")
        assert found.outcome.status in ("ok", "corrupt")


def test_a_path_without_an_offset_is_not_read_out_of_the_head() -> None:
    info = bytearray(local("C:\\a.exe"))
    struct.pack_into("<I", info, 16, 0)
    struct.pack_into("<I", info, 24, 0)
    assert "lnk:local-path" not in values(Shortcut(info=bytes(info)))


def test_a_tracker_names_machine_identifiers_and_card() -> None:
    found = fields(Shortcut(blocks=tracker(b"DESKTOP-DUC", DROID, DROID)))
    assert found["lnk:machine"].raw == b"DESKTOP-DUC"
    assert found["lnk:droid/0"].raw.decode() == str(DROID)
    assert found["lnk:mac/1"].normal == "00:15:5d:01:23:45"
    assert "lnk:droid/2" not in found


def test_the_time_in_an_identifier_is_when_counting_began() -> None:
    fresh = uuid1(node=0x00155D012345, clock_seq=1)
    seen = fields(Shortcut(blocks=tracker(b"m", fresh)))["lnk:droid/0"]
    begun = (fresh.time - 0x01B21DD213814000) // 10_000_000
    assert seen.facts["counted"].startswith(str(1970 + begun // 31_556_952)[:3])
    assert seen.facts["counted"].endswith("Z")


@pytest.mark.parametrize("version", [2, 3, 4, 5])
def test_an_identifier_of_another_version_holds_no_card(version: int) -> None:
    other = UUID(int=DROID.int, version=version)
    assert "lnk:mac/0" not in values(Shortcut(blocks=tracker(b"m", other)))


def test_an_identifier_from_before_1970_tells_no_time() -> None:
    early = UUID(fields=(1, 0, 0x1000, 0x80, 0, 0x00155D012345))
    assert fields(Shortcut(blocks=tracker(b"m", early)))["lnk:droid/0"].facts["counted"] == ""


def test_a_machine_without_a_name_is_none_and_a_full_one_is_whole() -> None:
    assert "lnk:machine" not in values(Shortcut(blocks=tracker(b"")))
    assert values(Shortcut(blocks=tracker(b"x" * 16)))["lnk:machine"] == "x" * 16


def test_other_blocks_before_the_tracker_are_passed_over() -> None:
    other = struct.pack("<II", 0x314, 0xA0000001) + bytes(0x30C)
    assert values(Shortcut(blocks=other + tracker(b"m")))["lnk:machine"] == "m"


@pytest.mark.parametrize("size", [0, 3, 4, 7])
def test_a_block_shorter_than_its_head_ends_them(size: int) -> None:
    blocks = struct.pack("<II", size, 0xA0000001) + tracker(b"m")
    assert "lnk:machine" not in values(Shortcut(blocks=blocks))


def test_a_tracker_shorter_than_it_must_be_is_passed_over() -> None:
    short = struct.pack("<II", 0x20, 0xA0000003) + bytes(0x18) + tracker(b"m")
    assert values(Shortcut(blocks=short))["lnk:machine"] == "m"


def test_no_more_blocks_than_a_bound_are_read() -> None:
    many = struct.pack("<II", 8, 0xA0000009) * (lnk.MAX_BLOCKS + 1)
    assert "lnk:machine" not in values(Shortcut(blocks=many + tracker(b"m")))


@pytest.mark.parametrize(
    "arguments",
    ["-w hidden -EncodedCommand SQBFAFgA", "/c powershell iwr", "cmd /c del", "MSHTA x.hta",
     "https://a.vn/x.ps1", "regsvr32 /s /i:x scrobj.dll", "certutil -urlcache", "RunDll32 a,b"],
)  # fmt: skip
def test_arguments_that_start_scripts_are_flagged(arguments: str) -> None:
    assert fields(Shortcut(strings={"arguments": arguments}))["lnk:arguments"].flag == "script"


@pytest.mark.parametrize("arguments", ["-x", "C:\\a.txt", "/select,C:\\", "--profile Đức"])
def test_other_arguments_are_not_flagged(arguments: str) -> None:
    assert fields(Shortcut(strings={"arguments": arguments}))["lnk:arguments"].flag == ""


def test_the_words_of_a_script_in_a_description_mean_nothing() -> None:
    assert fields(Shortcut(strings={"description": "powershell"}))["lnk:description"].flag == ""


def test_a_string_beyond_the_end_is_damage_after_what_is_there() -> None:
    content = Shortcut(strings={"description": "one", "arguments": "two"}, blocks=b"").content()
    assert until_damage(content[:-2]) == ["lnk:attributes", "lnk:description", "lnk:arguments"]


@pytest.mark.parametrize("flags", [1, 2, 4])
def test_a_part_that_is_claimed_and_missing_is_damage(flags: int) -> None:
    assert until_damage(Shortcut(more_flags=flags, blocks=b"").content()) == ["lnk:attributes"]


@pytest.mark.parametrize("length", [20, 40, 55])
def test_a_head_that_is_cut_is_damage(length: int) -> None:
    assert until_damage(Shortcut().content()[:length]) == []


def test_a_text_of_people_leads_back_to_itself() -> None:
    content = Shortcut(strings={"description": "Hợp đồng của Đức"}).content()
    found = examine(executable, content, name="a.lnk")
    (line,) = found.texts
    assert resolve(executable, content, line.locator, name="a.lnk").decode() == line.text
