"""Office 97 to 2003: texts of Word, Excel and PowerPoint, properties, macros, packaged files."""

import struct
import zlib

import pytest
from tests.extractors.documents.support.compound import (
    Streams,
    atom,
    compound,
    compressed,
    excel,
    packaged,
    project,
    properties,
    record,
    wide,
    word,
)
from tests.extractors.documents.support.packages import codes, holds, seen, survives, texts

from truyvet.extractors import office
from truyvet.extractors.documents.vba import NotCompressed, decompress
from truyvet.testing import Examination

CURRENT_USER = struct.pack("<IIIIHHBBH", 0, 0x14, 0, 0xE391C05F, 4, 0x3F4, 3, 0, 0)
SPEC_SAMPLE = bytes.fromhex(
    "01 2F B0 00 23 61 61 61 62 63 64 65 82 66 00 70 61 67 68 69 6A 01 38 08 61 6B 6C 00 30 6D"
    "6E 6F 70 06 71 02 70 04 10 72 73 74 75 76 10 77 78 79 7A 00 3C"
)
"""The normal compression example of MS-OVBA, section 3.2.2."""


def of(streams: Streams) -> Examination:
    return holds(office, compound(streams))


def test_word_text_in_wide_and_narrow_pieces_is_joined() -> None:
    found = of(word(["Nguyễn Văn Đức\r", "chú thích\r", "đầu trang\r"], narrow="caf\xe9\r"))
    assert texts(found) == {
        "doc:text": "Nguyễn Văn Đức\ncafé\n", "doc:footnotes": "chú thích\n",
        "doc:headers": "đầu trang\n",
    }  # fmt: skip


def test_a_link_field_of_a_word_document_is_seen() -> None:
    found = of(word(['x\x13 HYPERLINK "https://example.com/" \x14here\x15\r']))
    assert list(seen(found, "external-link").values()) == ['HYPERLINK "https://example.com/"']
    assert texts(found)["doc:text"] == 'x{ HYPERLINK "https://example.com/" } here\n'


def test_an_encrypted_word_document_is_named() -> None:
    found = of(word(["x"], flags=0x0100))
    assert found.outcome.status == "encrypted"
    assert found.of("encryption")[0].flag == "encrypted"
    assert not found.texts


def test_a_word_document_without_its_table_is_corrupt() -> None:
    streams = word(["x"])
    del streams[("1Table",)]
    assert codes(of(streams)) == ["corrupt"]


def test_a_piece_beyond_the_end_is_corrupt_and_the_rest_is_read() -> None:
    streams = word(["trước"], narrow="sau")
    table = bytearray(streams[("1Table",)])
    struct.pack_into("<I", table, len(table) - 6, 0x7FFFFFF0)
    found = of(streams | {("1Table",): bytes(table)})
    assert codes(found) == ["corrupt"]
    assert texts(found)["doc:text"] == "trước"


def test_a_document_inside_a_document_is_read_in_place() -> None:
    inner = {("ObjectPool", "_1", *path): part for path, part in word(["trong"]).items()}
    found = of(word(["ngoài"]) | inner)
    assert texts(found) == {"doc:text": "ngoài", "doc:ObjectPool/_1/text": "trong"}


def cell(row: int, column: int, text: str) -> bytes:
    return record(0x204, struct.pack("<HHH", row, column, 0) + wide(text))


def shared(row: int, column: int, n: int) -> bytes:
    return record(0xFD, struct.pack("<HHHI", row, column, 0, n))


def figure(row: int, column: int, value: float, xf: int = 0) -> bytes:
    return record(0x203, struct.pack("<HHHd", row, column, xf, value))


def test_excel_cells_are_shown_row_by_row() -> None:
    cells = [
        shared(0, 0, 1), figure(0, 1, 912345678), figure(0, 2, 46095, 1), cell(1, 0, "nhãn"),
        record(0x27E, struct.pack("<HHHI", 1, 1, 0, 42 << 2 | 2)),
        record(0xBD, struct.pack("<HHHIHIH", 2, 0, 0, 5 << 2 | 3, 0, 7 << 2 | 2, 1)),
        record(0x205, struct.pack("<HHHBB", 3, 0, 0, 1, 0)),
        record(0x06, struct.pack("<HHHBxxxxxHHI", 4, 0, 0, 0, 0xFFFF, 0, 0)),
        record(0x207, wide("công thức")),
    ]  # fmt: skip
    found = of(excel({"Sổ chi": cells}, ["a", "số điện thoại"]))
    assert texts(found)["xls:Sổ chi"] == (
        "số điện thoại\t912345678\t2026-03-14\nnhãn\t42\n0.05\t7\nTRUE\ncông thức"
    )


