"""XML as events, and packages with bounds."""

import io
import tracemalloc

import pytest
from tests.extractors.documents.support.packages import package

from truyvet.extractors.documents.markup import Walk, leaves
from truyvet.extractors.documents.package import Package, TooMuch


def walk(content: bytes, *, spaces: bool = False) -> Walk:
    return Walk(io.BytesIO(content), "x:part", spaces=spaces)


def test_events_have_local_names_and_whole_texts() -> None:
    found = list(walk(b'<a:r xmlns:a="u" a:k="v">x<b/>y</a:r>'))
    assert found == [
        ("start", "r", {"k": "v"}), ("text", "x", {}), ("start", "b", {}), ("end", "b", {}),
        ("text", "y", {}), ("end", "r", {}),
    ]  # fmt: skip


def test_namespaces_are_kept_when_asked_for() -> None:
    assert next(iter(walk(b'<a:r xmlns:a="u"/>', spaces=True)))[1] == "u r"


@pytest.mark.parametrize("codec", ["utf-8", "utf-16"])
def test_vietnamese_is_read_in_its_encoding(codec: str) -> None:
    content = f'<?xml version="1.0" encoding="{codec}"?><a>Đặng</a>'.encode(codec)
    assert [text for event, text, _ in walk(content) if event == "text"] == ["Đặng"]


@pytest.mark.parametrize("content", [b"", b"<a>", b"<a></b>", b"\x00\x01", b"<a>&x;</a>"])
def test_damage_ends_the_walk_as_trouble(content: bytes) -> None:
    walked = walk(content)
    list(walked)
    assert [one.code for one in walked.trouble] == ["corrupt"]
    assert walked.trouble[0].step == "x:part"


def test_a_document_that_declares_entities_is_not_read_on() -> None:
    walked = walk(b'<!DOCTYPE a [<!ENTITY e "x">]><a>&e;</a>')
    assert list(walked) == []
    assert "entities" in walked.trouble[0].why


def test_a_long_document_takes_little_memory() -> None:
    content = b"<a>" + b"<b>x</b>" * 400_000 + b"</a>"
    tracemalloc.start()
    for _ in walk(content):
        pass
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 16 << 20


def test_leaves_are_the_elements_that_hold_text_alone() -> None:
    found = list(leaves(walk(b"<a><b k='1'>x</b><c><d>y</d></c></a>")))
    assert found == [("b", {"k": "1"}, "x"), ("d", {}, "y")]


def test_a_part_longer_than_its_bound_is_refused() -> None:
    opened = Package(io.BytesIO(package({"a": b"x" * 100})))
    assert opened.read("a", 100) == b"x" * 100
    with pytest.raises(TooMuch):
        opened.read("a", 99)
    opened.close()


def test_the_last_part_of_a_name_counts_and_folders_are_no_parts() -> None:
    opened = Package(io.BytesIO(package({"d/": b"", "a": b"1"})))
    assert opened.names == ["a"]
    assert opened.size("a") == 1
    assert "d/" not in opened
    opened.close()
