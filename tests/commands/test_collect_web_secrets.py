"""Secrets that let an officer in: sent where they belong, and found nowhere in the case."""

import json
from pathlib import Path

import pytest
from tests.collectors.wire.support.proxies import Proxy
from tests.commands.conftest import Officer
from tests.site import crawling
from tests.site.site import Site

from truyvet.commands.context import tool_facts, without_secrets

WEB = ("--case", "vu-01", "collect", "web")
SECRET = crawling.TOKEN


def holds(folder: Path, secret: str) -> list[Path]:
    """Files below a folder that hold a secret, in any form it is sent in."""
    files = (path for path in folder.rglob("*") if path.is_file())
    return [path for path in files if secret.encode() in path.read_bytes()]


@pytest.mark.parametrize("form", ["apart", "joined", "file"])
def test_a_header_lets_in_and_is_nowhere_in_the_case(an: Officer, site: Site, form: str) -> None:
    (an.place / "token.txt").write_text(SECRET + "\n")
    given = {
        "apart": ("--header", f"X-Token: {SECRET}"),
        "joined": (f"--header=X-Token:{SECRET}",),
        "file": ("--header", "X-Token: @token.txt"),
    }[form]
    # The page says the secret back: what a server sends is evidence and stays as it is.
    (told,) = an.reads(*WEB, site.url("/about"), *given, "--allow-private")
    assert told["status"] == "complete"
    assert site.log.exchanges("/about")[-1].headers["x-token"] == SECRET
    assert holds(an.place / "vu-01", SECRET) == []


def test_cookies_let_in_and_their_values_are_nowhere_in_the_case(an: Officer, site: Site) -> None:
    line = f"127.0.0.1\tFALSE\t/\tFALSE\t0\tsession\t{SECRET}\n"
    (an.place / "cookies.txt").write_text(f"# Netscape HTTP Cookie File\n{line}")
    an.reads(*WEB, site.url("/about"), "--cookies", "cookies.txt", "--allow-private")
    assert SECRET in site.log.exchanges("/about")[-1].headers["cookie"]
    assert holds(an.place / "vu-01", SECRET) == []
    an.does("--case", "vu-01", "export", "2.0", "-o", "settings.json")
    assert json.loads((an.place / "settings.json").read_text())["cookies"] == ["127.0.0.1 session"]


def test_the_password_of_a_proxy_is_taken_from_the_environment(an: Officer, site: Site) -> None:
    with Proxy("http", wants=f"me:{SECRET}") as proxy:
        given = ("--proxy", f"http://me@{proxy.address}", "--allow-private")
        environment = an.environment | {"TRUYVET_PROXY_PASSWORD": SECRET}
        ran = an.run(*WEB, site.url("/about"), *given, env=environment)
    assert ran.returncode == 0, ran.stderr
    assert holds(an.place / "vu-01", SECRET) == []


def test_a_guarded_page_is_had_with_the_secret_only(an: Officer, site: Site) -> None:
    url = site.url(crawling.GUARDED)
    an.reads(*WEB, url, "--header", f"X-Token: {SECRET}", "--allow-private")
    assert b"Th\xc3\xa0nh vi\xc3\xaan</h1>" in site.log.exchanges(crawling.GUARDED)[-1].response


def test_a_server_that_says_the_secret_back_is_told_without_it(an: Officer, site: Site) -> None:
    body = f"<p>{SECRET}</p>".encode()
    site.serve("/back", b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%s" % (len(body), body))
    given = ("--header", f"X-Token: {SECRET}", "--allow-private")
    ran = an.run(*WEB, site.url("/back"), *given)
    assert ran.stderr.count("holds the value of the given X-Token") == 1
    assert SECRET not in ran.stderr + ran.stdout
    shown = an.does("--case", "vu-01", "web", "show", "2.1")
    assert "the answer holds the value of the given X-Token" in " ".join(shown.split())
    # What came stays as it came: there alone, and in no record of ours.
    (item,) = an.reads("--case", "vu-01", "items", "--path", "*capture.warc")
    digest = item["sha256"]
    assert [path.name for path in holds(an.place / "vu-01", SECRET)] == [digest]


@pytest.mark.parametrize(
    ("typed", "recorded"),
    [
        (["--header", "X-T: mat"], ["--header", "X-T: ***"]),
        (["--header=X-T:mat"], ["--header=X-T: ***"]),
        (["--header", "mat"], ["--header", "***"]),
        (["--header", "X-T: @f.txt"], ["--header", "X-T: @f.txt"]),
        (["--proxy", "http://an:mat@b.vn:1"], ["--proxy", "http://an:***@b.vn:1"]),
        (["--proxy=socks5h://an:m@t@b.vn"], ["--proxy=socks5h://an:***@b.vn"]),
        (["https://an:mat@b.vn/x"], ["https://an:***@b.vn/x"]),
        (["an:mat@b.vn"], ["an:***@b.vn"]),
        (["https://an@b.vn/"], ["https://an@b.vn/"]),
        (["https://b.vn/a:b@c"], ["https://b.vn/a:b@c"]),
        (["--note", "gặp lúc 10:30, an@b.vn"], ["--note", "gặp lúc 10:30, an@b.vn"]),
        (["collect", "files", "/media/usb"], ["collect", "files", "/media/usb"]),
    ],
)
def test_arguments_are_recorded_without_their_secrets(
    typed: list[str], recorded: list[str]
) -> None:
    assert without_secrets(typed) == recorded
    assert list(tool_facts(typed).arguments) == recorded
