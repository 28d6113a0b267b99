"""The tree of a message's parts."""

from truyvet.extractors.letters.parts import MAX_DEPTH, MAX_PARTS, Part, parse_message


def tree(text: str | bytes) -> tuple[Part, bytes]:
    content = text.replace("\n", "\r\n").encode() if isinstance(text, str) else text
    return parse_message(content, 0, len(content)), content


def leaves(text: str | bytes) -> dict[str, bytes]:
    root, content = tree(text)
    return {part.number: content[part.block.end : part.end] for part in root.leaves()}


MIXED = """\
Content-Type: multipart/mixed; boundary="o"

preamble
--o
Content-Type: multipart/alternative; boundary=i

--i

one
--i
Content-Type: text/html

<p>two</p>

--i--
--o
Content-Type: application/pdf; name=a.pdf

three
--o--
epilogue
"""


def test_parts_are_numbered_as_imap_does() -> None:
    assert leaves(MIXED) == {
        "1.1": b"one", "1.2": b"<p>two</p>\r\n", "2": b"three",
    }  # fmt: skip


def test_a_message_without_parts_is_part_1() -> None:
    assert leaves("Subject: x\n\nbody\n") == {"1": b"body\r\n"}


def test_the_type_is_text_where_none_is_given() -> None:
    root, _ = tree(MIXED)
    assert [part.media for part in root.leaves()] == ["text/plain", "text/html", "application/pdf"]


def test_a_digest_holds_messages() -> None:
    root, _ = tree("Content-Type: multipart/digest; boundary=b\n\n--b\n\nFrom: a@b.vn\n--b--\n")
    assert [part.media for part in root.leaves()] == ["message/rfc822"]


def test_a_message_inside_is_not_opened() -> None:
    text = "Content-Type: message/rfc822\n\nContent-Type: multipart/mixed; boundary=b\n\n--b--\n"
    root, _ = tree(text)
    assert root.leaf


def test_a_boundary_that_begins_another_is_told_apart() -> None:
    text = "Content-Type: multipart/mixed; boundary=b\n\n--b\n\n--bb\nx\n--b--\n"
    assert leaves(text) == {"1": b"--bb\r\nx"}


def test_a_missing_last_boundary_is_named() -> None:
    root, _ = tree("Content-Type: multipart/mixed; boundary=b\n\n--b\n\nx\n")
    assert root.defects == ["its last boundary is missing"]


def test_the_boundary_that_stands_there_is_taken_for_the_declared_one() -> None:
    text = (
        "Content-Type: multipart/mixed; boundary=wrong\n\n"
        "--right\nContent-Type: text/html\n\nx\n--right--\n"
    )
    root, _ = tree(text)
    assert leaves(text) == {"1": b"x"}
    assert root.defects == ["the declared boundary is not the one that stands there"]


def test_a_line_that_closes_a_foreign_boundary_is_no_content() -> None:
    text = (
        "Content-Type: multipart/mixed; boundary=wrong\n\n"
        "--right\nContent-Type: text/html\n\nx\n--other--\n\n"
    )
    assert leaves(text) == {"1": b"x"}


def test_a_multipart_without_any_boundary_is_named() -> None:
    root, _ = tree("Content-Type: multipart/mixed\n\ntext\n")
    assert root.defects == ["no boundary between its parts"]
    assert root.leaf


def test_a_part_knows_its_name_and_encoding() -> None:
    root, _ = tree(
        "Content-Type: image/png; name=b.png\nContent-Transfer-Encoding: BASE64\n"
        "Content-Disposition: Attachment; filename*=utf-8''%C4%90.png\n\nx"
    )
    assert (root.filename, root.encoding, root.disposition) == ("Đ.png", "base64", "attachment")


def test_a_part_without_a_name_is_called_by_its_place() -> None:
    root, _ = tree("Content-Type: image/png\nContent-Location: https://a.vn/b.png\n\nx")
    assert root.filename == "https://a.vn/b.png"


def test_multiparts_inside_multiparts_end_somewhere() -> None:
    text = "Content-Type: multipart/mixed; boundary=x0\n\n"
    for number in range(MAX_DEPTH + 20):
        text += f"--x{number}\nContent-Type: multipart/mixed; boundary=x{number + 1}\n\n"
    root, _ = tree(text)
    defects = [defect for part in root.all() for defect in part.defects]
    assert f"more than {MAX_DEPTH} multiparts inside multiparts" in defects


def test_parts_end_somewhere() -> None:
    root, _ = tree(b"Content-Type: multipart/mixed; boundary=b\n\n" + b"--b\n\n" * (MAX_PARTS + 9))
    assert f"more than {MAX_PARTS} parts" in root.defects
    assert len(root.parts) <= MAX_PARTS


def test_strange_types_are_text() -> None:
    for media in ("", "text", "a/b/c", "/", "text/"):
        assert tree(f"Content-Type: {media}\n\nx")[0].media == "text/plain"
