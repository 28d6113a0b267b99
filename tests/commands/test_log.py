"""`truyvet log`: every act in one line, in words for people."""

from pathlib import Path
from typing import get_args

import pytest
from msgspec.structs import replace
from tests.evidence.support.people import acting
from tests.evidence.support.scenes import open_case

from truyvet.cli import main
from truyvet.commands.log import _TEXTS, act_text
from truyvet.evidence.acts import (
    Act,
    Attach,
    Decide,
    Examiner,
    Export,
    Exported,
    Inquire,
    Note,
    Packed,
    Reading,
    Retract,
    Scan,
    ScanTotals,
    State,
    Tag,
    Watch,
)
from truyvet.evidence.case import Case

ITEM = "ab" * 32
TOTALS = ScanTotals(
    bytes=2_700_000, children=111, flags=8, full=160, items=163, observations=1734, partly=1,
    texts=98, unexamined=2,
)  # fmt: skip
SCAN = Scan(
    extractors=tuple(Examiner(configuration=ITEM, name=name, version="1") for name in ("a", "b")),
    scan="cd" * 16,
    status="partial",
    totals=TOTALS,
)
WHOLE = Scan(
    extractors=SCAN.extractors,
    scan=SCAN.scan,
    status="complete",
    totals=ScanTotals(
        bytes=0, children=0, flags=0, full=1, items=1, observations=0, partly=0, texts=0,
        unexamined=0,
    ),
)  # fmt: skip
PACKED = Export(
    destination="/x.wacz",
    item=ITEM,
    more=tuple(Exported(item=ITEM, name=f"2.{n}") for n in (2, 3, 4)),
    name="2.1",
    packed=Packed(format="wacz", sha256=ITEM, size=6),
)
WATCH = Watch(browser=True, every=21_600, note="giả mạo", target="page", value="https://a.example/")
READINGS = (Reading(kind="phone", normal="+84912"),)
DECIDED = Decide(because="cùng số máy", decision="unsure", left="person:a", right="person:b")
ATTACHED = Attach(
    access="restricted", attached="00000000-0000-4000-8000-000000000000", number="31/2026",
    path="/ho-so/31",
)  # fmt: skip
ASKED = Inquire(command="known", covered=1, hits=1, question_count=2, questions=("0912", "30A-1"))
LINES: list[tuple[Act, str]] = [
    (PACKED, f"packed 4 items (2.1, 2.2, 2.3 and 1 more) as wacz to /x.wacz, sha256 {ITEM}"),
    (
        Export(destination="/x", item=ITEM, name="2.1"),
        "copied item 2.1 to /x",
    ),
    (
        SCAN,
        "163 items, 2.7 MB, 3 not fully, by 2 extractors: 1,734 observations, 8 flags, 111 items "
        "inside others, partial",
    ),
    (
        WHOLE,
        "1 item, 0 B, by 2 extractors: 0 observations, 0 flags, 0 items inside others, complete",
    ),
    (Tag(item=ITEM, name="5:12", tag="nghi phạm A"), "tagged 5:12 “nghi phạm A”"),
    (Tag(item=ITEM, name="1.7", off=True, tag="x"), "took “x” off 1.7"),
    (Note(item=ITEM, name="1.7", text="đã gọi"), "noted of 1.7: đã gọi"),
    (Note(text="bàn giao ca trực"), "noted: bàn giao ca trực"),
    (WATCH, "watches https://a.example/ every 6h, with a browser (giả mạo)"),
    (Watch(every=300, off=True, target="page", value="x"), "ended the watch of x"),
    (Watch(readings=READINGS, target="selector", value="0912"), "put 0912 on the watch-list"),
    (State(count=1), "stated 1 fact"),
    (State(count=2400, note="lời khai"), "stated 2,400 facts (lời khai)"),
    (Retract(reason="nhầm", statements=("5:1",)), "ended 5:1: nhầm"),
    (
        Retract(reason="nhầm", statements=tuple(f"5:{n}" for n in range(5))),
        "ended 5:0, 5:1, 5:2 and 2 more: nhầm",
    ),
    (
        replace(DECIDED, decision="same"),
        "decided that person:a and person:b are one: cùng số máy",
    ),
    (
        replace(DECIDED, decision="different", confirms=4),
        "decided that person:a and person:b are not one, as entry 4 says: cùng số máy",
    ),
    (DECIDED, "decided that person:a and person:b may be one or not: cùng số máy"),
    (
        replace(DECIDED, decision="undo", undoes=4),
        "took back what entry 4 decided: cùng số máy",
    ),
    (ATTACHED, "put case 31/2026 on the desk, open to restricted"),
    (replace(ATTACHED, off=True), "took case 31/2026 off the desk"),
    (ASKED, "asked known for 0912, 30A-1: 1 answer, in 1 case or register"),
    (
        replace(ASKED, covered=9, hits=2, question_count=7, withheld=2),
        "asked known for 0912, 30A-1 and 5 more: 2 answers, 2 of them withheld, in 9 cases "
        "or registers",
    ),
]


@pytest.fixture
def case(tmp_path: Path) -> Case:
    """A new case."""
    return open_case(tmp_path / "case")


def test_every_kind_of_act_has_its_text() -> None:
    assert set(_TEXTS) == set(get_args(Act))


@pytest.mark.parametrize(("act", "text"), LINES, ids=range(len(LINES)))
def test_an_act_is_told_in_one_line(case: Case, act: Act, text: str) -> None:
    with case.writing() as writer:
        entry = writer.append(acting(seed=3), act)
    assert act_text(entry) == text


def test_the_purpose_stands_at_the_end(case: Case) -> None:
    with case.writing() as writer:
        entry = writer.append(acting(seed=3, purpose="giám định"), Note(text="xong"))
    assert act_text(entry) == "noted: xong; giám định"


def test_the_log_lists_them(case: Case, capsys: pytest.CaptureFixture[str]) -> None:
    with case.writing() as writer:
        writer.append(acting(seed=3), Tag(item=ITEM, name="1.7", tag="nghi phạm A"))
        writer.append(acting(seed=4), Note(text="một\nhai\x1b[2J"))
    assert main(["--case", str(case.folder), "log"]) == 0
    printed = capsys.readouterr().out
    assert "tagged 1.7 “nghi phạm A”" in printed
    assert "\x1b" not in printed
