"""Corpora for the benchmarks, made from a seed: the same seed and scale give the same bytes.

`small` is 100,000 files and 480 MB with the size distribution of site-packages and
/usr/share (log-normal, median about 1.6 kB), a quarter of the files repeating an
earlier content, nested folders, Vietnamese names in NFC and a few in NFD. `large` is
three files of 450 MB and two of 75 MB that no compressor can shrink.

It will not overwrite: a finished corpus is reused when its facts match, and anything
else at that place is refused. Run alone: `python corpus.py small FOLDER --scale 0.1`.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import random
import sys
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal

Kind = Literal["small", "large"]

GENERATION = 1  # raise when the bytes change, so that an old corpus is not taken for a new one
SMALL_FILES = 100_000
SMALL_BYTES = 480_000_000
LARGE_BYTES = (450_000_000, 75_000_000, 450_000_000, 75_000_000, 450_000_000)
SIZE_SIGMA = 1.5  # log-normal; mean = 3.1 x median, the largest of 100,000 about 1 MB
DUPLICATE_SHARE = 0.25
EMPTY_SHARE = 0.01
TEXT_SHARE = 0.7
SHORTEST_CONTENT = 16  # room for the number that makes a content unlike any other
FILES_PER_FOLDER = 9
DEEPEST_FOLDER = 7
NFD_SHARE = 0.02  # names as macOS writes them
POOL_BYTES = 8 << 20
CHUNK_BYTES = 4 << 20
EPOCH_NS = 1_420_070_400 * 10**9  # 2015-01-01, the oldest file
TEN_YEARS_S = 315_360_000

FOLDER_NAMES = (
    "Hồ sơ", "Tài liệu", "Biên bản", "Ảnh chụp", "Công văn đến", "Công văn đi",
    "Sao kê ngân hàng", "Tin nhắn Zalo", "Nhật ký", "Đơn thư", "Lời khai", "Bản đồ",
    "site-packages", "share", "locale", "tests", "doc", "icons", "cache", "lib",
)  # fmt: skip
FILE_NAMES = (
    "báo cáo", "ảnh", "danh sách", "giấy ủy quyền", "hợp đồng", "quyết định", "kế hoạch",
    "ghi chú", "thư", "hóa đơn", "module", "index", "README", "test_case", "config",
)  # fmt: skip
ENDINGS = ("txt", "py", "json", "html", "xml", "csv", "md", "jpg", "png", "pdf", "docx", "bin")
LARGE_NAMES = (
    "Ảnh đĩa máy tính.dd", "Ghi âm cuộc họp.wav", "Sao lưu điện thoại.tar",
    "Ảnh chụp hiện trường.zip", "Camera hành lang.mp4",
)  # fmt: skip
SYLLABLES = (
    "an", "ánh", "bình", "công", "đình", "giang", "hà", "hiền", "hòa", "khánh", "kiểm", "lâm",
    "liên", "minh", "năm", "nghiệm", "người", "nhà", "phòng", "quang", "quyền", "rằng", "sự", "tài",
    "tháng", "theo", "thời", "tiền", "trong", "từ", "và", "văn", "việc", "với", "xác", "yêu",
)  # fmt: skip


@dataclass(frozen=True, kw_only=True, slots=True)
class Facts:
    """What a corpus holds; equal facts mean equal bytes and names."""

    kind: str
    generation: int
    seed: int
    scale: float
    files: int
    bytes: int
    distinct: int
    """Contents that differ."""
    distinct_bytes: int
    sha256: str
    """Of the lines `PATH NUL SIZE NUL SHA-256 LF` in the order of creation."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Corpus:
    """A finished corpus on disk."""

    folder: Path
    facts: Facts


