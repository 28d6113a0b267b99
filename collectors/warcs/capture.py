"""Writes the exchanges of one capture into its WARC and numbers what is known of them."""

from collections.abc import Callable, Iterable
from typing import TypeAlias

import msgspec

from ...evidence.web.capture import Connection, Exchange, Name
from ..wire.exchange import Fetched
from ..wire.targets import target_of
from .writing import Original, WarcWriter

MIN_REVISIT_BYTES = 256
"""Length from which a body that came before is referred to: a shorter one costs less than that."""

Known: TypeAlias = Callable[[str], Original | None]
"""Gives the record of this collection that holds the body with this key; see `body_key`."""


def write_capture(
    writer: WarcWriter, fetched: Iterable[Fetched], known: Known
) -> tuple[tuple[Exchange, ...], tuple[Connection, ...], tuple[Name, ...]]:
    """Write all of `fetched`, in order; return exchanges, connections and names, numbered.

    Each is written before the next is taken, so that `fetched` may let go of it then. Names and
    connections stand before the first exchange that used them. A body that `known` has,
    or that came earlier in this capture, becomes a revisit. The responses are left open.
    """
    connections: dict[int, Connection] = {}
    names: list[Name] = []
    exchanges: list[Exchange] = []
    seen: dict[str, Original] = {}
    for one in fetched:
        if one.name is not None and one.name not in names:
            names.append(one.name)
            writer.name(one.name)
        number = _connection(writer, one, connections)
        exchange = msgspec.structs.replace(
            one.exchange, number=len(exchanges), connection=number, records=()
        )
        original = _original(exchange, known, seen)
        if original is not None:
            exchange = msgspec.structs.replace(
                exchange, revisit=original.url, revisit_date=original.date
            )
        places = writer.exchange(one, exchange, original)
        exchanges.append(msgspec.structs.replace(exchange, records=places))
    return tuple(exchanges), tuple(connections.values()), tuple(names)


def _connection(
    writer: WarcWriter, fetched: Fetched, connections: dict[int, Connection]
) -> int | None:
    """Return the number of the exchange's connection; one that is met first is written down."""
    if fetched.connection is None:
        return None
    # Without a key of its own, an attempt shares its connection with no other exchange.
    key = fetched.connection_key if fetched.connection_key >= 0 else -2 - len(connections)
    if key not in connections:
        numbered = msgspec.structs.replace(fetched.connection, number=len(connections))
        connections[key] = numbered
        writer.connection(numbered)
    return connections[key].number


def body_key(exchange: Exchange) -> str:
    """Return what a body is known by: origin and SHA-256; empty where it is never referred to.

    What two sites share is written for each, so that no page rests on the record of another site.
    """
    digest = exchange.body_sha256
    size = exchange.response_size - exchange.head
    if digest is None or exchange.result != "whole" or size < MIN_REVISIT_BYTES:
        return ""
    return f"{target_of(exchange.url).origin} {digest}"


def _original(exchange: Exchange, known: Known, seen: dict[str, Original]) -> Original | None:
    """Return where the exchange's body was written before; remember it where it is new."""
    key = body_key(exchange)
    if not key:
        return None
    original = known(key) or seen.get(key)
    if original is None:
        seen[key] = Original(url=exchange.url, date=exchange.started)
    return original
