"""What the header of a message says, as observations: people, subject, times, way, programs."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from dataclasses import field as default

from ...evidence.links.node import MAX_VALUE, Node
from ...evidence.links.statement import Statement, link_facts, link_normal
from ...evidence.scans.locator import span
from ...evidence.scans.observation import MAX_RAW, Flag
from .addresses import Address, addresses, suspicions
from .fields import Block, Field
from .hops import hops, shown_date, utc_date
from .words import decoded_words, has_words

PEOPLE: Mapping[str, str] = {
    "from": "who it says wrote it",
    "to": "to whom",
    "cc": "to whom a copy",
    "bcc": "to whom a hidden copy",
    "reply-to": "to whom answers go",
    "sender": "who it says sent it",
    "return-path": "to whom failures go",
    "delivered-to": "in whose mailbox it was put",
}
"""Fields of addresses, each with what it means."""
WORDS: Mapping[str, tuple[str, str]] = {
    "subject": ("subject", "subject"),
    "date": ("date", "when it says it was written"),
    "message-id": ("message-id", "its own id"),
    "in-reply-to": ("in-reply-to", "id of the message it answers"),
    "references": ("references", "ids of the messages before it"),
    "x-originating-ip": ("originating-ip", "address it was sent from, as the first server says"),
    "x-sender-ip": ("originating-ip", "address it was sent from, as the first server says"),
    "x-mailer": ("program", "program that wrote it"),
    "user-agent": ("program", "program that wrote it"),
    "x-php-originating-script": ("program", "program that wrote it"),
    "authentication-results": ("authentication", "what a server says of SPF, DKIM and DMARC"),
}
"""Other fields: what follows `mail-` in the kind, and what it means."""
KINDS: Mapping[str, str] = {
    **{f"mail-{name}": words for name, words in PEOPLE.items()},
    **{f"mail-{kind}": words for kind, words in WORDS.values()},
    "mail-received": "a station on its way",
    "mail-suspicious": "the header hides who writes or who is answered",
    "link": "a statement: who wrote to whom, as the header says",
}
"""The kinds that headers give."""
MAX_DETAIL = 1_000
"""Characters of a subject or an id that a statement repeats."""
_TO = ("to", "cc", "bcc")
_IDS = re.compile(rb"<[^<>\s]{1,996}>")
_IP = re.compile(r"[0-9a-fA-F:.]{3,45}")
_RESULT = re.compile(r"\b(spf|dkim|dmarc|arc|compauth)\s*=\s*([a-zA-Z]{1,20})", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True, slots=True)
class Saying:
    """One observation about a header; its last step is relative to the header's own bytes."""

    kind: str
    """Kind of observation."""
    step: str
    """`bytes:…`, or `mail:header/N…` where the value does not stand there as it is."""
    raw: bytes
    """The value."""
    normal: str = ""
    """Its normal form."""
    facts: Mapping[str, str] = default(default_factory=dict)
    """Details."""
    flag: Flag = ""
    """Why it asks for attention."""
    confidence: int = 100
    """How sure."""


def sayings(block: Block) -> Iterator[Saying]:
    """Yield what a block of fields says, in the order of its fields."""
    stations = {hop.field.number: hop for hop in hops(block.fields)}
    for field in block.fields:
        if field.name in PEOPLE:
            yield from _people(field)
        elif field.name in ("in-reply-to", "references", "message-id"):
            yield from _ids(field)
        elif field.name in WORDS:
            yield _value(field)
        elif field.number in stations:
            hop = stations[field.number]
            facts = dict(hop.facts)
            if hop.backwards:
                facts["backwards"] = f"{hop.backwards} s before the station before it"
            raw = field.value[:MAX_RAW]
            yield Saying(
                kind="mail-received", step=span(field.start, len(raw)), raw=raw,
                normal=facts.get("ip", ""), facts=facts,
                flag="metadata" if hop.backwards else "",
            )  # fmt: skip
    yield from _suspicious(block)
    yield from _messages(block)


def _people(field: Field) -> Iterator[Saying]:
    for number, (one, step) in enumerate(_placed(field)):
        raw = one.address or one.name
        if not raw:
            continue
        sure = "@" in one.address
        yield Saying(
            kind=f"mail-{field.name}",
            step=step or f"mail:header/{field.number}/{number}",
            raw=raw.encode("utf-8", "replace")[:MAX_RAW],
            normal=one.address.lower(),
            facts={"name": one.name, "address": one.address},
            confidence=100 if sure else 40,
        )


def _placed(field: Field) -> Iterator[tuple[Address, str]]:
    """Yield the addresses of a field and where each stands, empty where not as it is."""
    at = 0
    for one in addresses(field.text):
        wanted = (one.address or one.name).encode("utf-8", "replace")
        found = field.value.find(wanted, at) if len(wanted) <= MAX_RAW else -1
        if found < 0:
            yield one, ""
            continue
        at = found + len(wanted)
        yield one, span(field.start + found, len(wanted))


