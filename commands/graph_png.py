"""`truyvet graph png`: links as a picture for documents and messages."""

from pathlib import Path

import click

from ..evidence.case import Case
from .charting import TOOL, plan_chart, with_chart, write_chart
from .figure import Figure
from .selecting import Selection


@click.command("png", epilog="Example: truyvet graph png --ego 0912345678 --scale 2 -o chart.png")
@click.option(
    "--scale", type=Figure(0.25, 4), default=1.0, show_default=True,
    help="How much larger it is drawn; 2 for print.",
)  # fmt: skip
@with_chart
def command(
    case: Case, output: Path, selection: Selection, limit: int, lang: str, force: bool,
    as_json: bool, scale: float,
) -> None:  # fmt: skip
    """Draw the links of the case, of an ego or of paths as a PNG picture."""
    from ..reports.chart.png import render_png
    from ..reports.chart.scene import scene_of
    from ..reports.chart.words import LANGUAGES

    plan = plan_chart(case, output, selection, limit, force=force)
    content = render_png(scene_of(plan, LANGUAGES[lang], tool=TOOL), scale=scale)
    write_chart(case, output, plan, content, force=force, as_json=as_json)
