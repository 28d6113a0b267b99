"""Lines and items of a bundle: each proved in its list, in its form, resting on items here."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import msgspec
import pytest
from tests.reports.proof.support.forged import another, entries_of, good
from tests.reports.proof.support.made import ACCOUNT, DUC, HUNG, PHONE, said
from tests.vectors.good_cases import item

from truyvet.evidence.acts import Collect, Note, Retract
from truyvet.evidence.entry import Entry
from truyvet.evidence.item import Item, item_id
from truyvet.evidence.links.node import Node
from truyvet.evidence.links.statement import Statement, link_facts, link_normal
from truyvet.evidence.records import Ref
from truyvet.evidence.scans.observation import Observation
from truyvet.hashes.canonical import encode_record
from truyvet.hashes.digest import sha256_hex
from truyvet.hashes.merkle import inclusion_proof, leaf_hash, root
from truyvet.reports.proof.answer import Answer
from truyvet.reports.proof.form import ItemProof, LineProof, Proof
from truyvet.reports.proof.lines import LineCheck

TEXT = "Liên hệ 0912 345 678 gấp".encode()
ZIP = b"PK pretended"


@pytest.fixture(scope="module")
def ledger() -> list[Entry]:
    """Entries to make others of; number 2 collects."""
    return entries_of(good())


@dataclass
class Scene:
    """A bundle's lines, items and entries, without its signatures."""

    ledger: list[Entry]
    lines: dict[tuple[int, str], list[bytes]] = field(default_factory=dict)
    items: list[ItemProof] = field(default_factory=list)
    files: dict[str, bytes] = field(default_factory=dict)
    entries: dict[int, Entry] = field(default_factory=dict)
    told: list[LineProof] = field(default_factory=list)
    members: dict[str, bytes] = field(default_factory=dict)

    @property
    def collection(self) -> str:
        """Id of the collection of entry 2."""
        act = self.ledger[2].act
        assert isinstance(act, Collect)
        return act.collection

    def add(self, seq: int, kind: str, lines: Sequence[bytes]) -> "Scene":
        """Make entry `seq` name a list of these lines, all of which are here."""
        hashes = [leaf_hash(line) for line in lines]
        ref = Ref(kind=kind, sha256="0" * 64, size=1, count=len(lines), root=root(hashes).hex())
        base = self.ledger[2] if kind == "manifest" else self.ledger[3]
        base = self.entries.get(seq, base)
        outputs = (ref,) if seq not in self.entries else (*base.outputs, ref)
        self.entries[seq] = msgspec.structs.replace(base, seq=seq, outputs=outputs)
        for n, line in enumerate(lines):
            audit = tuple(node.hex() for node in inclusion_proof(hashes, n, len(hashes)))
            one = LineProof(entry=seq, list=kind, n=n, audit=audit)  # type: ignore[arg-type]
            self.told.append(one)
            self.members[one.member] = line
        return self

    def put(self, *items: Item, seq: int = 2, file: bytes | None = None) -> "Scene":
        """Bring items, as the manifest of an entry, and the bytes of the first if given."""
        self.add(seq, "manifest", [encode_record(one) for one in items])
        for one in items:
            id_ = item_id(self.collection, one)
            self.items.append(ItemProof(id=id_, name=f"{seq}.{one.n}", file=file is not None))
        if file is not None:
            self.members[f"items/{items[0].sha256}"] = file
        return self

    def check(self) -> tuple[LineCheck, list[str]]:
        """Check all lines; the check, and all faults as `CODE place: text`."""
        answer = Answer()
        proof = Proof(
            case="", entries=(), hops=(), items=tuple(self.items), lines=tuple(self.told),
            made=self.ledger[0].time, maker=self.ledger[0].actor, members=(), paths=(),
            question="", software="", version=1,
        )  # fmt: skip
        lines = LineCheck(answer, proof, self.members, self.entries)
        lines.run()
        return lines, [f"{one.code} {one.place}: {one.text}" for one in answer.faults]

    @property
    def faults(self) -> list[str]:
        """All that is wrong."""
        return self.check()[1]


@pytest.fixture
def scene(ledger: list[Entry]) -> Scene:
    """Nothing yet."""
    return Scene(ledger)


def line(*statements: Statement) -> list[bytes]:
    """Lines of statements."""
    return [encode_record(one) for one in statements]


