"""Looking for values in short texts, as the tests of the rules do."""

from functools import cache

from truyvet.extractors.selectors.finding.finder import Finder, Found, finder


@cache
def finder_of(region: str = "VN", hyperscan: bool = True) -> Finder:
    """Return a finder, made once for all tests; by `re` alone where hyperscan is not there."""
    from truyvet.extractors.selectors.finding.hyper import available

    return finder(region, hyperscan=hyperscan and available())


def found(text: str | bytes, region: str = "VN") -> list[Found]:
    """Return what is found in a text."""
    content = text.encode() if isinstance(text, str) else text
    return list(finder_of(region).find(content))


def seen(text: str | bytes, region: str = "VN") -> list[tuple[str, str, str]]:
    """Return (kind, as it stands there, normal form) of each value of a text."""
    content = text.encode() if isinstance(text, str) else text
    return [
        (
            one.spot.kind,
            content[one.offset : one.offset + one.length].decode("utf-8", "replace"),
            one.spot.value,
        )
        for one in found(content, region)
    ]


def normals(kind: str, text: str | bytes, region: str = "VN") -> list[str]:
    """Return the normal forms of the values of one kind."""
    return [one.spot.value for one in found(text, region) if one.spot.kind == kind]


def confidence(kind: str, text: str | bytes, region: str = "VN") -> int:
    """Return how sure the first value of a kind is; 0 for none."""
    return next((one.spot.confidence for one in found(text, region) if one.spot.kind == kind), 0)
