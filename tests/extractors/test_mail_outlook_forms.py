"""Outlook items of other forms: code pages, dates, recipients, names, bodies, damage."""

import struct

import pytest
from tests.extractors.letters.laws import lawful, normals, problems, said, values
from tests.extractors.test_mail_outlook import MEDIA, fixed, recipient, wide

from truyvet.extractors import mail
from truyvet.extractors.letters.storage import Tree, written
from truyvet.testing.bench import Examination, examine

pytest.importorskip("olefile")

EPOCH = 116_444_736_000_000_000  # 1970-01-01T00:00:00Z in FILETIME ([MS-DTYP], section 2.3.3)
PLAIN = "__properties_version1.0"


def looked(tree: Tree) -> Examination:
    return lawful(mail, written(tree), name="a.msg", media_type=MEDIA)


def sent(**properties: str) -> Tree:
    return {PLAIN: fixed(32), **wide(**properties)}


def attached(**streams: bytes) -> Tree:
    return {PLAIN: fixed(8), **{f"__substg1.0_{tag[1:]}": held for tag, held in streams.items()}}


@pytest.mark.parametrize(
    ("ticks", "shown"),
    [
        (EPOCH, "1970-01-01T00:00:00Z"), (EPOCH + 1, "1970-01-01T00:00:00Z"),
        (1, "1601-01-01T00:00:00Z"), (EPOCH + 1_795_140_062 * 10**7, "2026-11-20T02:01:02Z"),
        (125_911_583_999_999_999, "1999-12-31T23:59:59Z"), (0, ""), (2**63, ""), (2**64 - 1, ""),
    ],
)  # fmt: skip
def test_a_time_is_given_in_utc_or_not_at_all(ticks: int, shown: str) -> None:
    tree: Tree = {PLAIN: fixed(32, (0x0039, 0x40, ticks)), **wide(p0037="x")}
    assert normals(looked(tree), "mail-date") == ([shown] if shown else [])


@pytest.mark.parametrize(
    ("page", "codec", "text"),
    [
        (1258, "cp1258", "Lê Văn Đôn"),
        (1252, "cp1252", "café"),
        (1251, "cp1251", "Привет"),
        (932, "cp932", "こんにちは"),
        (936, "gbk", "你好"),
        (949, "cp949", "안녕"),
        (874, "cp874", "สวัสดี"),
        (65001, "utf-8", "Hồ sơ"),
        (20127, "ascii", "plain"),
        (99999, "ascii", "plain"),
    ],
)
@pytest.mark.parametrize("tag", [0x3FDE, 0x3FFD])
def test_narrow_text_is_read_in_the_page_that_the_item_names(
    page: int, codec: str, text: str, tag: int
) -> None:
    tree: Tree = {
        PLAIN: fixed(32, (tag, 3, page)),
        "__substg1.0_0037001E": text.encode(codec),
        "__substg1.0_1000001E": text.encode(codec) + b"\0",
    }
    found = looked(tree)
    assert values(found, "mail-subject") == [text]
    assert said(found) == text


def test_narrow_text_without_a_page_is_guessed() -> None:
    tree: Tree = {PLAIN: fixed(32), "__substg1.0_1000001E": "Hồ sơ vay".encode()}
    assert said(looked(tree)) == "Hồ sơ vay"


def test_wide_text_goes_before_narrow_text() -> None:
    tree: Tree = {**sent(p0037="rộng"), "__substg1.0_0037001E": b"narrow"}
    assert values(looked(tree), "mail-subject") == ["rộng"]


@pytest.mark.parametrize("end", ["", "\0", "\0\0\0"])
def test_zeros_behind_a_text_are_none_of_it(end: str) -> None:
    assert values(looked(sent(p0037="x" + end)), "mail-subject") == ["x"]


@pytest.mark.parametrize(
    ("kind", "field"), [(1, "mail-to"), (2, "mail-cc"), (3, "mail-bcc"), (0, ""), (9, "")]
)
def test_a_recipient_is_of_its_kind(kind: int, field: str) -> None:
    found = looked({**sent(p0037="x"), "__recip_version1.0_#00000000": recipient("a@b.vn", kind)})
    told = [seen.kind for seen in found.observations if seen.normal == "a@b.vn"]
    assert told == ([field] if field else [])


def test_many_recipients_are_told_in_their_order() -> None:
    people: Tree = {
        f"__recip_version1.0_#{number:08X}": recipient(f"a{number}@b.example", 1)
        for number in range(40)
    }
    found = looked({**sent(p0037="x"), **people})
    assert normals(found, "mail-to") == [f"a{number}@b.example" for number in range(40)]


def test_an_address_of_exchange_is_told_where_there_is_no_other() -> None:
    held: Tree = {PLAIN: fixed(8, (0x0C15, 3, 1)), **wide(p3003="/O=B/CN=LAN")}
    found = looked({**sent(p0037="x"), "__recip_version1.0_#00000000": held})
    assert values(found, "mail-to") == ["/O=B/CN=LAN"]


