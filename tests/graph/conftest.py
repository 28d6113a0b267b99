"""A real case whose items share bytes."""

import os
from pathlib import Path

import pytest
from tests.evidence.support.people import Clock, acting

from truyvet.collectors import files
from truyvet.collectors.handle import Unseen
from truyvet.collectors.readers import batches, read_batch
from truyvet.evidence.acts import SourcePath
from truyvet.evidence.case import Case, create, find_item


@pytest.fixture
def case(tmp_path: Path) -> Case:
    """Two files of the same bytes, one of others with a hostile name, and an export."""
    who = acting(clock=Clock(0), seed=7)
    folder = tmp_path / "nguồn"
    folder.mkdir()
    (folder / "một.txt").write_bytes(b"the same")
    (folder / "hai.txt").write_bytes(b"the same")
    (folder / "<b>&\x01\u202etxt").write_bytes(b"others")
    case = create(tmp_path / "case", who, title="T", number="1")
    raw = [os.fsencode(folder)]
    with case.writing() as writer:
        sources = (SourcePath(path=str(folder)),)
        collecting = writer.begin_collect(who, "files", sources, "")
        for batch in batches(files.walk(raw, os.fsencode(case.folder), Unseen())):
            read = read_batch(case.store, files.capture, collecting.next_n, batch)
            collecting.add(read.block, read.totals)
        writer.finish_collect(who, collecting, finished=True)
    with case.writing() as writer:
        row = find_item(writer.index, "1.2")
        writer.export(who, row, tmp_path / "copy", force=False)
    return case
