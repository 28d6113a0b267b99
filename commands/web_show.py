"""`truyvet web show`: everything known of one captured page."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime

import click
import msgspec

from ..evidence.case import Case
from ..evidence.errors import ExitStatus
from ..evidence.web.capture import (
    WARC_NAME,
    Connection,
    Exchange,
    Name,
    Rendering,
    WebCapture,
)
from ..evidence.web.certificates import Certificate, describe
from ..evidence.web.reading import Captured, page_of
from ..reports.webcaptures import Checked, check_capture, check_parts, differences, missing_of
from .context import with_case
from .output import facts, note, safe, say, say_json, say_wrapped, size_text
from .web_address import capture_of
from .web_list import as_facts, marks_of, readable

_SHOWN = 30
"""Exchanges, names and addresses that are shown; --json and --all have the rest."""


@click.command("show", epilog="Example: truyvet web show 2.1")
@click.argument("capture")
@click.option("--all", "whole", is_flag=True, help="Every exchange and address, however many.")
@click.option("--json", "as_json", is_flag=True, help="Print as JSON.")
@with_case
def command(case: Case, capture: str, whole: bool, as_json: bool) -> ExitStatus:
    """Show all that is known of CAPTURE, its records checked again against the stored bytes.

    What its record says is compared with the WARC too; where they differ, the exit status is 3.
    Certificates are shown as they were sent on the connection that brought the page.
    """
    with case.reading() as index:
        found = capture_of(case, index, capture)
    checked, broken = check_capture(case, found), check_parts(case, found)
    problems = [one.text for one in checked if one.problem]
    problems += [*broken, *differences(case, found)]
    if as_json:
        say_json(_whole_facts(found, checked, problems))
    else:
        _print(found, None if whole else _SHOWN)
        say(
            f"checked: {len(checked):,} records against their digests, {len(found.rows)} items, "
            "capture.json against the WARC"
        )
        for problem in problems:
            note(f"  not as recorded: {safe(problem)}")
    return ExitStatus.INVALID if problems else ExitStatus.DONE


def _whole_facts(found: Captured, checked: list[Checked], problems: list[str]) -> dict[str, object]:
    record = found.record
    connections = [*record.connections, *(record.rendering.connections if record.rendering else ())]
    chains = {code for one in connections if one.tls for code in one.tls.chain}
    told = {one.sha256: _certificate_facts(one) for one in map(describe, sorted(chains))}
    return as_facts(found) | {
        "certificates": told,
        "checked": len(checked),
        "missing": [one.url for one in missing_of(found)],
        "problems": problems,
        "record": msgspec.to_builtins(record),
    }


def _certificate_facts(one: Certificate) -> dict[str, object]:
    return {name: getattr(one, name) for name in Certificate.__slots__ if name != "sha256"}


def _print(found: Captured, limit: int | None) -> None:
    record = found.record
    shown = {
        "capture": f"{found.name} (number {record.capture} of entry {found.seq})",
        "url": readable(record.url),
        "given": readable(record.given) if record.given != record.url else "",
        "title": " ".join(record.title.split()),
        "status": "" if record.status is None else str(record.status),
        "result": ", ".join(filter(None, (record.result, record.reason))),
        "marks": " ".join(marks_of(record)),
        "started": f"{record.started.utc} ({record.started.zone})",
        "took": f"{record.duration / 1e6:.3f} s",
        "canonical": record.canonical if record.canonical != record.url else "",
        "via": record.via,
        "links": f"{len(record.outlinks):,}",
    }
    facts({name: value for name, value in shown.items() if value})
    say("items:")
    for name, row in found.rows.items():
        say(f"  {row.name}  {safe(name)}  {size_text(row.size)}  sha256 {row.sha256 or '-'}")
    _list("exchanges", map(exchange_line, record.exchanges), limit)
    _list("connections", _connections(record.connections), limit)
    _list("names", map(name_line, record.names), limit)
    missing = [f"{one.url}  {one.status or ''} {one.reason}" for one in missing_of(found)]
    _list("needed and missing", missing, limit)
    _list("needed, stands in another capture", record.elsewhere, limit)
    if record.rendering is not None:
        _print_rendering(record, record.rendering, limit)


def _print_rendering(record: WebCapture, rendering: Rendering, limit: int | None) -> None:
    say("rendered:")
    say_wrapped(other_load(record, rendering), indent=2)
    size = sum(one.response_size for one in rendering.exchanges)
    shown = {
        "browser": f"{rendering.browser}, {rendering.viewport}",
        "time": f"{rendering.started} to {rendering.ended}",
        "address": rendering.final_url,
        "title": " ".join(rendering.title.split()),
        "loaded": f"{len(rendering.exchanges):,} exchanges, {size_text(size)}",
        "not quiet": "" if rendering.settled else "it still loaded in the end",
        "error": rendering.error,
        "housekeeping": ", ".join(f"{h} ({n})" for h, n in rendering.housekeeping.items()),
    }
    facts({f"  {name}": value for name, value in shown.items() if value})
    _list("rendered: exchanges", map(exchange_line, rendering.exchanges), limit)
    _list("rendered: connections", _connections(rendering.connections), limit)
    _list("rendered: refused", rendering.blocked, limit)


def other_load(record: WebCapture, rendering: Rendering) -> str:
    """Return in a sentence that the browser's load was another one, when, and how they compare."""
    begun = datetime.fromisoformat(rendering.started) - datetime.fromisoformat(record.started.utc)
    words = [f"another load than that of {WARC_NAME}, begun {begun.total_seconds():.1f} s after it"]
    plain = page_of(record)
    if rendering.differs:
        words.append(f"another {', another '.join(rendering.differs)} than there")
    elif plain is not None and plain.body_sha256:
        words.append("the page came with the same body")
    loaded = {one.url for one in rendering.exchanges}
    if only := {one.url for one in record.exchanges} - loaded:
        words.append(f"{len(only):,} addresses stand in {WARC_NAME} alone")
    return "; ".join(words)


