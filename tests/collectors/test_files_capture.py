"""Captures of files of every kind: facts, bytes, links, attributes, and what is never read."""

import hashlib
import os
import socket
import stat
import sys
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import pytest

from truyvet.collectors import files
from truyvet.collectors.handle import Handle
from truyvet.evidence.capture import Capture
from truyvet.evidence.item import Attribute, Item, Problem
from truyvet.evidence.store import Store
from truyvet.evidence.times import utc_of

Meet = Callable[..., Capture]
Take = Callable[..., dict[str, Item]]
Within = Callable[[float], AbstractContextManager[None]]


def test_a_file_s_facts_are_those_of_the_system(tree: Path, meet: Meet) -> None:
    file = tree / "a"
    file.write_bytes(b"evidence")
    file.chmod(0o640)
    os.utime(file, ns=(1_700_000_000_123_456_789, 1_600_000_000_987_654_321))
    facts, item = file.stat(), meet(file).item
    assert (item.kind, item.size, item.mode) == ("file", 8, 0o640)
    assert (item.uid, item.gid) == (facts.st_uid, facts.st_gid)
    assert (item.device, item.inode) == (facts.st_dev, facts.st_ino)
    assert item.modified == "2020-09-13T12:26:40.987654321Z"
    assert item.accessed == "2023-11-14T22:13:20.123456789Z"
    assert item.changed == utc_of(facts.st_ctime_ns)


