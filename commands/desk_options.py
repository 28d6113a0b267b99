"""What the commands of the desk ask for: which desk, and for look-ups who asks and why."""

import os
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from pathlib import Path
from typing import Any, TypeVar

import click
from click.core import ParameterSource

from ..evidence.acting import Acting
from ..evidence.errors import TruyvetError
from .context import ActOptions, with_acting

Command = TypeVar("Command", bound=Callable[..., Any])
DESK = "TRUYVET_DESK"


@dataclass(frozen=True, kw_only=True, slots=True)
class AskedAll:
    """What was said about asking across cases."""

    everywhere: bool
    """Whether all cases of a desk are asked."""
    folder: Path
    """The desk."""
    act: ActOptions
    """Who asks, and why."""

    def acting(self) -> Acting:
        """Open the officer's key, once for the whole look-up; E616 where no purpose is given."""
        if not self.act.purpose.strip():
            raise TruyvetError("E616")
        return self.act.acting()


def desk_folder(named: str | None) -> Path:
    """Return the desk named here, by TRUYVET_DESK, or else in the platform's data folder."""
    import platformdirs

    wanted = named or os.environ.get(DESK)
    return Path(wanted or platformdirs.user_data_path("truyvet") / "desk").absolute()


def with_desk_folder(command: Command) -> Command:
    """Give the command `--desk` as its first argument, a folder."""

    @click.option("--desk", metavar="FOLDER", help=f"The desk [env: {DESK}; else: your own].")
    @wraps(command)
    def wrapped(*args: Any, desk: str | None, **options: Any) -> Any:
        return command(desk_folder(desk), *args, **options)

    return wrapped  # type: ignore[return-value]


def _refuse_of_one_case() -> None:
    """Refuse what is of a desk where one case is asked: who typed it believes that all were."""
    context = click.get_current_context()
    for name in ("desk", "purpose"):
        if context.get_parameter_source(name) is ParameterSource.COMMANDLINE:
            raise click.UsageError(f"--{name} needs --all: else one case alone is asked")


def with_desk(command: Command) -> Command:
    """Give a question `--all` and `--desk`, and the options about the act, as `desk`.

    Without `--all` a desk or a purpose is wrong usage.
    """

    @click.option("--all", "everywhere", is_flag=True, help="Ask all cases of the desk; recorded.")
    @with_desk_folder
    @with_acting
    @wraps(command)
    def wrapped(place: Path, *args: Any, everywhere: bool, act: ActOptions, **options: Any) -> Any:
        if not everywhere:
            _refuse_of_one_case()
        asked = AskedAll(everywhere=everywhere, folder=place, act=act)
        return command(*args, desk=asked, **options)

    return wrapped  # type: ignore[return-value]
