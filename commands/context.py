"""What many commands ask for: the case, the officer's key, the ground and purpose of an act."""

import getpass
import os
import platform
import re
import secrets
import socket
import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from importlib import metadata
from pathlib import Path
from typing import Any, TypeVar

import click

from .. import __version__
from ..evidence.acting import Acting
from ..evidence.case import Case
from ..evidence.errors import TruyvetError
from ..evidence.keyring import KeyFile, Keyring, Signer, open_key
from ..evidence.layout import find_case
from ..evidence.records import Tool
from ..evidence.times import now

Command = TypeVar("Command", bound=Callable[..., Any])
PATH = click.Path(path_type=Path, readable=False)
"""A path argument; whether it can be read is told with a code when it is read."""
PASSPHRASE = "TRUYVET_PASSPHRASE"  # noqa: S105 - the variable's name
_DEPENDENCIES = ("click", "cryptography", "msgspec")
_MAX_ARGUMENTS = 64
_MAX_ARGUMENT = 512
_MASK = "***"
_PASSWORD = re.compile(r"(^[/\\]*|=|:[/\\]+)([^/?#@\s:=\\]*:)(?!//)[^/?#\s]*@")
"""A password in an address, with or without a scheme, alone or after `--option=`."""


def with_case(command: Command) -> Command:
    """Give the command `--case` and, as its first argument, the case that was found."""

    @click.option("--case", "folder", metavar="FOLDER", help="The case to work on.")
    @wraps(command)
    def wrapped(*args: Any, folder: str | None, **options: Any) -> Any:
        return command(open_case(folder), *args, **options)

    return wrapped  # type: ignore[return-value]


def open_case(folder: str | Path | None) -> Case:
    """Open the case named here, before the command, by TRUYVET_CASE, or stood in."""
    named = folder or click.get_current_context().find_root().params.get("case")
    named = named or os.environ.get("TRUYVET_CASE")
    return Case(Path(named) if named else find_case(Path.cwd()))


@dataclass(frozen=True, kw_only=True, slots=True)
class ActOptions:
    """What the officer said about an act; `acting` opens his key."""

    purpose: str
    """Why."""
    authority: str
    """Legal ground."""
    signer: str | None
    """Which key."""
    clock_step: str
    """Why the clock may stand before the last entry."""

    def acting(self) -> Acting:
        """Open the key, asking for its passphrase where needed, and say who acts with what."""
        for field in ("purpose", "authority", "clock_step"):
            check_text(field, getattr(self, field))
        return Acting(
            signer=open_signer(self.signer),
            tool=tool_facts(sys.argv[1:]),
            clock=now,
            random=secrets.token_bytes,
            authority=self.authority,
            purpose=self.purpose,
            clock_step=self.clock_step,
        )


def with_acting(command: Command) -> Command:
    """Give an appending command its options about the act, as `act`."""

    @click.option("--purpose", default="", help="Why; goes into the entry.")
    @click.option("--authority", default="", help="Legal ground: kind, number, issuer, date.")
    @click.option("--signer", envvar="TRUYVET_SIGNER", help="Which of your keys signs (its id).")
    @click.option("--clock-step", default="", help="Why the clock stands before the last entry.")
    @wraps(command)
    def wrapped(
        *args: Any,
        purpose: str,
        authority: str,
        signer: str | None,
        clock_step: str,
        **options: Any,
    ) -> Any:
        act = ActOptions(purpose=purpose, authority=authority, signer=signer, clock_step=clock_step)
        return command(*args, act=act, **options)

    return wrapped  # type: ignore[return-value]


def check_text(field: str, text: str) -> None:
    """Raise `TruyvetError` E104 where a text is longer than an entry takes, E114 if no UTF-8."""
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise TruyvetError("E114", field=field) from error
    if len(text) > 4096:
        raise TruyvetError("E104", field=field, size=len(text), limit=4096)


def refuse_inside_case(path: Path) -> None:
    """Raise `TruyvetError` E111 where a file would be laid into a case."""
    try:
        find_case(Path(os.path.realpath(path)).parent)
    except TruyvetError:
        return
    raise TruyvetError("E111", path=path)


def check_digest(text: str) -> str:
    """Return a SHA-256, or its start, in lower case; a usage error where it is none."""
    if not 6 <= len(text) <= 64 or set(text.lower()) - set("0123456789abcdef"):
        problem = "a SHA-256 is 64 hexadecimal digits; give at least the first 6"
        raise click.BadParameter(problem, param_hint="--sha256")
    return text.lower()


def keyring() -> Keyring:
    """Return the officer's keys: in TRUYVET_KEYS, or in the platform's config folder."""
    import platformdirs

    named = os.environ.get("TRUYVET_KEYS")
    return Keyring(Path(named or platformdirs.user_config_path("truyvet") / "keys"))


def hashset_folder() -> Path:
    """Return where imported hash sets stand: TRUYVET_HASHSETS, or the platform's data folder."""
    import platformdirs

    named = os.environ.get("TRUYVET_HASHSETS")
    return Path(named or platformdirs.user_data_path("truyvet") / "hashsets").absolute()


def open_signer(wanted: str | None) -> Signer:
    """Open the officer's key, asking for the passphrase where it is sealed."""
    file = keyring().find(wanted)
    return open_key(file, ask_passphrase(file) if file.box else None)


def ask_passphrase(file: KeyFile) -> str:
    """Return the passphrase from TRUYVET_PASSPHRASE or from the terminal."""
    given = os.environ.get(PASSPHRASE)
    if given is not None:
        return given
    if not sys.stdin.isatty():
        raise TruyvetError("E709")
    return getpass.getpass(f"Passphrase of the key of {file.card.name}: ")


def tool_facts(arguments: list[str]) -> Tool:
    """Return what program runs and how it was called, given secrets masked."""
    masked = without_secrets([printable(argument) for argument in arguments])
    shown = [argument[:_MAX_ARGUMENT] for argument in masked[:_MAX_ARGUMENTS]]
    if len(arguments) > _MAX_ARGUMENTS:
        shown.append(f"… and {len(arguments) - _MAX_ARGUMENTS} more")
    return Tool(
        name="truyvet",
        version=__version__,
        python=platform.python_version(),
        system=f"{platform.system()} {platform.release()}",
        host=socket.gethostname(),
        arguments=tuple(shown),
        dependencies={name: metadata.version(name) for name in _DEPENDENCIES},
    )


def without_secrets(arguments: list[str]) -> list[str]:
    """Return arguments with asterisks for values of headers and for passwords in addresses.

    How long a secret is, is no longer seen.
    """
    shown, after = list[str](), ""
    for argument in arguments:
        if after == "--header":
            argument = _without_value(argument)
        elif argument.startswith("--header="):
            argument = "--header=" + _without_value(argument.removeprefix("--header="))
        else:
            argument = _PASSWORD.sub(rf"\1\2{_MASK}@", argument)
        after = "" if after == "--header" else argument
        shown.append(argument)
    return shown


def _without_value(header: str) -> str:
    """Return `Name: value` without its value; a file's name stands as it is."""
    name, colon, value = header.partition(":")
    if not colon:
        return _MASK  # it may be the value alone
    return header if value.strip().startswith("@") else f"{name}: {_MASK}"


def printable(argument: str) -> str:
    """Return an argument as valid text: bytes that are not UTF-8 become U+FFFD."""
    return os.fsencode(argument).decode("utf-8", "replace")
