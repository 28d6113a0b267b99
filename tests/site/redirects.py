"""Redirects of every kind, those that lead nowhere and those that should not be followed."""

from tests.site.answers import Answer, Asked, Page, page, raw, redirect

END = "/redirect/end"
CHAIN = 5
"""Hops of /redirect/chain."""
STATUSES = {
    301: "301 Moved Permanently",
    302: "302 Found",
    303: "303 See Other",
    307: "307 Temporary Redirect",
    308: "308 Permanent Redirect",
}


def _chain(asked: Asked) -> Answer:
    """Lead from /redirect/chain/5 down to the end."""
    left = int(asked.path.rpartition("/")[2])
    target = f"/redirect/chain/{left - 1}" if left else END
    return redirect(target)(asked)


def _endless(asked: Asked) -> Answer:
    """Lead on to a new address every time."""
    number = int(asked.path.rpartition("/")[2] or 0)
    return redirect(f"/redirect/endless/{number + 1}")(asked)


def pages() -> tuple[dict[str, Page], dict[str, Page]]:
    """Return pages by path, and by how a path begins."""
    end = "<!doctype html><title>Đích</title><p>Đã đến nơi</p>"
    refresh = "<title>Chờ</title><meta http-equiv=refresh content='0; url={0}'><p>Chờ chút</p>"
    exact: dict[str, Page] = {
        END: page(end),
        "/redirect/loop": redirect("/redirect/loop"),
        "/redirect/there": redirect("/redirect/back"),
        "/redirect/back": redirect("/redirect/there"),
        "/redirect/meta": page(refresh.format(END)),
        "/redirect/meta-loop": page(refresh.format("/redirect/meta-loop")),
        "/redirect/private": redirect("http://10.0.0.1/nha"),
        "/redirect/link-local": redirect("http://169.254.0.1/"),
        "/redirect/loopback": redirect("http://127.0.0.1:1/"),
        "/redirect/other": redirect(lambda asked: asked.origins["other"] + END),
        "/redirect/secure": redirect(lambda asked: asked.origins["good"] + END),
        "/redirect/insecure": redirect(lambda asked: asked.origins["plain"] + END),
        "/redirect/untrusted": redirect(lambda asked: asked.origins["self-signed"] + END),
        "/redirect/file": redirect("file:///etc/passwd"),
        "/redirect/data": redirect("data:text/html,xin%20chao"),
        "/redirect/javascript": redirect("javascript:alert(1)"),
        "/redirect/relative": redirect("end"),
        "/redirect/scheme-less": redirect(lambda asked: _without_scheme(asked) + END),
        "/redirect/fragment": redirect(END + "#cuoi"),
        "/redirect/nowhere": page("<p>Không có Location</p>", status="302 Found"),
        "/redirect/empty": redirect(""),
        "/redirect/garbage": redirect("http://[:::/x"),
        "/redirect/newline": raw(
            b"HTTP/1.1 302 Found\r\nLocation: /redirect/end\r\n\tX-Injected: 1\r\n"
            b"Content-Length: 0\r\n\r\n",
            end="keep",
        ),
        "/redirect/utf8": raw(
            "HTTP/1.1 302 Found\r\nLocation: /redirect/đích?tên=Đức\r\n".encode()
            + b"Content-Length: 0\r\n\r\n",
            end="keep",
        ),
        "/redirect/two": raw(
            b"HTTP/1.1 302 Found\r\nLocation: /redirect/end\r\nLocation: /about\r\n"
            b"Content-Length: 0\r\n\r\n",
            end="keep",
        ),
        "/redirect/%C4%91%C3%ADch": page(end),
    }
    for status, line in STATUSES.items():
        exact[f"/redirect/{status}"] = redirect(END, line)
    return exact, {"/redirect/chain/": _chain, "/redirect/endless/": _endless}


def _without_scheme(asked: Asked) -> str:
    return asked.origins[asked.origin].partition(":")[2]
