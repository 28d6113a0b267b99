"""What the commands' tests share: officers who type commands, and a case made by them once.

Commands run as processes of their own, so that streams, statuses, signals and the environment are
those of a real call: through `python -m truyvet.cli` where a test looks at the call itself, and
otherwise as forks of a process that has all commands imported.
"""

import fcntl
import json
import os
import pty
import select
import shutil
import struct
import subprocess
import sys
import termios
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest
from tests.commands.support.scanning import bag, lay
from tests.commands.support.stem import Ran, stem
from tests.site.site import Site

START = ("PYTHON", "LC_", "LANG", "TZ")
"""How the variables begin that a process looks at when it starts."""


@dataclass(frozen=True, kw_only=True)
class Officer:
    """A person at a computer: a folder he stands in, keys of his own, an environment."""

    place: Path
    """Where he stands."""
    keys: Path
    """Where his keys are."""
    settings: dict[str, str] = field(default_factory=dict)
    """Variables he has set."""
    prefix: tuple[str, ...] = ()
    """What the interpreter is started through."""

    def with_(self, **settings: str) -> "Officer":
        """The same officer with more variables set."""
        return replace(self, settings=self.settings | settings)

    @property
    def environment(self) -> dict[str, str]:
        """All his variables; none of Truyvet's comes from outside."""
        outer = {name: value for name, value in os.environ.items() if "TRUYVET" not in name}
        config = self.keys.parent.parent
        return outer | {"XDG_CONFIG_HOME": str(config)} | self.settings

    def command(self, *arguments: str | bytes) -> list[str | bytes]:
        """The whole command line."""
        return [*self.prefix, sys.executable, "-m", "truyvet.cli", *arguments]

    def run(self, *arguments: str | bytes, timeout: float = 60, **how: Any) -> Ran:
        """Run a command and return its status, stdout and stderr.

        In a fork of the stem, so that no interpreter need start; as a call of its own where that
        is to be made in another way, as `how` says.
        """
        if not (how or self.prefix or any(name.startswith(START) for name in self.settings)):
            words = list(map(os.fsdecode, arguments))
            return stem().run(words, self.place, self.environment, timeout)
        settings: dict[str, Any] = {"cwd": self.place, "env": self.environment, "text": True}
        settings |= {"stdin": subprocess.DEVNULL, "capture_output": True, "timeout": timeout} | how
        return subprocess.run(self.command(*arguments), check=False, **settings)

    def does(self, *arguments: str | bytes, status: int = 0) -> str:
        """Run a command that must end with `status`; its stdout."""
        return self._ends(status, *arguments).stdout

    def complains(self, *arguments: str, status: int = 1) -> str:
        """Run a command that must end with `status`, as `does`; its stderr."""
        return self._ends(status, *arguments).stderr

    def _ends(self, status: int, *arguments: str | bytes) -> Ran:
        ran = self.run(*arguments, timeout=600)
        assert ran.returncode == status, ran
        return ran

    def reads(self, *arguments: str, status: int = 0) -> list[Any]:
        """Run a command with --json; one value for each line."""
        lines = self.does(*arguments, "--json", status=status).splitlines()
        return list(map(json.loads, lines))

    def types(
        self, *arguments: str, answers: Sequence[str] = (), width: int = 80
    ) -> tuple[int, str]:
        """Run a command on a terminal, answering its prompts; its status and all it showed."""
        process, terminal = pty.fork()
        if process == 0:
            os.chdir(self.place)
            os.execvpe(sys.executable, self.command(*arguments), self.environment)  # noqa: S606
        fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 40, width, 0, 0))
        shown, waiting = b"", list(answers)
        while select.select([terminal], [], [], 30)[0]:
            try:
                shown += os.read(terminal, 4096)
            except OSError:  # the other end was closed
                break
            if waiting and shown.endswith(b": "):
                os.write(terminal, waiting.pop(0).encode() + b"\n")
        os.close(terminal)  # hangs the process up, if it still waits
        return os.waitstatus_to_exitcode(os.waitpid(process, 0)[1]), shown.decode()

    def starts(self, *arguments: str, output: Path) -> "subprocess.Popen[bytes]":
        """Start a command in a group of its own, as a terminal does; its output goes to a file."""
        with output.open("wb") as file:
            return subprocess.Popen(
                self.command(*arguments),
                cwd=self.place,
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=file,
                stderr=file,
                start_new_session=True,
            )


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a key, some evidence and a case of two entries; only for copying."""
    place = tmp_path_factory.mktemp("template")
    an = Officer(place=place, keys=place / "config/truyvet/keys")
    an.does("key", "new", "--name", "Nguyễn Văn An", "--unit", "PA05", "--no-passphrase")
    lay_out(place / "evidence")
    an.does("case", "new", "vu-01", "--title", "Lừa đảo", "--number", "12/2026")
    an.does("--case", "vu-01", "collect", "files", "evidence", "--note", "exhibit 1")
    return place


def lay_out(folder: Path) -> None:
    """Make a little evidence: texts, a copy, an empty file, a link."""
    (folder / "chat").mkdir(parents=True)
    (folder / "chat" / "messages.txt").write_text("chuyển khoản\n")
    (folder / "chat" / "copy.txt").write_text("chuyển khoản\n")
    (folder / "empty").touch()
    (folder / "link").symlink_to("chat/messages.txt")
    (folder / "large.bin").write_bytes(bytes(range(256)) * 4000)


@pytest.fixture
def an(template: Path, tmp_path: Path) -> Officer:
    """An investigator who stands beside a case, `vu-01`, with `evidence` collected in entry 1."""
    place = tmp_path / "an"
    shutil.copytree(template, place, symlinks=True)
    return Officer(place=place, keys=place / "config/truyvet/keys")


RULE = """rule swindle : money {
  meta: description = "asks to call"
  strings: $call = "0912 345 678"
  condition: $call
}
"""


@pytest.fixture(scope="session")
def scanned_template(template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The template with a bag of evidence (entry 2), all examined (entry 3); only for copying."""
    place = tmp_path_factory.mktemp("scanned") / "an"
    shutil.copytree(template, place, symlinks=True)
    an = Officer(place=place, keys=place / "config/truyvet/keys")
    lay(place / "bag", bag())
    lay(place / "rules", {"swindle.yar": RULE.encode()})
    an.does("--case", "vu-01", "collect", "files", "bag")
    an.does("--case", "vu-01", "scan", "--rules", "rules", status=4)
    return place


