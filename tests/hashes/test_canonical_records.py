"""Records as canonical lines: one record, one spelling."""

import msgspec
import pytest
import rfc8785
from hypothesis import assume, given
from hypothesis import strategies as st

from truyvet.hashes import canonical

SAFE = canonical.MAX_SAFE_INTEGER


class Closed(
    msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True
):
    """The settings every record of a case has."""


class Opened(Closed, frozen=True, tag_field="type", tag="case.open"):
    name: str


class Noted(Closed, frozen=True, tag_field="type", tag="note"):
    text: str = ""
    after: "Noted | None" = None


class Loose(msgspec.Struct):
    """A record that would swallow fields nobody checked."""

    seq: int


class Entry(Closed, frozen=True):
    seq: int
    act: Opened | Noted
    done: bool = False
    zone: str | None = None
    inputs: tuple[int, ...] = ()
    named: dict[str, int] = {}
    raw: bytes = b""
    pair: tuple[int, bool] = (0, False)


integers = st.integers(-SAFE, SAFE)
notes = st.recursive(
    st.builds(Noted, text=st.text(), after=st.none()),
    lambda inner: st.builds(Noted, text=st.text(), after=inner),
    max_leaves=4,
)
entries = st.builds(
    Entry,
    seq=integers,
    act=st.builds(Opened, name=st.text()) | notes,
    done=st.booleans(),
    zone=st.none() | st.text(),
    inputs=st.lists(integers, max_size=4).map(tuple),
    named=st.dictionaries(st.text(), integers, max_size=4),
    raw=st.binary(max_size=8),
    pair=st.tuples(integers, st.booleans()),
)
LINE = b'{"act":{"name":"A","type":"case.open"},"inputs":[3],"seq":1}'


@given(entries)
def test_a_record_is_written_as_the_reference_writes_it(entry: Entry) -> None:
    assert canonical.encode_record(entry) == rfc8785.dumps(msgspec.to_builtins(entry))


@given(entries)
def test_a_written_record_reads_as_itself(entry: Entry) -> None:
    assert canonical.decode_record(canonical.encode_record(entry), Entry) == entry


@given(entries, entries)
def test_two_records_share_a_line_only_if_they_are_equal(one: Entry, other: Entry) -> None:
    assert (canonical.encode_record(one) == canonical.encode_record(other)) == (one == other)


@given(entries, st.data())
def test_a_changed_byte_is_another_record_or_none(entry: Entry, data: st.DataObject) -> None:
    line = bytearray(canonical.encode_record(entry))
    at = data.draw(st.integers(0, len(line) - 1))
    changed = data.draw(st.integers(0, 255))
    assume(changed != line[at])
    line[at] = changed
    try:
        found = canonical.decode_record(bytes(line), Entry)
    except (canonical.NotARecord, canonical.NotCanonical):
        return
    assert found != entry
    assert canonical.encode_record(found) == line


@given(st.binary(max_size=60) | st.text(max_size=60).map(str.encode))
def test_no_bytes_raise_anything_but_the_two_refusals(line: bytes) -> None:
    with pytest.raises((canonical.NotARecord, canonical.NotCanonical)):
        canonical.decode_record(line, Entry)


def test_map_keys_beyond_ascii_are_ordered_by_utf_16_units() -> None:
    entry = Entry(seq=1, act=Noted(), named={"\ufb33": 1, "\U0001f600": 2})
    assert '"named":{"\U0001f600":2,"\ufb33":1}'.encode() in canonical.encode_record(entry)


