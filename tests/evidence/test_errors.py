"""Errors: one base class, one table, one way from the operating system's errors."""

import errno
import pickle
import re
import string
from pathlib import Path

import pytest

from truyvet.evidence.codes import ERRORS
from truyvet.evidence.errors import ExitStatus, TruyvetError, guarding, of_os_error


@pytest.mark.parametrize("code", sorted(ERRORS))
def test_every_error_has_words_and_a_next_step(code: str) -> None:
    text, hint = ERRORS[code]
    assert re.fullmatch(r"E[1-9]\d\d", code)
    assert text
    assert hint
    facts = {name for part in (text, hint) for _, name, _, _ in string.Formatter().parse(part)}
    error = TruyvetError(code, **{name: f"<{name}>" for name in facts if name})
    assert all(f"<{name}>" in error.text + error.hint for name in facts if name)
    assert str(error) == f"{code}: {error.text}"


def test_every_code_is_raised_somewhere(product_files: list[Path]) -> None:
    text = "".join(file.read_text() for file in product_files if file.name != "errors.py")
    text += "E116 E117 E901 E902 E903"  # of_os_error
    assert [code for code in sorted(ERRORS) if not re.search(rf'"{code}"|\b{code}\b', text)] == []


def test_an_error_without_a_documented_code_cannot_be_made() -> None:
    with pytest.raises(KeyError):
        TruyvetError("E999")


def test_an_error_travels_between_processes() -> None:
    error = pickle.loads(pickle.dumps(TruyvetError("E101", path=Path("/x"))))  # noqa: S301
    assert (error.code, error.text) == ("E101", "no case found at /x")
    assert error.hint == TruyvetError("E101", path="/x").hint


@pytest.mark.parametrize(
    ("number", "code"),
    [
        (errno.ENOSPC, "E901"),
        (errno.EDQUOT, "E901"),
        (errno.EACCES, "E902"),
        (errno.EPERM, "E902"),
        (errno.EROFS, "E902"),
        (errno.EIO, "E903"),
        (errno.ENAMETOOLONG, "E116"),
        (errno.ENOENT, "E117"),
        (errno.ENOTDIR, "E117"),
        (errno.EISDIR, "E117"),
    ],
)
def test_an_error_of_the_system_becomes_one_with_a_code(number: int, code: str) -> None:
    assert of_os_error(OSError(number, "reason", "/disk/file"), "/disk").code == code


def test_the_file_that_the_system_names_is_named() -> None:
    assert "/disk/file" in of_os_error(OSError(errno.EIO, "bad", "/disk/file"), "/disk").text
    assert "/disk" in of_os_error(OSError(errno.EIO, "bad"), "/disk").text


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ("gone", "gone does not exist"),
        ("gone/below/x", "gone does not exist"),
        ("file/x", "file is a file, and a folder is needed"),
        ("folder", "folder is a folder, and a file is needed"),
        ("nowhere", "nowhere is a link to what does not exist"),
    ],
)
def test_what_is_not_there_or_of_another_kind_is_said_of_the_part_that_is_meant(
    tmp_path: Path, asked: str, told: str
) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "file").touch()
    (tmp_path / "nowhere").symlink_to("gone")
    with pytest.raises(TruyvetError) as raised, guarding(tmp_path), (tmp_path / asked).open("rb"):
        pass
    assert (raised.value.code, raised.value.text) == ("E117", f"{tmp_path}/{told}")


def test_a_folder_that_cannot_be_made_where_a_file_stands_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(TruyvetError, match="file is no folder, and one"), guarding(tmp_path):
        (tmp_path / "file").mkdir()


def test_a_part_that_is_written_first_is_never_named(tmp_path: Path) -> None:
    target = tmp_path / "gone" / "x.json"
    for number, code in ((errno.ENOENT, "E117"), (errno.EACCES, "E902"), (errno.EIO, "E903")):
        error = of_os_error(OSError(number, "no", f"{tmp_path}/gone/.0f.part"), target)
        assert error.code == code
        assert ".part" not in error.text
    (tmp_path / "folder").mkdir()
    (tmp_path / "x.part").touch()
    with pytest.raises(TruyvetError, match="folder is a folder, and"), guarding("/else"):
        (tmp_path / "x.part").replace(tmp_path / "folder")


def test_guarding_turns_only_errors_of_the_system() -> None:
    with pytest.raises(TruyvetError) as raised, guarding("/disk"):
        raise OSError(errno.ENOSPC, "full")
    assert raised.value.code == "E901"
    with pytest.raises(TruyvetError) as raised, guarding("/disk"):
        raise TruyvetError("E205")
    assert raised.value.code == "E205"
    with pytest.raises(ValueError, match="other"), guarding("/disk"):
        raise ValueError("other")


def test_exit_statuses_are_those_of_the_house() -> None:
    statuses = {status.name: int(status) for status in ExitStatus}
    assert statuses == {
        "DONE": 0,
        "FAILED": 1,
        "USAGE": 2,
        "INVALID": 3,
        "PARTIAL": 4,
        "INTERRUPTED": 130,
    }
