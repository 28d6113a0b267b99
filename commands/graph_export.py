"""`truyvet graph export`: links for other programs, with a manifest beside them."""

from pathlib import Path

import click

from .. import __version__
from ..evidence.case import Case
from ..evidence.errors import TruyvetError
from ..graph.exports.interface import Exporter
from ..graph.exports.saving import manifest_path, save
from ..graph.exports.table import EXPORTS, exporter, exporter_of
from .context import PATH, with_case
from .output import counted, note, safe, say, say_json, size_text
from .selecting import Selection, source_of, with_selection


class _Formats(click.Command):
    """The command, whose help tells what each format is."""

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the options, then the formats."""
        super().format_options(ctx, formatter)
        with formatter.section("Formats"):
            formatter.write_dl([(name, exporter(name).TITLE) for name in EXPORTS])


@click.command(
    "export", cls=_Formats, epilog="Example: truyvet graph export --ego 0912345678 -o lan.graphml"
)
@click.option("--format", "form", type=click.Choice(list(EXPORTS)), help="Default: by the name.")
@click.option("-o", "--output", required=True, type=PATH, help="Where the file goes.")
@with_selection
@click.option("--with-evidence", is_flag=True, help="Name what each link rests on, item and place.")
@click.option("--force", is_flag=True, help="Replace existing files.")
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
@with_case
def command(
    case: Case,
    form: str | None,
    output: Path,
    selection: Selection,
    with_evidence: bool,
    force: bool,
    as_json: bool,
) -> None:
    """Write the links of the case, of an ego or of paths, for another program.

    Beside it, FILE.manifest.json says what it is of, how many nodes and links it holds, and its
    SHA-256. No item's bytes leave the case, so that nothing is recorded in the ledger.
    """
    chosen = _format_of(form, output)
    with selection.which.opened(case) as links:
        source = source_of(case, links, selection, evidence=with_evidence)
        saved = save(
            source, chosen, output, case=case.folder, force=force,
            software=f"truyvet {__version__}", selection=selection.told(),
        )  # fmt: skip
        notes = source.about.notes
    written = saved.written
    if as_json:
        told = {"format": chosen.NAME, "nodes": written.nodes, "edges": written.edges}
        told |= {"replaced": written.replaced, "notes": [*notes, *written.notes]}
        say_json(told | {"sha256": saved.sha256, "size": saved.size})
        return
    say(
        f"{counted(written.nodes, 'node')}, {counted(written.edges, 'link')} written to "
        f"{safe(str(output))}, {size_text(saved.size)}\n  sha256 {saved.sha256}"
    )
    say(f"  manifest {safe(str(manifest_path(output)))}")
    for line in (*notes, *written.notes):
        note(f"  {safe(line)}")
    if written.replaced:
        note(f"  {counted(written.replaced, 'character')} replaced that no format can hold")


def _format_of(name: str | None, output: Path) -> Exporter:
    found = exporter(name) if name else exporter_of(output.name)
    if found is None:
        raise TruyvetError("E632", name=f"of {output.name}", known=", ".join(EXPORTS))
    return found
