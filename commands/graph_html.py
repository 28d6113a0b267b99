"""`truyvet graph html`: links as one interactive page."""

from pathlib import Path

import click

from ..evidence.case import Case
from .charting import TOOL, plan_chart, with_chart, write_chart
from .selecting import Selection


@click.command("html", epilog="Example: truyvet graph html --ego 0912345678 --hops 2 -o chart.html")
@with_chart
def command(
    case: Case, output: Path, selection: Selection, limit: int, lang: str, force: bool,
    as_json: bool,
) -> None:  # fmt: skip
    """Draw the links of the case, of an ego or of paths as one page for any browser.

    The page needs no network and sends nothing: search, filters, paths, and at each link the
    statements it rests on. It holds what the chart shows, so guard it like the case.
    """
    from ..reports.chart.html import render_html

    plan = plan_chart(case, output, selection, limit, force=force)
    content = render_html(plan, lang, tool=TOOL)
    write_chart(case, output, plan, content, force=force, as_json=as_json)
