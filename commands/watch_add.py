"""`truyvet watch add`: watch a page, or put a selector on the watch-list; an act."""

import click

from ..evidence.acts import Reading, Watch
from ..evidence.case import Case
from ..evidence.errors import TruyvetError
from ..evidence.web.watching import NotAnInterval, interval, interval_text, read_watching
from ..extractors.selectors import readings
from .context import ActOptions, check_text, with_acting, with_case
from .output import note, safe, say, say_json
from .watch_pages import address_of

_MAX_READINGS = 64


@click.command("add", epilog="Example: truyvet watch add https://shop.example/ --every 6h")
@click.argument("url", required=False)
@click.option("--every", metavar="INTERVAL", help="How often: 30m, 6h, 1d, 2w; least 5m.")
@click.option("--browser", is_flag=True, help="Render the page too, and compare its picture.")
@click.option("--selector", metavar="VALUE", help="Instead: tell when this value turns up.")
@click.option("--note", "text", default="", help="Your note; goes into the entry.")
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
@with_case
@with_acting
def command(
    case: Case,
    url: str | None,
    every: str | None,
    browser: bool,
    selector: str | None,
    text: str,
    as_json: bool,
    act: ActOptions,
) -> None:
    """Watch the page at URL, or with --selector a phone, an account, an e-mail, a wallet …

    A selector is met in any spelling, in what is new on any watched page. Given again, the newest
    interval and note count.
    """
    check_text("note", text)
    if (url is None) == (selector is None):
        raise click.UsageError("give the URL of a page, or --selector VALUE")
    if selector is not None:
        if every is not None or browser:
            raise click.UsageError("--every and --browser are of pages")
        added = _selector(selector, text)
    else:
        added = _page(url or "", every, text, browser=browser)
    standing = read_watching(signed.entry for signed in case.ledger.entries())
    known = standing.of(added.target, added.value)
    if known is not None and known.act == added:
        _tell(added, known.seq, as_json=as_json, words="is watched so already")
        return
    acting = act.acting()
    with case.writing() as writer:
        entry = writer.append(acting, added)
    _tell(added, entry.seq, as_json=as_json, words="watched")


def _page(url: str, every: str | None, text: str, *, browser: bool) -> Watch:
    if every is None:
        raise click.UsageError("say how often with --every, such as --every 6h")
    try:
        seconds = interval(every)
    except NotAnInterval as error:
        raise click.BadParameter(str(error), param_hint="--every") from error
    address = address_of(url)
    return Watch(browser=browser, every=seconds, note=text, target="page", value=address)


def _selector(value: str, text: str) -> Watch:
    check_text("selector", value)
    found = readings(value)
    if not found:
        raise TruyvetError("E552", value=value)
    stands_for = tuple(Reading(kind=kind, normal=normal) for kind, normal in found)
    return Watch(
        note=text, readings=stands_for[:_MAX_READINGS], target="selector", value=value.strip()
    )


def _tell(act: Watch, seq: int, *, as_json: bool, words: str) -> None:
    stands_for = [f"{one.kind} {one.normal}" for one in act.readings]
    if as_json:
        facts = {"entry": seq, "target": act.target, "value": act.value, "readings": stands_for}
        say_json(facts | {"every": act.every, "browser": act.browser, "note": act.note})
        return
    often = f" every {interval_text(act.every)}" if act.every else ""
    say(f"entry {seq}: {safe(act.value)} {words}{often}")
    if stands_for:
        note(f"looked up as {', '.join(map(safe, stands_for))}")
