"""Outlook items: properties, bodies, attachments, messages inside."""

import struct

import pytest
from tests.extractors.letters.laws import lawful, mutants, normals, problems, said, survives, values
from tests.extractors.letters.test_rtf_packed import SIMPLE

from truyvet.extractors import mail
from truyvet.extractors.letters.storage import Tree, written
from truyvet.testing.bench import Examination, examine, resolve

pytest.importorskip("olefile")

MEDIA = "application/vnd.ms-outlook"
WIRE = (
    "Received: from x ([203.0.113.7]) by mx.b.vn; Fri, 20 Nov 2026 09:01:02 +0700\r\n"
    "From: =?utf-8?B?xJDhu6lj?= <duc@b.vn>\r\nTo: lan@b.vn\r\n"
    "Subject: =?utf-8?B?SOG7kyBzxqE=?=\r\n\r\n"
)
FILETIME = 134_084_412_000_000_000  # 2025-11-24T07:00:00Z


def wide(**properties: str) -> dict[str, bytes]:
    """Return properties of text by their tags, `p0037=…`."""
    return {
        f"__substg1.0_{tag[1:]}001F": text.encode("utf-16-le") for tag, text in properties.items()
    }


def fixed(head: int, *properties: tuple[int, int, int]) -> bytes:
    """Return a stream of fixed properties: (tag, type, value)."""
    rows = [struct.pack("<HHLQ", kind, tag, 6, value) for tag, kind, value in properties]
    return bytes(head) + b"".join(rows)


def recipient(address: str, kind: int) -> Tree:
    return {
        **wide(p3001=address.split("@", maxsplit=1)[0], p39FE=address),
        "__properties_version1.0": fixed(8, (0x0C15, 3, kind)),
    }


INNER: Tree = {
    **wide(p0037="bên trong", p1000="trong ruột", p5D01="e@f.vn"),
    "__properties_version1.0": fixed(24, (0x0039, 0x40, FILETIME)),
    "__attach_version1.0_#00000000": {
        **wide(p3707="sâu.txt"),
        "__substg1.0_37010102": b"deep",
        "__properties_version1.0": fixed(8),
    },
}
ITEM: Tree = {
    "__nameid_version1.0": {"__substg1.0_00020102": b"names"},
    "__properties_version1.0": fixed(32, (0x0039, 0x40, FILETIME)),
    **wide(p007D=WIRE, p0037="Hồ sơ", p1000="Xin chào\r\nanh Đức"),
    "__substg1.0_10130102": b"<html><p>Xin ch\xc3\xa0o</p></html>",
    "__recip_version1.0_#00000000": recipient("lan@b.vn", 1),
    "__recip_version1.0_#00000001": recipient("an@b.vn", 3),
    "__attach_version1.0_#00000000": {
        **wide(p3707="Hồ sơ/1.pdf", p3704="HOSO~1.PDF"),
        "__substg1.0_37010102": b"%PDF-1.4" + bytes(6000),
        "__properties_version1.0": fixed(8),
    },
    "__attach_version1.0_#00000001": {
        **wide(p3001="bên trong"),
        "__substg1.0_3701000D": INNER,
        "__properties_version1.0": fixed(8),
    },
    "__attach_version1.0_#00000002": {"__properties_version1.0": fixed(8)},
}
SENT: Tree = {
    "__properties_version1.0": fixed(32, (0x0039, 0x40, FILETIME)),
    **wide(p0037="Đã gửi", p0C1A="Đức", p5D01="Duc@b.vn"),
    "__substg1.0_10090102": SIMPLE,
    "__recip_version1.0_#00000000": recipient("lan@b.vn", 1),
    "__recip_version1.0_#00000001": recipient("ha@b.vn", 2),
}


def looked(tree: Tree) -> Examination:
    return lawful(mail, written(tree), name="a.msg", media_type=MEDIA)


@pytest.fixture(scope="module")
def received() -> Examination:
    return looked(ITEM)


@pytest.fixture(scope="module")
def sent() -> Examination:
    return looked(SENT)


def test_the_header_is_read_as_it_came_over_the_wire(received: Examination) -> None:
    (sender,) = received.of("mail-from")
    assert (sender.normal, sender.facts["name"]) == ("duc@b.vn", "Đức")
    assert sender.locator == ("msg:property/007D", f"bytes:{WIRE.index('duc@')}+8")


def test_an_encoded_subject_of_the_header_is_led_to(received: Examination) -> None:
    (subject,) = received.of("mail-subject")
    assert (subject.raw, subject.locator) == ("Hồ sơ", ("msg:property/007D", "mail:header/3"))


def test_stations_are_told(received: Examination) -> None:
    assert [seen.facts["ip"] for seen in received.of("mail-received")] == ["203.0.113.7"]


def test_a_recipient_that_the_header_hides_is_told(received: Examination) -> None:
    (hidden,) = received.of("mail-bcc")
    assert (hidden.raw, hidden.locator) == ("an@b.vn", ("msg:recipient/1",))
    assert normals(received, "mail-to") == ["lan@b.vn"]