@pytest.mark.parametrize(
    ("spelling", "at"),
    [
        (LINE + b"\n", 60),
        (b" " + LINE, 0),
        (LINE.replace(b":1}", b": 1}"), 58),
        (b'{"inputs":[3],"act":{"name":"A","type":"case.open"},"seq":1}', 2),
        (b'{"act":{"type":"case.open","name":"A"},"inputs":[3],"seq":1}', 9),
        (LINE.replace(b'"seq":1', b'"seq":2,"seq":1'), 58),
        (LINE.replace(b'"A"', b'"\\u0041"'), 16),
        (LINE.replace(b'"A"', b'"\\/"'), 16),
        (LINE.replace(b"[3]", b"[-0]"), 49),
        (LINE.replace(b'"inputs"', b'"done":false,"inputs"'), 40),
        (LINE[:-1] + b',"zone":null}', 59),
        (LINE.replace(b'"inputs":[3]', b'"inputs":[]'), 40),
    ],
    ids=[
        "newline",
        "leading space",
        "space after a colon",
        "order of keys",
        "tag out of order",
        "key twice",
        "escape of a plain letter",
        "escaped slash",
        "minus zero",
        "default written",
        "null default written",
        "empty default written",
    ],
)
def test_another_spelling_is_refused_and_its_place_named(spelling: bytes, at: int) -> None:
    with pytest.raises((canonical.NotCanonical, canonical.NotARecord)) as refusal:
        canonical.decode_record(spelling, Entry)
    if refusal.type is canonical.NotCanonical:
        assert str(refusal.value).endswith(f"at byte {at}")


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (b"", "truncated"),
        (LINE[:-1], "truncated"),
        (b"[]", "Expected `object`, got `array`"),
        (b"\xef\xbb\xbf" + LINE, "malformed"),
        (LINE + LINE, "trailing"),
        (LINE.replace(b'"seq":1', b'"seq":1.0'), r"got `float` - at `\$.seq`"),
        (LINE.replace(b'"seq":1', b'"seq":1e0'), "got `float`"),
        (LINE.replace(b'"seq":1', b'"seq":01'), "malformed"),
        (LINE.replace(b'"seq":1', b'"seq":true'), "got `bool`"),
        (LINE.replace(b'"seq":1', b'"seq":"1"'), "got `str`"),
        (LINE.replace(b'"seq":1', b'"seq":NaN'), "malformed"),
        (LINE.replace(b'"seq":1', b'"seq":9007199254740992'), "54 bits"),
        (LINE.replace(b'"seq":1', b'"seq":-9007199254740992'), "54 bits"),
        (LINE.replace(b"[3]", b"[1,9007199254740992]"), "54 bits"),
        (LINE.replace(b'"seq":1', b'"seq":' + b"9" * 9000), "out of range"),
        (LINE.replace(b'"seq":1', b'"more":0,"seq":1'), "unknown field `more`"),
        (LINE.replace(b',"seq":1', b""), "missing required field `seq`"),
        (LINE.replace(b"case.open", b"case.shut"), "Invalid value 'case.shut'"),
        (LINE.replace(b'"A"', b'"\xff"'), "UTF-8"),
        (LINE.replace(b'"A"', b'"\xed\xa0\x80"'), "UTF-8"),
        (LINE.replace(b'"A"', b'"\\ud800"'), "hex escape"),
        (LINE.replace(b'"A"', b'"\x01"'), "invalid character"),
    ],
)
def test_a_line_that_is_no_record_is_refused_with_its_reason(line: bytes, reason: str) -> None:
    with pytest.raises(canonical.NotARecord, match=reason):
        canonical.decode_record(line, Entry)


def test_a_record_nested_too_deeply_is_refused() -> None:
    deep = b'{"act":' + b'{"after":' * 100_000
    with pytest.raises(canonical.NotARecord):
        canonical.decode_record(deep, Entry)


@pytest.mark.parametrize("bits", [54, 64, 70, 20_000])
def test_an_integer_not_everybody_can_read_is_not_written(bits: int) -> None:
    for seq in (2 ** (bits - 1), -(2 ** (bits - 1))):
        with pytest.raises(canonical.NotEncodable):
            canonical.encode_record(Entry(seq=seq, act=Noted()))


@pytest.mark.parametrize("seq", [SAFE, -SAFE])
def test_the_last_safe_integers_are_written(seq: int) -> None:
    entry = Entry(seq=seq, act=Noted(), inputs=(seq, 0, seq))
    assert canonical.decode_record(canonical.encode_record(entry), Entry) == entry


def test_digits_in_a_text_are_not_taken_for_an_integer() -> None:
    entry = Entry(seq=1, act=Noted(text=",9007199254740993:-9007199254740993"))
    assert canonical.decode_record(canonical.encode_record(entry), Entry) == entry


def test_a_lone_surrogate_is_not_written() -> None:
    with pytest.raises(canonical.NotEncodable, match="surrogates"):
        canonical.encode_record(Entry(seq=1, act=Noted(text="\ud800")))


@pytest.mark.parametrize("kind", [float, object, set[str], msgspec.Raw, dict[int, str]])
def test_a_type_that_leaves_room_for_two_spellings_is_refused(kind: type) -> None:
    open_type = msgspec.defstruct("Open", [("field", kind)], forbid_unknown_fields=True)
    with pytest.raises(TypeError, match="closed"):
        canonical.decode_record(b"{}", open_type)


def test_a_type_that_admits_unknown_fields_is_refused() -> None:
    with pytest.raises(TypeError, match="Loose must be an object without unknown fields"):
        canonical.encode_record(Loose(seq=1))


def test_a_loose_type_inside_a_closed_one_is_refused() -> None:
    outer = msgspec.defstruct("Outer", [("all", list[Loose])], forbid_unknown_fields=True)
    with pytest.raises(TypeError, match="Loose"):
        canonical.decode_record(b"{}", outer)