@pytest.fixture
def scanned(scanned_template: Path, tmp_path: Path) -> Officer:
    """An investigator beside a case, `vu-01`, whose evidence is examined."""
    place = tmp_path / "scanned"
    shutil.copytree(scanned_template, place, symlinks=True)
    return Officer(place=place, keys=place / "config/truyvet/keys")


@pytest.fixture
def case(an: Officer) -> Path:
    """The folder of An's case."""
    return an.place / "vu-01"


@pytest.fixture
def newcomer(tmp_path: Path) -> Officer:
    """A person with neither key nor case."""
    place = tmp_path / "newcomer"
    place.mkdir()
    return Officer(place=place, keys=place / "config/truyvet/keys")


@pytest.fixture
def binh(tmp_path: Path) -> Callable[..., Officer]:
    """Make another officer, with a key of this role, who stands where somebody else stands."""

    def make(beside: Officer, role: str = "investigator", name: str = "Trần Thị Bình") -> Officer:
        keys = tmp_path / "binh/config/truyvet/keys"
        binh = Officer(place=beside.place, keys=keys)
        binh.does("key", "new", "--name", name, "--unit", "C02", "--role", role, "--no-passphrase")
        binh.does("key", "show", "-o", "binh.pub.json")
        return binh

    return make


@pytest.fixture
def limited(an: Officer) -> Officer:
    """An, whom permissions bind: root without the right to read what its owner may not."""
    if os.geteuid() != 0:
        return an
    if shutil.which("setpriv") is None:
        pytest.skip("root is not bound by permissions, and there is no setpriv")
    rights = "-dac_override,-dac_read_search,-fowner"
    return replace(an, prefix=("setpriv", f"--bounding-set={rights}"))


STOP = """
import os, sys
from itertools import islice
from pathlib import Path
from truyvet.collectors import files
from truyvet.collectors.readers import read_batch
from truyvet.commands.context import ActOptions
from truyvet.evidence.acts import SourcePath
from truyvet.evidence.case import Case

case, source = Case(Path(sys.argv[1])), os.path.abspath(sys.argv[2])
acting = ActOptions(purpose="", authority="", signer=None, clock_step="").acting()
with case.writing() as writer:
    collecting = writer.begin_collect(acting, "files", (SourcePath(path=source),), "")
    handles = files.walk([os.fsencode(source)], os.fsencode(case.folder), collecting.done)
    batch = list(islice(handles, int(sys.argv[3])))
    if batch:
        read = read_batch(case.store, files.capture, 0, batch)
        collecting.add(read.block, read.totals)
    collecting.pause()
"""


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    """The local site, for all tests of a file."""
    with Site() as running:
        yield running


@pytest.fixture
def stop() -> Callable[[Officer, str, int], None]:
    """Collect a source in the case `vu-01` and stop after so many items, as Ctrl-C does."""

    def stop(officer: Officer, source: str, items: int) -> None:
        subprocess.run(
            [*officer.prefix, sys.executable, "-c", STOP, "vu-01", source, str(items)],
            cwd=officer.place,
            env=officer.environment,
            check=True,
        )

    return stop


@pytest.fixture(scope="session")
def desk_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a desk of two officers, each with a case on it; only for copying."""
    from tests.commands.support.desks import lay_desk

    return lay_desk(tmp_path_factory.mktemp("desk") / "pa05").place


@pytest.fixture(scope="session")
def asked_desk(desk_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with such a desk, which tests only ask."""
    from tests.commands.support.desks import moved

    return moved(desk_template, tmp_path_factory.mktemp("asked") / "pa05").place


@pytest.fixture
def desk(desk_template: Path, tmp_path: Path) -> Any:
    """A desk of one's own."""
    from tests.commands.support.desks import moved

    return moved(desk_template, tmp_path / "pa05")
