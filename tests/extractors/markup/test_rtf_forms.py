r"""RTF as its writers and its abusers write it: binary bytes, code pages, Unicode, objects."""

import pytest

from truyvet.extractors.markup.rtf import MAX_OBJECTS, Document, read_rtf

OBJECT = bytes.fromhex("0105000002000000") + b"OLE\0payload"


def text(body: bytes, head: bytes = rb"{\rtf1\ansi\ansicpg1252 ") -> str:
    return read_rtf(head + body + b"}").text


def objects(body: bytes) -> list[bytes]:
    return read_rtf(rb"{\rtf1 a{\object\objemb" + body + b"}b}").objects


@pytest.mark.parametrize(
    "binary", [b"}}}", b"{{{", b"\\par\\", b"\0\xff\r\n", b"", b"{\\*\\x}" * 5]
)
def test_binary_bytes_are_neither_text_nor_structure(binary: bytes) -> None:
    body = rb"before{\pict\bin%d " % len(binary) + binary + rb"}after"
    assert text(body) == "beforeafter"


@pytest.mark.parametrize("length", [b"", b"0", b"-5", b"9999999999"])
def test_a_wrong_length_of_binary_bytes_stops_nothing(length: bytes) -> None:
    assert text(rb"before{\pict\bin" + length + b" x}after").startswith("before")


@pytest.mark.parametrize(
    "written",
    [
        OBJECT.hex().encode(),
        OBJECT.hex().upper().encode(),
        b"\r\n".join(OBJECT.hex().encode()[at : at + 7] for at in range(0, 200, 7)),
        b" ".join(OBJECT.hex().encode()[at : at + 1] for at in range(80)),
        OBJECT.hex().encode()[:10] + rb"{\x}" + OBJECT.hex().encode()[10:],
        OBJECT.hex().encode()[:9] + rb"\junk " + OBJECT.hex().encode()[9:],
        OBJECT.hex().encode() + b"a",
        rb"\bin%d " % len(OBJECT) + OBJECT,
        OBJECT[:4].hex().encode() + rb"\bin%d " % len(OBJECT[4:]) + OBJECT[4:],
    ],
)
def test_an_object_comes_out_however_it_is_written(written: bytes) -> None:
    assert objects(rb"{\*\objdata " + written + b"}") == [OBJECT]


def test_an_object_without_data_is_none() -> None:
    assert objects(rb"{\*\objdata }") == objects(b"") == []


def test_the_result_of_an_object_is_shown_and_its_class_is_not() -> None:
    body = rb"{\object{\*\objclass Word.Document.8}{\*\objdata 01}{\result shown}}"
    assert read_rtf(rb"{\rtf1 " + body + b"}") == Document(text="shown", objects=[b"\x01"])


def test_there_is_an_end_to_objects() -> None:
    one = rb"{\object{\*\objdata 01}}"
    assert len(read_rtf(rb"{\rtf1 " + one * (MAX_OBJECTS + 9) + b"}").objects) == MAX_OBJECTS


@pytest.mark.parametrize(
    ("head", "code", "letter"),
    [
        (rb"{\rtf1\ansi ", rb"\'e9", "é"),
        (rb"{\rtf1\mac ", rb"\'8e", "é"),
        (rb"{\rtf1\pc ", rb"\'82", "é"),
        (rb"{\rtf1\pca ", rb"\'82", "é"),
        (rb"{\rtf1\pca ", rb"\'d5", "ı"),
        (rb"{\rtf\mac ", rb"\'8e", "é"),
        (rb"{\rtf1\mac\ansicpg1252 ", rb"\'e9", "é"),
        (rb"{\rtf1\ansi\ansicpg1258 ", rb"\'ea\'f2", "ệ"),
        (rb"{\rtf1\ansi\ansicpg1251 ", rb"\'cf", "П"),
        (rb"{\rtf1\ansi\ansicpg936 ", rb"\'c4\'e3", "你"),
        (rb"{\rtf1\ansi\ansicpg65001 ", rb"\'e1\'bb\'87", "ệ"),
        (rb"{\rtf1\ansi\ansicpg0 ", rb"\'e9", "é"),
    ],
)
def test_a_code_is_read_in_the_code_page_of_the_document(
    head: bytes, code: bytes, letter: str
) -> None:
    assert text(code, head) == letter


