"""Photoshop's image resources, in APP13 of a JPEG, tag 34377 of a TIFF, and Photoshop's own files.

Source: Adobe Photoshop file formats specification, "Image resources".
"""

from collections.abc import Iterator
from struct import unpack_from

from ..fields.field import Field
from .block import Block

MAX_RESOURCES = 5_000
"""Resources that are followed; guards time."""
_INNER = {0x0404: "iptc", 0x0422: "exif", 0x0424: "xmp", 0x040C: "thumbnail", 0x0409: "thumbnail"}
_URL, _VERSION, _COPYRIGHTED = 0x040B, 0x0421, 0x040A
_THUMBNAIL_HEAD = 28


def resources(block: Block) -> Iterator[tuple[int, Block]]:
    """Yield (number, block) of each resource; ValueError where the chain breaks."""
    position = 0
    for _ in range(MAX_RESOURCES):
        if position + 12 > block.length:
            return
        at = block.start + position
        if block.source[at : at + 4] not in (b"8BIM", b"MeSa", b"PHUT", b"AgHg", b"DCSR"):
            raise ValueError("no image resource")
        number, name_length = unpack_from(">HB", block.source, at + 4)
        start = position + 6 + (name_length + 2 & ~1)
        length = int(unpack_from(">I", block.source, block.start + start)[0])
        if start + 4 + length > block.length:
            raise EOFError("a resource beyond the end")
        yield (
            number,
            Block(
                kind=_INNER.get(number, "resource"),
                source=block.source,
                start=block.start + start + 4,
                length=length,
                inside=block.inside,
                name="photoshop",
            ),
        )
        position = start + 4 + (length + 1 & ~1)


def blocks(block: Block) -> Iterator[Block]:
    """Yield the metadata of other forms that resources hold."""
    for number, inner in resources(block):
        if number not in _INNER:
            continue
        if inner.kind == "thumbnail":
            yield Block(
                kind="thumbnail",
                source=inner.source,
                start=inner.start + _THUMBNAIL_HEAD,
                length=max(inner.length - _THUMBNAIL_HEAD, 0),
                inside=inner.inside,
                name="photoshop",
            )
        else:
            yield inner


def fields(block: Block) -> Iterator[Field]:
    """Yield what resources themselves tell: who wrote the file, whose it is."""
    for number, inner in resources(block):
        content = inner.content()
        step = f"photoshop:0x{number:04X}"
        if number == _URL and content:
            yield Field(
                kind="metadata", step=step, raw=content, facts=inner.place(0, len(content)),
                text=True,
            )  # fmt: skip
        elif number == _VERSION:
            for place, name in zip(("writer", "reader"), _names(content), strict=False):
                if name:
                    yield Field(kind="application", step=f"{step}/{place}", raw=name.encode())
        elif number == _COPYRIGHTED and content[:1] == b"\1":
            yield Field(kind="metadata", step=step, raw=b"copyrighted")


def _names(content: bytes) -> list[str]:
    """Return the names of the writer and the reader out of the version resource."""
    position, names = 5, []
    for _ in range(2):
        count = int(unpack_from(">I", content, position)[0])
        wide = content[position + 4 : position + 4 + 2 * count]
        names.append(wide.decode("utf-16-be", "replace").rstrip("\0"))
        position += 4 + 2 * count
    return names
