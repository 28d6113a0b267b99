"""The kit finds every breach: a good extractor has none, and each bad one breaks its rule."""

from dataclasses import replace
from pathlib import Path
from typing import get_args

import pytest
from tests.testing.support.bad import BAD, GOOD, SAMPLE, loaded

from truyvet.extractors.settings import Settings
from truyvet.testing import RULES, Breach, Effort, check, conformance
from truyvet.testing.breach import Rule
from truyvet.testing.conformance import MAX_DEATHS

QUICK = Effort(cuts=2, flips=1, huge=0, disk=32 << 20)
SAMPLES = {"a.words": SAMPLE}


def broken(folder: Path, added: str, effort: Effort = QUICK) -> list[Breach]:
    """Return the breaches of the good extractor with some source added."""
    return conformance(loaded(folder, f"{GOOD}\n{added}\n"), SAMPLES, effort=effort)


def test_a_good_extractor_has_no_breach_at_full_effort(tmp_path: Path) -> None:
    assert conformance(loaded(tmp_path, GOOD), SAMPLES) == []


@pytest.mark.parametrize("wrong", sorted(BAD))
def test_a_bad_extractor_breaks_the_rule(wrong: str, tmp_path: Path) -> None:
    rule, source = BAD[wrong]
    effort = replace(QUICK, huge=(200 << 20) * (wrong == "reads a huge item whole"))
    breaches = broken(tmp_path, source, effort)
    assert rule in {breach.rule for breach in breaches}, breaches


def test_every_rule_is_broken_by_some_extractor() -> None:
    assert {rule for rule, _ in BAD.values()} == set(RULES) == set(get_args(Rule))


def test_breaches_come_in_the_same_order_again(tmp_path: Path) -> None:
    source = "KINDS = {'word': ''}\n" + BAD["a lying text"][1]
    first = broken(tmp_path, source)
    assert {breach.rule for breach in first} == {"form", "locator"}
    assert broken(tmp_path, source) == first


def test_a_breach_names_the_sample_and_what_was_done_to_it(tmp_path: Path) -> None:
    breaches = broken(tmp_path, BAD["raises on an empty item"][1])
    assert [(breach.rule, breach.sample) for breach in breaches] == [("crash", "a.words, empty")]
    assert "IndexError" in breaches[0].text
    assert str(tmp_path) not in str(breaches)


def test_the_death_of_a_process_costs_one_trial_and_not_the_run(tmp_path: Path) -> None:
    source = (
        "good = extract\ndef extract(view, emit):\n    good(view, emit)\n"
        "    if view.facts.size == 0:\n        os.abort()\n    if view.facts.size == 22: 1 / 0\n"
    )
    breaches = broken(tmp_path, source)
    assert [breach.rule for breach in breaches] == ["died", "crash"]
    assert "SIGABRT" in breaches[0].text


def test_an_extractor_that_dies_always_is_given_up(tmp_path: Path) -> None:
    breaches = broken(tmp_path, BAD["exits at once"][1])
    assert 0 < len([breach for breach in breaches if breach.rule == "died"]) <= MAX_DEATHS


def test_the_samples_are_not_touched(tmp_path: Path) -> None:
    file = tmp_path / "b.words"
    file.write_bytes(SAMPLE)
    module = loaded(tmp_path, GOOD + BAD["changes the item behind the interpreter"][1])
    assert conformance(module, {"b.words": file}, effort=QUICK)
    assert file.read_bytes() == SAMPLE


def test_the_settings_reach_the_extractor(tmp_path: Path) -> None:
    source = "def prepare(settings): return {'VN': None}[settings.region]"
    module = loaded(tmp_path, f"{GOOD}\n{source}\n")
    found = conformance(module, SAMPLES, settings=Settings(region="LA"), effort=QUICK)
    assert {breach.rule for breach in found} == {"prepare"}


def test_an_extractor_may_start_the_program_that_it_names(tmp_path: Path) -> None:
    source = (
        "PROGRAMS = ('true',)\nimport subprocess\ngood = extract\n"
        "def extract(view, emit):\n    good(view, emit)\n    subprocess.run(['true'], check=True)\n"
    )
    assert broken(tmp_path, source) == []


def test_an_extractor_may_write_into_its_folder(tmp_path: Path) -> None:
    source = (
        "import shutil, tempfile\ngood = extract\ndef extract(view, emit):\n"
        "    good(view, emit)\n    inner = tempfile.mkdtemp(dir=view.folder)\n"
        "    open(inner + '/x', 'w').close()\n    shutil.rmtree(inner)\n"
    )
    assert broken(tmp_path, source) == []


def test_a_pool_that_is_made_once_is_not_left_behind(tmp_path: Path) -> None:
    source = (
        "from concurrent.futures import ThreadPoolExecutor\npool = ThreadPoolExecutor(1)\n"
        "good = extract\ndef extract(view, emit):\n"
        "    good(view, emit)\n    pool.submit(len, 'x').result()\n"
    )
    assert broken(tmp_path, source) == []


def test_check_is_silent_about_a_good_one_and_tells_all_of_a_bad_one(tmp_path: Path) -> None:
    check(loaded(tmp_path, GOOD), SAMPLES, effort=QUICK)
    bad = loaded(tmp_path, GOOD + BAD["a kind nobody knows"][1], "worse")
    with pytest.raises(AssertionError, match=r"(?s)breaches:\nkinds: a.words: 'secret'.*empty"):
        check(bad, SAMPLES, effort=QUICK)


def test_an_item_may_have_a_name_that_is_no_text(tmp_path: Path) -> None:
    names = {"\udcff\n%.words": SAMPLE, "../../etc/passwd.words": SAMPLE}
    assert conformance(loaded(tmp_path, GOOD), names, effort=QUICK) == []
