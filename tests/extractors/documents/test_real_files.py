"""Documents that other programs wrote, with what stands in their hand-written sources."""

import gzip
from pathlib import Path

import pytest
from tests.extractors.documents.support.packages import codes, holds, seen, texts

from truyvet.extractors import office, pdf
from truyvet.extractors.settings import Settings
from truyvet.testing import Examination, examine, resolve

FILES = Path(__file__).resolve().parent / "files"
PASSWORD = "tien2026"
REPORTS = ("report.doc", "report.docx", "report.odt")
LEDGERS = ("ledger.xls", "ledger.xlsx", "ledger.ods")
BRIEFINGS = ("briefing.ppt.gz", "briefing.odp")
LOCKED = (
    "receipt-locked.doc", "receipt-locked.odt", "ledger-locked.xls", "ledger-locked.xlsx",
)  # fmt: skip


def content(name: str) -> bytes:
    whole = (FILES / name).read_bytes()
    return gzip.decompress(whole) if name.endswith(".gz") else whole


def of(name: str) -> Examination:
    found = examine(office, content(name), name=name.removesuffix(".gz"))
    assert found.outcome.status == "ok"
    return found


def said(name: str) -> str:
    return "\n".join(texts(of(name)).values())


def raws(name: str, kind: str) -> list[str]:
    return [one.raw for one in of(name).of(kind)]


@pytest.mark.parametrize("name", [*REPORTS, *LEDGERS, *BRIEFINGS, *LOCKED])
def test_every_value_of_a_real_document_resolves_and_comes_again(name: str) -> None:
    assert holds(office, content(name)).observations


@pytest.mark.parametrize("name", REPORTS)
@pytest.mark.parametrize(
    "words",
    [
        "ĐƠN TRÌNH BÁO\n", "Tôi là Nguyễn Văn Đức, số điện thoại 0912 345 678,", "5.000.000 đ",
        "Bị hại ở quận Bình Thạnh nhận tin nhắn.\n", "mật khẩu ẩn 2468",
        "số tiền thật là 900 triệu",
        "Ghi chú cuối trang: ảnh chụp Zalo\n", "Chú thích cuối bài\n",
        "Cần xác minh số tài khoản\n",
        "Đầu trang: Công an phường Bến Nghé\n", "Chân trang số 113\n", "Chữ trong khung\n",
        "Ngân hàng\tSố tài khoản\t", "Vietcombank\t0071000123456\t",
        "Cột\tsau tab\ndòng mới   ba dấu cách\n",
    ],
)  # fmt: skip
def test_the_whole_text_of_a_report_is_read(name: str, words: str) -> None:
    assert words in said(name)


@pytest.mark.parametrize("name", REPORTS)
def test_the_comment_of_a_report_has_its_author(name: str) -> None:
    (one,) = of(name).of("comment")
    assert (one.raw, one.facts["author"]) == ("Cần xác minh số tài khoản", "Phạm Quang")


@pytest.mark.parametrize("name", REPORTS)
def test_everybody_who_had_a_hand_in_a_report_is_named(name: str) -> None:
    found = of(name)
    named = {one.raw for one in found.of("author")}
    named |= {one.facts["author"] for one in found.of("tracked-change")}
    assert {"Nguyễn Văn Đức", "Trần Thị Lan", "Lê Văn Hùng"} <= named


@pytest.mark.parametrize("name", ["report.docx", "report.odt"])
def test_changes_of_a_report_are_seen_with_who_made_them(name: str) -> None:
    changes = {one.facts["change"]: one for one in of(name).of("tracked-change")}
    assert changes["deleted"].raw == "số tiền thật là 900 triệu"
    assert changes["deleted"].facts["author"] == "Lê Văn Hùng"
    assert changes["inserted"].raw == " ở quận Bình Thạnh"
    assert changes["inserted"].facts["author"] == "Trần Thị Lan"


@pytest.mark.parametrize("name", ["report.docx", "report.odt"])
def test_hidden_text_of_a_report_is_flagged(name: str) -> None:
    (one,) = of(name).of("hidden-part")
    assert (one.raw, one.facts["part"], one.flag) == ("mật khẩu ẩn 2468", "text", "metadata")


@pytest.mark.parametrize("name", REPORTS)
def test_the_link_of_a_report_is_seen(name: str) -> None:
    (raw,) = raws(name, "external-link")
    assert "https://vi-du.example/bao-cao" in raw
    assert raw.isprintable()


@pytest.mark.parametrize("name", REPORTS)
def test_the_times_of_a_report_are_utc(name: str) -> None:
    times = {one.facts["role"]: one.normal for one in of(name).of("document-time")}
    assert times["created"] == "2026-03-14T09:15:00Z"
    assert times["modified"] == "2026-03-15T10:20:30Z"


@pytest.mark.parametrize("name", REPORTS)
def test_the_property_that_the_author_named_himself_is_read(name: str) -> None:
    own = [one for one in of(name).of("document-property") if one.facts.get("custom") == "yes"]
    assert [(one.facts["name"], one.raw) for one in own] == [("Số hồ sơ", "HS-2026/017")]


