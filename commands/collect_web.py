"""`truyvet collect web`: capture pages with all they need to be seen again."""

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


@click.command(
    "web", epilog="Example: truyvet collect web https://example.vn/ --authority 'QĐ 12/2026'"
)
@click.argument("urls", nargs=-1, metavar="URL…")
@with_depth_option(0)
@click.option(
    "--scope",
    type=click.Choice(("page", "host", "prefix", "domain")),
    help="Which links: none, same host, same folder, same registered domain.  "
    "[default: host with --depth, else page]",
)
@with_rate_option(0)
@with_robots_option
@with_web_options
@with_case
@with_acting
def command(
    case: Case,
    urls: tuple[str, ...],
    depth: int,
    scope: str | None,
    rate: float,
    ignore_robots: str | None,
    act: ActOptions,
    **options: Any,
) -> ExitStatus:
    """Capture pages with everything needed to see them again, byte for byte.

    The given pages are always captured. With --depth, robots.txt is asked for where links lead, and
    obeyed there unless --ignore-robots gives a reason.

    A collection that was killed goes on where it stopped when the same command is given again.
    """
    if scope not in (None, "page") and not depth:
        raise click.BadParameter("no links are followed without --depth", param_hint="--scope")
    if scope == "page" and depth:
        raise click.BadParameter("page follows no links", param_hint="--scope")
    if ignore_robots is not None and not depth:
        raise click.BadParameter(
            "no links are followed without --depth", param_hint="--ignore-robots"
        )
    wanted = wanted_of(
        urls,
        options,
        depth=depth,
        scope=scope or ("host" if depth else "page"),
        pause=pause_of(rate),
        ignore_robots=ignore_robots or "",
    )
    return capture_pages(case, wanted, act)
