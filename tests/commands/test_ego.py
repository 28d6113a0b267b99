"""`truyvet ego` tells what somebody is linked with; looked at as people and programs see it."""

from pathlib import Path

from tests.commands.conftest import Officer
from tests.commands.support.calls import linked, node, officer, phone, widest  # noqa: F401 - a fixture


def test_the_strongest_link_comes_first_in_any_spelling(officer: Officer) -> None:  # noqa: F811
    for spelled in ("0912.000.001", "+84 912 000 001", "84912000001", node(1)):
        first, *_ = officer.reads("ego", spelled)
        assert (first["node"], first["hop"], first["links"][0]["count"]) == (node(3), 1, 3)


def test_a_person_is_found_by_name_with_marks_or_without(officer: Officer) -> None:  # noqa: F811
    for name in ("Nguyễn Văn Đức", "nguyen van duc", "person:nguyen van duc"):
        (told,) = officer.reads("ego", name)
        assert (told["node"], told["links"][0]["relation"]) == (node(1), "uses")


def test_links_tell_from_whom_to_whom(officer: Officer) -> None:  # noqa: F811
    told = {one["node"]: one["links"] for one in officer.reads("ego", phone(3), "--via", "called")}
    assert [(one["subject"], one["object"]) for one in told[node(2)]] == [(node(3), node(2))]
    assert [(one["subject"], one["object"]) for one in told[node(1)]] == [(node(1), node(3))]
    assert (told[node(1)][0]["first"], told[node(1)][0]["last"]) == ("2026-01-01", "2026-01-03")


def test_two_hops_reach_further(officer: Officer) -> None:  # noqa: F811
    told = officer.reads("ego", "nguyen van duc", "--hops", "2")
    assert [one["hop"] for one in told] == [1, 2, 2]


def test_only_the_relations_asked_for_are_followed(officer: Officer) -> None:  # noqa: F811
    told = officer.reads("ego", phone(1), "--via", "uses")
    assert [one["label"] for one in told] == ["Nguyễn Văn Đức"]
    assert "there are alias" not in officer.run("ego", phone(1), "--via", "named").stderr
    ran = officer.run("ego", phone(1), "--via", "phoned")
    assert ran.returncode == 2
    assert "called" in ran.stderr


def test_only_what_is_graded_so_counts(officer: Officer) -> None:  # noqa: F811
    (told,) = officer.reads("ego", phone(2), "--min-grade", "B2")
    assert told["node"] == node(3)
    assert {one["node"] for one in officer.reads("ego", phone(2), "--min-grade", "C3")} > {node(3)}
    assert officer.run("ego", phone(2), "--min-grade", "Z9").returncode == 2


def test_only_what_was_known_by_then_counts(officer: Officer) -> None:  # noqa: F811
    ran = officer.run("ego", phone(1), "--as-of", "2020-01-01")
    assert (ran.returncode, ran.stdout) == (1, "")
    assert "as of 2020-01-01" in ran.stderr


def test_only_what_happened_in_the_time_counts(officer: Officer) -> None:  # noqa: F811
    told = officer.reads("ego", phone(1), "--since", "2/1/2026", "--until", "2026-01-02")
    assert {one["node"]: one["links"][0]["count"] for one in told}[node(3)] == 1


def test_without_an_exhibit_what_rests_on_it_is_left_out(officer: Officer) -> None:  # noqa: F811
    whole = {one["node"] for one in officer.reads("ego", phone(2), "--no-mentions")}
    without = {one["node"] for one in officer.reads("ego", phone(2), "--without", "1.1")}
    assert whole - without == {node(3)}


def test_an_unknown_one_is_told_with_what_to_do(officer: Officer) -> None:  # noqa: F811
    ran = officer.run("ego", "0999 999 999")
    assert ran.returncode == 1
    assert "E570" in ran.stderr
    assert "truyvet known" in ran.stderr


def test_on_a_terminal_it_fits_eighty_columns(officer: Officer) -> None:  # noqa: F811
    status, shown = officer.types("ego", phone(9), "--hops", "2")
    assert status == 0
    assert "8 nodes 1 link away" in shown
    assert widest(shown) <= 80


def test_the_limit_is_told(officer: Officer) -> None:  # noqa: F811
    ran = officer.run("ego", phone(9), "--limit", "3")
    assert len(ran.stdout.splitlines()) == 4
    assert "--limit 0" in ran.stderr
    assert len(officer.reads("ego", phone(9), "--limit", "0")) == 8


def test_a_host_that_is_known_by_its_urls_alone_is_not_denied(
    template: Path, tmp_path: Path
) -> None:
    an = linked(template, tmp_path / "an")
    for url in ("https://badsite.vn/login", "http://badsite.vn:8080/a", "https://badsite.vnn.vn/"):
        an.does("link", "add", phone(1), "uses", f"url:{url}")
    ran = an.run("ego", "BadSite.VN")
    assert ran.returncode == 1
    assert "E570" in ran.stderr
    assert (
        "known as the host of url:http://badsite.vn:8080/a url:https://badsite.vn/login"
        in ran.stderr
    )
    assert "vnn.vn" not in ran.stderr
    assert "host" not in an.run("ego", "goodsite.vn").stderr


def test_a_host_may_be_an_address_or_end_its_url_and_what_was_retracted_is_not_told(
    template: Path, tmp_path: Path
) -> None:
    an = linked(template, tmp_path / "an")
    urls = {
        "192.0.2.4": "http://192.0.2.4/x", "192.0.2.5": "https://192.0.2.5:8443/",
        "2001:db8::1": "http://[2001:db8::1]/", "ask.vn": "https://ask.vn?x=1",
        "long.vn": f"https://long.vn/{'a' * 200}",
    }  # fmt: skip
    for host, url in urls.items():
        (told,) = an.reads("link", "add", phone(1), "uses", f"url:{url}")
        said = an.complains("ego", host)
        assert f"known as the host of url:{url}"[:120] in said
        assert ("aaa…" in said) == (host == "long.vn")
        an.does("link", "retract", told["statement"], "--because", "nhầm")
        assert "known as the host" not in an.complains("ego", host)
