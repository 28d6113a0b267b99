"""Names, values and arguments that are meant to do harm: shown as text, found as typed, refused."""

import unicodedata
from pathlib import Path

import pytest
from tests.commands.conftest import Officer
from tests.commands.support.asking import Asked, ask, columns, reads, stated
from tests.commands.support.calls import node, said
from tests.graph.support.graphs import HOSTILE

LABELS = {name: text[:400] for name, text in HOSTILE.items() if name != "surrogate"} | {
    "wide": "電話" * 150,
    "marks": "a" + "\u0301" * 200,
    "emoji": "👩‍👩‍👧 \U0001f575\ufe0f",
    "left to right": "\u2066abc\u2069 עברית",
    "escape codes": "\x1b[31mred\x1b]0;title\x07\x1b[2J",
    "carriage return": "first\rsecond",
    "next line": "one\u2028two\u2029three\x85four",
    "tag letters": "a\U000e0041b",
    "spaces": "\u00a0 \u3000 x",
    "csv": '"a","b"\n=1+1',
}
VERBS = {
    "ego": ("ego", node(0), "--hops", "2", "--limit", "0"),
    "path": ("path", node(0), node(1)),
    "common": ("common", node(0), node(1)),
    "between": ("between", node(0), node(1)),
    "pairs": ("between", node(0), node(1), "--pairs"),
    "rank": ("rank", "--limit", "0"),
    "communities": ("communities", "--members", "0", "--limit", "0"),
    "timeline": ("timeline", node(0)),
}
both = pytest.mark.parametrize("verb", sorted(VERBS))


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """0 and 1 hang together through people whose names are hostile, and places whose values are."""
    told = []
    for number, label in enumerate(LABELS.values()):
        person, day = f"person:{number:016x}", f"2026-01-{number % 28 + 1:02}"
        told += [
            said(person, "named", f"name:{label}"),
            said(node(0), "called", person, since=day, facts={"note": label[:100]}),
            said(person, "called", node(1), since=day),
            said(node(0), "seen_at", f"place:{label}", since=day),
            said(node(1), "seen_at", f"place:{label}", since=day),
        ]
    return stated(tmp_path_factory.mktemp("hostile") / "case", told)


@both
def test_nothing_hostile_reaches_the_terminal(case: Path, verb: str) -> None:
    asked = ask(case, *VERBS[verb])
    assert asked.status == 0
    for letter in (asked.out + asked.err).replace("\n", "").replace("\t", ""):
        assert unicodedata.category(letter) not in ("Cc", "Cf", "Cs", "Zl", "Zp"), repr(letter)


@both
def test_json_is_one_value_a_line_and_holds_the_text_as_it_is(case: Path, verb: str) -> None:
    asked = ask(case, *VERBS[verb], "--json")
    assert asked.status == 0
    assert len(asked.lines) == asked.out.count("\n") > 0
    if verb == "rank":
        assert {one["label"] for one in asked.lines} >= set(LABELS.values())


@both
def test_on_a_terminal_lines_fit_eighty_columns(case: Path, verb: str, an: Officer) -> None:
    status, shown = an.with_(TRUYVET_CASE=str(case)).types(*VERBS[verb])
    assert status == 0
    assert columns(shown) <= 80


@pytest.mark.parametrize("name", sorted(set(LABELS) - {"spaces"}))
def test_a_hostile_name_finds_its_bearer(case: Path, name: str) -> None:
    asked = ask(case, "ego", LABELS[name], "--json")
    number = list(LABELS).index(name)
    if asked.status == 0:
        assert {one["node"] for one in asked.lines} <= {node(0), node(1)}
    else:  # a name that folds to nothing, or that a person and a place share
        assert "E570" in asked.err or "E571" in asked.err
    assert [one["hop"] for one in reads(case, "ego", f"person:{number:016x}")] == [1, 1]


TYPED = {
    "empty": "",
    "blank": " \t\n ",
    "NUL": "\x00",
    "lone surrogate": "\udcff\udcfe",
    "only a kind": "phone:",
    "only a colon": ":",
    "an unknown kind": "weapon:1",
    "percent": "%",
    "a wildcard": "*",
    "an underscore": "____________",
    "a quote": "' OR 1=1 --",
    "SQL": "x'); DROP TABLE nodes; --",
    "very long": "9" * 10_000,
    "long name": "ă" * 10_000,
    "RTL": "\u202e0912",
    "no item": "99999999.99999999",
    "item of entry -1": "-1.1",
    "deep": "person:" * 50,
    "zero width": "\u200b\u200b",
    "a made-up id that is none": "person:" + "f" * 32,
}


