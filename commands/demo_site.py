"""The web site that `truyvet demo` captures: a made-up shop, served from this computer to itself.

Its files are those of `demo_files/site`; docs/demo/make_demo_site.py writes them. It answers GET
and HEAD on 127.0.0.1 alone, and only while the demonstration needs it.
"""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib import resources
from typing import ClassVar

_FOLDER = ("demo_files", "site")
_IDLE_SECONDS = 10
_MISSING = "<!DOCTYPE html><title>404</title><p>Không có trang này</p>".encode()


def pages() -> dict[str, tuple[bytes, str]]:
    """Return what the site holds: path -> bytes and media type."""
    shipped = resources.files(__package__).joinpath(*_FOLDER)
    names: dict[str, tuple[str, str]] = json.loads(shipped.joinpath("names.json").read_bytes())
    return {
        path: (shipped.joinpath(name).read_bytes(), media) for path, (name, media) in names.items()
    }


@contextmanager
def serving() -> Iterator[str]:
    """Serve the site while the block runs; its address, on a port that the system chooses."""
    held = pages()

    class Handler(_Handler):
        site = held

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, name="demo site", daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class _Handler(BaseHTTPRequestHandler):
    """Answers from memory, and writes no lines between those of the demonstration."""

    protocol_version = "HTTP/1.1"
    server_version = "demo"
    sys_version = ""
    timeout = _IDLE_SECONDS
    site: ClassVar[dict[str, tuple[bytes, str]]] = {}

    def do_GET(self) -> None:
        """Send a file, or that there is none."""
        status = HTTPStatus.OK
        content, media = self.site.get(self.path.partition("?")[0], (b"", ""))
        if not media:
            status, content, media = HTTPStatus.NOT_FOUND, _MISSING, "text/html; charset=utf-8"
        self.send_response(status)
        self.send_header("Content-Type", media)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)

    do_HEAD = do_GET  # noqa: N815 - named by http.server

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - as its base has it
        """Write nothing."""
