"""What is gathered: in order, once, bounded."""

from truyvet.evidence.web.references import NEEDED, Reference
from truyvet.extractors.references.gathering import MAX_BYTES, MAX_TEXT, Gathered
from truyvet.extractors.references.urls import MAX_URL, Base


def gathered() -> Gathered:
    return Gathered(Base("http://h/"))


def test_nothing_gathered_is_nothing_found() -> None:
    found = gathered().found()
    assert (found.references, found.problem, found.follow) == ((), "", True)


def test_the_first_words_and_the_first_follow_count() -> None:
    some = gathered()
    some.add("/a", "link", "first")
    some.add("/a#x", "link", "second", follow=False)
    some.add("/a", "image")
    assert some.found().references == (
        Reference(url="http://h/a", use="link", text="first"),
        Reference(url="http://h/a", use="image"),
    )


def test_words_are_cut() -> None:
    some = gathered()
    some.add("/a", "link", "x" * 1000)
    assert len(some.found().references[0].text) == MAX_TEXT


def test_all_references_together_are_bounded() -> None:
    some = gathered()
    for number in range(MAX_BYTES // MAX_URL + 50):
        some.add(f"/{number}/" + "x" * (MAX_URL - 20), "image")
    found = some.found()
    assert sum(len(one.url) for one in found.references) <= MAX_BYTES
    assert found.problem == f"more than {len(found.references)} references"
    assert some.over


def test_each_problem_is_said_once_and_not_too_many() -> None:
    some = gathered()
    for _ in range(3):
        some.problem("one")
    some.problem("two")
    assert some.found().problem == "one; two"
    for number in range(100):
        some.problem("x" * 1000 + str(number))
    assert len(some.found().problem) < 2_000


def test_a_title_is_one_line() -> None:
    some = gathered()
    some.title = " a\n\tb  c "
    assert some.found().title == "a b c"


def test_a_link_alone_is_not_needed_to_see_a_page() -> None:
    assert NEEDED.isdisjoint({"link", "form", "refresh", "sitemap"})
