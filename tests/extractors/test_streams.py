"""Compressed streams: whole items of every format, and what is carved out of other bytes."""

import bz2
import gzip
import io
import lzma
import re
import struct
import zipfile
import zlib
from pathlib import Path
from types import ModuleType

import pytest
from tests.extractors.containers.laws import (
    contents,
    lawful,
    led,
    looked,
    problems,
    steps,
)

from truyvet.extractors import streams
from truyvet.extractors.containers.carving import WINDOW
from truyvet.extractors.engine.emission import Emission
from truyvet.extractors.engine.examination import examine as run
from truyvet.extractors.engine.view import FileView
from truyvet.extractors.interface import Facts
from truyvet.testing.bench import DEFAULTS, ITEM, examine

TEXT = b"".join(b"%d Nguyen Van Duc 0912345678\n" % number for number in range(3_000))
WHOLE = {
    "gz": gzip.compress(TEXT, mtime=0),
    "bz2": bz2.compress(TEXT),
    "xz": lzma.compress(TEXT),
    "lzma": lzma.compress(TEXT, lzma.FORMAT_ALONE),
    "zlib": zlib.compress(TEXT),
}
CARVED = ("gz", "bz2", "xz")


def named_gzip(name: bytes, comment: bytes, seconds: int) -> bytes:
    head = struct.pack("<3sBL2s", b"\x1f\x8b\x08", 8 | 16, seconds, b"\0\3")
    packed = zlib.compress(TEXT)[2:-4]
    tail = struct.pack("<2L", zlib.crc32(TEXT), len(TEXT))
    return head + name + b"\0" + comment + b"\0" + packed + tail


def pdf_object(text: bytes, line: bytes = b"\n") -> bytes:
    packed = zlib.compress(text)
    lead = b"4 0 obj\n<< /Length %d /Filter /FlateDecode >>\nstream" % len(packed)
    return lead + line + packed + b"\nendstream\nendobj\n"


@pytest.mark.parametrize("scheme", WHOLE)
def test_an_item_that_is_a_stream_becomes_one_child(scheme: str) -> None:
    found = lawful(streams, WHOLE[scheme])
    assert contents(found) == {f"{scheme}:0": TEXT}
    (seen,) = found.of("compressed-stream")
    assert seen.facts["format"] == scheme
    assert found.outcome.status == "ok"


@pytest.mark.parametrize("scheme", CARVED)
def test_streams_that_follow_one_another_are_one(scheme: str) -> None:
    assert contents(lawful(streams, WHOLE[scheme] * 3)) == {f"{scheme}:0": TEXT * 3}


def test_padding_between_xz_streams_is_passed_over() -> None:
    content = WHOLE["xz"] + bytes(8) + WHOLE["xz"]
    assert contents(lawful(streams, content)) == {"xz:0": TEXT * 2}


@pytest.mark.parametrize("scheme", CARVED)
def test_a_stream_inside_other_bytes_is_carved(scheme: str) -> None:
    content = b"\xee" * 5_001 + WHOLE[scheme] + b"\xee" * 77 + WHOLE[scheme]
    second = 5_001 + len(WHOLE[scheme]) + 77
    found = lawful(streams, content)
    assert contents(found) == {f"{scheme}:5001": TEXT, f"{scheme}:{second}": TEXT}


