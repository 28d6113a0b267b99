"""Packs as they are written: every file, every hash, every line of the index."""

import gzip
import hashlib
import io
import json
import subprocess
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType
from typing import Any

import msgspec
import pytest

from truyvet.collectors.warcs.records import walk
from truyvet.evidence.errors import TruyvetError
from truyvet.evidence.web.reading import Captured
from truyvet.reports.wacz.packing import pack
from truyvet.reports.wacz.selection import Selection

from .conftest import CUSTODY, PICTURE, SHOP, Packing


@pytest.fixture
def packed(packing: Packing, tmp_path: Path) -> Iterator[zipfile.ZipFile]:
    """All captures in one pack."""
    with zipfile.ZipFile(packing.pack(tmp_path / "x.wacz", 1, 2, 3)) as pack:
        yield pack


def lines(pack: zipfile.ZipFile, path: str = "pages/pages.jsonl") -> list[dict[str, Any]]:
    """Return the JSON lines of a file."""
    return [json.loads(line) for line in pack.read(path).decode().splitlines()]


def index(pack: zipfile.ZipFile) -> list[tuple[str, str, dict[str, Any]]]:
    """Return the lines of the index: key, time, facts."""
    split = [line.split(" ", 2) for line in pack.read("indexes/index.cdx").decode().splitlines()]
    return [(key, stamp, json.loads(facts)) for key, stamp, facts in split]


def by_url(pack: zipfile.ZipFile, url: str) -> dict[str, Any]:
    """Return the facts of the first line of an address."""
    return next(facts for _, _, facts in index(pack) if facts["url"] == url)


def test_a_pack_has_the_files_of_the_format(packed: zipfile.ZipFile) -> None:
    assert packed.namelist() == [
        "archive/1.1.warc.gz", "archive/1.3.warc.gz", "archive/1.5.warc.gz",
        "archive/1.6.warc.gz", "archive/parts.warc.gz", "indexes/index.cdx", "pages/pages.jsonl",
        "datapackage.json", "datapackage-digest.json",
    ]  # fmt: skip
    assert packed.testzip() is None


def test_archives_are_stored_and_all_else_is_compressed(packed: zipfile.ZipFile) -> None:
    for entry in packed.infolist():
        stored = entry.filename.startswith("archive/")
        assert entry.compress_type == (zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED)


def test_the_records_of_a_whole_capture_are_the_bytes_of_its_item(
    packing: Packing, packed: zipfile.ZipFile
) -> None:
    sha256 = packing.captures[0].rows["capture.warc"].sha256 or ""
    original = b"".join(packing.case.store.read(sha256))
    assert gzip.decompress(packed.read("archive/1.1.warc.gz")) == original


def test_each_record_is_a_gzip_member_of_its_own(packed: zipfile.ZipFile) -> None:
    content = packed.read("archive/1.1.warc.gz")
    whole = gzip.decompress(content)
    records = len(list(walk(io.BytesIO(whole))))
    assert content.count(b"\x1f\x8b\x08\x00\x00\x00\x00\x00") == records


def test_a_line_of_the_index_leads_to_its_record(packed: zipfile.ZipFile) -> None:
    for _, stamp, facts in index(packed):
        content = packed.read(f"archive/{facts['filename']}")
        member = content[int(facts["offset"]) :][: int(facts["length"])]
        ((_, record),) = walk(io.BytesIO(gzip.decompress(member)))
        assert record["WARC-Target-URI"] == facts["url"]
        assert record["WARC-Payload-Digest"] == facts["digest"]
        assert "".join(filter(str.isdigit, record["WARC-Date"]))[:14] == stamp


def test_lines_stand_in_the_order_of_their_bytes(packed: zipfile.ZipFile) -> None:
    content = packed.read("indexes/index.cdx").splitlines()
    assert content == sorted(content)


def test_an_answer_is_indexed_with_type_and_status(packed: zipfile.ZipFile) -> None:
    page = by_url(packed, f"{SHOP}/")
    assert (page["mime"], page["status"], page["filename"]) == ("text/html", "200", "1.1.warc.gz")
    assert by_url(packed, f"{SHOP}/old")["status"] == "301"


def test_what_did_not_come_is_not_indexed(packed: zipfile.ZipFile) -> None:
    assert not [facts for _, _, facts in index(packed) if facts["url"].endswith("gone.png")]


def test_a_revisit_is_indexed_as_one_and_its_original_beside_it(packed: zipfile.ZipFile) -> None:
    again, first = by_url(packed, f"{SHOP}/b.png"), by_url(packed, f"{SHOP}/a.png")
    assert again["mime"] == "warc/revisit"
    assert first["mime"] == "image/png"
    assert again["digest"] == first["digest"]
    body = PICTURE.partition(b"\r\n\r\n")[2]
    assert first["digest"] == f"sha256:{hashlib.sha256(body).hexdigest()}"