def person(field: Field, number: int) -> bytes:
    """Return the address that `mail:header/N/number` means; LookupError where there is none."""
    found = addresses(field.text)
    if number >= len(found):
        raise LookupError(number)
    one = found[number]
    return (one.address or one.name).encode("utf-8", "replace")[:MAX_RAW]


def _ids(field: Field) -> Iterator[Saying]:
    kind = f"mail-{field.name}"
    for found in _IDS.finditer(field.value):
        step = span(field.start + found.start(), len(found[0]))
        yield Saying(kind=kind, step=step, raw=found[0], normal=found[0].decode("utf-8", "replace"))


def _value(field: Field) -> Saying:
    text = value_of(field)
    kind = f"mail-{WORDS[field.name][0]}"
    step, raw = f"mail:header/{field.number}", text.encode("utf-8", "replace")[:MAX_RAW]
    if raw and len(raw) < MAX_RAW and not has_words(field.text):
        found = field.value.find(raw)
        step = span(field.start + found, len(raw)) if found >= 0 else step
    facts: dict[str, str] = {}
    normal = text
    if kind == "mail-date":
        moment = utc_date(text)
        normal = shown_date(moment) if moment else ""
    elif kind == "mail-originating-ip":
        address = _IP.search(text)
        normal = address[0] if address else ""
    elif kind == "mail-authentication":
        facts = {one[1].lower(): one[2].lower() for one in reversed(list(_RESULT.finditer(text)))}
        normal = ""
    return Saying(kind=kind, step=step, raw=raw, normal=normal, facts=facts)


def value_of(field: Field) -> str:
    """Return a field's value unfolded, its encoded words decoded."""
    return decoded_words(field.text)


def head_text(block: Block) -> str:
    """Return the people and subjects that a header names, a field a line, as people read them.

    Names beside the addresses are found as words so, also where they stand encoded.
    """
    lines = [
        f"{field.name.title()}: {value_of(field)}"
        for field in block.fields
        if field.name in PEOPLE or field.name == "subject"
    ]
    return "\n".join(lines).encode("utf-8", "replace").decode()


def _messages(block: Block) -> Iterator[Saying]:
    """Yield who wrote to whom and when: the first author to each recipient, once."""
    sender = block.first("from")
    authors = [one.address for one in addresses(sender.text) if one.address] if sender else []
    seen = set[str]()
    for field in block.fields if authors else ():
        if field.name not in _TO:
            continue
        facts = message_facts(block, field.name)
        for number, (one, step) in enumerate(_placed(field)):
            said = message(authors[0], one.address, facts) if one.address else None
            if said is None or one.address.lower() in seen:
                continue
            seen.add(one.address.lower())
            yield Saying(
                kind="link", step=step or f"mail:header/{field.number}/{number}",
                raw=one.address.encode("utf-8", "replace")[:MAX_RAW],
                normal=link_normal(said), facts=link_facts(said),
            )  # fmt: skip


def message_facts(block: Block, to: str) -> dict[str, str]:
    """Return the details of a message: its time as `since`, its subject, its id, how it is sent."""
    moment = utc_date(block.text("date"))
    found = {
        "since": shown_date(moment) if moment else "",
        "subject-line": decoded_words(block.text("subject"))[:MAX_DETAIL],
        "message-id": block.text("message-id")[:MAX_DETAIL],
        "to": to if to != "to" else "",
    }
    return {name: text for name, text in found.items() if text}


def message(author: str, recipient: str, facts: Mapping[str, str]) -> Statement | None:
    """Return the statement that one wrote to another; none where an address is none."""
    ends = [Node(kind="email", value=one.lower()[:MAX_VALUE]) for one in (author, recipient)]
    if not all("@" in node.value for node in ends) or ends[0] == ends[1]:
        return None
    return Statement(
        subject=ends[0], relation="messaged", object=ends[1], since=facts.get("since", ""),
        facts={name: text for name, text in facts.items() if name != "since"},
    )  # fmt: skip


def _suspicious(block: Block) -> Iterator[Saying]:
    sender, reply = block.first("from"), block.first("reply-to")
    if sender is None:
        return
    answers = addresses(reply.text) if reply else []
    for number, (one, step) in enumerate(_placed(sender)):
        facts = suspicions(one, answers)
        if facts and one.address:
            yield Saying(
                kind="mail-suspicious",
                step=step or f"mail:header/{sender.number}/{number}",
                raw=one.address.encode("utf-8", "replace")[:MAX_RAW],
                normal=one.address.lower(),
                facts={**facts, "name": one.name},
                flag="metadata",
                confidence=80 if "shown" in facts else 40,
            )
