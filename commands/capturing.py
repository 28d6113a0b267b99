"""Capturing pages as one act: what `collect web`, `collect site` and watches share."""

import time
from collections import Counter
from collections.abc import Callable
from contextlib import ExitStack, closing
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING

from ..evidence.acting import Acting
from ..evidence.acts import Collect, SourcePath
from ..evidence.case import Case
from ..evidence.collecting import Collecting
from ..evidence.durable import make_private
from ..evidence.entry import Entry
from ..evidence.errors import ExitStatus
from ..evidence.web.crawl import Crawl
from ..evidence.writing import Writer
from ..hashes.canonical import encode_record
from ..hashes.digest import sha256_hex
from .asking_web import SOFTWARE, Wanted
from .collection import list_problems, mention_others
from .context import ActOptions
from .interrupt import uninterrupted
from .output import note, safe, say, say_json, size_text
from .progress import Progress, progress

if TYPE_CHECKING:
    from ..collectors.crawl.run import Order, Run
    from ..extractors.references.service import ReferenceReader

SAFE_SECONDS = 1.0
"""Time after which what was captured is made safe: what a kill can take."""
SAFE_ITEMS = 100
"""Items after which it is."""
_SHOWN = 20


def capture_pages(case: Case, wanted: Wanted, act: ActOptions) -> ExitStatus:
    """Capture what is wanted, as one act, and tell what came of it."""
    entry, crawl = capture(case, wanted, act.acting)
    return _report(case, entry, crawl, as_json=wanted.as_json)


def capture(case: Case, wanted: Wanted, acts: Callable[[], Acting]) -> tuple[Entry, Crawl | None]:
    """Capture what is wanted, as one act; return its entry and what was left out.

    `acts` says who acts; it may ask for a passphrase, while the reader of pages gets ready.
    """
    with ExitStack() as stack:
        # It gets ready while we do: first of all.
        reader = stack.enter_context(_reader(wanted))
        from ..collectors import web as web_collector
        from ..collectors.crawl.run import Place

        acting = acts()
        sources = tuple(SourcePath(path=url) for url in wanted.urls)
        options = sha256_hex(encode_record(wanted.settings))
        order = _order(wanted, reader, stack)
        writer: Writer = stack.enter_context(case.writing())
        with uninterrupted():
            collecting = writer.begin_collect(
                acting, web_collector.NAME, sources, wanted.text, options
            )
        mention_others(writer, collecting)
        if collecting.next_n:
            note(f"going on after {collecting.next_n:,} items of an unfinished collection")
        make_private(writer.layout.parts)
        place = Place(
            store=writer.layout.store,
            folder=collecting.intake.folder,
            parts=writer.layout.parts,
            recorded=collecting.items(),
        )
        run = web_collector.collect(order, place)
        with progress("captured", total=None, quiet=wanted.as_json) as shown:
            _take_in(run, collecting, shown)
        with uninterrupted():
            return writer.finish_collect(acting, collecting, finished=True), run.crawl


def _reader(wanted: Wanted) -> "ReferenceReader":
    from ..extractors.references.service import ReferenceReader

    return ReferenceReader(processes=1 if wanted.settings.jobs < 4 else 2)


def _order(wanted: Wanted, reader: "ReferenceReader", stack: ExitStack) -> "Order":
    """Put together what captures: fetchers, the reader of pages, the browser."""
    from ..collectors.crawl.run import Order
    from ..collectors.wire.fetching import Fetcher
    from ..collectors.wire.names import Resolver
    from ..extractors.messages.decoded import decoded_body

    settings, browser = wanted.settings, None
    resolver = Resolver(settings.resolver)
    fetcher = partial(Fetcher, settings, wanted.given, resolver)
    fetcher().close()  # settings that cannot be used are told before anything is written
    if settings.browser:
        from ..collectors.browser.rendering import Browser

        browser = stack.enter_context(Browser(settings, wanted.given, resolver))
    return Order(
        settings=settings,
        urls=wanted.urls,
        fetcher=fetcher,
        finder=reader,
        decode=decoded_body,
        software=SOFTWARE,
        browser=browser,
    )


def _take_in(run: "Run", collecting: Collecting, shown: Progress) -> None:
    """Take in what is captured; Ctrl-C keeps what is there."""
    safe_at, items = time.monotonic(), 0
    try:
        with closing(run.pages()) as pages:
            for kept in pages:
                with uninterrupted():
                    if kept.block:
                        collecting.add(kept.block, kept.totals)
                        items += kept.totals.items
                    if items >= SAFE_ITEMS or time.monotonic() - safe_at >= SAFE_SECONDS:
                        collecting.hurry()
                        safe_at, items = time.monotonic(), 0
                words = f"{kept.queued:,} pages wait"
                shown.advance(kept.pages, kept.received, words=words)
    except KeyboardInterrupt:
        with uninterrupted():
            collecting.pause()
        kept_items = collecting.next_n
        note(f"stopped; {kept_items:,} items are kept: give the same command again to go on")
        raise
    except BaseException:
        collecting.close()
        note("stopped; what was captured is kept: give the same command again to go on")
        raise


def _report(case: Case, entry: Entry, crawl: Crawl | None, *, as_json: bool) -> ExitStatus:
    act = entry.act
    if not isinstance(act, Collect) or crawl is None:
        raise TypeError(type(act))
    with case.reading() as index:
        rows = (
            row for row in index.items(seq=entry.seq, problems=True) if row.path.endswith(".json")
        )
        shown = [f"{row.path.rpartition('/')[0]}: {row.problem}" for row in islice(rows, _SHOWN)]
        count = len(shown) + sum(1 for _ in rows)
    left = Counter({one.reason: one.count for one in crawl.left_out})
    if as_json:
        facts = {name: getattr(act.totals, name) for name in act.totals.__struct_fields__}
        facts |= {"entry": entry.seq, "collection": act.collection, "status": act.status}
        facts |= {"pages": crawl.pages, "exchanges": crawl.exchanges, "received": crawl.bytes}
        facts |= {"ended": crawl.ended, "left_out": left, "first_problems": shown}
        say_json(facts | {"manifest": entry.outputs[0].sha256})
    else:
        say(
            f"entry {entry.seq}: {crawl.pages:,} pages, {crawl.exchanges:,} exchanges, "
            f"{size_text(crawl.bytes)} received; {act.totals.items:,} items ({act.status})"
        )
        list_problems(shown, count)
        for reason, number in left.items():
            note(f"left out: {number:,} ({safe(reason)})")
    return ExitStatus.DONE if act.status == "complete" else ExitStatus.PARTIAL
