"""The page's search finds what the command line finds, by the spellings that people use."""

from dataclasses import replace

import pytest
from tests.reports.support.browsing import Window
from tests.reports.support.charts import small

from truyvet.extractors.selectors import readings
from truyvet.graph.model import GraphNode, Part
from truyvet.reports.chart.html import render_html
from truyvet.reports.chart.plan import plan_of

from .conftest import check_quiet

NODES = (
    "phone:+84383456789", "phone:+84912345678", "phone:+66812345678", "licence-plate:30A-123.45",
    "bank-account:970436:0071000123456", "mac:00:1a:2b:3c:4d:5e", "domain:evil-shop.com",
    "email:thu@evil-shop.com", "facebook:nguyen.an.88", "facebook:id:100012345678901",
    "cccd:001090012345", "domain:xn--mnchen-3ya.de", "telegram:trum_no1",
)  # fmt: skip


def made(name: str) -> GraphNode:
    """A node of this name that bears its value as its label."""
    kind, _, value = name.partition(":")
    return GraphNode(id=name, kind=kind, value=value, label=value, pole="O")


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory, window: Window) -> Window:
    """The page of those nodes, an item, and a person who was decided to be a number."""
    item = replace(made("item:77aa"), label="/x/danh sách.csv", facts={"item": "2.17"})
    person = replace(made("person:3f2a"), label="Lê Văn Hải", same=("phone:+84703456789",))
    nodes = tuple(map(made, NODES))
    graph = Part(about=small(alone="A").about, held_nodes=(*nodes, item, person), held_edges=())
    file = tmp_path_factory.mktemp("search") / "page.html"
    file.write_bytes(render_html(plan_of(graph), "vi", tool="truyvet test"))
    window.open(file)
    check_quiet(window, file)
    return window


def found(page: Window, typed: str) -> list[str]:
    """What is found, by labels, the first first."""
    page.ask("document.querySelector('#search').value = ''")
    page.type("#search", typed)
    labels = page.ask("[...document.querySelectorAll('#found button bdi')].map(e => e.innerText)")
    return [str(one) for one in labels]


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("01683456789", "phone:+84383456789"),
        ("0168 345 6789", "phone:+84383456789"),
        ("+84 168 345 6789", "phone:+84383456789"),
        ("0383.456.789", "phone:+84383456789"),
        ("0084383456789", "phone:+84383456789"),
        ("+84 (0) 912 345 678", "phone:+84912345678"),
        ("O912345678", "phone:+84912345678"),
        ("0066 81 234 5678", "phone:+66812345678"),
        ("30a 12345", "licence-plate:30A-123.45"),
        ("30A12345", "licence-plate:30A-123.45"),
        ("001A.2B3C.4D5E", "mac:00:1a:2b:3c:4d:5e"),
        ("evil-shop[.]com", "domain:evil-shop.com"),
        ("mailto:Thu@Evil-Shop.com", "email:thu@evil-shop.com"),
        ("thu[@]evil-shop[.]com", "email:thu@evil-shop.com"),
        ("https://www.facebook.com/Nguyen.An.88?ref=x", "facebook:nguyen.an.88"),
        ("facebook.com/profile.php?id=100012345678901", "facebook:id:100012345678901"),
        ("https://t.me/trum_no1", "telegram:trum_no1"),
        ("001 090 012 345", "cccd:001090012345"),
        ("münchen.de", "domain:xn--mnchen-3ya.de"),
    ],
)
def test_what_the_program_reads_as_a_node_is_found_as_it(
    page: Window, typed: str, name: str
) -> None:
    assert name in [f"{kind}:{value}" for kind, value in readings(typed)]
    assert found(page, typed)[0] == name.partition(":")[2]


@pytest.mark.parametrize(
    ("typed", "label"),
    [
        ("0071 000 123 456 VCB", "970436:0071000123456"),
        ("vietcombank 0071000123456", "970436:0071000123456"),
        ("0071-000-123456", "970436:0071000123456"),
        ("2.17", "/x/danh sách.csv"),
        ("danh sach", "/x/danh sách.csv"),
        ("0120 345 6789", "Lê Văn Hải"),
        ("0703456789", "Lê Văn Hải"),
        ("３０Ａ-12345", "30A-123.45"),
        ("0168345", "+84383456789"),
        ("sdt 0168345", "+84383456789"),
    ],
)
def test_banks_items_and_what_was_decided_to_be_one_are_found(
    page: Window, typed: str, label: str
) -> None:
    assert found(page, typed)[0] == label


@pytest.mark.parametrize("typed", ["01693456789", "0913345678", "30A-999.99", "https://t.me/khac1"])
def test_a_number_that_is_not_there_is_not_found(page: Window, typed: str) -> None:
    assert found(page, typed) == []


def test_what_fits_only_in_part_is_left_out_where_something_fits(page: Window) -> None:
    assert found(page, "thu@evil-shop.com") == ["thu@evil-shop.com"]
    assert found(page, "https://evil-shop.com/login") == ["evil-shop.com"]