def test_the_people_and_subject_are_a_text(received: Examination, sent: Examination) -> None:
    assert received.texts[0].locator == sent.texts[0].locator == ("msg:head",)
    assert received.texts[0].text.splitlines() == [
        "From: Đức <duc@b.vn>", "To: lan@b.vn", "Subject: Hồ sơ", "To: lan <lan@b.vn>",
        "Bcc: an <an@b.vn>",
    ]  # fmt: skip
    assert sent.texts[0].text.splitlines() == [
        "Subject: Đã gửi", "From: Đức <Duc@b.vn>", "To: lan <lan@b.vn>", "Cc: ha <ha@b.vn>",
    ]  # fmt: skip


def test_the_body_is_a_text_and_the_page_a_child(received: Examination) -> None:
    assert said(received) == "Xin chào\r\nanh Đức"
    assert received.children[0].found.locator == "msg:html"


def test_attachments_are_children(received: Examination) -> None:
    child = received.children[1]
    assert (child.found.locator, child.name) == ("msg:attachment/0", "Hồ sơ_1.pdf")
    assert child.content == b"%PDF-1.4" + bytes(6000)


def test_a_message_inside_is_a_child_that_can_be_examined(received: Examination) -> None:
    child = received.children[2]
    assert child.name == "bên trong.msg"
    assert child.content is not None
    inner = lawful(mail, child.content, name="inner.msg", media_type=MEDIA)
    assert values(inner, "mail-subject") == ["bên trong"]
    assert said(inner) == "trong ruột"
    assert [one.content for one in inner.children] == [b"deep"]
    assert normals(inner, "mail-date") == normals(looked(SENT), "mail-date")


def test_an_attachment_without_bytes_is_named(received: Examination) -> None:
    assert problems(received) == [("unsupported", "msg:attachment/2")]


def test_a_sent_message_is_told_by_its_properties(sent: Examination) -> None:
    assert values(sent, "mail-subject") == ["Đã gửi"]
    assert normals(sent, "mail-from") == ["duc@b.vn"]
    assert normals(sent, "mail-to") == ["lan@b.vn"]
    assert normals(sent, "mail-cc") == ["ha@b.vn"]
    assert normals(sent, "mail-date")[0].startswith("2025-11-2")


def test_compressed_rtf_is_a_child(sent: Examination) -> None:
    (child,) = sent.children
    assert child.found.locator == "msg:rtf"
    assert child.content == b"{\\rtf1\\ansi\\ansicpg1252\\pard hello world}\r\n"


def test_damaged_rtf_is_named() -> None:
    tree = {**SENT, "__substg1.0_10090102": b"no compressed text at all"}
    assert problems(looked(tree)) == [("corrupt", "msg:rtf")]


def test_narrow_text_is_read_in_its_code_page() -> None:
    tree: Tree = {
        "__properties_version1.0": fixed(32, (0x3FDE, 3, 1251)),
        "__substg1.0_0037001E": "Привет".encode("cp1251"),
    }
    assert values(looked(tree), "mail-subject") == ["Привет"]


def test_another_file_called_msg_says_nothing() -> None:
    assert looked({"WordDocument": b"x"}).outcome.status == "empty"


def test_damage_stops_nothing() -> None:
    survives(mail, written(SENT), name="a.msg", media_type=MEDIA)


def test_damage_to_the_directory_stops_nothing() -> None:
    content = written(ITEM)
    for mutant in mutants(content[-16_384:], flips=20):
        found = examine(mail, content[:-16_384] + mutant, name="a.msg", media_type=MEDIA)
        assert found.outcome.status != "crash"


@pytest.mark.parametrize(
    "step", ["msg:property/FFFF", "msg:attachment/9", "msg:attachment/x", "msg:recipient/7", "msg:"]
)
def test_a_wrong_step_leads_nowhere(step: str) -> None:
    with pytest.raises(LookupError):
        resolve(mail, written(SENT), (step,), name="a.msg", media_type=MEDIA)


# Who wrote to whom.


def wrote(found: Examination) -> list[str]:
    return [seen.normal for seen in found.of("link")]


def test_whom_the_header_names_and_whom_it_hides_were_both_written_to(
    received: Examination,
) -> None:
    assert wrote(received) == [
        "email:duc@b.vn messaged email:lan@b.vn", "email:duc@b.vn messaged email:an@b.vn",
    ]  # fmt: skip
    shown, hidden = received.of("link")
    assert shown.locator[0] == "msg:property/007D"
    assert (hidden.locator, hidden.facts["to"]) == (("msg:recipient/1",), "bcc")


def test_whom_a_sent_item_names_was_written_to(sent: Examination) -> None:
    assert wrote(sent) == [
        "email:duc@b.vn messaged email:lan@b.vn", "email:duc@b.vn messaged email:ha@b.vn",
    ]  # fmt: skip
    first, copy = sent.of("link")
    assert (first.facts["since"], first.facts["subject-line"]) == ("2025-11-24T07:00:00Z", "Đã gửi")
    assert ("to" in first.facts, copy.facts["to"]) == (False, "cc")


@pytest.mark.parametrize("author", ["", "Đức", "/O=FIRM/CN=DUC", "lan@b.vn"])
def test_without_an_address_of_the_author_nobody_is_linked(author: str) -> None:
    tree: Tree = {
        "__properties_version1.0": fixed(32, (0x0039, 0x40, FILETIME)),
        **wide(p5D01=author),
        "__recip_version1.0_#00000000": recipient("lan@b.vn", 1),
    }
    assert wrote(looked(tree)) == []
