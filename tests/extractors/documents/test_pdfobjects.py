"""What the objects of a PDF hold: actions, scripts, files, forms, signatures, notes."""

import io

import pytest
from pypdf import PdfReader
from tests.extractors.documents.support.packages import codes, holds, looked_at, seen, texts
from tests.extractors.documents.support.pdfs import document, stream, updated

from truyvet.extractors import pdf
from truyvet.extractors.documents import pdfobjects
from truyvet.extractors.documents.findings import Seen
from truyvet.testing import Examination

NAME = "Nguyễn Văn Đức"


def wide(text: str) -> bytes:
    return b"<feff" + text.encode("utf-16-be").hex().encode() + b">"


def of(content: bytes, root: bytes = b"") -> Examination:
    """Examine a file whose object 5 is this."""
    return holds(pdf, document(root=root, more={5: content}))


def test_objects_are_counted_wherever_they_lie() -> None:
    packed = stream(b"7 0 8 3 (a) (b)", b"/Type /ObjStm /N 2 /First 8")
    whole = document(more={5: b"(x)", 6: packed})
    numbers = pdfobjects.numbers(PdfReader(io.BytesIO(whole)))
    assert numbers == [(n, 0) for n in range(1, 7)]


@pytest.mark.parametrize(
    ("action", "kind", "raw", "flag"),
    [
        (b"/S /URI /URI (https://vi-du.example/%c4%91)", "external-link",
         "https://vi-du.example/%c4%91", ""),
        (b"/S /URI /URI " + wide("https://vi-du.example/đơn"), "external-link",
         "https://vi-du.example/đơn", ""),
        (b"/S /URI /URI <687474703a2f2f61>", "external-link", "http://a", ""),
        (b"/S /Launch /F (a.exe)", "action", "a.exe", "script"),
        (b"/S /Launch /F << /F (a.exe) /UF (b.exe) >>", "action", "b.exe", "script"),
        (b"/S /Launch /Win << /F (cmd) >>", "action", "cmd", "script"),
        (b"/S /Launch /Win << /F (cmd) /P (/c calc) >>", "action", "cmd /c calc", "script"),
        (b"/S /GoToR /F << /F (b.pdf) >>", "external-link", "b.pdf", "metadata"),
        (b"/S /GoToE /F (c.pdf)", "external-link", "c.pdf", "metadata"),
        (b"/S /SubmitForm /F << /FS /URL /F (http://a) >>", "action", "http://a", "metadata"),
        (b"/S /ImportData /F (d.fdf)", "action", "d.fdf", "script"),
    ],
)  # fmt: skip
def test_each_sort_of_action_is_seen(action: bytes, kind: str, raw: str, flag: str) -> None:
    (one,) = of(b"<< %s >>" % action).of(kind)
    assert (one.raw, one.flag) == (raw, flag)
    assert one.facts["relation"] == action.split()[1][1:].decode()


@pytest.mark.parametrize("action", [b"/S /GoTo /D [0 /Fit]", b"/S /Named /N /NextPage", b"/S 7"])
def test_an_action_inside_the_file_is_none(action: bytes) -> None:
    found = of(b"<< %s >>" % action)
    assert not found.of("action")
    assert not found.of("external-link")


@pytest.mark.parametrize(
    ("root", "trigger"),
    [
        (b"/OpenAction 5 0 R", "OpenAction"), (b"/AA << /WC 5 0 R >>", "AA/WC"),
        (b"/AA << /DP 5 0 R >>", "AA/DP"),
        (b"/Names << /JavaScript << /Names [(a) 5 0 R] >> >>", "Names"),
        (b"/Names << /JavaScript << /Kids [<< /Names [(a) 5 0 R] >>] >> >>", "Names"),
        (b"", ""),
    ],
)  # fmt: skip
def test_a_script_tells_what_makes_it_run(root: bytes, trigger: str) -> None:
    (one,) = of(b"<< /S /JavaScript /JS (x\\(1\\)) >>", root=root).of("script")
    assert (one.raw, one.facts.get("trigger", ""), one.flag) == ("x(1)", trigger, "script")


