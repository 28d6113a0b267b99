"""`truyvet key`: an officer's signing keys, and the keys admitted to a case."""

import getpass
import os
import secrets
import sys
from pathlib import Path

import click

from ..evidence.acts import KeyAdd, KeyRevoke
from ..evidence.case import Case
from ..evidence.errors import TruyvetError, guarding
from ..evidence.keyring import KeyFile, Keyring, card_bytes, read_card
from ..evidence.keyset import ROLES
from ..evidence.records import KeyCard
from ..hashes.words import words
from .context import (
    PASSPHRASE,
    PATH,
    ActOptions,
    check_text,
    keyring,
    refuse_inside_case,
    with_acting,
    with_case,
)
from .output import Align, facts, note, safe, say, say_json, table

MIN_KEY_DIGITS = 4
"""Digits of an id that name a key; an unset shell variable must not name one."""


@click.group("key", epilog='Example: truyvet key new --name "Nguyễn Văn An" --unit PA05')
def command() -> None:
    """Signing keys: yours, and those admitted to a case."""


@command.command(epilog='Example: truyvet key new --name "Nguyễn Văn An" --unit PA05')
@click.option("--name", required=True, help="Your name, as it shall stand in reports.")
@click.option("--unit", required=True, help="Your unit.")
@click.option("--role", type=click.Choice(sorted(ROLES)), default="investigator", show_default=True)
@click.option("--no-passphrase", is_flag=True, help="Store the key unsealed, for automation.")
@click.option("--json", "as_json", is_flag=True, help="Print the card as JSON.")
def new(name: str, unit: str, role: str, no_passphrase: bool, as_json: bool) -> None:
    """Make a signing key, sealed with a passphrase (asked, or TRUYVET_PASSPHRASE)."""
    check_text("name", name)
    check_text("unit", unit)
    ring: Keyring = keyring()
    passphrase = None if no_passphrase else _new_passphrase()
    card = ring.create(
        name=name, unit=unit, role=role, passphrase=passphrase, entropy=secrets.token_bytes(60)
    )
    _print_card(card, as_json=as_json)
    if not as_json:
        note(
            f"stored in {ring.folder}; keep a copy: without it, and its passphrase, you cannot sign"
        )


def _new_passphrase() -> str:
    given = os.environ.get(PASSPHRASE)
    if given is not None:
        return given or _refuse_passphrase()
    if not sys.stdin.isatty():
        raise TruyvetError("E709")
    first = getpass.getpass("New passphrase: ")
    if not first or first != getpass.getpass("The same again: "):
        _refuse_passphrase()
    return first


def _refuse_passphrase() -> str:
    raise TruyvetError("E710")


@command.command("list", epilog="Example: truyvet key list --json")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
def list_keys(as_json: bool) -> None:
    """List your keys on this computer."""
    files = keyring().files()
    if as_json:
        for file in files:
            say_json(_card_facts(file.card) | {"sealed": bool(file.box)})
        return
    columns = {"key": Align.LEFT, "name": Align.WRAP, "unit": Align.LEFT, "role": Align.LEFT}
    columns["sealed"] = Align.LEFT
    table(columns, (_cells(file) for file in files))


def _cells(file: KeyFile) -> tuple[str, ...]:
    card = file.card
    return card.id[:8], card.name, card.unit, card.role, "yes" if file.box else "no"


@command.command(epilog="Example: truyvet key show -o an.pub.json")
@click.argument("key", required=False)
@click.option("--json", "as_json", is_flag=True, help="Print as JSON.")
@click.option("-o", "--output", type=PATH, help="Write the public key file.")
def show(key: str | None, as_json: bool, output: Path | None) -> None:
    """Show the public part of your key: card, fingerprint as words and hexadecimal."""
    card = keyring().find(key).card
    if output is not None:
        refuse_inside_case(output)
        if os.path.lexists(output):
            raise TruyvetError("E108", path=output)
        with guarding(output):
            output.write_bytes(card_bytes(card))
    _print_card(card, as_json=as_json)
    if output is not None:
        note(
            f"public key file written to {safe(str(output))}: hand it to the officer who admits you"
        )


@command.command(epilog="Example: truyvet key admit binh.pub.json --purpose 'joins the case'")
@click.argument("file", type=PATH)
@with_case
@with_acting
def admit(case: Case, file: Path, act: ActOptions) -> None:
    """Admit another officer's public key to the case; an act in the ledger."""
    card = read_card(file)
    acting = act.acting()
    with case.writing() as writer:
        entry = writer.append(acting, KeyAdd(key=card))
    say(f"entry {entry.seq}: key {card.id[:8]} of {safe(card.name)} admitted as {card.role}")


@command.command(epilog="Example: truyvet key revoke 3f2a --because 'laptop lost'")
@click.argument("key")
@click.option("--because", required=True, help="Why; goes into the entry.")
@click.option("--last", is_flag=True, help="Even if nobody can admit keys afterwards.")
@with_case
@with_acting
def revoke(case: Case, key: str, because: str, last: bool, act: ActOptions) -> None:
    """End a key's validity in the case; what it signed before stays signed."""
    check_text("because", because)
    acting = act.acting()
    with case.writing() as writer:
        valid = [a.card for a in writer.tail.keys.all() if a.until is None]
        found = [card for card in valid if card.id.startswith(key)]
        if len(found) != 1 or len(key) < MIN_KEY_DIGITS:
            raise TruyvetError("E702", key=key or "an empty id")
        others = [card for card in valid if card != found[0] and "key.add" in ROLES[card.role]]
        if not others and not last:
            raise TruyvetError("E714", key=found[0].id[:8])
        entry = writer.append(acting, KeyRevoke(key=found[0].id, reason=because))
    say(f"entry {entry.seq}: key {found[0].id[:8]} of {safe(found[0].name)} revoked")


def _card_facts(card: KeyCard) -> dict[str, object]:
    return {
        "id": card.id,
        "words": words(bytes.fromhex(card.id)),
        "name": card.name,
        "unit": card.unit,
        "role": card.role,
        "public": card.public,
    }


def _print_card(card: KeyCard, *, as_json: bool) -> None:
    if as_json:
        say_json(_card_facts(card))
        return
    facts(
        {
            "name": card.name,
            "unit": card.unit,
            "role": card.role,
            "key": card.id,
            "words": words(bytes.fromhex(card.id)),
            "public": card.public,
        }
    )