@pytest.mark.parametrize("name", [*REPORTS, *LEDGERS, *BRIEFINGS])
def test_no_real_document_is_said_to_have_macros(name: str) -> None:
    assert raws(name, "macro") == []


@pytest.mark.parametrize("name", ["ledger.xls", "ledger.xlsx"])
def test_the_cells_of_a_ledger_are_shown_row_by_row(name: str) -> None:
    rows = texts(of(name))[f"{name.rpartition('.')[2]}:Thu chi"].split("\n")
    assert rows[:3] == [
        "Ngày\tNgười nhận\tSố tiền\tPlain",
        "2026-03-14\tNguyễn Văn Đức\t5000000\t0.25\t1.5",
        "2026-03-14 09:15:00\tTrần Thị Lan\t970436123456789\t-3.14159",
    ]
    assert rows[3].startswith("13:45:30\t1\t10000000\t")
    assert rows[3].endswith("\t#DIV/0!")
    assert rows[4] == "Lê Văn Hùng\tmở sổ"


def test_the_cells_of_an_open_ledger_are_as_they_are_shown() -> None:
    rows = said("ledger.ods").split("\n")
    assert "14/03/2026\tNguyễn Văn Đức\t5000000\t0.25\t1.5\t" in rows
    assert "13:45:30\t1\t10000000\tNguyễn Văn Đức nhận\t#DIV/0!\t" in rows


@pytest.mark.parametrize("name", LEDGERS)
def test_the_hidden_sheet_of_a_ledger_is_flagged_and_read(name: str) -> None:
    (one,) = of(name).of("hidden-part")
    assert (one.raw, one.facts["part"], one.flag) == ("Ẩn đi", "sheet", "metadata")
    assert "tài khoản thật 19033456789" in said(name)


@pytest.mark.parametrize("name", LEDGERS)
def test_the_comment_and_the_link_of_a_ledger_are_seen(name: str) -> None:
    (comment,) = of(name).of("comment")
    assert (comment.raw, comment.facts["author"]) == ("Kiểm tra lại người này", "Phạm Quang")
    assert comment.facts.get("cell", "A5") == "A5"
    assert raws(name, "external-link") == ["https://vi-du.example/so"]


@pytest.mark.parametrize("name", BRIEFINGS)
def test_a_briefing_is_read_with_notes_and_hidden_slide(name: str) -> None:
    for words in ("Chuyên án 2026-Đ\n", "Đối tượng: Nguyễn Văn Đức\nXem hồ sơ", "Trang ẩn",
                  "Ghi chú diễn giả: nói về 0912 345 678"):  # fmt: skip
        assert words in said(name)
    (one,) = of(name).of("hidden-part")
    assert (one.facts["part"], one.flag) == ("slide", "metadata")
    assert "https://vi-du.example/ho-so" in raws(name, "external-link")


def test_marks_of_a_master_are_no_text_of_a_presentation() -> None:
    assert "*" not in said("briefing.ppt.gz")
    assert "Click to edit" not in said("briefing.ppt.gz")


@pytest.mark.parametrize("name", LOCKED)
def test_a_locked_document_is_named_and_gives_no_text(name: str) -> None:
    found = examine(office, content(name), name=name)
    assert (found.outcome.status, codes(found), texts(found)) == ("encrypted", ["encrypted"], {})
    (one,) = found.of("encryption")
    assert one.flag == "encrypted"


def test_a_locked_word_document_tells_its_author_all_the_same() -> None:
    found = examine(office, content("receipt-locked.doc"), name="a.doc")
    assert "Nguyễn Thị Hạnh" in seen(found, "author").values()


def test_the_parts_that_are_locked_are_counted() -> None:
    found = examine(office, content("receipt-locked.odt"), name="a.odt")
    assert found.of("encryption")[0].facts["parts"] == "5"


def test_a_real_pdf_is_read_with_vietnamese_text_author_and_note() -> None:
    found = holds(pdf, content("receipt.pdf"))
    assert texts(found)["pdf:page/1"] == (
        "Tôi là Nguyễn Thị Hạnh, đã nhận đủ 5.000.000 đồng.\nĐiện thoại: 0912 345 678 – trang nhà"
    )
    assert seen(found, "author") == {"pdf:info/Author": "Nguyễn Thị Hạnh"}
    assert list(seen(found, "annotation").values()) == ["Xác minh chữ ký"]
    assert list(seen(found, "external-link").values()) == ["https://vi-du.example/h%E1%BA%A1nh"]


def test_a_locked_pdf_is_named_and_opens_with_its_password() -> None:
    whole = content("receipt-locked.pdf")
    closed = examine(pdf, whole)
    assert (closed.outcome.status, texts(closed)) == ("encrypted", {})
    settings = Settings(passwords=("sai", PASSWORD))
    opened = examine(pdf, whole, settings=settings)
    assert "Nguyễn Thị Hạnh" in texts(opened)["pdf:page/1"]
    assert resolve(pdf, whole, ("pdf:info/Author",), settings=settings).decode() == (
        "Nguyễn Thị Hạnh"
    )


def test_the_sources_are_not_taken_for_anything() -> None:
    source = (FILES / "report.fodt").read_bytes()
    assert examine(office, source, name="report.fodt").outcome.status == "not_applicable"
