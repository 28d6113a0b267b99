"""What an answer covered: a `no` is worth as much as what was looked into."""

from dataclasses import dataclass

from ..evidence import completeness
from .source import Source


@dataclass(frozen=True, kw_only=True, slots=True)
class Coverage:
    """What of a case was looked into, and what could not be."""

    case: str
    """Number of the case."""
    case_id: str
    """Its id."""
    entries: int
    """Entries of the ledger that the answer knows."""
    as_of: str
    """UTC time of the last of them."""
    items: int
    """Items of the case."""
    without_bytes: int
    """Folders, links and other items that have no bytes."""
    full: int
    """Items of which nothing is left to examine."""
    partly: int
    """Items of which something could not be examined."""
    unexamined: int
    """Items of which nothing could be examined."""
    never: int
    """Items with bytes that no scan has come to."""
    not_collected: int
    """Items whose bytes could not be had."""
    extractors: tuple[tuple[str, str], ...]
    """Name and version of each extractor as it ran last."""
    left_out: tuple[str, ...]
    """Extractors that no scan has asked."""

    @property
    def whole(self) -> bool:
        """Whether nothing that could be examined is left."""
        left = self.partly + self.unexamined + self.never + self.not_collected
        return not left and not self.left_out


def covered(source: Source) -> Coverage:
    """Sum up what of a case was examined; the time grows with its items."""
    entries = (source.index.head() or (0, ""))[0]
    told = completeness.of_case(source.index)
    newest = dict[str, str]()
    for _, ran in sorted(source.index.examinations.runs().items()):
        newest |= {one.name: one.version for one in ran if not one.left_out}
    return Coverage(
        case=source.number,
        case_id=source.id,
        entries=entries,
        as_of=source.recorded(entries - 1),
        items=told.items,
        without_bytes=told.without_bytes,
        full=told.full,
        partly=told.partly,
        unexamined=told.unexamined,
        never=told.never,
        not_collected=told.not_collected,
        extractors=tuple(sorted(newest.items())),
        left_out=told.left_out,
    )
