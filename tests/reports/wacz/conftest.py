"""A case with three captures that lean on each other, and other people's tools to check packs."""

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from tests.evidence.support.captures import Collection, Page, answer, fetched
from tests.evidence.support.people import Clock, acting
from tests.evidence.support.scenes import open_case

from truyvet.evidence.case import Case
from truyvet.evidence.web.reading import Captured, captures_of
from truyvet.reports.wacz.packing import Custody, pack
from truyvet.reports.wacz.selection import Selection

SHOP = "https://shop.example"
STYLE = answer(b"p { color: red } " * 40, "text/css")
PICTURE = answer(b"\x89PNG" + b"\xff" * 500, "image/png")
CUSTODY = Custody(
    case="11111111-2222-4333-8444-555555555555",
    entry=2,
    made="2026-03-14T09:00:00.123456Z",
    software="truyvet 0.1.0",
    number="12/2026",
)


def pages() -> list[Page]:
    """A front page; one that needs its style; one that was rendered and has the same picture."""
    front = Page(
        exchanges=[
            fetched(f"{SHOP}/old", b"HTTP/1.1 301 x\r\nLocation: /\r\n\r\n", location=f"{SHOP}/"),
            fetched(f"{SHOP}/", answer(b"<h1>Trang</h1>"), second=1),
            fetched(f"{SHOP}/style.css", STYLE, purpose="style", second=2),
            fetched(f"{SHOP}/a.png", PICTURE, purpose="image", second=3),
            fetched(f"{SHOP}/gone.png", b"", purpose="image", second=4, result="failed"),
            fetched(
                f"{SHOP}/moved.css", b"HTTP/1.1 302 x\r\nLocation: /style.css\r\n\r\n",
                purpose="style", second=5, location=f"{SHOP}/style.css",
            ),
        ],
        title="Cửa hàng\n Sen Vàng",
    )  # fmt: skip
    about = Page(
        exchanges=[fetched(f"{SHOP}/about", answer(b"<p>about</p>"), second=10)],
        title="About",
        elsewhere=(f"{SHOP}/moved.css",),
        facts={"depth": 1},
    )
    asked = b'POST /api HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n\r\n{"so": 7}'
    offer = Page(
        exchanges=[
            fetched(f"{SHOP}/offer", answer(b"<p>offer</p>"), second=20),
            fetched(f"{SHOP}/b.png", PICTURE, purpose="image", second=21),
        ],
        title="Offer",
        loaded=[
            fetched(f"{SHOP}/offer", answer(b"<p>offer, shown</p>"), second=51),
            fetched(f"{SHOP}/api", answer(b"[]"), purpose="data", request=asked, method="POST"),
        ],
        parts={"screenshot.png": b"\x89PNG shown", "text.txt": "giảm giá\n".encode()},
    )
    return [front, about, offer]


@pytest.fixture(scope="session")
def captured(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the case; only for reading."""
    who = acting(clock=Clock(100))
    case = open_case(tmp_path_factory.mktemp("captured") / "case", who)
    collection = Collection(case)
    for page in pages():
        collection.add(page)
    collection.finish(who)
    return case.folder


@dataclass(frozen=True)
class Packing:
    """The case and what packs some of its captures."""

    case: Case
    captures: list[Captured]

    def select(self, *numbers: int) -> Selection:
        """Select captures by their number, with what they need."""
        selection = Selection([self.captures[number - 1] for number in numbers])
        with self.case.reading() as index:
            selection.complete(self.case, index)
        return selection

    def pack(self, target: Path, *numbers: int) -> Path:
        """Pack captures into a file."""
        with target.open("w+b") as file:
            pack(self.case, self.select(*numbers), CUSTODY, file)
        return target


@pytest.fixture
def packing(captured: Path) -> Packing:
    """The case with its captures."""
    case = Case(captured)
    with case.reading() as index:
        return Packing(case, list(captures_of(case, index)))


@pytest.fixture
def webtools() -> Callable[[str], Path]:
    """Finds programs of other people that check and replay packs; they are no part of ours."""
    folder = os.environ.get("TRUYVET_WEBTOOLS")
    if not folder:
        pytest.skip("name a folder with wacz and wayback in TRUYVET_WEBTOOLS")

    def find(name: str) -> Path:
        path = Path(folder) / name
        if not path.exists():
            pytest.skip(f"no {name} in TRUYVET_WEBTOOLS")
        return path

    return find
