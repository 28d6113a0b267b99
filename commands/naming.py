"""Short names on the command line: `1.17` is an item, `5:12` an observation in one."""

from ..evidence.case import find_item
from ..evidence.index import Index
from ..evidence.sighting import find_observation, is_observation_name


def named(index: Index, name: str) -> tuple[str, str]:
    """Return (short name, id of the item) of what is named (E105, E106, E844)."""
    if is_observation_name(name):
        sighted = find_observation(index, name)
        return sighted.name, sighted.item
    row = find_item(index, name)
    return row.name, row.id
