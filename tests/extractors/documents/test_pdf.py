"""The `pdf` extractor: real samples, laws, what a PDF holds, hostile files."""

import functools
import io
import os
from pathlib import Path

import pytest
from tests.extractors.documents.support.packages import holds, looked_at, seen, survives
from tests.extractors.documents.support.packages import texts as texts_of
from tests.extractors.documents.support.pdfs import (
    CATALOG,
    FONT,
    PAGE,
    PAGES,
    document,
    encrypted,
    file_of,
    picture_file,
    stream,
    updated,
)

from truyvet.extractors import pdf
from truyvet.extractors.documents.pdfpages import page_images
from truyvet.extractors.engine.view import FileView
from truyvet.extractors.interface import Facts
from truyvet.extractors.settings import Settings
from truyvet.testing import Examination, examine, resolve

JAVASCRIPT = b"<< /S /JavaScript /JS (app.alert\\(1\\)) >>"


def of(content: bytes) -> Examination:
    return holds(pdf, content)


@pytest.mark.parametrize(
    ("step", "value"),
    [
        ("bytes:5+3", "1.3"),
        ("pdf:info/Creator", "Adobe Photoshop 7.0"),
        ("pdf:info/Producer", "Adobe Photoshop for Macintosh"),
        ("pdf:info/CreationDate", "D:20050718143045-04'00'"),
        ("pdf:pages", "1"),
        ("pdf:xmp/dc:creator", "Phil Harvey"),
        ("pdf:xmp/dc:title", "Test IPTC picture"),
        ("pdf:xmp/dc:description", "A witty caption"),
        ("pdf:xmp/photoshop:City", "Kingston"),
        ("pdf:xmp/xmpMM:DocumentID", "adobe:docid:photoshop:cbcc2a62-f127-11d9-ac4d-e8be6f73552e"),
        ("pdf:xmp/xmpRights:WebStatement", "https://exiftool.org/"),
    ],
)
def test_the_sample_tells_what_exiftool_reads(samples: Path, step: str, value: str) -> None:
    content = (samples / "metadata" / "PDF.pdf").read_bytes()
    found = {one.locator[0]: one.raw for one in examine(pdf, content).observations}
    assert found[step] == value
    assert resolve(pdf, content, (step,)) == value.encode()


def test_the_sample_was_made_at_the_time_that_exiftool_reads_in_utc(samples: Path) -> None:
    times = examine(pdf, samples / "metadata" / "PDF.pdf").of("document-time")
    assert {one.normal for one in times} == {"2005-07-18T18:30:45Z"}
    assert {one.facts["zone"] for one in times} == {"-04:00"}


def test_the_second_sample_has_its_identifiers_and_one_page(samples: Path) -> None:
    found = of((samples / "metadata" / "PDF2.pdf").read_bytes())
    ids = [one.normal for one in found.observations if one.locator[0].startswith("pdf:id/")]
    assert ids == ["1dab0647a8dfcb9846c417b0bbe1934c"] * 2
    assert seen(found, "document-property")["pdf:pages"] == "1"


@pytest.mark.parametrize("name", ["PDF.pdf", "PDF2.pdf"])
def test_every_value_of_a_sample_resolves_and_damage_never_crashes(
    samples: Path, name: str
) -> None:
    content = (samples / "metadata" / name).read_bytes()
    of(content)
    survives(pdf, content)


def test_the_text_of_a_page_is_read() -> None:
    assert texts_of(of(document("0912 345 678"))) == {"pdf:page/1": "0912 345 678"}


def test_a_vietnamese_author_and_a_time_with_its_zone_are_read() -> None:
    author = "Nguyễn Văn Đức".encode("utf-16-be").hex().encode()
    info = b"<< /Author <feff%s> /ModDate (D:20260314091500+07'00') >>" % author
    found = of(document(trailer=b"/Info 5 0 R", more={5: info}))
    assert seen(found, "author") == {"pdf:info/Author": "Nguyễn Văn Đức"}
    (time,) = found.of("document-time")
    assert (time.normal, time.facts["zone"]) == ("2026-03-14T02:15:00Z", "+07:00")