@pytest.mark.parametrize("scheme", WHOLE)
def test_a_cut_stream_gives_what_comes_before_the_cut(scheme: str) -> None:
    content = WHOLE[scheme]
    found = lawful(streams, content[: len(content) * 2 // 3])
    assert problems(found) == [("corrupt", f"{scheme}:0")]
    kept = contents(found)[f"{scheme}:0"]
    if scheme == "bz2":  # its only block is cut: nothing comes out, and nothing is made up
        assert kept is None
    else:
        assert kept is not None
        assert TEXT.startswith(kept)
        assert len(kept) > len(TEXT) // 3


def test_what_inflates_before_a_turned_bit_stays() -> None:
    content = bytearray(WHOLE["gz"])
    content[-4_000] ^= 0x10
    found = lawful(streams, bytes(content))
    kept = contents(found)["gz:0"]
    assert kept is not None
    assert kept[:1_000] == TEXT[:1_000]
    assert problems(found) == [("corrupt", "gz:0")]


def test_a_wrong_checksum_is_named_and_the_bytes_stay() -> None:
    content = bytearray(WHOLE["gz"])
    content[-6] ^= 1
    found = lawful(streams, bytes(content))
    assert contents(found) == {"gz:0": TEXT}
    assert problems(found) == [("corrupt", "gz:0")]


def test_a_gzip_header_gives_name_time_and_comment() -> None:
    found = lawful(streams, named_gzip(b"th\xbfng.txt", b"mat", 1_700_000_000))
    (child,) = found.children
    assert child.found.name_bytes == b"th\xbfng.txt".hex()
    assert child.found.modified == "2023-11-14T22:13:20.000000000Z"
    (seen,) = found.of("compressed-stream")
    assert seen.facts["comment"] == "mat"


@pytest.mark.parametrize(
    ("name", "child"),
    [("a/Log.txt.gz", "Log.txt"), ("backup.tgz", "backup.tar"), ("noend", "noend")],
)
def test_a_child_is_called_like_its_item_without_the_ending(name: str, child: str) -> None:
    assert looked(streams, WHOLE["gz"], name=name).children[0].name == child


def test_bytes_after_a_stream_are_told_and_searched() -> None:
    content = WHOLE["gz"] + b"garbage" + WHOLE["xz"]
    found = lawful(streams, content)
    (seen,) = found.of("foreign-bytes")
    place = len(WHOLE["gz"])
    assert seen.facts["offset"] == str(place)
    assert contents(found) == {"gz:0": TEXT, f"xz:{place + 7}": TEXT}


def test_zeros_after_a_stream_are_padding() -> None:
    assert not lawful(streams, WHOLE["gz"] + bytes(900)).of("foreign-bytes")


@pytest.mark.parametrize("line", [b"\n", b"\r\n", b"\r"])
def test_deflated_pdf_streams_in_a_fragment_are_carved(line: bytes) -> None:
    content = bytes(100) + pdf_object(TEXT, line) + pdf_object(b"short but whole", line)
    found = lawful(streams, content)
    places = [m.start() for m in re.finditer(rb"(?<!end)stream", content)]
    assert contents(found) == {
        f"pdf-stream:{places[0]}": TEXT,
        f"pdf-stream:{places[1]}": b"short but whole",
    }


def test_a_whole_pdf_is_left_to_its_own_extractor() -> None:
    assert looked(streams, b"%PDF-1.7\n" + pdf_object(TEXT)).outcome.status == "empty"


def test_zip_members_without_a_central_directory_are_carved() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as writer:
        writer.writestr(zipfile.ZipInfo("thư/a.txt", (2026, 3, 14, 9, 15, 0)), TEXT)
        writer.writestr(zipfile.ZipInfo("../b", (2026, 3, 14, 9, 15, 0)), b"x" * 99)
    body = out.getvalue()[: out.getvalue().index(b"PK\1\2")]
    content = b"\xee" * 700 + body + b"\xee" * 50
    found = lawful(streams, content)
    second = content.index(b"PK\3\4", 701)
    assert contents(found) == {"zip-local:700": TEXT, f"zip-local:{second}": b"x" * 99}
    assert [child.name for child in found.children] == ["thư/a.txt", "../b"]
    assert [seen.value() for seen in found.of("suspicious-name")] == [b"../b"]


def test_archives_are_left_to_the_archive_extractor(hostile: ModuleType) -> None:
    assert looked(streams, hostile.zipped([("a.gz", WHOLE["gz"])], 0)).outcome.status == "empty"


def test_a_stream_across_the_border_of_two_windows_is_found(tmp_path: Path) -> None:
    for before in (1, 3, 9):
        path = tmp_path / f"item-{before}"
        path.write_bytes(bytes(WINDOW - before) + WHOLE["bz2"] + b"\xee")
        found = examine(streams, path, media_type="application/octet-stream")
        assert contents(found) == {f"bz2:{WINDOW - before}": TEXT}


def test_what_only_begins_like_a_stream_is_no_child() -> None:
    content = b"\x1f\x8b\x08\0junk PK\3\4 stream\nnot deflated BZh91AY&SYno \xfd7zXZ\0no" * 20
    assert lawful(streams, b"." + content).children == []


def test_text_that_begins_like_zlib_is_no_stream() -> None:
    assert lawful(streams, b"x^2 + y^2 = z^2\n" * 40).children == []


def test_a_bomb_is_stopped_while_it_is_decoded(hostile: ModuleType) -> None:
    content = hostile.gzip_bomb()
    found = looked(streams, content, allowance=len(content) * 200)
    assert (found.outcome.status, found.outcome.children) == ("bomb", 0)


def test_trials_end_when_they_would_take_too_long() -> None:
    fakes = (b"\x1f\x8b\x08" + bytes(7) + b"\0\0\0\xff\xff") * 200_000
    found = looked(streams, b"." + fakes)
    assert ("partial", "") in problems(found)


def test_a_sparse_item_is_passed_over_quickly(hostile: ModuleType, tmp_path: Path) -> None:
    path = hostile.sparse(tmp_path / "sparse", 1 << 30)
    folder, out = tmp_path / "private", tmp_path / "out"
    folder.mkdir()
    out.mkdir()
    facts = Facts(id=ITEM, path="sparse", size=1 << 30, sha256=ITEM)
    view = FileView(path, facts, DEFAULTS, folder, streams.prepare(DEFAULTS))
    try:
        outcome = run(streams, view, Emission(streams, facts, None, out, 1 << 20))  # type: ignore[arg-type]
    finally:
        view.close()
    assert outcome.status == "empty"


def test_zstandard_frames_are_read() -> None:
    zstandard = pytest.importorskip("zstandard")
    frame = zstandard.compress(TEXT)
    skipped = b"\x50\x2a\x4d\x18" + struct.pack("<L", 3) + b"abc"
    assert contents(lawful(streams, frame + skipped + frame)) == {"zst:0": TEXT * 2}
    found = lawful(streams, b"." * 999 + frame)
    assert contents(found) == {"zst:999": TEXT}
    cut = lawful(streams, frame[: len(frame) // 2])
    assert [code for code, _ in problems(cut)] == ["corrupt"]


@pytest.mark.parametrize("content", [b"", b"\x1f", b"\x1f\x8b\x08", b"BZh9", bytes(5_000)])
def test_little_or_nothing_ends_quietly(content: bytes) -> None:
    assert lawful(streams, content).children == []


def test_a_step_that_leads_nowhere_is_a_lookup_error() -> None:
    for step in (
        "gz:1",
        "gz:-1",
        "gz:x",
        "xz:0",
        "zip-local:0",
        "pdf-stream:9999999",
        "gz:00",
        "gz:" + "9" * 20,
    ):
        with pytest.raises(LookupError):
            led(streams, WHOLE["gz"], step)


def test_cut_and_flipped_copies_never_crash(hostile: ModuleType) -> None:
    small = TEXT[:2_000]
    content = b"".join(
        [gzip.compress(small, mtime=0), bz2.compress(small), lzma.compress(small), b"-" * 9,
         pdf_object(small)]
    )  # fmt: skip
    for bad in [*hostile.truncated(content, 8), *hostile.flipped(content, 30)]:
        lawful(streams, bad)


def test_the_known_answers_of_the_disk_fragment_are_found(samples: Path) -> None:
    found = examine(streams, samples / "offsets" / "nps-2010-emails.100k.raw")
    holding = {
        step for step, content in contents(found).items() if content and b"@textedit.com" in content
    }
    assert {"pdf-stream:70727", "pdf-stream:81991", "pdf-stream:92231"} <= holding


def test_the_known_answer_of_the_gzip_stream_is_found(samples: Path) -> None:
    found = examine(streams, samples / "offsets" / "test_hello.gz")
    assert steps(found) == ["gz:0"]
    assert (found.children[0].content or b"").startswith(b"hello@world.com")
