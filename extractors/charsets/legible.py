"""Raw values of observations as text, in the encoding that their item was found to have.

The bytes stay the evidence: nothing is kept, and what cannot be read so is shown as it was.
"""

from ...evidence.errors import TruyvetError
from ...evidence.index import Index
from ...evidence.layout import Layout
from ...evidence.scans.observation import Observation
from ...evidence.sighting import read_observation
from .decoding import decode

_UNKNOWN = "utf-8"


class Legible:
    """Reads raw values of the items of one case; an item's encoding is looked up once."""

    def __init__(self, layout: Layout, index: Index) -> None:
        self._layout = layout
        self._index = index
        self._known: dict[str, str] = {}

    def text(self, seen: Observation) -> str:
        """Return what an observation's raw value reads as; its `raw` where nothing says more.

        Only bytes of the item itself are read: what stands in a child or a workbook is UTF-8.
        """
        if not seen.raw_bytes and "\0" not in seen.raw:
            return seen.raw
        charset = seen.facts.get("encoding") or self.charset(seen.item)
        try:
            return decode(seen.value(), charset)
        except (LookupError, ValueError):
            return seen.raw

    def charset(self, item: str) -> str:
        """Return the encoding of an item's text; UTF-8 where nothing says."""
        found = self._known.get(item)
        if found is None:
            found = self._known[item] = self._charset(item)
        return found

    def _charset(self, item: str) -> str:
        examinations = self._index.examinations
        for kind in ("table", "text-encoding"):
            for one in examinations.observations(kind=kind, item=item):
                if kind == "text-encoding":
                    return one.value
                try:
                    told = read_observation(self._layout, self._index, one).facts.get("encoding")
                except TruyvetError:  # whoever reads it as evidence says what is wrong
                    continue
                if told:
                    return told
        return _UNKNOWN
