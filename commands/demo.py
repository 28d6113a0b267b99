"""`truyvet demo`: the whole path once, on a small made-up fraud case, with the real commands."""

import json
import os
import shutil
import subprocess
import sys
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path

import click

from ..evidence.errors import ExitStatus, TruyvetError, guarding
from ..hashes.digest import sha256_hex
from .context import PATH, refuse_inside_case
from .output import say

DEFAULT_FOLDER = "truyvet-demo"
_FILES = "demo_files"
OLD_NUMBER = "+84383456789"
"""A number that a diary of 2017 still writes with eleven digits, in an old encoding."""
ACCOUNT = "970436:0000123456789"
"""The account that the victim paid; the shop in the web asks to pay it too."""
CALLS = "cuoc-goi.csv"
"""Call records, as an operator hands them over."""
RUNNER, HOLDER = "Đỗ Mạnh Quân", "Lê Văn Hải"
"""Who is known by a telephone alone, and who by his citizen id: what ties them is asked for."""
DIARY = "1.5"
"""The item that the diary becomes."""


class _Demo:
    """Runs commands as a person would type them, and remembers whether each went as it should."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.failed: list[str] = []
        self._environment = os.environ | {
            "TRUYVET_KEYS": str(folder / "keys"),
            "TRUYVET_CASE": str(folder / "case"),
            "TRUYVET_HASHSETS": str(folder / "hashsets"),
        }
        self._environment.pop("TRUYVET_SIGNER", None)
        self._program = [sys.executable, "-m", f"{__package__.partition('.')[0]}.cli"]

    def run(self, *arguments: str, expect: ExitStatus = ExitStatus.DONE) -> None:
        """Show and run one command in the demo's folder; none after one that went wrong."""
        if self.failed:
            return
        say(f"\n$ truyvet {' '.join(_quoted(argument) for argument in arguments)}")
        sys.stdout.flush()
        command = [*self._program, *arguments]
        status = subprocess.run(command, cwd=self.folder, env=self._environment, check=False)
        if status.returncode != expect:
            self.failed.append(f"{arguments[0]} ended with {status.returncode}, not {expect.value}")

    def first(self, *choice: str) -> str:
        """Return the name of the first observation so chosen; "" after a step that went wrong."""
        if self.failed:
            return ""
        command = [*self._program, "observations", "--json", *choice]
        told = subprocess.run(
            command, cwd=self.folder, env=self._environment, check=False, capture_output=True
        )
        if not told.stdout:
            self.failed.append(f"no observation for {choice}")
            return ""
        return str(json.loads(told.stdout.splitlines()[0])["observation"])


def _quoted(argument: str) -> str:
    plain = (
        argument.isascii() and argument.replace("-", "").replace("/", "").replace(".", "").isalnum()
    )
    return argument if plain else f"'{argument}'"


@click.command("demo", epilog="Example: truyvet demo /tmp/vu-an-mau")
@click.argument("folder", required=False, type=PATH)
def command(folder: Path | None) -> ExitStatus:
    """Make a small case in FOLDER (truyvet-demo), examine and verify it, tamper with a copy.

    All persons, numbers and accounts in it are made up.
    """
    folder = (folder or Path(DEFAULT_FOLDER)).absolute()
    refuse_inside_case(folder / "case")
    if folder.exists() and any(folder.iterdir()):
        raise TruyvetError("E102", path=folder)
    with guarding(folder):
        (folder / "keys").mkdir(parents=True, mode=0o700)
        lay_out_evidence(folder / "evidence")
        shutil.copyfile(str(_shipped() / "records" / CALLS), folder / CALLS)
    demo = _Demo(folder)
    say(f"A made-up fraud case in {folder}: ten files of a victim and a suspect, and a web site.")
    _collect(demo)
    _capture(demo)
    _examine(demo)
    _link(demo)
    _check(demo)
    _tamper(demo)
    return _close(demo)


def lay_out_evidence(folder: Path) -> None:
    """Write the demonstration's files under their real, partly Vietnamese, names."""
    shipped = _shipped()
    names: dict[str, str] = json.loads((shipped / "names.json").read_text(encoding="utf-8"))
    for name, path in names.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes((shipped / name).read_bytes())


