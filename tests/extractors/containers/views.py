"""Views and readers that live in memory: what the readers of containers are handed in tests."""

import io
from pathlib import Path
from typing import BinaryIO

from truyvet.extractors.containers.reading import Damage
from truyvet.extractors.interface import Facts, ItemView
from truyvet.extractors.settings import Settings

ITEM = "ab" * 32
SETTINGS = Settings()


class MemoryView:
    """An `ItemView` over bytes; counts what is read."""

    def __init__(self, content: bytes, name: str = "item", media_type: str = "") -> None:
        self.content = content
        self.facts = Facts(
            id=ITEM, path=name, size=len(content), sha256=ITEM,
            media_type=media_type or "application/octet-stream",
        )  # fmt: skip
        self.settings = SETTINGS
        self.prepared: object = None
        self.path = Path("nowhere")
        self.folder = Path("nowhere")
        self.texts = ()
        self.reads = 0

    def open(self) -> BinaryIO:
        return io.BytesIO(self.content)

    def read(self, offset: int, length: int) -> bytes:
        self.reads += 1
        if offset < 0 or length < 0:
            raise ValueError(f"{length} bytes at {offset}")
        return self.content[offset : offset + length]

    def memory(self) -> bytes:
        return self.content


def view(content: bytes, name: str = "item", media_type: str = "") -> ItemView:
    """Return a view over bytes."""
    return MemoryView(content, name, media_type)  # type: ignore[return-value]


class Plain:
    """A reader over bytes that gives at most `most` of them at once."""

    def __init__(self, content: bytes, most: int = 1 << 20) -> None:
        self.file = io.BytesIO(content)
        self.most = most
        self.asked: list[int] = []

    def read(self, size: int, /) -> bytes:
        self.asked.append(size)
        return self.file.read(min(size, self.most))


class Breaking(Plain):
    """Gives its bytes, then damage instead of an end."""

    def read(self, size: int, /) -> bytes:
        chunk = super().read(size)
        if not chunk:
            raise Damage("broken")
        return chunk


def everything(reader: object, step: int = 1 << 16) -> bytes:
    """Return all bytes of anything with `read`, `step` at a time."""
    out = bytearray()
    while chunk := reader.read(step):  # type: ignore[attr-defined]
        assert len(chunk) <= step
        out += chunk
    return bytes(out)


def until_damage(reader: object, step: int = 1 << 16) -> tuple[bytes, str]:
    """Return the bytes of a reader before its damage, and what the damage says."""
    out = bytearray()
    try:
        while chunk := reader.read(step):  # type: ignore[attr-defined]
            out += chunk
    except Damage as damage:
        return bytes(out), str(damage)
    return bytes(out), ""
