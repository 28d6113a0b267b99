"""Candidates: pairs against hand-made truth, in cases made of statements alone."""

import unicodedata
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.evidence.support.people import Clock, acting
from tests.graph.support.linking import linked

from truyvet.evidence.acts import Decide
from truyvet.evidence.case import Case
from truyvet.evidence.links.node import Node, parse_node
from truyvet.evidence.links.statement import Statement
from truyvet.evidence.links.stating import decide, retract, state
from truyvet.evidence.links.view import Links
from truyvet.graph.candidates import MAX_NAMESAKES, MAX_SHARERS, Suggestions, suggest

Person = tuple[str, dict[str, Any]]
"""A name, and what identifies its bearer: `phone=…`, `born=…`, `alias=…`."""
_RELATIONS = {"cccd": "holder_of", "bank-account": "holder_of", "alias": "alias"}
_PLACES = count()


def person(name: str, **facts: Any) -> Person:
    """Someone."""
    return name, facts


def said_of(number: int, who: Person) -> list[Statement]:
    """What is stated of the person with this number."""
    name, facts = who
    node = Node(kind=facts.get("kind", "person"), value=f"{number:016x}")
    told: dict[str, str] = {key: facts[key] for key in ("born", "sex") if key in facts}
    statements = [
        Statement(subject=node, relation="named", object=Node(kind="name", value=name), facts=told)
    ]
    for key, value in facts.items():
        if key not in ("born", "sex", "kind"):
            kind = key.replace("_", "-")
            statements.append(
                Statement(
                    subject=node,
                    relation=_RELATIONS.get(kind, "uses"),  # type: ignore[arg-type]
                    object=Node(kind=kind, value=value),
                )
            )
    return statements


def case_of(place: Path, *people: Person) -> Case:
    """A case in which these people were put in, in one act (entry 1)."""
    told = [one for number, who in enumerate(people) for one in said_of(number, who)]
    return linked(place / f"case-{next(_PLACES)}", told)


def asked(case: Case, **how: Any) -> Suggestions:
    """What is suggested."""
    with Links.open(case) as links:
        return suggest(links, **how)


def scores(case: Case, *, least: int = 1, **how: Any) -> dict[frozenset[int], int]:
    """The score of each pair, by the numbers of the people."""
    return {
        frozenset((int(one.left.node.value, 16), int(one.right.node.value, 16))): one.score
        for one in asked(case, least=least, **how).found
    }


def score(place: Path, one: Person, two: Person, **how: Any) -> int:
    """How likely two are one; 0 where they are not even told."""
    return scores(case_of(place, one, two), **how).get(frozenset((0, 1)), 0)


DUC = person("Nguyễn Văn Đức")


@pytest.mark.parametrize(
    "other",
    [
        "Nguyễn Văn Đức", "nguyễn văn đức", "Nguyen Van Duc", "NGUYEN VAN DUC", "Đức Nguyễn Văn",
        "Duc Nguyen Van", "Duc, Nguyen Van", "Nguyễn-Văn-Đức", "NguyenVanDuc", "Nguyễn Văn  Ðức",
        unicodedata.normalize("NFD", "Nguyễn Văn Đức"),
    ],
)  # fmt: skip
def test_a_name_in_any_order_with_or_without_marks_is_likely(tmp_path: Path, other: str) -> None:
    assert score(tmp_path, DUC, person(other)) >= 50


@pytest.mark.parametrize(
    "other", ["Nguyễn Văn Hải", "Trần Văn Đức", "Đức", "Lê Thị Lan", "Nguyễn Thị Đức Hạnh"]
)
def test_another_name_alone_is_not_likely(tmp_path: Path, other: str) -> None:
    assert score(tmp_path, DUC, person(other)) < 50


LADDER = [
    person("Nguyễn Văn Đức", cccd="001090012345"),
    person("Nguyễn Văn Đức", phone="+84912345678"),
    person("Nguyễn Văn Đức"),
    person("Duc Nguyen Van"),
    person("Nguyễn Văn Dục"),
    person("Trần Lan", phone="+84912345678"),
    person("Trần Lan"),
]
"""Others, the likeliest first, beside Đức who has that CCCD and telephone."""


def test_what_says_more_scores_higher(tmp_path: Path) -> None:
    duc = person("Nguyễn Văn Đức", cccd="001090012345", phone="+84912345678")
    found = [score(tmp_path, duc, other) for other in LADDER]
    assert found == sorted(found, reverse=True)
    assert found[0] > 95
    assert found[-1] == 0


