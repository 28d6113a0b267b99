"""Raw values in the encoding of their item."""

from pathlib import Path

import pytest
from tests.commands.conftest import Officer
from tests.commands.test_collect_table import IN, brings, lay

from truyvet.evidence.case import Case
from truyvet.evidence.sighting import find_observation, read_observation
from truyvet.extractors.charsets.legible import Legible

ROW = "Số gọi,Số nhận,Tên\r\n0912345678,,Lê Bưởi\r\n"


def text_of(an: Officer, content: bytes) -> str:
    """Return how the only row that says nothing reads."""
    lay(an, "a.csv", content)
    brings(an, "a.csv", "--profile", "cdr", status=4)
    (name,) = (one["observation"] for one in an.reads(*IN, "observations", "--kind", "row"))
    case = Case(Path(an.place / "vu-01"))
    with case.reading() as index:
        seen = read_observation(case, index, find_observation(index, name))
        return Legible(case, index).text(seen)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16-be", "utf-32"])
def test_a_row_reads_alike_in_each_encoding(an: Officer, encoding: str) -> None:
    content = ROW.encode(encoding)
    mark = b"\xfe\xff" if encoding == "utf-16-be" else b""
    assert text_of(an, mark + content) == "0912345678,,Lê Bưởi"


def test_bytes_that_nothing_tells_the_encoding_of_stay_as_they_are(an: Officer) -> None:
    assert text_of(an, b"Caller,Callee\r\n1\0,\r\n") == "1\0,"
