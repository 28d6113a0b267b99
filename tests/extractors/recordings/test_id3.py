"""ID3: every version, encoding and form of frame; tags that lie; pictures."""

import pytest
from tests.extractors.recordings.made_id3 import frame, seven, tag, version1

from truyvet.extractors import media
from truyvet.extractors.fields.field import Field
from truyvet.extractors.recordings import id3
from truyvet.testing import examine, resolve

NAMES = {2: "TT2", 3: "TIT2", 4: "TIT2"}
ENCODED = [(0, "latin-1", "café"), (1, "utf-16", "Đà Nẵng"), (2, "utf-16-be", "Đà Nẵng"),
           (3, "utf-8", "Đà Nẵng")]  # fmt: skip


def fields(content: bytes) -> dict[str, Field]:
    return {each.step: each for each in id3.fields(content)}


def values(content: bytes) -> dict[str, str]:
    return {step: each.raw.decode() for step, each in fields(content).items()}


@pytest.mark.parametrize("version", [2, 3, 4])
@pytest.mark.parametrize(("number", "encoding", "word"), ENCODED)
@pytest.mark.parametrize("end", ["", "\0", "\0\0"])
def test_a_text_is_read_in_every_version_and_encoding(
    version: int, number: int, encoding: str, word: str, end: str
) -> None:
    content = bytes([number]) + (word + end).encode(encoding)
    made = tag(frame(NAMES[version], content, version), version=version)
    assert values(made) == {f"id3:{NAMES[version]}": word}


@pytest.mark.parametrize("mark", [b"\xff\xfe", b"\xfe\xff"])
def test_the_mark_of_utf_16_tells_the_order(mark: bytes) -> None:
    order = "utf-16-le" if mark == b"\xff\xfe" else "utf-16-be"
    assert values(tag(frame("TIT2", b"\1" + mark + "Huế".encode(order)))) == {"id3:TIT2": "Huế"}


@pytest.mark.parametrize(
    ("name", "kind", "called"),
    [
        ("TPE1", "author", "artist"), ("TCOM", "author", "composer"),
        ("TENC", "author", "encoded-by"),
        ("TCOP", "copyright", ""), ("TSSE", "application", ""), ("TOWN", "author", "owner"),
        ("TALB", "metadata", "album"), ("TDRC", "metadata", "recorded"), ("TXXX", "metadata", ""),
        ("WOAR", "metadata", ""), ("WCOP", "metadata", ""),
    ],
)  # fmt: skip
def test_a_frame_means_what_its_name_says(name: str, kind: str, called: str) -> None:
    body = b"https://a.vn" if name.startswith("W") else b"\0https://a.vn"
    (seen,) = fields(tag(frame(name, body))).values()
    assert (seen.kind, seen.raw, seen.facts["name"]) == (kind, b"https://a.vn", called)


def test_several_texts_of_one_frame_are_joined() -> None:
    assert values(tag(frame("TPE1", b"\3Lan\0\xc4\x90\xe1\xbb\xa9c", 4), version=4)) == {
        "id3:TPE1": "Lan/Đức",
    }  # fmt: skip


@pytest.mark.parametrize("name", ["COMM", "USLT"])
@pytest.mark.parametrize(("number", "encoding", "word"), ENCODED)
def test_language_and_description_are_no_part_of_a_comment(
    name: str, number: int, encoding: str, word: str
) -> None:
    body = (
        bytes([number]) + b"vie" + "tả\0".replace("ả", "a").encode(encoding) + word.encode(encoding)
    )
    assert values(tag(frame(name, body))) == {f"id3:{name}": word}


@pytest.mark.parametrize(
    "content",
    [b"", b"\0", b"\4text", b"\xfftext", b"\1", b"\1\xff\xfe", b"\0\0\0", b"\0   "],
)
def test_a_frame_without_a_text_is_nothing(content: bytes) -> None:
    assert values(tag(frame("TIT2", content))) == {}


@pytest.mark.parametrize("content", [b"\0vi", b"\0vienothing that ends", b"\1vie\xff\xfea\0"])
def test_a_comment_without_its_parts_is_nothing(content: bytes) -> None:
    assert values(tag(frame("COMM", content))) == {}


def test_an_odd_byte_of_utf_16_is_passed_over() -> None:
    assert values(tag(frame("TIT2", b"\2\0a\0b\0"))) == {"id3:TIT2": "ab"}


@pytest.mark.parametrize("name", ["APIC", "GEOB", "PRIV", "UFID", "WXXX"])
def test_frames_of_other_forms_are_no_text(name: str) -> None:
    assert values(tag(frame(name, b"\0abc\0def"))) == {}


@pytest.mark.parametrize("version", [2, 3, 4])
def test_padding_ends_the_frames(version: int) -> None:
    made = tag(frame(NAMES[version], b"\0one", version), bytes(100), version=version)
    assert values(made) == {f"id3:{NAMES[version]}": "one"}


@pytest.mark.parametrize(
    ("version", "extended"), [(3, b"\0\0\0\x06" + bytes(6)), (4, b"\0\0\0\x06\1\0")]
)
def test_an_extended_head_is_passed_over(version: int, extended: bytes) -> None:
    made = tag(extended, frame("TIT2", b"\0one", version), version=version, flags=0x40)
    assert values(made) == {"id3:TIT2": "one"}