def _shipped() -> Traversable:
    return resources.files(__package__) / _FILES


def _collect(demo: _Demo) -> None:
    demo.run("key", "new", "--name", "Nguyễn Văn An", "--unit", "PA05", "--no-passphrase")
    demo.run("key", "show", "-o", "an.pub.json")
    demo.run("case", "new", "case", "--title", "Lừa đảo hoàn tiền", "--number", "12/2026")
    demo.run("collect", "files", "evidence", "--note", "vật chứng 1")
    demo.run("items")
    demo.run("show", "1.5")
    demo.run("export", "1.5", "-o", "copy-for-the-lab", "--purpose", "giám định")


def _capture(demo: _Demo) -> None:
    from .demo_site import serving

    say("\nThe same people have a shop in the web, here played by this computer:")
    with serving() as address:
        demo.run("collect", "web", address, "--depth", "1", "--allow-private")
    demo.run("web", "list")


def _examine(demo: _Demo) -> None:
    say("\nAnother unit has met one of these pages before and sends its list of hashes:")
    page = demo.folder / "evidence" / "trang-lua-dao.html"
    known = demo.folder / "known-pages.sha256"
    known.write_text(f"{sha256_hex(page.read_bytes())}  trang-lua-dao.html\n", encoding="utf-8")
    demo.run("hashset", "import", known.name, "--name", "PA05 phishing pages", "--known", "bad")
    demo.run("scan")
    demo.run("outcomes")
    demo.run("flags")
    demo.run("observations", "--value", OLD_NUMBER)
    demo.run("observations", "--value", ACCOUNT)
    demo.run("show", demo.first("--value", OLD_NUMBER, "--item", DIARY))
    demo.run("tag", demo.first("--value", OLD_NUMBER), "số của Đức")
    demo.run("log")


def _link(demo: _Demo) -> None:
    say("\nThe operator sends call records, and two people are put in by what is known of them:")
    demo.run("collect", "table", CALLS, "--profile", "cdr", "--note", "nhà mạng trả lời")
    demo.run("person", "add", RUNNER, "--phone", "0900 000 007", "--grade", "B2")
    demo.run("person", "add", HOLDER, "--cccd", "001094000000", "--grade", "A1")
    demo.run("known", "0900.000.005")
    demo.run("path", RUNNER, HOLDER)
    demo.run("graph", "html", "--path", RUNNER, HOLDER, "-o", "links.html")


def _check(demo: _Demo) -> None:
    kept = demo.folder / "kept-checkpoint"
    newest = max((demo.folder / "case" / "ledger" / "checkpoints").iterdir(), key=_number)
    shutil.copyfile(newest, kept)
    demo.run("verify", "--key", "an.pub.json", "--checkpoint", kept.name)
    demo.run("graph", "custody", "-o", "custody.graphml")
    demo.run("report", "custody", "-o", "custody-report.html", "--key", "an.pub.json")


def _number(path: Path) -> int:
    return int(path.name)


def _tamper(demo: _Demo) -> None:
    say("\nNow somebody changes one byte in a copy of the case:")
    copy = demo.folder / "tampered"
    shutil.copytree(demo.folder / "case", copy)
    victim = max((copy / "objects").rglob("??*/*"), key=lambda path: path.stat().st_size)
    content = bytearray(victim.read_bytes())
    content[len(content) // 2] ^= 1
    victim.chmod(0o600)
    victim.write_bytes(content)
    demo.run("verify", copy.name, expect=ExitStatus.INVALID)


def _close(demo: _Demo) -> ExitStatus:
    if demo.failed:
        say("\nThe demonstration did not go as it should: " + "; ".join(demo.failed))
        return ExitStatus.FAILED
    say("\nOpen next:")
    for name, what in (
        ("custody-report.html", "the custody report, in a browser"),
        ("links.html", "what ties the two people, with its evidence, in a browser"),
        ("custody.graphml", "who brought what, in Gephi, yEd or Cytoscape"),
        ("case/ledger/entries.jsonl", "the ledger: one signed act a line"),
        ("an.pub.json", "the public key, to verify with"),
    ):
        say(f"  {demo.folder / name}\n      {what}")
    return ExitStatus.DONE