@pytest.mark.parametrize(
    ("root", "page", "trigger"),
    [
        (b"/OpenAction 5 0 R", b"", "OpenAction"),
        (b"/AA << /WC 5 0 R >>", b"", "AA/WC"),
        (b"/Names << /JavaScript << /Names [(a) 5 0 R] >> >>", b"", "Names"),
        (b"", b"/AA << /O 5 0 R >>", ""),
    ],
)
def test_scripts_are_flagged_wherever_they_hang(root: bytes, page: bytes, trigger: str) -> None:
    found = of(document(root=root, page=page, more={5: JAVASCRIPT}))
    (script,) = found.of("script")
    assert (script.locator, script.raw) == (("pdf:object/5/JS",), "app.alert(1)")
    assert script.flag == "script"
    assert script.facts.get("trigger", "") == trigger
    assert texts_of(found)["pdf:object/5/JS"] == "app.alert(1)"


def test_a_script_in_a_packed_stream_is_read() -> None:
    more = {5: b"<< /S /JavaScript /JS 6 0 R >>", 6: stream(b"eval('x')", packed=True)}
    assert of(document(root=b"/OpenAction 5 0 R", more=more)).of("script")[0].raw == "eval('x')"


@pytest.mark.parametrize(
    ("action", "kind", "raw", "flag"),
    [
        (b"/S /URI /URI (https://a.example/)", "external-link", "https://a.example/", ""),
        (b"/S /Launch /F (cmd.exe)", "action", "cmd.exe", "script"),
        (b"/S /Launch /Win << /F (cmd.exe) /P (/c) >>", "action", "cmd.exe /c", "script"),
        (
            b"/S /SubmitForm /F << /F (http://b.example) >>",
            "action",
            "http://b.example",
            "metadata",
        ),
        (b"/S /GoToR /F (other.pdf)", "external-link", "other.pdf", "metadata"),
    ],
)
def test_actions_are_seen_and_flagged_by_what_they_do(
    action: bytes, kind: str, raw: str, flag: str
) -> None:
    link = b"<< /Type /Annot /Subtype /Link /Rect [0 0 1 1] /A << %s >> >>" % action
    (one,) = of(document(page=b"/Annots [5 0 R]", more={5: link})).of(kind)
    assert (one.raw, one.flag) == (raw, flag)


def test_an_embedded_file_becomes_a_child_with_its_name_and_time() -> None:
    name = "báo cáo.txt".encode("utf-16-be").hex().encode()
    given = b"/Type /EmbeddedFile /Params << /ModDate (D:20260314091500+07'00') >>"
    more = {
        5: b"<< /Type /Filespec /F (x) /UF <feff%s> /EF << /F 6 0 R >> >>" % name,
        6: stream(b"inside", given, packed=True),
    }
    (child,) = of(document(more=more)).children
    assert (child.name, child.content) == ("báo cáo.txt", b"inside")
    assert child.found.locator == "pdf:file/5/báo cáo.txt"
    assert child.found.modified == "2026-03-14T02:15:00.000000000Z"


def test_form_values_and_notes_are_seen_and_are_texts() -> None:
    more = {
        5: b"<< /T (phone) /FT /Tx /V (0912345678) /Parent 6 0 R >>",
        6: b"<< /T (person) /Kids [5 0 R] >>",
        7: b"<< /Type /Annot /Subtype /Text /Rect [0 0 1 1] /T (Lan) /Contents (check) >>",
    }
    found = of(document(root=b"/AcroForm << /Fields [6 0 R] >>", more=more))
    assert found.of("form-field")[0].facts["name"] == "person.phone"
    assert found.of("annotation")[0].facts["author"] == "Lan"
    assert {"0912345678", "check"} <= set(texts_of(found).values())


@pytest.mark.parametrize("whole", [True, False])
def test_a_signature_tells_what_it_claims_and_whether_it_covers_the_file(whole: bool) -> None:
    def made(last: int) -> bytes:
        said = b"/Name (Lan) /M (D:20260314091500+07'00') /SubFilter /adbe.pkcs7.detached"
        ranges = b"<< /Type /Sig /Contents <00> /ByteRange [0 10 20 %09d] %s >>" % (last, said)
        return document(more={5: ranges})

    size = len(made(0))
    (one,) = of(made(size - 20 - (0 if whole else 5))).of("signature")
    assert (one.normal, one.facts["whole-file"]) == ("Lan", "yes" if whole else "no")
    assert one.facts["utc"] == "2026-03-14T02:15:00Z"