def test_a_request_with_a_body_has_a_key_of_its_own(packed: zipfile.ZipFile) -> None:
    key, _, facts = next(one for one in index(packed) if one[2]["url"] == f"{SHOP}/api")
    assert key == "example,shop)/api?__wb_method=post&so=7"
    assert (facts["method"], facts["requestBody"]) == ("POST", "so=7")


def test_parts_are_resources_under_addresses_of_their_own(
    packing: Packing, packed: zipfile.ZipFile
) -> None:
    view = by_url(packed, f"urn:view:{SHOP}/offer")
    assert (view["mime"], view["status"]) == ("image/png", "200")
    content = packed.read(f"archive/{view['filename']}")
    member = gzip.decompress(content[int(view["offset"]) :][: int(view["length"])])
    assert b"\x89PNG shown" in member
    assert by_url(packed, f"urn:text:{SHOP}/offer")["mime"] == "text/plain"
    assert by_url(packed, f"urn:capture:{SHOP}/about")["mime"] == "application/json"


def test_pages_are_the_plain_load_and_the_one_of_the_browser(packed: zipfile.ZipFile) -> None:
    head, *pages = lines(packed)
    assert head == {
        "format": "json-pages-1.0", "id": "pages", "title": "12/2026", "hasText": True
    }  # fmt: skip
    told = [(page["url"].removeprefix(SHOP), page["ts"], page["title"]) for page in pages]
    assert told == [
        ("/", "2026-03-14T02:15:01Z", "Cửa hàng Sen Vàng"),
        ("/about", "2026-03-14T02:15:10Z", "About"),
        ("/offer", "2026-03-14T02:15:20Z", "Offer"),
        ("/offer", "2026-03-14T02:15:51Z", "shown: Offer"),
    ]
    assert len({page["id"] for page in pages}) == 4


def test_a_rendered_page_has_its_text(packed: zipfile.ZipFile) -> None:
    assert [page.get("text") for page in lines(packed)[1:]] == [None, None, None, "giảm giá\n"]


def test_pages_that_a_crawl_met_are_no_seeds(packed: zipfile.ZipFile) -> None:
    assert [page["seed"] for page in lines(packed)[1:3]] == [True, False]


def test_the_package_lists_every_file_with_its_hash(packed: zipfile.ZipFile) -> None:
    package = json.loads(packed.read("datapackage.json"))
    listed = {one["path"]: one for one in package["resources"]}
    assert sorted(listed) == sorted(packed.namelist()[:-2])
    for path, one in listed.items():
        content = packed.read(path)
        assert one["hash"] == f"sha256:{hashlib.sha256(content).hexdigest()}"
        assert (one["bytes"], one["name"]) == (len(content), path.rpartition("/")[2])


def test_the_package_says_what_it_is_and_where_it_begins(packed: zipfile.ZipFile) -> None:
    package = json.loads(packed.read("datapackage.json"))
    assert (package["profile"], package["wacz_version"]) == ("data-package", "1.1.1")
    assert package["created"] == "2026-03-14T09:00:00Z"
    assert package["home"] == {"url": f"{SHOP}/", "ts": "2026-03-14T02:15:01Z"}
    assert package["title"] == "Cửa hàng Sen Vàng"
    assert package["description"] == "3 captured pages out of a case; see `truyvet`"


def test_the_package_says_which_items_of_which_case_it_holds(
    packing: Packing, tmp_path: Path
) -> None:
    with zipfile.ZipFile(packing.pack(tmp_path / "x.wacz", 2)) as packed:
        told = json.loads(packed.read("datapackage.json"))["truyvet"]
    row = packing.captures[1].rows["capture.warc"]
    assert (told["case"], told["entry"], told["captures"]) == (CUSTODY.case, 2, ["1.3"])
    assert [one["item"] for one in told["items"]] == ["1.1", "1.3", "1.4"]
    assert told["items"][0]["taken"] == "part"
    assert told["items"][1] == {
        "id": row.id, "item": "1.3", "path": row.path, "sha256": row.sha256, "size": row.size
    }  # fmt: skip