FONTS = {
    rb"\fcharset0 Times New Roman": (rb"\'e9", "é"),
    rb"\fnil\fcharset163 Arial": (rb"\'f0", "đ"),
    rb"\froman\fcharset0\fprq2{\*\panose 02020603050405020304}.VnTime": (rb"\'ae", "đ"),
    rb" .VnArial NarrowH": (rb"\'ae", "đ"),
    rb" .VNTIMEH": (rb"\'ae", "đ"),
    rb" VNI-Times": (rb"\'f1", "đ"),
    rb" vni-helve": (rb"a\'e4", "ậ"),
    rb"\fcharset204 Arial": (rb"\'cf", "П"),
    rb"\fcharset134 SimSun": (rb"\'c4\'e3", "你"),
    rb"\fcharset128 MS Mincho": (rb"\'82\'a0", "あ"),
    rb"\fcharset222 Angsana New": (rb"\'a1", "ก"),
    rb"\fcharset2 Symbol": (rb"\'e9", "é"),
    rb" Unknown": (rb"\'e9", "é"),
}


@pytest.mark.parametrize("font", FONTS)
@pytest.mark.parametrize("default", [False, True])
def test_a_code_is_read_as_its_font_means_it(font: bytes, default: bool) -> None:
    code, letter = FONTS[font]
    table = rb"{\fonttbl{\f0\fcharset0 Arial;}{\f7" + font + b";}}"
    head = rb"{\rtf1\ansi\ansicpg1252\deff7" if default else rb"{\rtf1\ansi\ansicpg1252\deff0"
    assert text(code if default else rb"\f7 " + code, head + table) == letter


def test_plain_goes_back_to_the_default_font() -> None:
    head = rb"{\rtf1\ansi\deff1{\fonttbl{\f0\fcharset0 A;}{\f1 .VnTime;}}"
    assert text(rb"\'e9\f0 \'e9\plain \'e9", head) == "ộéộ"


def test_a_default_font_that_is_not_there_changes_nothing() -> None:
    assert text(rb"\'cf", rb"{\rtf1\ansi\ansicpg1251\deff9{\fonttbl{\f0 A;}}") == "П"


@pytest.mark.parametrize(
    ("body", "shown"),
    [
        (rb"\u7879?", "ệ"),
        (rb"\u7879\'65", "ệ"),
        (rb"\u7879 ?", "ệ"),
        (rb"\uc0\u7879", "ệ"),
        (rb"\uc0\u7879 x", "ệx"),
        (rb"\uc3\u7879abcd", "ệd"),
        (rb"\uc1\u7879?\u7873?", "ệề"),
        (rb"{\uc0\u7879}\u7873?", "ệề"),
        (rb"\u-10179?\u-8704?", "😀"),
        (rb"\u55357?\u56832?", "😀"),
        (rb"\u-10179?x", "\ufffdx"),
        (rb"\u65?", "A"),
        (rb"\u0?", "\0"),
        (rb"\u7879{}?", "ệ?"),
        (rb"\u?", "?"),
        (rb"\u\'41", "A"),
    ],
)
def test_a_character_of_unicode_hides_what_stands_for_it(body: bytes, shown: str) -> None:
    assert text(body) == shown


@pytest.mark.parametrize(
    ("body", "shown"),
    [
        (rb"a\par b", "a\nb"),
        (rb"a\line b", "a\nb"),
        (b"a\\\nb", "a\nb"),
        (rb"a\tab b", "a\tb"),
        (rb"a\cell b\cell\row c", "a\tb\t\nc"),
        (rb"a\page b", "a\nb"),
        (rb"a\sect b", "a\nb"),
        (rb"a\~b", "a b"),
        (rb"a\-b", "ab"),
        (rb"\{x\}\\", r"{x}\ "[:-1]),
        (rb"\lquote\rquote", "‘’"),
        (rb"\b bold\b0 plain", "boldplain"),
        (rb"a{\*\bkmkstart x}b", "ab"),
        (rb"\i1  two", " two"),
        (rb"a{\header h}b", "ahb"),
        (rb"a{\footnote n}b", "anb"),
        (rb"{\v hidden}", "hidden"),
        (rb"a{\*\generator Riched20;}b", "ab"),
        (rb"{\stylesheet{\s0 Normal;}}x", "x"),
        (rb"{\colortbl;\red0\green0\blue0;}x", "x"),
        (rb"{\*\themedata 504b}x", "x"),
    ],
)
def test_words_and_signs_have_their_meaning(body: bytes, shown: str) -> None:
    assert text(body) == shown


def test_a_group_that_closes_too_often_does_not_end_the_text() -> None:
    assert text(b"a}}}}b") == "ab"


def test_a_document_cut_anywhere_shows_the_beginning_of_its_text() -> None:
    whole = rb"{\rtf1\ansi{\fonttbl{\f0 A;}}Xin ch\u224?o{\b \'e9}{\object{\*\objdata 0102}} end}"
    shown = read_rtf(whole).text
    assert shown == "Xin chàoé end"
    for length in range(whole.index(b"Xin"), len(whole)):
        cut = read_rtf(whole[:length]).text
        assert shown.startswith(cut.rstrip("'e\\")) or cut.startswith("Xin")
