"""Searching equals filtering: random queries against a plain recomputation.

What the recomputation knows comes from other commands: `items --json`, `observations --json`,
`tag --json`, and the texts that the ledger names. It cuts words and compares them by itself.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.commands.conftest import RULE, Officer
from tests.commands.support.scanning import bag, lay

from truyvet.evidence.case import Case
from truyvet.evidence.folding import folded
from truyvet.evidence.sighting import texts_of
from truyvet.query.searching import Search
from truyvet.query.source import Source, opened

MORE = {
    "duong/đường dài.txt": "Đường Nguyễn Văn Đức, gọi 0912 345 678".encode(),
    "duong/duong.TXT": b"duong nguyen van duc an@example.vn",
    "duong/[x]*.log": "chuyển khoản 0168 345 6789".encode(),
    "duong/plate.txt": b"Xe 30A-123.45; bien so 30A12345",
}
SHOWS = {"phone": {"phone", "page-phone"}, "email": {
    "email", "page-email", "mail-from", "mail-to", "mail-cc", "mail-bcc", "mail-reply-to",
    "mail-sender", "mail-return-path", "mail-delivered-to",
}}  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Known:
    """An item and all that is known of it."""

    name: str
    path: str
    kind: str
    entry: int
    tags: frozenset[str]
    flags: frozenset[str]
    seen: frozenset[tuple[str, str, str, int]]
    """Kind, value, extractor and entry of each observation."""
    texts: tuple[tuple[str, ...], ...]
    """The words of each text, folded."""


Holds = Callable[[Known], bool]
Asked = tuple[str, Holds]


@pytest.fixture(scope="module")
def officer(tmp_path_factory: pytest.TempPathFactory) -> Officer:
    """An officer beside a case of many small files, scanned, some of them tagged."""
    place = tmp_path_factory.mktemp("naive")
    keys = place / "config/truyvet/keys"
    an = Officer(place=place, keys=keys, settings={"TRUYVET_CASE": "vu"})
    lay(place / "bag", bag() | MORE)
    lay(place / "rules", {"swindle.yar": RULE.encode()})
    an.does("key", "new", "--name", "An", "--unit", "PA05", "--no-passphrase")
    an.does("case", "new", "vu", "--title", "Lừa đảo", "--number", "12/2026")
    an.does("collect", "files", "bag")
    only = "filetype,digests,plaintext,web,mail,archive,entities,yara"
    an.does("scan", "--only", only, "--rules", "rules", "--jobs", "1", status=4)
    names = {one["path"]: one["item"] for one in an.reads("items")}
    an.does("tag", names["bag/duong/duong.TXT"], "Nghi phạm A")
    an.does("tag", names["bag/duong/[x]*.log"], "nghi [b]*")
    return an


@pytest.fixture(scope="module")
def source(officer: Officer) -> Iterator[Source]:
    """That case, opened for questions."""
    with opened(Case(officer.place / "vu")) as source:
        yield source


@pytest.fixture(scope="module")
def world(officer: Officer, source: Source) -> list[Known]:
    """All items, as the other commands tell of them."""
    seen: dict[str, set[tuple[str, str, str, int]]] = {}
    flags: dict[str, set[str]] = {}
    for one in officer.reads("observations"):
        row = (one["kind"], one["normal"] or one["raw"], one["extractor"])
        seen.setdefault(one["item"], set()).add((*row, int(one["observation"].split(":")[0])))
        flags.setdefault(one["item"], set()).update({one["flag"]} - {""})
    tags: dict[str, set[str]] = {}
    for one in officer.reads("tag"):
        tags.setdefault(one["name"], set()).add(one["tag"])
    return [
        Known(
            name=one["item"],
            path=one["path"],
            kind=one["kind"],
            entry=one["seq"],
            tags=frozenset(tags.get(one["item"], ())),
            flags=frozenset(flags.get(one["item"], ())),
            seen=frozenset(seen.get(one["item"], ())),
            texts=tuple(map(words, told(source, one["id"]))),
        )
        for one in officer.reads("items")
    ]


def told(source: Source, item: str) -> list[str]:
    """The texts of an item."""
    return [line.text for line in texts_of(source.case, source.index, item)]


def words(text: str) -> tuple[str, ...]:
    """The words of a text, without marks and case."""
    return tuple(re.findall(r"[^\W_]+", folded(text)))


def stands(asked: tuple[str, ...], text: tuple[str, ...], *, starts: bool) -> bool:
    """Whether words stand side by side in a text."""
    size = len(asked)
    for at in range(len(text) - size + 1):
        last = text[at + size - 1]
        ends = last.startswith(asked[-1]) if starts else last == asked[-1]
        if ends and text[at : at + size - 1] == asked[:-1]:
            return True
    return False


def word(text: str, *, starts: bool = False, as_value: tuple[str, str] | None = None) -> Asked:
    """A word or phrase; `as_value` is what it also stands for."""
    asked = words(text)

    def holds(item: Known) -> bool:
        written = any(stands(asked, one, starts=starts) for one in item.texts)
        kinds = SHOWS.get(as_value[0], {as_value[0]}) if as_value else set()
        valued = any(one[0] in kinds and as_value and one[1] == as_value[1] for one in item.seen)
        return written or valued

    typed = f"{text}*" if starts else f'"{text}"' if " " in text else text
    return typed, holds


def seen(text: str, *, kind: str = "", by: str = "", value: Callable[[str], bool]) -> Asked:
    """Fields that speak of one observation."""
    kinds = SHOWS.get(kind, {kind})

    def holds(item: Known) -> bool:
        return any(
            (not kind or of in kinds) and (not by or by == extractor) and value(what)
            for of, what, extractor, _ in item.seen
        )

    return text, holds


def anything(_: str) -> bool:
    """Any value."""
    return True


LEAVES: list[Asked] = [
    word("duong"),
    word("Đường"),
    word("nguyen van duc"),
    word("van nguyen"),
    word("gọi"),
    word("go", starts=True),
    word("0912 345 678", as_value=("phone", "+84912345678")),
    word("0168.345.6789", as_value=("phone", "+84383456789")),
    word("khongco"),
    word("chuyen khoan"),
    word("an@example.vn", as_value=("email", "an@example.vn")),
    seen("type:phone", kind="phone", value=anything),
    seen("type:email", kind="email", value=anything),
    seen("type:licence-plate", kind="licence-plate", value=anything),
    seen("type:iban", kind="iban", value=anything),
    seen("extractor:entities", by="entities", value=anything),
    seen("extractor:yara", by="yara", value=anything),
    seen("(type:phone val:0912*)", kind="phone", value=lambda v: v.startswith("+84912")),
    seen("(type:phone val:*678)", kind="phone", value=lambda v: v.endswith("678")),
    seen("(type:phone val:0912.345.678)", kind="phone", value=lambda v: v == "+84912345678"),
    seen("(type:email val:a*@example.com)", kind="email",
         value=lambda v: bool(re.fullmatch(r"a.*@example\.com", v))),
    seen("(extractor:web type:phone)", kind="phone", by="web", value=anything),
    seen("val:30a12345", kind="licence-plate", value=lambda v: v == "30A-123.45"),
    seen("val:text/plain", value=lambda v: v == "text/plain"),
    seen('val:"*"', value=lambda v: v == "*"),
    ("flag:yara", lambda item: "yara" in item.flags),
    ("flag:*", lambda item: bool(item.flags)),
    ("path:DUONG", lambda item: "duong" in folded(item.path)),
    ("path:bag/duong*", lambda item: folded(item.path).startswith("bag/duong")),
    ('path:"[x]*"', lambda item: "[x]*" in item.path),
    ("ext:txt", lambda item: item.path.lower().endswith(".txt")),
    ("ext:log", lambda item: item.path.endswith(".log")),
    ("kind:file", lambda item: item.kind == "file"),
    ("kind:directory", lambda item: item.kind == "directory"),
    ("tag:*", lambda item: bool(item.tags)),
    ("tag:nghi*", lambda item: any(folded(tag).startswith("nghi") for tag in item.tags)),
    ('tag:"nghi pham a"', lambda item: "Nghi phạm A" in item.tags),
    ('tag:"NGHI [B]*"', lambda item: "nghi [b]*" in item.tags),
    ("entry:1", lambda item: item.entry == 1),
    ("entry:>=2", lambda item: item.entry >= 2),
    ("(type:phone entry:2)", lambda item: any(s[0] in SHOWS["phone"] for s in item.seen)),
    ("(type:phone entry:1)", lambda item: False),
    ("(gọi entry:<=1)", lambda item: False),
    ("case:12/2026", lambda item: True),
    ("case:13*", lambda item: False),
    ("since:2000", lambda item: True),
    ("until:2000", lambda item: False),
]  # fmt: skip


def negated(asked: Asked) -> Asked:
    """What must not hold."""
    return f"-{asked[0]}", lambda item: not asked[1](item)


def together(some: list[Asked]) -> Asked:
    """What must hold together; said twice over OR, each field speaks for itself alone."""
    return (
        f"({' '.join(f'({text} OR {text})' for text, _ in some)})",
        lambda item: all(holds(item) for _, holds in some),
    )


def either(some: list[Asked]) -> Asked:
    """Of which one must hold."""
    return (
        f"({' OR '.join(text for text, _ in some)})",
        lambda item: any(holds(item) for _, holds in some),
    )


def larger(parts: st.SearchStrategy[Asked]) -> st.SearchStrategy[Asked]:
    """Queries made of smaller ones."""
    several = st.lists(parts, min_size=2, max_size=3)
    return parts.map(negated) | several.map(together) | several.map(either)


QUERIES: st.SearchStrategy[Asked] = st.recursive(st.sampled_from(LEAVES), larger, max_leaves=5)


def found(source: Source, query: str, limit: int | None = None) -> list[str]:
    """The names of the items that a query finds, in their order."""
    return [one.item.name for one in Search(source, query).found(limit) if one.item]


@pytest.mark.parametrize("leaf", LEAVES, ids=[text for text, _ in LEAVES])
def test_a_field_finds_what_a_filter_leaves(
    source: Source, world: list[Known], leaf: Asked
) -> None:
    query, holds = leaf
    assert sorted(found(source, query)) == sorted(one.name for one in world if holds(one))


@pytest.mark.parametrize("leaf", LEAVES, ids=[text for text, _ in LEAVES])
def test_what_is_negated_finds_all_the_others(
    source: Source, world: list[Known], leaf: Asked
) -> None:
    query, _ = negated(leaf)
    assert sorted(found(source, query) + found(source, leaf[0])) == sorted(w.name for w in world)


@settings(max_examples=120)
@given(asked=QUERIES)
def test_a_query_finds_what_a_filter_leaves(
    source: Source, world: list[Known], asked: Asked
) -> None:
    query, holds = asked
    expected = sorted(one.name for one in world if holds(one))
    assert sorted(found(source, query)) == expected
    assert Search(source, query).count() == (len(expected), 0)


@settings(max_examples=40)
@given(asked=QUERIES, limit=st.integers(1, 8))
def test_a_limit_shows_the_first_of_all(source: Source, asked: Asked, limit: int) -> None:
    assert found(source, asked[0], limit) == found(source, asked[0])[:limit]


@settings(max_examples=40)
@given(one=QUERIES, other=QUERIES)
def test_the_order_of_parts_changes_no_set(source: Source, one: Asked, other: Asked) -> None:
    for join in (together, either):
        assert set(found(source, join([one, other])[0])) == set(
            found(source, join([other, one])[0])
        )


@settings(max_examples=40)
@given(one=QUERIES, other=QUERIES)
def test_not_one_of_them_is_none_of_them(source: Source, one: Asked, other: Asked) -> None:
    neither = negated(either([one, other]))[0]
    assert found_set(source, neither) == found_set(
        source, together([negated(one), negated(other)])[0]
    )


def found_set(source: Source, query: str) -> set[str]:
    """The items that a query finds."""
    return set(found(source, query))


def test_the_case_has_items_inside_items_and_all_of_these_fields_find_some(
    world: list[Known],
) -> None:
    assert any(one.entry == 2 for one in world)
    fruitless = [text for text, holds in LEAVES if not any(map(holds, world))]
    assert len(fruitless) <= 11, fruitless


def test_paths_are_those_of_this_test(world: list[Known]) -> None:
    assert {Path("bag", name).as_posix() for name in MORE} <= {one.path for one in world}


@pytest.mark.parametrize(
    ("query", "same"),
    [
        ("(type:phone) (val:0912*)", "type:phone val:0912*"),
        ("(duong) (entry:1)", "duong entry:1"),
        ("type:phone AND val:0912*", "val:0912* type:phone"),
        ("ext:txt (type:phone val:0912*)", "(type:phone val:0912*) ext:txt"),
        ("--type:phone", "type:phone"),
        ("NOT (type:phone OR ext:txt)", "-type:phone -ext:txt"),
    ],
)
def test_two_ways_to_say_the_same_find_the_same(source: Source, query: str, same: str) -> None:
    assert found(source, query) == found(source, same)
