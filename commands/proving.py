"""Writing a proof bundle of paths: what `truyvet path --proof` does after it has found some."""

import io
import shlex
import sys
from collections.abc import Callable, Sequence
from functools import wraps
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, TypeVar

import click

from .. import __version__
from ..evidence.acting import Acting
from ..evidence.case import Case
from ..evidence.copying import check_target, write_out
from ..evidence.errors import TruyvetError, guarding
from ..evidence.exporting import export_packed
from ..evidence.links.rows import Lens
from ..evidence.links.view import Links
from ..evidence.records import Moment
from ..evidence.verification.trust import read_kept
from ..hashes.digest import sha256_hex
from .context import PATH, ActOptions, printable, with_acting
from .output import counted, note, safe, size_text

if TYPE_CHECKING:
    from ..graph.paths import Path as FoundPath

Command = TypeVar("Command", bound=Callable[..., Any])
_PATHS = frozenset({"--case", "-o", "--output", "--kept"})
"""Options whose value is a path of this computer."""
FORMAT = "proof"
"""What an export act calls a bundle that holds items."""


class Proving:
    """What was asked of a proof; `is_asked` tells whether one was."""

    def __init__(
        self,
        act: ActOptions,
        output: Path | None,
        kept: Path | None,
        *,
        is_asked: bool,
        with_items: bool,
        force: bool,
    ) -> None:
        self.is_asked = is_asked
        """Whether a bundle is to be written."""
        self._act = act
        self._output = output
        self._kept = kept
        self._with_items = with_items
        self._force = force
        if is_asked and output is None:
            raise click.UsageError("say where the proof goes: --proof -o FILE.zip")
        if not is_asked and (output is not None or kept is not None or with_items or force):
            raise click.UsageError(
                "-o, --kept, --with-items and --force are of a proof: add --proof"
            )

    def check(self, case: Case, *, as_of: str) -> None:
        """Refuse what cannot be proved or written before anything is looked for (E108, E111)."""
        if as_of and self.is_asked:
            raise click.UsageError("a proof is of what stands now: leave out --as-of")
        if self._output is not None:
            check_target(case.folder, self._output, force=self._force)

    def write(
        self, case: Case, links: Links, paths: "Sequence[FoundPath]", lens: Lens
    ) -> dict[str, object]:
        """Write the bundle of these paths and return its facts; where items leave, an act.

        Raises `TruyvetError` E651 where there is no path, or something is not there; E203, E704
        to E706 or E712 where the officer could sign no export either.
        """
        from ..reports.proof.archive import NotABundle, write_archive
        from ..reports.proof.gathering import Asked, gather

        if not paths or self._output is None:
            raise TruyvetError("E651", reason="there is no path")
        kept = None
        if self._kept is not None:
            with guarding(self._kept):
                kept = read_kept(self._kept.read_bytes())
        acting = self._act.acting()
        made = _made(case, acting)
        asked = Asked(
            paths=paths, question=_question(sys.argv[1:]), software=f"truyvet {__version__}",
            kept=kept, with_items=self._with_items, lens=lens,
        )  # fmt: skip
        bundle = gather(case, links, asked, acting, made)
        buffer = io.BytesIO()
        try:
            write_archive(buffer, bundle.members)
        except NotABundle as error:
            raise TruyvetError("E651", reason=error) from error
        content = buffer.getvalue()
        entries = list[int]()
        if bundle.files:
            with case.writing() as writer:
                _, acts = export_packed(
                    writer, acting, bundle.files, self._output, lambda file: _put(file, content),
                    word=FORMAT, force=self._force,
                )  # fmt: skip
                entries = [entry.seq for entry in acts]
        else:
            write_out(case.folder, self._output, content, force=self._force)
        for row in bundle.left_out:
            note(f"item {row.name} goes without its bytes: {safe(row.path)}")
        return {
            "path": str(self._output),
            "sha256": sha256_hex(content),
            "size": len(content),
            "members": len(bundle.members),
            "items": [row.name for row in bundle.files],
            "entries": entries,
        }


def _put(file: IO[bytes], content: bytes) -> None:
    file.write(content)


def _made(case: Case, acting: Acting) -> Moment:
    """Return when the bundle is made, by an officer whose key the case admits."""
    tail = case.ledger.tail()
    tail.keys.require(acting.signer.card, "export")
    moment = acting.clock()
    if moment.utc >= tail.last_utc:
        return moment
    if not acting.clock_step:
        raise TruyvetError("E203", now=moment.utc, last=tail.last_utc)
    return Moment(utc=moment.utc, zone=moment.zone, step=acting.clock_step)


def _question(typed: Sequence[str]) -> str:
    """Return the command as it was typed, of files and folders only their names: it goes out."""
    told, is_path = ["truyvet"], False
    for text in map(printable, typed):
        name, equals, value = text.partition("=")
        if is_path:
            told.append(Path(text).name)
        elif equals and name in _PATHS:
            told.append(f"{name}={Path(value).name}")
        elif text.startswith("-o") and len(text) > len("-o"):
            told.append(f"-o{Path(text[2:]).name}")
        else:
            told.append(text)
        is_path = text in _PATHS and not is_path
    return shlex.join(told)


def proof_text(facts: dict[str, object]) -> str:
    """Return in two lines that a bundle was written."""
    size, members = (
        size_text(int(str(facts["size"]))),
        counted(int(str(facts["members"])), "member"),
    )
    path = safe(str(facts["path"]))
    return f"proof written to {path} ({size}, {members})\n  sha256 {facts['sha256']}"


def with_proof(command: Command) -> Command:
    """Give a command that finds paths the options of a proof, as `proving`."""

    @click.option("--proof", is_flag=True, help="Write a bundle that proves every hop, for others.")
    @click.option("-o", "--output", type=PATH, help="Where the proof goes: a .zip file.")
    @click.option("--with-items", is_flag=True, help="Its items' bytes go along; an act.")
    @click.option("--kept", type=PATH, help="A checkpoint that its receiver has kept.")
    @click.option("--force", is_flag=True, help="Replace an existing file.")
    @with_acting
    @wraps(command)
    def wrapped(
        *args: Any,
        proof: bool,
        output: Path | None,
        with_items: bool,
        kept: Path | None,
        force: bool,
        act: ActOptions,
        **options: Any,
    ) -> Any:
        proving = Proving(act, output, kept, is_asked=proof, with_items=with_items, force=force)
        return command(*args, proving=proving, **options)

    return wrapped  # type: ignore[return-value]
