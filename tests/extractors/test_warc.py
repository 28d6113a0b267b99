"""Web archives: what each record carries becomes one item, and what is damaged is named."""

import gzip
import hashlib
import io
import json
import zipfile
from pathlib import Path

import pytest
from tests.evidence.support.captures import fetched, written
from tests.extractors.letters.laws import lawful, survives
from tests.extractors.support.specimens import packed_web_archive, web_archive
from tests.extractors.webarchives.archives import (
    PAGE,
    answer,
    packed,
    record,
    response,
)

from truyvet.collectors.warcs.writing import WarcWriter
from truyvet.evidence.web.capture import Name
from truyvet.extractors import streams, warc
from truyvet.testing import unfold
from truyvet.testing.bench import Examination, examine, resolve

HTTP = "application/http"
TOLD = b"software: a crawler/1.0\r\noperator: Lan\r\n"
INFO = record("warcinfo", "", TOLD, media="application/warc-fields")
ASKED = b"GET / HTTP/1.1\r\nHost: a\r\n\r\n"


def problems(found: Examination) -> list[tuple[str, str]]:
    return [("".join(one.locator[:1]), one.text) for one in found.outcome.defects]


def contents(found: Examination) -> dict[str, bytes | None]:
    return {child.found.locator: child.content for child in found.children}


def facts(content: bytes, kind: str = "web-response") -> dict[str, str]:
    (seen,) = lawful(warc, content, name="a.warc").of(kind)
    return seen.facts


def test_the_payload_of_a_response_is_an_item_named_by_its_address() -> None:
    found = lawful(warc, INFO + response(PAGE))
    _, child = found.children
    assert child.found.locator == f"warc:{len(INFO)}/payload"
    assert (child.name, child.content) == ("https://example.com/", PAGE)
    assert found.outcome.status == "ok"


def test_codings_are_undone() -> None:
    zipped = gzip.compress(PAGE, mtime=0)
    chunks = b"%x\r\n%b\r\n0\r\nX: y\r\n\r\n" % (len(zipped), zipped)
    content = response(chunks, "Transfer-Encoding: chunked", "Content-Encoding: gzip")
    assert contents(lawful(warc, content)) == {"warc:0/payload": PAGE}
    assert resolve(warc, content, ("warc:0/body",)) == chunks
    assert resolve(warc, content, ("warc:0/block",)).endswith(chunks)
    assert resolve(warc, content, ("warc:0/header",)).startswith(b"WARC/1.1\r\n")


def test_each_record_of_a_compressed_archive_is_one_item() -> None:
    content = packed(INFO, response(PAGE), record(block=b"note"))
    found = unfold(content, [warc, streams], name="a.warc.gz")
    assert [one.content for one in found] == [content, TOLD, PAGE, b"note"]
    place = len(packed(INFO))
    children = contents(lawful(warc, content, name="a.warc.gz"))
    assert children == {
        "warc:0/block": TOLD,
        f"warc:{place}/payload": PAGE,
        f"warc:{place + len(packed(response(PAGE)))}/payload": b"note",
    }
    assert examine(streams, content, name="a.warc.gz").outcome.status == "empty"
    assert examine(streams, INFO + response(gzip.compress(PAGE, mtime=0))).children == []


def test_a_response_is_told_with_what_its_heads_say() -> None:
    fields = ("Content-Type: text/html; charset=tcvn3", "Server: nginx", "Location: /b")
    content = record(
        "response", "https://a.example/", answer(PAGE, *fields, status="302 Found"),
        "WARC-IP-Address: 192.0.2.1", media=HTTP,
    )  # fmt: skip
    told = facts(content)
    assert told["status"] == "302"
    assert told["mime"] == "text/html"
    assert told["charset"] == "tcvn3"
    assert told["ip"] == "192.0.2.1"
    assert told["date"] == "2026-11-20T02:00:00Z"
    assert told["location"] == "/b"
    assert told["server"] == "nginx"
    assert told["record"] == "0"