def test_an_earlier_state_becomes_a_child_that_opens() -> None:
    first = document("secret")
    second = updated(first, {4: stream(b"BT /F1 12 Tf (public) Tj ET")})
    found = of(second)
    assert texts_of(found)["pdf:page/1"] == "public"
    (child,) = found.children
    assert (child.found.locator, child.content) == ("pdf:revision/1", first)
    assert texts_of(looked_at(pdf, first))["pdf:page/1"] == "secret"
    assert found.of("revision")[0].facts == {"number": "1", "of": "2"}


def test_a_revision_gives_no_revisions_of_its_own(tmp_path: Path) -> None:
    twice = updated(document("a"), {4: stream(b"")})
    path = tmp_path / "x"
    path.write_bytes(twice)
    facts = Facts(id="0" * 64, path="x", size=len(twice), sha256="0" * 64, locator="pdf:revision/2")
    view = FileView(path, facts, Settings(), tmp_path, pdf.prepare(Settings()))
    children: list[str] = []

    class Taken:
        def child(self, locator: str, *_: object) -> None:
            children.append(locator)

        def observation(self, *_: object, **__: object) -> None: ...
        def text(self, *_: object) -> None: ...
        def problem(self, *_: object) -> None: ...

    pdf.extract(view, Taken())
    view.close()
    assert children == []


@pytest.mark.parametrize("method", ["RC4-128", "AES-128", "AES-256"])
def test_an_encrypted_file_is_named_and_opened_with_a_given_password(method: str) -> None:
    locked = encrypted(document("secret"), "mật khẩu" if method == "AES-256" else "key", method)
    closed = looked_at(pdf, locked)
    assert closed.outcome.status == "encrypted"
    assert closed.of("encryption")[0].flag == "encrypted"
    assert not closed.texts
    settings = Settings(passwords=("wrong", "mật khẩu", "key"))
    opened = examine(pdf, locked, settings=settings)
    assert texts_of(opened)["pdf:page/1"] == "secret"
    assert opened.of("encryption")[0].facts["opened-by"] == "a given password"
    step = ("pdf:page/1",)
    assert resolve(pdf, locked, step, settings=settings) == b"secret"
    assert "mật khẩu" not in str(pdf.configuration(settings))


def test_a_file_with_an_empty_password_is_read_and_still_named() -> None:
    found = of(encrypted(document("open"), "", "RC4-128"))
    assert texts_of(found)["pdf:page/1"] == "open"
    assert found.of("encryption")[0].facts["opened-by"] == "the empty password"


def test_pictures_of_pages_without_text_are_given_and_resolve(tmp_path: Path) -> None:
    content = picture_file()
    path = tmp_path / "x"
    path.write_bytes(content)
    facts = Facts(id="0" * 64, path="x", size=len(content), sha256="0" * 64)
    view = FileView(path, facts, Settings(), tmp_path)
    ((step, picture),) = page_images(view)
    view.close()
    assert step == "pdf:page/1/image/0"
    assert resolve(pdf, content, (step,)) == picture
    from PIL import Image

    assert Image.open(io.BytesIO(picture)).size == (8, 8)


def test_the_same_file_is_read_the_same_with_every_object_in_turn() -> None:
    whole = document(root=b"/OpenAction 5 0 R", more={5: JAVASCRIPT})
    found = of(whole)
    assert [one.locator for one in found.observations] == [
        one.locator for one in looked_at(pdf, whole).observations
    ]