class Listing:
    """Collects the facts while the files are written."""

    def __init__(self) -> None:
        """Start with no files."""
        self._digest = hashlib.sha256()
        self._contents: dict[str, int] = {}
        self._files = 0
        self._bytes = 0

    def add(self, path: str, size: int, sha256: str) -> None:
        """Count one file of `size` bytes."""
        self._digest.update(f"{path}\0{size}\0{sha256}\n".encode())
        self._contents[sha256] = size
        self._files += 1
        self._bytes += size

    def facts(self, kind: Kind, seed: int, scale: float) -> Facts:
        """Return what was added so far."""
        return Facts(
            kind=kind,
            generation=GENERATION,
            seed=seed,
            scale=scale,
            files=self._files,
            bytes=self._bytes,
            distinct=len(self._contents),
            distinct_bytes=sum(self._contents.values()),
            sha256=self._digest.hexdigest(),
        )


class Contents:
    """Contents by number: one call, one string of bytes, always the same."""

    def __init__(self, rng: random.Random) -> None:
        """Make the pools that contents are cut from; `rng` decides their bytes."""
        self._noise = rng.randbytes(POOL_BYTES)
        words = rng.choices(SYLLABLES, k=POOL_BYTES // 5)
        lines = (" ".join(words[n : n + 12]) for n in range(0, len(words), 12))
        self._text = "\n".join(lines).encode()

    def make(self, number: int, size: int) -> bytes:
        """Return content `number`, `size` bytes long; its head makes it unlike the others."""
        if size == 0:
            return b""
        head = b"%09d\n" % number
        pool = self._text if number % 10 < TEXT_SHARE * 10 else self._noise
        start = number * 2_654_435_761 % (len(pool) - size)  # Knuth's hash: offsets spread evenly
        return head + pool[start : start + size - len(head)]


def plan_contents(rng: random.Random, files: int) -> list[int]:
    """Give each file the number of its content.

    A repeating file takes the content of a file drawn from all earlier ones, so what is
    common becomes more common, as licences and `__init__.py` do.
    """
    numbers: list[int] = []
    fresh = 0
    for place in range(files):
        if place and rng.random() < DUPLICATE_SHARE:
            numbers.append(numbers[rng.randrange(place)])
        else:
            numbers.append(fresh)
            fresh += 1
    return numbers


def plan_sizes(rng: random.Random, numbers: list[int], total: int) -> list[int]:
    """Give each content its size so that all files together come near `total` bytes."""
    uses = Counter(numbers)
    raw = [
        0.0 if rng.random() < EMPTY_SHARE else rng.lognormvariate(0, SIZE_SIGMA)
        for _ in range(len(uses))
    ]
    unit = total / sum(size * uses[number] for number, size in enumerate(raw))
    largest = POOL_BYTES // 4  # a slice must fit its pool
    return [min(largest, max(SHORTEST_CONTENT, round(size * unit))) if size else 0 for size in raw]


def plan_folders(rng: random.Random, files: int) -> list[str]:
    """Name the folders, parents before children."""
    folders = [""]
    depth = [0]
    for number in range(max(1, files // FILES_PER_FOLDER)):
        parent = rng.randrange(len(folders))
        while depth[parent] >= DEEPEST_FOLDER:
            parent = rng.randrange(len(folders))
        folders.append(f"{folders[parent]}{rng.choice(FOLDER_NAMES)} {number}/")
        depth.append(depth[parent] + 1)
    return folders


def plan_names(rng: random.Random, folders: list[str], files: int) -> Iterator[str]:
    """Yield one path a file, relative, none twice."""
    for number in range(files):
        name = f"{rng.choice(FILE_NAMES)} {number}.{rng.choice(ENDINGS)}"
        if rng.random() < NFD_SHARE:
            name = unicodedata.normalize("NFD", name)
        yield rng.choice(folders) + name


def write_small(folder: Path, seed: int, scale: float) -> Facts:
    """Write the many small files into `folder`, which must exist and be empty."""
    rng = random.Random(f"small/{seed}")
    files = max(10, round(SMALL_FILES * scale))
    numbers = plan_contents(rng, files)
    sizes = plan_sizes(rng, numbers, round(SMALL_BYTES * scale))
    folders = plan_folders(rng, files)
    contents = Contents(rng)
    listing = Listing()
    root = f"{folder}/"
    for path in folders[1:]:
        (folder / path).mkdir()
    for path, number in zip(plan_names(rng, folders, files), numbers, strict=True):
        content = contents.make(number, sizes[number])
        stamp = EPOCH_NS + rng.randrange(TEN_YEARS_S) * 10**9
        write_file(root + path, content, stamp)
        listing.add(path, len(content), hashlib.sha256(content).hexdigest())
    return listing.facts("small", seed, scale)


def write_file(path: str, content: bytes, modified_ns: int) -> None:
    """Write one new small file with its modification time."""
    file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o644)
    try:
        os.write(file, content)
        os.utime(file, ns=(modified_ns, modified_ns))
    finally:
        os.close(file)


def write_large(folder: Path, seed: int, scale: float) -> Facts:
    """Write the few large files into `folder`; memory is one chunk."""
    listing = Listing()
    for name, full in zip(LARGE_NAMES, LARGE_BYTES, strict=True):
        rng = random.Random(f"large/{seed}/{name}")
        size = left = max(1, round(full * scale))
        digest = hashlib.sha256()
        with (folder / name).open("xb", buffering=0) as file:
            while left:
                chunk = rng.randbytes(min(CHUNK_BYTES, left))
                file.write(chunk)
                digest.update(chunk)
                left -= len(chunk)
        listing.add(name, size, digest.hexdigest())
    return listing.facts("large", seed, scale)


WRITERS = {"small": write_small, "large": write_large}


def corpus_name(kind: Kind, seed: int, scale: float) -> str:
    """Name the folder of a corpus; the standard one has the plain name."""
    scaled = "" if scale == 1 else f"-x{scale:g}"
    return kind + scaled + ("" if seed == 1 else f"-seed{seed}")


def load(kind: Kind, parent: Path, seed: int, scale: float) -> Corpus | None:
    """Return the finished corpus under `parent`, or None when there is none yet.

    Raises FileExistsError when what lies there was made otherwise.
    """
    folder = parent / corpus_name(kind, seed, scale)
    stamp = folder.with_name(folder.name + ".json")
    if not stamp.exists():
        if folder.exists():
            raise FileExistsError(f"{folder} has no {stamp.name} beside it: remove it")
        return None
    facts = Facts(**json.loads(stamp.read_text()))
    if (facts.generation, facts.seed, facts.scale) != (GENERATION, seed, scale):
        raise FileExistsError(f"{folder} was made by another generator or seed: remove it")
    return Corpus(folder=folder, facts=facts)


def make(kind: Kind, parent: Path, seed: int, scale: float) -> Corpus:
    """Return the corpus under `parent`, writing it first when it is not there."""
    if (ready := load(kind, parent, seed, scale)) is not None:
        return ready
    folder = parent / corpus_name(kind, seed, scale)
    partial = folder.with_name(f"{folder.name}.partial-{os.getpid()}")
    partial.mkdir(parents=True)
    facts = WRITERS[kind](partial, seed, scale)
    os.sync()  # the first run must not pay for writing the corpus back
    partial.rename(folder)
    stamp = folder.with_name(folder.name + ".json")
    stamp.write_text(json.dumps(asdict(facts), indent=1) + "\n")
    return Corpus(folder=folder, facts=facts)


def main() -> int:
    """Make one corpus and print its facts as JSON."""
    parser = argparse.ArgumentParser(description="Make a benchmark corpus from a seed.")
    parser.add_argument("kind", choices=sorted(WRITERS))
    parser.add_argument("folder", type=Path, help="the corpus is made in a folder inside this one")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--scale", type=float, default=1.0, help="0.1 makes a tenth")
    chosen = parser.parse_args()
    try:
        corpus = make(chosen.kind, chosen.folder, chosen.seed, chosen.scale)
    except FileExistsError as problem:
        print(f"corpus: {problem}", file=sys.stderr)
        return 1
    print(json.dumps(asdict(corpus.facts), indent=1))
    return 0


if __name__ == "__main__":
    sys.exit(main())
