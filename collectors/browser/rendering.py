"""Pages as a real browser shows them, recorded: what it loads and what it makes of it."""

import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO

from ...evidence.errors import of_os_error
from ...evidence.times import moment_of
from ...evidence.web.capture import Rendering
from ...evidence.web.settings import WebSettings
from ..wire.exchange import Fetched
from ..wire.given import Given
from ..wire.names import Resolver
from .cookies import as_parameters
from .exchanges import Allows, Exchanges, Fetches
from .own import document_of, sorted_out
from .rendered import Limits, Rendered
from .stage import Shown, Stage
from .visit import Visit

__all__ = ["Browser", "Limits", "Rendered"]


class Browser:
    """Shows pages and records them. Threads may share it; a page is shown by one."""

    def __init__(
        self,
        settings: WebSettings,
        given: Given,
        resolver: Resolver,
        *,
        fetchers: Callable[[], Fetches] | None = None,
        program: Path | None = None,
        folder: Path | None = None,
    ) -> None:
        """Find Chromium; raise `TruyvetError` E530 or E531 where there is none.

        Nothing is started yet. `fetchers` makes what asks servers; fetchers of the wire if not
        given. `folder` is where temporary files go; the system's own place if none is given.
        """
        width, _, height = settings.viewport.partition("x")
        self._settings = settings
        self._given = given
        self._folder = folder
        self._fetchers = fetchers or _wire(settings, given, resolver)
        self._stage = Stage(
            name=settings.user_agent, viewport=(int(width), int(height)), program=program,
            folder=folder,
        )  # fmt: skip

    def __enter__(self) -> "Browser":
        """Return itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """End the browser for sure."""
        self.close()

    def close(self) -> None:
        """End the browser for sure."""
        self._stage.close()

    def render(
        self, url: str, *, limits: Limits | None = None, allowance: Allows | None = None
    ) -> Rendered:
        """Load and show a page. Never raises for what a page does.

        What is received is taken off `allowance`; nothing more is asked for once it is used up.
        Raises `TruyvetError` E532 where Chromium itself does not start, E901-E903 where our own
        side could not keep what came.
        """
        started, product = _now(), self._stage.product()
        exchanges = Exchanges(self._fetchers, self._given, allowance, self._folder)
        try:
            cookies = as_parameters(self._given.cookies.given)
            shown = self._stage.show(url, exchanges, limits or Limits(), cookies)
            try:
                return self._rendered(url, shown, exchanges, product, started)
            except BaseException:
                shown.close()
                raise
        except BaseException as error:
            exchanges.close()
            if isinstance(error, OSError):
                raise of_os_error(error, self._folder or tempfile.gettempdir()) from error
            raise

    def _rendered(
        self, url: str, shown: Shown, exchanges: Exchanges, product: str, started: str
    ) -> Rendered:
        """Put together what was taken down of a page and what it loaded."""
        steps, journal = shown.steps, shown.visit.journal
        came = exchanges.take()
        lost = journal.answered - {one.exchange.url.partition("#")[0] for one in came}
        fetched, own = sorted_out(came, journal)
        document = document_of(fetched, journal)
        troubles = [*steps.troubles, *exchanges.limits, *_missing(fetched, lost, shown.visit)]
        if document is not None and document.result != "whole":
            troubles.insert(0, f"the page itself: {document.result}: {document.reason}")
        rendering = Rendering(
            blocked=exchanges.blocked,
            browser=product,
            ended=_now(),
            error="; ".join(dict.fromkeys(troubles))[:4096],
            final_url=steps.url or url,
            housekeeping=dict(sorted((own + self._stage.own.take()).items())),
            settled=steps.settled,
            started=started,
            title=steps.title,
            viewport=self._settings.viewport,
        )
        parts: dict[str, BinaryIO] = dict(steps.parts)
        for name, lines in (("console.jsonl", journal.console), ("network.jsonl", journal.network)):
            lines.file.seek(0)
            parts[name] = lines.file
        return Rendered(
            rendering=rendering, parts=parts, fetched=fetched, shelf=exchanges.shelf,
            document=document,
        )  # fmt: skip


def _missing(fetched: list[Fetched], lost: set[str], visit: Visit) -> Iterator[str]:
    """Tell what the browser had or asked for that is not recorded, or not to its end."""
    if lost:
        yield f"asked for and not recorded: {len(lost)}, such as {min(lost)[:500]}"
    if losses := visit.losses:
        yield f"lost on our own side: {len(losses)}, such as by {losses[0]}"
    if cut := sum(one.exchange.truncated == "length" for one in fetched):
        yield f"answers cut at a limit of their size: {cut}"


def _now() -> str:
    return moment_of(time.time_ns()).utc


def _wire(settings: WebSettings, given: Given, resolver: Resolver) -> Callable[[], Fetches]:
    """Return what makes fetchers that ask servers."""
    from ..wire.fetching import Fetcher

    return lambda: Fetcher(settings, given, resolver)
