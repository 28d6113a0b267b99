"""Rows: a table that `collect table` brought, as statements: calls, payments, holders, contacts.

What its columns mean stands in the profile beside it in its collection (`evidence.companions`), so
every scan reads it alike. Each statement of a row is an observation of the kind `link` whose raw
value is the row; a row that gives none, or not all it should, is an observation of its own, and so
is all that its cells name (an account, a number, a name) and no statement does: it is to be found.
Guide: docs/guide/tables.md.
"""

from collections.abc import Mapping

from ..evidence.links.node import KINDS as NODES
from ..evidence.links.node import Node
from ..evidence.links.statement import link_facts, link_normal
from ..evidence.scans.locator import BYTES, Locator, parse_span, parse_step, span
from ..evidence.scans.observation import MAX_RAW
from .documents.package import DAMAGE, TooMuch
from .interface import Accepts, Emit, ItemView, Limits
from .selectors import KINDS as SELECTORS
from .selectors import normal
from .settings import Settings
from .tables.headings import bare
from .tables.profile import NotAProfile, parse_profile
from .tables.reading import NoHeader, NoTable, ReadRow, Sheet, Tables
from .tables.workbooks import NoWorkbook, Workbook
from .tables.workbooks import resolve as resolve_in

NAMED = {
    kind: one.title for kind, one in sorted(NODES.items()) if not one.made_up and kind != "item"
}
"""Kinds of what a cell can name: the observations of them."""
UNSURE = 50
"""How sure it is, in percent, what a cell names that may stand in another's column."""
NAME = "rows"
VERSION = "4"
ACCEPTS = Accepts(collectors=("table",))
LIMITS = Limits(wall=3600.0, cpu=3600, memory=3 << 29, records=4_000_000)
KINDS: Mapping[str, str] = {
    "link": "a statement: who or what stands in which relation to whom or what",
    "row": "a row of a table that gives no statement, or of which something could not be read",
    "table": "how a table was read: its columns, and how many rows gave what",
    **NAMED,
}
STEPS: Mapping[str, str] = {
    "rows": "`rows:SHEET/12`: a row of a workbook, cells parted by tabs; `rows:SHEET/B12`: a cell",
    "said": "`said:1`: the row itself, where its second statement comes from",
}
PROGRAMS: tuple[str, ...] = ()

MAX_DETAILS = 60
"""Cells of a row that an observation names."""
_SIGNS = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar", " ": "blank"}
_OWN = frozenset({"row", "problem", "sheet"})


def configuration(settings: Settings, /) -> Mapping[str, str]:
    """Return the version of the telephone tables; the profile stands in the item's collection."""
    from .selectors.phones import version

    return {"phonenumbers": version()}


def prepare(settings: Settings, /) -> None:
    """Load what reads telephone numbers."""
    normal("phone", "+1 202 456 1111")


def extract(view: ItemView, emit: Emit, /) -> None:
    """Read the table by the profile beside it."""
    if not view.facts.companion:
        return  # it is the profile
    try:
        profile = parse_profile(view.facts.companion)
    except NotAProfile as error:
        emit.problem("corrupt", "", f"the profile of its collection: {error}")
        return
    tables = Tables(file=view.open(), profile=profile, table=view.facts.id)
    try:
        for row in tables.rows():
            _row(row, emit)
    except NoTable as error:
        emit.problem("unsupported", "", f"no table: {error}")
    except NoHeader as error:
        emit.problem("unsupported", "", f"{error}; it names {', '.join(error.seen) or 'none'}")
    except TooMuch:
        emit.problem("bomb", "", "a sheet decodes to more than is read")
    except DAMAGE as error:
        emit.problem("corrupt", "", f"cannot be read on: {type(error).__name__}")
    for sheet in tables.sheets:
        _table(view, sheet, profile.name, emit)


def _row(row: ReadRow, emit: Emit) -> None:
    """Emit what a row says; the row itself where it says nothing, or not all it should."""
    for number, said in enumerate(row.statements):
        locator = row.locator if not number else (*row.locator, f"said:{number}")
        emit.observation(
            "link", *_cut(locator, row.raw), normal=link_normal(said),
            confidence=said.confidence, facts=link_facts(said),
        )  # fmt: skip
    if row.problem:
        emit.problem("partial", row.where, f"row {row.number}: {row.problem}")
    if row.problem or not row.statements:
        emit.observation("row", *_cut(row.locator, row.raw), facts=_details(row))
    if row.problem or not row.statements:
        _names(row, emit)


