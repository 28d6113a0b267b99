"""Made-up officers: keys from a number, a clock that ticks, randomness from a seed."""

import random
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from truyvet.evidence.acting import Acting
from truyvet.evidence.keyring import Signer
from truyvet.evidence.records import KeyCard, Moment, Tool
from truyvet.hashes.signatures import generate, key_id

TOOL = Tool(
    name="truyvet",
    version="0.1.0",
    python="3.11.7",
    system="Linux 6.1",
    host="pa05-may-03",
    arguments=("collect", "files", "/media/usb"),
    dependencies={"msgspec": "0.22.0"},
)


class Clock:
    """A clock that goes on by one second each time it is read, and can be set."""

    def __init__(self, seconds: int = 0) -> None:
        self.seconds = seconds

    def __call__(self) -> Moment:
        """Return the present moment and go on."""
        moment = datetime(2026, 3, 14, 2, 15, tzinfo=UTC) + timedelta(seconds=self.seconds)
        self.seconds += 1
        return Moment(utc=f"{moment:%Y-%m-%dT%H:%M:%S.%f}Z", zone="+07:00")


def officer(
    number: int = 1,
    *,
    name: str = "Nguyễn Văn An",
    role: str = "investigator",
    unit: str = "PA05",
) -> Signer:
    """Return the officer whose key is made from `number`."""
    key = generate(bytes([number]) * 32)
    public = key.public
    card = KeyCard(id=key_id(public), name=name, public=public.hex(), role=role, unit=unit)
    return Signer(card=card, key=key)


def acting(
    signer: Signer | None = None,
    *,
    clock: Callable[[], Moment] | None = None,
    seed: int = 0,
    purpose: str = "",
    authority: str = "",
    clock_step: str = "",
) -> Acting:
    """Return who acts, with a clock and randomness that are the same in every run."""
    return Acting(
        signer=signer or officer(),
        tool=TOOL,
        clock=clock or Clock(),
        random=random.Random(seed).randbytes,
        authority=authority,
        purpose=purpose,
        clock_step=clock_step,
    )


def another(one: Acting, signer: Signer) -> Acting:
    """Return another officer by the same clock and randomness."""
    return replace(one, signer=signer)
