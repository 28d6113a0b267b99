"""The facts of a machine that a time depends on; no host name, no user, no path."""

from __future__ import annotations

import os
import platform
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path


def facts(work: Path) -> Iterator[tuple[str, str]]:
    """Yield name and value; `work` is where the runs write."""
    cores = len(os.sched_getaffinity(0))
    yield "processor", f"{processor()}, {cores} cores usable, {sha_extensions()}"
    memory = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    yield "memory", f"{memory / 2**30:.0f} GiB"
    release = re.match(r"[\d.]+", platform.release())
    yield "kernel", f"{platform.system()} {release[0] if release else 'unknown'}"
    yield "file system", file_system(work)
    yield "Python", platform.python_version()
    yield "coreutils", first_line(("sha256sum", "--version"))
    yield "OpenSSL", first_line(("openssl", "version"))
    yield "load before the first run", f"{os.getloadavg()[0]:.1f}"


def processor() -> str:
    """Return the model of the processor."""
    found = re.search(r"^model name\s*: (.*)$", cpuinfo(), re.MULTILINE)
    return found[1].strip() if found else platform.machine()


def sha_extensions() -> str:
    """Say whether SHA-256 has instructions here: OpenSSL uses them, sha256sum may not."""
    flags = cpuinfo().split()
    return "SHA instructions" if "sha_ni" in flags or "sha2" in flags else "no SHA instructions"


def cpuinfo() -> str:
    """Return what the kernel says of the processors."""
    try:
        return Path("/proc/cpuinfo").read_text()
    except OSError:
        return ""


def file_system(path: Path) -> str:
    """Return the type of the file system under `path`; for ext4 whether it has a journal."""
    where = str(path.resolve())
    best = ("", "unknown", "")
    for line in Path("/proc/self/mounts").read_text().splitlines():
        device, mount, kind = line.split()[:3]
        mount = mount.encode().decode("unicode_escape")
        inside = where == mount or where.startswith(mount.rstrip("/") + "/")
        if inside and len(mount) >= len(best[0]):
            best = (mount, kind, device)
    _, kind, device = best
    if kind != "ext4":
        return kind
    name = Path(device).resolve().name
    journal = any(Path("/proc/fs/jbd2").glob(f"{name}-*"))
    return "ext4 with a journal" if journal else "ext4 without a journal"


def first_line(argv: tuple[str, ...]) -> str:
    """Return the first line a program prints about itself."""
    try:
        done = subprocess.run(argv, capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        return "missing"
    return done.stdout.splitlines()[0]
