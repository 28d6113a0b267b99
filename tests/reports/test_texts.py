"""Languages: the same codes, the same placeholders, words for everything that can be said."""

import json
import re
import string
import unicodedata
from pathlib import Path
from typing import get_args, get_type_hints

import pytest

from truyvet.collectors.table import COLLECTORS
from truyvet.evidence.acts import Act, Collect, Decide, Scan
from truyvet.evidence.findings import FINDINGS, UNPROVED, Severity, Verdict
from truyvet.evidence.item import Kind, Problem
from truyvet.evidence.keyset import ROLES
from truyvet.evidence.scans.observation import Flag
from truyvet.evidence.scans.outcome import Status
from truyvet.evidence.scans.pending import LISTS
from truyvet.reports import english, vietnamese
from truyvet.reports.document import State
from truyvet.reports.statements import BROUGHT, STATEMENTS
from truyvet.reports.texts import LANGUAGES, Language

from .support.made import BAD, GOOD

VI, EN = LANGUAGES["vi"], LANGUAGES["en"]
TEMPLATES = Path(vietnamese.__file__).parent / "templates"
CONFINEMENTS = ("privileges", "network", "files", "calls", "none")
MAY_BE_EMPTY = {"head.state", "head.motto"}


def literals(type_: object, name: str) -> tuple[str, ...]:
    """Return the values that a field may have."""
    return get_args(get_type_hints(type_)[name])


def placeholders(text: str) -> set[str]:
    """Return the names in braces."""
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def test_vietnamese_is_the_default() -> None:
    assert next(iter(LANGUAGES)) == "vi"


def test_both_languages_have_the_same_codes_but_for_findings() -> None:
    findings = {f"finding.{code}" for code in FINDINGS}
    assert set(vietnamese.WORDS) - findings == set(english.WORDS)


def test_words_hold_the_same_places() -> None:
    differ = {
        code
        for code, text in english.WORDS.items()
        if placeholders(text) != placeholders(vietnamese.WORDS[code])
    }
    assert not differ


@pytest.mark.parametrize("language", LANGUAGES.values(), ids=lambda one: one.code)
def test_no_words_are_empty_or_untrimmed(language: Language) -> None:
    empty = {code for code, text in language.words.items() if not text.strip()}
    assert empty <= MAY_BE_EMPTY
    formats = ("format.thousands", "format.decimal")
    untrimmed = {code for code, text in language.words.items() if text != text.strip()}
    assert not untrimmed - set(formats)


def test_vietnamese_says_nothing_in_english() -> None:
    same = {code for code, text in vietnamese.WORDS.items() if english.WORDS.get(code) == text}
    assert same <= {"utc", "fact.sha256", "item.sha256", "kind.socket"}


def test_vietnamese_is_written_in_one_form() -> None:
    texts = vietnamese.WORDS.items()
    assert not [code for code, text in texts if unicodedata.normalize("NFC", text) != text]


def test_every_finding_has_vietnamese_words_without_its_facts() -> None:
    for code in FINDINGS:
        assert placeholders(VI.words[f"finding.{code}"]) == set(), code


@pytest.mark.parametrize("language", LANGUAGES.values(), ids=lambda one: one.code)
def test_everything_that_a_report_can_say_has_words(language: Language) -> None:
    wanted = [f"unproved.{code}" for code in UNPROVED]
    wanted += [*STATEMENTS, *BROUGHT]
    wanted += [f"verdict.{one}" for one in Verdict] + [f"verdict.{one}.means" for one in Verdict]
    wanted += [f"severity.{one}" for one in Severity]
    wanted += [f"state.{one}" for one in get_args(State)]
    wanted += [f"outcome.{one}" for one in get_args(Status)]
    wanted += [f"flag.{one}" for one in get_args(Flag) if one]
    wanted += [f"scanned.{one}" for one in literals(Scan, "status")]
    wanted += [f"confinement.{one}" for one in CONFINEMENTS]
    lists = [f"scan.{one}" for one in ("outcomes", "observations")]
    wanted += [f"{one}.{state}" for one in lists for state in ("damaged", "missing")]
    wanted += [f"kind.{one}" for one in get_args(Kind)]
    wanted += [f"problem.{one}" for one in literals(Problem, "code")]
    wanted += [f"status.{one}" for one in literals(Collect, "status")]
    wanted += [f"role.{one}" for one in ROLES]
    wanted += [f"act.{act.__struct_config__.tag}" for act in get_args(Act)]
    wanted += [f"decision.{one}" for one in literals(Decide, "decision")]
    wanted += [f"scope.{name}" for name in COLLECTORS]
    wanted += ["collection.missing", "collection.damaged"]
    assert [code for code in wanted if not language.has(code)] == []


def test_every_code_that_the_templates_name_exists() -> None:
    text = "".join(path.read_text("utf-8") for path in TEMPLATES.glob("*.html"))
    named = set(re.findall(r'\bt\("([^"]+)"[,)]', text))
    assert len(named) > 80
    assert named <= set(english.WORDS)


