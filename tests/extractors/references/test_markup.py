"""What pages refer to, element by element."""

import pytest
from tests.extractors.references.reads import found, uses

from truyvet.evidence.web.references import Reference
from truyvet.extractors.references.gathering import MAX_REFERENCES, MAX_TITLE


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        ("<a href=a>x</a>", [("link", "/dir/a")]),
        ("<map><area href=/m></map>", [("link", "/m")]),
        ("<img src=i.png>", [("image", "/dir/i.png")]),
        ("<img src='data:image/gif;base64,R0' data-src=/l.png>", [("image", "/l.png")]),
        ("<img data-original='/o.jpg'>", [("image", "/o.jpg")]),
        ("<img data-lazy-srcset='/a 1x, /b 2x'>", [("image", "/a"), ("image", "/b")]),
        ("<div data-bg=\"url('/bg.jpg')\">", [("image", "/bg.jpg")]),
        ("<iframe data-src=/f.html>", [("frame", "/f.html")]),
        ("<picture><source srcset='/s.webp 1x'><img src=/i></picture>",
         [("image", "/s.webp"), ("image", "/i")]),
        ("<picture><source src=/p.png></picture>", [("image", "/p.png")]),
        ("<video src=/v poster=/p></video>", [("image", "/p"), ("media", "/v")]),
        ("<video><source src=/v.mp4><track src=/t.vtt></video>",
         [("media", "/v.mp4"), ("media", "/t.vtt")]),
        ("<audio src=/a.mp3></audio>", [("media", "/a.mp3")]),
        ("<iframe src=/f></iframe>", [("frame", "/f")]),
        ("<frameset><frame src=/1><frame src=/2></frameset>", [("frame", "/1"), ("frame", "/2")]),
        ("<embed src=/e.swf>", [("frame", "/e.swf")]),
        ("<object data=/o.pdf></object>", [("frame", "/o.pdf")]),
        ("<script src=/s.js></script>", [("script", "/s.js")]),
        ("<input type=IMAGE src=/b.png><input type=text src=/no>", [("image", "/b.png")]),
        ("<form action=/f></form>", [("form", "/f")]),
        ("<form><button formaction=/b>x</button><input formaction=/i></form>",
         [("form", "/b"), ("form", "/i")]),
        ("<body background=/bg.gif>", [("image", "/bg.gif")]),
        ("<table><tr><td background=/td.gif></table>", [("image", "/td.gif")]),
        ("<svg><image href=/i.png /><use xlink:href='/s.svg#a'/></svg>",
         [("image", "/i.png"), ("image", "/s.svg")]),
        ("<svg><a xlink:href=/l>x</a></svg>", [("link", "/l")]),
        ("<p style='background:url(&quot;/q.png&quot;)'>", [("image", "/q.png")]),
        ("<style>@import '/i.css'; b{background:url(/b.png)}</style>",
         [("style", "/i.css"), ("image", "/b.png")]),
        ("<meta http-equiv=Refresh content='3; URL=/next'>", [("refresh", "/next")]),
        ("<noscript><img src=/n.png></noscript>", [("image", "/n.png")]),
        ("<head><noscript><link rel=stylesheet href=/n.css></noscript></head>",
         [("style", "/n.css")]),
        ("<template><img src=/t.png></template>", [("image", "/t.png")]),
        ("<iframe srcdoc='<img src=/in.png>'></iframe>", [("image", "/in.png")]),
        ("<script type=module>import a from '/m.js'</script>", [("script", "/m.js")]),
        ("<link rel=stylesheet href=/s.css media=print>", [("style", "/s.css")]),
        ("<link rel='alternate stylesheet' href=/s.css>", [("style", "/s.css")]),
        ("<link rel='shortcut icon' href=/f.ico>", [("icon", "/f.ico")]),
        ("<link rel=apple-touch-icon href=/a.png>", [("icon", "/a.png")]),
        ("<link rel=manifest href=/m.json>", [("manifest", "/m.json")]),
        ("<link rel=preload as=font href=/f.woff2>", [("font", "/f.woff2")]),
        ("<link rel=preload as=fetch href=/d.json>", [("data", "/d.json")]),
        ("<link rel=preload as=image imagesrcset='/1 1x, /2 2x'>",
         [("image", "/1"), ("image", "/2")]),
        ("<link rel=modulepreload href=/m.js>", [("script", "/m.js")]),
        ("<link rel=prefetch href=/p>", [("data", "/p")]),
        ("<link rel=alternate hreflang=en href=/en>", [("link", "/en")]),
        ("<link rel='dns-prefetch preconnect' href=//cdn.vn>", []),
        ("<link rel=canonical href=/c>", []),
        ("<script type=importmap>{\"imports\":{\"a\":\"/a.js\"}}</script>", []),
        ("<script type='application/ld+json'>{\"url\":\"/no\"}</script>", []),
        ("<script>var a = '<img src=/no.png>'</script>", []),
        ("<textarea><img src=/no.png></textarea>", []),
        ("<!-- <img src=/no.png> --><!--[if IE]><img src=/no.png><![endif]-->", []),
        ("<img src='{{ picture }}'><a href='#top'>x</a><a href=javascript:x>y</a>", []),
        ("<div data-src=modal data-image='{\"a\": 1}'>", []),
    ],
)  # fmt: skip
def test_an_element_refers_to(markup: str, expected: list[tuple[str, str]]) -> None:
    assert uses(f"<!doctype html>{markup}") == expected


