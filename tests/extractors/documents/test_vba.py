"""VBA projects: decompression by the book, the directory of modules, and their source."""

import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.extractors.documents.support.compound import (
    Streams,
    compound,
    compressed,
    in_page,
    project,
)
from tests.extractors.documents.support.packages import codes, holds, looked_at, seen, texts

from truyvet.extractors import office
from truyvet.extractors.documents import vba
from truyvet.extractors.documents.compound import Compound
from truyvet.extractors.documents.vba import NotCompressed, decompress

# Put together: this file itself is to be no find of the rule for such macros.
OPENS = 'Sub {}Open()\r\n  Shell "cmd.exe /c calc"\r\nEnd Sub\r\n'.format("Auto")
BEGINS = 'Attribute VB_Name = "M"\r\n'


@pytest.mark.parametrize(
    ("packed", "plain"),
    [
        (  # 3.2.1: nothing to compress
            "0119b000616263646566676800696a6b6c6d6e6f700071727374757"
            "62e", b"abcdefghijklmnopqrstuv.",
        ),
        (  # 3.2.2: copies of different lengths and distances
            "012fb00023616161626364658266007061676869"
            "6a013808616b6c00306d6e6f7006710270041072737475761077787"
            "97a003c", b"#aaabcdefaaaaghijaaaaaklaaamnopqaaaaaaaaaaaarstuvwxyzaaa",
        ),
        ("0103b002614500", b"a" * 73),  # 3.2.3: one letter and one copy of it
    ],
)  # fmt: skip
def test_the_three_examples_of_the_specification_decompress(packed: str, plain: bytes) -> None:
    assert decompress(bytes.fromhex(packed)) == plain


def test_a_container_of_a_signature_alone_is_empty() -> None:
    assert decompress(b"\x01") == b""


def test_a_chunk_that_is_not_compressed_is_taken_as_it_is() -> None:
    raw = bytes(range(256)) * 16
    assert decompress(b"\x01" + struct.pack("<H", 0x3FFF) + raw) == raw


def test_chunks_follow_each_other_and_copies_stay_inside_theirs() -> None:
    one = bytes.fromhex("03b002614500")
    assert decompress(b"\x01" + one * 3) == b"a" * 219


@pytest.mark.parametrize("container", [b"", b"\x00", b"\x02\x19\xb0", b"Attribut"])
def test_what_begins_otherwise_is_no_container(container: bytes) -> None:
    with pytest.raises(NotCompressed):
        decompress(container)


@pytest.mark.parametrize("head", [0x8003, 0x9003, 0xA003, 0xC003, 0xF003, 0x0003])
def test_a_chunk_without_its_signature_ends_the_container(head: int) -> None:
    good = bytes.fromhex("03b002614500")
    assert decompress(b"\x01" + good + struct.pack("<H", head) + good[2:]) == b"a" * 73


@pytest.mark.parametrize(
    ("chunk", "plain"),
    [
        (b"\x01\x00\x00", b""),  # a copy from before the beginning
        (b"\x02a\x00\x10", b"a"),  # a copy of two back where there is one
        (b"\x02a\x00", b"a"),  # a copy that is cut
        (b"\x00", b""),  # flags of nothing
        (b"\x02a\xff\x0f", b"a" * 4096),  # the longest copy, bounded by the chunk
    ],
)
def test_a_damaged_chunk_ends_where_it_is_damaged(chunk: bytes, plain: bytes) -> None:
    head = struct.pack("<H", 0xB000 | (len(chunk) - 1))
    assert decompress(b"\x01" + head + chunk) == plain


@pytest.mark.parametrize(
    ("before", "bits"), [(1, 4), (16, 4), (17, 5), (32, 5), (33, 6), (64, 6), (65, 7), (128, 7),
                         (129, 8), (256, 8), (257, 9), (512, 9), (513, 10), (2049, 12)]
)  # fmt: skip
def test_a_copy_is_split_by_how_much_stands_before_it(before: int, bits: int) -> None:
    """2.4.1.3.19.1: the bits of the distance grow with what is decompressed so far."""
    chunk = bytearray()
    for start in range(0, before, 8):
        piece = bytes(65 + (start + n) % 26 for n in range(min(8, before - start)))
        chunk += b"\x00" + piece
    if before % 8:
        chunk[-(before % 8) - 1] = 1 << before % 8
    else:
        chunk += b"\x01"
    chunk += struct.pack("<H", (before - 1) << (16 - bits))
    plain = decompress(b"\x01" + struct.pack("<H", 0xB000 | (len(chunk) - 1)) + bytes(chunk))
    first = bytes(65 + n % 26 for n in range(before))
    assert plain == first + (first * 3)[:3]


@given(st.binary(max_size=9_000))
def test_anything_is_decompressed_or_refused_within_its_bound(container: bytes) -> None:
    assert len(decompress(b"\x01" + container)) <= 2 * len(container) * 4096


@given(st.text("ab\nĐ", max_size=300))
def test_what_was_compressed_comes_back(text: str) -> None:
    assert decompress(compressed(text.encode())) == text.encode()


def test_the_bound_is_on_what_comes_out() -> None:
    grows = b"\x01" + bytes.fromhex("03b002614500") * 10
    assert len(decompress(grows, 730)) == 730
    with pytest.raises(NotCompressed):
        decompress(grows, 729)


def modules(streams: Streams) -> list[vba.Module]:
    with Compound.of(compound(streams)) as opened:
        return vba.modules(opened)


