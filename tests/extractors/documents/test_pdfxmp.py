"""XMP packets: properties in all three ways of writing them, their roles, and damage."""

import pytest

from truyvet.extractors.documents import pdfxmp
from truyvet.extractors.documents.findings import Finding, Seen, Trouble, Words
from truyvet.extractors.documents.pdfxmp import read

SPACES = (
    'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/" '
    'xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/" '
    'xmlns:mm="http://ns.adobe.com/xap/1.0/mm/" '
    'xmlns:ev="http://ns.adobe.com/xap/1.0/sType/ResourceEvent#" '
    'xmlns:ref="http://ns.adobe.com/xap/1.0/sType/ResourceRef#" xmlns:own="urn:own/"'
)


def packet(inner: str, attributes: str = "") -> bytes:
    return (
        f'<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/">'
        f'<rdf:RDF {SPACES}><rdf:Description rdf:about="" {attributes}>{inner}</rdf:Description>'
        f'</rdf:RDF></x:xmpmeta><?xpacket end="w"?>'
    ).encode()


def found(inner: str, attributes: str = "") -> dict[str, str]:
    return {
        one.step: str(one.raw)
        for one in read(packet(inner, attributes), "xmp")
        if isinstance(one, Seen)
    }


def one(inner: str) -> Seen:
    (seen,) = [one for one in read(packet(inner), "xmp") if isinstance(one, Seen)]
    return seen


@pytest.mark.parametrize(
    ("inner", "step", "raw"),
    [
        ("<dc:format>application/pdf</dc:format>", "pdf:xmp/dc:format", "application/pdf"),
        ("<dc:creator><rdf:Seq><rdf:li>Đức</rdf:li></rdf:Seq></dc:creator>", "pdf:xmp/dc:creator",
         "Đức"),
        ('<dc:title><rdf:Alt><rdf:li xml:lang="vi">Đơn</rdf:li></rdf:Alt></dc:title>',
         "pdf:xmp/dc:title", "Đơn"),
        ('<mm:DerivedFrom rdf:parseType="Resource"><ref:documentID>uuid:7</ref:documentID>'
         "</mm:DerivedFrom>", "pdf:xmp/xmpMM:DerivedFrom/stRef:documentID", "uuid:7"),
        ('<mm:DerivedFrom ref:documentID="uuid:8"/>',
         "pdf:xmp/xmpMM:DerivedFrom/stRef:documentID", "uuid:8"),
        ('<mm:History><rdf:Seq><rdf:li ev:softwareAgent="Photoshop"/></rdf:Seq></mm:History>',
         "pdf:xmp/xmpMM:History/stEvt:softwareAgent", "Photoshop"),
        ("<own:Số>7</own:Số>", "pdf:xmp/Số", "7"),
    ],
)  # fmt: skip
def test_properties_are_named_by_the_path_of_their_elements(
    inner: str, step: str, raw: str
) -> None:
    assert {key.replace("%C3%B4", "ô"): value for key, value in found(inner).items()} == {step: raw}


def test_properties_may_stand_as_attributes() -> None:
    assert found("", 'xmp:CreatorTool="Word" pdf:Producer="x"') == {
        "pdf:xmp/xmp:CreatorTool": "Word", "pdf:xmp/pdf:Producer": "x",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("inner", "kind", "role"),
    [
        ("<dc:creator>a</dc:creator>", "author", "creator"),
        ("<xmp:CreatorTool>a</xmp:CreatorTool>", "application", "creator"),
        ("<pdf:Producer>a</pdf:Producer>", "application", "producer"),
        ("<xmp:CreateDate>2026-03-14</xmp:CreateDate>", "document-time", "created"),
        ("<xmp:ModifyDate>2026</xmp:ModifyDate>", "document-time", "modified"),
        ("<xmp:MetadataDate>2026</xmp:MetadataDate>", "document-time", "metadata"),
    ],
)
def test_known_properties_have_their_kind_and_role(inner: str, kind: str, role: str) -> None:
    assert (one(inner).kind, one(inner).facts["role"]) == (kind, role)


def test_the_same_word_of_another_space_is_another_property() -> None:
    assert one("<own:creator>a</own:creator>").kind == "document-property"


@pytest.mark.parametrize(
    ("written", "normal"),
    [("2026-03-14T09:15:00+07:00", "2026-03-14T02:15:00Z"), ("2026-03-14T09:15:00Z",
     "2026-03-14T09:15:00Z"), ("2026-03-14T09:15:00", ""), ("2026", "")],
)  # fmt: skip
def test_times_are_utc_where_they_have_a_zone(written: str, normal: str) -> None:
    assert one(f"<xmp:CreateDate>{written}</xmp:CreateDate>").normal == normal


def test_values_are_taken_without_the_blanks_around_them_and_empty_ones_not() -> None:
    assert one("<dc:source>\n  đơn \n</dc:source>").raw == "đơn"
    assert found("<dc:source> \n </dc:source><dc:type/>") == {}


@pytest.mark.parametrize("content", [b"", b" \n\t ", b"  "])
def test_an_empty_packet_says_nothing(content: bytes) -> None:
    assert list(read(content, "xmp")) == []


@pytest.mark.parametrize("codec", ["utf-16", "utf-8-sig"])
def test_a_packet_in_another_encoding_is_read(codec: str) -> None:
    content = packet("<dc:creator>Đức</dc:creator>").decode().encode(codec)
    assert [one.raw for one in read(content, "xmp") if isinstance(one, Seen)] == ["Đức"]


def test_a_packet_that_ends_early_gives_what_came_before() -> None:
    content = packet("<dc:creator>Đức</dc:creator><dc:title>Đơn</dc:title>")
    parts: list[Finding] = list(read(content.partition(b"<dc:title>")[0], "xmp"))
    assert [one.raw for one in parts if isinstance(one, Seen)] == ["Đức"]
    assert [one.step for one in parts if isinstance(one, Trouble)] == ["pdf:xmp"]
    assert isinstance(parts[-1], Words)


def test_a_packet_is_bounded() -> None:
    content = packet("<dc:source>" + "x" * (pdfxmp.MAX_XMP + 100) + "</dc:source>")
    words = [one for one in read(content, "object", "7") if isinstance(one, Words)]
    assert (words[0].step, len(words[0].text)) == ("pdf:object/7", pdfxmp.MAX_XMP)


def test_a_packet_that_declares_entities_is_not_read_on() -> None:
    content = b'<!DOCTYPE x [<!ENTITY a "b">]>' + packet("<dc:source>&a;</dc:source>")
    assert not [one for one in read(content, "xmp") if isinstance(one, Seen)]