def seen(item_: str, raw: str = "0912 345 678", **more: Any) -> Observation:
    """An observation of a telephone number."""
    facts: dict[str, Any] = {
        "extractor": "entities", "item": item_, "kind": "phone", "locator": ("bytes:11+12",),
        "normal": "+84912345678", "raw": raw,
    }  # fmt: skip
    return Observation(**(facts | more))


PAID = said(HUNG, "transferred", ACCOUNT, since="2026-03-12", facts={"amount": "5"}, note="x")


def test_a_statement_says_subject_relation_and_object_with_its_details(scene: Scene) -> None:
    checked, faults = scene.add(4, "statements", line(PAID)).check()
    assert faults == []
    told = checked.said["4:0"]
    assert (told.subject, told.relation, told.object) == (str(HUNG), "transferred", str(ACCOUNT))
    assert told.text == f"{HUNG} transferred {ACCOUNT} (2026-03-12, amount 5, x)"
    assert (told.item, told.raw) == ("", None)


def test_each_line_of_a_long_list_is_proved_in_its_place(scene: Scene) -> None:
    lines = line(*(said(HUNG, "called", Node(kind="phone", value=f"+{n}")) for n in range(37)))
    checked, faults = scene.add(4, "statements", lines).check()
    assert faults == []
    assert checked.said["4:36"].object == "phone:+36"


def swapped(scene: Scene) -> None:
    one, two = (scene.told[n].member for n in (0, 1))
    scene.members[one], scene.members[two] = scene.members[two], scene.members[one]


def renumbered(scene: Scene) -> None:
    scene.told[0] = msgspec.structs.replace(scene.told[0], n=1)


def shorter_audit(scene: Scene) -> None:
    scene.told[0] = msgspec.structs.replace(scene.told[0], audit=())


def other_count(scene: Scene) -> None:
    (ref,) = scene.entries[4].outputs
    ref = msgspec.structs.replace(ref, count=2)
    scene.entries[4] = msgspec.structs.replace(scene.entries[4], outputs=(ref,))


def of_another_entry(scene: Scene) -> None:
    for one in list(scene.told):
        scene.members[one.member.replace("lines/4", "lines/5")] = scene.members[one.member]
    scene.entries[5] = msgspec.structs.replace(scene.entries[4], seq=5, outputs=())
    scene.told = [msgspec.structs.replace(one, entry=5) for one in scene.told]


def no_root(scene: Scene) -> None:
    (ref,) = scene.entries[4].outputs
    ref = msgspec.structs.replace(ref, root=None)
    scene.entries[4] = msgspec.structs.replace(scene.entries[4], outputs=(ref,))


def no_entry(scene: Scene) -> None:
    scene.entries.clear()


def missing(scene: Scene) -> None:
    scene.members.clear()


LIES = {
    "swapped": (swapped, "E648"), "renumbered": (renumbered, "E648"),
    "shorter audit": (shorter_audit, "E648"), "another count": (other_count, "E648"),
    "of another entry": (of_another_entry, "E649"), "a list without a root": (no_root, "E649"),
    "no entry": (no_entry, "E649"), "missing": (missing, "E646"),
}  # fmt: skip


@pytest.mark.parametrize("name", LIES)
def test_a_line_that_is_not_where_it_is_said_to_be_is_found(scene: Scene, name: str) -> None:
    lie, code = LIES[name]
    lines = line(*(said(HUNG, "called", Node(kind="phone", value=f"+{n}")) for n in range(5)))
    scene.add(4, "statements", lines)
    lie(scene)
    assert {one[:4] for one in scene.faults} == {code}


@pytest.mark.parametrize(
    "text",
    [
        b"", b"{}", b"null", b"\xff", b"[" * 100_000, encode_record(PAID) + b"\n",
        encode_record(PAID).replace(b'":', b'": ', 1), encode_record(seen("0" * 64)),
        encode_record(PAID).replace(b"transferred", b"mentioned"),
    ],
)  # fmt: skip
def test_a_line_that_is_no_statement_is_found(scene: Scene, text: bytes) -> None:
    checked, faults = scene.add(4, "statements", [text]).check()
    assert [one[:4] for one in faults] == ["E649"]
    assert checked.said == {}


