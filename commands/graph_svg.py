"""`truyvet graph svg`: links as a picture that can be enlarged."""

from pathlib import Path

import click

from ..evidence.case import Case
from .charting import TOOL, plan_chart, with_chart, write_chart
from .selecting import Selection


@click.command("svg", epilog="Example: truyvet graph svg --path 0912345678 'Trần Văn B' -o way.svg")
@with_chart
def command(
    case: Case, output: Path, selection: Selection, limit: int, lang: str, force: bool,
    as_json: bool,
) -> None:  # fmt: skip
    """Draw the links of the case, of an ego or of paths as an SVG picture."""
    from ..reports.chart.scene import scene_of
    from ..reports.chart.svg import render_svg
    from ..reports.chart.words import LANGUAGES

    plan = plan_chart(case, output, selection, limit, force=force)
    content = render_svg(scene_of(plan, LANGUAGES[lang], tool=TOOL))
    write_chart(case, output, plan, content, force=force, as_json=as_json)
