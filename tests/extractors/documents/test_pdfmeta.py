"""What a PDF tells of itself: version, information, identifiers, XMP, and its earlier states."""

import io

import pytest
from pypdf import PdfReader
from tests.extractors.documents.support.packages import codes, holds, looked_at, seen, texts
from tests.extractors.documents.support.pdfs import document, stream, updated

from truyvet.extractors import pdf
from truyvet.extractors.documents import pdfmeta
from truyvet.extractors.documents.findings import Finding, Inside, Seen, Trouble
from truyvet.extractors.documents.pdfmeta import ends, header, identifiers, revisions

NAME = "Nguyễn Văn Đức"
END = b"startxref\n%d\n%%%%EOF\n"


def wide(text: str) -> bytes:
    """A text string of 16 bits in hexadecimal (ISO 32000-1, 7.9.2.2)."""
    return b"<feff" + text.encode("utf-16-be").hex().encode() + b">"


def information(entries: bytes) -> dict[str, Seen]:
    reader = PdfReader(io.BytesIO(document(trailer=b"/Info 5 0 R", more={5: b"<<%s>>" % entries})))
    found = pdfmeta.information(reader)
    return {one.step: one for one in found if isinstance(one, Seen)}


@pytest.mark.parametrize(
    ("head", "version", "where"),
    [
        (b"%PDF-1.4\n", b"1.4", "bytes:5+3"),
        (b"%PDF-2.0\n", b"2.0", "bytes:5+3"),
        (b"\xef\xbb\xbf%PDF-1.7", b"1.7", "bytes:8+3"),
        (b"x" * 1_000 + b"%PDF-1.3", b"1.3", "bytes:1005+3"),
        (b"%PDF-x.y", None, ""),
        (b"x" * 1_024 + b"%PDF-1.3", None, ""),
        (b"", None, ""),
    ],
)
def test_the_version_stands_in_the_first_bytes(
    head: bytes, version: bytes | None, where: str
) -> None:
    found = [(one.raw, one.step) for one in header(head) if isinstance(one, Seen)]
    assert found == ([(version, where)] if version else [])


@pytest.mark.parametrize(
    ("entry", "step", "raw", "kind"),
    [
        (b"/Author (Lan)", "pdf:info/Author", "Lan", "author"),
        (b"/Author " + wide(NAME), "pdf:info/Author", NAME, "author"),
        (b"/Author <4c616e>", "pdf:info/Author", "Lan", "author"),
        (b"/Author (\xef\xbb\xbfNguy\xe1\xbb\x85n)", "pdf:info/Author", "Nguyễn", "author"),
        (b"/Creator (Word)", "pdf:info/Creator", "Word", "application"),
        (b"/Producer (x \\(y\\))", "pdf:info/Producer", "x (y)", "application"),
        (b"/Title (a\\\nb)", "pdf:info/Title", "ab", "document-property"),
        (b"/Trapped /True", "pdf:info/Trapped", "/True", "document-property"),
        (b"/S#e1#bb#91 (7)", "pdf:info/Số", "7", "document-property"),
    ],
)
def test_each_entry_of_the_information_is_seen(
    entry: bytes, step: str, raw: str, kind: str
) -> None:
    found = information(entry)[step]
    assert (found.raw, found.kind) == (raw, kind)


@pytest.mark.parametrize(
    ("written", "normal", "facts"),
    [
        (b"D:20260314091530+07'00'", "2026-03-14T02:15:30Z", {"zone": "+07:00"}),
        (b"D:20260314091530+07'00", "2026-03-14T02:15:30Z", {"zone": "+07:00"}),
        (b"D:20260314091530Z", "2026-03-14T09:15:30Z", {"zone": "+00:00"}),
        (b"D:20260314091530Z'", "2026-03-14T09:15:30Z", {"zone": "+00:00"}),
        (b"D:20260314091530", "", {"local": "2026-03-14T09:15:30"}),
        (b"20260314", "", {"local": "2026-03-14T00:00:00"}),
        (b"D:20260230", "", {}),
        (b"h\xf4m qua", "", {}),
    ],
)
def test_times_are_utc_as_far_as_they_say(
    written: bytes, normal: str, facts: dict[str, str]
) -> None:
    found = information(b"/CreationDate (%s)" % written)["pdf:info/CreationDate"]
    assert found.normal == normal
    assert found.facts["role"] == "created"
    assert facts.items() <= dict(found.facts).items()


def test_an_entry_may_stand_in_an_object_of_its_own() -> None:
    whole = document(trailer=b"/Info 5 0 R", more={5: b"<< /Author 6 0 R >>", 6: b"(Lan)"})
    assert seen(holds(pdf, whole), "author") == {"pdf:info/Author": "Lan"}


@pytest.mark.parametrize("info", [b"[1 2]", b"(Lan)", b"null", b"7"])
def test_information_of_another_sort_says_nothing(info: bytes) -> None:
    found = looked_at(pdf, document(trailer=b"/Info 5 0 R", more={5: info}))
    assert not [one for one in found.observations if one.locator[0].startswith("pdf:info")]


