"""`truyvet flags`: what of all that was seen asks for attention."""

from typing import get_args

import click

from ..evidence.case import Case
from ..evidence.completeness import of_case
from ..evidence.scans.observation import Flag
from .context import with_case
from .observations import show
from .output import note

_FLAGS = [flag for flag in get_args(Flag) if flag]


@click.command("flags", epilog="Example: truyvet flags --flag yara --json")
@click.option("--flag", type=click.Choice(_FLAGS), help="Only of this kind.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
@with_case
def command(case: Case, flag: str | None, as_json: bool) -> None:
    """List what asks for attention: YARA hits, known-bad hashes, names that lie, macros …

    What an officer found to be wrong (`truyvet link retract`) is listed too, and marked as such.
    """
    with case.reading() as index:
        found = index.examinations.observations(flag=flag, flagged=True)
        show(case, index, found, as_json=as_json)
        bombs = sum(of_one.get("bomb", 0) for of_one in of_case(index).statuses.values())
    if bombs:
        note(f"{bombs:,} examinations ended as bomb: truyvet outcomes --status bomb")
