"""What stands beside the items of a collection: told to whoever reads them, and no evidence."""

from pathlib import Path

from truyvet.collectors.table import COLLECTORS
from truyvet.evidence.companions import COMPANIONS, MAX_COMPANION, PROFILE_NAME
from truyvet.extractors.tables.profile import BUILT_IN, MAX_PROFILE, built_in


def test_every_collector_with_a_companion_is_there() -> None:
    assert COMPANIONS.keys() <= COLLECTORS.keys()
    assert COMPANIONS["table"] == PROFILE_NAME


def test_a_companion_is_a_file_of_its_own_collection() -> None:
    for path in COMPANIONS.values():
        assert Path(path).name == path
        assert path.isprintable()


def test_every_profile_that_is_taken_fits_into_a_companion() -> None:
    assert MAX_PROFILE <= MAX_COMPANION
    assert all(len(built_in(name).encode()) < MAX_PROFILE for name in BUILT_IN)
