"""Rule files: our own and those of the officer's folders, read once and named by their hashes."""

import os
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from ...evidence.durable import read_plain
from ...evidence.scans.locator import quote
from ...hashes.digest import sha256_hex

OWN = Path(__file__).parent.parent / "rules"
"""The rules that come with the package."""
OWN_SPACE = "truyvet"
"""Their namespaces begin so."""
ENDINGS = (".yar", ".yara")
MAX_FILE_BYTES = 16 << 20
"""Bytes of a rule file; the largest public one has a tenth of it."""
_COMMENTS = re.compile(r"/\*.*?\*/|//[^\n]*", re.DOTALL)
_INCLUDES = re.compile(r'(?:\s*include\s+"[^"\n]*")+\s*')


@dataclass(frozen=True, kw_only=True, slots=True)
class RuleFile:
    """A file of rules, as it is given to the compiler."""

    namespace: str
    """Its path below the folder: two files may both have a rule of one name."""
    source: str
    """Its text."""
    sha256: str
    """Hash of its bytes."""
    folder: str
    """Folder that it may include files of; empty for none."""
    parent: str
    """Folder that it lies in."""
    problem: str = ""
    """Why it cannot be given to the compiler."""

    @property
    def is_index(self) -> bool:
        """Whether it only includes others, which are compiled by themselves."""
        return _INCLUDES.fullmatch(_COMMENTS.sub("", self.source)) is not None


def rule_files(folders: Sequence[Path]) -> list[RuleFile]:
    """Return our own files, then those of each folder by path; OSError where one is not there.

    A namespace that stands already gets the number of its folder: `2:apt/a.yar`.
    """
    found = [
        _read(path, f"{OWN_SPACE}/{path.stem}", folder="") for path in sorted(OWN.glob("*.yar"))
    ]
    taken = {file.namespace for file in found}
    for number, folder in enumerate(folders, 1):
        for path in _walk(folder):
            name = quote(os.fsencode(path.relative_to(folder)))
            namespace = f"{number}:{name}" if name in taken else name
            taken.add(namespace)
            found.append(_read(path, namespace, folder=str(folder)))
    return found


def own_files() -> list[RuleFile]:
    """Return the files that come with the package."""
    return rule_files(())


def _walk(folder: Path) -> Iterator[Path]:
    def refuse(error: OSError) -> None:
        raise error

    found = [
        Path(parent, name)
        for parent, _, names in os.walk(folder, onerror=refuse)
        for name in names
        if name.lower().endswith(ENDINGS)
    ]
    return iter(sorted(found, key=lambda path: os.fsencode(path.relative_to(folder))))


def _read(path: Path, namespace: str, *, folder: str) -> RuleFile:
    content, problem = b"", ""
    try:
        content = read_plain(path.resolve(), MAX_FILE_BYTES + 1)
    except OSError as error:
        problem = f"cannot be read: {error.strerror}"
    if len(content) > MAX_FILE_BYTES:
        problem = f"larger than {MAX_FILE_BYTES} bytes"
    return RuleFile(
        namespace=namespace,
        source="" if problem else text_of(content),
        sha256=sha256_hex(content),
        folder=folder,
        parent=str(path.parent),
        problem=problem,
    )


def text_of(content: bytes) -> str:
    """Return rules as text that compiles to the same bytes.

    What is not UTF-8 is written as `\\xNN`, which means that very byte in strings and in regular
    expressions. A byte order mark, which YARA refuses, is left out.
    """
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return "".join(chr(byte) if byte < 0x80 else f"\\x{byte:02x}" for byte in content)


class Included:
    """Gives the compiler what a rule file includes, from its own folder only."""

    def __init__(self, file: RuleFile) -> None:
        self._file = file
        self.hashes: list[str] = []
        """SHA-256 of what was included, in order."""

    def __call__(self, wanted: str, including: str | None, namespace: str) -> str | None:
        """Return the text of a file; None where it lies elsewhere or cannot be read."""
        if not self._file.folder:
            return None
        root = os.path.realpath(self._file.folder)
        beside = os.path.join(self._file.parent, os.path.dirname(including or ""))
        for start in (beside, self._file.parent, root):
            path = os.path.realpath(os.path.join(start, wanted))
            if os.path.commonpath((root, path)) == root and os.path.isfile(path):
                try:
                    content = read_plain(Path(path), MAX_FILE_BYTES)
                except OSError:
                    return None
                self.hashes.append(sha256_hex(content))
                return text_of(content)
        return None