@pytest.mark.parametrize("page", [1258, 1252, 932, 65001, 0xFFFF])
def test_the_code_page_of_a_project_is_that_of_its_modules(page: int) -> None:
    streams = project({"M": BEGINS})
    listing = decompress(streams[("VBA", "dir")])
    changed = listing.replace(struct.pack("<HIH", 3, 2, 1258), struct.pack("<HIH", 3, 2, page))
    (module,) = modules(streams | {("VBA", "dir"): compressed(changed)})
    assert module.page == page


def test_vietnamese_source_has_its_tones_on_the_letters() -> None:
    source = BEGINS + "' Chuyển tiền cho Nguyễn Văn Đức"
    assert "ễ".encode() not in in_page("ễ", 1258)
    (text,) = texts(looked_at(office, compound(project({"M": source})))).values()
    assert text == source.replace("\r\n", "\n")


def test_a_module_of_an_unknown_code_page_is_read_all_the_same() -> None:
    streams = project({"M": BEGINS + OPENS})
    listing = decompress(streams[("VBA", "dir")])
    changed = listing.replace(struct.pack("<HIH", 3, 2, 1258), struct.pack("<HIH", 3, 2, 12_345))
    found = looked_at(office, compound(streams | {("VBA", "dir"): compressed(changed)}))
    assert "Shell" in found.of("macro")[0].raw


def test_modules_come_in_the_order_of_the_directory_with_their_names() -> None:
    found = modules(project({"ThisDocument": BEGINS, "Mô đun": BEGINS}, page=65001))
    assert [one.name for one in found] == ["ThisDocument", "Mô đun"]


def test_two_projects_in_one_file_are_read_each() -> None:
    streams = project({"A": BEGINS}, storage=("Macros",))
    streams |= project({"B": BEGINS}, storage=("ObjectPool", "_1", "Macros"))
    assert sorted(one.name for one in modules(streams)) == ["A", "B"]


def test_a_directory_outside_a_project_is_none() -> None:
    streams = project({"A": BEGINS})
    assert modules({("other", "dir"): streams[("VBA", "dir")]}) == []
    assert modules({("dir",): streams[("VBA", "dir")]}) == []


def test_a_module_that_the_directory_hides_is_found_beside_it() -> None:
    streams = project({"A": BEGINS + OPENS, "B": BEGINS})
    streams[("VBA", "dir")] = project({"B": BEGINS})[("VBA", "dir")]
    found = looked_at(office, compound(streams))
    assert [one.facts["module"] for one in found.of("macro")] == ["B", "A"]
    assert "autoopen" in found.of("macro")[1].facts["runs"]


@pytest.mark.parametrize("name", ["_VBA_PROJECT", "__SRP_0", "dir"])
def test_streams_that_are_never_modules_are_left_out(name: str) -> None:
    streams = project({"A": BEGINS})
    streams.setdefault(("VBA", name), b"x" * 5_000)
    assert [one.name for one in modules(streams)] == ["A"]


@pytest.mark.parametrize("cut", [0, 3, 20, 60, 90])
def test_a_directory_that_ends_early_still_finds_the_modules(cut: int) -> None:
    streams = project({"A": BEGINS + OPENS})
    listing = decompress(streams[("VBA", "dir")])
    found = looked_at(office, compound(streams | {("VBA", "dir"): compressed(listing[:cut])}))
    assert "Shell" in found.of("macro")[0].raw


@pytest.mark.parametrize(
    ("word", "fact"),
    [
        ("AutoOpen", "runs"), ("Document_Open", "runs"), ("Workbook_Open", "runs"),
        ("Auto_Close", "runs"), ("UserForm_Initialize", "runs"), ("CreateObject", "calls"),
        ("URLDownloadToFile", "calls"), ("PowerShell", "calls"), ("VirtualAlloc", "calls"),
        ("StrReverse", "calls"), ("mshta", "calls"), ("ADODB.Stream", "calls"),
    ],
)  # fmt: skip
def test_what_a_module_runs_at_and_calls_is_told(word: str, fact: str) -> None:
    streams = project({"M": f"{BEGINS}Sub {word}()\r\nEnd Sub\r\n"})
    (macro,) = looked_at(office, compound(streams)).of("macro")
    assert word.lower() in macro.facts[fact]
    assert macro.flag == "macros"


def test_a_plain_module_is_flagged_without_saying_what_it_runs() -> None:
    (macro,) = looked_at(office, compound(project({"M": BEGINS}))).of("macro")
    assert set(macro.facts) == {"language", "module"}


def test_the_text_of_a_module_has_plain_ends_of_lines() -> None:
    found = holds(office, compound(project({"M": BEGINS + OPENS}, storage=("Macros",))))
    assert texts(found) == {"vba:Macros/VBA/M": (BEGINS + OPENS).replace("\r\n", "\n")}
    assert seen(found, "macro") == texts(found)


def test_a_module_whose_stream_is_missing_is_corrupt() -> None:
    streams = project({"A": BEGINS})
    del streams[("VBA", "A")]
    assert codes(looked_at(office, compound(streams))) == ["corrupt"]


def test_more_modules_than_the_bound_are_left_out() -> None:
    listing = bytearray()
    for n in range(vba.MAX_MODULES + 5):
        name = f"M{n}".encode()
        listing += struct.pack("<HI", 0x19, len(name)) + name + struct.pack("<HI", 0x2B, 0)
    assert len(modules({("VBA", "dir"): compressed(bytes(listing))})) == vba.MAX_MODULES