def _names(row: ReadRow, emit: Emit) -> None:
    """Emit what the cells of a row name and no statement of it does, each at the row.

    No links come of it: standing in one table says nothing. Where cells do not surely stand in
    their columns, only what is seen by its form to be of its kind.
    """
    said = {end for one in row.statements for end in (one.subject, one.object)}
    named = {
        one.node: one.column
        for one in row.selectors
        if one.node not in said and one.node.kind in NAMED and (row.sure or _is_seen(one.node))
    }
    for number, (node, column) in enumerate(named.items(), len(row.statements)):
        locator = row.locator if not number else (*row.locator, f"said:{number}")
        emit.observation(
            node.kind, *_cut(locator, row.raw), normal=node.value,
            confidence=100 if row.sure else UNSURE,
            facts={"column": column, "row": str(row.number)},
        )  # fmt: skip


def _is_seen(node: Node) -> bool:
    """Tell whether a value is by its form what its column holds."""
    read = normal(node.kind, node.value) if node.kind in SELECTORS else None
    return read is not None and read.value == node.value


def _cut(locator: Locator, raw: bytes) -> tuple[Locator, bytes]:
    """Return a locator and what it leads to, cut to what a raw value may be."""
    if len(raw) <= MAX_RAW:
        return locator, raw
    scheme, rest = parse_step(locator[0])
    if scheme == BYTES:
        return (span(parse_span(rest)[0], MAX_RAW), *locator[1:]), raw[:MAX_RAW]
    return (*locator, span(0, MAX_RAW)), raw[:MAX_RAW]


def _details(row: ReadRow) -> dict[str, str]:
    """Return the cells of a row by name, its number, and what is wrong with it."""
    facts = dict[str, str]()
    for place, (heading, cell) in enumerate(row.cells.items(), 1):
        name = bare(heading).replace(" ", "-")
        name = "".join(letter for letter in name if letter.isascii())[:40].strip("-")
        name = name if name[:1].isalpha() else f"column-{name or place}"
        name = f"{name}-cell" if name in _OWN else name
        if len(facts) < MAX_DETAILS and cell.strip():
            facts[f"{name}-{place}" if name in facts else name] = cell.strip()
    return facts | {"row": str(row.number), "problem": row.problem, "sheet": row.sheet}


def _table(view: ItemView, sheet: Sheet, profile: str, emit: Emit) -> None:
    """Say how a table was read, at its headings."""
    headings = sheet.header.headings
    columns = ", ".join(
        f"{word} = {headings[place] if place < len(headings) else place + 1}"
        for word, place in sheet.header.places.items()
    )
    read = set(sheet.header.places.values())
    unread = ", ".join(one for n, one in enumerate(headings) if n not in read and one.strip())
    head = min(view.facts.size, 64)
    locator, raw = (sheet.locator, sheet.raw) if sheet.locator else ((span(0, head),), b"")
    emit.observation(
        "table",
        *_cut(locator, raw if sheet.locator else view.read(0, head)),
        normal=profile,
        facts={
            "columns": columns, "delimiter": _SIGNS.get(sheet.delimiter, sheet.delimiter),
            "encoding": sheet.encoding, "no-statement": str(sheet.silent or ""), "not-read": unread,
            "problems": str(sheet.problems), "profile": profile, "rows": str(sheet.rows),
            "sheet": sheet.name, "statements": str(sheet.statements),
        },
    )  # fmt: skip


def resolve(view: ItemView, step: str, /) -> bytes:
    """Return a row of a workbook, or a row from which a statement comes."""
    scheme, rest = parse_step(step)
    if scheme == "said":
        if not rest.isdecimal() or not rest.isascii() or rest == "0":
            raise LookupError(step)
        return view.read(0, view.facts.size)
    try:
        book = Workbook(view.open())
    except NoWorkbook as error:
        raise LookupError(step) from error
    try:
        return resolve_in(book, step)
    except (*DAMAGE, TooMuch) as error:
        raise LookupError(step) from error
    finally:
        book.close()