CONTRADICTIONS = {
    "an unknown kind": said(Node(kind="ghost", value="x"), "called", PHONE),
    "what is never recorded": said(DUC, "mentioned_with", HUNG),
    "a mention of no item": said(PHONE, "mentioned_in", HUNG),
    "a place in no item": said(DUC, "called", PHONE, locator=("bytes:0+1",)),
}


@pytest.mark.parametrize("name", CONTRADICTIONS)
def test_a_statement_that_no_case_may_hold_is_found(scene: Scene, name: str) -> None:
    scene.add(4, "statements", line(CONTRADICTIONS[name]))
    assert [one[:4] for one in scene.faults] == ["E649"]


def test_an_entry_that_ends_a_statement_is_minded_whatever_else_it_ends(scene: Scene) -> None:
    scene.add(4, "statements", line(PAID, said(HUNG, "met", DUC)))
    act = Retract(reason="nhầm", statements=("4:1", "9:9"))
    scene.entries[6] = another(scene.ledger[5], 6, act)
    scene.entries[7] = another(scene.ledger[5], 7, Note(text="4:0"))
    (fault,) = scene.faults
    assert fault.startswith("E649 statement 4:1")


# Observations.


def phone_text(scene: Scene, content: bytes = TEXT, **more: Any) -> str:
    """Bring the item in which the number stands; its id."""
    one = item(0, b"a.txt", content)
    scene.put(one, **more)
    return item_id(scene.collection, one)


def test_an_observation_says_that_its_node_stands_in_its_item(scene: Scene) -> None:
    id_ = phone_text(scene, file=TEXT)
    checked, faults = scene.add(3, "observations", line_of(seen(id_))).check()
    assert faults == []
    told = checked.said["3:0"]
    assert (told.subject, told.relation, told.object) == (
        "phone:+84912345678", "mentioned_in", f"item:{id_}"
    )  # fmt: skip
    assert checked.held == {sha256_hex(TEXT)}


def line_of(*observations: Observation) -> list[bytes]:
    """Lines of observations."""
    return [encode_record(one) for one in observations]


def test_a_link_that_an_extractor_read_says_what_its_facts_say(scene: Scene) -> None:
    id_ = phone_text(scene)
    link = seen(id_, kind="link", facts=link_facts(PAID), normal=link_normal(PAID))
    checked, faults = scene.add(3, "observations", line_of(link)).check()
    assert faults == []
    assert checked.said["3:0"].relation == "transferred"
    assert checked.said["3:0"].object == str(ACCOUNT)


@pytest.mark.parametrize(
    "facts",
    [
        {}, {"subject": str(HUNG)}, {"subject": "x", "relation": "called", "object": str(DUC)},
        {"subject": str(HUNG), "relation": "likes", "object": str(DUC)},
        {"subject": str(HUNG), "relation": "met", "object": str(DUC), "since": "soon"},
        {"subject": "ghost:1", "relation": "met", "object": str(DUC)},
    ],
)  # fmt: skip
def test_a_link_whose_facts_say_nothing_is_found(scene: Scene, facts: dict[str, str]) -> None:
    id_ = phone_text(scene)
    scene.add(3, "observations", line_of(seen(id_, kind="link", facts=facts)))
    assert [one[:4] for one in scene.faults] == ["E649"]


def test_an_observation_that_shows_nobody_links_nothing(scene: Scene) -> None:
    id_ = phone_text(scene)
    (fault,) = scene.add(3, "observations", line_of(seen(id_, kind="file-type"))).faults
    assert "links nothing" in fault


@pytest.mark.parametrize(
    ("raw", "locator", "is_there"),
    [
        ("0912 345 678", ("bytes:11+12",), True), ("0912 345 679", ("bytes:11+12",), False),
        ("0912 345 678", ("bytes:10+12",), False), ("0912 345 678", ("bytes:11+11",), False),
        ("0912 345 678", ("bytes:9999999+12",), False), ("", ("bytes:0+0",), True),
        ("0912 345 678", ("bytes:11+999999999999999",), False),
        ("anything", ("xml:1", "bytes:0+1"), True), ("anything", ("cell:A1",), True),
        ("anything", ("bytes",), False), ("anything", ("",), False),
    ],
)  # fmt: skip
def test_what_was_seen_stands_in_the_bytes_that_are_here(
    scene: Scene, raw: str, locator: tuple[str, ...], is_there: bool
) -> None:
    id_ = phone_text(scene, file=TEXT)
    faults = scene.add(3, "observations", line_of(seen(id_, raw, locator=locator))).faults
    assert ([one for one in faults if "holds something else" in one] == []) is is_there


