"""`truyvet web open`: a captured page in a browser again, at its own address, offline."""

import os
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import click

from ..collectors.warcs.records import NotARecord, read_record
from ..evidence.case import Case
from ..evidence.copying import check_target, write_out
from ..evidence.durable import open_plain
from ..evidence.errors import TruyvetError
from ..evidence.index import Index
from ..evidence.web.capture import RENDERED_WARC_NAME, WARC_NAME, Exchange
from ..evidence.web.reading import Captured, captures_of
from ..reports.webcaptures import refuse_untrue
from .capturing import mention_sandbox
from .context import PATH, with_case
from .output import note, safe, size_text
from .web_address import capture_of

_SHOWN = 20
"""Missing addresses that are listed one by one."""


@click.command("open", epilog="Example: truyvet web open 2.1 --screenshot page.png")
@click.argument("capture")
@click.option("--rendered", is_flag=True, help="What the browser loaded then, not the plain load.")
@click.option("--screenshot", type=PATH, metavar="FILE.png", help="Take a picture, open no window.")
@click.option("--force", is_flag=True, help="Replace an existing file.")
@with_case
def command(case: Case, capture: str, rendered: bool, screenshot: Path | None, force: bool) -> None:
    """Open CAPTURE in Chromium at its original address, out of the case alone.

    Nothing leaves this computer: what was not captured is answered with 404 and listed. Without a
    display a picture is taken instead, CAPTURE.png where you stand unless --screenshot names it.
    The scripts of the page run, in the browser's own processes.
    """
    from ..collectors.browser.replay import open_window, picture

    mention_sandbox()
    with case.reading() as index:
        found = capture_of(case, index, capture)
        url = _address(found, rendered=rendered)
        answers = Answers(case, index, found, rendered=rendered)
        answers.check(found)
        if not answers.answered():
            raise TruyvetError("E535", item=found.name, url=url)
        if screenshot is None and has_display(os.environ, sys.platform):
            note(f"{safe(url)}, captured {found.record.started.utc}: close the window to end")
            missing = open_window(url, answers.answer)
        else:
            target = screenshot or Path(f"{found.name}.png")
            check_target(case.folder, target, force=force)
            taken, missing, troubles = picture(url, answers.answer)
            for trouble in troubles:
                note(f"  {safe(trouble)}")
            if not taken:
                raise TruyvetError("E534", url=url)
            write_out(case.folder, target, taken, force=force)
            note(f"{safe(str(target))}: {size_text(len(taken))}, made now from {found.name}")
    if missing:
        note(f"asked for and not captured: {len(missing)}")
    for address in missing[:_SHOWN]:
        note(f"  {safe(address)}")


def has_display(environment: Mapping[str, str], system: str) -> bool:
    """Tell whether a window can be opened here."""
    named = environment.get("DISPLAY") or environment.get("WAYLAND_DISPLAY")
    return bool(named) or system == "darwin"


def _address(found: Captured, *, rendered: bool) -> str:
    """Return the address that was asked for, so that redirects are followed again."""
    if rendered and found.record.rendering is None:
        raise TruyvetError("E533", item=found.name)
    return found.record.exchanges[0].url if found.record.exchanges else found.record.given


@dataclass(frozen=True, kw_only=True, slots=True)
class _Kept:
    """An exchange and the capture that it stands in."""

    captured: Captured
    warc: str
    exchange: Exchange

    @property
    def has_answer(self) -> bool:
        return bool(self.exchange.records) and self.exchange.response_size > 0


class Answers:
    """The raw answers of a capture, and of the other captures of its collection."""

    def __init__(self, case: Case, index: Index, found: Captured, *, rendered: bool) -> None:
        """With `rendered`, those that the browser got, not those of the plain load.

        The other captures are read here, and only where this one refers to them.
        """
        self._case = case
        self._sound: set[str] = set()
        self._bodies: dict[str, _Kept] = {}
        kept = list(_kept(found, rendered=rendered))
        self._first = kept[0].exchange.url if kept else ""
        self._answers = _by_request(kept)
        if found.record.elsewhere or any(one.exchange.revisit for one in kept):
            for captured in captures_of(case, index, seq=found.seq):
                self._learn(captured, own=captured.prefix == found.prefix)

    def _learn(self, captured: Captured, *, own: bool) -> None:
        both = [*_kept(captured, rendered=False), *_kept(captured, rendered=True)]
        for kept in both:
            if kept.exchange.body_sha256 and not kept.exchange.revisit:
                self._bodies.setdefault(kept.exchange.body_sha256, kept)
        if not own:
            self._answers = _by_request(both) | self._answers

    def answered(self) -> bool:
        """Tell whether the page was answered, where its redirects led."""
        url, met = self._first, set[str]()
        while url not in met:
            met.add(url)
            kept = self._answers.get(("GET", url))
            if kept is None:
                return False
            url = kept.exchange.location.partition("#")[0] or url
        return True

    def answer(self, method: str, url: str) -> bytes | None:
        """Return the response as it came, head and body; none where there is none.

        Raises `TruyvetError` E301, E302, E566, E567 where the stored bytes are not those recorded.
        """
        kept = self._answers.get((method, url))
        if kept is None:
            return None
        raw = self._block(kept)
        if not kept.exchange.revisit:
            return raw
        original = self._bodies.get(kept.exchange.body_sha256 or "")
        if original is None:
            reason = f"the body of {url} is in no other capture"
            raise TruyvetError("E566", item=kept.captured.name, reason=reason)
        return raw[: kept.exchange.head] + self._block(original)[original.exchange.head :]

    def check(self, captured: Captured) -> None:
        """Raise `TruyvetError` E301, E302, E567 for a capture that is not as recorded; once."""
        if captured.prefix not in self._sound:
            refuse_untrue(self._case, captured)
            self._sound.add(captured.prefix)

    def _block(self, kept: _Kept) -> bytes:
        """Return the bytes of the exchange's first record: the answer as it came."""
        row = kept.captured.rows.get(kept.warc)
        if row is None or row.sha256 is None:
            raise TruyvetError("E566", item=kept.captured.name, reason="its bytes are not stored")
        self.check(kept.captured)
        try:
            with open_plain(self._case.store.path(row.sha256)) as file:
                stored = read_record(file, kept.exchange.records[0])
                file.seek(stored.block)
                return file.read(stored.size)
        except NotARecord as error:
            raise TruyvetError("E566", item=kept.captured.name, reason=error) from error


def _kept(captured: Captured, *, rendered: bool) -> Iterator[_Kept]:
    """Yield the exchanges of one load of a page."""
    if not rendered:
        for one in captured.record.exchanges:
            yield _Kept(captured=captured, warc=WARC_NAME, exchange=one)
    elif captured.record.rendering is not None:
        for one in captured.record.rendering.exchanges:
            yield _Kept(captured=captured, warc=RENDERED_WARC_NAME, exchange=one)


def _by_request(all_kept: Iterator[_Kept] | list[_Kept]) -> dict[tuple[str, str], _Kept]:
    """Return what answers each (method, address): the first whole answer, else the first."""
    found: dict[tuple[str, str], _Kept] = {}
    for kept in all_kept:
        key = (kept.exchange.method, kept.exchange.url)
        better = key not in found or (
            found[key].exchange.result != "whole" and kept.exchange.result == "whole"
        )
        if kept.has_answer and better:
            found[key] = kept
    return found
