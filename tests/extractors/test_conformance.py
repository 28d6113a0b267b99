"""Every extractor keeps every rule, over items made here and over real samples."""

import json
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from tests.extractors.support.specimens import specimens

from truyvet.extractors.table import EXTRACTORS, extractor
from truyvet.extractors.tables.profile import built_in
from truyvet.testing import Brought, Effort, check

SHORT = Effort(cuts=2, flips=3, huge=64 << 20)
"""For each row in each run of the tests; `python -m truyvet.testing` tries more."""
HUGE = Effort(cuts=0, flips=0, huge=10 << 30)
READS_ALL = {
    "digests", "yara", "entities", "similarity", "plaintext", "streams", "archive", "rows", "vcard",
}  # fmt: skip
"""Reading all of an item is what they are for: they are tried with less than 10 GB."""
FITTING = {"archive": ("goi.zip",), "rows": ("cuoc-goi.csv",), "vcard": ("danh-ba.vcf",)}
SLOW = {"ocr"}
BROUGHT = {"rows": Brought(collector="table", companion=built_in("cdr"))}
"""Extractors that are for what a collector brings, and how it does."""
UNSAMPLED = {"har", "page", "vcard"}
"""Extractors that no real sample is for."""
HEAVY = {
    "PIL", "bs4", "hyperscan", "lxml", "magic", "numpy", "olefile", "pefile", "phonenumbers",
    "pikepdf", "ppdeep", "py7zr", "pymediainfo", "pypdf", "rarfile", "requests", "stdnum", "yara",
    "zxingcpp",
}  # fmt: skip
"""Libraries that no extractor's module may import before it is prepared."""
REAL = (
    "offsets/testfilex.docx", "offsets/test_hello.gz", "offsets/ccns.txt", "mail/mail_test_3.eml",
    "mail/mail_malformed_2.eml", "metadata/GPS.jpg", "metadata/PDF2.pdf", "metadata/EXE.exe",
    "metadata/FlashPix.ppt", "metadata/QuickTime.mov", "metadata/MP3.mp3", "metadata/ZIP.zip",
    "metadata/XMP.svg", "warc/example.warc.gz",
    "warc/example-trunc.warc", "warc/example-bad-non-chunked.warc.gz",
    "warc/example-wrong-chunks.warc.gz", "warc/example.com.wacz",
)  # fmt: skip
LOAD_ALL = """
import json, sys
from truyvet.extractors.settings import Settings
from truyvet.extractors.table import EXTRACTORS, extractor
print(json.dumps([[name, *sorted(sys.modules)] for name in EXTRACTORS if extractor(name)]))
"""


@pytest.mark.parametrize("name", EXTRACTORS)
def test_an_extractor_keeps_every_rule(name: str) -> None:
    check(extractor(name), specimens(), effort=SHORT, brought=BROUGHT.get(name, Brought()))


@pytest.mark.parametrize("name", sorted(set(EXTRACTORS) - SLOW - UNSAMPLED))
def test_an_extractor_keeps_every_rule_over_real_samples(name: str, samples: Path) -> None:
    files = {place.rpartition("/")[2]: samples / place for place in REAL}
    effort = Effort(cuts=1, flips=1, huge=0)
    check(extractor(name), files, effort=effort, brought=BROUGHT.get(name, Brought()))


@pytest.mark.parametrize("name", sorted(set(EXTRACTORS) - READS_ALL))
def test_an_extractor_bears_an_item_of_ten_gigabytes(name: str) -> None:
    check(extractor(name), specimens(), effort=HUGE, brought=BROUGHT.get(name, Brought()))


@pytest.mark.parametrize("name", sorted(READS_ALL))
def test_an_extractor_that_reads_all_holds_little_of_it(name: str) -> None:
    module = extractor(name)
    huge = replace(HUGE, huge=module.LIMITS.memory + (128 << 20))
    found = FITTING.get(name, ("anh.png", "lien-he.txt"))
    samples = {place: specimens()[place] for place in found}
    check(module, samples, effort=huge, brought=BROUGHT.get(name, Brought()))


def test_loading_the_modules_loads_no_library_of_theirs() -> None:
    run = subprocess.run(
        [sys.executable, "-c", LOAD_ALL], capture_output=True, text=True, check=True,
        env=dict(os.environ) | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
    )  # fmt: skip
    blamed: dict[str, list[str]] = {}
    known: set[str] = set()
    for name, *modules in json.loads(run.stdout):
        heavy = (HEAVY & set(modules)) - known
        known |= heavy
        if heavy:
            blamed[name] = sorted(heavy)
    assert blamed == {}
