"""Addresses made to harm whoever makes file names, terminals or reports of them."""

from tests.site.answers import Answer, Asked, Page, answer

START = "/hostile/"
LONG = "/hostile/" + "a" * 5000
NAMES = (
    "/hostile/..%2f..%2f..%2fetc/passwd",
    "/hostile/%2e%2e/%2e%2e/root",
    "/hostile/..%5c..%5cwindows%5cwin.ini",
    "/hostile/con",
    "/hostile/aux.html",
    "/hostile/nul%00.html",
    "/hostile/%E2%80%AEfdp.exe",
    "/hostile/%1b%5b31mdo",
    "/hostile/%0d%0aX-Injected:%201",
    "/hostile/a%20b%09c",
    "/hostile/%3Cscript%3Ealert(1)%3C%2Fscript%3E",
    "/hostile/'%22%60$(id)%60;rm",
    "/hostile/%C4%91%E1%BB%A9c/m%E1%BA%ABu",
    "/hostile/duc%CC%81",
    "/hostile/%ff%fe",
    "/hostile/capture.json",
    "/hostile//double//slash",
    "/hostile/?a=1&amp=2;b=3",
    "/hostile/~user/.ssh/id",
    LONG,
)
"""Targets; each answers with a page of its own that links back."""
_TITLE = "Tên \u202egnơưht\u202c <b>đậm</b> \x1b[31mđỏ"


def _say(asked: Asked) -> Answer:
    shown = f"{asked.path}?{asked.query}"[:80].replace("<", "&lt;")
    return answer(f"<!doctype html><title>Tên lạ</title><p>{shown}</p><a href='{START}'>về</a>")


def _start(asked: Asked) -> Answer:
    if asked.query:
        return _say(asked)
    links = "".join(f'<a href="{name.replace(chr(34), "&quot;")}">x</a>\n' for name in NAMES)
    title = _TITLE.replace("<", "&lt;")
    return answer(f"<!doctype html><meta charset=utf-8><title>{title}</title>{links}")


def pages() -> tuple[dict[str, Page], dict[str, Page]]:
    """Return pages by path, and by how a path begins."""
    return {START: _start}, {"/hostile/": _say}