def test_pages_of_untrusted_servers_are_marked(packing: Packing, tmp_path: Path) -> None:
    found = packing.captures[2]
    rows = {name: replace(row, unverified=True) for name, row in found.rows.items()}
    selection = Selection([packing.captures[0], replace(found, rows=MappingProxyType(rows))])
    with (tmp_path / "x.wacz").open("w+b") as file:
        pack(packing.case, selection, CUSTODY, file)
    with zipfile.ZipFile(tmp_path / "x.wacz") as packed:
        told = [one.get("unverified") for one in lines(packed)[1:]]
        package = json.loads(packed.read("datapackage.json"))
    assert told == [None, True, True]
    marked = [one for one in package["truyvet"]["items"] if one.get("unverified")]
    assert len(marked) == len(rows)
    assert package["description"].startswith("2 captured pages out of a case")
    assert "1 from servers whose certificate is not to be trusted" in package["description"]


def test_the_digest_is_that_of_the_package(packed: zipfile.ZipFile) -> None:
    digest = json.loads(packed.read("datapackage-digest.json"))
    content = packed.read("datapackage.json")
    assert digest == {
        "path": "datapackage.json", "hash": f"sha256:{hashlib.sha256(content).hexdigest()}"
    }  # fmt: skip


def test_of_a_capture_that_is_only_needed_nothing_else_goes_out(
    packing: Packing, tmp_path: Path
) -> None:
    with zipfile.ZipFile(packing.pack(tmp_path / "x.wacz", 2)) as packed:
        content = gzip.decompress(packed.read("archive/1.1-part.warc.gz"))
    targets = {record["WARC-Target-URI"] for _, record in walk(io.BytesIO(content))}
    assert targets == {
        "", f"{SHOP}/style.css", f"{SHOP}/moved.css", "urn:truyvet:connection:0",
        f"urn:truyvet:exchange:{SHOP}/style.css", f"urn:truyvet:exchange:{SHOP}/moved.css",
    }  # fmt: skip


def test_the_same_captures_make_the_same_bytes(packing: Packing, tmp_path: Path) -> None:
    one = packing.pack(tmp_path / "a.wacz", 1, 3).read_bytes()
    assert packing.pack(tmp_path / "b.wacz", 1, 3).read_bytes() == one


def test_captures_without_an_answer_are_refused(packing: Packing) -> None:
    found = _with(packing.captures[1], exchanges=())
    with pytest.raises(TruyvetError) as error:
        pack(packing.case, Selection([found]), CUSTODY, io.BytesIO())
    assert error.value.code == "E565"


def test_a_record_that_stands_elsewhere_is_refused(packing: Packing) -> None:
    found = packing.captures[1]
    (exchange,) = found.record.exchanges
    place, *rest = exchange.records
    moved = msgspec.structs.replace(place, offset=place.offset + 1)
    wrong = msgspec.structs.replace(exchange, records=(moved, *rest))
    with pytest.raises(TruyvetError) as error:
        pack(packing.case, Selection([_with(found, exchanges=(wrong,))]), CUSTODY, io.BytesIO())
    assert error.value.code == "E566"


def test_a_record_that_is_not_there_is_refused(packing: Packing) -> None:
    found = packing.captures[1]
    (exchange,) = found.record.exchanges
    gone = msgspec.structs.replace(exchange.records[0], id="gone")
    wrong = msgspec.structs.replace(exchange, records=(gone,))
    with pytest.raises(TruyvetError, match="1 of its records are nowhere"):
        pack(packing.case, Selection([_with(found, exchanges=(wrong,))]), CUSTODY, io.BytesIO())


def _with(found: Captured, **changes: Any) -> Captured:
    return replace(found, record=msgspec.structs.replace(found.record, **changes))


def test_py_wacz_accepts_it_and_refuses_it_with_a_flipped_byte(
    packing: Packing, tmp_path: Path, webtools: Callable[[str], Path]
) -> None:
    path = packing.pack(tmp_path / "x.wacz", 1, 2, 3)
    command = [str(webtools("wacz")), "validate", "-f", str(path)]
    ran = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (ran.returncode, "the passed WACZ is valid" in ran.stdout) == (0, True), ran
    with zipfile.ZipFile(path) as good, zipfile.ZipFile(tmp_path / "y.wacz", "w") as bad:
        for name in good.namelist():
            content = good.read(name)
            bad.writestr(name, content.replace(b"about", b"aboux") if "pages" in name else content)
    command[-1] = str(tmp_path / "y.wacz")
    ran = subprocess.run(command, capture_output=True, text=True, check=False)
    assert ran.returncode == 1


def test_warcio_finds_every_digest_of_a_pack_right(packed: zipfile.ZipFile, tmp_path: Path) -> None:
    archiveiterator = pytest.importorskip("warcio.archiveiterator")
    for name in packed.namelist()[:5]:
        for record in archiveiterator.ArchiveIterator(
            io.BytesIO(packed.read(name)), check_digests=True
        ):
            record.raw_stream.read()
            assert record.digest_checker.passed is not False, name
