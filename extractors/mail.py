"""E-mail: messages (RFC 5322, MIME), mailboxes of many (RFC 4155), Outlook items ([MS-OXMSG]).

Of a message: who, to whom, when, by which way, what signatures are worth; its plain text; and
every attachment and page in it as a child, transfer encoding undone. A message in a mailbox is a
child of its own, byte for byte, and so is one attached to another.
"""

import re
from collections.abc import Mapping

from ..evidence.scans.locator import NotALocator, parse_span, span
from ..evidence.scans.observation import MAX_RAW
from .interface import Accepts, Emit, ItemView, Limits, Member
from .letters import headers, keys, mailbox, outlook
from .letters.bodies import Decoded, decoded, foreign_in_base64
from .letters.content import MAX_TEXT_BYTES, is_text, name_of, text_of
from .letters.fields import Block, Buffer, Field
from .letters.parts import Part, parse_message
from .settings import Settings

NAME = "mail"
VERSION = "3"
ACCEPTS = Accepts(
    media=("message/rfc822", "message/global", "application/mbox", "application/vnd.ms-outlook"),
    names=(".eml", ".emlx", ".mbox", ".mbx", ".msg"),
)
LIMITS = Limits(wall=300.0, cpu=300)
KINDS: Mapping[str, str] = {
    **headers.KINDS,
    "dkim": "whether a signature of the sender's domain holds, by the keys that were given",
    "mail-encrypted": "a message or part that is encrypted",
}
STEPS: Mapping[str, str] = {
    "mail": "`mail:part/1.2`: bytes of a part; `mail:part/1.2/text`: its text; `mail:header/3`: "
    "the fourth field decoded; `mail:header/3/0`: its first address; `mail:head`: the people and "
    "subject that the header names",
    "mbox": "`mbox:OFFSET+LENGTH`: a message of a mailbox",
    "msg": "`msg:property/0037`: a property as text; `msg:head`: the people and subject; "
    "`msg:body`, `msg:html`, `msg:rtf`; "
    "`msg:attachment/0`; `msg:recipient/0`",
}
PROGRAMS: tuple[str, ...] = ()

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENVELOPED = ("application/pkcs7-mime", "application/x-pkcs7-mime", "application/pgp-encrypted")
_ARMOUR = "-----BEGIN PGP MESSAGE-----"
_COUNT = re.compile(rb"\s*([0-9]{1,12})\s*\r?\n")


def configuration(settings: Settings) -> Mapping[str, str]:
    """Return the hash of the key records and the version of olefile."""
    return {"dkim-keys": keys.fingerprint(settings.dkim_keys), "olefile": outlook.version()}


def prepare(settings: Settings) -> object:
    """Read the key records; load what messages need."""
    outlook.load()
    return keys.read_keys(settings.dkim_keys) if settings.dkim_keys else {}


def extract(view: ItemView, emit: Emit) -> None:
    """Examine a message, a mailbox or an Outlook item."""
    if view.read(0, 8) == _OLE:
        outlook.examine(view, emit)
        return
    buffer = view.memory()
    if not len(buffer):
        return
    if view.read(0, 5) == b"From " or view.facts.media_type == "application/mbox":
        _mailbox(buffer, emit)
        return
    root = _message(view, buffer)
    if not root.block.fields:
        emit.problem("corrupt", "", "no header fields: not a message")
        return
    _headers(root.block, emit)
    _signatures(view, buffer, root, emit)
    for part in root.all():
        for defect in part.defects:
            where = f"mail:part/{part.number}" if part.number and part.leaf else ""
            emit.problem("corrupt", where, defect)
    for part in root.leaves():
        _leaf(buffer, part, root, emit)


def _message(view: ItemView, buffer: Buffer) -> Part:
    """Return the message's tree; Apple's `.emlx` has its length before and settings after it."""
    start, end = 0, len(buffer)
    counted = _COUNT.match(buffer) if view.facts.name.endswith(".emlx") else None
    if counted:
        start, end = counted.end(), min(end, counted.end() + int(counted[1]))
    return parse_message(buffer, start, end)


def _mailbox(buffer: Buffer, emit: Emit) -> None:
    number = 0
    for number, (offset, length) in enumerate(mailbox.messages(buffer), start=1):
        step = f"mbox:{offset}+{length}"
        stream = Decoded(decoded(buffer, offset, offset + length, ""))
        emit.child(step, stream, Member(name=f"{number:06d}.eml", size=length))  # type: ignore[arg-type]
    if not number:
        emit.problem("corrupt", "", "no message begins in this mailbox")


