"""Host names as they are asked for: IDNA, literal addresses, the computer's own table.

Sources: RFC 5890-5892 with UTS 46 (IDNA 2008), RFC 6761 (localhost), RFC 3986 (IP literals).
"""

import ipaddress
import re
import socket
from pathlib import Path

import idna

HOSTS = Path("/etc/hosts")
"""The computer's own table of names."""

_NUMERIC = re.compile(r"(?:0[xX][0-9A-Fa-f]*|[0-9]+)\Z")
_PLAIN = re.compile(r"[A-Za-z0-9_](?:[A-Za-z0-9_.-]{0,251}[A-Za-z0-9_-])?\.?\Z")


class BadHost(ValueError):
    """What stands where a host belongs is none."""


def ascii_host(host: str) -> str:
    """Return a host as it is asked for and sent: lower case, IDNA 2008, IPv6 without brackets.

    Names that IDNA 2008 forbids but that exist (an underscore, an emoji) pass by the older rules.
    Raises `BadHost` where there is no such name.
    """
    if host.startswith("[") and host.endswith("]"):
        host = host[1:-1]
    if literal := literal_of(host):
        return literal
    if _PLAIN.match(host) and "xn--" not in host.lower():
        name = host.lower()
    else:
        name = _international(host)
    labels = name.rstrip(".").split(".")
    if not all(0 < len(label) < 64 for label in labels) or not _PLAIN.match(name):
        raise BadHost(host)
    return name.rstrip(".")


def _international(host: str) -> str:
    try:
        return idna.encode(host, uts46=True).decode("ascii").lower()
    except (idna.IDNAError, UnicodeError):
        pass
    try:
        return host.encode("idna").decode("ascii").lower()
    except UnicodeError:
        raise BadHost(host) from None


def literal_of(host: str) -> str:
    """Return the IP address that a host is, in its usual form; empty for a name.

    `127.1`, `0x7f000001` and `2130706433` are addresses too: systems read them so (inet_aton).
    """
    try:
        return str(ipaddress.ip_address(host))
    except ValueError:
        pass
    if ":" in host or not _NUMERIC.match(host.rstrip(".").rpartition(".")[2]):
        return ""
    try:
        return socket.inet_ntoa(socket.inet_aton(host.rstrip(".")))
    except OSError:
        return ""


def table_of(path: Path) -> dict[str, tuple[str, ...]]:
    """Read a table such as /etc/hosts: name to addresses, IPv4 first; empty if unreadable."""
    found: dict[str, list[str]] = {}
    try:
        text = path.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return {}
    for line in text.splitlines():
        address, *names = line.partition("#")[0].split() or [""]
        if literal_of(address):
            for name in names:
                found.setdefault(name.lower(), []).append(address)
    return {
        name: tuple(sorted(dict.fromkeys(some), key=lambda one: ":" in one))
        for name, some in found.items()
    }


def is_local_name(host: str) -> bool:
    """Tell whether a name means this very computer wherever it is asked (RFC 6761, section 6.3)."""
    return host == "localhost" or host.endswith(".localhost")
