"""XMP: every form of RDF, encodings, namespaces declared or not, entities, and damage."""

import pytest
from tests.extractors.fields.damage import before_damage
from tests.extractors.pictures.build import jpeg, packet

from truyvet.extractors import image
from truyvet.extractors.fields.field import Field
from truyvet.extractors.pictures import xmp
from truyvet.testing import examine, resolve

RDF = 'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"'
NAMES = (
    'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/" '
    'xmlns:xmpMM="http://ns.adobe.com/xap/1.0/mm/" '
    'xmlns:stEvt="http://ns.adobe.com/xap/1.0/sType/ResourceEvent#" '
    'xmlns:exif="http://ns.adobe.com/exif/1.0/" xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/"'
)


def described(body: str, attributes: str = "") -> str:
    return (
        f"<rdf:RDF {RDF} {NAMES}><rdf:Description {attributes}>{body}</rdf:Description></rdf:RDF>"
    )


def values(content: str | bytes) -> dict[str, str]:
    raw = content.encode() if isinstance(content, str) else content
    return {each.step: each.raw.decode() for each in xmp.fields(raw)}


def until_damage(content: str) -> dict[str, str]:
    found = before_damage(xmp.fields(content.encode()), ValueError)
    return {each.step: each.raw.decode() for each in found}


def listed(form: str, *words: str) -> str:
    return (
        f"<rdf:{form}>" + "".join(f"<rdf:li>{word}</rdf:li>" for word in words) + f"</rdf:{form}>"
    )


@pytest.mark.parametrize("form", ["Bag", "Seq", "Alt"])
def test_members_of_a_list_are_numbered_from_the_second(form: str) -> None:
    body = f"<dc:creator>{listed(form, 'Lan', 'Đức', 'Mai')}</dc:creator>"
    assert values(described(body)) == {
        "xmp:dc/creator": "Lan", "xmp:dc/creator[2]": "Đức", "xmp:dc/creator[3]": "Mai",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("body", "attributes"),
    [
        ("<dc:title>Huế</dc:title>", ""),
        ("", 'dc:title="Huế"'),
        ("<dc:title><rdf:Alt><rdf:li xml:lang='x-default'>Huế</rdf:li></rdf:Alt></dc:title>", ""),
        ("<dc:title rdf:resource='Huế'/>", ""),
        ("<dc:title>\n    Huế\n</dc:title>", 'rdf:about=""'),
        ("<dc:title><![CDATA[Huế]]></dc:title>", ""),
        ("<dc:title>Hu&#7871;</dc:title>", ""),
    ],
)
def test_a_property_is_read_in_every_form_of_rdf(body: str, attributes: str) -> None:
    assert values(described(body, attributes)) == {"xmp:dc/title": "Huế"}


@pytest.mark.parametrize(
    "body",
    [
        "<xmpMM:History><rdf:Seq>"
        "<rdf:li stEvt:action='saved' stEvt:softwareAgent='GIMP'/></rdf:Seq>"
        "</xmpMM:History>",
        "<xmpMM:History><rdf:Seq><rdf:li rdf:parseType='Resource'>"
        "<stEvt:action>saved</stEvt:action>"
        "<stEvt:softwareAgent>GIMP</stEvt:softwareAgent></rdf:li></rdf:Seq></xmpMM:History>",
        "<xmpMM:History><rdf:Seq><rdf:li><rdf:Description><stEvt:action>saved</stEvt:action>"
        "<stEvt:softwareAgent>GIMP</stEvt:softwareAgent></rdf:Description></rdf:li></rdf:Seq>"
        "</xmpMM:History>",
    ],
)
def test_a_structure_is_read_in_every_form_of_rdf(body: str) -> None:
    assert values(described(body)) == {
        "xmp:xmpMM/History/stEvt/action": "saved",
        "xmp:xmpMM/History/stEvt/softwareAgent": "GIMP",
    }


