"""docs/spec/scan.md: its tables and numbers are those of the program."""

import re
from typing import get_args

import msgspec
import pytest
from tests.house.test_spec import RECORDS, SCAN, members
from tests.vectors.examples import TABLE, table_of

from truyvet.evidence.acts import Examiner, Scan, ScanTotals
from truyvet.evidence.item import ITEM_DOMAIN, Item
from truyvet.evidence.scans.configuration import CONFIGURATION_DOMAIN, ExtractorConfiguration
from truyvet.evidence.scans.locator import MAX_STEP
from truyvet.evidence.scans.observation import MAX_RAW, MAX_TEXT, OBSERVATION_DOMAIN, Flag
from truyvet.evidence.scans.outcome import (
    MAX_PROBLEMS,
    Defect,
    Effort,
    Outcome,
    Status,
    completeness,
)
from truyvet.evidence.scans.pending import LISTS, SCAN_DOMAIN, PendingScan
from truyvet.extractors.engine import allowance
from truyvet.extractors.interface import Limits
from truyvet.extractors.table import EXTRACTORS


def test_every_member_of_a_record_of_a_scan_is_explained() -> None:
    records: tuple[type[msgspec.Struct], ...] = (
        *RECORDS.values(),
        Scan,
        ScanTotals,
        Outcome,
        Defect,
        Effort,
        ExtractorConfiguration,
        Examiner,
        PendingScan,
    )
    for record in records:
        if record is Item:
            continue  # explained in case.md
        assert [one for one in members(record) if not re.search(rf"`{one}`|\"{one}\"", SCAN)] == []


def test_the_lists_of_a_scan_are_those_of_the_program() -> None:
    section = SCAN.partition("The outputs are the lists")[2]
    kinds = re.findall(r"^\| `(\w+)` \|", section.partition("\n- ")[0], flags=re.MULTILINE)
    assert kinds == [*LISTS, "configuration"] == list(RECORDS)


def test_the_statuses_mean_what_the_program_takes_them_for() -> None:
    section = SCAN.partition("| status | meaning | examined |")[2].partition("\n\n")[0]
    told = dict(re.findall(r"^\| `(\w+)` \|.*\| (\w+) \|$", section, flags=re.MULTILINE))
    words = {"full": "fully", "partly": "partly", "not": "not"}
    assert told == {one: words[completeness([one])] for one in get_args(Status)}


def test_the_flags_are_those_of_the_program() -> None:
    row = next(line for line in SCAN.splitlines() if line.startswith("| `flag` |"))
    assert set(re.findall(r"`([a-z-]+)`", row)) - {"flag"} == set(get_args(Flag)) - {""}


def test_the_numbers_are_those_of_the_program() -> None:
    for number in (MAX_RAW, MAX_TEXT, MAX_STEP):
        assert f"{number:,}" in SCAN
    assert f"the first {MAX_PROBLEMS} of them" in SCAN
    assert f"{allowance.RATIO} times its length, or to {allowance.FLOOR >> 30} GiB" in SCAN
    assert f"deeper than {Limits().depth} items" in SCAN


@pytest.mark.parametrize(
    "domain",
    [ITEM_DOMAIN, OBSERVATION_DOMAIN, CONFIGURATION_DOMAIN, SCAN_DOMAIN.encode()],
)
def test_the_domains_are_those_of_the_program(domain: bytes) -> None:
    assert f"`{domain.decode().strip()}`" in SCAN


def test_the_tables_of_extractors_are_what_the_extractors_say() -> None:
    found = {one["name"]: one[0] for one in TABLE.finditer(SCAN)}
    assert set(found) == {"extractors", "kinds", "steps"}
    for name, text in found.items():
        assert table_of(name) in text, "run: python -m tests.vectors.examples"
    for name in EXTRACTORS:
        assert f"| `{name}` |" in found["extractors"]
