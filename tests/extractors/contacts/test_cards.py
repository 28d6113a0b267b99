"""vCards of all versions: properties unfolded and decoded, each at its bytes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from truyvet.extractors.contacts.cards import MAX_PROPERTIES, Card, Property, cards


def read(text: str | bytes) -> list[Card]:
    """Return the cards; each property is checked to stand where it says."""
    content = text.encode() if isinstance(text, str) else text
    found = list(cards(content))
    for card in found:
        assert content[card.start : card.start + card.length].strip().upper() == b"BEGIN:VCARD"
        for one in card.properties:
            raw = content[one.start : one.start + one.length]
            assert one.name in raw.decode("latin-1").upper()
    return found


def one(lines: str) -> Card:
    (card,) = read(f"BEGIN:VCARD\r\nVERSION:3.0\r\n{lines}\r\nEND:VCARD\r\n")
    return card


def test_properties_are_read_with_their_types() -> None:
    card = one("FN:Nguyễn Văn Đức\r\nitem1.TEL;TYPE=CELL,VOICE;PREF:0912")
    assert card.is_closed
    assert card.all("FN")[0].text() == "Nguyễn Văn Đức"
    (tel,) = card.all("TEL")
    assert (tel.value, set(tel.types)) == ("0912", {"cell", "voice", "pref"})


def test_a_folded_line_is_one() -> None:
    (note,) = one("NOTE:một\r\n  hai\r\n\tba").all("NOTE")
    assert note.text() == "một haiba"
    assert note.length == len("NOTE:một\r\n  hai\r\n\tba".encode())


def test_quoted_printable_is_decoded_over_its_soft_breaks() -> None:
    (name,) = one(
        "N;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=C4=90=E1=\r\n=BB=A9c;V=C4=83n;;;"
    ).all("N")
    assert name.parts()[:2] == ["Đức", "Văn"]


def test_a_charset_is_obeyed_and_an_unknown_one_found_out() -> None:
    content = b"BEGIN:VCARD\nFN;CHARSET=tcvn3:t\xaan\nFN;CHARSET=klingon:t\xc3\xaan\nEND:VCARD\n"
    assert [said.text() for said in read(content)[0].all("FN")] == ["tên", "tên"]


def test_escapes_are_undone_and_parts_kept_apart() -> None:
    (address,) = one(r"ADR:;;12\, Tràng Tiền;Hà Nội\;HN;;;VN").all("ADR")
    assert address.parts() == ["", "", "12, Tràng Tiền", "Hà Nội;HN", "", "", "VN"]
    assert one(r"NOTE:a\nb").all("NOTE")[0].text() == "a b"


def test_several_cards_are_told_apart_and_one_inside_is_left_out() -> None:
    content = (
        "BEGIN:VCARD\nFN:a\nAGENT:\nBEGIN:VCARD\nFN:inner\nEND:VCARD\nTEL:1\nEND:VCARD\n"
        "begin:vcard\nFN:b\nend:vcard\n"
    )
    found = read(content)
    assert [[said.text() for said in card.all("FN")] for card in found] == [["a"], ["b"]]
    assert found[0].all("TEL")


def test_a_card_that_is_not_closed_ends_with_the_file() -> None:
    (card,) = read("BEGIN:VCARD\nFN:a\nTEL:1")
    assert not card.is_closed
    assert len(card.properties) == 2


def test_empty_properties_do_not_count() -> None:
    assert one("TEL:\r\nN:;;;;\r\nADR: ; ").all("N") == []


def test_lines_that_are_none_are_passed_over() -> None:
    assert [said.name for said in one("nonsense\r\n:\r\nTEL:1").properties] == ["VERSION", "TEL"]


def test_properties_of_a_card_are_bounded() -> None:
    card = one("\r\n".join(["TEL:1"] * (MAX_PROPERTIES + 9)))
    assert len(card.properties) == MAX_PROPERTIES


@pytest.mark.parametrize("content", ["", "\n\n", "FN:x\n", "END:VCARD\n"])
def test_what_holds_no_card_gives_none(content: str) -> None:
    assert read(content) == []


def test_a_mark_before_the_first_card_is_passed_over() -> None:
    assert read(b"\xef\xbb\xbfBEGIN:VCARD\nFN:a\nEND:VCARD\n")


@given(st.binary(max_size=300))
def test_no_bytes_break_it(content: bytes) -> None:
    for card in cards(b"BEGIN:VCARD\n" + content):
        for said in card.properties:
            assert said.text() is not None
            assert said.parts()


@pytest.mark.parametrize(
    ("line", "name", "types", "value"),
    [
        ('TEL;VALUE=uri;PREF=1;TYPE="voice,home":tel:+84-912', "TEL",
         {"value=uri", "pref=1", "voice", "home"}, "tel:+84-912"),
        ('TEL;X="a:b;c":0912', "TEL", {"x=a:b", "c"}, "0912"),
        ("tel;type=Cell;TYPE=WORK:1", "TEL", {"cell", "work"}, "1"),
        ("X-ABC.TEL;HOME;WORK:1", "TEL", {"home", "work"}, "1"),
        ("URL:http://a.vn:80/?x;y", "URL", set(), "http://a.vn:80/?x;y"),
        ('NOTE;X="open:1', "NOTE", {"x=open"}, "1"),
    ],
)  # fmt: skip
def test_parameters_may_be_quoted_and_written_in_any_case(
    line: str, name: str, types: set[str], value: str
) -> None:
    (said,) = one(line).all(name)
    assert (set(said.types), said.value) == (types, value)


def parts_of(value: str) -> list[str]:
    return Property(name="ADR", types=frozenset(), value=value, start=0, length=0).parts()


@pytest.mark.parametrize(
    ("value", "parts"),
    [("a;b", ["a", "b"]), (r"a\;b", ["a;b"]), (r"a\\;b", ["a\\", "b"]), (r"a\\\;b", [r"a\;b"]),
     (";;", ["", "", ""]), ("a\\", ["a\\"]), (r"a\,b;c", ["a,b", "c"]), (r"a\nb;", ["a b", ""])],
)  # fmt: skip
def test_an_escaped_sign_parts_nothing(value: str, parts: list[str]) -> None:
    assert parts_of(value) == parts


@given(st.lists(st.text("ab;\\,: ", max_size=5), min_size=1, max_size=5))
def test_parts_that_were_escaped_come_back(written: list[str]) -> None:
    parts = [" ".join(part.split()) for part in written]
    value = ";".join(part.replace("\\", "\\\\").replace(";", "\\;") for part in parts)
    assert parts_of(value) == parts


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["TEL", "FN", "NOTE"]), st.text("xyzđ1", min_size=1, max_size=40)
        ),
        max_size=6,
    ),
    st.sampled_from(["\r\n", "\n"]), st.integers(7, 30),
)  # fmt: skip
def test_a_card_is_the_same_folded_or_not(
    lines: list[tuple[str, str]], end: str, width: int
) -> None:
    def folded(line: str) -> str:
        return f"{end} ".join(line[at : at + width] for at in range(0, len(line), width))

    plain = [f"{name}:{value}" for name, value in lines]
    for written in (plain, list(map(folded, plain))):
        (card,) = read(end.join(["BEGIN:VCARD", *written, "END:VCARD", ""]))
        assert [(said.name, said.value) for said in card.properties] == lines


def test_cards_that_are_nested_without_end_are_one() -> None:
    found = read("BEGIN:VCARD\nFN:a\n" + "BEGIN:VCARD\n" * 5000)
    assert [[said.text() for said in card.all("FN")] for card in found] == [["a"]]


@pytest.mark.parametrize("char", ["\0", "\x1b", "\u202e", "\u2028"])
def test_signs_that_terminals_obey_do_not_end_a_line(char: str) -> None:
    (name,) = one(f"FN:a{char}b").all("FN")
    assert name.value == f"a{char}b"


def test_a_line_of_megabytes_is_one_property() -> None:
    card = one("NOTE:" + "x" * (3 << 20) + "\r\nTEL:1")
    assert [len(said.value) for said in card.properties[1:]] == [3 << 20, 1]


def test_quotes_without_an_end_hide_no_line_behind_them() -> None:
    assert one("TEL" + ';X="' * 401 + "\r\nTEL:1").all("TEL")[-1].value == "1"