@pytest.mark.parametrize(
    ("pair", "raws"),
    [
        (b"[<0102> <0304>]", [b"\x01\x02", b"\x03\x04"]),
        (b"[<0102>]", [b"\x01\x02"]),
        (b"[(ab) (cd) (ef)]", [b"ab", b"cd"]),
        (b"[1 2]", []),
        (b"<0102>", []),
        (b"[]", []),
    ],
)
def test_identifiers_are_bytes_of_which_the_first_stays(pair: bytes, raws: list[bytes]) -> None:
    reader = PdfReader(io.BytesIO(document(trailer=b"/ID " + pair)))
    found = [one for one in identifiers(reader) if isinstance(one, Seen)]
    assert [one.raw for one in found] == raws
    names = [one.facts["name"] for one in found]
    assert names == ["permanent-id", "changing-id"][: len(raws)]


@pytest.mark.parametrize(
    ("content", "places"),
    [
        (b"", []),
        (END % 7, [18]),
        (END.replace(b"\n", b"\r\n") % 7, [21]),
        (END.replace(b"\n", b"\r") % 7, [18]),
        (b"startxref 7 %%EOF", [17]),
        (b"startxref\n7\n%EOF", []),
        (b"startxref\nx\n%%EOF", []),
        (END % 7 + b"x" + END % 9, [18, 37]),
        (b"/Linearized" + END % 7 + END % 9, [47]),
        (b"/Linearized" + END % 7, [29]),
    ],
)
def test_each_end_of_a_file_closes_a_state(content: bytes, places: list[int]) -> None:
    assert ends(content) == places


def states(count: int) -> bytes:
    whole = document("1")
    for n in range(2, count + 1):
        whole = updated(whole, {4: stream(b"BT /F1 12 Tf (%d) Tj ET" % n)})
    return whole


@pytest.mark.parametrize("count", [1, 2, 3, 6])
def test_all_earlier_states_become_items_oldest_first(count: int) -> None:
    found = holds(pdf, states(count))
    assert [child.name for child in found.children] == [
        f"revision-{n}.pdf" for n in range(1, count)
    ]  # fmt: skip
    assert [one.facts["of"] for one in found.of("revision")] == [str(count)] * (count - 1)
    for n, child in enumerate(found.children, 1):
        assert child.content == states(n)
        assert texts(looked_at(pdf, child.content or b""))["pdf:page/1"] == str(n)


def test_states_beyond_the_bound_are_named() -> None:
    content = (END % 7) * (pdfmeta.MAX_REVISIONS + 4)
    found = list(revisions(content, len(content)))
    assert sum(isinstance(one, Inside) for one in found) == pdfmeta.MAX_REVISIONS
    assert [one.code for one in found if isinstance(one, Trouble)] == ["partial"]


def test_blanks_behind_the_last_end_are_no_state() -> None:
    content = document() + b"\n\n  \n"
    found: list[Finding] = list(revisions(content, len(content)))
    assert found == []


PACKET = (
    '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF '
    'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:creator><rdf:Seq><rdf:li>Nguyễn Văn Đức'
    "</rdf:li></rdf:Seq></dc:creator></rdf:Description></rdf:RDF></x:xmpmeta>"
).encode()


@pytest.mark.parametrize("packed", [False, True])
def test_the_packet_of_the_document_is_text_and_properties(packed: bool) -> None:
    given = stream(PACKET, b"/Type /Metadata /Subtype /XML", packed=packed)
    found = holds(pdf, document(root=b"/Metadata 5 0 R", more={5: given}))
    assert seen(found, "author") == {"pdf:xmp/dc:creator": NAME}
    assert texts(found)["pdf:xmp"] == PACKET.decode()
    assert not [one for one in found.observations if one.locator[0].startswith("pdf:object/5")]


def test_a_packet_of_another_object_is_named_by_it() -> None:
    found = holds(pdf, document(more={5: stream(PACKET, b"/Type /Metadata /Subtype /XML")}))
    assert seen(found, "author") == {"pdf:object/5/dc:creator": NAME}


@pytest.mark.parametrize("given", [stream(b""), b"(x)", b"<< >>", stream(b"<a"), stream(b"\xff")])
def test_a_packet_that_is_none_is_no_fault(given: bytes) -> None:
    found = holds(pdf, document(root=b"/Metadata 5 0 R", more={5: given}))
    assert found.outcome.status in {"ok", "corrupt"}


def test_a_packet_that_cannot_be_unpacked_is_named() -> None:
    given = b"<< /Length 4 /Filter /FlateDecode >>\nstream\nabcd\nendstream"
    found = looked_at(pdf, document(root=b"/Metadata 5 0 R", more={5: given}))
    assert found.outcome.status != "crash"
    assert set(codes(found)) <= {"corrupt"}
