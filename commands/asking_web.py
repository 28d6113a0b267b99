"""What the officer asks for when pages are captured: options, addresses, secrets.

Secrets (values of headers and cookies, the proxy's password) go into `Given` and nowhere else.
"""

import os
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from .. import __version__
from ..evidence.errors import TruyvetError
from ..evidence.web.settings import WebSettings
from .context import PATH, check_text
from .figure import Figure
from .output import note, safe

if TYPE_CHECKING:
    from ..collectors.wire.given import Given

Command = TypeVar("Command", bound=Callable[..., Any])
SOFTWARE = f"truyvet/{__version__}"
USER_AGENT = f"Mozilla/5.0 (compatible; {SOFTWARE})"
"""How we name ourselves when the officer says nothing else."""
PROXY_PASSWORD = "TRUYVET_PROXY_PASSWORD"  # noqa: S105 - the variable's name
MAX_GIVEN = 100_000
"""Addresses of one collection: each is a source of its entry."""
MAX_LIST = 64 << 20
"""Bytes of a list of addresses."""
_SHOWN = 200  # characters of what was given that an error repeats
_UNITS = {"": 1, "B": 1, "KB": 10**3, "MB": 10**6, "GB": 10**9, "TB": 10**12}
_SIZE = re.compile(r"([0-9]{1,12})\s*([KMGT]?B)?", re.IGNORECASE)


class Size(click.ParamType[int]):
    """A length in bytes: `500MB`, `2GB`."""

    name = "size"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """Return the number of bytes."""
        if isinstance(value, int):
            return value
        match = _SIZE.fullmatch(value.strip())
        if match is None or not int(match[1]):
            self.fail("write it as 500MB or 2GB", param, ctx)
        return int(match[1]) * _UNITS[(match[2] or "").upper()]


_COMMON = (
    click.option("--list", "listed", type=PATH, metavar="FILE",
                 help="More addresses, one a line; # begins a comment."),
    click.option("--browser", is_flag=True, help="Show each page in Chromium too, and keep that."),
    click.option("--jobs", type=click.IntRange(1, 64), default=1, show_default=True,
                 help="Exchanges at the same time."),
    click.option("--timeout", type=click.IntRange(1, 3600), default=30, show_default=True,
                 help="Seconds without a byte."),
    click.option("--time", "time_", type=click.IntRange(1, 86_400), default=300,
                 show_default=True, help="Seconds that one exchange may take."),
    click.option("--max-pages", type=click.IntRange(1), default=10_000, show_default=True,
                 help="Pages in all."),
    click.option("--max-bytes", type=Size(), default="10GB", show_default=True,
                 help="Bytes received in all."),
    click.option("--max-response", type=Size(), default="2GB", show_default=True,
                 help="Bytes of one answer."),
    click.option("--proxy", metavar="URL",
                 help="Way out: http, https or socks5h. Its password, kept secret, is better in "
                 "TRUYVET_PROXY_PASSWORD than here, where other users of this computer see it."),
    click.option("--tor", is_flag=True, help="Way out: the Tor service of this computer."),
    click.option("--cookies", type=PATH, metavar="FILE", help="cookies.txt; kept secret."),
    click.option("--header", "headers", multiple=True, metavar="'NAME: VALUE'",
                 help="Sent to the given hosts only, kept secret; 'NAME: @FILE' reads it."),
    click.option("--user-agent", default=USER_AGENT, show_default=True,
                 help="How we name ourselves."),
    click.option("--ca-file", type=PATH, metavar="FILE",
                 help="Authorities to trust, PEM; else what REQUESTS_CA_BUNDLE, CURL_CA_BUNDLE or "
                 "SSL_CERT_FILE names, else the system's."),
    click.option("--insecure-record", "insecure", is_flag=True,
                 help="Capture from untrusted servers too; marked everywhere."),
    click.option("--allow-private", is_flag=True,
                 help="Ask this computer and private networks too: for all addresses, also where "
                 "redirects lead and what pages need."),
    click.option("--resolver", default="", metavar="ADDRESS", help="DNS server to ask."),
    click.option("--note", "text", default="", help="Your note; goes into the entry."),
    click.option("--json", "as_json", is_flag=True, help="Print the result as JSON."),
)  # fmt: skip


def with_web_options(command: Command) -> Command:
    """Give a command what every capture of pages can be told."""
    for option in reversed(_COMMON):
        command = option(command)
    return command


def with_depth_option(default: int) -> Callable[[Command], Command]:
    """Give a command `--depth`, with what counts when the officer says nothing."""
    return click.option(
        "--depth",
        type=click.IntRange(0, 10_000),
        default=default,
        show_default=True,
        help="Links to follow from the given pages.",
    )


def with_rate_option(default: float) -> Callable[[Command], Command]:
    """Give a command `--rate`, with what counts when the officer says nothing."""
    return click.option(
        "--rate",
        type=Figure(0, 1000),
        default=default,
        show_default=True,
        help="Pages a second of one host at most; 0 sets no limit.",
    )


