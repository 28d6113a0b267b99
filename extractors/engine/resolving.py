"""Following a locator back to its bytes, in a confined process of its own.

The item is as hostile now as when it was examined, so the extractor that follows its own step runs
under the same limits. Run as `python -m truyvet.extractors.engine.resolving`, which reads one
`Request` and writes the bytes, or a reason.
"""

import subprocess
import sys
import tempfile
from pathlib import Path

import msgspec

from ...evidence.scans.locator import BYTES, Locator, NotALocator, parse_step
from .. import filetype, table
from ..interface import Facts
from ..settings import Settings
from .confinement import confine, limit, own_memory, places
from .examination import resolve_step
from .view import FileView

SECONDS = 120.0
"""Longest time that following a locator may take."""


class Unresolved(Exception):
    """A locator leads nowhere; the message says why."""


class Request(msgspec.Struct, frozen=True, kw_only=True):
    """What is to be resolved."""

    object: str
    """File that holds the item's bytes."""
    path: str
    """The item's path, for people."""
    item: str
    """Item id."""
    sha256: str
    """Hash of the bytes."""
    extractor: str
    """Whose locator it is."""
    locator: Locator
    """The locator."""
    settings: Settings
    """What the officer sets now."""


class Reply(msgspec.Struct, frozen=True, kw_only=True):
    """What it leads to."""

    content: bytes = b""
    """The bytes."""
    error: str = ""
    """Why there are none."""


def resolve(request: Request) -> bytes:
    """Return the bytes that a locator leads to; `Unresolved` where it leads nowhere."""
    command = [sys.executable, "-P", "-m", __name__]
    try:
        done = subprocess.run(
            command, input=msgspec.msgpack.encode(request), capture_output=True, timeout=SECONDS,
            check=False,
        )  # fmt: skip
    except subprocess.TimeoutExpired as error:
        raise Unresolved(f"more than {SECONDS:g} seconds") from error
    try:
        reply = msgspec.msgpack.decode(done.stdout, type=Reply)
    except (msgspec.MsgspecError, ValueError) as error:
        raise Unresolved(f"its process ended with status {done.returncode}") from error
    if reply.error:
        raise Unresolved(reply.error)
    return reply.content


def _follow(request: Request, folder: Path) -> bytes:
    asked = table.extractor(request.extractor)
    # What needs files of the system is done before these are out of reach.
    owners = [table.owner(asked, step) for step in request.locator]
    prepared = {
        owner.NAME: owner.prepare(request.settings)
        for owner, step in zip(owners, request.locator, strict=True)
        if parse_step(step)[0] != BYTES
    }
    here = Path(request.object)
    readable = [*places(), here, *request.settings.folders(), Path(request.settings.hashsets)]
    used = own_memory()
    programs = any(owner.PROGRAMS for owner in owners)
    confine(folder=folder, readable=readable, programs=programs)
    content = b""
    for number, (owner, step) in enumerate(zip(owners, request.locator, strict=True)):
        limits = owner.LIMITS
        limit(cpu=limits.cpu, file=limits.output, memory=limits.memory, used_memory=used)
        facts = Facts(
            id=request.item,
            path=request.path,
            size=here.stat().st_size,
            sha256=request.sha256,
            media_type=filetype.media_type(here),
        )
        private = folder / f"private-{number}"
        private.mkdir()
        view = FileView(here, facts, request.settings, private, prepared.get(owner.NAME))
        content = resolve_step(owner, view, step)
        here = folder / f"step-{number}"
        here.write_bytes(content)
        view.close()
    return content


def main() -> None:
    """Run as the process that `resolve` starts."""
    request = msgspec.msgpack.decode(sys.stdin.buffer.read(), type=Request)
    with tempfile.TemporaryDirectory(prefix="truyvet-show-") as folder:
        try:
            reply = Reply(content=_follow(request, Path(folder)))
        except (LookupError, NotALocator, OSError, ValueError) as error:
            reply = Reply(error=f"{type(error).__name__}: {error}"[:500])
        sys.stdout.buffer.write(msgspec.msgpack.encode(reply))


if __name__ == "__main__":
    main()
