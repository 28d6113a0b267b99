"""Times in documents: UTC where the zone is known, local where it is not, nothing else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from truyvet.extractors.documents.dates import filetime, pdf, w3c


@pytest.mark.parametrize(
    ("text", "known"),
    [
        ("2026-03-14T09:15:00+07:00", {"utc": "2026-03-14T02:15:00Z", "zone": "+07:00"}),
        ("2026-03-14T09:15:00+0700", {"utc": "2026-03-14T02:15:00Z", "zone": "+07:00"}),
        ("2026-03-14T09:15:00.123Z", {"utc": "2026-03-14T09:15:00Z", "zone": "+00:00"}),
        ("2026-03-14T09:15Z", {"utc": "2026-03-14T09:15:00Z", "zone": "+00:00"}),
        ("2026-03-14T09:15:00", {"local": "2026-03-14T09:15:00"}),
        ("2026-03-14", {}),
        ("2026-13-14T09:15:00Z", {}),
        ("0001-01-01T00:00:00+07:00", {}),
        ("2026-03-14T09:15:00+99:00", {}),
        ("yesterday", {}),
    ],
)
def test_a_w3c_time_is_known_as_far_as_it_says(text: str, known: dict[str, str]) -> None:
    assert w3c(text) == known


@pytest.mark.parametrize(
    ("text", "known"),
    [
        ("D:20050718143045-04'00'", {"utc": "2005-07-18T18:30:45Z", "zone": "-04:00"}),
        ("D:20050718143045-04'00", {"utc": "2005-07-18T18:30:45Z", "zone": "-04:00"}),
        ("D:20260314091500+07'00'", {"utc": "2026-03-14T02:15:00Z", "zone": "+07:00"}),
        ("D:20260314091500Z", {"utc": "2026-03-14T09:15:00Z", "zone": "+00:00"}),
        ("20260314091500", {"local": "2026-03-14T09:15:00"}),
        ("D:2026", {"local": "2026-01-01T00:00:00"}),
        ("D:20269914", {}),
        ("Mon Mar 14", {}),
    ],
)
def test_a_pdf_date_is_known_as_far_as_it_says(text: str, known: dict[str, str]) -> None:
    assert pdf(text) == known


@pytest.mark.parametrize(
    ("ticks", "known"),
    [
        (116_444_736_000_000_000, {"utc": "1970-01-01T00:00:00Z"}),
        (1, {"utc": "1601-01-01T00:00:00Z"}),
        (0, {}),
        ((1 << 64) - 1, {}),
    ],
)
def test_a_filetime_is_utc(ticks: int, known: dict[str, str]) -> None:
    assert filetime(ticks) == known


@given(st.text(max_size=40))
def test_no_text_is_an_error(text: str) -> None:
    assert set(w3c(text)) | set(pdf(text)) <= {"utc", "zone", "local"}


@given(st.integers(0, (1 << 64) - 1))
def test_no_count_is_an_error(ticks: int) -> None:
    assert set(filetime(ticks)) <= {"utc"}
