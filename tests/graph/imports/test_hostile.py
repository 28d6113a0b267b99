"""Files that mean harm, or are not what they say: refused with a reason, never obeyed."""

import io
import zipfile
from pathlib import Path

import pytest
from tests.graph.imports.conftest import Read

from truyvet.evidence.errors import TruyvetError
from truyvet.graph.imports import table
from truyvet.graph.imports.hostile import MAX_DEPTH
from truyvet.graph.imports.table import IMPORTS, importer, read_graph

GRAPHML = '<graphml xmlns="http://graphml.graphdrawing.org/xmlns">{}</graphml>'
LAUGHS = (
    '<!DOCTYPE graphml [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">'
    '<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]>'
)


def refused(read: Read, name: str, content: str | bytes) -> str:
    """Why a file is refused."""
    with pytest.raises(TruyvetError, match="E633") as caught:
        read(name, content if isinstance(content, bytes) else content.encode())
    return str(caught.value.facts["reason"])


@pytest.mark.parametrize("name", ["x.graphml", "x.gexf", "x.anx"])
@pytest.mark.parametrize(
    "head",
    [
        LAUGHS,
        '<!DOCTYPE graphml [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE graphml SYSTEM "http://192.0.2.1/x.dtd">',
        "<!DOCTYPE graphml>",
    ],
    ids=["laughs", "file", "network", "plain"],
)
def test_a_document_type_is_refused(read: Read, name: str, head: str) -> None:
    assert "document type" in refused(read, name, head + GRAPHML.format("<graph/>"))


def test_a_document_type_in_another_encoding_is_refused(read: Read) -> None:
    text = '<?xml version="1.0" encoding="utf-16"?>' + LAUGHS + GRAPHML.format("<graph/>")
    assert "document type" in refused(read, "x.graphml", text.encode("utf-16"))


def test_elements_nested_without_end_are_refused(read: Read) -> None:
    deep = "<a>" * (MAX_DEPTH + 1) + "</a>" * (MAX_DEPTH + 1)
    assert "nested" in refused(read, "x.graphml", GRAPHML.format(deep))


@pytest.mark.parametrize("name", ["x.graphml", "x.gexf", "x.anx"])
@pytest.mark.parametrize("content", [b"", b"\x00" * 64, b"<a>", b"%PDF-1.7", b"<a></b>"])
def test_what_is_no_xml_is_refused(read: Read, name: str, content: bytes) -> None:
    assert refused(read, name, content)


@pytest.mark.parametrize("name", ["x.graphml", "x.gexf", "x.anx"])
def test_xml_of_another_kind_is_refused(read: Read, name: str) -> None:
    assert "holds no" in refused(read, name, "<html><body/></html>")


@pytest.mark.parametrize(
    ("inside", "reason"),
    [
        ('<graph><node id="a"/><node id="a"/></graph>', "twice"),
        ('<graph><node id="a"/><edge source="a" target="b"/></graph>', "no node of the file"),
        ('<graph><node id="a"/><edge source="a"/></graph>', "has no end"),
        ("<graph><node/></graph>", "empty"),
    ],
)
def test_a_graph_that_does_not_hold_together_is_refused(
    read: Read, inside: str, reason: str
) -> None:
    assert reason in refused(read, "x.graphml", GRAPHML.format(inside))


@pytest.mark.parametrize(
    "content", [b"a,b\r\n1,2\r\n", b"\xff\xfe", b"", b'id\r\n"open', b"PK\x03\x04"]
)
def test_what_is_no_table_of_links_is_refused(read: Read, content: bytes) -> None:
    assert refused(read, "x.csv", content)


def test_a_zip_without_the_tables_is_refused(read: Read) -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as pack:
        pack.writestr("other.csv", "x")
    assert "nodes.csv" in refused(read, "x.csv.zip", file.getvalue())


def test_a_file_over_the_limit_is_not_read(tmp_path: Path) -> None:
    file = tmp_path / "x.graphml"
    with file.open("wb") as sparse:
        sparse.truncate(table.MAX_BYTES + 1)
    with pytest.raises(TruyvetError, match="E634"):
        read_graph(file)


def test_a_format_that_is_not_read_back_is_told(tmp_path: Path) -> None:
    with pytest.raises(TruyvetError, match="E632") as caught:
        importer("", "x.kml")
    assert "graphml, gexf, i2, csv" in caught.value.hint


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(TruyvetError, match="E117"):
        read_graph(tmp_path / "x.graphml")


def test_every_reader_is_a_module_and_a_row(repository: Path) -> None:
    modules = {path.stem for path in (repository / "graph" / "imports").glob("*.py")}
    shared = {"__init__", "comparing", "hostile", "interface", "table"}
    assert modules - shared == {row.lstrip(".") for row in IMPORTS.values()}
    assert all(name == importer(name, "").NAME for name in IMPORTS)
