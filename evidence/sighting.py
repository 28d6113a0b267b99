"""From what the index knows of an observation back to the line it was made of."""

import re

from ..hashes.canonical import decode_record
from .durable import open_plain
from .errors import TruyvetError
from .examined import Sighted
from .index import Index, Row
from .layout import Layout
from .manifest import MAX_LINE_BYTES
from .scans.observation import MAX_TEXT_LINE, Observation, TextLine

_SHORT_NAME = re.compile(r"([0-9]{1,15}):([0-9]{1,15})")


def is_observation_name(name: str) -> bool:
    """Tell whether a name is an observation's, such as `5:12`, and not an item's."""
    return _SHORT_NAME.fullmatch(name) is not None


def find_observation(index: Index, name: str) -> Sighted:
    """Return the observation of this short name; `TruyvetError` E844 where there is none."""
    short = _SHORT_NAME.fullmatch(name)
    if short is not None:
        seq, n = int(short[1]), int(short[2])
        for found in index.examinations.observations(seq=seq, n=n, superseded=True):
            return found
    raise TruyvetError("E844", observation=name)


def read_observation(layout: Layout, index: Index, sighted: Sighted) -> Observation:
    """Return the line behind an observation, which must say what the index says.

    Raises `TruyvetError` E301 when its object is missing, E302 when it has no observation there,
    E604 when the index tells otherwise: it is no evidence, and nothing is shown on its word.
    """
    digest = index.examinations.output(sighted.seq, "observations")
    try:
        with open_plain(layout.store.path(digest)) as file:
            file.seek(sighted.position)
            line = file.readline(MAX_LINE_BYTES).removesuffix(b"\n")
        seen = decode_record(line, Observation)
    except FileNotFoundError as error:
        raise TruyvetError("E301", sha256=digest) from error
    except ValueError as error:
        raise TruyvetError("E302", sha256=digest) from error
    told = (seen.item, seen.kind, seen.extractor, seen.flag)
    if told != (sighted.item, sighted.kind, sighted.extractor, sighted.flag):
        raise TruyvetError("E604", item=sighted.name)
    return seen


def texts_of(layout: Layout, index: Index, item: str) -> list[TextLine]:
    """Return the texts that the newest scan which took any out of this item has taken.

    Raises `TruyvetError` E301 when their object is missing, E302 when there are none in it.
    """
    found = index.examinations.texts(item)
    newest = max((seq for seq, _ in found), default=0)
    return [read_text(layout, index, item, seq, at) for seq, at in found if seq == newest]


def read_text(layout: Layout, index: Index, item: str, seq: int, position: int) -> TextLine:
    """Return the text of an item that stands at this byte of a scan's texts.

    Raises `TruyvetError` E301 when their object is missing, E302 when there is no text, E604 when
    it is of another item.
    """
    digest = index.examinations.output(seq, "texts")
    try:
        with open_plain(layout.store.path(digest)) as file:
            file.seek(position)
            line = file.readline(MAX_TEXT_LINE).removesuffix(b"\n")
        told = decode_record(line, TextLine)
    except FileNotFoundError as error:
        raise TruyvetError("E301", sha256=digest) from error
    except ValueError as error:
        raise TruyvetError("E302", sha256=digest) from error
    if told.item != item:
        raise TruyvetError("E604", item=item[:12])
    return told


def item_of(index: Index, item: str) -> Row:
    """Return the row of the item with this whole id; `TruyvetError` E105 where there is none."""
    for row in index.items(name=item):
        return row
    raise TruyvetError("E105", item=item)
