"""Presentations of 1997 to 2003: atoms, comments, links, objects, and what nests or lies."""

import struct
import zlib

import pytest
from tests.extractors.documents.support.compound import Streams, atom, compound
from tests.extractors.documents.support.packages import codes, holds, looked_at, survives

from truyvet.extractors import office
from truyvet.extractors.documents import powerpoint97
from truyvet.extractors.documents.findings import Finding, Inside, Seen, Trouble, Words
from truyvet.extractors.documents.powerpoint97 import is_encrypted, read, user

CHARS, BYTES, STRING, LINK, VBA, VBA_ATOM = 4000, 4008, 4026, 4055, 1023, 1024
SLIDE, SHOW, MASTER, OBJECT, COMMENT, COMMENT_ATOM = 1006, 1017, 1016, 4113, 12000, 12001


def inside(kind: int, *atoms: bytes) -> bytes:
    return atom(kind, b"".join(atoms), container=True)


def chars(text: str) -> bytes:
    return atom(CHARS, text.encode("utf-16-le"))


def string(text: str, instance: int) -> bytes:
    return atom(STRING, text.encode("utf-16-le"), instance=instance)


def show(flags: int) -> bytes:
    return atom(SHOW, struct.pack("<IIBBBB4x", 0, 0, 0, 0, flags, 0))


def text(stream: bytes) -> str:
    return next(one.text for one in read(stream) if isinstance(one, Words))


def seen(stream: bytes) -> list[Seen]:
    return [one for one in read(stream) if isinstance(one, Seen)]


@pytest.mark.parametrize(
    ("stream", "shown"),
    [
        (chars("Nguyễn Văn Đức"), "Nguyễn Văn Đức"),
        (atom(BYTES, b"caf\xe9"), "caf\xe9"),
        (chars("một\rhai\x0bba"), "một\nhai\nba"),
        (chars("a") + chars("b"), "a\nb"),
        (inside(SLIDE, inside(4000 + 8, chars("sâu"))), "sâu"),
        (inside(MASTER, chars("mẫu")) + chars("thật"), "thật"),
        (chars("*"), ""),
        (chars("* chú ý"), "* chú ý"),
        (b"", ""),
        (atom(9999, b"xx") + chars("a"), "a"),
    ],
)
def test_text_is_read_but_that_of_masters_and_marks(stream: bytes, shown: str) -> None:
    assert text(stream) == shown


def test_containers_end_where_they_say_so() -> None:
    stream = inside(MASTER, chars("mẫu"), inside(1, chars("mẫu 2"))) + inside(SLIDE, chars("thật"))
    assert text(stream) == "thật"


@pytest.mark.parametrize(("instance", "there"), [(0, False), (1, True), (2, False), (3, True)])
def test_links_are_the_strings_of_their_container(instance: int, there: bool) -> None:
    found = seen(inside(LINK, string("https://vi-du.example/", instance)))
    assert [one.raw for one in found] == (["https://vi-du.example/"] if there else [])


def test_a_string_outside_a_link_is_none() -> None:
    assert seen(string("https://vi-du.example/", 1)) == []


@pytest.mark.parametrize(("flags", "hidden"), [(0x11, False), (0x15, True), (0x04, True), (0, 0)])
def test_hidden_slides_are_flagged_with_their_number(flags: int, hidden: bool) -> None:
    found = seen(inside(SLIDE, show(0)) + inside(SLIDE, show(flags)))
    assert [(one.kind, one.facts["number"]) for one in found] == (
        [("hidden-part", "2")] if hidden else []
    )


def test_the_show_of_a_master_hides_no_slide() -> None:
    assert seen(inside(MASTER, show(4))) == []


def test_a_short_show_hides_nothing() -> None:
    assert seen(inside(SLIDE, atom(SHOW, b"\xff" * 9))) == []


@pytest.mark.parametrize(("has", "there"), [(0, False), (1, True)])
def test_macros_are_there_only_where_the_atom_says_so(has: int, there: bool) -> None:
    stream = inside(VBA, atom(VBA_ATOM, struct.pack("<III", 5, has, 2)))
    assert [one.kind for one in seen(stream)] == (["macro"] if there else [])


def test_an_atom_of_macros_outside_its_container_says_nothing() -> None:
    assert seen(atom(VBA_ATOM, struct.pack("<III", 5, 1, 2))) == []


def comment(author: str, words: str, *when: int) -> bytes:
    said = struct.pack("<i8H", 1, *(when or (2026, 3, 6, 14, 9, 15, 30, 0))) + bytes(8)
    parts = [string(author, 0), string(words, 1), string("PQ", 2), atom(COMMENT_ATOM, said)]
    return inside(COMMENT, *parts)


def test_a_comment_has_its_author_and_local_time() -> None:
    (one,) = seen(comment("Phạm Quang", "Bổ sung ảnh"))
    assert (one.kind, one.raw, one.step) == ("comment", "Bổ sung ảnh", "ppt:comment/1")
    assert one.facts == {
        "author": "Phạm Quang", "written": "2026-03-14T09:15:30", "local": "2026-03-14T09:15:30",
    }  # fmt: skip