def test_the_address_of_an_observation_stands_in_the_bytes() -> None:
    (seen,) = lawful(warc, response(PAGE)).of("web-response")
    assert seen.raw == "https://example.com/"
    assert seen.locator[0].startswith("bytes:")
    (seen,) = lawful(warc, packed(response(PAGE))).of("web-response")
    assert seen.locator[0] == "warc:0/header"


def test_who_made_an_archive_is_told_field_by_field() -> None:
    found = lawful(warc, INFO)
    assert [(seen.facts["field"], seen.raw) for seen in found.of("warc-info")] == [
        ("software", "a crawler/1.0"), ("operator", "Lan"),
    ]  # fmt: skip
    assert [(one.name, one.content) for one in found.children] == [("record-0 (warcinfo)", TOLD)]


def test_a_description_that_is_none_becomes_an_item() -> None:
    found = lawful(warc, record("warcinfo", "", b"hidden words\n\n", media="text/plain"))
    assert contents(found) == {"warc:0/block": b"hidden words\n\n"}


@pytest.mark.parametrize("kind", ["resource", "conversion", "metadata", "continuation", "x-new"])
def test_other_records_carry_their_block(kind: str) -> None:
    found = lawful(warc, record(kind, "a:b", b"text"))
    assert contents(found) == {"warc:0/payload": b"text"}
    assert found.of("web-record")[0].facts["type"] == kind


def test_what_a_request_sends_becomes_an_item() -> None:
    sent = b"POST /x HTTP/1.1\r\nHost: a\r\nContent-Length: 14\r\n\r\nsdt=0912345678"
    content = record("request", "a:1", sent, media=HTTP) + record(
        "request", "a:2", ASKED, media=HTTP
    )
    found = lawful(warc, content)
    assert [(one.name, one.content) for one in found.children] == [
        ("a:1 (request)", b"sdt=0912345678"), ("a:2 (request)", ASKED),
    ]  # fmt: skip
    assert list(contents(found)) == ["warc:0/payload", f"warc:{content.rindex(b'WARC/1.1')}/block"]
    assert found.of("web-response") == []


def test_the_item_of_an_answer_without_a_body_is_its_head() -> None:
    found = lawful(warc, response(b"", "Content-Length: 0"))
    ((name, head),) = [(one.name, one.content) for one in found.children]
    assert (name, head) == ("https://example.com/ (head)", answer(b"", "Content-Length: 0"))
    assert found.texts == []  # it is the item's
    assert len(found.of("web-response")) == 1


def test_a_revisit_refers_to_its_record_and_its_item_is_its_head() -> None:
    first = response(PAGE)
    again = record(
        "revisit", "https://example.com/2", answer(b""),
        "WARC-Refers-To-Target-URI: https://example.com/",
        "WARC-Refers-To-Date: 2026-11-20T02:00:00Z", media=HTTP,
    )  # fmt: skip
    found = lawful(warc, INFO + first + again)
    assert [one.content for one in found.children] == [TOLD, PAGE, answer(b"")]
    assert found.children[2].name == "https://example.com/2 (revisit)"
    told = found.of("web-response")[1].facts
    assert told["revisit-of"] == str(len(INFO))
    assert told["refers-to"] == "https://example.com/"


def test_every_record_with_bytes_is_an_item_and_the_counts_agree() -> None:
    content = INFO + response(PAGE) + record("request", "a:2", ASKED, media=HTTP)
    content += record("revisit", "a:3", b"") + record("metadata", "a:4", b"via: a:1\r\n")
    content += record("request", "a:5", ASKED * (1 << 15), media=HTTP)
    found = lawful(warc, content)
    (told,) = found.of("web-archive")
    assert (told.facts["records"], len(found.children)) == ("6", 5)  # the revisit has no bytes


def test_a_revisit_of_a_record_elsewhere_says_what_it_refers_to() -> None:
    field = "WARC-Refers-To-Target-URI: https://b.example/"
    told = facts(record("revisit", "a:b", answer(b""), field, media=HTTP))
    assert told["refers-to"] == "https://b.example/"
    assert "revisit-of" not in told


