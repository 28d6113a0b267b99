"""`truyvet show OBS`: an observation, read anew from the original bytes it stands in."""

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec.structs import replace

from ..evidence.case import Case
from ..evidence.durable import open_plain
from ..evidence.entry import Entry
from ..evidence.errors import TruyvetError
from ..evidence.examined import Sighted
from ..evidence.index import Index, Row
from ..evidence.lookup import read_item
from ..evidence.scans.locator import BYTES, parse_span, parse_step, shown
from ..evidence.scans.observation import Observation
from ..evidence.sighting import find_observation, item_of, read_observation
from ..extractors.charsets.decoding import decode
from ..extractors.charsets.legible import Legible
from ..extractors.engine.resolving import Request, Unresolved, resolve
from ..extractors.settings import Settings
from .context import hashset_folder
from .log import entry_line
from .observations import as_facts, endings_in
from .output import facts, say, say_json, say_wrapped

if TYPE_CHECKING:
    from ..query.endings import Ending

_AROUND = 48  # bytes shown before and after a value
_SHOWN = 400  # characters of a value


def show_observation(case: Case, name: str, *, as_json: bool) -> None:
    """Print an observation; `TruyvetError` E846 where its locator does not give its value."""
    with case.reading() as index:
        sighted = find_observation(index, name)
        seen = read_observation(case, index, sighted)
        chain = _chain(index, sighted.item)
        rows = [(row, read_item(case, index, row).locator or "") for row in chain]
        tags = [tag for of, tag, _ in index.tags(item=sighted.item) if of == sighted.name]
        legible = Legible(case, index)
        charset, value = legible.charset(sighted.item), legible.text(seen)
        acts = {sighted.seq, chain[-1].seq, *index.acts_on(sighted.item)}
        ended = endings_in(case, index).get((sighted.seq, sighted.n))
    content, around = _reread(case, seen, chain[0], charset)
    same = content == seen.value()
    entries = [signed.entry for signed in case.ledger.entries() if signed.entry.seq in acts]
    if as_json:
        told = as_facts(sighted, seen, chain[0])
        steps = [{"item": row.name, "path": row.path, "locator": step} for row, step in rows]
        told |= {"reread": same, "context": around, "chain": steps, "tags": tags}
        told |= {"ended": ended and asdict(ended)}
        say_json(told | {"acts": [entry_line(entry) for entry in entries]})
    else:
        _print(sighted, seen, value, around, rows, entries, tags, ended, same=same)
    if not same:
        reason = "other bytes stand there"
        raise TruyvetError("E846", item=chain[0].name, locator=shown(seen.locator), reason=reason)


def _chain(index: Index, item: str) -> list[Row]:
    """Return the item and all it stands in, innermost first."""
    chain = [item_of(index, item)]
    while chain[-1].parent is not None:
        chain.append(item_of(index, chain[-1].parent))
    return chain


def _reread(case: Case, seen: Observation, row: Row, charset: str) -> tuple[bytes, str]:
    """Follow the locator through the original bytes; return (value, what stands around it)."""
    if row.sha256 is None:
        raise TruyvetError("E107", item=row.name, reason=row.problem or row.kind)
    path = case.store.path(row.sha256)
    sets = hashset_folder()
    request = Request(
        object=str(path),
        path=row.path,
        item=seen.item,
        sha256=row.sha256,
        extractor=seen.extractor,
        locator=seen.locator,
        settings=Settings(hashsets=str(sets) if sets.is_dir() else ""),
    )
    schemes = [parse_step(step)[0] for step in seen.locator]
    try:
        content = _span(path, seen.locator[0]) if schemes == [BYTES] else resolve(request)
        if BYTES not in schemes:
            return content, ""
        last = len(schemes) - 1 - schemes[::-1].index(BYTES)
        if last == 0:
            return content, _around(path, seen.locator[0], charset)
        # What it stands in was decoded: that is resolved once, and cut here.
        whole = resolve(replace(request, locator=seen.locator[:last]))
        offset, length = parse_span(parse_step(seen.locator[last])[1])
        return content, _text(
            whole[max(0, offset - _AROUND) : offset],
            whole[offset : offset + length],
            whole[offset + length : offset + length + _AROUND],
        )
    except (Unresolved, OSError) as error:
        where = shown(seen.locator)
        raise TruyvetError("E846", item=row.name, locator=where, reason=error) from error


def _span(path: Path, step: str) -> bytes:
    """Return the bytes of the item that a step names, no parser between."""
    offset, length = parse_span(parse_step(step)[1])
    with open_plain(path) as file:
        file.seek(offset)
        content = file.read(length)
    if len(content) != length:
        raise Unresolved(f"the item ends before byte {offset + length}")
    return content


def _around(path: Path, step: str, charset: str) -> str:
    offset, length = parse_span(parse_step(step)[1])
    start = max(0, offset - _AROUND)
    with open_plain(path) as file:
        file.seek(start)
        content = file.read(offset - start + length + _AROUND)
    at = offset - start
    parts = (content[:at], content[at : at + length], content[at + length :])
    return _text(*parts, charset=charset)


def _text(*parts: bytes, charset: str = "utf-8") -> str:
    head, value, after = (_decoded(part, charset) for part in parts)
    return f"{head}⟦{value[:_SHOWN]}⟧{after}"


def _decoded(part: bytes, charset: str) -> str:
    try:
        return decode(part, charset)
    except (LookupError, ValueError):
        return part.decode("utf-8", "replace")


def _print(
    sighted: Sighted,
    seen: Observation,
    value: str,
    around: str,
    rows: list[tuple[Row, str]],
    entries: list[Entry],
    tags: list[str],
    ended: "Ending | None",
    *,
    same: bool,
) -> None:
    told = {"observation": sighted.name, "kind": seen.kind, "value": value[:_SHOWN]}
    told |= {"normal": seen.normal} if seen.normal else {}
    told |= {"ended": ended.title} if ended else {}
    told |= {"flag": seen.flag} if seen.flag else {}
    told |= {name.replace("-", " "): value for name, value in seen.facts.items()}
    told |= {"confidence": f"{seen.confidence}%", "extractor": seen.extractor}
    told |= {"where": shown(seen.locator)}
    told |= {"read again": "the same bytes stand there" if same else "OTHER BYTES STAND THERE"}
    told |= {"context": around} if around else {}
    told |= {"tags": ", ".join(tags)} if tags else {}
    facts(told)
    say("found in:")
    for row, step in rows:
        say_wrapped(f"{row.name}  {row.path}" + (f"  ({step})" if step else ""), indent=2)
    say("custody:")
    for entry in entries:
        say_wrapped(entry_line(entry), indent=2)
