"""What the tests of scans share: a bag of small evidence, what a scan recorded, its processes."""

import gzip
import io
import json
import os
import time
import zipfile
from base64 import encodebytes
from collections.abc import Iterator
from pathlib import Path
from typing import Any

QUICK = "filetype,digests,archive,streams,mail,web,plaintext,entities"
"""Extractors that are ready at once and between them do all that an extractor can do."""
PHONE = "0912 345 678"
_DAY = (2026, 1, 2, 3, 4, 6)


def zipped(members: dict[str, bytes]) -> bytes:
    """Return a zip of these members, the same every time."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in members.items():
            archive.writestr(zipfile.ZipInfo(name, _DAY), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def letter(attached: bytes) -> bytes:
    """Return a mail in Vietnamese with one attached zip."""
    head = (
        "From: An <an@example.vn>\r\nTo: binh@example.vn\r\nSubject: =?utf-8?b?Q2h1eeG7g24=?=\r\n"
        "Date: Fri, 02 Jan 2026 03:04:06 +0700\r\nMIME-Version: 1.0\r\n"
        'Content-Type: multipart/mixed; boundary="edge"\r\n\r\n--edge\r\n'
        "Content-Type: text/plain; charset=utf-8\r\n\r\nGọi 0987 654 321 nhé\r\n--edge\r\n"
        'Content-Type: application/zip; name="kem.zip"\r\nContent-Transfer-Encoding: base64\r\n'
        'Content-Disposition: attachment; filename="kem.zip"\r\n\r\n'
    )
    body = encodebytes(attached).replace(b"\n", b"\r\n")
    return head.encode() + body + b"--edge--\r\n"


def bag() -> dict[str, bytes]:
    """Return some twenty small files, by path: texts, containers in containers, damaged ones."""
    inner = zipped({"sâu/trong.txt": f"tài khoản, gọi {PHONE}\n".encode(), "trống": b""})
    page = f"<html><body><p>Liên hệ <b>{PHONE}</b> http://lua-dao.example.com/x</p></body></html>"
    whole = zipped({"a.txt": b"alpha 0903 123 456\n" * 9, "b.zip": inner, "c.html": page.encode()})
    texts = {
        f"texts/{n}.txt": f"máy {n}: 09{n:02}345678, a{n}@example.com\n".encode() for n in range(8)
    }
    return texts | {
        "broken.zip": whole[: len(whole) // 2],
        "letter.eml": letter(inner),
        "lie.jpg": b"%PDF-1.4\nnot a picture",
        "notes.txt.gz": gzip.compress(f"gọi lại số {PHONE}\n".encode(), mtime=0),
        "page.html": page.encode(),
        "split.html": b"<html><body><p>xin goi so 0912 <i>345 678</i> nhe</p></body></html>",
        "same-1.zip": whole,
        "same-2.zip": whole,
        "utf16.txt": f"gọi {PHONE}".encode("utf-16"),
        "empty": b"",
    }


def lay(folder: Path, files: dict[str, bytes]) -> Path:
    """Write files into a folder and return it."""
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return folder


def entries(case: Path) -> list[dict[str, Any]]:
    """Return the entries of a case, read from the ledger itself."""
    lines = (case / "ledger" / "entries.jsonl").read_bytes().splitlines()
    return [json.loads(line)["entry"] for line in lines]


def scans(case: Path) -> list[dict[str, Any]]:
    """Return the entries that record scans."""
    return [entry for entry in entries(case) if entry["act"]["type"] == "scan"]


def roots(entry: dict[str, Any]) -> dict[str, str]:
    """Return the Merkle roots of a scan's lists that the same bytes must always give."""
    listed = {one["kind"]: one["root"] for one in entry["outputs"] if "root" in one}
    return {kind: root for kind, root in listed.items() if kind != "efforts"}


def lines(case: Path, kind: str, entry: dict[str, Any] | None = None) -> list[dict[str, Any]]:
    """Return what a scan, the newest unless told, recorded in one of its lists."""
    outputs = (entry or scans(case)[-1])["outputs"]
    for one in outputs:
        if one["kind"] == kind:
            digest = one["sha256"]
            found = (case / "objects" / digest[:2] / digest).read_bytes().splitlines()
            return [json.loads(line) for line in found]
    return []


def statuses(case: Path, entry: dict[str, Any] | None = None) -> dict[str, dict[str, str]]:
    """Return by item id how each extractor's examination ended, in one scan."""
    return {
        told["item"]: dict.fromkeys(told.get("not_applicable", ()), "not_applicable")
        | {one["extractor"]: one["status"] for one in told.get("outcomes", ())}
        for told in lines(case, "outcomes", entry)
    }


def is_alive(process: int) -> bool:
    """Tell whether a process runs; one that only waits to be counted as dead does not."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


def children(process: int) -> list[int]:
    """Return the processes that a process has started."""
    try:
        listed = Path(f"/proc/{process}/task/{process}/children").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return []
    return list(map(int, listed.split()))


def workers(process: int) -> list[int]:
    """Return the workers of a scan: what its nursery has started."""
    return [worker for nursery in children(process) for worker in children(nursery)]


def family(process: int) -> Iterator[int]:
    """Yield all that a process has started, and what those have."""
    for child in children(process):
        yield child
        yield from family(child)


def gone(processes: list[int], seconds: float = 10.0) -> bool:
    """Tell whether all these processes end within some seconds."""
    limit = time.monotonic() + seconds
    while any(map(is_alive, processes)) and time.monotonic() < limit:
        time.sleep(0.01)
    return not any(map(is_alive, processes))


def examining_in(case: Path) -> list[int]:
    """Return the processes that work in a case's folder or hold a file of it open."""
    found = []
    for name in filter(str.isdigit, os.listdir("/proc")):
        try:
            held = [os.readlink(f"/proc/{name}/fd/{fd}") for fd in os.listdir(f"/proc/{name}/fd")]
        except OSError:
            continue
        if int(name) != os.getpid() and any(target.startswith(f"{case}/") for target in held):
            found.append(int(name))
    return found


def left_in_work(case: Path) -> list[str]:
    """Return what stands in the folder for work, below the case."""
    return sorted(str(path.relative_to(case)) for path in (case / "work").rglob("*"))