@functools.cache
def hostile() -> dict[str, bytes]:
    """Files that loop, nest or grow."""
    kids = b"<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 1000000 >>"
    nested = b"[" * 5_000 + b"]" * 5_000
    bomb = stream(bytes(80 << 20), packed=True)
    form = b"/Type /XObject /Subtype /Form /BBox [0 0 1 1] /Resources << /XObject << /X 5 0 R >> >>"
    draws = b"<< /XObject << /X 5 0 R >> >>"
    looped = document()
    start = looped.rpartition(b"startxref\n")[2].split(b"\n")[0]
    objects = {1: CATALOG % b"", 2: PAGES, 3: PAGE % (draws, b""), 4: stream(b"/X Do")}
    many = b"".join(b"%d 0 R " % n for n in range(10, 3_000))
    return {
        "page tree loop": file_of({1: CATALOG % b"", 2: kids}),
        "parent loop": document(page=b"/Parent 3 0 R"),
        "table loop": document(trailer=b"/Prev " + start),
        "nested arrays": document(more={5: nested}),
        "bomb": file_of(objects | {3: PAGE % (FONT, b""), 4: bomb}),
        "form loop": file_of(objects | {5: stream(b"/X Do /X Do", form)}),
        "missing objects": document(page=b"/Annots [" + many + b"]"),
        "length lies": document(more={5: b"<< /Length 99999999999 >>\nstream\nx\nendstream"}),
        "root missing": file_of({2: PAGES, 3: PAGE % (b"<< >>", b""), 4: stream(b"")}),
        "no table": document().replace(b"xref", b"xrxf"),
        "object stream loop": document(more={
            5: stream(b"5 0 []", b"/Type /ObjStm /N 1 /First 4 /Extends 5 0 R")
        }),
    }  # fmt: skip


@pytest.mark.parametrize("name", list(hostile()))
def test_a_hostile_file_ends_in_a_problem_and_never_in_a_fault(name: str) -> None:
    found = looked_at(pdf, hostile()[name])
    assert found.outcome.status not in {"crash", "timeout", "memory"}, found.outcome
    holds(pdf, hostile()[name])


@pytest.mark.parametrize(
    ("name", "allowed"),
    [("page tree loop", {"corrupt", "partial"}), ("bomb", {"bomb"}), ("root missing", {"corrupt"})],
)
def test_what_is_hostile_is_named(name: str, allowed: set[str]) -> None:
    assert looked_at(pdf, hostile()[name]).outcome.status in allowed


def test_a_made_file_that_is_cut_or_flipped_never_crashes() -> None:
    more = {5: JAVASCRIPT, 6: stream(b"inside", packed=True)}
    survives(pdf, updated(document(root=b"/OpenAction 5 0 R", more=more), {5: JAVASCRIPT}))


def test_a_file_that_cannot_be_opened_still_gives_strings_and_text() -> None:
    packed = stream(b"BT (line one) Tj T* (0912345678) Tj ET", packed=True)
    broken = b"%PDF-1.4\n1 0 obj\n<< /Author (Lan \\(A\\)) /ModDate (D:20260314) >>\n" + packed
    found = of(broken)
    assert found.outcome.status == "corrupt"
    (author,) = found.of("author")
    assert (author.locator, author.raw) == (("bytes:29+9",), "Lan \\(A\\)")
    assert author.normal == "Lan (A)"
    assert [line.text for line in found.texts] == ["line one\n0912345678\n"]


def test_an_empty_item_has_nothing_to_find() -> None:
    assert examine(pdf, b"", name="a.pdf").outcome.status == "empty"


def test_a_huge_sparse_file_is_not_read_whole(tmp_path: Path) -> None:
    path = tmp_path / "huge.pdf"
    path.write_bytes(b"%PDF-1.4\n")
    os.truncate(path, 1 << 30)
    facts = Facts(id="0" * 64, path="huge.pdf", size=1 << 30, sha256="0" * 64)
    view = FileView(path, facts, Settings(), tmp_path, "")
    said: list[str] = []

    class Taken:
        def problem(self, code: str, *_: object) -> None:
            said.append(code)

        def observation(self, *_: object, **__: object) -> None: ...
        def text(self, *_: object) -> None: ...
        def child(self, *_: object) -> None: ...

    pdf.extract(view, Taken())
    view.close()
    assert said


def test_a_step_that_leads_nowhere_is_a_lookup_error() -> None:
    for step in ("pdf:page/9", "pdf:page/1/image/3", "pdf:object/77/JS", "pdf:info/Nothing"):
        with pytest.raises(LookupError):
            resolve(pdf, document(), (step,))