def test_a_script_in_the_catalogue_itself_tells_it_too() -> None:
    found = holds(pdf, document(root=b"/OpenAction << /S /JavaScript /JS (a\\(\\)) >>"))
    (one,) = found.of("script")
    assert (one.locator[0], one.facts["trigger"]) == ("pdf:object/1/OpenAction/JS", "OpenAction")


@pytest.mark.parametrize(
    ("script", "text"),
    [
        (stream(b"app.alert(1)"), "app.alert(1)"),
        (stream(b"app.alert(1)", packed=True), "app.alert(1)"),
        (stream("// đ".encode()), "// đ"),
        (stream("\ufeff// đ".encode()), "// đ"),
        (stream(b"\xfe\xff" + "// đ".encode("utf-16-be")), "// đ"),
        (b"(plain)", "plain"),
    ],
)
def test_the_source_of_a_script_is_text_in_every_encoding(script: bytes, text: str) -> None:
    whole = document(more={5: b"<< /S /JavaScript /JS 6 0 R >>", 6: script})
    assert texts(holds(pdf, whole))["pdf:object/5/JS"] == text


def test_an_empty_script_is_no_observation() -> None:
    assert not of(b"<< /S /JavaScript /JS () >>").of("script")


def attached(spec: bytes, params: bytes = b"", *, packed: bool = False) -> Examination:
    given = stream(b"inside", b"/Type /EmbeddedFile /Params << %s >>" % params, packed=packed)
    return holds(pdf, document(more={5: b"<< /Type /Filespec %s >>" % spec, 6: given}))


@pytest.mark.parametrize(
    ("spec", "name"),
    [
        (b"/F (a.txt) /EF << /F 6 0 R >>", "a.txt"),
        (b"/F (a.txt) /UF " + wide("hoá đơn.txt") + b" /EF << /F 6 0 R >>", "hoá đơn.txt"),
        (b"/UF (u.txt) /EF << /UF 6 0 R >>", "u.txt"),
        (b"/EF << /F 6 0 R >>", "file"),
        (b"/F (../../etc/passwd) /EF << /F 6 0 R >>", "../../etc/passwd"),
    ],
)
@pytest.mark.parametrize("packed", [False, True])
def test_an_embedded_file_is_given_with_its_name(spec: bytes, name: str, packed: bool) -> None:
    (child,) = attached(spec, packed=packed).children
    assert (child.name, child.content) == (name, b"inside")


@pytest.mark.parametrize(
    ("params", "modified"),
    [
        (b"/ModDate (D:20260314091500+07'00')", "2026-03-14T02:15:00.000000000Z"),
        (b"/ModDate (D:20260314091500)", None), (b"/CreationDate (D:2026)", None), (b"", None),
        (b"/ModDate 7", None),
    ],
)  # fmt: skip
def test_the_time_of_a_file_is_told_where_it_is_utc(params: bytes, modified: str | None) -> None:
    (child,) = attached(b"/F (a) /EF << /F 6 0 R >>", params).children
    assert child.found.modified == modified


@pytest.mark.parametrize("spec", [b"/EF 7", b"/EF << >>", b"/EF << /F (x) >>", b"/F (a)"])
def test_what_embeds_nothing_gives_no_child(spec: bytes) -> None:
    assert attached(spec).children == []


def test_the_same_file_named_twice_is_given_under_two_names() -> None:
    more = {5: b"<< /F (a) /EF << /F 7 0 R >> >>", 6: b"<< /F (a) /EF << /F 7 0 R >> >>",
            7: stream(b"x")}  # fmt: skip
    children = holds(pdf, document(more=more)).children
    assert [child.found.locator for child in children] == ["pdf:file/5/a", "pdf:file/6/a"]


@pytest.mark.parametrize(
    ("field", "name", "value"),
    [
        (b"/T (a) /V (0912345678)", "a", "0912345678"),
        (b"/T (a) /V " + wide(NAME), "a", NAME),
        (b"/T (a) /V /Yes", "a", "/Yes"),
        (b"/T (con) /V (x) /Parent 6 0 R", "cha.con", "x"),
        (b"/T (con) /V (x) /Parent 7 0 R", "con", "x"),
    ],
)
def test_a_field_has_its_whole_name_and_value(field: bytes, name: str, value: str) -> None:
    more = {5: b"<< %s >>" % field, 6: b"<< /T (cha) >>", 7: b"<< /Kids [5 0 R] >>"}
    (one,) = holds(pdf, document(more=more)).of("form-field")
    assert (one.facts["name"], one.raw) == (name, value)


