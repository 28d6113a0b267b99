"""`truyvet unsure`: note that it is not known whether two are one; an act."""

from typing import Any

import click

from ..evidence.case import Case
from .context import ActOptions
from .deciding import decided, with_decision

_EXAMPLE = "Example: truyvet unsure 'Nguyễn Văn Đức' 'Đức Cá' --because 'chờ xác minh'"


@click.command(
    "unsure", epilog="Example: truyvet unsure 'Nguyễn Văn Đức' 'Đức Cá' --because 'chờ xác minh'"
)
@with_decision
def command(case: Case, act: ActOptions, **told: Any) -> None:
    """Note that it is not known yet whether A and B are one, and why.

    It changes no answer; suggestions bear the mark.
    """
    decided("unsure", case, act, **told)
