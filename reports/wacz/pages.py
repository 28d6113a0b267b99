"""The list of pages: the plain load of each capture, then the one of a browser."""

from collections.abc import Iterator, Mapping

from ...collectors.warcs.headers import address_text
from ...evidence.case import Case
from ...evidence.index import Row
from ...evidence.web.capture import RENDERED_WARC_NAME, WARC_NAME
from ...evidence.web.reading import Captured, page_of
from .lines import replays, seconds

MAX_TEXT = 1 << 20
"""Characters of a page's text in the list of pages; all of it stands in its own record."""


def pages_of(case: Case, found: Captured) -> Iterator[Mapping[str, object]]:
    """Yield the entries of the list of pages: the plain load, then the one of a browser."""
    record, rendering = found.record, found.record.rendering
    page = page_of(record)
    title = " ".join(record.title.split()) or record.url
    seed = record.depth == 0
    told: dict[str, object] = {"seed": seed, "depth": record.depth, "item": found.name}
    if page is not None and replays(page) and record.purpose == "page":
        row = found.rows[WARC_NAME]
        place = {"id": row.id[:32], "url": address_text(page.url), "ts": seconds(page.started)}
        yield place | told | {"title": title, "size": row.size} | _marked(row)
    row_of = found.rows.get(RENDERED_WARC_NAME)
    if rendering is None or row_of is None or not any(map(replays, rendering.exchanges)):
        return
    final = rendering.final_url.partition("#")[0]
    shown = next((one for one in rendering.exchanges if one.url == final and replays(one)), None)
    if shown is not None:
        place = {"id": row_of.id[:32], "url": address_text(shown.url), "ts": seconds(shown.started)}
        words = {"title": " ".join(rendering.title.split()) or title, "size": row_of.size}
        text = found.rows.get("text.txt")
        if text is not None and text.sha256 is not None:
            content = b"".join(case.store.read(text.sha256)).decode("utf-8", "replace")
            words["text"] = content[:MAX_TEXT]
        yield place | told | words | _marked(row_of)


def _marked(row: Row) -> dict[str, object]:
    """Return the mark of what came from a server whose certificate is not to be trusted."""
    return {"unverified": True} if row.unverified else {}
