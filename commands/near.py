"""What something that is not known may mean: a name with its words, a weaker spelling, a host."""

from itertools import islice

from ..evidence.errors import TruyvetError
from ..evidence.folding import folded
from ..evidence.links.node import KINDS, MAX_VALUE, Node
from ..evidence.links.rows import NodeRow
from ..evidence.links.view import Links

MAX_NEAR = 5
"""Names that an error lists."""
SCHEMES = ("http", "https", "ftp")
"""Of URLs whose host may be asked for."""
HOSTS = {"domain": "{}", "ipv4": "{}", "ipv6": "[{}]"}
"""What stands as a host in a URL, and how."""
MAX_SHOWN = 120
"""Letters of a URL that an error shows."""
MAX_READ = 1_000
"""Names that are looked at: a single letter stands in nearly all."""


def unknown(links: Links, text: str) -> TruyvetError:
    """Return the error that nothing is known as `text` (E570), with what is near it."""
    near = near_names(links, text)
    alike = "; ".join(f"{row.label[:80]} ({row.node})" for row in near[:MAX_NEAR])
    more = "; …" if len(near) > MAX_NEAR else ""
    said = text[:120] + (f"; named alike: {alike}{more}" if near else "")
    maybe = [f"{row.node} ({weak})" for row, weak in weaker(links, text)]
    said += f"; may be {', '.join(maybe[:MAX_NEAR])}" if maybe else ""
    urls = [_cut(str(row.node)) for row in on_host(links, text)]
    said += f"; known as the host of {' '.join(urls[:MAX_NEAR])}" if urls else ""
    said += " …" if len(urls) > MAX_NEAR else ""
    return TruyvetError("E570", text=said)


def weaker(links: Links, text: str) -> list[tuple[NodeRow, str]]:
    """Return the known nodes that `text` may be, each with why that is not sure."""
    from ..query.spellings import spellings

    if len(text) > MAX_VALUE or not _is_text(text):
        return []
    weak = [one for one in spellings(text) if one.weak and one.kind in KINDS]
    found = ((links.find(Node(kind=one.kind, value=one.value)), one.weak) for one in weak)
    return [(row, why) for row, why in found if row is not None]


def near_names(links: Links, text: str) -> list[NodeRow]:
    """Return those who bear a name that has all words of `text`, but for marks and case."""
    words = folded(text).split()[:8] if _is_text(text) else []
    if not words:
        return []
    clauses = " AND ".join(["instr(folded, ?) > 0"] * len(words))
    query = f"SELECT node, folded FROM names WHERE {clauses} LIMIT {MAX_READ}"  # noqa: S608
    found = [
        node
        for node, name in links.database.execute(query, words)
        if set(words) <= set(name.split())
    ]
    return [links.node(one) for one in dict.fromkeys(map(links.root, found))]


def on_host(links: Links, text: str) -> list[NodeRow]:
    """Return linked URLs on the host that `text` names, at most one more than an error lists."""
    from ..query.spellings import sure_spellings

    if len(text) > MAX_VALUE or not _is_text(text):
        return []
    read = (one for one in sure_spellings(text) if one.kind in HOSTS)
    hosts = dict.fromkeys((*(HOSTS[one.kind].format(one.value) for one in read), text.lower()))
    starts = [f"{scheme}://{host}{end}" for host in hosts for scheme in SCHEMES for end in "/:?#"]
    query = (
        "SELECT id FROM nodes WHERE value >= ? AND value < ? AND kind = 'url' AND degree > 0"
        " LIMIT ?"
    )
    found = (
        row[0]
        for start in starts
        for row in links.database.execute(query, (start, start + "\U0010ffff", MAX_NEAR + 1))
    )
    return [links.node(one) for one in islice(dict.fromkeys(map(links.root, found)), MAX_NEAR + 1)]


def _cut(text: str) -> str:
    return text if len(text) <= MAX_SHOWN else text[:MAX_SHOWN] + "…"


def _is_text(text: str) -> bool:
    """Tell whether it is UTF-8: no node has a name or value that is not."""
    return not any("\ud800" <= letter <= "\udfff" for letter in text)
