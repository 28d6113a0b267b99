"""`truyvet report`: documents that leave a case."""

from pathlib import Path

import click

from .. import __version__
from ..evidence.case import Case
from ..evidence.copying import check_target, write_out
from ..evidence.errors import ExitStatus
from ..evidence.times import now
from ..evidence.verification.run import verifying
from ..hashes.digest import sha256_hex
from ..reports.custody import DEFAULT_ROWS, build
from ..reports.formats import FORMATS, Format, format_of
from ..reports.texts import LANGUAGES
from .context import PATH, with_case
from .output import say, say_json, size_text
from .progress import progress
from .verify import STATUS, read_trust, run

_ALL = "all"


@click.group("report", epilog="Example: truyvet report custody -o report.html")
def command() -> None:
    """Write the custody report."""


@command.command(epilog="Example: truyvet report custody -o report.html --key an.pub.json")
@click.option("-o", "--output", required=True, type=PATH, help="The HTML file.")
@click.option(
    "--lang", type=click.Choice(list(LANGUAGES)), default=next(iter(LANGUAGES)),
    envvar="TRUYVET_LANG", show_default=True, show_envvar=True, help="Language of the report.",
)  # fmt: skip
@click.option(
    "--key", "keys", multiple=True, type=PATH,
    help="A public key file that you trust; may be repeated.",
)  # fmt: skip
@click.option("--checkpoint", type=PATH, help="A checkpoint that you kept.")
@click.option("--fast", is_flag=True, help="Ledger and lengths only; never better than INCOMPLETE.")
@click.option(
    "--items", "rows", metavar="N|all", default=str(DEFAULT_ROWS), show_default=True,
    callback=lambda _, __, value: _rows(value),
    help="How many items to list one by one.",
)  # fmt: skip
@click.option("--force", is_flag=True, help="Replace an existing file.")
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
@with_case
def custody(
    case: Case,
    output: Path,
    lang: str,
    keys: tuple[Path, ...],
    checkpoint: Path | None,
    fast: bool,
    rows: int | None,
    force: bool,
    as_json: bool,
) -> ExitStatus:
    """Verify the case and write its custody report: exhibits, acts, hashes, what is proved.

    The status is that of verify: 0 VALID, 3 INVALID, 4 INCOMPLETE; the report is written
    whatever the answer.
    """
    written_as = _format(output)
    check_target(case.folder, output, force=force)
    trust = read_trust(keys, checkpoint, case.folder)
    with progress("verified", total=None, quiet=as_json) as shown:
        answer = run(verifying(case.folder, trust, fast=fast), shown)
    document = build(
        case.folder,
        answer,
        trust,
        made=now(),
        tool=f"truyvet {__version__}",
        fast=fast,
        rows=rows,
    )
    content = written_as.render(document, LANGUAGES[lang])
    write_out(case.folder, output, content, force=force)
    facts = {"verdict": answer.verdict, "sha256": sha256_hex(content), "size": len(content)}
    if as_json:
        say_json(facts | {"path": str(output), "unlisted_items": document.unlisted})
    else:
        say(f"{answer.verdict}  custody report written to {output} ({size_text(len(content))})")
        say(f"  sha256 {facts['sha256']}")
    return STATUS[answer.verdict]


def _format(output: Path) -> Format:
    found = format_of(output.name)
    if found is None:
        suffixes = ", ".join(one.suffix for one in FORMATS.values())
        raise click.BadParameter(f"the file's name must end in {suffixes}", param_hint="-o")
    return found


def _rows(text: str) -> int | None:
    if text == _ALL:
        return None
    if not text.isascii() or not text.isdigit():
        raise click.BadParameter(f"a number or '{_ALL}', not {text!r}")
    return int(text)
