"""Every extractor keeps every rule, over items made here and over real samples."""

from pathlib import Path

import pytest
from tests.extractors.support.specimens import specimens

from truyvet.extractors.table import EXTRACTORS, extractor
from truyvet.testing import Effort, check

SHORT = Effort(cuts=2, flips=3, huge=64 << 20)
"""For each row in each run of the tests; `python -m truyvet.testing` tries more."""
HUGE = Effort(cuts=0, flips=0, huge=10 << 30)
READS_ALL = {"digests", "yara", "entities", "similarity", "plaintext"}
"""Reading 10 GB is their purpose and takes a minute; they are tried with less."""
SLOW = {"ocr"}
HEAVY = {
    "PIL", "pypdf", "pikepdf", "yara", "phonenumbers", "hyperscan", "stdnum", "lxml", "bs4",
    "numpy", "olefile", "pefile", "magic", "zxingcpp", "pymediainfo", "ppdeep", "py7zr", "requests",
}  # fmt: skip
REAL = (
    "offsets/testfilex.docx", "offsets/test_hello.gz", "offsets/ccns.txt", "mail/mail_test_3.eml",
    "mail/mail_malformed_2.eml", "metadata/GPS.jpg", "metadata/PDF2.pdf", "metadata/EXE.exe",
    "metadata/FlashPix.ppt", "metadata/QuickTime.mov", "metadata/MP3.mp3", "metadata/ZIP.zip",
    "metadata/XMP.svg", "warc/example.warc.gz",
)  # fmt: skip


@pytest.mark.parametrize("name", EXTRACTORS)
def test_an_extractor_keeps_every_rule(name: str) -> None:
    check(extractor(name), specimens(), effort=SHORT)


@pytest.mark.parametrize("name", sorted(set(EXTRACTORS) - SLOW))
def test_an_extractor_keeps_every_rule_over_real_samples(name: str, samples: Path) -> None:
    files = {place.rpartition("/")[2]: samples / place for place in REAL}
    check(extractor(name), files, effort=Effort(cuts=1, flips=1, huge=0))


@pytest.mark.parametrize("name", sorted(set(EXTRACTORS) - READS_ALL))
def test_an_extractor_bears_an_item_of_ten_gigabytes(name: str) -> None:
    check(extractor(name), specimens(), effort=HUGE)