def test_the_second_structure_of_a_list_is_numbered() -> None:
    row = "<rdf:li stEvt:when='2026-03-14T09:15:00+07:00'/>"
    body = f"<xmpMM:History><rdf:Seq>{row}{row}</rdf:Seq></xmpMM:History>"
    found = list(xmp.fields(described(body).encode()))
    assert [each.step for each in found] == [
        "xmp:xmpMM/History/stEvt/when", "xmp:xmpMM/History[2]/stEvt/when",
    ]  # fmt: skip
    assert {(each.kind, each.normal) for each in found} == {("media-time", "2026-03-14T02:15:00Z")}


def test_a_known_namespace_has_our_prefix_whatever_the_file_calls_it() -> None:
    content = (
        '<r:RDF xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><r:Description '
        'xmlns:q="http://purl.org/dc/elements/1.1/"><q:title>x</q:title></r:Description></r:RDF>'
    )
    assert values(content) == {"xmp:dc/title": "x"}


def test_an_unknown_namespace_keeps_the_files_prefix() -> None:
    body = '<my:case xmlns:my="http://example.vn/case/">12</my:case>'
    assert values(described(body)) == {"xmp:my/case": "12"}


def test_a_default_namespace_is_followed() -> None:
    body = '<title xmlns="http://purl.org/dc/elements/1.1/">x</title>'
    assert values(described(body)) == {"xmp:dc/title": "x"}


def test_a_prefix_declared_anew_inside_holds_only_there() -> None:
    body = '<dc:a xmlns:dc="http://example.vn/">1</dc:a><dc:title>2</dc:title>'
    assert values(described(body))["xmp:dc/title"] == "2"


@pytest.mark.parametrize(
    ("body", "wanted"),
    [
        ("<c2pa:manifest>AAAB</c2pa:manifest><dc:title>x</dc:title>",
         {"xmp:c2pa/manifest": "AAAB", "xmp:dc/title": "x"}),
        ("<dc:title my:note='y'>x</dc:title>", {"xmp:dc/title": "x", "xmp:dc/title/my/note": "y"}),
    ],
)  # fmt: skip
def test_a_prefix_that_nobody_declared_is_no_damage(body: str, wanted: dict[str, str]) -> None:
    assert values(described(body)) == wanted


def test_an_undeclared_prefix_outside_rdf_is_passed_over() -> None:
    drawing = (
        f'<svg xmlns="{xmp.SVG}">{described("<dc:title>x</dc:title>")}<c2pa:m>A</c2pa:m></svg>'
    )
    assert values(drawing) == {"xmp:dc/title": "x"}


@pytest.mark.parametrize(
    ("encoding", "mark"),
    [("utf-8", b""), ("utf-8", b"\xef\xbb\xbf"), ("utf-16-le", b"\xff\xfe"),
     ("utf-16-be", b"\xfe\xff"),
     ("utf-16-le", b""), ("utf-16-be", b"")],
)  # fmt: skip
def test_a_packet_is_read_in_every_encoding(encoding: str, mark: bytes) -> None:
    body = described("<dc:title>Đà Nẵng</dc:title>")
    assert values(mark + body.encode(encoding)) == {"xmp:dc/title": "Đà Nẵng"}


@pytest.mark.parametrize("padding", ["", "\0\0\0", " \r\n" * 50, '<?xpacket end="w"?>'])
def test_padding_around_a_packet_is_passed_over(padding: str) -> None:
    head = '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>'
    body = head + described("<dc:title>x</dc:title>") + padding
    assert values(body) == {"xmp:dc/title": "x"}


def test_a_declared_encoding_that_lies_is_not_followed() -> None:
    body = '<?xml version="1.0" encoding="UTF-16"?>' + described("<dc:title>Huế</dc:title>")
    assert values(body) == {"xmp:dc/title": "Huế"}


@pytest.mark.parametrize(
    "tail",
    ["<unclosed>", "</wrong>", "&nothing;", "<a b=c/>", "\x01"],
)  # fmt: skip
def test_what_stands_before_the_damage_is_told(tail: str) -> None:
    body = f"<rdf:RDF {RDF} {NAMES}><rdf:Description><dc:title>x</dc:title>{tail}"
    assert until_damage(body) == {"xmp:dc/title": "x"}


@pytest.mark.parametrize("content", ["", "no xml", "<", "<?xml"])
def test_what_is_no_xml_is_damage(content: str) -> None:
    assert until_damage(content) == {}