@pytest.mark.parametrize(
    ("one", "two", "helps"),
    [
        ({"born": "1990"}, {"born": "1990-05-01"}, True),
        ({"born": "1990"}, {"cccd": "001090012345"}, True),
        ({"born": "1990"}, {"born": "1971"}, False),
        ({"born": "1971-01-01"}, {"cccd": "001090012345"}, False),
        ({"sex": "female"}, {"sex": "male"}, False),
        ({"sex": "female"}, {"cccd": "001090012345"}, False),
        ({"cccd": "001090012345"}, {"cccd": "001090054321"}, False),
    ],
)  # fmt: skip
def test_birth_and_sex_count_whoever_tells_them(
    tmp_path: Path, one: dict[str, str], two: dict[str, str], helps: bool
) -> None:
    bare = score(tmp_path, DUC, DUC)
    told = score(tmp_path, person("Nguyễn Văn Đức", **one), person("Nguyễn Văn Đức", **two))
    assert told > bare if helps else told < bare


def test_the_same_birth_lifts_a_pair_above_the_least_score(tmp_path: Path) -> None:
    one, two = ("Lê Hải", "Lê Minh Hải")
    assert score(tmp_path, person(one), person(two), least=50) == 0
    by_word = score(tmp_path, person(one, born="1990"), person(two, born="1990"), least=50)
    by_number = score(
        tmp_path, person(one, cccd="001090012345"), person(two, born="1990"), least=50
    )
    assert by_word == by_number >= 50


@pytest.mark.parametrize("kind", ["organization", "device", "investigation"])
def test_only_what_is_of_one_kind_is_one(tmp_path: Path, kind: str) -> None:
    an = {"phone": "+84912345678"}
    assert score(tmp_path, person("An Phát", **an), person("An Phát", kind=kind, **an)) == 0
    assert score(tmp_path, person("An", kind=kind, **an), person("An", kind=kind, **an)) > 50


def test_an_alias_is_a_name_too(tmp_path: Path) -> None:
    assert score(tmp_path, person("Trần Hùng", alias="Nguyễn Văn Đức"), DUC) >= 50


def test_people_without_anything_in_common_are_not_even_looked_at(tmp_path: Path) -> None:
    case = case_of(tmp_path, DUC, person("Trần Lan"), person("Lê Hải"), person("Phạm Cường"))
    answer = asked(case, least=0)
    assert (answer.people, answer.compared, answer.found) == (4, 0, ())


@pytest.mark.parametrize("number", [MAX_SHARERS, MAX_SHARERS + 1])
def test_what_too_many_share_is_told_instead_of_paired(tmp_path: Path, number: int) -> None:
    names = ["".join(chr(97 + (n * 7 + k * 5) % 26) for k in range(6)) for n in range(number)]
    case = case_of(tmp_path, *(person(name, phone="+8419001234") for name in names))
    answer = asked(case, least=0, limit=10_000)
    if number > MAX_SHARERS:
        assert ("phone:+8419001234", number) in answer.crowded
    else:
        assert answer.compared >= number * (number - 1) // 2
        assert answer.crowded == ()


def test_of_many_namesakes_only_those_born_in_one_year_are_paired(tmp_path: Path) -> None:
    many = [person("Nguyễn Văn An") for _ in range(2 * MAX_NAMESAKES)]
    twins = [person("Nguyễn Văn An", cccd=f"0010900{n:05}") for n in (1, 2)]
    answer = asked(case_of(tmp_path, *many, *twins), least=0, limit=10_000)
    assert [name for name, _ in answer.crowded] == ["the name nguyen van an"]
    assert answer.compared == 1


def test_the_best_come_first_and_the_rest_is_counted(tmp_path: Path) -> None:
    case = case_of(tmp_path, *LADDER, DUC)
    everything = asked(case, least=0, limit=100)
    assert [one.score for one in everything.found] == sorted(
        (one.score for one in everything.found), reverse=True
    )
    few = asked(case, least=0, limit=3)
    assert few.found == everything.found[:3]
    assert few.more == len(everything.found) - 3


def test_pairs_of_one_are_those_of_all_that_have_it(tmp_path: Path) -> None:
    case = case_of(tmp_path, *LADDER, DUC)
    everything = scores(case, least=0)
    with Links.open(case) as links:
        row = links.find(parse_node("person:" + f"{7:016x}"))
        assert row
        of_one = suggest(links, least=0, only=row.id)
    assert {frozenset((one.left.id, one.right.id)) for one in of_one.found}
    assert len(of_one.found) == sum(7 in pair for pair in everything)


# What officers decided and ended.


def decided(case: Case, what: Any, one: int, two: int) -> int:
    """Decide on two people; the entry."""
    left, right = (f"person:{number:016x}" for number in (one, two))
    with case.writing() as writer:
        who = acting(clock=Clock(500 + 100 * next(_PLACES)), seed=9)
        entry = decide(writer, who, Decide(because="x", decision=what, left=left, right=right))
    return entry.seq


def test_what_is_apart_is_not_suggested_by_any_of_its_members(tmp_path: Path) -> None:
    case = case_of(tmp_path, DUC, DUC, DUC)
    assert len(scores(case)) == 3
    decided(case, "same", 0, 1)
    assert set(scores(case)) == {frozenset((0, 2))}
    decided(case, "different", 1, 2)
    assert scores(case) == {}


