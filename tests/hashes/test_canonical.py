"""RFC 8785 for values: the published vectors, the oracle, the refusals."""

import json
import math
import struct
from pathlib import Path
from typing import Any

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from truyvet.hashes import canonical

# RFC 8785 appendix B: IEEE 754 bits and their text.
NUMBERS = {
    "0000000000000000": "0",
    "8000000000000000": "0",
    "0000000000000001": "5e-324",
    "8000000000000001": "-5e-324",
    "7fefffffffffffff": "1.7976931348623157e+308",
    "ffefffffffffffff": "-1.7976931348623157e+308",
    "4340000000000000": "9007199254740992",
    "c340000000000000": "-9007199254740992",
    "4430000000000000": "295147905179352830000",
    "44b52d02c7e14af5": "9.999999999999997e+22",
    "44b52d02c7e14af6": "1e+23",
    "44b52d02c7e14af7": "1.0000000000000001e+23",
    "444b1ae4d6e2ef4e": "999999999999999700000",
    "444b1ae4d6e2ef4f": "999999999999999900000",
    "444b1ae4d6e2ef50": "1e+21",
    "3eb0c6f7a0b5ed8c": "9.999999999999997e-7",
    "3eb0c6f7a0b5ed8d": "0.000001",
    "41b3de4355555553": "333333333.3333332",
    "41b3de4355555554": "333333333.33333325",
    "41b3de4355555555": "333333333.3333333",
    "41b3de4355555556": "333333333.3333334",
    "41b3de4355555557": "333333333.33333343",
    "becbf647612f3696": "-0.0000033333333333333333",
    "43143ff3c1cb0959": "1424953923781206.2",
}
SAFE = canonical.MAX_SAFE_INTEGER

floats = st.floats(allow_nan=False, allow_infinity=False)
scalars = st.none() | st.booleans() | st.integers(-SAFE, SAFE) | floats | st.text()


def values_of(leaves: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.recursive(
        leaves,
        lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
        max_leaves=12,
    )


values = values_of(scalars)
# ECMAScript writes a float between 2^53 and 1e21 without a point, and Python reads that as an
# integer: such a float is written, but what comes back is of another type.
readable = values_of(
    st.none()
    | st.integers(-SAFE, SAFE)
    | floats.filter(lambda number: not SAFE < abs(number) < 1e21)
    | st.text()
)


@pytest.mark.parametrize("name", ["arrays", "french", "structures", "unicode", "values", "weird"])
def test_the_vectors_of_rfc_8785(vectors: Path, name: str) -> None:
    given_text = (vectors / "rfc8785" / "input" / f"{name}.json").read_text("utf-8")
    wanted = (vectors / "rfc8785" / "output" / f"{name}.json").read_bytes()
    assert canonical.encode(json.loads(given_text)) == wanted


@pytest.mark.parametrize("bits", NUMBERS)
def test_the_numbers_of_appendix_b(bits: str) -> None:
    (number,) = struct.unpack(">d", bytes.fromhex(bits))
    assert canonical.encode(number) == NUMBERS[bits].encode()


@given(values)
def test_every_value_is_written_as_the_reference_writes_it(value: Any) -> None:
    assert canonical.encode(value) == rfc8785.dumps(value)


@given(floats)
def test_every_number_is_written_as_the_reference_writes_it(number: float) -> None:
    assert canonical.encode(number) == rfc8785.dumps(number)


@given(readable)
def test_reading_what_was_written_and_writing_it_again_changes_nothing(value: Any) -> None:
    line = canonical.encode(value)
    assert canonical.encode(json.loads(line)) == line


@given(readable)
def test_what_was_written_reads_as_the_same_value(value: Any) -> None:
    assert json.loads(canonical.encode(value)) == value


def test_keys_are_ordered_by_utf_16_units_not_by_code_points() -> None:
    line = canonical.encode({"\ufb33": 1, "\U0001f600": 2})
    assert line == '{"\U0001f600":2,"\ufb33":1}'.encode()


def test_tuples_are_arrays_and_empty_things_stay_empty() -> None:
    assert canonical.encode({"a": (), "b": [{}], "c": (1, 2)}) == b'{"a":[],"b":[{}],"c":[1,2]}'


def test_truth_is_not_a_number() -> None:
    assert canonical.encode([True, 1, False, 0]) == b"[true,1,false,0]"


def test_the_largest_integer_everybody_agrees_on_is_written() -> None:
    assert canonical.encode([SAFE, -SAFE]) == b"[9007199254740991,-9007199254740991]"


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        (math.nan, "nan"),
        (math.inf, "inf"),
        (-math.inf, "-inf"),
        (SAFE + 1, "54 bits"),
        (-SAFE - 1, "54 bits"),
        pytest.param(10**6000, "19932 bits", id="6001 digits"),
        ("\ud800", "lone surrogate"),
        ({"\udc00": 1}, "lone surrogate"),
        ({1: "one"}, "key must be text, not int"),
        ({None: 1}, "key must be text, not NoneType"),
        (b"bytes", "no bytes"),
        ({1, 2}, "no set"),
    ],
)
def test_what_json_cannot_say_is_refused(value: Any, reason: str) -> None:
    with pytest.raises(canonical.NotEncodable, match=reason):
        canonical.encode([value])


def test_a_value_nested_too_deeply_is_refused() -> None:
    value: list[Any] = []
    for _ in range(100_000):
        value = [value]
    with pytest.raises(canonical.NotEncodable, match="deeply"):
        canonical.encode(value)


def test_a_value_that_contains_itself_is_refused() -> None:
    value: list[Any] = []
    value.append(value)
    with pytest.raises(canonical.NotEncodable, match="contains itself"):
        canonical.encode(value)
