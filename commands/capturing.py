"""Capturing pages as one act: what `collect web`, `collect site` and watches share."""

import re
import time
from collections import Counter
from collections.abc import Callable, Iterable
from contextlib import ExitStack, closing
from dataclasses import dataclass, field
from functools import cache, partial
from typing import TYPE_CHECKING

from ..evidence.acting import Acting
from ..evidence.acts import Collect, SourcePath
from ..evidence.case import Case
from ..evidence.collecting import Collecting
from ..evidence.durable import make_private
from ..evidence.entry import Entry
from ..evidence.errors import ExitStatus
from ..evidence.index import Row
from ..evidence.web.crawl import Crawl
from ..evidence.writing import Writer
from ..hashes.canonical import encode_record
from ..hashes.digest import sha256_hex
from .asking_web import SOFTWARE, Wanted
from .collection import list_problems, mention_others
from .context import ActOptions
from .interrupt import uninterrupted
from .output import counted, note, safe, say, say_json, size_text
from .progress import Progress, progress

if TYPE_CHECKING:
    from ..collectors.crawl.run import Order, Run
    from ..collectors.wire.given import Given
    from ..extractors.references.service import ReferenceReader

SAFE_SECONDS = 1.0
"""Time after which what was captured is made safe: what a kill can take."""
SAFE_ITEMS = 100
"""Items after which it is."""
_SHOWN = 20
_HINTS = {
    "private address": "--allow-private asks this computer and private networks too",
    "certificate": "--ca-file FILE trusts an authority that you know; "
    "--insecure-record captures all the same, and marks it",
}
"""What to do about our own refusals, by how their reason begins."""
_REFUSAL = re.compile(rf"(?:^|: )({'|'.join(_HINTS)}): ")  # an address of a page holds no blank


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
            done = counted(collecting.next_n, "item")
            note(f"going on after {done} of an unfinished collection")
        make_private(writer.layout.parts)
        place = Place(
            store=writer.layout.store,
            folder=collecting.intake.folder,
            parts=writer.layout.parts,
            recorded=collecting.items(),
        )
        run = web_collector.collect(order, place)
        with progress("captured", total=None, quiet=wanted.as_json, noun="page") as shown:
            _take_in(run, collecting, shown)
        with uninterrupted():
            entry = writer.finish_collect(acting, collecting, finished=True)
    _mention_returned(wanted.given)
    return entry, run.crawl


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

        mention_sandbox()
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
                words = f"{run.under_way:,} under way, {kept.queued:,} waiting"
                shown.advance(kept.pages, kept.received, words=words)
    except KeyboardInterrupt:
        with uninterrupted():
            collecting.pause()
        items_kept = counted(collecting.next_n, "item")
        note(f"stopped; {items_kept} kept: give the same command again to go on")
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
        rows = index.items(seq=entry.seq, problems=True)
        problems = _Problems.of(row for row in rows if row.path.endswith(".json"))
    left = Counter({one.reason: one.count for one in crawl.left_out})
    if as_json:
        facts = {name: getattr(act.totals, name) for name in act.totals.__struct_fields__}
        facts |= {"entry": entry.seq, "collection": act.collection, "status": act.status}
        facts |= {"pages": crawl.pages, "exchanges": crawl.exchanges, "received": crawl.bytes}
        facts |= {"unverified_pages": crawl.unverified, "ended": crawl.ended, "left_out": left}
        say_json(facts | {"first_problems": problems.first, "manifest": entry.outputs[0].sha256})
    else:
        say(
            f"entry {entry.seq}: {counted(crawl.pages, 'page')}, "
            f"{counted(crawl.exchanges, 'exchange')}, {size_text(crawl.bytes)} received; "
            f"{counted(act.totals.items, 'item')} ({act.status})"
        )
        list_problems(problems.first, problems.count)
        for hint in problems.hints:
            note(f"  hint: {hint}")
        mention_unverified(crawl.unverified)
        for reason, number in left.items():
            note(f"{number:,} left out: {safe(reason)}")
    return ExitStatus.DONE if act.status == "complete" else ExitStatus.PARTIAL


@dataclass(kw_only=True, slots=True)
class _Problems:
    """What was not had whole."""

    first: list[str] = field(default_factory=list)
    """The first of it, by address."""
    count: int = 0
    """How much there is in all."""
    hints: dict[str, None] = field(default_factory=dict)
    """What to do about it, each once."""

    @classmethod
    def of(cls, rows: Iterable[Row]) -> "_Problems":
        """Sum up the records of captures, and of what was left out, that have a problem."""
        found = cls()
        for row in rows:
            found.count += 1
            if found.count <= _SHOWN:
                found.first.append(f"{row.path.rpartition('/')[0] or row.path}: {row.problem}")
            for refusal in _REFUSAL.findall(row.problem or ""):
                found.hints[_HINTS[refusal]] = None
        return found


def mention_unverified(pages: int) -> None:
    """Tell how many pages came from servers that prove nothing, if some did."""
    if pages:
        servers = "a server that is" if pages == 1 else "servers that are"
        note(f"{counted(pages, 'page')} from {servers} not to be trusted (--insecure-record)")


def _mention_returned(given: "Given") -> None:
    """Tell which secrets servers have given back: these stand in the case now."""
    for name, url in sorted(given.returned.items()):
        note(f"the answer of {safe(url)} holds the value of the given {safe(name)}")
    if given.returned:
        note("  answers are kept as they came: take care whom the case is shown to")
    given.returned.clear()


@cache
def mention_sandbox() -> None:
    """Tell, once, where Chromium shows strangers' pages without its sandbox."""
    from ..collectors.browser.chromium import has_sandbox

    if not has_sandbox():
        note("Chromium runs without its sandbox, as always for root: better do it as another user")