def with_robots_option(command: Command) -> Command:
    """Give a command that follows links `--ignore-robots`."""
    help_text = "Do not obey robots.txt; why, goes into the record."
    return click.option(
        "--ignore-robots", metavar="REASON", help=help_text, callback=_checked_reason
    )(command)


def _checked_reason(_: click.Context, option: click.Parameter, value: str | None) -> str | None:
    if value is not None and not value.strip():
        raise click.BadParameter("say why", param=option)
    check_text("reason", value or "")
    return value


@dataclass(frozen=True, kw_only=True, slots=True)
class Wanted:
    """What is to be captured."""

    settings: WebSettings
    """How; goes into the case."""
    urls: tuple[str, ...]
    """Addresses, normalised."""
    given: "Given"
    """Secrets; go nowhere."""
    text: str
    """The officer's note."""
    as_json: bool
    """Whether the result is printed as JSON."""


def wanted_of(urls: tuple[str, ...], options: dict[str, Any], **settings: Any) -> Wanted:
    """Return what the command line asks for; `settings` are those of this command.

    Raises `TruyvetError` E510 to E512, E520 to E526, and usage errors.
    """
    from ..collectors.wire.cookies import Cookies, read_cookies
    from ..collectors.wire.given import Given, origins_of, parse_header
    from ..collectors.wire.routes import TOR, check, route_of, split_proxy
    from ..collectors.wire.trust import Trust, named_authorities

    check_text("note", options["text"])
    check_text("user agent", options["user_agent"])
    if options["tor"] and options["proxy"]:
        raise click.UsageError("--tor and --proxy exclude each other")
    addresses = tuple(dict.fromkeys(_addresses(urls, options["listed"])))
    if not addresses:
        raise click.UsageError("no address is given: name one, or a file of them with --list")
    if len(addresses) > MAX_GIVEN:
        raise TruyvetError("E511", reason=f"{len(addresses):,} addresses, at most {MAX_GIVEN:,}")
    route, password = split_proxy(TOR if options["tor"] else options["proxy"] or "")
    password = password or (os.environ.get(PROXY_PASSWORD, "") if route_of(route).user else "")
    headers = tuple(map(parse_header, options["headers"]))
    cookies = Cookies(read_cookies(options["cookies"]) if options["cookies"] else ())
    check(route_of(route))
    named = options["ca_file"]
    authorities = str(named.absolute()) if named else named_authorities()
    Trust(authorities)  # raises where they cannot be read
    return Wanted(
        settings=WebSettings(
            allow_private=options["allow_private"],
            authorities=authorities,
            browser=options["browser"],
            cookies=cookies.names,
            headers=tuple(name for name, _ in headers),
            insecure=options["insecure"],
            jobs=options["jobs"],
            max_bytes=options["max_bytes"],
            max_pages=options["max_pages"],
            max_response=options["max_response"],
            resolver=options["resolver"],
            route=route,
            time=options["time_"],
            timeout=options["timeout"],
            user_agent=options["user_agent"],
            **settings,
        ),
        urls=addresses,
        given=Given(
            headers=headers, cookies=cookies, origins=origins_of(addresses), proxy=password
        ),
        text=options["text"],
        as_json=options["as_json"],
    )


def _addresses(urls: tuple[str, ...], listed: Path | None) -> Iterator[str]:
    """Yield the addresses given, normalised; those of the list after the others."""
    for number, text in enumerate(urls, 1):
        yield _address(text, f"address {number}")
    if listed is not None:
        for number, line in enumerate(_lines(listed), 1):
            stripped = line.strip()
            if stripped and not stripped.startswith("#"):
                yield _address(stripped, f"line {number} of {listed}")


def _address(text: str, where: str) -> str:
    from ..collectors.crawl.urls import BadUrl, normalise, userinfo, with_scheme

    whole = with_scheme(text)
    secret = userinfo(whole)
    try:
        url = normalise(whole)
    except BadUrl as error:
        shown = text.strip().replace(secret, "…") if secret else text.strip()
        where = f"{where} ({shown[:_SHOWN]})"
        raise TruyvetError("E510", where=where, reason=error) from error
    if secret:
        raise TruyvetError("E512", where=where)
    if whole != text.strip():
        note(f"{safe(text)} is taken for {safe(url)}")
    return url


def _lines(path: Path) -> list[str]:
    try:
        with path.open("rb") as file:
            content = file.read(MAX_LIST + 1)
    except OSError as error:
        raise TruyvetError("E511", reason=f"{path} cannot be read: {error.strerror}") from error
    if len(content) > MAX_LIST:
        raise TruyvetError("E511", reason=f"{path} is longer than {MAX_LIST} bytes")
    try:
        return content.decode("utf-8-sig").splitlines()
    except UnicodeDecodeError as error:
        raise TruyvetError("E511", reason=f"{path} is no UTF-8 text") from error


def pause_of(rate: float) -> int:
    """Return the milliseconds between two pages of a host for pages a second; none for 0."""
    return round(1000 / rate) if rate else 0
