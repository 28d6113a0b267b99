"""Sessions: text files of commands and what they answer, run in one shell each.

`$ ` begins a command; the lines below it are all it prints, stderr first. `[3]` is a status other
than 0. `<hex>`, `<words>`, `<uuid>`, `<time>`, `<number>`, `<size>`, `<path>` and `<text>` stand
for what differs from run to run. `# ` begins a comment.
"""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest

FOLDER = Path(__file__).parent
PLACEHOLDERS = {
    "hex": "[0-9a-f]+",
    "words": "[a-z]{5}(-[a-z]{5})+",
    "uuid": "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}",
    "time": r"[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9]{2}:[0-9]{2}:[0-9]{2}Z",
    "number": "[0-9][0-9,]*",
    "size": r"[0-9.]+ ([kMGT])?B",
    "path": r"/\S*",
    "text": ".+",
}
MARK = "--- end of command"
NEEDED = ("sh", "sha256sum", "truncate")


class Step(NamedTuple):
    """One command of a session."""

    line: int
    command: str
    expected: list[str]


def steps_of(text: str) -> list[Step]:
    """Read a session."""
    steps: list[Step] = []
    for number, line in enumerate(text.splitlines(), 1):
        if line.startswith("$ "):
            steps.append(Step(number, line[2:], []))
        elif line and not line.startswith("# "):
            steps[-1].expected.append(line)
    return steps


def pattern_of(line: str) -> str:
    """Return the regular expression that an expected line stands for."""
    parts = re.split(f"<({'|'.join(PLACEHOLDERS)})>", line)
    return "".join(
        PLACEHOLDERS[part] if number % 2 else re.escape(part) for number, part in enumerate(parts)
    )


def run(steps: list[Step], place: Path, environment: dict[str, str]) -> list[list[str]]:
    """Run the commands in one shell; what each has printed, and its status where not 0."""
    lines = [f"out={place}/.out; err={place}/.err"]
    for step in steps:
        lines += [f"{{ {step.command}", '} >"$out" 2>"$err" </dev/null', "status=$?"]
        lines += ['cat "$err" "$out"; [ $status = 0 ] || echo "[$status]"', f"echo '{MARK}'"]
    ran = subprocess.run(
        ["sh", "-c", "\n".join(lines)], cwd=place, env=environment, check=False, timeout=120,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
    )  # fmt: skip
    return [part.strip("\n").splitlines() for part in ran.stdout.split(f"{MARK}\n")[:-1]]


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """What the shell finds: `truyvet` as a command, keys of its own."""
    missing = [name for name in NEEDED if shutil.which(name) is None]
    if missing:
        pytest.skip(f"not installed: {', '.join(missing)}")
    program = tmp_path / "bin" / "truyvet"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m truyvet.cli "$@"\n')
    program.chmod(0o755)
    outer = {name: value for name, value in os.environ.items() if "TRUYVET" not in name}
    path = f"{program.parent}:{outer['PATH']}"
    return outer | {"PATH": path, "XDG_CONFIG_HOME": str(tmp_path / "config"), "LC_ALL": "C.UTF-8"}


@pytest.mark.parametrize("session", sorted(FOLDER.glob("*.session")), ids=lambda path: path.stem)
def test_a_session_goes_as_written(
    session: Path, tmp_path: Path, environment: dict[str, str]
) -> None:
    steps = steps_of(session.read_text(encoding="utf-8"))
    place = tmp_path / "place"
    place.mkdir()
    printed = run(steps, place, environment)
    assert len(printed) == len(steps)
    for step, lines in zip(steps, printed, strict=True):
        pattern = "\n".join(map(pattern_of, step.expected))
        assert re.fullmatch(pattern, "\n".join(lines)), (
            f"{session.name}, line {step.line}: {step.command}\nprinted:\n" + "\n".join(lines)
        )


def alike(line: str) -> str:
    """Return a line without what differs from run to run: ids, counts, lengths."""
    return re.sub(rf"{PLACEHOLDERS['uuid']}|[0-9][0-9.,]*( [kMG]?B)?", "0", line)


def test_the_first_session_of_the_readme_goes_as_written(
    repository: Path, tmp_path: Path, environment: dict[str, str]
) -> None:
    text = (repository / "README.md").read_text(encoding="utf-8")
    block = text.split("```console\n")[1].split("```")[0].replace("/media/usb", f"{tmp_path}/usb")
    (tmp_path / "usb").mkdir()
    (tmp_path / "usb" / "photo.jpg").write_bytes(b"\xff\xd8")
    steps = steps_of(block)
    printed = run(steps, tmp_path, environment | {"TRUYVET_PASSPHRASE": "one of his own"})
    assert len(printed) == len(steps) == 5
    for step, lines in zip(steps, printed, strict=True):
        shown = iter(map(alike, lines))
        assert all(alike(line) in shown for line in step.expected), (step.command, lines)
        assert not any(re.fullmatch(r"\[\d+\]", line) for line in lines), (step.command, lines)


# The reading of sessions itself: a runner that accepts everything proves nothing.


def test_a_session_is_read_step_by_step() -> None:
    steps = steps_of("# why\n\n$ one\na\n\nb\n$ two\n[3]\n")
    assert steps == [Step(3, "one", ["a", "b"]), Step(7, "two", ["[3]"])]


@pytest.mark.parametrize(
    ("line", "text", "fits"),
    [("root <hex>", "root 0af", True), ("root <hex>", "root xyz", False), ("a.b", "axb", False),
     ("<nonsense>", "<nonsense>", True), ("<hex> <hex>", "ab cd", True)],
)  # fmt: skip
def test_placeholders_stand_for_their_kind_only(line: str, text: str, fits: bool) -> None:
    assert bool(re.fullmatch(pattern_of(line), text)) == fits


def test_a_command_s_output_and_status_are_kept_apart_from_the_next(
    tmp_path: Path, environment: dict[str, str]
) -> None:
    steps = steps_of("$ echo out; echo err >&2; false\n$ cd / && x=1\n$ echo $PWD$x\n")
    assert run(steps, tmp_path, environment) == [["err", "out", "[1]"], [], ["/1"]]
