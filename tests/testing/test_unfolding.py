"""An item and all that is found inside it: parents first, with the texts of those before."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import cast

import pytest

from truyvet.evidence.scans.locator import span
from truyvet.extractors.interface import Accepts, Emit, Extractor, ItemView, Limits, Member
from truyvet.extractors.settings import Settings
from truyvet.testing import examine, resolve, unfold

ANY = Accepts(everything=True)
DEFAULT = Limits()


@dataclass
class Halves:
    """Finds two children in every item of more than one byte, and its text."""

    NAME: str = "halves"
    VERSION: str = "1"
    ACCEPTS: Accepts = ANY
    LIMITS: Limits = DEFAULT
    KINDS: Mapping[str, str] = field(default_factory=lambda: {"size": "length"})
    STEPS: Mapping[str, str] = field(default_factory=lambda: {"half": "a half"})
    PROGRAMS: tuple[str, ...] = ()
    prepared: int = 0

    def configuration(self, settings: Settings, /) -> Mapping[str, str]:
        return {}

    def prepare(self, settings: Settings, /) -> str:
        self.prepared += 1
        return "ready"

    def extract(self, view: ItemView, emit: Emit, /) -> None:
        assert view.prepared == "ready"
        content = view.read(0, view.facts.size)
        emit.observation("size", span(0, 1), content[:1], normal=str(view.facts.depth))
        emit.text(span(0, len(content)), content.decode())
        if len(content) > 1:
            for number, part in enumerate(self.parts(content)):
                emit.child(f"half:{number}", part, Member(name=part))
            emit.child("half:none", None, Member(name="no bytes", kind="directory"))

    def resolve(self, view: ItemView, step: str, /) -> bytes:
        return self.parts(view.read(0, view.facts.size))[int(step.removeprefix("half:"))]

    def parts(self, content: bytes) -> tuple[bytes, bytes]:
        return content[: len(content) // 2], content[len(content) // 2 :]


class Letters(Halves):
    """Finds letters in the texts of those before it."""

    def __init__(self) -> None:
        super().__init__(NAME="letters", KINDS={"letter": "a letter"}, STEPS={})

    def extract(self, view: ItemView, emit: Emit, /) -> None:
        for text in view.texts:
            for found in re.finditer("[a-z]", text.text):
                emit.observation("letter", (*text.locator, span(found.start(), 1)), found[0])


def test_children_of_children_are_examined_parents_first() -> None:
    found = unfold(b"abcd", [Halves()])
    assert [item.content for item in found] == [b"abcd", b"ab", b"cd", b"a", b"b", b"c", b"d"]
    assert found[-1].steps == ("half:1", "half:1")
    assert found[0].steps == ()
    assert [seen.normal for seen in found[-1].of("size")] == ["2"]


def test_an_extractor_is_prepared_once() -> None:
    halves = Halves()
    unfold(b"abcdefgh", [halves])
    assert halves.prepared == 1


def test_a_later_extractor_sees_the_texts_of_those_before() -> None:
    whole, *_ = unfold(b"ab", [Halves(), Letters()])
    assert [seen.locator for seen in whole.of("letter")] == [
        ("bytes:0+2", "bytes:0+1"),
        ("bytes:0+2", "bytes:1+1"),
    ]
    alone, *_ = unfold(b"ab", [Letters(), Halves()])
    assert alone.of("letter") == []


def test_what_is_found_in_a_child_is_resolved_in_it() -> None:
    for item in unfold(b"abcd", [Halves(), Letters()]):
        for seen in [*item.of("size"), *item.of("letter")]:
            assert resolve(Halves(), item.content, seen.locator) == seen.value()
        for child in item.examinations["halves"].children:
            if child.content is not None:
                found = resolve(Halves(), item.content, (child.found.locator,))
                assert found == child.content


def test_the_same_item_again_and_again_is_an_error_and_not_an_endless_loop() -> None:
    class Again(Halves):
        def extract(self, view: ItemView, emit: Emit, /) -> None:
            for number in range(9):
                emit.child(f"half:{number}", view.read(0, 9), Member(name="again"))

    with pytest.raises(ValueError, match="more than 100 items"):
        unfold(b"x", [Again(LIMITS=Limits(depth=1 << 20))], most=100)


def test_an_item_that_an_extractor_is_not_for_is_not_applicable() -> None:
    picky = Halves(ACCEPTS=Accepts(names=(".half",)))
    assert examine(picky, b"ab").outcome.status == "not_applicable"
    assert examine(picky, b"ab", name="A.HALF").outcome.status == "ok"


def test_children_without_bytes_have_no_content() -> None:
    found = examine(Halves(), b"ab")
    assert [(child.name, child.content) for child in found.children] == [
        ("a", b"a"),
        ("b", b"b"),
        ("no bytes", None),
    ]


def test_a_long_child_is_given_back_whole() -> None:
    content = b"x" * 200_000
    assert [child.content for child in examine(Halves(), content).children[:2]] == [
        content[:100_000],
        content[100_000:],
    ]


def test_resolving_a_step_of_nobody_is_a_lookup_error() -> None:
    with pytest.raises(LookupError, match="no extractor knows third:"):
        resolve(Halves(), b"ab", ("third:1",))
    with pytest.raises(LookupError, match="ends before byte 9"):
        resolve(Halves(), b"ab", ("bytes:0+9",))


def test_a_chain_of_steps_is_followed_inwards() -> None:
    assert resolve(Halves(), b"abcd", ("half:1", "half:0", "bytes:0+1")) == b"c"


def test_a_module_can_be_any_object_that_offers_the_names() -> None:
    offered = {name: getattr(Halves(), name) for name in dir(Halves()) if name[0] != "_"}
    module = cast("Extractor", SimpleNamespace(**offered))
    assert examine(module, b"a").outcome.observations == 1
