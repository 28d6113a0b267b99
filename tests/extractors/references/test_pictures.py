"""Sets of pictures: the examples of the HTML Standard and its traps."""

import pytest

from truyvet.extractors.references.pictures import candidates


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("", []),
        ("a.png", ["a.png"]),
        ("a.png 1x, b.png 2x", ["a.png", "b.png"]),
        ("a.png 100w,b.png 200w", ["a.png", "b.png"]),
        ("a.png, b.png 2x", ["a.png", "b.png"]),
        ("a.png,b.png", ["a.png,b.png"]),
        ("a,b.png 1x, c.png", ["a,b.png", "c.png"]),
        (" , ,a.png,, b.png,", ["a.png", "b.png"]),
        ("data:image/png;base64,AA== 1x, b.png 2x", ["data:image/png;base64,AA==", "b.png"]),
        ("a.png calc(1px, 2px) 1x, b.png", ["a.png", "b.png"]),
        ("a.png (, b.png", ["a.png"]),
        ("\n\ta.png\n1x\n,\nb.png 2x\n", ["a.png", "b.png"]),
    ],
)
def test_a_set_holds(written: str, expected: list[str]) -> None:
    assert list(candidates(written)) == expected


@pytest.mark.parametrize("unit", ["a ", ",", "(", "a,b ", "a (", " "])
def test_a_hostile_set_is_read_once(unit: str) -> None:
    assert len(list(candidates(unit * 200_000))) <= 1 << 19
