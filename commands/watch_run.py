"""`truyvet watch run`: one round: capture what is due, examine it, tell what changed."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import click

from ..evidence.acting import Acting
from ..evidence.case import Case
from ..evidence.errors import ExitStatus, TruyvetError
from ..evidence.intake import Pending
from ..evidence.times import now
from ..evidence.web.watching import COLLECTOR
from ..extractors.pictures.comparing import comparer
from ..hashes.canonical import encode_record
from ..hashes.digest import sha256_hex
from ..reports.comparison import Comparison
from .asking_web import Wanted, wanted_of, with_web_options
from .capturing import capture, mention_unverified
from .context import ActOptions, with_acting, with_case
from .output import counted, note, safe, say, say_json
from .watch_comparing import Comparer
from .watch_pages import Page, pages_of, watching_of
from .watch_scan import scan_captures
from .watch_telling import as_facts, headline, lines
from .web_list import page_is_whole

NOTE = "watch run"
"""Note of a round's collections, when the officer gives none."""
_LEFT_OUT = frozenset({"listed", "browser", "max_pages"})
"""Options of captures that the watches themselves decide."""
_MAX_PAGES = 100_000


@click.command("run", epilog="Example: truyvet watch run --purpose 'theo dõi trang giả mạo'")
@click.option("--all", "every", is_flag=True, help="All watched pages, due or not.")
@click.option("--dry-run", is_flag=True, help="Only list what is due.")
@with_web_options
@with_case
@with_acting
def command(case: Case, every: bool, dry_run: bool, act: ActOptions, **options: Any) -> ExitStatus:
    """Capture each watched page that is due, examine what is new, and tell what changed.

    One round; run it again and again with cron or systemd. A page that cannot be had counts as
    tried and is due again an interval later. Status 4 where a page could not be had whole.
    """
    as_json = bool(options["as_json"])
    options["text"] = options["text"] or NOTE
    watching, moment = watching_of(case), now().utc
    with case.reading() as index:
        pages = pages_of(case, index, (one.act.value for one in watching.pages), watching)
    due = [page for page in pages if every or page.is_due(moment)]
    if dry_run:
        return _list(due, as_json=as_json)
    unfinished = [one for one in case.unfinished() if _is_ours(one, options["text"])]
    if not due and not unfinished:
        if not as_json:
            say("nothing is due")
        return ExitStatus.DONE
    acting = act.acting()
    _check_role(case, acting)
    done = _capture(case, acting, due, unfinished, options)
    if not done.entries and done.error is not None:
        raise done.error
    told = _tell(case, acting, done.entries, as_json=as_json)
    if done.error is not None:
        note(f"truyvet: {done.error.code}: {done.error.text}\n  hint: {done.error.hint}")
    return ExitStatus.DONE if told and done.error is None else ExitStatus.PARTIAL


command.params = [one for one in command.params if one.name not in _LEFT_OUT]


def _list(due: list[Page], *, as_json: bool) -> ExitStatus:
    for page in due:
        if as_json:
            say_json({"page": page.address, "due": page.due, "last": page.tried})
        else:
            say(safe(page.address))
    if not due and not as_json:
        note("nothing is due")
    return ExitStatus.DONE


def _check_role(case: Case, acting: Acting) -> None:
    """Refuse now what would be refused once the pages are captured (E704 to E706, E712)."""
    keys = case.ledger.tail().keys
    for one in ("collect", "scan"):
        keys.require(acting.signer.card, one)


@dataclass(kw_only=True, slots=True)
class _Done:
    """What a round has captured."""

    entries: list[int] = field(default_factory=list)
    """Entries that recorded it."""
    error: TruyvetError | None = None
    """Why some of it was not even tried."""


def _is_ours(pending: Pending, text: str) -> bool:
    return pending.collector == COLLECTOR and pending.note == text


def _capture(
    case: Case, acting: Acting, due: list[Page], unfinished: list[Pending], options: dict[str, Any]
) -> _Done:
    """Capture the pages: those without a browser as one act, those with one as another.

    What a killed round has begun comes first, as it was asked for then.
    """
    done, captured = _Done(), set[str]()
    for wanted in _wanted(acting, due, unfinished, options):
        urls = tuple(url for url in wanted.urls if url not in captured)
        if urls != wanted.urls and not urls:
            continue
        try:
            entry, _ = capture(case, wanted, lambda: acting)
        except TruyvetError as error:
            if error.code == "E103":
                raise
            done.error = error
            continue
        captured |= set(wanted.urls)
        done.entries.append(entry.seq)
    return done


def _wanted(
    acting: Acting, due: list[Page], unfinished: list[Pending], options: dict[str, Any]
) -> Iterator[Wanted]:
    begun = set[str]()
    for pending in unfinished:
        urls = tuple(source.path for source in pending.sources)
        for browser in (False, True):
            wanted = _ask(urls, options, browser=browser)
            same = sha256_hex(encode_record(wanted.settings)) == pending.options
            if same and pending.actor.key == acting.signer.card.id:
                begun |= set(urls)
                yield wanted
    for browser in (False, True):
        urls = tuple(
            page.address
            for page in due
            if page.watched is not None
            and page.watched.act.browser == browser
            and page.address not in begun
        )
        if urls:
            yield _ask(urls, options, browser=browser)


def _ask(urls: tuple[str, ...], options: dict[str, Any], *, browser: bool) -> Wanted:
    whole = options | {"listed": None, "browser": browser, "max_pages": _MAX_PAGES}
    return wanted_of(urls, whole, depth=0, scope="page", pause=0)


def _tell(case: Case, acting: Acting, entries: list[int], *, as_json: bool) -> bool:
    """Examine what came, compare it, and say what changed; tell whether all pages were had."""
    watching = watching_of(case)
    wanted = [one.act.value for one in watching.pages]
    with case.reading() as index:
        pages = pages_of(case, index, wanted, watching)
        new = [(page, one) for page in pages for one in page.captures if one.seq in entries]
        older = [old for page, one in new if (old := page.before(one)[0]) is not None]
    scanned = scan_captures(case, acting, entries, older, quiet=as_json)
    whole = True
    with case.reading() as index, comparer() as aside:
        told = Comparer(case, index, watching.selectors, aside)
        for page, one in new:
            for found in told.follow(page, [one]):
                whole &= found.new.answered and page_is_whole(one.record)
                _say(found, unverified=one.record.unverified, as_json=as_json)
    if not as_json:
        seqs = ", ".join(map(str, entries))
        scan = f", examined in entry {scanned.seq}" if scanned is not None else ""
        say(f"{counted(len(new), 'page')} captured in entry {seqs}{scan}")
        mention_unverified(sum(one.record.unverified for _, one in new))
    return whole


def _say(found: Comparison, *, unverified: bool, as_json: bool) -> None:
    if as_json:
        say_json(as_facts(found) | {"unverified": unverified})
        return
    first = found.old is None and found.new.answered
    words = "first capture" if first else headline(found)
    say(f"{found.new.name}  {safe(found.new.given)}  {safe(words)}")
    for line in lines(found):
        say(f"  {safe(line)}")
    if found.state == "changed":
        say(f"  truyvet watch diff {found.new.name} -o diff.html")
