"""JSON written piece by piece: a head, a list of any length, a tail."""

import json
from collections.abc import Iterable, Iterator
from typing import Any, BinaryIO

from .text import Text


class Json:
    """A JSON document that is being written."""

    def __init__(self, target: BinaryIO, text: Text) -> None:
        """Begin it."""
        self._target = target
        self._text = text

    def raw(self, written: str) -> None:
        """Write what is JSON already, brackets and names."""
        self._target.write(written.encode())

    def value(self, value: Any) -> str:
        """Return a value as JSON, its texts clean; names keep their order."""
        return json.dumps(self._clean(value), ensure_ascii=False, separators=(",", ":"))

    def list(self, values: Iterable[Any]) -> int:
        """Write a list, one element a line; how many they were."""
        count = 0
        self.raw("[")
        for count, value in enumerate(values, 1):
            self.raw(f"{',' if count > 1 else ''}\n{self.value(value)}")
        self.raw("\n]")
        return count

    def _clean(self, value: Any) -> Any:
        if isinstance(value, str):
            return self._text(value)
        if isinstance(value, dict):
            return {self._text(name): self._clean(one) for name, one in value.items()}
        if isinstance(value, list | tuple):
            return [self._clean(one) for one in value]
        return value


class Counted:
    """Counts what an iteration yields."""

    def __init__(self) -> None:
        """Begin at none."""
        self.count = 0

    def over(self, values: Iterable[Any]) -> Iterator[Any]:
        """Yield the values."""
        for value in values:
            self.count += 1
            yield value
