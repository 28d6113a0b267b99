"""The bad vectors of the ledger: form, order, links, signatures, keys (E210 to E218, E40x)."""

import base64
from collections.abc import Callable
from pathlib import Path

from msgspec.structs import replace

from truyvet.evidence.acts import Act, CaseOpen, KeyAdd
from truyvet.evidence.entry import Entry
from truyvet.evidence.keyring import Signer
from truyvet.evidence.ledger import LEDGER_NAME
from truyvet.evidence.records import Actor, Moment, Ref

from .forging import checkpoint_path, forge, read_entries
from .good_cases import export_of
from .officers import AN, BINH, CHI, STRANGER
from .recipes import Bad, Codes

LAST = ["entry 1"]


def by(signer: Signer) -> Actor:
    """Name `signer` as the actor of an entry."""
    card = signer.card
    return Actor(key=card.id, name=card.name, role=card.role, unit=card.unit)


def one_more(case: Path, act: Act, signer: Signer = AN, inputs: tuple[Ref, ...] = ()) -> None:
    """Append one more entry, forged where the product would refuse it."""
    entries = read_entries(case)
    more = replace(
        entries[-1],
        act=act,
        actor=by(signer),
        inputs=inputs,
        outputs=(),
        salt=entries[-1].salt[::-1],
        time=Moment(utc="2026-03-14T03:00:00.000000Z", zone="+07:00"),
    )
    forge(case, entries=[*entries, more], signer=AN)


def spoil_last(case: Path, edit: Callable[[bytes], bytes]) -> None:
    """Change the bytes of the second and last line after signing.

    The checkpoint over the first entry is left out: a line that is no entry cannot name it.
    """
    forge(case, leaves={1: edit}, left_out={1})


def e210(case: Path) -> Codes:
    """The last entry records an act that this version does not know."""
    spoil_last(case, lambda leaf: leaf.replace(b'"type":"key.add"', b'"type":"key.lend"'))
    return {"E210": LAST}


def e211(case: Path) -> Codes:
    """The last entry is the same record with a space in it."""
    spoil_last(case, lambda leaf: leaf.replace(b'{"entry":', b'{"entry": '))
    return {"E211": LAST}


def e212(case: Path) -> Codes:
    """Entry 1 says it is entry 7."""
    forge(case, edits={1: lambda entry: replace(entry, seq=7)})
    return {"E212": LAST}


def e213(case: Path) -> Codes:
    """Entry 1 names another entry before it."""
    forge(case, edits={1: lambda entry: replace(entry, prev="ab" * 32)})
    return {"E213": LAST}


def e214(case: Path) -> Codes:
    """Entry 1 was written for another case."""
    other = "00000000-0000-4000-8000-000000000000"
    forge(case, edits={1: lambda entry: replace(entry, case=other)})
    return {"E214": LAST}


def e215(case: Path) -> Codes:
    """A power cut tore the last line."""
    with (case / LEDGER_NAME).open("ab") as file:
        file.write(b'{"entry":{"act":{"type":"key.')
    return {"E215": ["after entry 1"]}


def e216(case: Path) -> Codes:
    """Entry 1 lies an hour before entry 0 and gives no reason."""
    earlier = Moment(utc="2026-03-14T01:15:00.000000Z", zone="+07:00")
    forge(case, edits={1: lambda entry: replace(entry, time=earlier)})
    return {"E216": LAST}


def e217(case: Path) -> Codes:
    """The ledger was emptied, and its checkpoint removed."""
    (case / LEDGER_NAME).write_bytes(b"")
    checkpoint_path(case, 1).unlink()
    return {"E217": ["ledger"]}


def e218(case: Path) -> Codes:
    """The case is opened a second time, by another officer's key."""
    one_more(case, CaseOpen(key=CHI.card, number="13/2026", title="Một vụ khác"))
    return {"E218": ["entry 1"]}


def e401(case: Path) -> Codes:
    """The signature of entry 1 is that of entry 0."""
    first = (case / LEDGER_NAME).read_bytes().splitlines()[0]
    forge(case, leaves={1: lambda leaf: unsigned(leaf) + first.removeprefix(unsigned(first))})
    return {"E401": LAST}


def unsigned(leaf: bytes) -> bytes:
    """Return a line up to where its signature stands."""
    return leaf[: leaf.index(b'"sig":"')]


def e402(case: Path) -> Codes:
    """Entry 1 is signed by a key that nobody admitted."""
    one_more(case, KeyAdd(key=CHI.card), STRANGER)
    return {"E402": LAST}


def e403(case: Path) -> Codes:
    """The revoked officer signs once more."""
    act, ref = export_of(read_entries(case)[2])
    one_more(case, act, BINH, (ref,))
    return {"E403": ["entry 5"]}


def e404(case: Path) -> Codes:
    """Entry 1 names another person than the card of its key."""
    forge(case, edits={1: lambda entry: replace(entry, actor=renamed(entry))})
    return {"E404": LAST}


def renamed(entry: Entry) -> Actor:
    """Return the actor of `entry` under another name."""
    return replace(entry.actor, name="Nguyễn Văn Anh")


def e405(case: Path) -> Codes:
    """A custodian admits a key, which his role may not do."""
    one_more(case, KeyAdd(key=CHI.card), BINH)
    return {"E405": ["entry 2"]}


def e406(case: Path) -> Codes:
    """A key is admitted under an id that is not its own."""
    card = replace(CHI.card, id="0" * 32)
    one_more(case, KeyAdd(key=card))
    return {"E406": LAST}


def e407(case: Path) -> Codes:
    """A key is admitted twice."""
    one_more(case, KeyAdd(key=BINH.card))
    return {"E407": ["entry 2"]}


def e408(case: Path) -> Codes:
    """The signature of entry 1 is one byte short."""
    short = b'"sig":"' + base64.b64encode(bytes(63)) + b'"}]}'
    forge(case, leaves={1: lambda leaf: unsigned(leaf) + short})
    return {"E408": LAST}


BAD_LEDGERS = {
    "E210_not_an_entry": Bad(of="admitted", spoil=e210),
    "E211_not_canonical": Bad(of="admitted", spoil=e211),
    "E212_wrong_number": Bad(of="admitted", spoil=e212),
    "E213_entry_does_not_follow": Bad(of="admitted", spoil=e213),
    "E214_entry_of_another_case": Bad(of="admitted", spoil=e214),
    "E215_torn_tail": Bad(of="admitted", spoil=e215),
    "E216_time_goes_back": Bad(of="admitted", spoil=e216),
    "E217_empty_ledger": Bad(of="opened", spoil=e217),
    "E218_opened_twice": Bad(of="opened", spoil=e218),
    "E401_signature_does_not_verify": Bad(of="admitted", spoil=e401),
    "E402_key_never_admitted": Bad(of="opened", spoil=e402),
    "E403_key_was_revoked": Bad(of="officers", spoil=e403),
    "E404_another_name": Bad(of="admitted", spoil=e404),
    "E405_role_may_not": Bad(of="admitted", spoil=e405),
    "E406_key_id_is_not_its_hash": Bad(of="opened", spoil=e406),
    "E407_key_admitted_twice": Bad(of="admitted", spoil=e407),
    "E408_signature_malformed": Bad(of="admitted", spoil=e408),
}