def _list(head: str, told: Iterable[str | list[str]], limit: int | None) -> None:
    """Print things under a head, each in one line of foreign text or several; only the first."""
    listed = list(told)
    if not listed:
        return
    say(f"{head}: {len(listed):,}")
    for one in listed[:limit]:
        for line in [one] if isinstance(one, str) else one:
            say_wrapped(line, indent=2)
    if limit is not None and len(listed) > limit:
        say(f"  … {len(listed) - limit:,} more: --all")


def exchange_line(one: Exchange) -> str:
    """Return an exchange in one line: what was asked, what came, when."""
    status = "-" if one.status is None else str(one.status)
    words = [f"{one.number}", status, one.method, one.url, f"({one.purpose})"]
    words.append(f"{size_text(one.response_size)} {one.media}".rstrip())
    words.append(f"at {one.started}")
    if one.connection is not None:
        words.append(f"over connection {one.connection}")
    if one.location:
        words.append(f"leads to {one.location}")
    if one.revisit:
        words.append(f"body as of {one.revisit} ({one.revisit_date})")
    if one.redacted:
        words.append(f"masked: {', '.join(one.redacted)}")
    if one.result != "whole":
        words.append(f"{one.result.upper()}: {one.reason}")
    if one.extra:
        words.append(f"{one.extra} bytes after its end")
    words += one.notes
    return "  ".join(words)


def _connections(connections: Iterable[Connection]) -> Iterator[list[str]]:
    """Yield the lines of each connection; a chain that came before is not told again."""
    told: dict[tuple[str, ...], int] = {}
    for one in connections:
        chain = one.tls.chain if one.tls is not None else ()
        first = told.setdefault(chain, one.number)
        lines = [_connection_line(one)]
        if first != one.number and chain:
            lines.append(f"  certificates as on connection {first}")
        else:
            lines += (
                f"  certificate {depth}: {certificate_line(describe(code))}"
                for depth, code in enumerate(chain)
            )
        yield lines


def _connection_line(one: Connection) -> str:
    words = [f"{one.number}", one.peer or "-", f"from {one.local or '-'}", one.opened]
    if one.route != "direct":
        words.append(f"over {one.route}")
    if one.error:
        words.append(f"FAILED: {one.error}")
    if one.tls is not None:
        tls = one.tls
        words += [tls.version, tls.cipher, f"asked for {tls.sni or 'no name'}"]
        words.append("verified" if tls.verified else f"NOT VERIFIED: {tls.error}")
    return "  ".join(words)


def certificate_line(one: Certificate) -> str:
    """Return a certificate in one line."""
    told: Mapping[str, str] = {
        "": one.subject,
        "issued by": one.issuer,
        "valid": f"{one.valid_from} to {one.valid_to}" if one.valid_from else "",
        "for": ", ".join(one.names),
        "serial": one.serial,
        "sha256": one.sha256,
        "UNREADABLE": one.problem,
    }
    return "; ".join(f"{name} {value}".strip() for name, value in told.items() if value)


def name_line(one: Name) -> str:
    """Return in one line how a name was resolved."""
    where = f"by {one.server}" if one.server else f"({one.source})"
    led = ", ".join(one.addresses) or f"nowhere: {one.error}"
    return f"{one.host} to {led}  {where}  {one.resolved}"