def _headers(block: Block, emit: Emit) -> None:
    for said in headers.sayings(block):
        emit.observation(
            said.kind, said.step, said.raw, normal=said.normal, facts=said.facts,
            flag=said.flag, confidence=said.confidence,
        )  # fmt: skip
    text = headers.head_text(block)
    if text:
        emit.text("mail:head", text)


def _signatures(view: ItemView, buffer: Buffer, root: Part, emit: Emit) -> None:
    records = view.prepared if isinstance(view.prepared, dict) else {}
    if not records:
        return
    if root.end - root.start > keys.MAX_MESSAGE_BYTES:
        emit.problem("skipped", "", "too long to check its signatures")
        return
    for verdict in keys.verdicts(buffer, root.block, root.end, records):
        raw = verdict.field.value[:MAX_RAW]
        emit.observation(
            "dkim",
            span(verdict.field.start, len(raw)),
            raw,
            normal=f"{verdict.result} {verdict.domain}",
            facts={
                "domain": verdict.domain, "selector": verdict.selector,
                "result": verdict.result, "why": verdict.why,
            },
            flag="metadata" if verdict.result == "fail" else "",
        )  # fmt: skip


def _leaf(buffer: Buffer, part: Part, root: Part, emit: Emit) -> None:
    """Take a part's text, or its bytes as a child; name what is encrypted, damaged or unknown."""
    start, end = part.block.end, part.end
    step = f"mail:part/{part.number}"
    _encrypted(part, root, emit)
    if part.encoding == "base64":
        foreign = foreign_in_base64(buffer, start, end)
        if foreign:
            emit.problem("corrupt", step, f"{foreign} bytes that are no base64, passed over")
    if part.media.startswith("multipart/") or end <= start:
        return
    if is_text(part):
        text, cut = text_of(buffer, part)
        emit.text(f"{step}/text", text)
        if cut:
            emit.problem("partial", step, f"text beyond {MAX_TEXT_BYTES} bytes")
        at = text.find(_ARMOUR)
        if at >= 0:
            inner = span(len(text[:at].encode()), len(_ARMOUR))
            emit.observation(
                "mail-encrypted", (f"{step}/text", inner), _ARMOUR,
                normal="pgp", flag="encrypted",
            )  # fmt: skip
            emit.problem("encrypted", step, "a PGP message")
        return
    if part.media == "application/ms-tnef":
        emit.problem("unsupported", step, "TNEF: attachments inside winmail.dat are not taken out")
    stream = Decoded(decoded(buffer, start, end, part.encoding))
    emit.child(step, stream, Member(name=name_of(part)))  # type: ignore[arg-type]


def _encrypted(part: Part, root: Part, emit: Emit) -> None:
    """Say that a part is encrypted, at its content type."""
    field = part.block.first("content-type")
    kind = part.parameters.get("smime-type", "").lower()
    if field is None or part.media not in _ENVELOPED or kind in ("signed-data", "certs-only"):
        return
    raw = field.value[:MAX_RAW]
    standard = "pgp" if "pgp" in part.media else "s/mime"
    emit.observation(
        "mail-encrypted", span(field.start, len(raw)), raw, normal=standard, flag="encrypted"
    )
    emit.problem("encrypted", f"mail:part/{part.number}", f"encrypted by {standard}")


def resolve(view: ItemView, step: str) -> bytes:
    """Return the bytes of a part, a text, a field's value, a message of a mailbox."""
    scheme, _, rest = step.partition(":")
    if scheme == "msg":
        return outlook.resolve(view, rest)
    if scheme == "mbox":
        try:
            return view.read(*parse_span(rest))
        except NotALocator:
            raise LookupError(step) from None
    buffer = view.memory()
    root = _message(view, buffer)
    if rest == "head":
        return headers.head_text(root.block).encode()
    what, _, rest = rest.partition("/")
    if what == "header":
        return _header_value(root.block, rest)
    number, _, form = rest.partition("/")
    part = next((part for part in root.leaves() if part.number == number), None)
    if what != "part" or part is None:
        raise LookupError(step)
    if form == "text":
        return text_of(buffer, part)[0].encode()
    return b"".join(decoded(buffer, part.block.end, part.end, part.encoding))


def _header_value(block: Block, rest: str) -> bytes:
    number, _, person = rest.partition("/")
    if not number.isdecimal() or int(number) >= len(block.fields):
        raise LookupError(rest)
    field: Field = block.fields[int(number)]
    if person.isdecimal():
        return headers.person(field, int(person))
    return headers.value_of(field).encode("utf-8", "replace")[:MAX_RAW]
