"""`truyvet collect close`: record what an unfinished collection has brought, and end it."""

import click

from ..evidence.case import Case
from ..evidence.errors import ExitStatus
from .collection import report
from .context import ActOptions, with_acting, with_case
from .interrupt import uninterrupted


@click.command("close", epilog="Example: truyvet collect close 3f2a --purpose 'the disk died'")
@click.argument("collection")
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
@with_case
@with_acting
def command(case: Case, collection: str, as_json: bool, act: ActOptions) -> ExitStatus:
    """Record what an unfinished collection has brought so far, and end it."""
    acting = act.acting()
    with case.writing() as writer, uninterrupted():
        collecting = writer.resume(collection)
        entry = writer.finish_collect(acting, collecting, finished=False)
    return report(case, entry, as_json=as_json)
