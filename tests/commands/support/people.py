"""What the tests of people, identity and proofs share: a case in which people hang together."""

import io
import json
import zipfile
from pathlib import Path
from typing import Any

from tests.commands.support.scanning import lay, zipped

EVIDENCE = {
    "duc.txt": "Liên hệ Đức 0912 345 678 hoặc duc@example.vn\n".encode(),
    "hung.zip": zipped({"hung.txt": "Hùng 0987654321 chuyển cho 0912.345.678\n".encode()}),
}
"""Small evidence: a text, and one inside a zip."""
READERS = "filetype,archive,plaintext,entities"


def bring_people(officer: Any) -> None:
    """Bring people into the officer's case `vu-01`: entries 2 to 7.

    Đức (entry 4) has a phone that stands in both texts; Hùng (entry 6) has the other phone of the
    second; `Duc Ca` (entry 5) has Đức's e-mail and called Hùng's phone (entry 7).
    """
    lay(officer.place / "bag", EVIDENCE)
    does(officer, "collect", "files", "bag")
    does(officer, "scan", "--only", READERS)
    does(officer, "person", "add", "Nguyễn Văn Đức", "--phone", "0912.345.678", "--grade", "b2")
    does(officer, "person", "add", "Duc Ca", "--email", "DUC@example.vn", "--item", "2.1")
    does(officer, "person", "add", "Trần Hùng", "--phone", "0987 654 321")
    does(officer, "link", "add", "Duc Ca", "called", "0987654321", "--since", "12/3/2026")


def does(officer: Any, *arguments: str, status: int = 0) -> str:
    """Run a command on the case `vu-01`; its stdout."""
    told: str = officer.does("--case", "vu-01", *arguments, status=status)
    return told


def reads(officer: Any, *arguments: str, status: int = 0) -> list[Any]:
    """Run a command with --json on the case `vu-01`; one value for each line."""
    lines = does(officer, *arguments, "--json", status=status).splitlines()
    return list(map(json.loads, lines))


def fails(officer: Any, *arguments: str, status: int = 1) -> str:
    """Run a command on the case `vu-01` that must fail; what it says on stderr."""
    ran = officer.run("--case", "vu-01", *arguments)
    assert ran.returncode == status, ran
    told: str = ran.stderr
    return told


def members_of(bundle: Path) -> dict[str, bytes]:
    """Return the members of a bundle."""
    with zipfile.ZipFile(bundle) as zipped_:
        return {name: zipped_.read(name) for name in zipped_.namelist()}


def bundle_of(members: dict[str, bytes]) -> bytes:
    """Return the file of a bundle with these members, in the form that bundles have."""
    from truyvet.reports.proof.archive import write_archive

    file = io.BytesIO()
    write_archive(file, members)
    return file.getvalue()
