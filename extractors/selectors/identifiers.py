"""Universally unique identifiers (RFC 9562)."""

import re
import uuid as library

from .normal import Normal, Row

_FORM = re.compile(r"(?:urn:uuid:)?\{?([0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12})\}?", re.I)
_GREGORIAN = 122_192_928_000_000_000  # 100 ns from 15 October 1582 to 1970
_TICKS = 10_000_000


def uuid(text: str, region: str = "") -> Normal | None:
    """Read a UUID; of versions 1 and 6 the network card, of 1 and 7 the time is told."""
    found = _FORM.fullmatch(text.strip())
    if found is None:
        return None
    value = library.UUID(found[1])
    if len(set(value.bytes)) < 4:
        return None  # nil, max, placeholders
    facts = {}
    if value.variant == library.RFC_4122 and value.version is not None:
        facts["version"] = str(value.version)
    if value.variant == library.RFC_4122 and value.version == 1:
        node = f"{value.node:012x}"
        facts["mac"] = ":".join(node[place : place + 2] for place in range(0, 12, 2))
        facts["seconds"] = str((value.time - _GREGORIAN) // _TICKS)
    return Normal(value=str(value), confidence=95, facts=facts)


ROWS: dict[str, Row] = {"uuid": Row(title="UUID", normal=uuid)}
"""The kinds of this family."""