def test_how_a_name_was_resolved_is_told() -> None:
    block = b"20261120020000\r\na.example.\tIN\tA\t192.0.2.1\r\n"
    found = lawful(warc, record("response", "dns:a.example", block, media="text/dns"))
    assert "192.0.2.1" in found.of("web-name")[0].facts["answers"]
    assert contents(found) == {"warc:0/payload": block}


def test_when_a_server_changed_a_page_is_told() -> None:
    found = lawful(warc, response(PAGE, "Last-Modified: Fri, 20 Nov 2026 01:00:00 GMT"))
    assert found.children[0].found.modified == "2026-11-20T01:00:00.000000000Z"
    for bad in ("yesterday", "Fri, 99 Nov 2026 01:00:00 GMT", ""):
        found = lawful(warc, response(PAGE, f"Last-Modified: {bad}"))
        assert found.children[0].found.modified is None


def test_what_an_archive_holds_is_counted() -> None:
    content = INFO + response(PAGE) + response(b"x", "Content-Length: 9")
    told = facts(content, "web-archive")
    assert told == {
        "format": "WARC/1.1", "records": "3", "warcinfo": "1", "response": "2", "damaged": "1",
    }  # fmt: skip


def test_a_damaged_record_is_named_by_its_byte() -> None:
    bad = record("response", "a:b", answer(PAGE), "WARC-Block-Digest: sha1:" + "A" * 32, media=HTTP)
    found = lawful(warc, INFO + bad)
    text = f"the record at byte {len(INFO)}: its block has another digest"
    assert problems(found) == [(f"warc:{len(INFO)}/block", text)]
    assert found.of("web-response")[0].flag == "mismatch"
    assert found.outcome.status == "corrupt"


def test_a_wrong_coding_is_named_by_its_record() -> None:
    found = lawful(warc, response(PAGE, "Transfer-Encoding: chunked"))
    ((where, text),) = problems(found)
    assert where == "warc:0/payload"
    assert text.startswith("the record at byte 0: no chunk begins at byte 0")
    assert contents(found) == {"warc:0/payload": PAGE}


def test_garbage_is_told_where_it_stands() -> None:
    content = INFO + b"garbage" + response(PAGE)
    found = lawful(warc, content)
    (seen,) = found.of("foreign-bytes")
    assert seen.raw == "garbage"
    assert problems(found) == [
        (f"bytes:{len(INFO)}+7", f"7 bytes at byte {len(INFO)} belong to no record")
    ]


def test_a_file_packed_as_a_whole_is_named_once() -> None:
    found = lawful(warc, packed(INFO + response(PAGE) + response(b"two")))
    assert [text for _, text in problems(found)] == [
        "several records share the compressed member at byte 0"
    ]
    assert [child.content for child in found.children] == [TOLD, PAGE, b"two"]


def test_a_damaged_member_is_named_and_the_others_are_read() -> None:
    members = [packed(INFO), packed(response(PAGE)), packed(response(b"three"))]
    bad = bytearray(members[1])
    bad[-6] ^= 1  # its checksum
    found = lawful(warc, members[0] + bytes(bad) + members[2])
    assert [child.content for child in found.children] == [TOLD, PAGE, b"three"]
    ((where, text),) = problems(found)
    assert where == f"bytes:{len(members[0])}+1"
    assert "is damaged" in text


def own_capture() -> bytes:
    """A capture of our own: what is known stands in records of metadata."""
    file, made = io.BytesIO(), "2026-11-20T02:00:00.000000Z"
    writer = WarcWriter(file, software="truyvet", made=made, random=bytes)
    writer.info({"operator": "Lan"})
    writer.name(Name(host="a.example", resolved=made, source="literal"))
    writer.resource("https://a.example/x", made, "text/plain", lambda: [b"content"])
    return file.getvalue()