def test_no_words_are_left_over() -> None:
    sources = [*TEMPLATES.glob("*.html"), *TEMPLATES.parent.glob("*.py")]
    words = {path for path in sources if path.name.startswith(("english", "vietnamese"))}
    text = "".join(path.read_text("utf-8") for path in sources if path not in words)
    text = text.replace("'", '"')
    stems = "unproved verdict severity state kind problem status role act scope fact byhand sign"
    stems += " diff.why diff.fact diff.state diff.sort diff.result"
    stems += (
        " outcome flag scanned confinement because mark scan.outcomes scan.observations decision"
    )
    made = (*(f"{stem}." for stem in stems.split()), "S", "collection.")
    made += tuple(f"place.{kind}" for kind in (*LISTS, "configuration", "statements", "questions"))
    left = [c for c in english.WORDS if f'"{c}"' not in text and not c.startswith(made)]
    assert not left


def test_a_code_without_words_is_an_error() -> None:
    with pytest.raises(KeyError):
        VI.say("no.such.code")


@pytest.mark.parametrize(
    ("number", "vi", "en"),
    [(0, "0", "0"), (999, "999", "999"), (1234567, "1.234.567", "1,234,567")],
)
def test_numbers_come_in_groups(number: int, vi: str, en: str) -> None:
    assert (VI.number(number), EN.number(number)) == (vi, en)


@pytest.mark.parametrize(
    ("size", "vi", "en"),
    [
        (0, "0 byte", "0 bytes"),
        (999, "999 byte", "999 bytes"),
        (1000, "1,0 kB", "1.0 kB"),
        (999_949, "999,9 kB", "999.9 kB"),
        (999_950, "1,0 MB", "1.0 MB"),
        (1_500_000_000, "1,5 GB", "1.5 GB"),
        (2**53, "9007,2 TB", "9007.2 TB"),
    ],
)
def test_sizes_are_for_people(size: int, vi: str, en: str) -> None:
    assert (VI.size(size), EN.size(size)) == (vi, en)


@pytest.mark.parametrize(
    ("utc", "zone", "vi"),
    [
        ("2026-03-14T02:15:00.123456789Z", "+07:00", "14/03/2026 09:15:00"),
        ("2026-03-14T02:15:00Z", "-03:30", "13/03/2026 22:45:00"),
        ("0001-01-01T00:00:00Z", "+00:00", "01/01/1 00:00:00"),
    ],
)
def test_times_are_by_the_clock_of_their_zone(utc: str, zone: str, vi: str) -> None:
    assert VI.time(utc, zone).replace("/0001", "/1") == vi


@pytest.mark.parametrize(
    ("utc", "zone"),
    [
        ("2026-99-99T99:99:99Z", "+07:00"),
        ("0001-01-01T00:00:00Z", "-07:00"),
        ("9999-12-31T23:59:59Z", "+07:00"),
        ("2026-03-14T02:15:00Z", "+99:99"),
        ("2026-03-14T02:15:00Z", "zone"),
    ],
)
def test_a_time_that_no_calendar_has_is_shown_as_it_is(utc: str, zone: str) -> None:
    assert VI.time(utc, zone) == EN.time(utc, zone) == utc


def places() -> list[str]:
    """Return every place that the vectors' findings have."""
    found = [json.loads((path / "expected.json").read_bytes()) for path in (*GOOD, *BAD)]
    return sorted({at for one in found for places in one["findings"].values() for at in places})


def test_places_are_the_same_in_english() -> None:
    assert places()
    assert {at: EN.place(at) for at in places()} == {at: at for at in places()}


@pytest.mark.parametrize(
    ("place", "vi"),
    [
        ("outcomes of entry 5, line 3", "danh sách kết quả của bản ghi 5, dòng 3"),
        ("observations of entry 5", "danh sách dữ kiện của bản ghi 5"),
        ("texts of entry 12, line 0", "danh sách văn bản của bản ghi 12, dòng 0"),
        ("efforts of entry 5, line 1", "danh sách tiêu hao của bản ghi 5, dòng 1"),
        ("configuration of entry 5, line 0", "cấu hình của bản ghi 5, dòng 0"),
        ("manifest of entry 5, line 7", "bảng kê của bản ghi 5, dòng 7"),
        ("manifest of entry 5", "bảng kê của bản ghi 5"),
    ],
)
def test_lines_of_the_lists_of_scans_are_places(place: str, vi: str) -> None:
    assert (VI.place(place), EN.place(place)) == (vi, place)


def test_places_that_are_no_paths_are_said_in_vietnamese() -> None:
    words = re.compile(r"\b(entry|after|manifest|item|checkpoint|kept|key)\b")
    said = [VI.place(at) for at in places() if "/" not in at]
    assert not [place for place in said if words.search(place)]


def test_a_path_is_never_translated() -> None:
    for path in ("objects/ab/" + "ab" * 32, "work/entry 3", "notes about entry 3", "ledger/x"):
        assert VI.place(path) == path