@pytest.mark.parametrize("cut", [13, 15])
def test_shared_strings_go_on_in_a_continuation_that_breaks_inside(cut: int) -> None:
    found = of(excel({"A": [shared(0, 0, 0), shared(1, 0, 1)]}, ["Đức", "Hoa"], cut=cut))
    assert texts(found)["xls:A"] == "Đức\nHoa"


def test_hidden_sheets_and_macro_sheets_are_flagged() -> None:
    sheets = {"A": [cell(0, 0, "x")], "M": [cell(0, 0, "y")]}
    found = of(excel(sheets, [], kinds=bytes([0, 0, 2, 1])))
    assert found.of("hidden-part")[0].facts["state"] == "veryHidden"
    (macro,) = found.of("macro")
    assert (macro.raw, macro.flag, macro.facts["language"]) == ("M", "macros", "Excel 4.0")
    assert len(found.texts) == 2


def test_an_encrypted_workbook_is_named_and_not_read() -> None:
    found = of(excel({"A": [cell(0, 0, "x")]}, [], before=record(0x2F, b"\1\0")))
    assert found.outcome.status == "encrypted"
    assert not found.texts


def test_who_wrote_a_workbook_and_what_it_links_to_is_seen() -> None:
    user = record(0x5C, wide("Nguyễn Văn A").ljust(112, b" "))
    dde = record(0x1AE, struct.pack("<H", 0) + wide("cmd\3/c calc"))
    found = of(excel({"A": [cell(0, 0, "x")]}, [], before=user + dde))
    assert found.of("author")[0].raw.startswith("Nguyễn Văn A")
    assert (found.of("external-link")[0].raw, found.of("external-link")[0].flag) == (
        "cmd|/c calc", "script",
    )  # fmt: skip


def slides(*atoms: bytes) -> dict[tuple[str, ...], bytes]:
    return {("PowerPoint Document",): b"".join(atoms), ("Current User",): CURRENT_USER}


def test_powerpoint_text_is_read_and_that_of_masters_is_not() -> None:
    text = atom(4000, "Kế hoạch\rthứ hai".encode("utf-16-le")) + atom(4008, b"plain")
    master = atom(1016, atom(4008, b"Click to edit"), container=True)
    found = of(slides(atom(1006, text, container=True), master))
    assert texts(found)["ppt:text"] == "Kế hoạch\nthứ hai\nplain"


def test_an_object_in_a_presentation_is_unpacked_and_a_bomb_is_named() -> None:
    small = atom(4113, struct.pack("<I", 5) + zlib.compress(b"inner"), instance=1)
    large = atom(4113, struct.pack("<I", 5) + zlib.compress(bytes(65 << 20)), instance=1)
    found = of(slides(small, large))
    assert [child.content for child in found.children] == [b"inner"]
    assert codes(found) == ["bomb"]


def test_an_encrypted_presentation_is_named() -> None:
    streams = slides(atom(4008, b"x"))
    streams[("Current User",)] = CURRENT_USER.replace(b"\x5f\xc0\x91\xe3", b"\xdf\xc4\xd1\xf3")
    assert of(streams).outcome.status == "encrypted"


def test_containers_that_nest_without_end_are_read_without_recursion() -> None:
    found = of(slides(struct.pack("<HHI", 15, 1000, 0xFFFFFFF0) * 100_000))
    assert found.outcome.status in {"ok", "empty"}


def test_properties_are_read_with_times_and_names_of_ones_own() -> None:
    ticks = 116_444_736_000_000_000 + 1_773_454_500 * 10_000_000
    summary = properties(
        "\x05SummaryInformation",
        {4: "Đặng Hoa", 7: "\\\\evil\\a.dot", 8: "Lan", 12: (ticks,), 9: "7"},
    )
    document = properties("\x05DocumentSummaryInformation", {15: "Công ty"}, {"Mã số": "42"})
    found = of(summary | document)
    authors = {one.facts["role"]: one.raw for one in found.of("author")}
    assert authors == {"creator": "Đặng Hoa", "modifier": "Lan"}
    assert found.of("document-time")[0].normal == "2026-03-14T02:15:00Z"
    assert found.of("template")[0].flag == "metadata"
    named = {one.facts["name"]: one.raw for one in found.of("document-property")}
    assert named == {"revision": "7", "Company": "Công ty", "Mã số": "42"}