def test_a_comment_is_readable_text() -> None:
    found = [one for one in read(comment("a", "0912 345 678")) if isinstance(one, Words)]
    assert [(one.step, one.text) for one in found] == [
        ("ppt:text", ""), ("ppt:comment/1", "0912 345 678"),
    ]  # fmt: skip


def test_comments_do_not_share_their_strings() -> None:
    second = inside(COMMENT, string("hai", 1), atom(COMMENT_ATOM, b""))
    found = seen(comment("Lan", "một") + second)
    assert [(one.raw, one.facts["author"]) for one in found] == [("một", "Lan"), ("hai", "")]


@pytest.mark.parametrize("when", [(0,) * 8, (9999, 13, 0, 32, 25, 61, 61, 0), (65_535,) * 8])
def test_a_time_that_is_none_is_not_known(when: tuple[int, ...]) -> None:
    (one,) = seen(comment("a", "b", *when))
    assert "local" not in one.facts


def objects(*atoms: bytes) -> list[Finding]:
    return [one for one in read(b"".join(atoms)) if isinstance(one, Inside | Trouble)]


def test_an_object_is_given_as_it_lies_or_unpacked() -> None:
    packed = struct.pack("<I", 6) + zlib.compress(b"inside")
    one, two = objects(atom(OBJECT, b"plain"), atom(OBJECT, packed, instance=1))
    assert isinstance(one, Inside)
    assert isinstance(two, Inside)
    assert (one.content, two.content) == (b"plain", b"inside")
    assert (one.member.name, two.member.name) == ("object-1.ole", "object-2.ole")


@pytest.mark.parametrize("packed", [b"\0\0\0\0no zlib", b"\0\0\0\0\x78\x9c\xff\xff\xff"])
def test_an_object_that_cannot_be_unpacked_is_named(packed: bytes) -> None:
    (one,) = objects(atom(OBJECT, packed, instance=1))
    assert isinstance(one, Trouble)
    assert (one.code, one.step) == ("corrupt", "ppt:object/1")


def test_an_object_that_is_cut_gives_what_there_is() -> None:
    whole = zlib.compress(bytes(range(256)) * 40)
    (one,) = objects(atom(OBJECT, b"\0\0\0\0" + whole[:-40], instance=1))
    assert isinstance(one, Inside)
    assert (bytes(range(256)) * 40).startswith(one.content)


def test_no_more_objects_than_the_bound_are_given() -> None:
    assert len(objects(atom(OBJECT, b"x") * 1_100)) == 1_000


@pytest.mark.parametrize("length", [0xFFFFFFFF, 1 << 20, 9])
def test_a_length_beyond_the_stream_takes_what_there_is(length: int) -> None:
    stream = struct.pack("<HHI", 0, CHARS, length) + "Đức".encode("utf-16-le")
    assert text(stream) == "Đức"


@pytest.mark.parametrize("tail", [b"\0", b"\0" * 7])
def test_a_head_that_is_cut_ends_the_stream(tail: bytes) -> None:
    assert text(chars("a") + tail) == "a"


def test_containers_deeper_than_any_are_read_as_atoms() -> None:
    stream = chars("sâu")
    for _ in range(powerpoint97.MAX_DEPTH + 5):
        stream = inside(1, stream)
    assert text(stream) == ""
    assert text(inside(1, chars("nông"))) == "nông"


def test_the_text_is_bounded() -> None:
    piece = atom(BYTES, b"x" * (1 << 20))
    found = list(read(piece * 20))
    assert [one.code for one in found if isinstance(one, Trouble)] == ["partial"]
    assert len(text(piece * 20)) == powerpoint97.MAX_TEXT + 15


def saved(name: str, token: int = 0xE391C05F) -> bytes:
    head = struct.pack("<HHIIIIHHBBH", 0, 0x0FF6, 0, 20, token, 0, len(name), 0x3F4, 3, 0, 0)
    return head + name.encode("latin-1")


def test_who_saved_last_is_named() -> None:
    (one,) = user(saved("Hoa"))
    assert isinstance(one, Seen)
    assert (one.kind, one.raw) == ("author", "Hoa")
    assert list(user(saved("Hoa")[:27])) == []


@pytest.mark.parametrize(
    ("stream", "locked"),
    [(saved("a", 0xF3D1C4DF), True), (saved("a"), False), (saved("a", 0xF3D1C4DF)[:15], False),
     (b"", False)],
)  # fmt: skip
def test_a_token_tells_that_a_presentation_is_locked(stream: bytes, locked: bool) -> None:
    assert is_encrypted(stream) is locked


def test_a_locked_presentation_gives_no_text_and_an_open_one_survives_damage() -> None:
    stream = inside(SLIDE, show(4), chars("Đức")) + comment("Lan", "xem")
    streams: Streams = {("PowerPoint Document",): stream}
    locked = looked_at(office, compound(streams | {("Current User",): saved("a", 0xF3D1C4DF)}))
    assert (locked.outcome.status, codes(locked), locked.texts) == ("encrypted", ["encrypted"], [])
    whole = compound(streams | {("Current User",): saved("Hoa")})
    assert {one.kind for one in holds(office, whole).observations} == {
        "author", "comment", "hidden-part",
    }  # fmt: skip
    survives(office, whole)