@pytest.mark.parametrize("verb", ["ego", "timeline", "communities"])
@pytest.mark.parametrize("name", sorted(TYPED))
def test_whatever_is_typed_that_names_nobody_is_e570(case: Path, verb: str, name: str) -> None:
    before = ("--of",) if verb == "communities" else ("--",)
    asked = ask(case, verb, *before, TYPED[name])
    if verb == "communities" and not TYPED[name]:
        assert asked.status in (0, 1)
        return
    assert (asked.status, asked.out) == (1, "")
    assert "E570" in asked.err
    assert "hint" in asked.err
    assert len(asked.err) < 1_000
    assert "Traceback" not in asked.err


def test_bytes_that_are_no_text_are_refused_as_a_process_too(case: Path, an: Officer) -> None:
    ran = an.with_(TRUYVET_CASE=str(case)).run(b"ego", b"\xff\xfe 0912")
    assert ran.returncode == 1
    assert "E570" in ran.stderr
    assert "Traceback" not in ran.stderr


OPTIONS = [
    ("--as-of", "yesterday"), ("--as-of", "2026-13-01"), ("--as-of", "0000"), ("--as-of", "-1"),
    ("--since", "2026-02-30"), ("--since", "99999-01-01"), ("--until", "2026-01-01T10:00"),
    ("--until", "\x00"), ("--min-grade", "G1"), ("--min-grade", "B7"), ("--min-grade", "B"),
    ("--min-grade", "B22"), ("--via", "phoned"), ("--via", "named"), ("--via", "called,'"),
    ("--via", "\u202ecalled"), ("--hops", "0"), ("--hops", "-1"), ("--hops", "7"),
    ("--hops", "two"), ("--limit", "-1"), ("--limit", "1e3"), ("--limit", "0x5"),
]  # fmt: skip


@pytest.mark.parametrize(("option", "value"), OPTIONS)
def test_an_option_that_says_nothing_is_wrong_usage(case: Path, option: str, value: str) -> None:
    asked = ask(case, "ego", node(0), option, value)
    assert (asked.status, asked.out) == (2, "")
    assert option in asked.err
    assert "Traceback" not in asked.err


@pytest.mark.parametrize(
    "name", ["9.9", "no item", "\x00", "", "../x", "f" * 64, "-1.1", "1.1\udcff"]
)
def test_an_exhibit_that_is_none_cannot_be_left_out(case: Path, name: str) -> None:
    asked = ask(case, "ego", node(0), "--without", name)
    assert asked.status == 1
    assert "E105" in asked.err or "E106" in asked.err
    assert "Traceback" not in asked.err


LISTS: dict[str, tuple[bytes, int]] = {
    "with a mark and remarks": (b"\xef\xbb\xbf# two\r\n\r\n +84912000000 \r\n+84912000001\r\n", 0),
    "old line ends": (b"+84912000000\r+84912000001", 0),
    "twice the same": (b"+84912000000\n0912 000 000\n", 2),
    "empty": (b"", 2),
    "remarks alone": (b"# a\n#b\n", 2),
    "no text": (b"\xff\xfe\x00", 2),
    "NUL": (b"\x00\n", 1),
    "somebody unknown": (b"+84912000000\n0999999999\n", 1),
    "too long": (b"+84912000000\n" * 90_000, 2),
    "one endless line": (b"9" * 200_000, 1),
}


@pytest.mark.parametrize("name", sorted(LISTS))
def test_a_list_of_suspects_is_read_or_refused(case: Path, tmp_path: Path, name: str) -> None:
    content, status = LISTS[name]
    (tmp_path / "suspects.txt").write_bytes(content)
    asked = ask(case, "between", "--suspects", str(tmp_path / "suspects.txt"), "--json")
    assert asked.status == status, asked
    assert "Traceback" not in asked.err
    assert not (status and asked.out)


def test_a_folder_of_suspects_is_told(case: Path, tmp_path: Path) -> None:
    asked: Asked = ask(case, "between", "--suspects", str(tmp_path))
    assert asked.status in (1, 2)
    assert "Traceback" not in asked.err


def test_more_suspects_than_can_be_compared_are_refused(tmp_path: Path) -> None:
    case = stated(tmp_path / "case", (said(node(0), "called", node(n)) for n in range(1, 103)))
    asked = ask(case, "between", *map(node, range(101)))
    assert (asked.status, "E579" in asked.err, "hint" in asked.err) == (1, True, True)
    assert ask(case, "between", *map(node, range(2, 102)), "--json").status == 0