def test_what_only_a_head_is_in_our_own_captures_is_a_text() -> None:
    moved = answer(b"", status="302 Found")
    content = written(fetched("https://a.example/", moved))[0]
    found = lawful(warc, content)
    assert found.children == []
    assert [line.text for line in found.texts] == [moved.decode()]
    theirs = lawful(warc, content.replace(b"urn:truyvet:", b"urn:another:"))
    assert [one.content for one in theirs.children][1:3] == [
        moved,
        fetched("https://a.example/").request,
    ]


def test_what_only_looks_like_our_metadata_is_an_item() -> None:
    for block in (b"{}", b'{"host":"x"}', b"hidden"):
        content = record("metadata", "urn:truyvet:name:x", block, media="application/json")
        assert contents(lawful(warc, content)) == {"warc:0/payload": block}


def package(**changes: bytes) -> bytes:
    """A WACZ package; `changes` are members that differ from what it says."""
    members = {"archive/data.warc": INFO, "pages/pages.jsonl": b"{}\n"}
    listed = [
        {"name": name, "path": name, "bytes": len(content),
         "hash": f"sha256:{hashlib.sha256(content).hexdigest()}"}
        for name, content in members.items()
    ]  # fmt: skip
    described = json.dumps({"title": "Trang", "software": "x", "resources": listed}).encode()
    digest = json.dumps({"hash": f"sha256:{hashlib.sha256(described).hexdigest()}"}).encode()
    members |= {"datapackage.json": described, "datapackage-digest.json": digest}
    members |= {name.replace("__", "/").replace("_", "."): new for name, new in changes.items()}
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as writer:
        for name, content in members.items():
            if content:
                writer.writestr(zipfile.ZipInfo(name, (2026, 11, 20, 9, 0, 0)), content)
    return out.getvalue()


def packaged(content: bytes) -> Examination:
    return lawful(warc, content, name="a.wacz", media_type="application/wacz")


def test_a_package_says_what_it_is_and_its_hashes_hold() -> None:
    found = packaged(package())
    assert found.outcome.status == "ok"
    assert {seen.facts["field"]: seen.raw for seen in found.of("wacz")} == {
        "title": "Trang", "software": "x",
    }  # fmt: skip


def test_a_member_with_another_hash_is_named() -> None:
    found = packaged(package(archive__data_warc=INFO + b" "))
    assert [text for _, text in problems(found)] == [
        "archive/data.warc has another hash than the package says"
    ]
    assert [seen.raw for seen in found.of("wacz-mismatch")] == ["archive/data.warc"]


def test_a_missing_member_is_named() -> None:
    found = packaged(package(pages__pages_jsonl=b""))
    assert [text for _, text in problems(found)] == ["pages/pages.jsonl is listed and is not there"]


def test_a_member_that_nobody_lists_is_told() -> None:
    (seen,) = packaged(package(archive__other_warc=INFO)).of("wacz-mismatch")
    assert (seen.raw, seen.facts["why"]) == ("archive/other.warc", "the package does not list it")


def test_a_package_that_was_described_anew_is_named() -> None:
    found = packaged(package(datapackage_json=b'{"resources": []}'))
    texts = [text for _, text in problems(found)]
    assert "datapackage.json has another hash than datapackage-digest.json says" in texts
    assert "datapackage.json lists no members" in texts


@pytest.mark.parametrize("described", [b"", b"[]", b"\xff", b"[" * 90_000])
def test_a_package_without_a_description_is_named(described: bytes) -> None:
    assert packaged(package(datapackage_json=described)).outcome.status == "corrupt"


NONE = (b"", gzip.compress(b"text", mtime=0), b"WARC", b"\x1f\x8b\x08broken")


@pytest.mark.parametrize("content", NONE)
def test_what_is_no_archive_is_passed_over(content: bytes) -> None:
    assert examine(warc, content, name="a.gz").outcome.status in ("empty", "not_applicable")


@pytest.mark.parametrize("content", NONE[1:])
def test_what_is_only_called_an_archive_is_damaged(content: bytes) -> None:
    found = examine(warc, content, name="a.warc.gz")
    assert problems(found) == [("", "no record of a web archive begins it")]


