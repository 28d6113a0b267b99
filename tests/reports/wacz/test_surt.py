"""Searchable addresses: the keys that replay tools make themselves when they look one up."""

import json
import subprocess
from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from truyvet.reports.wacz.surt import searchable

KEYS = {
    "https://www.example.org/index.html": "org,example)/index.html",
    "https://example.org": "org,example)/",
    "http://example.org:8080/A/b/?q=2&a=1&a=0": "org,example:8080)/a/b?a=0&a=1&q=2",
    "https://example.org:443/": "org,example)/",
    "https://127.0.0.1:8443/x?b&a=": "1,0,0,127:8443)/x?a=&b",
    "http://[2001:db8::1]:8080/x": "2001:db8::1:8080)/x",
    "https://www2.xn--vit-qma.vn/%E1%BB%87": "vn,xn--vit-qma)/%e1%bb%87",
    "http://a.vn/a//b/../c/./d/": "vn,a)/a/c/d",
    "http://a.vn/?": "vn,a)/",
    "http://a.vn/%41%2f?x=%26": "vn,a)/a?&x=",
    "http://a.vn/été": "vn,a)/%c3%a9t%c3%a9",
    "http://a.vn/%zz": "vn,a)/%25zz",
    "http://a.vn/a b": "vn,a)/a%20b",
    "http://a.vn/x?b=1&sid=0123456789abcdef0123456789abcdef&c=1": "vn,a)/x?b=1&c=1",
    "http://a.vn/(S(abcdefghijklmnopqrstuvwx))/p.aspx": "vn,a)/p.aspx",
    "http://a.vn./x#part": "vn,a)/x",
    "urn:view:http://a.vn/x": "urn:view:http://a.vn/x",
}


@pytest.mark.parametrize(("url", "key"), KEYS.items())
def test_an_address_has_the_key_that_others_give_it(url: str, key: str) -> None:
    assert searchable(url) == key


def test_an_address_that_is_none_keeps_its_letters() -> None:
    assert searchable("http://[broken/") == "http://[broken/"


@given(st.text())
def test_no_key_breaks_a_line_or_has_a_blank(rest: str) -> None:
    for url in (f"http://a.vn/{rest}", rest, f"https://{rest}"):
        key = searchable(url)
        assert key.isascii()
        assert not set(key) & set(" \r\n\t")


def test_escapes_within_escapes_end() -> None:
    assert len(searchable("http://a.vn/%" + "25" * 10_000)) < 30_000


_ORACLE = "import json, sys, surt; print(json.dumps([surt.surt(u) for u in json.load(sys.stdin)]))"


def test_keys_are_those_of_the_tool_that_py_wacz_and_pywb_use(
    webtools: Callable[[str], Path],
) -> None:
    random = Random(1)
    letters = ["a", "B", "/", "%41", "%2f", "%25", "?", "&", "=", "1", "é", "..", ".", "//", "+"]
    urls = [*KEYS][:-1]
    for _ in range(2000):
        urls.append("http://a.vn/" + "".join(random.choices(letters, k=random.randrange(12))))
    command = [str(webtools("python")), "-c", _ORACLE]
    ran = subprocess.run(
        command, input=json.dumps(urls), capture_output=True, text=True, check=True
    )
    assert dict(zip(urls, json.loads(ran.stdout), strict=True)) == {
        url: searchable(url) for url in urls
    }
