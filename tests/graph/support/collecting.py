"""A case with some files in it, for links that rest on items."""

import os
from pathlib import Path

from tests.evidence.support.people import Clock, acting

from truyvet.collectors import files
from truyvet.collectors.handle import Unseen
from truyvet.collectors.readers import batches, read_batch
from truyvet.evidence.acting import Acting
from truyvet.evidence.acts import SourcePath
from truyvet.evidence.case import Case, create


def collected(folder: Path, names: dict[str, bytes]) -> tuple[Case, Acting, dict[str, str]]:
    """A case with these files, who acts in it, and their items' ids by name."""
    who = acting(clock=Clock(0), seed=7)
    source = folder / "source"
    source.mkdir(parents=True)
    for name, content in names.items():
        (source / name).write_bytes(content)
    case = create(folder / "case", who, title="Links", number="5")
    with case.writing() as writer:
        collecting = writer.begin_collect(who, "files", (SourcePath(path=str(source)),), "")
        for batch in batches(files.walk([os.fsencode(source)], os.fsencode(case.folder), Unseen())):
            read = read_batch(case.store, files.capture, collecting.next_n, batch)
            collecting.add(read.block, read.totals)
        writer.finish_collect(who, collecting, finished=True)
    with case.reading() as index:
        return case, who, {row.path.rpartition("/")[2]: row.id for row in index.items()}
