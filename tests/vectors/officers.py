"""The made-up officers, clock, randomness and program of the vectors: all fixed.

Keys come from public seeds and protect nothing. Nothing here reads the machine.
"""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from truyvet.evidence.acting import Acting
from truyvet.evidence.keyring import Keyring, Signer, card_bytes, open_key
from truyvet.evidence.records import Moment, Tool

PASSPHRASE = "đèn đom đóm"
"""Opens `keys/an.sealed.key`."""
START = datetime(2026, 3, 14, 2, 15, tzinfo=UTC)
TOOL = Tool(
    name="truyvet",
    version="0.1.0",
    python="3.11.9",
    system="Linux 6.1.0",
    host="pa05-01",
    arguments=(),
    dependencies={"click": "8.2.1", "cryptography": "45.0.0", "msgspec": "0.19.0"},
)


def entropy(label: str) -> bytes:
    """Return 60 bytes that depend on `label` alone."""
    return hashlib.sha512(label.encode()).digest()[:60]


def officer(name: str, role: str, label: str) -> Signer:
    """Make the key of an officer from the public seed `label`."""
    with TemporaryDirectory() as folder:
        ring = Keyring(Path(folder))
        ring.create(name=name, unit="PA05", role=role, passphrase=None, entropy=entropy(label))
        return open_key(ring.find(None), None)


AN = officer("Nguyễn Văn An", "investigator", "an")
BINH = officer("Trần Thị Bình", "custodian", "binh")
CHI = officer("Lê Chi", "analyst", "chi")
STRANGER = officer("Vô Danh", "investigator", "stranger")
SIGNERS = {one.card.id: one for one in (AN, BINH, CHI, STRANGER)}
NICKS = {"an": AN, "binh": BINH, "chi": CHI, "stranger": STRANGER}


class Clock:
    """A clock that goes on by a minute each time it is asked."""

    def __init__(self) -> None:
        self._next = START

    def __call__(self) -> Moment:
        """Return the present moment."""
        moment, self._next = self._next, self._next + timedelta(minutes=1)
        return Moment(utc=f"{moment:%Y-%m-%dT%H:%M:%S}.000000Z", zone="+07:00")

    def turn(self, minutes: int) -> None:
        """Move the clock."""
        self._next += timedelta(minutes=minutes)


class Desk:
    """What all officers of one vector share: a clock and a source of random bytes."""

    def __init__(self, vector: str) -> None:
        self.clock = Clock()
        self._vector = vector
        self._asked = 0

    def random(self, count: int) -> bytes:
        """Return bytes that depend on the vector's name and on how often it was asked."""
        self._asked += 1
        return hashlib.sha512(f"{self._vector}/{self._asked}".encode()).digest()[:count]

    def acting(self, signer: Signer, *, purpose: str = "", clock_step: str = "") -> Acting:
        """Return `signer` acting at this desk."""
        return Acting(
            signer=signer,
            tool=TOOL,
            clock=self.clock,
            random=self.random,
            authority="Quyết định 12/QĐ-PA05 ngày 14/3/2026",
            purpose=purpose,
            clock_step=clock_step,
        )


def write_keys(folder: Path) -> None:
    """Write the officers' public key files, and An's private one, bare and sealed."""
    folder.mkdir()
    for nick, signer in NICKS.items():
        (folder / f"{nick}.pub.json").write_bytes(card_bytes(signer.card))
    for name, passphrase in (("an.key", None), ("an.sealed.key", PASSPHRASE)):
        with _ring() as ring:
            card = AN.card
            ring.create(
                name=card.name,
                unit=card.unit,
                role=card.role,
                passphrase=passphrase,
                entropy=entropy("an"),
            )
            (folder / name).write_bytes((ring.folder / f"{card.id}.key").read_bytes())


@contextmanager
def _ring() -> Iterator[Keyring]:
    with TemporaryDirectory() as folder:
        yield Keyring(Path(folder))
