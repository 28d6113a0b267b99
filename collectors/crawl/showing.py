"""What a browser makes of a page that was captured: parts of the same capture, another load."""

import time

from msgspec.structs import replace

from ...evidence.web.capture import RENDERED_WARC_NAME, Exchange, is_unverified
from ..browser.rendered import PARTS, USED_UP, Rendered
from ..warcs.capture import write_capture
from .means import Captured, Means
from .page import new_spool, new_writer


def show(means: Means, captured: Captured) -> Captured:
    """Have the page shown where a browser was asked for, and add what came of it."""
    capture = captured.capture
    if means.browser is None or captured.page.purpose != "page" or capture.result == "refused":
        return captured
    try:
        if means.allowance.left <= 0:
            _mark(captured, f"not shown: {USED_UP}")
            return captured
        rendered = means.browser.render(captured.page.url, allowance=means.allowance)
        try:
            _add(means, captured, rendered)
        except BaseException:
            rendered.close()
            raise
    except BaseException:
        captured.close()
        raise
    return captured


def _add(means: Means, captured: Captured, rendered: Rendered) -> None:
    capture = captured.capture
    plain: Exchange | None = next(
        (one for one in reversed(capture.exchanges) if one.purpose == "page"), None
    )
    rendering = rendered.compared(plain, capture.url)
    spool = new_spool(means)
    captured.files[RENDERED_WARC_NAME] = spool
    writer = new_writer(means, spool, time.time_ns())
    exchanges, connections, names = write_capture(
        writer, rendered.fetched, lambda key: means.known.original(key, captured.job)
    )
    means.known.learn(exchanges, captured.job)
    rendered.drop_fetched()
    for name in PARTS:
        if name in rendered.parts:
            captured.files[name] = rendered.parts[name]
    rendering = replace(rendering, exchanges=exchanges, connections=connections, names=names)
    unverified = capture.unverified or is_unverified(exchanges, connections)
    captured.capture = replace(capture, rendering=rendering, unverified=unverified)
    _mark(captured, rendering.error)


def _mark(captured: Captured, error: str) -> None:
    """Mark a page that the browser could not show whole."""
    if not error or captured.code:
        return
    captured.code = "incomplete"
    reason = f"in the browser: {error}"[:4096]
    captured.capture = replace(captured.capture, result="incomplete", reason=reason)
