"""Decoding pictures with Pillow, bounded before anything is decoded.

Only forms that Pillow reads by itself are tried: none that starts a program (EPS) or that takes
any bytes for a picture (TGA). The limits are on pixels that a header claims, so that a small file
cannot become a huge picture.
"""

import warnings
from importlib import import_module
from os import SEEK_END
from typing import TYPE_CHECKING, BinaryIO

if TYPE_CHECKING:
    from PIL.Image import Image

FORMATS = (
    "JPEG", "PNG", "GIF", "WEBP", "TIFF", "BMP", "DIB", "ICO", "AVIF", "JPEG2000", "PPM", "PCX",
    "PSD", "ICNS",
)  # fmt: skip
"""Forms that are decoded, as Pillow names them."""
MEDIA = (
    "image/jpeg", "image/png", "image/gif", "image/webp", "image/tiff", "image/bmp", "image/x-bmp",
    "image/x-ms-bmp", "image/vnd.microsoft.icon", "image/x-icon", "image/avif", "image/jp2",
    "image/x-portable-pixmap", "image/x-portable-greymap", "image/x-portable-bitmap",
    "image/x-portable-graymap", "image/vnd.zbrush.pcx", "image/x-pcx",
    "image/vnd.adobe.photoshop", "image/x-icns",
)  # fmt: skip
"""Media types of what `FORMATS` reads."""
MAGIC = (
    b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF87a", b"GIF89a", b"II*\0", b"MM\0*", b"8BPS\0\1",
)  # fmt: skip
"""How the commonest of them begin, for items whose type went unseen."""
MAX_PIXELS = 1 << 28
"""Pixels that a header may claim; the largest telephone pictures have 200 million. Else: bomb."""
MAX_DECODED = 1 << 26
"""Pixels that are decoded; four bytes each stay far below an extractor's memory."""
MAX_FILE = 1 << 28
"""Bytes of a file that is decoded: Pillow walks some forms byte by byte."""
NEEDS = "needs Pillow: pip install pillow"
"""What is said where the library is missing."""


class Bomb(ValueError):
    """A picture claims more pixels than any real one has."""


class TooLarge(ValueError):
    """A picture has more bytes or pixels than are decoded."""


def available() -> bool:
    """Tell whether Pillow is installed; imports it."""
    try:
        import_module("PIL.Image")
    except ImportError:
        return False
    return True


def version() -> str:
    """Return the version of Pillow; `absent` without it."""
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version("pillow")
    except PackageNotFoundError:
        return "absent"


def opened(file: BinaryIO) -> "Image":
    """Return a picture whose header is read and nothing more; `Bomb`, `TooLarge`, or damage."""
    from PIL import Image

    if file.seek(0, SEEK_END) > MAX_FILE:
        raise TooLarge(f"more than {MAX_FILE} bytes")
    file.seek(0)
    Image.MAX_IMAGE_PIXELS = MAX_PIXELS
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        try:
            picture = Image.open(file, formats=FORMATS)
        except (Image.DecompressionBombError, Image.DecompressionBombWarning):
            raise Bomb(f"claims more than {MAX_PIXELS} pixels") from None
    if picture.width * picture.height > MAX_PIXELS:
        raise Bomb(f"claims {picture.width}x{picture.height} pixels")
    return picture


def grey(picture: "Image", longest: int = 0) -> "Image":
    """Decode the first frame to grey on white; with `longest`, a JPEG only as far as that needs.

    `TooLarge`, or what damage raises. A transparent picture is laid on white, as people see it.
    """
    from PIL import Image

    if longest and picture.format == "JPEG":
        picture.draft("L", (longest, longest))
    if picture.width * picture.height > MAX_DECODED:
        raise TooLarge(f"more than {MAX_DECODED} pixels")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        picture.load()
        if picture.mode in ("LA", "PA", "RGBA", "La", "RGBa") or "transparency" in picture.info:
            layer = picture.convert("RGBA")
            ground = Image.new("RGBA", layer.size, (255, 255, 255, 255))
            ground.alpha_composite(layer)
            return ground.convert("L")
        if picture.mode == "LAB":
            return picture.getchannel("L")  # its lightness; Pillow converts it no further
        if picture.mode.startswith(("I", "F")):
            return _stretched(picture)
        return picture.convert("L")


def _stretched(picture: "Image") -> "Image":
    """Return a picture of more than eight bits as grey, its own darkest to brightest."""
    wide = picture.convert("F")
    low, high = wide.getextrema()
    if not isinstance(low, float) or not isinstance(high, float) or not high > low:
        return wide.convert("L")
    scale = 255.0 / (high - low)
    return wide.point(lambda value: value * scale + -low * scale).convert("L")
