"""Comparing two pictures of a page: where they differ, as boxes, and how much of them.

Pictures of hostile pages are decoded, so this runs aside, in a confined process
(`engine.aside`): `compare` asks, `answer` is what runs there. Rows that are the same on both sides
are found first, wherever they stand, so that a banner that was put in marks itself and not all that
it has pushed down; what lies between is compared in blocks of pixels.
"""

from typing import TYPE_CHECKING, Annotated

import msgspec

from ...evidence.web.alignment import Block, blocks
from ..engine.aside import Aside, Bounds, Failed
from .boxes import Box, boxes_of, merged

if TYPE_CHECKING:
    from PIL.Image import Image

MAX_FILE = 64 << 20
"""Bytes of a picture that is compared."""
MAX_PIXELS = 1 << 26
"""Pixels of one: a page of 1,280 pixels in width may be 52,000 high."""
TOLERANCE = 16
"""Difference of a colour, of 255, that still counts as the same: what re-rendering may cause."""
BLOCK = 16
"""Edge of the blocks, in pixels."""
MAX_SHOWN = (1_000, 20_000)
"""Width and height of the pictures that are given back."""
MAX_JPEG = 3 << 20
"""Bytes of each of them."""
BOUNDS = Bounds(wall=120.0, cpu=100, memory=3 << 30, answer=2 * MAX_JPEG + (1 << 20))
"""What comparing two pictures may take."""
_STRIPE = 256  # rows turned into bytes at once
_ROOM = 6  # pixels between what differs and its box, so that the line hides nothing of it
_EDGE = {"old": (200, 0, 0), "new": (0, 90, 220)}
_Pixels = Annotated[int, msgspec.Meta(ge=0, le=MAX_PIXELS)]


class Pair(msgspec.Struct, frozen=True, kw_only=True):
    """Two pictures to compare, as files."""

    old: bytes
    """The earlier one."""
    new: bytes
    """The later one."""


class Place(msgspec.Struct, frozen=True, kw_only=True):
    """A region that differs, in pixels of its picture."""

    left: _Pixels
    """First column."""
    top: _Pixels
    """First row."""
    width: _Pixels
    """Columns."""
    height: _Pixels
    """Rows."""


class Marked(msgspec.Struct, frozen=True, kw_only=True):
    """One of the two, with what differs marked."""

    width: _Pixels
    """Columns of the picture as it was."""
    height: _Pixels
    """Rows."""
    places: Annotated[tuple[Place, ...], msgspec.Meta(max_length=64)]
    """What differs, from top to bottom."""
    jpeg: bytes
    """The picture, made smaller where it is large, with boxes drawn."""


class Difference(msgspec.Struct, frozen=True, kw_only=True):
    """In what two pictures differ."""

    old: Marked
    """The earlier one: what changed or is gone."""
    new: Marked
    """The later one: what changed or is new."""
    changed: Annotated[int, msgspec.Meta(ge=0, le=1_000_000)]
    """Share of pixels that differ, of a million; at least 1 where any does."""


def compare(aside: Aside, old: bytes, new: bytes) -> Difference:
    """Return in what two pictures differ; `aside.Failed` where they cannot be compared.

    `aside` must be one of this module with `BOUNDS`; see `comparer`.
    """
    told = aside.ask(msgspec.msgpack.encode(Pair(old=old, new=new)))
    try:
        found = msgspec.msgpack.decode(told, type=Difference)
    except (msgspec.MsgspecError, ValueError) as error:
        raise Failed(f"an answer that makes no sense: {error}") from None
    for one in (found.old, found.new):
        if one.jpeg[:3] != b"\xff\xd8\xff" or len(one.jpeg) > MAX_JPEG:
            raise Failed("an answer that makes no sense: no picture")
    return found


def comparer() -> Aside:
    """Return what compares; it starts no process before it is asked. Close it."""
    return Aside(__name__, BOUNDS)


def answer(question: bytes) -> bytes:
    """Compare the pictures of a `Pair`; runs in the confined process."""
    pair = msgspec.msgpack.decode(question, type=Pair)
    return msgspec.msgpack.encode(difference(_opened(pair.old), _opened(pair.new)))


