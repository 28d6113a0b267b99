"""`truyvet graph custody`: who brought what into the case."""

from pathlib import Path

import click

from ..evidence.case import Case
from ..evidence.copying import write_out
from .context import PATH, with_case
from .output import note, safe, say, say_json


@click.command("custody", epilog="Example: truyvet graph custody --path '*.jpg' -o custody.graphml")
@click.option("-o", "--output", required=True, type=PATH, help="The GraphML file.")
@click.option("--path", "glob", help="Only items whose path fits: * any text, ? any character.")
@click.option("--force", is_flag=True, help="Replace an existing file.")
@click.option("--json", "as_json", is_flag=True, help="Print the counts as JSON.")
@with_case
def command(case: Case, output: Path, glob: str | None, force: bool, as_json: bool) -> None:
    """Write officers, acts, items and shared bytes as GraphML (Gephi, yEd, Cytoscape)."""
    from ..graph.custody import custody_graph, drop_unlisted, shared_content
    from ..graph.graphml import encode_graphml

    with case.reading() as index:
        graph = custody_graph(case.ledger.entries(), index.items(glob=glob))
    drop_unlisted(graph)
    write_out(case.folder, output, encode_graphml(graph), force=force)
    shared = shared_content(graph)
    counts = {"nodes": graph.number_of_nodes(), "edges": graph.number_of_edges()}
    if as_json:
        say_json(counts | {"shared": [{"sha256": h, "paths": paths} for h, paths in shared]})
        return
    say(f"{counts['nodes']:,} nodes, {counts['edges']:,} edges written to {safe(str(output))}")
    for digest, paths in shared[:5]:
        note(
            f"  {len(paths)} items are the same bytes ({digest[:12]}): {safe(', '.join(paths[:3]))}"
        )
