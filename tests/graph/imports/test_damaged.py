"""Files that are cut, flipped, bombs or endless: read as far as they are a graph, else refused."""

import io
import os
import random
import struct
import tracemalloc
import zipfile
from pathlib import Path

import pytest
from tests.graph.exports.conftest import exported
from tests.graph.imports.conftest import Read
from tests.graph.support import graphs

from truyvet.evidence.errors import TruyvetError
from truyvet.graph.exports.table import EXPORTS, exporter
from truyvet.graph.imports.hostile import MAX_DEPTH, MAX_INSIDE
from truyvet.graph.imports.interface import MAX_ELEMENTS, Drawn
from truyvet.graph.imports.table import IMPORTS, read_graph

every_import = pytest.mark.parametrize("name", IMPORTS)
XML = ["x.graphml", "x.gexf", "x.anx"]


def outcome(read: Read, name: str, content: bytes) -> str:
    """The code of the refusal; `read` where a graph came of it."""
    try:
        read(name, content)
    except TruyvetError as error:
        return error.code
    return "read"


def refusal(read: Read, name: str, content: bytes) -> str:
    """Why a file is refused."""
    with pytest.raises(TruyvetError, match="E633") as caught:
        read(name, content)
    return str(caught.value.facts["reason"])


def zipped(**members: str | bytes) -> bytes:
    """A ZIP of tables."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as pack:
        for name, content in members.items():
            pack.writestr(f"{name}.csv", content)
    return file.getvalue()


@every_import
def test_a_file_cut_anywhere_is_refused(name: str, read: Read) -> None:
    whole = exported(name, graphs.plain())
    ending = exporter(name).ENDING
    for length in range(0, len(whole) - 12, max(1, len(whole) // 60)):
        assert outcome(read, f"x{ending}", whole[:length]) != "read", length


@every_import
def test_a_flipped_bit_is_never_a_crash(name: str, read: Read) -> None:
    whole, chance = bytearray(exported(name, graphs.plain())), random.Random(5)
    told = set()
    for _ in range(250):
        place, bit = chance.randrange(len(whole)), 1 << chance.randrange(8)
        whole[place] ^= bit
        told.add(outcome(read, f"x{exporter(name).ENDING}", bytes(whole)))
        whole[place] ^= bit
    assert told == {"read", "E633"}


@every_import
@pytest.mark.parametrize("seed", range(3))
def test_a_file_of_nothing_but_chance_is_refused(name: str, seed: int, read: Read) -> None:
    content = random.Random(seed).randbytes(5_000)
    assert outcome(read, f"x{exporter(name).ENDING}", content) == "E633"


@pytest.mark.parametrize("name", XML)
@pytest.mark.parametrize("form", [name for name in EXPORTS if name not in IMPORTS])
def test_an_export_of_a_format_that_is_not_read_is_refused(
    name: str, form: str, read: Read
) -> None:
    assert outcome(read, name, exported(form, graphs.plain())) == "E633"


@pytest.mark.parametrize("name", XML)
@pytest.mark.parametrize(
    "content",
    [
        b'<?xml version="1.0" encoding="nonsense"?><a/>',
        b'<?xml version="1.0"?><a>\xff\xfe</a>',
        b"<a>&undefined;</a>",
        b"<a>&#0;</a>",
        b"<a b='1' b='2'/>",
        b"<a/><a/>",
        b"\xef\xbb\xbf",
        b"<a xmlns:x='y'><z:b/></a>",
        b"<?xml version='1.0' encoding='utf-16'?><a/>",
        b"<" + b"a" * 100_000,
    ],
    ids=["encoding", "bytes", "entity", "nul", "twice", "roots", "mark", "space", "utf-16", "long"],
)
def test_xml_that_is_none_is_refused(name: str, content: bytes, read: Read) -> None:
    assert refusal(read, name, content)


def test_an_element_that_holds_millions_is_refused(read: Read) -> None:
    content = f'<a><node id="1">{"<b/>" * (MAX_INSIDE + 1)}</node></a>'
    assert "holds more than 1,000,000" in refusal(read, "x.graphml", content.encode())


@pytest.mark.parametrize(("depth", "told"), [(MAX_DEPTH, "holds no"), (MAX_DEPTH + 1, "nested")])
def test_depth_is_counted_exactly(depth: int, told: str, read: Read) -> None:
    assert told in refusal(read, "x.gexf", b"<a>" * depth + b"</a>" * depth)


@pytest.mark.parametrize("content", [b"id\r\n" + b"," * 5_000_000, b'id\r\n"' + b"a" * 5_000_000,
                                     b"id,b\r\n" + b'x,"\n"' * 2_000_000, b"i" * 5_000_000],
                         ids=["commas", "quoted", "lines", "head"])  # fmt: skip
def test_a_row_without_end_is_refused(content: bytes, read: Read) -> None:
    assert refusal(read, "x.csv", content)
    assert refusal(read, "x.csv.zip", zipped(nodes=content, edges="source,target\r\n"))


@every_import
@pytest.mark.parametrize("kind", ["device", "pipe", "folder"])
def test_what_is_no_regular_file_is_refused_unread(name: str, kind: str, tmp_path: Path) -> None:
    place = {"device": Path("/dev/zero"), "folder": tmp_path}.get(kind, tmp_path / "pipe")
    if kind == "pipe":
        os.mkfifo(place)
    with pytest.raises(TruyvetError, match="E633") as caught:
        read_graph(place, name)
    assert "no regular file" in str(caught.value)


def test_a_small_zip_of_a_huge_table_is_refused_before_it_fills_the_memory(read: Read) -> None:
    content = zipped(nodes=b"id\r\n" + b"," * (32 << 20), edges="source,target\r\n")
    assert len(content) < 100_000
    tracemalloc.start()
    assert "row is longer" in refusal(read, "x.csv.zip", content)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 80 << 20


def test_a_zip_whose_sizes_lie_is_refused(read: Read) -> None:
    content = bytearray(zipped(nodes="id\r\n" + "a\r\n" * 9, edges="source,target\r\n"))
    place = content.index(b"PK\x01\x02") + 24
    content[place : place + 4] = struct.pack("<I", 5)
    assert refusal(read, "x.csv.zip", bytes(content))


def test_a_zip_that_claims_four_gigabytes_is_refused_unread(read: Read) -> None:
    content = bytearray(zipped(nodes="id\r\n", edges="source,target\r\n"))
    place = content.index(b"PK\x01\x02") + 24
    content[place : place + 4] = struct.pack("<I", (4 << 30) - 2)
    assert "longer than" in refusal(read, "x.csv.zip", bytes(content))


def test_an_encrypted_zip_is_refused(read: Read) -> None:
    content = bytearray(zipped(nodes="id\r\n", edges="source,target\r\n"))
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.index(mark) + place] |= 1
    assert "encrypted" in refusal(read, "x.csv.zip", bytes(content))


@pytest.mark.parametrize(
    ("nodes", "edges", "told"),
    [
        ("id\r\na\r\na\r\n", "source,target\r\n", "twice"),
        ("id\r\n\r\n,\r\n", "source,target\r\n", "empty"),
        ("id\r\na\r\n", "source,target\r\na,b\r\n", "no node of the file"),
        ("id\r\na\r\n", "source,target\r\na,\r\n", "no end"),
        ("name\r\na\r\n", "source,target\r\n", "neither id"),
        ("", "", "neither id"),
    ],
)
def test_tables_that_do_not_hold_together_are_refused(
    nodes: str, edges: str, told: str, read: Read
) -> None:
    assert told in refusal(read, "x.csv.zip", zipped(nodes=nodes, edges=edges))


@pytest.mark.parametrize("text", ["a\x00b", "\u202eegnp", "x" * 10_000, "'", "''=1", "\u2028"])
def test_a_strange_label_in_a_table_comes_as_it_is(text: str, read: Read) -> None:
    quoted = text.replace('"', '""')
    drawn = read("x.csv.zip", zipped(nodes=f'id,label\r\na,"{quoted}"\r\n',
                                     edges="source,target\r\n"))  # fmt: skip
    assert drawn.nodes["a"]["label"] == (text[1:] if text == "''=1" else text)


def test_more_nodes_and_links_than_are_compared_are_refused() -> None:
    drawn = Drawn(nodes={str(one): {} for one in range(MAX_ELEMENTS)})
    with pytest.raises(TruyvetError, match="E634"):
        drawn.node("one more", {})


def test_a_link_to_nowhere_is_an_error_of_the_system(tmp_path: Path) -> None:
    (tmp_path / "x.graphml").symlink_to("nowhere")
    with pytest.raises(TruyvetError, match="E117"):
        read_graph(tmp_path / "x.graphml")