def test_unsynchronised_bytes_are_put_back() -> None:
    body = frame("TIT2", b"\1\xff\xfe" + "ÿa".encode("utf-16-le"))
    made = tag(body.replace(b"\xff", b"\xff\0"), flags=0x80)
    assert values(made) == {"id3:TIT2": "ÿa"}


@pytest.mark.parametrize("version", [0, 1, 5, 255])
def test_a_version_nobody_knows_is_passed_over(version: int) -> None:
    assert values(tag(frame("TIT2", b"\0one"), version=version)) == {}


@pytest.mark.parametrize("content", [b"", b"ID3", b"ID3\3\0\0\0\0", b"XID3\3\0\0\0\0\0\0"])
def test_a_tag_that_is_cut_in_its_head_is_none(content: bytes) -> None:
    assert values(content) == {}


@pytest.mark.parametrize("name", ["T-T2", "    ", "\xffTIT"])
def test_a_frame_whose_name_is_none_is_damage(name: str) -> None:
    content = tag(frame("TALB", b"\0one"), name.encode("latin-1") + b"\0\0\0\4\0\0\0abc")
    found = examine(media, content)
    assert [seen.raw for seen in found.of("metadata")] == ["one"]
    assert found.outcome.status == "corrupt"


@pytest.mark.parametrize("size", [50, 1 << 24])
def test_a_frame_beyond_its_tag_is_damage(size: int) -> None:
    body = b"TIT2" + size.to_bytes(4, "big") + b"\0\0\0abc"
    with pytest.raises(EOFError):
        values(tag(frame("TALB", b"\0one"), body))


def test_a_tag_that_claims_more_than_the_file_has_is_read_as_far_as_it_goes() -> None:
    assert values(tag(frame("TIT2", b"\0one"), size=1 << 20)) == {"id3:TIT2": "one"}


def test_what_lies_behind_a_tag_is_not_read_as_frames() -> None:
    content = tag(frame("TIT2", b"\0one")) + frame("TALB", b"\0two")
    assert values(content) == {"id3:TIT2": "one"}


@pytest.mark.parametrize("number", [0, 1, 127, 128, 16_384, (1 << 28) - 1])
def test_lengths_of_seven_bits_are_read_as_they_were_written(number: int) -> None:
    made = tag(size=number)
    assert id3._seven(made[6:10]) == number == id3._seven(seven(number))


def test_version_1_stands_at_the_end() -> None:
    words = {"title": "Tên", "artist": "Lan", "album": "A", "year": "2026", "comment": "c" * 28}
    made = b"sound" + version1(**{name: word.replace("ê", "e") for name, word in words.items()})
    assert values(made) == {
        "id3:v1/title": "Ten", "id3:v1/artist": "Lan", "id3:v1/album": "A",
        "id3:v1/year": "2026", "id3:v1/comment": "c" * 28,
    }  # fmt: skip


def test_a_value_of_version_1_tells_its_place() -> None:
    made = b"sound" + version1(artist="Lan")
    offset, _, length = fields(made)["id3:v1/artist"].facts["bytes"].partition("+")
    assert made[int(offset) : int(offset) + int(length)] == b"Lan"


@pytest.mark.parametrize("content", [version1("x")[1:], version1("x") + b"\0", b"TAG" + bytes(125)])
def test_bytes_that_are_no_version_1_tell_nothing(content: bytes) -> None:
    assert values(content) == {}


def test_both_versions_are_told() -> None:
    made = tag(frame("TIT2", b"\3new")) + b"\xff\xfb" * 90 + version1("old")
    assert values(made) == {"id3:TIT2": "new", "id3:v1/title": "old"}


@pytest.mark.parametrize(
    ("version", "name", "head"),
    [
        (3, "APIC", b"\0image/png\0\3front\0"), (3, "APIC", b"\0image/png\0\3\0"),
        (3, "APIC", b"\3image/jpeg\0\0" + "bìa".encode() + b"\0"),
        (3, "APIC", b"\1image/png\0\3\xff\xfea\0\0\0"), (3, "APIC", b"\2image/png\0\3\0a\0\0"),
        (2, "PIC", b"\0PNG\3front\0"), (2, "PIC", b"\1PNG\3\xff\xfea\0\0\0"),
        (4, "APIC", b"\0image/png\0\3\0"),
    ],
)  # fmt: skip
def test_a_picture_is_found_behind_its_description(version: int, name: str, head: bytes) -> None:
    picture = b"\x89PNG\0\0picture"
    content = tag(frame(name, head + picture, version), version=version)
    assert list(id3.pictures(content)) == [picture]
    (child,) = examine(media, content).children
    assert resolve(media, content, (child.found.locator,)) == child.content == picture


@pytest.mark.parametrize("body", [b"", b"\0abc", b"\0image/png", b"\0image/png\0\3no end"])
def test_a_picture_without_its_parts_is_no_child(body: bytes) -> None:
    assert examine(media, tag(frame("APIC", body))).children == []


def test_no_more_frames_than_a_bound_are_read() -> None:
    made = tag(frame("TXXX", b"\0x") * (id3.MAX_FRAMES + 10))
    assert len(list(id3.frames(made))) == id3.MAX_FRAMES


def test_a_frame_tells_where_its_content_begins() -> None:
    made = tag(frame("TALB", b"\0one"), frame("TIT2", b"\0two"))
    for one in id3.frames(made):
        assert made[one.offset : one.offset + len(one.content)] == one.content