def test_bytes_that_are_no_text_are_compared_as_bytes(scene: Scene) -> None:
    id_ = phone_text(scene, b"\xff\xfe09", file=b"\xff\xfe09")
    as_seen = seen(id_, "\ufffd\ufffd09", raw_bytes="fffe3039", locator=("bytes:0+4",))
    assert scene.add(3, "observations", line_of(as_seen)).faults == []


def test_raw_text_and_raw_bytes_that_differ_are_found(scene: Scene) -> None:
    id_ = phone_text(scene)
    contrary = seen(id_, "0912", raw_bytes="ff")
    assert any("raw" in one for one in scene.add(3, "observations", line_of(contrary)).faults)


# Items.


def test_an_item_that_a_statement_rests_on_must_be_here(scene: Scene) -> None:
    resting = said(DUC, "uses", PHONE, item="a" * 64)
    (fault,) = scene.add(4, "statements", line(resting)).faults
    assert "the item it rests on is not here" in fault


def inside(n: int, path: bytes, parent: str, content: bytes) -> Item:
    """An item that stands in another one."""
    bare = item(n, path, content)
    stat = dict.fromkeys(("accessed", "changed", "device", "gid", "inode", "mode", "uid"))
    return msgspec.structs.replace(bare, **stat, parent=parent, modified=None)


def test_what_an_item_stands_in_must_be_here_too(scene: Scene) -> None:
    outer = item(0, b"a.zip", ZIP)
    scene.put(inside(0, b"a.txt", item_id(scene.collection, outer), TEXT), seq=5)
    assert any("stands in is not here" in one for one in scene.faults)
    scene.put(outer, seq=2)
    assert not any("stands in is not here" in one for one in scene.faults)


@pytest.mark.parametrize("change", [{"name": "2.1"}, {"name": "3.0"}, {"id": "b" * 64}])
def test_an_item_under_another_name_or_id_is_found(scene: Scene, change: Mapping[str, Any]) -> None:
    phone_text(scene)
    scene.items = [msgspec.structs.replace(scene.items[0], **change)]
    (fault,) = scene.faults
    assert "no line here is that item's" in fault


@pytest.mark.parametrize("content", [b"", TEXT[:-1], TEXT + b"\n", TEXT[::-1]])
def test_bytes_that_are_not_those_of_the_item_are_found(scene: Scene, content: bytes) -> None:
    phone_text(scene, file=content)
    (fault,) = scene.faults
    assert "the bytes are not those of the item" in fault


def test_bytes_that_are_promised_and_missing_are_found(scene: Scene) -> None:
    phone_text(scene, file=TEXT)
    del scene.members[f"items/{sha256_hex(TEXT)}"]
    assert [one[:4] for one in scene.faults] == ["E646"]


def test_a_folder_has_no_bytes_to_promise(scene: Scene) -> None:
    folder = item(0, b"ghi chu")
    scene.put(folder)
    scene.items = [msgspec.structs.replace(scene.items[0], file=True)]
    assert [one[:4] for one in scene.faults] == ["E646"]


def test_an_item_that_bears_another_number_is_found(scene: Scene) -> None:
    one = item(7, b"a.txt", TEXT)
    scene.add(2, "manifest", [encode_record(one)])
    assert any("the item says it is number 7" in fault for fault in scene.faults)


def test_two_items_of_the_same_bytes_share_a_member(scene: Scene) -> None:
    one, two = item(0, b"a.txt", TEXT), item(1, b"b.txt", TEXT)
    scene.put(one, two, file=TEXT)
    assert scene.faults == []
    assert sum(name.startswith("items/") for name in scene.members) == 1


def test_statements_of_officers_are_not_looked_for_in_the_bytes(scene: Scene) -> None:
    id_ = phone_text(scene, file=TEXT)
    resting = said(DUC, "uses", PHONE, item=id_, locator=("bytes:0+4",))
    checked, faults = scene.add(4, "statements", line(resting)).check()
    assert faults == []
    assert replace(checked.said["4:0"], text="").item == id_
