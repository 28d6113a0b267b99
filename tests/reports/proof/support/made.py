"""A bundle in which nothing is left to chance: the same bytes every time.

    python -m tests.reports.proof.support.made

writes `bundles/path.zip` anew, which docs/spec/proof.md shows.
"""

import io
import json
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from tests.vectors.good_cases import LETTER, item, open_case, take_in
from tests.vectors.officers import AN, CHI, Desk

from truyvet.evidence.acts import Decide, KeyAdd, SourcePath
from truyvet.evidence.case import Case
from truyvet.evidence.index import Row
from truyvet.evidence.links.node import Node
from truyvet.evidence.links.relation import Relation
from truyvet.evidence.links.rows import Lens
from truyvet.evidence.links.statement import Statement
from truyvet.evidence.links.stating import decide, state
from truyvet.evidence.links.view import Links
from truyvet.graph.paths import Question, find_paths
from truyvet.reports.proof.archive import write_archive
from truyvet.reports.proof.gathering import Asked, gather

BUNDLE = Path(__file__).resolve().parent.parent / "bundles" / "path.zip"
DUC, DUC_CA, HUNG = (Node(kind="person", value=value * 4) for value in ("3f2a", "91c0", "5d7e"))
PHONE = Node(kind="phone", value="+84912345678")
EMAIL = Node(kind="email", value="duc@example.vn")
ACCOUNT = Node(kind="bank-account", value="970436:0071000123456")


def said(subject: Node, relation: Relation, other: Node, **more: Any) -> Statement:
    """A statement."""
    return Statement(subject=subject, relation=relation, object=other, **more)


def named(node: Node, name: str) -> Statement:
    """The statement that gives a node its name."""
    return said(node, "named", Node(kind="name", value=name))


def make_case(folder: Path) -> tuple[Case, Desk]:
    """Open a case in which Đức, who is also called Đức Cá, was paid by Hùng."""
    desk = Desk("proof")
    case = open_case(folder, desk)
    with case.writing() as writer:
        writer.append(desk.acting(AN), KeyAdd(key=CHI.card))
        acting = desk.acting(AN, purpose="thu giữ điện thoại")
        source = (SourcePath(path="/media/usb"),)
        collecting = writer.begin_collect(acting, "files", source, "")
        take_in(writer, collecting, [item(0, b"don.txt", LETTER)], [LETTER])
        writer.finish_collect(acting, collecting, finished=True)
    with case.writing() as writer:
        letter = row_of(writer.index).id
        state(
            writer,
            desk.acting(AN),
            [
                named(DUC, "Nguyễn Văn Đức"),
                said(DUC, "holder_of", ACCOUNT, item=letter, locator=("bytes:0+9",), grade="B2"),
                named(DUC_CA, "Đức Cá"),
                said(DUC_CA, "uses", EMAIL),
                named(HUNG, "Trần Hùng"),
            ],
        )
        facts = {"amount": "1500000", "currency": "VND"}
        paid = said(HUNG, "transferred", ACCOUNT, since="2026-03-12T02:05:00Z", facts=facts)
        state(writer, desk.acting(CHI), [paid])
        decide(
            writer,
            desk.acting(AN),
            Decide(
                because="cùng số CCCD",
                decision="same",
                left=str(DUC),
                right=str(DUC_CA),
                evidence=("3:1",),
            ),
        )
    return case, desk


def row_of(index: Any) -> Row:
    """The one item of the case."""
    row: Row = next(index.items(seq=2))
    return row


def make_bundle(folder: Path) -> bytes:
    """Return the bundle of the path from Đức Cá's e-mail to Hùng."""
    case, desk = make_case(folder / "case")
    with Links.open(case) as links:
        start, goal = links.find(EMAIL), links.find(HUNG)
        assert start
        assert goal
        found = find_paths(links, start, goal, Question(lens=Lens())).found
        question = "truyvet path duc@example.vn 'Trần Hùng' --proof -o path.zip"
        asked = Asked(paths=found, question=question, software="truyvet 0.1.0", with_items=True)
        acting = desk.acting(AN)
        bundle = gather(case, links, asked, acting, acting.clock())
    file = io.BytesIO()
    write_archive(file, bundle.members)
    return file.getvalue()


def laid_out(content: bytes, at: str) -> str:
    """Return a part of a JSON record, `hops.0`, laid out for reading."""
    value = json.loads(content)
    for name in filter(None, at.split(".")):
        value = value[int(name)] if name.isdigit() else value[name]
    return json.dumps(value, ensure_ascii=False, indent=2)


if __name__ == "__main__":
    with TemporaryDirectory() as place:
        BUNDLE.write_bytes(make_bundle(Path(place)))
