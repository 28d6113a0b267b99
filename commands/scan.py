"""`truyvet scan`: examine everything that lacks an outcome."""

import os
from contextlib import closing
from pathlib import Path

import click

from ..evidence import examining
from ..evidence.acting import Acting
from ..evidence.acts import Scan
from ..evidence.case import Case
from ..evidence.entry import Entry
from ..evidence.errors import ExitStatus, TruyvetError
from ..evidence.lookup import newest_configuration
from ..evidence.writing import Writer
from ..extractors import table
from ..extractors.engine.pool import Pool
from ..extractors.engine.scan import configuration_of, to_prepare
from ..extractors.settings import Settings
from .context import PATH, ActOptions, hashset_folder, with_acting, with_case
from .interrupt import uninterrupted
from .output import note, say, say_json, size_text
from .progress import on_terminal
from .scan_diff import show_difference
from .scanning import (
    examine,
    mention_left_out,
    mention_others,
    place_of,
    record,
    with_known_rules,
)


@click.command("scan", epilog="Example: truyvet scan --only yara,entities --rules ~/rules")
@click.option("--only", metavar="NAMES", help="Only these extractors, with commas between.")
@click.option(
    "--jobs",
    type=click.IntRange(1, 256),
    default=os.cpu_count() or 1,
    show_default="one for each processor",
    help="Examining processes.",
)
@click.option(
    "--rules",
    multiple=True,
    type=PATH,
    help="Folder of YARA rules beside our own; else those of the scan before.",
)
@click.option("--no-rules", is_flag=True, help="Only our own rules.")
@click.option(
    "--region",
    default="VN",
    show_default=True,
    help="Country (ISO 3166) of numbers written without one.",
)
@click.option(
    "--digests",
    default="md5,sha1",
    show_default=True,
    help="Further digests: md5, sha1, sha512, blake3.",
)
@click.option("--passwords", type=PATH, help="File of passwords for containers, one a line.")
@click.option("--no-passwords", is_flag=True, help="Go on without those of the scan before.")
@click.option("--dkim-keys", type=PATH, help="File of DNS key records for DKIM.")
@click.option(
    "--languages", default="vie+eng", show_default=True, help="Languages to read in pictures."
)
@click.option(
    "--diff",
    nargs=2,
    type=int,
    metavar="RUN1 RUN2",
    help="Only compare two scans, given by their entries.",
)
@click.option("--close", is_flag=True, help="Only record what unfinished scans have so far.")
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
@with_case
@with_acting
def command(
    case: Case,
    only: str | None,
    jobs: int,
    diff: tuple[int, int] | None,
    close: bool,
    as_json: bool,
    act: ActOptions,
    **chosen: object,
) -> ExitStatus:  # fmt: skip
    """Examine every item that lacks an outcome, and every item found inside one.

    Killed or interrupted, the same command goes on; nothing is examined twice, nothing by half.
    """
    if diff is not None:
        return show_difference(case, *diff, as_json=as_json)
    if close:
        return _close(case, act, as_json=as_json)
    names = _names(only)
    settings = _settings(chosen)
    acting = act.acting()
    left_out = tuple(name for name in table.names() if name not in names)
    with case.writing() as writer, place_of(writer) as place:
        if not settings.rules and not chosen["no_rules"]:
            settings = with_known_rules(writer, settings)
        if not settings.passwords and not chosen["no_passwords"] and "archive" in names:
            _refuse_to_forget(writer)
        readable = (case.store.folder, place, Path(settings.hashsets), *settings.folders())
        with Pool(to_prepare(names), settings, folder=place, readable=readable, jobs=jobs) as pool:
            configuration = configuration_of(pool, names, settings)
            mention_left_out(configuration)
            with uninterrupted():
                scanning = examining.begin(writer, acting, configuration, left_out)
                mention_others(writer, scanning)
            with closing(scanning.gathering):
                entry = _run(writer, scanning, pool, acting, quiet=as_json)
    if entry is None:
        say_json({"items": 0}) if as_json else say("nothing is left to examine")
        return ExitStatus.DONE
    return _report(entry, as_json=as_json)


