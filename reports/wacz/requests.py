"""Keys of what was asked for otherwise than by GET (Webrecorder, "Request Body Canonicalization").

Method and body become part of the query under which a replay tool looks, so that two requests of
one address are told apart. The body was made by the scripts of a hostile page: what cannot be read
is taken as bytes.
"""

import base64
import json
import math
import re
from urllib.parse import quote_plus, unquote_plus

MAX_QUERY = 4_096
"""Characters of a body that go into a key: what replay tools compare."""
MAX_BODY = 1 << 20
"""Bytes of a request that are read for it."""
_NAME = re.compile(rb'\bname="([^"]*)"')


def query_of(method: str, request: bytes) -> str:
    """Return what is appended to the query of an address; empty for GET.

    `request` is the message as it was sent, head and body.
    """
    if method == "GET":
        return ""
    head, _, body = request.partition(b"\r\n\r\n")
    told = _body_query(_media(head), body) if method in ("POST", "PUT") and body else ""
    return f"__wb_method={method}" + (f"&{told[:MAX_QUERY]}" if told else "")


def _media(head: bytes) -> str:
    for line in head.split(b"\r\n")[1:]:
        name, _, value = line.partition(b":")
        if name.strip().lower() == b"content-type":
            return value.strip().decode("latin-1")
    return ""


def _body_query(media: str, body: bytes) -> str:
    kind = media.partition(";")[0].strip().lower()
    if kind == "application/x-www-form-urlencoded":
        try:
            return unquote_plus(body.decode("utf-8"))
        except UnicodeDecodeError:
            return _binary(body)
    if kind.startswith("multipart/"):
        return _multipart(media, body)
    if kind in ("application/json", "text/plain"):
        try:
            return _json(json.loads(body))
        except (ValueError, RecursionError):
            return "" if kind == "application/json" else _binary(body)
    return _binary(body)


def _binary(body: bytes) -> str:
    return "__wb_post_data=" + base64.b64encode(body).decode("ascii")


def _multipart(media: str, body: bytes) -> str:
    """Return the fields of a form (RFC 7578), percent-encoded."""
    boundary = media.partition("boundary=")[2].partition(";")[0].strip().strip('"')
    if not boundary:
        return _binary(body)
    fields = []
    for part in body.split(b"--" + boundary.encode("latin-1"))[1:]:
        head, found, value = part.partition(b"\r\n\r\n")
        name = _NAME.search(head)
        if found and name is not None:
            content = value.removesuffix(b"\r\n")
            fields.append(f"{quote_plus(name[1])}={quote_plus(content)}")
    return "&".join(fields) or _binary(body)


def _json(value: object) -> str:
    """Return the leaves of a JSON value as name=value; a name that comes again gets a number."""
    counts: dict[str, int] = {}
    found = list[str]()

    def walk(one: object, name: str) -> None:
        if isinstance(one, dict):
            for key, inner in one.items():
                walk(inner, key)
        elif isinstance(one, list):
            for inner in one:
                walk(inner, name)
        elif name:
            count = counts[name] = counts.get(name, 0) + 1
            shown = name if count == 1 else f"{name}.{count}_"
            found.append(f"{quote_plus(shown)}={quote_plus(_leaf(one))}")

    walk(value, "")
    return "&".join(found)


def _leaf(value: object) -> str:
    if isinstance(value, bool) or value is None:
        return json.dumps(value)
    if isinstance(value, float):  # as ECMAScript writes numbers
        if math.isinf(value):
            return "Infinity" if value > 0 else "-Infinity"
        return str(int(value)) if value.is_integer() else str(value)
    return str(value)
