"""Plain text in windows, in any encoding; RTF."""

from pathlib import Path

import pytest
from tests.extractors.charsets.written import TEXT, WRITERS
from tests.extractors.letters.laws import lawful, problems, said, survives

from truyvet.extractors import plaintext
from truyvet.extractors.plaintext import WINDOW_BYTES
from truyvet.testing.bench import examine, resolve

RTF = rb"{\rtf1\ansi{\fonttbl{\f1 .VnTime;}}\f1 C\'e9ng h\'dfa{\object{\*\objdata 0102}}}"


def text_of(content: bytes, name: str = "a.txt") -> str:
    return "".join(
        line.text for line in examine(plaintext, content, name=name, media_type="text/plain").texts
    )


def test_utf_8_is_located_by_its_bytes() -> None:
    (line,) = lawful(plaintext, TEXT.encode(), name="a.txt").texts
    assert line.locator == (f"bytes:0+{len(TEXT.encode())}",)
    assert line.text == TEXT


def test_a_mark_is_not_part_of_the_text() -> None:
    (line,) = lawful(plaintext, TEXT.encode("utf-8-sig"), name="a.txt").texts
    assert line.locator == (f"bytes:3+{len(TEXT.encode())}",)


@pytest.mark.parametrize("charset", ["utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_wide_text_is_decoded(charset: str) -> None:
    content = TEXT.encode(charset)
    found = lawful(plaintext, content, name="a.txt", media_type="text/plain")
    assert said(found) == TEXT
    assert found.texts[0].locator[0].startswith("text:")


@pytest.mark.parametrize("charset", sorted(WRITERS))
def test_old_vietnamese_text_is_decoded_and_its_encoding_said(charset: str) -> None:
    found = lawful(plaintext, WRITERS[charset](TEXT), name="a.txt")
    assert said(found).lower() == TEXT.lower()
    (seen,) = found.of("text-encoding")
    assert seen.raw == charset
    assert seen.confidence >= 80


def test_ascii_and_utf_8_are_not_remarked() -> None:
    assert examine(plaintext, b"plain\n", name="a.txt").of("text-encoding") == []
    assert examine(plaintext, TEXT.encode(), name="a.txt").of("text-encoding") == []


def test_a_western_text_is_windows_1252_with_little_confidence() -> None:
    found = lawful(plaintext, "Où est le café où il naît ?\n".encode("cp1252"), name="a.txt")
    assert said(found).startswith("Où est le café")
    assert found.of("text-encoding")[0].confidence < 50


@pytest.mark.parametrize("charset", ["utf-8", "utf-16", "utf-16-be", "viscii"])
def test_windows_end_where_lines_end_and_hold_all(charset: str) -> None:
    text = TEXT.replace("Độc", "độc") * 1500
    content = WRITERS[charset](text) if charset in WRITERS else text.encode(charset)
    found = examine(plaintext, content, name="a.txt", media_type="text/plain")
    assert len(found.texts) > 1
    assert all(line.text.endswith("\n") for line in found.texts)
    assert "".join(line.text for line in found.texts) == text


def test_a_line_longer_than_a_window_is_cut_at_a_blank() -> None:
    text = "Việt " * 80_000
    found = examine(plaintext, text.encode(), name="a.txt")
    assert "".join(line.text for line in found.texts) == text
    assert all(line.text.endswith(" ") for line in found.texts)


@pytest.mark.parametrize("letter", ["x", "ệ", "😀"])
def test_a_line_without_blanks_is_cut_between_characters(letter: str) -> None:
    text = "a" + letter * WINDOW_BYTES
    found = examine(plaintext, text.encode(), name="a.txt")
    assert "".join(line.text for line in found.texts) == text
    assert all(line.locator[0].startswith("bytes:") for line in found.texts)


def test_a_text_may_turn_into_another_encoding() -> None:
    content = b"plain\n" * 60_000 + WRITERS["vni"](TEXT)
    found = lawful(plaintext, content, name="a.txt")
    assert said(found).endswith("sàn giao dịch ảo.\n")
    assert found.of("text-encoding")[0].raw == "vni"


def test_one_bad_byte_does_not_cost_the_rest() -> None:
    content = TEXT.encode() * 10 + b"\xff\n" + TEXT.encode()
    assert "giao" in said(lawful(plaintext, content, name="a.txt"))


def test_holes_of_a_sparse_file_are_no_text() -> None:
    content = b"begin\n" + bytes(3 * WINDOW_BYTES) + b"end\n"
    found = examine(plaintext, content, name="a.log", media_type="text/plain")
    assert sum(len(line.text) for line in found.texts) < 2 * WINDOW_BYTES + 20
    assert said(found).endswith("end\n")


def test_rtf_shows_its_text_and_holds_its_objects() -> None:
    found = lawful(plaintext, RTF, name="a.doc", media_type="text/rtf")
    assert said(found) == "Cộng hòa"
    assert [child.content for child in found.children] == [b"\x01\x02"]


@pytest.mark.parametrize("media", ["text/html", "message/rfc822", "image/svg+xml", "image/png"])
def test_what_others_read_is_left_to_them(media: str) -> None:
    assert examine(plaintext, b"<p>x", name="a.txt", media_type=media).texts == []


@pytest.mark.parametrize("name", ["a.html", "A.HTM", "b.svg"])
def test_what_is_called_a_page_is_left_to_web(name: str) -> None:
    assert examine(plaintext, b"words", name=name, media_type="text/plain").texts == []


def test_a_mark_in_the_middle_of_a_text_is_none() -> None:
    content = b"caf\xe9\n" * 50_000 + b"\xff\xfe" + b"caf\xe9\n" * 50_000
    found = lawful(plaintext, content, name="a.txt")
    assert said(found).count("café") == 100_000


def test_bytes_called_text_are_none() -> None:
    found = examine(plaintext, b"\x00\x01\x02" * 50, name="a.txt")
    assert found.texts == []


@pytest.mark.parametrize(
    "media", ["application/json", "text/csv", "text/x-python", "application/gpx+xml", "text/xml"]
)
def test_data_and_source_are_text(media: str) -> None:
    assert said(examine(plaintext, b"{}", media_type=media)) == "{}"


def test_a_chat_of_whatsapp_is_text(samples: Path) -> None:
    found = lawful(plaintext, samples / "chats/lorem-2000.txt", name="lorem-2000.txt")
    assert sum(line.text.count("\n") for line in found.texts) >= 1999


def test_nothing_is_empty() -> None:
    assert examine(plaintext, b"", name="a.txt").outcome.status == "empty"


@pytest.mark.parametrize(
    ("content", "media"),
    [(TEXT.encode(), "text/plain"), (WRITERS["vni"](TEXT), "text/plain"), (RTF, "text/rtf"),
     (TEXT.encode("utf-16"), "text/plain")],
)  # fmt: skip
def test_damage_stops_nothing(content: bytes, media: str) -> None:
    survives(plaintext, content, name="\u202ea%00.txt", media_type=media)


@pytest.mark.parametrize(
    "step", ["text:0+1;klingon", "text:0+1", "text:x", "rtf:object/9", "rtf:", "text:encoding",
             "text:99999999999999999999+1;utf-8"],
)  # fmt: skip
def test_a_wrong_step_leads_nowhere(step: str) -> None:
    with pytest.raises(LookupError):
        resolve(plaintext, b"plain", (step,), media_type="text/plain")


def test_no_problem_is_said_of_good_text() -> None:
    assert problems(examine(plaintext, TEXT.encode(), name="a.txt")) == []
