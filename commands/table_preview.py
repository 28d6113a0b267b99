"""How the first rows of tables would be read, on the screen or as JSON."""

from collections.abc import Mapping
from pathlib import Path

import msgspec

from ..evidence.errors import ExitStatus
from ..extractors.tables.trying import Tried, TriedSheet
from .output import note, safe, say, say_json, say_wrapped

_SIGNS = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar"}


def show_preview(tried: Mapping[Path, Tried], *, as_json: bool) -> ExitStatus:
    """Print what was tried; status 4 where some of these rows could not be read."""
    for path, one in tried.items():
        if as_json:
            say_json({"path": str(path)} | msgspec.to_builtins(one))
        else:
            _show(path, one)
    is_short = any(row.problem for one in tried.values() for row in one.rows)
    return ExitStatus.PARTIAL if is_short else ExitStatus.DONE


def _show(path: Path, tried: Tried) -> None:
    say(safe(str(path)))
    for sheet in tried.sheets:
        _show_sheet(sheet)
    if not tried.sheets:
        say("  nothing stands in it")
    for name in tried.passed:
        say_wrapped(f"sheet {name}: other headings, not read", indent=2)
    for row in tried.rows:
        name = f"{row.sheet} " if row.sheet else ""
        cells = " | ".join(cell.strip() for cell in row.cells.values())
        say_wrapped(f"{name}row {row.number}: {cells}", indent=2)
        for line in row.says:
            say_wrapped(line, indent=4)
        if row.problem:
            say_wrapped(f"not read: {row.problem}", indent=4)
        elif not row.says:
            say("    no statement")
    note("nothing was recorded; without --preview it is")


def _show_sheet(sheet: TriedSheet) -> None:
    about = [f"sheet {sheet.name}"] if sheet.name else []
    if sheet.encoding:
        about += [sheet.encoding, f"cells parted by {_SIGNS.get(sheet.delimiter, sheet.delimiter)}"]
    about.append(f"headings in row {sheet.header}" if sheet.header else "no headings")
    say_wrapped(", ".join(about), indent=2)
    width = max(map(len, sheet.columns), default=0)
    for word, heading in sheet.columns.items():
        say_wrapped(f"{word:<{width}}  {heading}", indent=2)
    if sheet.unread:
        say_wrapped(f"not read: {', '.join(sheet.unread)}", indent=2)
