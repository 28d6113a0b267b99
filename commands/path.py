"""`truyvet path`: by which links two nodes hang together, each hop with its evidence."""

import click

from ..evidence.case import Case
from ..evidence.errors import ExitStatus
from ..graph.paths import HOPS, HUB, Question, find_paths
from .context import with_case
from .links_options import LinkOptions, node_text, tell_no_path, with_links
from .nodes import find_node
from .output import say, say_json
from .proving import Proving, proof_text, with_proof


@click.command("path", epilog="Example: truyvet path 'Nguyễn Văn Đức' 0987654321 --avoid-hubs")
@click.argument("one")
@click.argument("two")
@click.option("--max", "most", type=click.IntRange(1, 1_000), default=5, show_default=True,
              help="How many paths to tell.")  # fmt: skip
@click.option("--hops", type=click.IntRange(1, 20), default=HOPS, show_default=True,
              help="Links on the longest path.")  # fmt: skip
@click.option("--avoid-hubs", is_flag=True, help="Pass nobody who has very many links.")
@click.option("--hub", type=click.IntRange(2), default=HUB, show_default=True,
              help="Links that make a hub: more than so many.")  # fmt: skip
@click.option("--in-time-order", is_flag=True, help="No link before the one before it.")
@click.option("--json", "as_json", is_flag=True, help="Print as JSON.")
@with_links
@with_case
@with_proof
def command(
    case: Case,
    one: str,
    two: str,
    most: int,
    hops: int,
    avoid_hubs: bool,
    hub: int,
    in_time_order: bool,
    as_json: bool,
    which: LinkOptions,
    proving: Proving,
) -> ExitStatus:
    """Tell how ONE and TWO hang together: the shortest paths, the most specific first.

    A path through nodes of few links tells more than one through a hotline; hubs are named.
    With --without, it also says whether the link survives without that exhibit. With --proof, the
    paths are written as a bundle that anybody checks without the case: truyvet verify FILE.
    """
    from .path_telling import facts_of, tell

    proving.check(case, as_of=which.as_of)
    with which.opened(case) as links:
        start, goal = find_node(links, one), find_node(links, two)
        if start.id == goal.id:
            raise click.UsageError("both are the same one")
        question = Question(
            lens=which.lens(links), paths=most, hops=hops, hub=hub, avoid_hubs=avoid_hubs,
            in_time_order=in_time_order, together=which.together,
        )  # fmt: skip
        paths = find_paths(links, start, goal, question)
        written = proving.is_asked and bool(paths.found)
        proof = proving.write(case, links, paths.found, question.lens) if written else None
        if as_json:
            say_json(facts_of(links, paths, which.as_of) | ({"proof": proof} if proof else {}))
        else:
            say(f"from  {node_text(links, start)}")
            say(f"to    {node_text(links, goal)}")
            tell(links, paths, which.as_of)
            if proof:
                say(proof_text(proof))
        if paths.found:
            return ExitStatus.DONE
        tell_no_path(links, which, hops)
    return ExitStatus.FAILED
