"""Captured pages in an officer's case, without any network."""

from pathlib import Path

from tests.evidence.support.captures import Collection, Page
from tests.evidence.support.people import acting

from truyvet.evidence.case import Case
from truyvet.evidence.entry import Entry
from truyvet.evidence.keyring import Keyring, open_key
from truyvet.evidence.times import now


def bring(case: Path, keys: Path, *pages: Page) -> Entry:
    """Record pages as one collection, signed by the key in `keys`."""
    who = acting(open_key(Keyring(keys).find(None), None), clock=now)
    collection = Collection(Case(case))
    for page in pages:
        collection.add(page)
    return collection.finish(who)
