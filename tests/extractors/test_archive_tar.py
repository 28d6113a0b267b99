"""Tar archives: formats, long and hostile names, links, sparse files, damage."""

import io
import struct
import tarfile
from types import ModuleType

import pytest
from tests.extractors.containers.laws import contents, lawful, looked, problems, steps

from truyvet.extractors import archive
from truyvet.extractors.containers.reading import Damage
from truyvet.extractors.containers.tarformat import nanoseconds, number

TEXT = b"Nguyen Van Duc 0912345678\n" * 100
FORMATS = {"pax": tarfile.PAX_FORMAT, "gnu": tarfile.GNU_FORMAT, "ustar": tarfile.USTAR_FORMAT}


def tarred(*members: tuple[str, bytes, dict], form: int = tarfile.PAX_FORMAT) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=form) as writer:
        for name, content, fields in members:
            member = tarfile.TarInfo(name)
            member.size, member.mtime = len(content), 1_700_000_000
            for word, value in fields.items():
                setattr(member, word, value)
            writer.addfile(member, io.BytesIO(content))
    return out.getvalue()


def block(name: bytes, kind: bytes, size: int, fields: dict[int, bytes] | None = None) -> bytes:
    """Return a header with the right checksum."""
    raw = bytearray(512)
    raw[: len(name)] = name
    raw[100:108], raw[108:116], raw[116:124] = b"0000644\0", b"0000000\0", b"0000000\0"
    raw[124:136], raw[136:148] = b"%011o\0" % size, b"%011o\0" % 1_700_000_000
    raw[156:157], raw[257:265] = kind, b"ustar  \0"
    for place, value in (fields or {}).items():
        raw[place : place + len(value)] = value
    raw[148:156] = b" " * 8
    raw[148:156] = b"%06o\0 " % sum(raw)
    return bytes(raw)


def padded(content: bytes) -> bytes:
    return content + bytes(-len(content) % 512)


def pax(records: dict[bytes, bytes]) -> bytes:
    body = b""
    for word, value in records.items():
        length = len(word) + len(value) + 3
        length += len(str(length + len(str(length))))
        body += b"%d %s=%s\n" % (length, word, value)
    return block(b"pax", b"x", len(body)) + padded(body)


@pytest.mark.parametrize("form", FORMATS)
def test_members_of_every_format_become_children(form: str) -> None:
    content = tarred(("b.txt", TEXT, {}), ("thư/a", b"two", {}), form=FORMATS[form])
    found = lawful(archive, content)
    assert contents(found) == {"tar:b.txt": TEXT, "tar:thư/a": b"two"}
    assert found.outcome.status == "ok"
    assert {child.found.modified for child in found.children} == {"2023-11-14T22:13:20.000000000Z"}


@pytest.mark.parametrize("form", ["pax", "gnu"])
def test_long_names_and_targets_are_read(form: str) -> None:
    fields = {"type": tarfile.SYMTYPE, "linkname": "t" * 300}
    found = lawful(archive, tarred(("n" * 300, b"", fields), form=FORMATS[form]))
    (child,) = found.children
    assert (child.name, child.found.target) == ("n" * 300, "t" * 300)


def test_a_name_in_two_pieces_is_one_and_leads_to_its_member() -> None:
    name = "../" + "d" * 90 + "/" + "e" * 60
    found = lawful(archive, tarred((name, TEXT, {}), form=tarfile.USTAR_FORMAT))
    assert contents(found) == {f"tar:{name}": TEXT}
    (seen,) = found.of("suspicious-name")
    assert seen.locator == (f"member-name:tar:{name}",)
    assert seen.value() == name.encode()


def test_a_time_with_a_fraction_keeps_it() -> None:
    found = lawful(archive, tarred(("a", b"1", {"mtime": 1_700_000_000.25})))
    assert found.children[0].found.modified == "2023-11-14T22:13:20.250000000Z"


