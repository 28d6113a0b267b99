"""The frontier: each page once, breadth first, in the order they were met."""

from pathlib import Path

from truyvet.collectors.crawl.frontier import EXAMPLES, Frontier, Page


def page(path: str, depth: int = 0, host: str = "a.vn") -> Page:
    return Page(url=f"http://{host}{path}", depth=depth)


def drained(frontier: Frontier) -> list[str]:
    found = []
    while (taken := frontier.take(frontier.hosts())) is not None:
        found.append(taken.url.partition("//")[2])
    return found


def test_pages_come_out_breadth_first_in_the_order_they_were_met(frontier: Frontier) -> None:
    for one in (page("/2", 2), page("/1", 1), page("/1b", 1, "b.vn"), page("/0"), page("/1c", 1)):
        assert frontier.add(one)
    assert drained(frontier) == ["a.vn/0", "a.vn/1", "b.vn/1b", "a.vn/1c", "a.vn/2"]


def test_a_page_is_queued_once_however_its_address_is_written(frontier: Frontier) -> None:
    assert frontier.add(page("/x?a=1&b=2"))
    assert not frontier.add(page("/x?b=2&a=1&utm_source=z"))
    assert frontier.knows(page("/x?a=1&b=2", 5))
    assert frontier.queued() == 1


def test_what_was_met_first_keeps_its_spelling(frontier: Frontier) -> None:
    frontier.add(page("/x?utm_source=z"))
    frontier.add(page("/x"))
    assert drained(frontier) == ["a.vn/x?utm_source=z"]


def test_the_address_under_which_a_page_was_met_is_told(frontier: Frontier) -> None:
    frontier.add(page("/x?utm_source=z"))
    assert frontier.met_as(page("/x")) == "http://a.vn/x?utm_source=z"
    assert frontier.met_as(page("/y")) is None
    frontier.done(page("/x"))  # a redirect of it led there
    assert frontier.met_as(page("/x")) == "http://a.vn/x"


def test_two_addresses_of_one_page_can_both_be_asked_for(frontier: Frontier) -> None:
    second = Page(url="http://a.vn/x?utm_source=z", exact=True)
    assert frontier.add(page("/x"))
    assert frontier.add(second)
    frontier.done(second)
    assert frontier.queued() == 1
    assert drained(frontier) == ["a.vn/x"]
    frontier.put_back(second)
    assert frontier.take(["a.vn"]) == second


def test_only_hosts_that_may_be_asked_give_pages(frontier: Frontier) -> None:
    frontier.add(page("/1"))
    frontier.add(page("/2", host="b.vn"))
    taken = frontier.take(["b.vn"])
    assert taken is not None
    assert taken.host == "b.vn"
    assert frontier.take(["b.vn"]) is None
    assert frontier.hosts() == ["a.vn"]


def test_all_that_is_known_of_a_page_comes_back(frontier: Frontier) -> None:
    one = Page(url="http://a.vn/s", depth=3, via="http://a.vn/", source=2, purpose="sitemap")
    frontier.add(one)
    assert frontier.take(["a.vn"]) == one


def test_the_same_address_may_be_a_page_and_a_sitemap(frontier: Frontier) -> None:
    assert frontier.add(page("/s.xml"))
    assert frontier.add(Page(url="http://a.vn/s.xml", purpose="sitemap"))


def test_a_page_that_is_done_is_not_queued_again_and_not_taken(frontier: Frontier) -> None:
    frontier.add(page("/1"))
    frontier.done(page("/1"))
    frontier.done(page("/2"))  # met by a redirect only
    assert not frontier.add(page("/1"))
    assert not frontier.add(page("/2"))
    assert drained(frontier) == []
    assert frontier.queued() == 0


def test_being_done_twice_changes_nothing(frontier: Frontier) -> None:
    frontier.add(page("/1"))
    frontier.take(["a.vn"])
    for _ in range(2):
        frontier.done(page("/1"))
    assert frontier.hosts() == []


def test_a_page_that_is_put_back_comes_first_again(frontier: Frontier) -> None:
    frontier.add(page("/1"))
    frontier.add(page("/2"))
    taken = frontier.take(["a.vn"])
    assert taken is not None
    frontier.put_back(taken)
    assert drained(frontier) == ["a.vn/1", "a.vn/2"]


def test_what_is_left_out_is_counted_once_with_some_examples(frontier: Frontier) -> None:
    for n in range(10):
        frontier.leave_out(f"http://b.vn/{n}", "outside")
        frontier.leave_out(f"http://b.vn/{n}?utm_source=x", "outside")
    frontier.leave_out("http://b.vn/1", "another reason")
    ((reason, (count, examples)),) = frontier.left_out().items()
    assert (reason, count) == ("outside", 10)
    assert examples == [f"http://b.vn/{n}" for n in range(EXAMPLES)]


def test_spellings_can_be_counted_each(frontier: Frontier) -> None:
    for n in range(3):
        frontier.leave_out(f"http://b.vn/x?sid={n}", "session", exactly=True)
    assert frontier.left_out()["session"][0] == 3


def test_what_remains_is_told_in_order(frontier: Frontier) -> None:
    for n in range(4):
        frontier.add(page(f"/{n}", 4 - n))
    assert list(frontier.remaining(2)) == ["http://a.vn/3", "http://a.vn/2"]


def test_an_earlier_frontier_is_not_taken_up_and_none_is_left(tmp_path: Path) -> None:
    first = Frontier(tmp_path)
    first.add(page("/1"))
    second = Frontier(tmp_path)  # the first was killed
    assert second.queued() == 0
    first.close()
    second.close()
    assert list(tmp_path.iterdir()) == []
