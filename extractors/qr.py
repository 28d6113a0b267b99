"""QR: every bar code in a picture, and what Vietnamese payment codes ask to be paid.

Read by ZXing-C++; codes are numbered from top to bottom, then from left to right. A payload that
is an EMVCo payment code is taken apart; its checksum decides how far it is believed.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..evidence.scans.locator import span
from ..evidence.scans.observation import MAX_RAW
from .fields.field import DAMAGE, is_utf8
from .interface import Accepts, Emit, ItemView, Limits
from .payments import emv, vietqr
from .pictures import decode
from .pictures.damage import naming_damage
from .settings import Settings

if TYPE_CHECKING:
    import zxingcpp

NAME = "qr"
VERSION = "1"
ACCEPTS = Accepts(media=decode.MEDIA, magic=decode.MAGIC)
LIMITS = Limits(wall=60.0, cpu=60, records=2_000, children=0)
PROGRAMS: tuple[str, ...] = ()
KINDS: Mapping[str, str] = {
    "qr": "payload of a QR code",
    "barcode": "payload of any other bar code",
    "vietqr": "a Vietnamese payment code: bank and account, what to pay",
    "bank-account": "a bank account with its bank",
}
STEPS: Mapping[str, str] = {"qr": "a code by its number from the top: `qr:0`"}
NEEDS = "needs zxing-cpp: pip install zxing-cpp"
MAX_CODES = 255
"""Codes that are told of one picture."""
SMALLEST = 20
"""Pixels of the shorter side below which no code fits."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Code:
    """A bar code."""

    format: str
    """Its symbology."""
    payload: bytes
    """What it holds."""
    corners: tuple[tuple[int, int], ...]
    """Its corners, top left first, in pixels from the picture's top left."""


def configuration(settings: Settings, /) -> Mapping[str, str]:
    """Return the libraries that decode."""
    from importlib.metadata import PackageNotFoundError, version

    try:
        reader = version("zxing-cpp")
    except PackageNotFoundError:
        reader = "absent"
    return {"pillow": decode.version(), "zxing-cpp": reader}


def prepare(settings: Settings, /) -> object:
    """Import what decodes; what is missing, if anything."""
    if not decode.available():
        return decode.NEEDS
    try:
        import zxingcpp  # noqa: F401 - imported once, before there are items
    except ImportError:
        return NEEDS
    return ""


def extract(view: ItemView, emit: Emit, /) -> None:
    """Emit every code, its text, and the accounts that payment codes name."""
    if view.prepared:
        emit.problem("unsupported", "", str(view.prepared))
        return
    codes = list[Code]()
    with naming_damage(emit):
        codes = _codes(view)
    for number, code in enumerate(codes):
        _say(emit, f"qr:{number}", code)


def resolve(view: ItemView, step: str, /) -> bytes:
    """Return the payload of a code."""
    number = step.partition(":")[2]
    try:
        codes = _codes(view)
        if not number.isdecimal() or str(int(number)) != number:
            raise LookupError(step)
        return codes[int(number)].payload
    except DAMAGE:
        raise LookupError(step) from None


def _codes(view: ItemView) -> list[Code]:
    """Return the codes of a picture in the order of their places."""
    import zxingcpp

    grey = decode.grey(decode.opened(view.open()))
    if min(grey.size) < SMALLEST:
        return []
    pixels = memoryview(grey.tobytes()).cast("B", (grey.height, grey.width))
    found = [_code(each) for each in zxingcpp.read_barcodes(pixels) if each.valid]
    codes = [code for code in found if code.payload]
    codes.sort(key=lambda code: (code.corners[0][::-1], code.format, code.payload))
    return codes[:MAX_CODES]


def _code(each: "zxingcpp.Barcode") -> Code:
    place = each.position
    corners = (place.top_left, place.top_right, place.bottom_right, place.bottom_left)
    return Code(
        format=str(each.format),
        payload=bytes(each.bytes),
        corners=tuple((point.x, point.y) for point in corners),
    )


def _say(emit: Emit, step: str, code: Code) -> None:
    raw = code.payload[:MAX_RAW]
    locator = step if len(raw) == len(code.payload) else (step, span(0, MAX_RAW))
    facts = {
        "format": code.format,
        "polygon": " ".join(f"{x},{y}" for x, y in code.corners),
    }
    kind = "qr" if "QR" in code.format.upper() else "barcode"
    emit.observation(kind, locator, raw, facts=facts)
    if not is_utf8(code.payload):
        return
    text = code.payload.decode()
    emit.text(step, text)
    try:
        payload = emv.parse(text)
    except emv.NotEmv:
        return
    _payment(emit, step, code, payload)


def _payment(emit: Emit, step: str, code: Code, payload: emv.Payload) -> None:
    """Emit a VietQR transfer; where its checksum does not hold, somebody changed the payload."""
    found = vietqr.transfer(payload)
    if found is None:
        return
    sure = 100 if payload.crc_holds else 40
    emit.observation(
        "vietqr",
        step,
        code.payload[:MAX_RAW],
        normal=f"{found.bin}/{found.account}",
        confidence=sure,
        facts=found.facts,
        flag="" if payload.crc_holds else "metadata",
    )
    account = found.account.encode()
    before = f"{found.bin}01{len(found.account):02d}".encode()
    at = code.payload.find(before + account)
    at = code.payload.find(account) if at < 0 else at + len(before)
    emit.observation(
        "bank-account",
        (step, span(at, len(account))),
        found.account,
        normal=f"{found.bin}:{found.account}",
        confidence=sure,
        facts={"bank": found.facts.get("bank", ""), "bin": found.bin},
    )