def test_links_and_devices_are_children_without_bytes() -> None:
    found = lawful(archive, tarred(
        ("a", TEXT, {}),
        ("soft", b"", {"type": tarfile.SYMTYPE, "linkname": "../../a"}),
        ("hard", b"", {"type": tarfile.LNKTYPE, "linkname": "a"}),
        ("pipe", b"", {"type": tarfile.FIFOTYPE}),
        ("tty", b"", {"type": tarfile.CHRTYPE}),
        ("folder", b"", {"type": tarfile.DIRTYPE}),
    ))  # fmt: skip
    told = [(child.name, child.found.kind, child.found.target) for child in found.children]
    assert told == [
        ("a", "file", ""), ("soft", "symlink", "../../a"), ("hard", "file", "a"),
        ("pipe", "fifo", ""), ("tty", "character", ""),
    ]  # fmt: skip
    assert [child.content for child in found.children[1:]] == [None] * 4


def test_a_hard_link_that_claims_a_length_has_no_data() -> None:
    link = block(b"hard", b"1", len(TEXT), {157: b"a"})
    content = block(b"a", b"0", 3) + padded(b"one") + link + block(b"b", b"0", 3) + padded(b"two")
    found = lawful(archive, content + bytes(1024))
    assert contents(found) == {"tar:a": b"one", "tar:hard": None, "tar:b": b"two"}


def test_the_same_name_twice_is_told_apart() -> None:
    found = lawful(archive, tarred(("a", b"1", {}), ("a", b"2", {})))
    assert steps(found) == ["tar:a", "tar:a@1024"]


def test_an_old_sparse_file_is_whole_again() -> None:
    pieces = b"".join(b"%011o\0" % value for value in (1024, 3, 4096, 3))
    head = block(b"sp", b"S", 6, {386: pieces, 483: b"%011o\0" % 8192})
    found = lawful(archive, head + padded(b"onetwo") + bytes(1024))
    assert contents(found) == {"tar:sp": bytes(1024) + b"one" + bytes(3069) + b"two" + bytes(4093)}


def test_an_old_sparse_file_of_many_pieces_is_whole_again() -> None:
    numbers = [value for number in range(10) for value in (number * 100, 2)]
    raw = b"".join(b"%011o\0" % value for value in numbers)
    head = block(b"sp", b"S", 20, {386: raw[:96], 482: b"\1", 483: b"%011o\0" % 1000})
    following = block(b"next", b"0", 3) + padded(b"abc")
    found = lawful(archive, head + padded(raw[96:]) + padded(b"ab" * 10) + following + bytes(1024))
    assert contents(found)["tar:sp"] == (b"ab" + bytes(98)) * 10
    assert contents(found)["tar:next"] == b"abc"


@pytest.mark.parametrize("form", ["0.1", "1.0"])
def test_a_pax_sparse_file_is_whole_again(form: str) -> None:
    records = {b"GNU.sparse.name": b"real", b"GNU.sparse.size": b"3000"}
    data = b"onetwo"
    if form == "0.1":
        records |= {b"GNU.sparse.map": b"10,3,2000,3"}
    else:
        records |= {b"GNU.sparse.major": b"1", b"GNU.sparse.minor": b"0",
                    b"GNU.sparse.realsize": b"3000"}  # fmt: skip
        data = padded(b"2\n10\n3\n2000\n3\n") + data
    content = pax(records) + block(b"GNUSparseFile.0/real", b"0", len(data)) + padded(data)
    found = lawful(archive, content + bytes(1024))
    whole = bytes(10) + b"one" + bytes(1987) + b"two" + bytes(997)
    assert contents(found) == {"tar:real": whole}


def test_a_sparse_bomb_is_stopped() -> None:
    head = block(b"sp", b"S", 0, {386: b"", 483: b"\x80" + (1 << 60).to_bytes(11, "big")})
    found = looked(archive, head + bytes(1024), allowance=1 << 20)
    assert found.outcome.status == "bomb"


@pytest.mark.parametrize("written", [b"5,1,2,1", b"1,2,3", b"a,b", b"-1,2"])
def test_a_map_that_cannot_be_is_damage(written: bytes) -> None:
    content = pax({b"GNU.sparse.map": written, b"GNU.sparse.size": b"9"})
    found = lawful(archive, content + block(b"a", b"0", 4) + padded(b"abcd") + bytes(1024))
    assert found.outcome.status == "corrupt"