def test_the_example_of_the_specification_decompresses() -> None:
    assert decompress(SPEC_SAMPLE) == b"#aaabcdefaaaaghijaaaaaklaaamnopqaaaaaaaaaaaarstuvwxyzaaa"


@pytest.mark.parametrize("length", [0, 1, 4095, 4096, 4097, 20_000])
def test_decompression_undoes_compression(length: int) -> None:
    source = (b'Sub AutoOpen()\r\n  x = "abc"\r\nEnd Sub\r\n' * 600)[:length]
    assert decompress(compressed(source)) == source


@pytest.mark.parametrize("bad", [b"", b"\x00abc", b"PK"])
def test_what_is_no_compressed_container_is_refused(bad: bytes) -> None:
    with pytest.raises(NotCompressed):
        decompress(bad)


def test_a_container_that_grows_without_end_is_refused() -> None:
    with pytest.raises(NotCompressed):
        decompress(compressed(bytes(9_000)), limit=8_192)


def test_macros_are_flagged_with_their_source_and_what_they_run() -> None:
    source = 'Sub AutoOpen()\r\n  Shell "powershell"\r\n  \' Đơn vi\r\nEnd Sub\r\n'
    found = of(word(["x"]) | project({"Mod1": source, "Mod2": "' empty"}, storage=("Macros",)))
    first, second = found.of("macro")
    assert first.locator == ("vba:Macros/VBA/Mod1",)
    assert first.flag == "macros"
    assert (first.facts["module"], first.facts["runs"]) == ("Mod1", "autoopen")
    assert first.facts["calls"] == "shell powershell"
    assert texts(found)["vba:Macros/VBA/Mod1"] == source.replace("\r\n", "\n")
    assert second.raw == "' empty"


def test_a_long_module_is_cut_in_the_observation_and_whole_in_the_text() -> None:
    source = "'" + "đ" * 5_000
    found = of(project({"Long": source}))
    (macro,) = found.of("macro")
    assert macro.locator == ("vba:VBA/Long", "bytes:0+4095")
    assert texts(found)["vba:VBA/Long"] == source


def test_macros_are_found_when_their_directory_is_damaged() -> None:
    streams = project({"Mod1": 'Attribute VB_Name = "Mod1"\r\nSub A()\r\nEnd Sub'})
    streams[("VBA", "dir")] = b"broken"
    assert texts(of(streams))["vba:VBA/Mod1"].startswith("Attribute VB_Name")


def test_a_packaged_file_becomes_a_child_with_its_name_and_tells_where_it_was() -> None:
    stream = packaged("hoa.exe", "C:\\Users\\lan\\hoa.exe", b"MZ\x90")
    found = of({("ObjectPool", "_1", "\x01Ole10Native"): stream})
    (child,) = found.children
    assert (child.name, child.content) == ("hoa.exe", b"MZ\x90")
    assert child.found.locator == "ole:ObjectPool/_1/%01Ole10Native"
    (embedded,) = found.of("embedded-object")
    assert embedded.raw == "C:\\Users\\lan\\hoa.exe"


def test_an_encrypted_package_is_named_with_its_method() -> None:
    streams: Streams = {
        ("EncryptedPackage",): b"x" * 100,
        ("EncryptionInfo",): struct.pack("<HH", 4, 4),
    }
    found = of(streams)
    assert found.outcome.status == "encrypted"
    assert "agile" in found.outcome.defects[0].text


@pytest.mark.parametrize("kind", ["excel", "slides", "properties", "project"])
def test_damage_of_a_stream_never_crashes(kind: str) -> None:
    made = {
        "excel": excel({"A": [cell(0, 0, "x"), shared(1, 0, 0)]}, ["a", "b"]),
        "slides": slides(atom(1006, atom(4000, b"a\0b\0"), container=True)),
        "properties": properties("\x05SummaryInformation", {4: "Hoa", 12: (1 << 56,)}),
        "project": project({"A": "Sub A()\r\nEnd Sub"}),
    }[kind]
    for path, content in made.items():
        for flip in range(0, min(len(content), 600), 7):
            broken = bytearray(content)
            broken[flip] ^= 0xFF
            streams = made | {path: bytes(broken)}
            assert holds_without_crash(compound(streams))
    survives(office, compound(made), flips=15, cuts=3)


def holds_without_crash(content: bytes) -> bool:
    from tests.extractors.documents.support.packages import looked_at

    return looked_at(office, content).outcome.status not in {"crash", "timeout", "memory"}