def _refuse_to_forget(writer: Writer) -> None:
    """Refuse to examine without passwords what was opened with them (E850)."""
    known = newest_configuration(writer.layout, writer.index, "archive")
    if known is not None and known[1].passwords:
        raise TruyvetError("E850", seq=known[0], count=known[1].passwords)


def _names(only: str | None) -> tuple[str, ...]:
    """Return the wanted extractors in the order of examination; `TruyvetError` E843."""
    known = table.names()
    wanted = known if only is None else [name.strip() for name in only.split(",")]
    for name in wanted:
        if name not in known:
            raise TruyvetError("E843", name=name, known=", ".join(known))
    return tuple(name for name in known if name in wanted)


def _settings(chosen: dict[str, object]) -> Settings:
    rules: tuple[Path, ...] = chosen["rules"]  # type: ignore[assignment]
    passwords, keys = chosen["passwords"], chosen["dkim_keys"]
    for path in (*rules, passwords, keys):
        if isinstance(path, Path) and not path.exists():
            raise TruyvetError("E501", path=path)
    sets = hashset_folder()
    return Settings(
        digests=tuple(filter(None, str(chosen["digests"]).lower().split(","))),
        dkim_keys=str(keys.absolute()) if isinstance(keys, Path) else "",
        hashsets=str(sets) if sets.is_dir() else "",
        languages=str(chosen["languages"]),
        passwords=_lines(passwords) if isinstance(passwords, Path) else (),
        region=_region(str(chosen["region"])),
        rules=tuple(str(path.absolute()) for path in rules),
    )


def _region(text: str) -> str:
    """Return a country's code; a usage error for one whose numbers nobody can read."""
    region = text.upper()
    if region != "VN":
        from phonenumbers import SUPPORTED_REGIONS

        if region not in SUPPORTED_REGIONS:
            raise click.BadParameter(f"{text} is no country (ISO 3166)", param_hint="--region")
    return region


def _lines(path: Path) -> tuple[str, ...]:
    text = path.read_bytes().decode("utf-8", "surrogateescape")
    return tuple(dict.fromkeys(filter(None, text.splitlines())))


def _run(
    writer: Writer, scanning: examining.Scanning, pool: Pool, acting: Acting, *, quiet: bool
) -> Entry | None:
    """Examine all that is lacking and record it, if there is any; Ctrl-C keeps what is there."""
    before = scanning.gathering.counts()[0]
    if before:
        note(f"going on after {before:,} items of an unfinished scan")
    total = writer.index.totals()[1] if on_terminal() else None
    examine(writer, scanning, pool, total=total, quiet=quiet)
    return record(writer, scanning, pool, acting)


def _close(case: Case, act: ActOptions, *, as_json: bool) -> ExitStatus:
    status, acting = ExitStatus.DONE, act.acting()
    with case.writing() as writer:
        for scanning in examining.others(writer):
            with uninterrupted(), closing(scanning.gathering):
                entry = examining.finish(writer, acting, scanning, finished=False)
            status = _report(entry, as_json=as_json)
    return status


def _report(entry: Entry, *, as_json: bool) -> ExitStatus:
    act = entry.act
    if not isinstance(act, Scan):
        raise TypeError(type(act))
    totals = act.totals
    if as_json:
        facts = {name: getattr(totals, name) for name in totals.__struct_fields__}
        roots = {ref.kind: ref.root for ref in entry.outputs if ref.root}
        say_json(
            {"entry": entry.seq, "scan": act.scan, "status": act.status, "roots": roots} | facts
        )
    else:
        say(
            f"entry {entry.seq}: {totals.items:,} items examined, {size_text(totals.bytes)}: "
            f"{totals.full:,} fully, {totals.partly:,} partly, {totals.unexamined:,} not "
            f"({act.status})"
        )
        say(
            f"{totals.observations:,} observations, {totals.flags:,} flags, "
            f"{totals.children:,} items inside others, {totals.texts:,} texts"
        )
        if act.status != "complete":
            note("what is left, and why: truyvet outcomes")
    return ExitStatus.DONE if act.status == "complete" else ExitStatus.PARTIAL
