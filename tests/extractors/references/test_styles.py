"""What style sheets refer to."""

import pytest
from tests.extractors.references.reads import uses

from truyvet.extractors.references.gathering import Gathered
from truyvet.extractors.references.styles import read_style, unescaped
from truyvet.extractors.references.urls import Base


@pytest.mark.parametrize(
    ("sheet", "expected"),
    [
        ("a{background:url(a.png)}", [("image", "a.png")]),
        ("a{background:URL( 'a b.png' )}", [("image", "a%20b.png")]),
        ('a{background:url("a.png")}', [("image", "a.png")]),
        ("a{background:url(\n a.png\n)}", [("image", "a.png")]),
        ("a{background:url(a.png) , url(b.png)}", [("image", "a.png"), ("image", "b.png")]),
        ("@import 'i.css';", [("style", "i.css")]),
        ('@IMPORT "i.css" screen and (color);', [("style", "i.css")]),
        ("@import url(i.css) layer(x);", [("style", "i.css")]),
        ("@import url('i.css');", [("style", "i.css")]),
        ("@font-face{src:url(f.woff2) format('woff2'),url(f.svg#x)}b{background:url(b.svg)}",
         [("font", "f.woff2"), ("font", "f.svg"), ("image", "b.svg")]),
        ("a{src:url(loose.ttf?v=1)}", [("font", "loose.ttf?v=1")]),
        ("a{b:image-set('1.png' 1x, url(2.png) 2x, '3.avif' type('image/avif') 3x)}",
         [("image", "1.png"), ("image", "2.png"), ("image", "3.avif")]),
        ("a{b:-webkit-image-set(url(1.png) 1x)}c{content:'no.png'}", [("image", "1.png")]),
        ("a{background:url(a\\29 b\\.png)}", [("image", "a)b.png")]),
        ("a{background:url(a\\\nb.png)}", [("image", "ab.png")]),
        ("a{cursor:url(c.cur),auto}", [("image", "c.cur")]),
        ("/* url(no.png) */a{b:url(yes.png)}/* url(no", [("image", "yes.png")]),
        ("a{content:'url(no.png)'}b{content:\"@import 'no.css'\"}", []),
        ("a{content:'it\\'s url(no.png)'}", []),
        ("a{background:url(data:image/png;base64,AA==)}", []),
        ("a{background:url(\"data:image/svg+xml;utf8,<svg xmlns='http://www.w3.org/2000/svg'/>\")}",
         []),
        ("a{background:url()}b{filter:url(#blur)}", []),
        ("@namespace url(http://www.w3.org/1999/xhtml);a{b:url(y.png)}", [("image", "y.png")]),
        ("a{b:my-url(no.png)}", []),
        ("a{color:red", []),
        ("a{background:url(open.png", [("image", "open.png")]),
        ("a{content:'open\nb{background:url(y.png)}", [("image", "y.png")]),
    ],
)  # fmt: skip
def test_a_sheet_refers_to(sheet: str, expected: list[tuple[str, str]]) -> None:
    gathered = Gathered(Base("http://h/"))
    read_style(sheet, gathered)
    seen = [(one.use, one.url.removeprefix("http://h/")) for one in gathered.found().references]
    assert seen == expected


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("a", "a"), ("\\61", "a"), ("\\000061b", "ab"), ("\\61 b", "ab"), ("\\(", "("),
        ("\\110000", "\ufffd"), ("\\d800", "\ufffd"), ("\\0", "\ufffd"), ("a\\\n b", "a b"),
        ("\\1EBF", "ế"),
    ],
)  # fmt: skip
def test_escapes_mean(written: str, meant: str) -> None:
    assert unescaped(written) == meant


def test_a_sheet_of_its_own_is_read_relative_to_itself() -> None:
    assert uses("@import 'x.css';a{b:url(../i.png)}", "text/css") == [
        ("style", "/dir/x.css"), ("image", "/i.png"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "unit", ['\\"', "url(", "url(\\", "/*", "'", "image-set(", "@import ", "@namespace ", "type('"]
)
def test_a_hostile_sheet_is_read_once_from_left_to_right(unit: str) -> None:
    gathered = Gathered(Base("http://h/"))
    read_style(unit * 200_000, gathered)  # a quadratic pattern would take hours
    assert len(gathered.found().references) <= 1
