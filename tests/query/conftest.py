"""A case to ask: Vietnamese texts, composed and decomposed, scanned, with people and links.

Entries: 1 the files, 2 the scan, 3 and 4 two persons, 5 and 6 links, 7 and 8 tags.
"""

import os
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.commands.support.stem import stem

from truyvet.evidence.case import Case
from truyvet.query.source import Source, opened

SAID = (
    "Anh Nguyễn Văn Đức gọi số 0912.345.678 hôm qua.\n"
    + "linh tinh " * 30
    + "\nnguyen van duc lại nhắn từ 0168 345 6789.\nXe 30A-123.45\n"
)
RULE = 'rule swindle { strings: $word = "chuyen khoan gap" condition: $word }\n'
FILES = {
    "chat/nfc.txt": SAID.encode(),
    "chat/nfd.txt": unicodedata.normalize("NFD", SAID).encode(),
    "chat/đường.txt": "đường dài, dương tính, duong pho. Lan@Example.VN".encode(),
    "chat/duong.txt": b"duong duong duong duong duong duong",
    "chat/gap.txt": b"chuyen khoan gap cho 0987 654 321",
    "wide.txt": "gọi Nguyễn Văn Đức 0987 654 321".encode("utf-16"),
    "card.csv": b"4539 1488 0343 6467;lan@EXAMPLE.vn\n",
    "empty": b"",
}


class Officer:
    """Types commands, as in a terminal."""

    def __init__(self, place: Path) -> None:
        self.place = place

    def does(self, *words: str, status: int = 0) -> str:
        """Run a command that must end with `status`; return what it printed."""
        outer = {name: value for name, value in os.environ.items() if "TRUYVET" not in name}
        settings = {"TRUYVET_KEYS": str(self.place / "keys"), "TRUYVET_CASE": "vu"}
        ran = stem().run(words, self.place, outer | settings)
        assert ran.returncode == status, ran
        return ran.stdout


@pytest.fixture(scope="session")
def asked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The case, made once; nobody changes it."""
    place = tmp_path_factory.mktemp("asked")
    for name, content in FILES.items():
        path = place / "evidence" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    (place / "rules").mkdir()
    (place / "rules" / "swindle.yar").write_text(RULE)
    officer = Officer(place)
    officer.does("key", "new", "--name", "Nguyễn Văn An", "--unit", "PA05", "--no-passphrase")
    officer.does("case", "new", "vu", "--title", "Lừa đảo", "--number", "12/2026")
    officer.does("collect", "files", "evidence")
    only = "filetype,digests,plaintext,entities,yara"
    officer.does("scan", "--only", only, "--rules", "rules", "--jobs", "1")
    officer.does("person", "add", "Nguyễn Văn Đức", "--phone", "0912345678")
    officer.does("person", "add", "Trần Thị Lan", "--email", "lan@example.vn")
    called = ["--since", "2026-03-12", "--grade", "B2"]
    called += ["--item", item_named(place / "vu", "nfc.txt")]
    officer.does("link", "add", "Nguyễn Văn Đức", "called", "Trần Thị Lan", *called)
    paid = ["--since", "2025-12-31", "--grade", "D4", "--amount", "1500000", "--currency", "VND"]
    officer.does("link", "add", "Nguyễn Văn Đức", "transferred", "Trần Thị Lan", *paid)
    officer.does("tag", item_named(place / "vu", "card.csv"), "Thẻ ngân hàng")
    officer.does("tag", seen_named(place / "vu", "+84912345678"), "nghi phạm A")
    return place / "vu"


def item_named(case: Path, ending: str) -> str:
    """Return the short name of the item whose path ends so."""
    with Case(case).reading() as index:
        return next(row.name for row in index.items() if row.path.endswith(ending))


def seen_named(case: Path, value: str) -> str:
    """Return the short name of the first observation with this value."""
    with Case(case).reading() as index:
        return next(one.name for one in index.examinations.observations(value=value))


@pytest.fixture
def source(asked: Path) -> Iterator[Source]:
    """That case, opened for questions."""
    with opened(Case(asked)) as source:
        yield source