def test_a_package_that_was_cut_is_named() -> None:
    found = examine(warc, package()[:300], name="a.wacz", media_type="application/zip")
    assert problems(found) == [("", "no datapackage.json in this package")]


@pytest.mark.parametrize("step", ["warc:1/payload", "warc:0/x", "warc:0", "warc:x/payload",
                                  "warc:0+1/block", "warc:00/block", "wacz:x"])  # fmt: skip
def test_a_step_that_leads_nowhere_is_a_lookup_error(step: str) -> None:
    with pytest.raises(LookupError):
        resolve(warc, response(PAGE), (step,))


def test_a_bomb_in_a_record_is_stopped() -> None:
    bomb = response(gzip.compress(bytes(400 << 20), mtime=0), "Content-Encoding: gzip")
    found = examine(warc, bomb, allowance=10 << 20)
    assert found.outcome.status == "bomb"


def test_damage_stops_nothing() -> None:
    survives(warc, web_archive(), name="a.warc", media_type="application/warc")
    survives(warc, packed_web_archive(), name="a.warc.gz", media_type="application/gzip")


def test_ten_thousand_records_are_read_once() -> None:
    content = b"".join(packed(record("resource", f"a:{n}", b"%d" % n)) for n in range(10_000))
    found = examine(warc, content, name="a.warc.gz")
    assert [child.content for child in found.children] == [b"%d" % n for n in range(10_000)]


def test_real_archives_agree_with_the_library_of_the_field(samples: Path) -> None:
    archiveiterator = pytest.importorskip("warcio.archiveiterator")
    for name in ("example.warc", "example.warc.gz", "example-resource.warc.gz",
                 "example-iana.org-chunked.warc"):  # fmt: skip
        path = samples / "warc" / name
        expected = {}
        with path.open("rb") as file:
            walk = archiveiterator.ArchiveIterator(file)
            for one in walk:
                content = one.content_stream().read()
                if one.rec_type in ("response", "resource") and content:
                    expected[f"warc:{walk.get_record_offset()}/payload"] = content
        found = contents(examine(warc, path, name=name))
        assert {step: found.get(step) for step in expected} == expected
        assert len(found) >= len(expected)


@pytest.mark.parametrize(
    ("name", "named"),
    [
        (
            "example-bad-non-chunked.warc.gz",
            "several records share the compressed member at byte 0",
        ),
        ("example-trunc.warc", "the record at byte 1197: the gzip data is cut off"),
        (
            "example-wrong-chunks.warc.gz",
            "the record at byte 0: it reaches over several compressed",
        ),
    ],
)
def test_each_defect_of_real_archives_is_named(samples: Path, name: str, named: str) -> None:
    found = lawful(warc, samples / "warc" / name, name=name)
    assert any(text.startswith(named) for _, text in problems(found))
    assert found.outcome.status == "corrupt"


def test_a_real_package_is_sound(samples: Path) -> None:
    found = lawful(warc, samples / "warc" / "example.com.wacz", name="example.com.wacz")
    assert found.outcome.status == "ok"
    assert found.of("wacz")[0].raw.startswith("Scoop @ Harvard")


def test_the_head_of_an_answer_is_a_text_that_its_locator_gives_again() -> None:
    content = INFO + response(PAGE)
    found = lawful(warc, content, name="a.warc")
    (head,) = found.texts
    assert head.locator == (f"warc:{len(INFO)}/head",)
    assert head.text == "HTTP/1.1 200 OK\r\n\r\n"


def test_the_address_that_answered_is_told_once_and_stands_in_the_header() -> None:
    fields = ("WARC-IP-Address: 192.0.2.7",)
    headed = record("response", "https://example.com/", answer(PAGE), *fields, media=HTTP)
    content = INFO + headed + headed
    (seen,) = lawful(warc, content, name="a.warc").of("ipv4")
    assert seen.normal == "192.0.2.7"