def test_each_address_is_told_once_for_each_use_in_the_order_of_the_page() -> None:
    page = (
        "<link rel=preload as=style href=a.css><link rel=stylesheet href=a.css><a href=a.css>1</a>"
    )
    assert uses(page + "<a href='a.css#x'>2</a><img src=b>") == [
        ("style", "/dir/a.css"), ("link", "/dir/a.css"), ("image", "/dir/b"),
    ]  # fmt: skip


def test_the_words_of_a_link_are_what_people_see() -> None:
    page = (
        "<a href=1> Đặt\n <b>hàng</b> ngay </a><a href=2><img alt='Biểu  trưng' src=x></a>"
        f"<a href=3 aria-label=Đóng></a><a href=4>{'dài ' * 100}</a><a href=5></a>"
    )
    links = [one for one in found(page).references if one.use == "link"]
    words = [one.text for one in links]
    assert words[:3] == ["Đặt hàng ngay", "Biểu trưng", "Đóng"]
    assert len(words[3]) == 200
    assert words[4] == ""


def test_a_link_that_asks_machines_to_stay_away_says_so() -> None:
    page = "<a href=1 rel='noopener NoFollow'>a</a><a href=2 rel=noreferrer>b</a>"
    assert [one.follow for one in found(page).references] == [False, True]


@pytest.mark.parametrize(
    ("content", "follow"),
    [("noindex, NOFOLLOW", False), ("none", False), ("index,follow", True), ("", True)],
)
def test_a_page_asks_machines_not_to_follow(content: str, *, follow: bool) -> None:
    assert found(f"<meta name=Robots content='{content}'>").follow is follow


def test_the_base_of_a_page_holds_for_all_of_it() -> None:
    page = "<link rel=icon href=i><base href='//cdn.vn/x/'><base href=/second/><img src=y>"
    assert uses(page) == [("icon", "https://cdn.vn/x/i"), ("image", "https://cdn.vn/x/y")]


def test_title_and_canonical_address_are_told() -> None:
    page = (
        "<head><title>\n Xả kho &amp; giá rẻ </title><link rel=canonical href='/c?x=1#f'></head>"
        "<svg><title>no</title></svg>"
    )
    seen = found(page)
    assert seen.title == "Xả kho & giá rẻ"
    assert seen.canonical == "https://ex.vn/c?x=1"
    assert seen.media == "text/html"


def test_a_title_is_cut() -> None:
    assert len(found(f"<title>{'a' * 5000}</title>").title) == MAX_TITLE


def test_frames_that_bring_their_page_along_are_read_three_deep() -> None:
    page = "<img src=/deep.png>"
    for number in range(5):
        escaped = page.replace("&", "&amp;").replace('"', "&quot;")
        page = f'<img src=/{number}.png><iframe srcdoc="{escaped}"></iframe>'
    assert uses(page) == [("image", f"/{number}.png") for number in (4, 3, 2, 1)]


def test_too_many_references_are_cut_and_said() -> None:
    seen = found("".join(f"<a href=/{n}>x</a>" for n in range(MAX_REFERENCES + 5)))
    assert len(seen.references) == MAX_REFERENCES
    assert seen.references[-1] == Reference(
        url=f"https://ex.vn/{MAX_REFERENCES - 1}", use="link", text="x"
    )
    assert seen.problem == f"more than {MAX_REFERENCES} references"


def test_as_many_references_as_are_taken_are_no_problem() -> None:
    assert found("".join(f"<a href=/{n}>x</a>" for n in range(MAX_REFERENCES))).problem == ""


def test_a_page_that_closes_no_tag_is_read_to_its_end() -> None:
    page = "<font color=red><div data-bg=/b.png>" * 3000 + "<a href=/last>x</a>"
    assert uses(page) == [("image", "/b.png"), ("link", "/last")]
    assert found(page).problem == ""


def test_a_page_nested_too_deeply_in_odd_tags_says_so() -> None:
    assert "nested too deeply" in found("<q>" * 5000 + "<a href=/last>x</a>").problem


@pytest.mark.parametrize("page", ["", " ", "<", "<!doctype", "<a href=", "\0", "<a href=''>", "&"])
def test_a_page_that_is_hardly_one_refers_to_nothing(page: str) -> None:
    assert found(page).references == ()