def test_the_time_of_collecting_is_now(tree: Path, meet: Meet) -> None:
    before = utc_of(time.time_ns() // 1000 * 1000)
    collected = meet(tree).item.collected
    assert collected is not None
    assert before <= collected <= utc_of(time.time_ns())


def test_a_time_before_1970_is_kept(tree: Path, meet: Meet) -> None:
    file = tree / "old"
    file.touch()
    os.utime(file, ns=(0, -1))
    assert meet(file).item.modified == "1969-12-31T23:59:59.999999999Z"


@pytest.mark.parametrize("mode", [0o4755, 0o2750, 0o1777, 0o000])
def test_special_permission_bits_are_kept(tree: Path, meet: Meet, mode: int) -> None:
    tree.chmod(mode)
    assert meet(tree).item.mode == mode
    tree.chmod(0o700)


def test_the_bytes_are_stored_under_their_hash(tree: Path, take: Take, store: Store) -> None:
    content = os.urandom(700_000)
    (tree / "a").write_bytes(content)
    item = take(tree)["tree/a"]
    assert item.sha256 == hashlib.sha256(content).hexdigest()
    assert b"".join(store.read(item.sha256)) == content


def test_an_empty_file_is_stored_as_the_empty_object(tree: Path, take: Take) -> None:
    (tree / "empty").touch()
    item = take(tree)["tree/empty"]
    assert (item.size, item.problem) == (0, None)
    assert item.sha256 == hashlib.sha256(b"").hexdigest()


def test_a_folder_has_no_bytes(tree: Path, meet: Meet) -> None:
    met = meet(tree)
    assert (met.item.kind, met.item.size, met.item.problem, met.stream) == (
        "directory", None, None, None,
    )  # fmt: skip


def test_a_name_that_is_not_utf_8_is_shown_and_kept_as_bytes(tree: Path, meet: Meet) -> None:
    raw = os.path.join(os.fsencode(tree), b"caf\xe9.txt")
    with open(raw, "xb"):
        item = meet(raw).item
    assert (item.path, item.path_bytes) == ("caf\ufffd.txt", b"caf\xe9.txt".hex())
    assert item.raw_path() == b"caf\xe9.txt"


@pytest.mark.parametrize("name", ["new\nline", "tab\t", "\x1b[2J", "gpj.\u202eexe", "Hồ sơ.docx"])
def test_a_name_in_utf_8_is_kept_as_it_is(tree: Path, meet: Meet, name: str) -> None:
    (tree / name).touch()
    item = meet(tree / name).item
    assert (item.path, item.path_bytes) == (name, "")


@pytest.mark.parametrize("target", ["a", ".", "nowhere", "/etc/passwd", "loop", "a\nb"])
def test_a_link_is_recorded_with_its_target_and_has_no_bytes(
    tree: Path, meet: Meet, target: str
) -> None:
    (tree / "a").write_text("behind the link")
    (tree / "loop").symlink_to(target)
    met = meet(tree / "loop")
    assert (met.item.kind, met.item.target, met.item.sha256) == ("symlink", target, None)
    assert met.stream is None
    assert met.item.problem is None


def test_a_target_that_is_not_utf_8_is_kept_as_bytes(tree: Path, meet: Meet) -> None:
    link = os.path.join(os.fsencode(tree), b"link")
    os.symlink(b"\xff\xfe", link)
    assert meet(link).item.target_bytes == "fffe"


def test_a_fifo_is_recorded_at_once_and_not_read(tree: Path, meet: Meet, within: Within) -> None:
    os.mkfifo(tree / "pipe")
    with within(5):
        met = meet(tree / "pipe")
    assert (met.item.kind, met.stream) == ("fifo", None)
    assert met.item.problem == Problem(code="special")


def test_a_socket_is_recorded_and_not_read(tree: Path, meet: Meet) -> None:
    before = Path.cwd()
    with socket.socket(socket.AF_UNIX) as listening:
        os.chdir(tree)  # a socket's path may be 107 bytes long
        listening.bind("socket")
        os.chdir(before)
        met = meet(tree / "socket")
    assert (met.item.kind, met.item.problem) == ("socket", Problem(code="special"))


@pytest.mark.parametrize(("kind", "bits"), [("character", stat.S_IFCHR), ("block", stat.S_IFBLK)])
def test_a_device_is_recorded_with_its_number_and_not_read(
    tree: Path, meet: Meet, kind: str, bits: int
) -> None:
    try:
        os.mknod(tree / "device", bits | 0o600, os.makedev(1, 3))
    except PermissionError:
        pytest.skip("only root may make devices")
    met = meet(tree / "device")
    assert (met.item.kind, met.item.rdev, met.stream) == (kind, os.makedev(1, 3), None)
    assert met.item.problem == Problem(code="special")


def test_hard_links_are_two_items_that_say_so(tree: Path, take: Take) -> None:
    (tree / "one").write_text("same")
    (tree / "two").hardlink_to(tree / "one")
    one, two = take(tree)["tree/one"], take(tree)["tree/two"]
    assert (one.links, two.links) == (2, 2)
    assert (one.inode, one.sha256) == (two.inode, two.sha256)


def set_attribute(path: Path, name: str, value: bytes, **how: bool) -> None:
    """Set an extended attribute, or skip the test where there are none."""
    try:
        os.setxattr(path, name, value, **how)
    except (AttributeError, OSError) as error:
        pytest.skip(f"no extended attributes here: {error}")


def test_extended_attributes_are_kept_in_order_of_their_names(tree: Path, meet: Meet) -> None:
    (tree / "a").touch()
    set_attribute(tree / "a", "user.xdg.origin.url", b"https://example.org")
    set_attribute(tree / "a", "user.b", b"\x00\xff")
    assert [one for one in meet(tree / "a").item.xattrs if one.name.startswith("user.")] == [
        Attribute(name="user.b", value="00ff"),
        Attribute(name="user.xdg.origin.url", value=b"https://example.org".hex()),
    ]


def test_extended_attributes_of_folders_are_kept(tree: Path, meet: Meet) -> None:
    set_attribute(tree, "user.comment", b"exhibit 3")
    assert Attribute(name="user.comment", value=b"exhibit 3".hex()) in meet(tree).item.xattrs


def test_the_attributes_of_a_link_are_not_those_of_its_target(tree: Path, meet: Meet) -> None:
    (tree / "a").touch()
    set_attribute(tree / "a", "user.comment", b"the file's")
    (tree / "link").symlink_to("a")
    assert "user.comment" not in [one.name for one in meet(tree / "link").item.xattrs]


def sparse_file(path: Path, size: int) -> None:
    """Write a file of `size` bytes of which nearly all is a hole."""
    with path.open("wb") as file:
        file.write(b"head")
        file.seek(size // 2)
        file.write(b"middle")
        file.truncate(size)
    if path.stat().st_blocks * 512 >= size:
        pytest.skip("this file system keeps no holes")


def test_a_sparse_file_says_how_much_it_really_occupies(tree: Path, meet: Meet) -> None:
    sparse_file(tree / "disk.img", 64 << 20)
    item = meet(tree / "disk.img").item
    assert item.size == 64 << 20
    assert item.allocated == (tree / "disk.img").stat().st_blocks * 512


def test_a_gigabyte_of_holes_takes_neither_space_nor_long(
    tree: Path, take: Take, store: Store, within: Within
) -> None:
    sparse_file(tree / "disk.img", 1 << 30)
    with within(20):
        item = take(tree)["tree/disk.img"]
    assert item.sha256 is not None
    assert item.size == 1 << 30
    assert store.path(item.sha256).stat().st_blocks * 512 < 4 << 20


def test_a_file_that_claims_terabytes_and_has_none_is_not_read_for_ever(
    tree: Path, take: Take, within: Within
) -> None:
    sparse_file(tree / "bomb.img", 15 << 40)
    with within(5):
        item = take(tree)["tree/bomb.img"]
    assert item.size == 15 << 40
    assert item.sha256 is None
    assert item.problem is not None
    assert item.problem.code == "not-read"


def test_the_object_of_a_sparse_file_has_its_bytes(tree: Path, take: Take, store: Store) -> None:
    sparse_file(tree / "disk.img", 5_000_001)
    item = take(tree)["tree/disk.img"]
    assert item.sha256 is not None
    assert b"".join(store.read(item.sha256)) == (tree / "disk.img").read_bytes()


def test_a_file_without_holes_says_nothing_of_space(tree: Path, meet: Meet) -> None:
    (tree / "a").write_bytes(b"x" * 10_000)
    assert meet(tree / "a").item.allocated is None


def test_reading_leaves_the_access_time_alone(tree: Path, take: Take) -> None:
    file = tree / "a"
    file.write_text("evidence")
    os.utime(file, ns=(1_000_000_000, 2_000_000_000))
    item = take(file)["a"]
    assert item.accessed == "1970-01-01T00:00:01.000000000Z"
    assert file.stat().st_atime_ns == 1_000_000_000


@pytest.mark.skipif(sys.platform != "linux", reason="needs Linux's /proc")
def test_a_file_of_proc_that_claims_no_length_is_read_to_its_end(take: Take) -> None:
    item = take("/proc/version")["version"]
    assert item.size == len(Path("/proc/version").read_bytes()) > 0
    assert item.problem is None


@pytest.mark.skipif(sys.platform != "linux", reason="needs Linux's /proc")
def test_a_file_that_gives_an_error_when_read_is_an_item_with_the_reason(take: Take) -> None:
    item = take("/proc/self/mem")["mem"]
    assert item.problem == Problem(code="unreadable", text="Input/output error")
    assert item.sha256 is None


def handle_of(path: Path, *, regular: bool) -> Handle:
    """What the walk found before the path became something else."""
    return Handle(0, os.fsencode(path), os.fsencode(path.name), regular, 0)


def test_a_file_that_went_away_is_told(tree: Path) -> None:
    met = files.capture(handle_of(tree / "gone", regular=True), 7)
    assert (met.item.n, met.item.path, met.item.kind) == (7, "gone", "unknown")
    assert met.item.problem == Problem(code="vanished")
    assert met.stream is None


def become_folder(path: Path) -> None:
    """Put a folder where the file was."""
    path.mkdir()
    (path / "inside").touch()


@pytest.mark.parametrize(
    ("become", "kind"),
    [
        (become_folder, "directory"),
        (os.mkfifo, "fifo"),
        (lambda path: path.symlink_to("/etc/passwd"), "symlink"),
    ],
)
def test_a_file_that_became_something_else_is_told_and_not_read(
    tree: Path, become: Callable[[Path], None], kind: str, within: Within
) -> None:
    become(tree / "path")
    with within(5):
        met = files.capture(handle_of(tree / "path", regular=True), 0)
    assert (met.item.kind, met.stream, met.item.sha256) == (kind, None, None)
    assert met.item.problem is not None


def test_a_special_file_that_became_a_plain_one_is_told(tree: Path) -> None:
    (tree / "path").write_text("a file now")
    met = files.capture(handle_of(tree / "path", regular=False), 0)
    assert met.item.problem is not None
    assert met.item.problem.code != "special"