def test_what_is_one_has_the_names_and_numbers_of_all(tmp_path: Path) -> None:
    case = case_of(
        tmp_path, person("Đức Cá"), DUC, person("Trần Lan"), person("Nguyễn Văn Đức", born="1990")
    )
    assert frozenset((0, 3)) not in scores(case)
    decided(case, "same", 0, 1)
    assert frozenset((0, 3)) in scores(case)


@pytest.mark.parametrize(
    ("first", "second", "third", "words"),
    [
        ({"born": "1990"}, {"born": "1985"}, {"born": "1990"}, "1985"),
        ({"sex": "male"}, {"sex": "female"}, {"sex": "male"}, "female"),
        ({"cccd": "001090012345"}, {"cccd": "001085054321"}, {"cccd": "001090012345"},
         "another cccd"),
    ],
)  # fmt: skip
def test_what_speaks_against_one_of_its_members_speaks_against_it(
    tmp_path: Path,
    first: dict[str, str],
    second: dict[str, str],
    third: dict[str, str],
    words: str,
) -> None:
    case = case_of(tmp_path, *(person("Nguyễn Văn Đức", **one) for one in (first, second, third)))
    decided(case, "same", 0, 1)
    (found,) = asked(case, least=1).found
    assert any(words in one.text and one.weight < 0 for one in found.reasons)


def test_a_member_of_whom_nothing_is_known_does_not_speak_against_it(tmp_path: Path) -> None:
    case = case_of(tmp_path, person("Lê Hải", born="1990"), DUC, person("Lê Hải", born="1990"))
    decided(case, "same", 0, 1)
    (found,) = asked(case, least=1).found
    assert all(one.weight > 0 for one in found.reasons)


def test_pairs_below_the_least_score_are_counted(tmp_path: Path) -> None:
    case = case_of(
        tmp_path, person("Lê Hải", phone="+84912345678"), person("Lê Hải", born="1961"),
        person("Trần Lan", phone="+84912345678"),
    )  # fmt: skip
    whole = asked(case, least=1)
    assert whole.below == 0
    best = whole.found[0].score
    told = asked(case, least=best)
    assert len(told.found) + told.below == len(whole.found) > len(told.found)


def test_a_doubt_is_marked_and_an_older_one_too(tmp_path: Path) -> None:
    case = case_of(tmp_path, DUC, DUC, DUC)
    entry = decided(case, "unsure", 1, 2)
    marks = {frozenset((one.left.id, one.right.id)): one.unsure for one in asked(case).found}
    assert sorted(marks.values(), key=str) == sorted([entry, None, None], key=str)


def test_an_identifier_that_was_ended_counts_no_more(tmp_path: Path) -> None:
    phone = {"phone": "+84912345678"}
    case = case_of(tmp_path, person("Trần Lan", **phone), person("Lê Hải", **phone))
    assert scores(case)
    with case.writing() as writer:
        retract(writer, acting(clock=Clock(500), seed=9), ["1:1"], "nhầm số")
    assert scores(case) == {}


def test_a_birth_that_was_ended_counts_no_more(tmp_path: Path) -> None:
    case = case_of(tmp_path, person("Nguyễn Văn Đức", born="1990"), DUC)
    before = scores(case)
    extra = said_of(1, person("Nguyễn Văn Đức", born="1950"))
    with case.writing() as writer:
        state(writer, acting(clock=Clock(500), seed=9), extra)
    pair = frozenset((0, 1))
    assert scores(case)[pair] < before[pair]
    with case.writing() as writer:
        retract(writer, acting(clock=Clock(600), seed=10), ["2:0"], "nhầm")
    assert scores(case) == before


NAMES = st.sampled_from(["Nguyễn Văn Đức", "Duc Nguyen Van", "Đức Cá", "Trần Lan", "Lê Hải", "!"])
PEOPLE = st.lists(
    st.builds(
        lambda name, phone, born: person(
            name, **({"phone": phone} if phone else {}), **({"born": born} if born else {})
        ),
        NAMES, st.sampled_from(["", "+84912345678", "+84987654321"]),
        st.sampled_from(["", "1990", "1991-02-03"]),
    ),
    min_size=2, max_size=6,
)  # fmt: skip


@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(PEOPLE)
def test_the_order_in_which_people_were_put_in_does_not_matter(
    tmp_path: Path, people: list[Person]
) -> None:
    last = len(people) - 1
    forwards = scores(case_of(tmp_path, *people), least=0)
    backwards = scores(case_of(tmp_path, *reversed(people)), least=0)
    turned = {frozenset(last - n for n in pair): found for pair, found in backwards.items()}
    assert forwards == turned
    assert all(0 <= found <= 100 for found in forwards.values())
