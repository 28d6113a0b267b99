"""Web servers of the benchmarks: nginx with a configuration of its own, and a slow one.

Both listen on 127.0.0.1 only, on ports that the system chooses, and need no rights.

`python serving.py FOLDER SECONDS` is the slow one: it prints its port and serves until it is ended.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

START_LIMIT_S = 10
TYPES = {".html": "text/html", ".css": "text/css", ".js": "text/javascript", ".png": "image/png"}
CONFIG = """
{user}daemon off; worker_processes 1; pid {work}/nginx.pid; error_log {work}/error.log;
events {{ worker_connections 512; }}
http {{
  types {{ text/html html; text/css css; text/javascript js; image/png png; text/plain txt; }}
  default_type application/octet-stream; access_log off; sendfile on; keepalive_requests 100000;
  client_body_temp_path {work}/a; proxy_temp_path {work}/b; fastcgi_temp_path {work}/c;
  uwsgi_temp_path {work}/d; scgi_temp_path {work}/e;
  server {{ listen 127.0.0.1:{port}; root {root}; }}
}}
"""


def missing() -> str:
    """Say why nginx cannot be had; empty when it can."""
    return "" if shutil.which("nginx") else "nginx is not installed"


@contextmanager
def nginx(root: Path, work: Path) -> Iterator[str]:
    """Serve `root` while the block runs; its address. Raises SystemExit when it does not start."""
    work.mkdir(parents=True)
    port = _free_port()
    config = work / "nginx.conf"
    user = "user root;\n" if os.getuid() == 0 else ""  # the folders of the runs are ours alone
    config.write_text(CONFIG.format(user=user, work=work, root=root, port=port))
    argv = ("nginx", "-p", str(work), "-c", str(config), "-e", str(work / "error.log"))
    with (work / "said").open("wb") as said:
        process = subprocess.Popen(argv, stdout=said, stderr=said)
        try:
            _wait_for(port, process, work / "said")
            yield f"http://127.0.0.1:{port}/"
        finally:
            process.terminate()
            process.wait()


@contextmanager
def slowly(root: Path, seconds: float) -> Iterator[str]:
    """Serve `root`, each answer after this time, while the block runs; its address."""
    argv = (sys.executable, __file__, str(root), str(seconds))
    process = subprocess.Popen(argv, stdout=subprocess.PIPE)
    try:
        if process.stdout is None:
            raise SystemExit("the slow server says nothing")
        with process.stdout as told:
            port = int(told.readline())
            yield f"http://127.0.0.1:{port}/"
    finally:
        process.terminate()
        process.wait()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_for(port: int, process: subprocess.Popen[bytes], said: Path) -> None:
    until = time.monotonic() + START_LIMIT_S
    while time.monotonic() < until and process.poll() is None:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        time.sleep(0.02)
    raise SystemExit(f"nginx does not start: {said.read_text(errors='replace').strip()[-300:]}")


async def _serve(root: Path, seconds: float) -> None:
    """Answer GET from files read once, each request after the same time, connections kept."""
    held = {f"/{path.relative_to(root)}": path for path in root.rglob("*") if path.is_file()}
    held["/"] = root / "index.html"

    async def converse(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while head := await reader.readuntil(b"\r\n\r\n"):
                await asyncio.sleep(seconds)
                writer.write(_answer(held.get(head.split(b" ", 2)[1].decode("latin-1"))))
                await writer.drain()
        except (asyncio.IncompleteReadError, OSError):
            pass
        finally:
            writer.close()

    server = await asyncio.start_server(converse, "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    async with server:
        await server.serve_forever()


def _answer(path: Path | None) -> bytes:
    content = path.read_bytes() if path else b"none"
    media = TYPES.get(path.suffix, "text/plain") if path else "text/plain"
    status = "200 OK" if path else "404 Not Found"
    head = f"HTTP/1.1 {status}\r\nContent-Type: {media}\r\nContent-Length: {len(content)}\r\n\r\n"
    return head.encode() + content


if __name__ == "__main__":
    asyncio.run(_serve(Path(sys.argv[1]), float(sys.argv[2])))
