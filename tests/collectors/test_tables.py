"""Tables as captures: byte for byte, with the profile as the first item."""

import os
from pathlib import Path

from truyvet.collectors import files, tables
from truyvet.collectors.handle import Handle
from truyvet.evidence.companions import COMPANIONS, PROFILE_NAME
from truyvet.evidence.item import locator, trusted_item
from truyvet.evidence.layout import Layout
from truyvet.hashes.digest import sha256_hex


def test_a_table_is_taken_in_like_any_file(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"a,b\r\n\xff")
    handle = Handle(0, os.fsencode(path), b"a.csv", True, 6)
    met = tables.capture(handle, 3)
    assert tables.capture is files.capture
    assert (met.item.path, met.item.n, met.item.size) == ("a.csv", 3, 6)
    assert met.stream is not None
    met.stream.close()


def test_its_collections_have_a_companion() -> None:
    assert COMPANIONS[tables.NAME] == PROFILE_NAME


def test_the_profile_is_item_0_of_a_source_of_its_own(tmp_path: Path) -> None:
    store = Layout(tmp_path).store
    store.folder.mkdir(parents=True, exist_ok=True)
    kept = tables.keep_profile(store, "tên\n", 2)
    item = trusted_item(kept.block.rstrip(b"\n"))
    assert (item.n, item.path, item.source) == (0, PROFILE_NAME, 2)
    assert locator(item) == f"file:2/{PROFILE_NAME}"
    assert item.sha256 == sha256_hex("tên\n".encode())
    assert b"".join(store.read(item.sha256)) == "tên\n".encode()
    assert (kept.totals.items, kept.totals.stored) == (1, 1)