def test_an_extended_header_that_is_too_long_is_damage_and_the_rest_comes_out() -> None:
    content = block(b"pax", b"x", 1 << 30) + block(b"a", b"0", 3) + padded(b"one") + bytes(1024)
    found = lawful(archive, content)
    assert contents(found) == {"tar:a": b"one"}
    assert found.outcome.status == "corrupt"


def test_a_cut_archive_gives_all_before_the_cut() -> None:
    content = tarred(("a", TEXT, {}), ("b", TEXT, {}))
    found = lawful(archive, content[: 512 * 7 + 512 + 99])
    kept = contents(found)
    assert kept["tar:a"] == TEXT
    assert kept["tar:b"] == TEXT[:99]
    assert ("corrupt", "tar:b") in problems(found)


def test_members_after_a_damaged_header_are_found() -> None:
    content = bytearray(tarred(("a", b"1", {}), ("b", b"2", {}), ("c", b"3", {})))
    content[1024:1030] = b"\xff" * 6
    found = lawful(archive, bytes(content))
    assert steps(found) == ["tar:a", "tar:c"]
    assert problems(found) == [("corrupt", "")]


def test_an_archive_behind_the_end_mark_is_found_and_told() -> None:
    content = tarred(("a", b"1", {})) + tarred(("b", b"2", {}))
    found = lawful(archive, content)
    assert steps(found) == ["tar:a", "tar:b"]
    (seen,) = found.of("foreign-bytes")
    assert (seen.facts["place"], seen.flag) == ("after", "metadata")


def test_bytes_behind_the_end_mark_are_told() -> None:
    found = lawful(archive, tarred(("a", b"1", {})) + b"hidden words")
    (seen,) = found.of("foreign-bytes")
    assert seen.value() == b"hidden words"


def test_an_archive_without_magic_is_known_by_its_checksum() -> None:
    content = block(b"a", b"0", 3, {257: bytes(8)}) + padded(b"one") + bytes(1024)
    found = lawful(archive, content)
    assert contents(found) == {"tar:a": b"one"}
    assert found.of("archive")[0].facts["variant"] == "old"


@pytest.mark.parametrize("claim", [(1 << 61), -5])
def test_a_length_that_cannot_be_is_not_passed_on(claim: int) -> None:
    written = (b"\x80" if claim > 0 else b"\xff") + claim.to_bytes(11, "big", signed=True)
    head = block(b"ln", b"2", 0, {124: written, 157: b"target"})
    (child,) = lawful(archive, head + bytes(1024)).children
    assert child.found.size is None


def test_a_negative_length_is_no_loop() -> None:
    head = block(b"a", b"0", 0, {124: b"\xff" * 12})
    assert lawful(archive, head + bytes(1024)).outcome.status == "corrupt"


@pytest.mark.parametrize(
    ("raw", "value"), [(b"0000644\0", 0o644), (b" 644 \0", 0o644), (b"\x80" + bytes(10) + b"\5", 5)]
)
def test_numbers_of_headers_are_read(raw: bytes, value: int) -> None:
    assert number(raw) == value


def test_what_is_no_number_is_damage() -> None:
    for raw in (b"99", b"\x80" + b"\xff" * 11):
        with pytest.raises(Damage):
            number(raw)
    with pytest.raises(Damage):
        nanoseconds(b"soon")
    assert nanoseconds(b"-1.5") == -1_500_000_000


def test_cut_and_flipped_copies_never_crash(hostile: ModuleType) -> None:
    sparse = pax({b"GNU.sparse.map": b"10,3", b"GNU.sparse.size": b"99", b"path": b"p"})
    content = sparse + block(b"a", b"0", 3) + padded(b"one") + tarred(("n" * 120, TEXT, {}))
    for bad in [*hostile.truncated(content, 12), *hostile.flipped(content, 40)]:
        lawful(archive, bad)


def test_a_pax_record_that_leads_outside_is_damage() -> None:
    for body in (b"99 path=a\n", b"x path=a\n", b"5path", b"0 a=b\n", struct.pack("<Q", 5)):
        content = block(b"pax", b"x", len(body)) + padded(body) + block(b"a", b"0", 0)
        assert lawful(archive, content + bytes(1024)).outcome.status == "corrupt"
