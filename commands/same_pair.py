"""`truyvet same A B`: decide that two are one and the same; an act."""

from typing import Any

import click

from ..evidence.case import Case
from .context import ActOptions
from .deciding import decided, with_decision

_EXAMPLE = "Example: truyvet same 'Nguyễn Văn Đức' 'Đức Cá' --because 'cùng số CCCD'"


@click.command(
    "same", epilog="Example: truyvet same 'Nguyễn Văn Đức' 'Đức Cá' --because 'cùng số CCCD'"
)
@with_decision
def command(case: Case, act: ActOptions, **told: Any) -> None:
    """Decide that A and B are one and the same.

    Refused where a live decision holds them apart, directly or through others (E573).
    """
    decided("same", case, act, **told)