def test_fields_that_are_their_own_parents_end() -> None:
    (one,) = of(b"<< /T (a) /V (x) /Parent 5 0 R >>").of("form-field")
    assert one.facts["name"] == ".".join(["a"] * 17)


@pytest.mark.parametrize("field", [b"/T (a)", b"/V (x)", b"/T (a) /V ()", b"/T (a) /V 7"])
def test_a_field_without_a_text_is_not_seen(field: bytes) -> None:
    assert not of(b"<< %s >>" % field).of("form-field")


@pytest.mark.parametrize(
    "subtype", ["Text", "FreeText", "Highlight", "StrikeOut", "Stamp", "Popup", "Caret", "Ink"]
)
def test_each_sort_of_note_is_seen_with_who_wrote_it(subtype: str) -> None:
    note = b"<< /Subtype /%s /Rect [0 0 1 1] /T %s /Contents %s /M (D:20260314091500+07'00') >>"
    (one,) = of(note % (subtype.encode(), wide("Phạm Quang"), wide("Xem lại"))).of("annotation")
    assert (one.raw, one.facts["author"], one.facts["utc"]) == (
        "Xem lại", "Phạm Quang", "2026-03-14T02:15:00Z",
    )  # fmt: skip


@pytest.mark.parametrize(
    "note",
    [b"/Subtype /Link /Rect [0 0 1 1] /Contents (x)", b"/Subtype /Text /Rect [0 0 1 1]",
     b"/Subtype /Text /Contents (x)", b"/Subtype /Text /Rect [0 0 1 1] /Contents ()"],
)  # fmt: skip
def test_what_is_no_note_is_none(note: bytes) -> None:
    assert not of(b"<< %s >>" % note).of("annotation")


@pytest.mark.parametrize("ranges", [b"[]", b"[0 1]", b"[0 1 2 3 4]", b"7", b"[(a) 1 2 3]"])
def test_a_signature_of_odd_ranges_covers_no_file(ranges: bytes) -> None:
    found = of(b"<< /ByteRange %s /Contents <00> /Name (Lan) >>" % ranges).of("signature")
    assert [one.facts["whole-file"] for one in found] in (["no"], [])


def test_what_an_update_cut_off_is_still_found() -> None:
    first = document(root=b"/OpenAction 5 0 R", more={5: b"<< /S /JavaScript /JS (cu) >>"})
    later = updated(first, {1: b"<< /Type /Catalog /Pages 2 0 R >>"})
    assert [one.raw for one in holds(pdf, later).of("script")] == ["cu"]


def test_dictionaries_of_an_object_are_walked_in_order_without_recursion() -> None:
    deep = b"<< /A " * 300 + b"<< /S /URI /URI (http://sau) >>" + b" >>" * 300
    found = looked_at(pdf, document(more={5: deep}))
    links = [one.raw for one in found.of("external-link")]
    assert links == ["http://sau"] or codes(found)


def test_the_nodes_of_an_object_are_bounded() -> None:
    many = b"[" + b"<< /S /URI /URI (http://a) >>" * 3 + b"]"
    found = of(many)
    steps = list(seen(found, "external-link"))
    assert steps == [f"pdf:object/5/{n}/URI" for n in range(3)]


def test_one_object_that_is_damaged_leaves_the_others() -> None:
    more = {5: b"<< /S /URI /URI 9 0 R", 6: b"<< /S /URI /URI (http://b) >>"}
    found = looked_at(pdf, document(more=more))
    assert "http://b" in seen(found, "external-link").values()
    assert found.outcome.status != "crash"


def test_only_the_object_of_a_step_is_read_to_resolve_it() -> None:
    more = {n: b"<< /S /URI /URI (http://%d) >>" % n for n in range(5, 9)}
    reader = PdfReader(io.BytesIO(document(more=more)))
    found = [one for one in pdfobjects.read(reader, 0, 7) if isinstance(one, Seen)]
    assert [one.raw for one in found] == ["http://7"]
