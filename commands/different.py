"""`truyvet different`: decide that two are not one; an act."""

from typing import Any

import click

from ..evidence.case import Case
from .context import ActOptions
from .deciding import decided, with_decision

_EXAMPLE = "Example: truyvet different 'Nguyễn Văn Đức' 'Đức Cá' --because 'hai CCCD khác nhau'"


@click.command(
    "different",
    epilog="Example: truyvet different 'Nguyễn Văn Đức' 'Đức Cá' --because 'hai CCCD khác nhau'",
)
@with_decision
def command(case: Case, act: ActOptions, **told: Any) -> None:
    """Decide that A and B are not one: they are suggested no more, and never made one.

    Refused where live decisions make them one (E573).
    """
    decided("different", case, act, **told)
