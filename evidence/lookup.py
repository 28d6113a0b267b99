"""From a row of the index back to the manifest line it was made of."""

from ..hashes.canonical import decode_record
from .durable import open_plain
from .errors import TruyvetError
from .index import Index, Row
from .item import Item, item_id
from .layout import Layout
from .manifest import MAX_LINE_BYTES
from .scans.configuration import Configuration


def read_item(layout: Layout, index: Index, row: Row) -> Item:
    """Return the manifest line behind `row`, which must say what the row says.

    Raises `TruyvetError` E301 when the manifest is missing, E302 when it has no item there, E604
    when the index tells otherwise: it is no evidence, and nothing is handed out on its word.
    """
    collection, manifest, _ = index.collection_of(row.seq) or ("", "", None)
    try:
        with open_plain(layout.store.path(manifest)) as file:
            file.seek(row.position)
            item = decode_record(file.readline(MAX_LINE_BYTES).removesuffix(b"\n"), Item)
            same = (item_id(collection, item), item.n, item.sha256, item.size, item.path)
    except FileNotFoundError as error:
        raise TruyvetError("E301", sha256=manifest) from error
    except ValueError as error:
        raise TruyvetError("E302", sha256=manifest) from error
    if same != (row.id, row.n, row.sha256, row.size, row.path):
        raise TruyvetError("E604", item=row.name)
    return item


def newest_configuration(
    layout: Layout, index: Index, extractor: str
) -> tuple[int, Configuration] | None:
    """Return (entry, configuration) of the newest scan in which this extractor was asked.

    Raises `TruyvetError` E301 or E302 where its object is missing or damaged.
    """
    for seq, ran in sorted(index.examinations.runs().items(), reverse=True):
        if any(one.name == extractor and not one.left_out for one in ran):
            digest = index.examinations.output(seq, "configuration")
            content = b"".join(layout.store.read(digest))
            try:
                return seq, decode_record(content, Configuration)
            except ValueError as error:
                raise TruyvetError("E302", sha256=digest) from error
    return None
