"""The good vectors of links: what officers state of people, and whom they decide to be one."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Literal

from truyvet.evidence.acts import Attach, Decide, Inquire, KeyAdd
from truyvet.evidence.case import Case
from truyvet.evidence.item import item_id
from truyvet.evidence.keyring import Signer
from truyvet.evidence.laying import append_listed
from truyvet.evidence.links.following import QUESTIONS
from truyvet.evidence.links.node import Node
from truyvet.evidence.links.statement import Statement
from truyvet.evidence.links.stating import decide, retract, state
from truyvet.hashes.canonical import encode
from truyvet.hashes.digest import sha256_hex

from .good_cases import LETTER, collect, one_file, open_case
from .officers import AN, CHI, Desk
from .recipes import Codes

DUC = Node(kind="person", value="3f2a91c05d7e8b64")
CUONG = Node(kind="person", value="91b0aa7e5c04d233")
HUNG = Node(kind="person", value="c7d10e6625fa8b19")
PHONE = Node(kind="phone", value="+84912345678")
ACCOUNT = Node(kind="bank-account", value="970436:0123456789")
QUESTIONED = ("0912 345 678", "30A-123.45", "Nguyễn Văn Đức")


def statements(item: str) -> list[Statement]:
    """Return what An states: a name, a telephone, a payment that a letter tells of."""
    named = Node(kind="name", value="Nguyễn Văn Đức")
    return [
        Statement(subject=DUC, relation="named", object=named, grade="B2"),
        Statement(
            subject=DUC, relation="uses", object=PHONE, grade="B2", since="2025-11",
            note="chủ thuê bao xác nhận",
        ),
        Statement(
            subject=CUONG, relation="transferred", object=ACCOUNT, item=item,
            locator=("bytes:0+19",), since="2026-03-01T09:30:00Z", confidence=90,
            facts={"amount": "5000000", "currency": "VND"},
        ),
        Statement(subject=HUNG, relation="uses", object=PHONE),
    ]  # fmt: skip


def decided(
    case: Case,
    desk: Desk,
    by: Signer,
    decision: Literal["same", "different", "undo"],
    pair: Sequence[Node],
    *,
    score: int = 0,
    confirms: int | None = None,
    undoes: int | None = None,
) -> None:
    """Decide who is who."""
    act = Decide(
        because="cùng số điện thoại", confirms=confirms, decision=decision, left=str(pair[0]),
        right=str(pair[1]), score=score, undoes=undoes,
    )  # fmt: skip
    with case.writing() as writer:
        decide(writer, desk.acting(by), act)


def linked(folder: Path) -> Codes:
    """People and accounts are linked, one statement is ended, two persons are decided to be one."""
    desk = Desk("linked")
    case = open_case(folder, desk)
    brought = collect(case, desk, one_file(), [LETTER])
    item = item_id(brought.act.collection, one_file()[0])  # type: ignore[union-attr]
    with case.writing() as writer:
        writer.append(desk.acting(AN), KeyAdd(key=CHI.card))
        state(writer, desk.acting(AN), statements(item), "lời khai ngày 14/3/2026")
        retract(writer, desk.acting(AN), ["3:3"], "nhầm người")
    decided(case, desk, AN, "same", (DUC, HUNG), score=85)
    decided(case, desk, CHI, "same", (DUC, HUNG), confirms=5)
    decided(case, desk, AN, "different", (DUC, CUONG))
    decided(case, desk, AN, "undo", (HUNG, DUC), undoes=5)
    return {}


def desk_of_cases(folder: Path) -> Codes:
    """A case that others are put side by side in: one is put on, questions are asked, it goes."""
    desk = Desk("desk")
    case = open_case(folder, desk)
    other = Attach(
        access="restricted", attached="6d1c2f0a-94e7-4d6b-8b1e-0f3a5c7d9e21",
        contact="Trần Thị Bình, PA05", number="31/2026", path="/ho-so/31-2026",
    )  # fmt: skip
    asked = Inquire(
        command="known", covered=1, hits=2, question_count=3, questions=QUESTIONED[:1], withheld=2
    )
    lines = [encode(question) for question in QUESTIONED]
    with case.writing() as writer:
        writer.append(desk.acting(AN), other)
        append_listed(writer, desk.acting(AN), asked, QUESTIONS, lines, rooted=False)
        whole = Inquire(command="overlaps", covered=1, hits=0, question_count=0, questions=())
        writer.append(desk.acting(AN), whole)
        gone = Attach(
            access="restricted", attached=other.attached, number="31/2026", off=True,
            path=other.path,
        )  # fmt: skip
        writer.append(desk.acting(AN), gone)
    return {}


def laid(folder: Path) -> Codes:
    """An act was killed between its list of statements and its entry."""
    case = open_case(folder, Desk("laid"))
    content = b'{"object":{"kind":"phone","value":"+84912345678"}'
    mark = folder / "work" / f"laid-{sha256_hex(content)}"
    mark.parent.mkdir(exist_ok=True)
    mark.touch()
    case.store.put_bytes(content)
    return {"W106": [str(mark.relative_to(folder))]}


LINKED: dict[str, Callable[[Path], Codes]] = {
    "linked": linked,
    "desk": desk_of_cases,
    "W106_list_without_its_entry": laid,
}
"""Cases that verify VALID; the notices are named by their codes."""
