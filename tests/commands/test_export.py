"""`truyvet export`: an item as it is; pages packed for replay."""

import json
import zipfile
from pathlib import Path

import pytest
from tests.commands.conftest import Officer
from tests.commands.support.capturing import bring
from tests.evidence.support.captures import Page, answer, fetched

SHOP = "https://shop.example/"


@pytest.fixture
def web(an: Officer) -> Officer:
    """An with two captures in entry 2; the second needs a style of the first."""
    style = fetched(f"{SHOP}s.css", answer(b"p{}", "text/css"), purpose="style", second=1)
    front = Page(exchanges=[fetched(SHOP), style], title="Trang")
    about = Page(
        exchanges=[fetched(f"{SHOP}about", second=2)],
        elsewhere=(f"{SHOP}s.css", f"{SHOP}gone.js"),
    )
    bring(an.place / "vu-01", an.keys, front, about)
    return an.with_(TRUYVET_CASE="vu-01")


def packages(path: Path) -> dict[str, object]:
    """Return what a pack says of itself."""
    with zipfile.ZipFile(path) as packed:
        found: dict[str, object] = json.loads(packed.read("datapackage.json"))
    return found


def test_an_item_is_copied_byte_for_byte(web: Officer) -> None:
    shown = web.does("export", "1.2", "-o", "copy.txt", "--purpose", "for the lab")
    assert shown.startswith("entry 3: 1.2 copied to copy.txt\n")
    evidence = (web.place / "evidence/chat/copy.txt").read_bytes()
    assert (web.place / "copy.txt").read_bytes() == evidence


def test_options_may_stand_before_the_item(web: Officer) -> None:
    web.does("export", "-o", "copy.txt", "1.2")
    assert (web.place / "copy.txt").exists()


@pytest.mark.parametrize("words", [("export", "1.2"), ("export", "wacz", "2.1")])
def test_a_name_too_long_for_the_disk_is_told_and_no_act_is_recorded(
    web: Officer, words: tuple[str, ...]
) -> None:
    acts, before = web.does("log"), sorted(web.place.iterdir())
    told = web.complains(*words, "-o", "ệ" * 86)
    assert "E116: the name is too long" in told
    assert "255 bytes" in told
    assert (web.does("log"), sorted(web.place.iterdir())) == (acts, before)


def test_an_item_in_json_is_told_as_before(web: Officer) -> None:
    (told,) = web.reads("export", "1.2", "-o", "copy.txt")
    assert set(told) == {"entry", "item", "sha256", "size"}


def test_without_anything_the_plain_form_is_explained(web: Officer) -> None:
    ran = web.run("export")
    assert (ran.returncode, "Missing argument 'ITEM'" in ran.stderr) == (2, True)
    assert "Usage: truyvet export [OPTIONS] ITEM" in ran.stderr


def test_help_tells_of_the_item_and_of_the_formats(web: Officer) -> None:
    shown = web.does("export", "--help")
    assert "Usage: truyvet export [OPTIONS] ITEM" in shown
    assert "\n  wacz  " in shown
    assert "Usage: truyvet export wacz [OPTIONS] CAPTURE..." in web.does("export", "wacz", "--help")


def test_pages_are_packed_with_what_they_need(web: Officer) -> None:
    ran = web.run("export", "wacz", f"{SHOP}about", "-o", "x.wacz", "--purpose", "cho toà")
    assert ran.returncode == 0, ran
    assert "entry 3: 1 capture, 3 items packed to x.wacz" in ran.stdout
    assert f"needed, and in no capture: {SHOP}gone.js" in ran.stderr
    told = packages(web.place / "x.wacz")["truyvet"]
    assert isinstance(told, dict)
    assert (told["entry"], told["captures"], told["number"]) == (3, ["2.3"], "12/2026")


def test_a_pack_in_json_says_what_was_packed(web: Officer) -> None:
    (told,) = web.reads("export", "wacz", "2.1", "2.3", "2.4", "-o", "x.wacz")
    assert (told["captures"], told["entries"]) == (2, [3])
    assert told["items"] == ["2.1", "2.2", "2.3", "2.4"]
    assert told["size"] == (web.place / "x.wacz").stat().st_size
    assert told["missing"] == [f"{SHOP}gone.js"]


def test_the_act_is_in_the_ledger_and_with_every_item(web: Officer) -> None:
    web.does("export", "wacz", "2.1", "-o", "x.wacz")
    assert "packed 2 items (2.1, 2.2) as wacz to " in web.does("log")
    for item in ("2.1", "2.2"):
        assert "packed 2 items" in web.does("show", item)
    web.does("verify")


def test_a_pack_never_replaces_a_file_unless_told(web: Officer) -> None:
    (web.place / "x.wacz").write_bytes(b"other")
    ran = web.run("export", "wacz", "2.1", "-o", "x.wacz")
    assert (ran.returncode, "E108" in ran.stderr) == (1, True)
    web.does("export", "wacz", "2.1", "-o", "x.wacz", "--force")
    assert zipfile.is_zipfile(web.place / "x.wacz")


def test_a_pack_of_no_answer_is_refused_and_not_recorded(an: Officer) -> None:
    gone = fetched("http://gone.example/", b"", result="failed", reason="x")
    bring(an.place / "vu-01", an.keys, Page(exchanges=[gone], facts={"result": "failed"}))
    ran = an.run("--case", "vu-01", "export", "wacz", "2.1", "-o", "x.wacz")
    assert (ran.returncode, "E565" in ran.stderr) == (1, True)
    assert not (an.place / "x.wacz").exists()
    assert "packed" not in an.does("--case", "vu-01", "log")


def test_a_capture_whose_record_does_not_fit_is_not_packed_and_nothing_recorded(
    an: Officer,
) -> None:
    bring(an.place / "vu-01", an.keys, Page(exchanges=[fetched(SHOP)], facts={"status": 500}))
    ran = an.run("--case", "vu-01", "export", "wacz", "2.1", "-o", "x.wacz")
    assert (ran.returncode, "E567" in ran.stderr) == (1, True)
    assert "truyvet web show 2.1" in ran.stderr
    assert not (an.place / "x.wacz").exists()
    assert len(an.reads("--case", "vu-01", "log")) == 3


def test_a_capture_that_would_come_along_must_fit_as_well(an: Officer) -> None:
    style = fetched(f"{SHOP}a.css", answer(b"p {}", "text/css"), second=1, purpose="style")
    front = Page(exchanges=[fetched(SHOP), style], facts={"unverified": True})
    about = Page(exchanges=[fetched(f"{SHOP}about", second=9)], elsewhere=(f"{SHOP}a.css",))
    bring(an.place / "vu-01", an.keys, front, about)
    ran = an.run("--case", "vu-01", "export", "wacz", "2.3", "-o", "x.wacz")
    assert (ran.returncode, "E567" in ran.stderr, "2.1" in ran.stderr) == (1, True, True)