@pytest.mark.parametrize(
    ("properties", "sender"),
    [
        ({"p5D01": "Lan@B.example"}, "lan@b.example"),
        ({"p0C1F": "/O=B/CN=LAN"}, "/o=b/cn=lan"),
        ({"p5D01": "a@b.example", "p0C1F": "/O=B"}, "a@b.example"),
    ],
)
def test_the_sender_is_told_by_the_best_property(properties: dict[str, str], sender: str) -> None:
    assert normals(looked(sent(**properties)), "mail-from") == [sender]


@pytest.mark.parametrize(
    ("names", "name"),
    [
        ({"p3707": "dài.pdf", "p3704": "DAI.PDF", "p3001": "x"}, "dài.pdf"),
        ({"p3704": "DAI.PDF", "p3001": "x"}, "DAI.PDF"), ({"p3001": "hiện ra"}, "hiện ra"),
        ({}, "attachment-0.bin"), ({"p3707": "a/b\\c.pdf"}, "a_b_c.pdf"), ({"p3707": ""},
         "attachment-0.bin"), ({"p3707": "\u202efdp.exe"}, "\u202efdp.exe"),
    ],
)  # fmt: skip
def test_an_attachment_has_its_best_name(names: dict[str, str], name: str) -> None:
    held: Tree = {**attached(p37010102=b"bytes"), **wide(**names)}
    found = looked({**sent(p0037="x"), "__attach_version1.0_#00000000": held})
    assert [(child.name, child.content) for child in found.children] == [(name, b"bytes")]


@pytest.mark.parametrize("size", [1, 63, 64, 65, 4095, 4096, 4097, 100_000])
def test_an_attachment_of_any_size_comes_out_whole(size: int) -> None:
    content = bytes(number * 7 & 0xFF for number in range(size))
    tree: Tree = {**sent(p0037="x"), "__attach_version1.0_#00000000": attached(p37010102=content)}
    assert [child.content for child in looked(tree).children] == [content]


def test_messages_inside_messages_come_out_one_after_another() -> None:
    tree = sent(p0037="tầng 3")
    for level in (2, 1, 0):
        inner = {**tree, PLAIN: bytes(24)}
        held: Tree = {PLAIN: fixed(8), "__substg1.0_3701000D": inner}
        tree = {**sent(p0037=f"tầng {level}"), "__attach_version1.0_#00000000": held}
    content = written(tree)
    for level in range(3):
        found = lawful(mail, content, name="a.msg", media_type=MEDIA)
        assert values(found, "mail-subject") == [f"tầng {level}"]
        (child,) = found.children
        assert child.content is not None
        content = child.content
    assert values(examine(mail, content, name="a.msg"), "mail-subject") == ["tầng 3"]


@pytest.mark.parametrize(
    ("streams", "names"),
    [
        ({"__substg1.0_10130102": b"<p>x</p>"}, ["body.html"]),
        ({"__substg1.0_1013001F": "<p>đ</p>".encode("utf-16-le")}, ["body.html"]),
        ({"__substg1.0_10090102": struct.pack("<LL4sL", 20, 8, b"MELA", 0) + b"{\\rtf1x}"},
         ["body.rtf"]),
        ({"__substg1.0_10130102": b"<p>", "__substg1.0_10090102": b"damaged"}, ["body.html"]),
        ({"__substg1.0_10130102": b""}, []), ({}, []),
    ],
)  # fmt: skip
def test_the_best_body_is_a_child(streams: dict[str, bytes], names: list[str]) -> None:
    found = looked({**sent(p0037="x"), **streams})
    assert [child.name for child in found.children] == names
    assert problems(found) == []


@pytest.mark.parametrize("rest", [0, 1, 7, 15])
def test_properties_cut_anywhere_stop_nothing(rest: int) -> None:
    stream = fixed(32, (0x0039, 0x40, EPOCH))[: 32 + rest]
    found = looked({PLAIN: stream, **wide(p0037="x")})
    assert values(found, "mail-subject") == ["x"]
    assert found.of("mail-date") == []


def test_every_sector_zeroed_in_turn_stops_nothing() -> None:
    content = written(
        {
            **sent(p0037="x", p1000="y" * 300),
            "__attach_version1.0_#00000000": attached(p37010102=b"z" * 5000),
        }
    )
    for at in range(0, len(content), 512):
        spoilt = content[:at] + bytes(512) + content[at + 512 :]
        found = examine(mail, spoilt, name="a.msg", media_type=MEDIA)
        assert found.outcome.status != "crash"


@pytest.mark.parametrize("length", [0, 8, 100, 511, 512, 513, 1024, 1536])
def test_a_file_cut_early_is_corrupt_or_empty(length: int) -> None:
    content = written(sent(p0037="x"))
    found = examine(mail, content[:length], name="a.msg", media_type=MEDIA)
    assert found.outcome.status in ("corrupt", "empty")