@pytest.mark.parametrize(
    "doctype",
    [
        '<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">',
        '<!ENTITY % p "x"><!ENTITY b "%p;">',
        '<!ENTITY a "' + "x" * (xmp.MAX_ENTITY + 1) + '">',
        "".join(f'<!ENTITY e{number} "x">' for number in range(xmp.MAX_ENTITIES + 1)),
    ],
)
def test_entities_that_may_multiply_are_refused(doctype: str) -> None:
    assert until_damage(f"<!DOCTYPE x [{doctype}]>" + described("<dc:title>x</dc:title>")) == {}


def test_entities_as_drawing_programs_write_them_are_taken() -> None:
    doctype = '<!DOCTYPE svg [<!ENTITY ns_dc "http://purl.org/dc/elements/1.1/">]>'
    inner = '<rdf:Description xmlns:dc="&ns_dc;"><dc:title>x</dc:title></rdf:Description>'
    body = f"<rdf:RDF {RDF}>{inner}</rdf:RDF>"
    assert values(doctype + body) == {"xmp:dc/title": "x"}


def test_an_external_entity_is_never_fetched() -> None:
    doctype = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]>'
    assert "xmp:dc/title" not in values(doctype + described("<dc:title>&a;</dc:title>"))


def test_elements_deeper_than_a_bound_are_damage() -> None:
    deep = "<dc:a>" * (xmp.MAX_DEPTH + 1) + "x" + "</dc:a>" * (xmp.MAX_DEPTH + 1)
    assert until_damage(described("<dc:title>x</dc:title>" + deep)) == {"xmp:dc/title": "x"}


def test_properties_beyond_a_bound_are_damage() -> None:
    rows = "<rdf:li>x</rdf:li>" * (xmp.MAX_PROPERTIES + 20)
    found = until_damage(described(f"<dc:subject><rdf:Bag>{rows}</rdf:Bag></dc:subject>"))
    assert xmp.MAX_PROPERTIES <= len(found) <= xmp.MAX_PROPERTIES + 2


@pytest.mark.parametrize(
    ("name", "words", "kind"),
    [("title", "Sơ đồ đường dây", "title"), ("desc", "Từ Hà Nội", "description")],
)
def test_captions_of_a_drawing_are_told(name: str, words: str, kind: str) -> None:
    content = f'<svg xmlns="{xmp.SVG}"><{name}>{words}</{name}><text>not this</text></svg>'
    (seen,) = xmp.fields(content.encode())
    assert (seen.kind, seen.step, seen.raw.decode(), seen.text) == (
        kind,
        f"svg:{name}",
        words,
        True,
    )


def test_a_title_of_another_language_of_xml_is_no_caption() -> None:
    assert values("<html><title>x</title></html>") == {}


def position(body: str) -> Field:
    (seen,) = [each for each in xmp.fields(described(body).encode()) if each.kind == "geo"]
    return seen


def test_a_position_that_is_none_is_told_but_hardly_believed() -> None:
    seen = position(
        "<exif:GPSLatitude>x</exif:GPSLatitude><exif:GPSLongitude>y</exif:GPSLongitude>"
    )
    assert (seen.raw, seen.normal, seen.confidence) == (b"x y", "", 20)


def test_a_position_in_attributes_is_read() -> None:
    content = described("", 'exif:GPSLatitude="21,1.713N" exif:GPSLongitude="105,51.267E"')
    assert values(content)["xmp:exif/GPSPosition"] == "21,1.713N 105,51.267E"


@pytest.mark.parametrize("side", ["GPSLatitude", "GPSLongitude"])
def test_half_a_position_is_none(side: str) -> None:
    assert "xmp:exif/GPSPosition" not in values(described(f"<exif:{side}>21,1N</exif:{side}>"))


def test_a_hostile_name_of_a_property_leads_back_to_its_value() -> None:
    content = jpeg([(0xE1, b"http://ns.adobe.com/xap/1.0/\0" + packet("<đ.-ư>x</đ.-ư>"))])
    (seen,) = [each for each in examine(image, content).observations if each.raw == "x"]
    assert resolve(image, content, seen.locator) == b"x"