def difference(old: "Image", new: "Image") -> Difference:
    """Return in what two RGB pictures differ."""
    width = min(old.width, new.width)
    rows = blocks(_row_hashes(old, width), _row_hashes(new, width))
    gone, came, pixels = list[Box](), list[Box](), 0
    for block in rows:
        if not block.same:
            in_old, in_new, count = _between(old, new, block, width)
            gone, came, pixels = gone + in_old, came + in_new, pixels + count
    for picture, found in ((old, gone), (new, came)):
        if picture.width > width:  # the wider one has columns that the other lacks
            found.append(Box(width, 0, picture.width, picture.height))
            pixels += (picture.width - width) * picture.height
    whole = max(old.width * old.height, new.width * new.height)
    share = min(1_000_000, max(1, pixels * 1_000_000 // whole)) if pixels else 0
    return Difference(old=_marked(old, gone, "old"), new=_marked(new, came, "new"), changed=share)


def _opened(content: bytes) -> "Image":
    """Return a picture as RGB on white; ValueError and what else Pillow raises on damage."""
    import io

    from PIL import Image

    from .decode import TooLarge, opened

    if len(content) > MAX_FILE:
        raise TooLarge(f"more than {MAX_FILE} bytes")
    picture = opened(io.BytesIO(content))
    if picture.width * picture.height > MAX_PIXELS:
        raise TooLarge(f"more than {MAX_PIXELS} pixels")
    if picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info:
        layer = picture.convert("RGBA")
        ground = Image.new("RGB", layer.size, (255, 255, 255))
        ground.paste(layer, mask=layer.getchannel("A"))
        return ground
    return picture.convert("RGB")


def _row_hashes(picture: "Image", width: int) -> list[int]:
    """Return a hash of each row's first `width` pixels."""
    found, length = list[int](), 3 * width
    for top in range(0, picture.height, _STRIPE):
        stripe = picture.crop((0, top, width, min(top + _STRIPE, picture.height)))
        content = stripe.tobytes()
        found += [hash(content[at : at + length]) for at in range(0, len(content), length)]
    return found


def _between(
    old: "Image", new: "Image", block: Block, width: int
) -> tuple[list[Box], list[Box], int]:
    """Return (boxes in old, boxes in new, pixels) of what differs between rows that are the same.

    Where one side has more rows, they are taken as put in above or below what both have,
    whichever leaves less that differs.
    """
    (low, high), (begin, end) = block.old, block.new
    common = min(high - low, end - begin)
    spare_old, spare_new = high - low - common, end - begin - common
    above = _compared(old, new, (low, begin), (width, common))
    best, at_old, at_new, rest_old, rest_new = above, low, begin, low + common, begin + common
    if spare_old or spare_new:
        below = _compared(old, new, (low + spare_old, begin + spare_new), (width, common))
        if below[1] < above[1]:
            best, at_old, at_new = below, low + spare_old, begin + spare_new
            rest_old, rest_new = low, begin
    cells, pixels = best
    gone = [box.moved(at_old) for box in cells]
    came = [box.moved(at_new) for box in cells]
    if spare_old:
        gone.append(Box(0, rest_old, width, rest_old + spare_old))
    if spare_new:
        came.append(Box(0, rest_new, width, rest_new + spare_new))
    return gone, came, pixels + width * (spare_old + spare_new)


def _compared(
    old: "Image", new: "Image", tops: tuple[int, int], size: tuple[int, int]
) -> tuple[list[Box], int]:
    """Return (boxes, pixels) of what differs in two stretches of rows, by blocks."""
    from PIL import ImageChops

    width, height = size
    if not height:
        return [], 0
    one, two = (
        picture.crop((0, top, width, top + height))
        for picture, top in zip((old, new), tops, strict=True)
    )
    channels = ImageChops.difference(one, two).split()
    most = ImageChops.lighter(ImageChops.lighter(*channels[:2]), channels[2])
    mask = most.point([0] * (TOLERANCE + 1) + [255] * (255 - TOLERANCE))
    pixels = mask.histogram()[255]
    if not pixels:
        return [], 0
    across, down = -(-width // BLOCK), -(-height // BLOCK)
    content = mask.tobytes()
    cells = bytearray(across * down)
    for row in range(height):  # a row without any difference costs one look
        line = content[row * width : (row + 1) * width]
        at = line.find(b"\xff")
        while at >= 0:
            cells[row // BLOCK * across + at // BLOCK] = 1
            at = line.find(b"\xff", (at // BLOCK + 1) * BLOCK)
    boxes = [box.scaled(BLOCK, width, height) for box in boxes_of(bytes(cells), across)]
    return boxes, pixels


def _marked(picture: "Image", found: list[Box], side: str) -> Marked:
    import io

    from PIL import ImageDraw

    places = [
        box.padded(_ROOM, picture.width, picture.height) for box in merged(found, near=2 * BLOCK)
    ]
    scale = min(1.0, MAX_SHOWN[0] / picture.width, MAX_SHOWN[1] / picture.height)
    content = b""
    for quality in (80, 60, 40, 25):
        size = (max(1, int(picture.width * scale)), max(1, int(picture.height * scale)))
        small = picture.resize(size, reducing_gap=2.0) if scale < 1 else picture.copy()
        drawn = ImageDraw.Draw(small)
        for box in places:
            edges = [int(one * scale) for one in (box.left, box.top, box.right, box.bottom)]
            edges[2], edges[3] = max(edges[0], edges[2] - 1), max(edges[1], edges[3] - 1)
            drawn.rectangle(edges, outline=_EDGE[side], width=3)
        file = io.BytesIO()
        small.save(file, "JPEG", quality=quality)
        content = file.getvalue()
        if len(content) <= MAX_JPEG:
            break
        scale *= 0.7
    shown = tuple(
        Place(left=b.left, top=b.top, width=b.right - b.left, height=b.bottom - b.top)
        for b in places
    )
    return Marked(width=picture.width, height=picture.height, places=shown, jpeg=content)
