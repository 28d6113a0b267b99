"""`truyvet collect site`: capture a site by its links and sitemaps."""

from typing import Any

import click

from ..evidence.case import Case
from ..evidence.errors import ExitStatus
from .asking_web import (
    pause_of,
    wanted_of,
    with_depth_option,
    with_rate_option,
    with_robots_option,
    with_web_options,
)
from .capturing import capture_pages
from .context import ActOptions, with_acting, with_case

SITE_DEPTH = 1_000
"""Links that are followed when the officer sets no limit: the pages end before that."""
SITE_RATE = 5.0
"""Pages a second that are asked of a host when the officer says nothing else."""


@click.command("site", epilog="Example: truyvet collect site https://example.vn/ --max-pages 500")
@click.argument("urls", nargs=-1, metavar="URL…")
@with_depth_option(SITE_DEPTH)
@click.option(
    "--scope",
    type=click.Choice(("host", "prefix", "domain")),
    default="host",
    show_default=True,
    help="Which links: same host, same folder, same domain.",
)
@with_rate_option(SITE_RATE)
@with_robots_option
@with_web_options
@with_case
@with_acting
def command(
    case: Case,
    urls: tuple[str, ...],
    depth: int,
    scope: str,
    rate: float,
    ignore_robots: str | None,
    act: ActOptions,
    **options: Any,
) -> ExitStatus:
    """Capture a site: follow its links and sitemaps, obey its robots.txt, spare its server.

    A collection that was killed goes on where it stopped when the same command is given again.
    """
    wanted = wanted_of(
        urls,
        options,
        depth=depth,
        scope=scope,
        pause=pause_of(rate),
        site=True,
        ignore_robots=ignore_robots or "",
    )
    return capture_pages(case, wanted, act)
