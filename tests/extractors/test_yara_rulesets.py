"""Rule files: found, named, compiled one by one, and read for what windows may ask."""

import os
from pathlib import Path

import pytest

from truyvet.extractors.interface import Facts
from truyvet.extractors.rulesets.compiling import RuleSet, compile_files
from truyvet.extractors.rulesets.conditions import conditions, monotone_rules
from truyvet.extractors.rulesets.files import MAX_FILE_BYTES, own_files, rule_files, text_of
from truyvet.extractors.rulesets.variables import DEFINED, variables

pytest.importorskip("yara")
GOOD = 'rule good { strings: $a = "x1y2" condition: $a }'


def compiled(*folders: Path) -> RuleSet:
    """The rules of these folders, and ours."""
    return compile_files(rule_files(folders))


def theirs(rules: RuleSet) -> dict[str, str]:
    """What became of the files that are not ours."""
    own = {file.namespace for file in own_files()}
    return {file.namespace: file.result for file in rules.files if file.namespace not in own}


def write(folder: Path, **files: str) -> Path:
    """Write rule files; `__` in a name is a slash."""
    for name, text in files.items():
        path = folder / (name.replace("__", "/") + ".yar")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def test_our_own_rules_come_first_and_all_compile() -> None:
    rules = compiled()
    assert rules.files
    assert {file.result for file in rules.files} == {"compiled"}
    assert all(file.namespace.startswith("truyvet/") for file in rules.files)
    assert rules.count > 40


def test_files_are_named_by_their_path_below_the_folder_and_sorted(tmp_path: Path) -> None:
    write(tmp_path, b=GOOD, apt__a=GOOD, a=GOOD)
    (tmp_path / "notes.txt").write_text("no rules")
    (tmp_path / "UPPER.YARA").write_text(GOOD)
    assert list(theirs(compiled(tmp_path))) == ["UPPER.YARA", "a.yar", "apt/a.yar", "b.yar"]


def test_two_folders_may_have_the_same_file(tmp_path: Path) -> None:
    one, two = write(tmp_path / "1", a=GOOD), write(tmp_path / "2", a=GOOD)
    assert list(theirs(compiled(one, two))) == ["a.yar", "2:a.yar"]


def test_a_name_that_is_not_utf_8_is_quoted(tmp_path: Path) -> None:
    Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xff.yar")).write_text(GOOD)
    assert theirs(compiled(tmp_path)) == {"%FF.yar": "compiled"}


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ('import "magic"\nrule a { condition: magic.type() == "x" }', 'unknown module "magic"'),
        ('import "cuckoo"\nrule a { condition: true }', 'unknown module "cuckoo"'),
        ("\n\nrule a { condition: $x }", 'line 3: undefined string "$x"'),
        ("rule a { condition: unheard_of }", 'undefined identifier "unheard_of"'),
        ("rule a { ", "syntax error"),
        ('include "gone.yar"\nrule a { condition: true }', "gone.yar"),
        ("rule a { condition: true } rule a { condition: true }", "duplicated"),
    ],
)
def test_a_file_that_does_not_compile_is_left_out_with_the_reason(
    tmp_path: Path, source: str, reason: str
) -> None:
    rules = compiled(write(tmp_path, bad=source, good=GOOD))
    assert theirs(rules) == {"bad.yar": "failed", "good.yar": "compiled"}
    (left_out,) = rules.left_out
    assert reason in left_out.reason
    assert str(tmp_path) not in left_out.reason


def test_a_warning_is_kept_with_its_file(tmp_path: Path) -> None:
    rules = compiled(write(tmp_path, slow="rule slow { strings: $a = /a.*/ condition: $a }"))
    (file,) = [file for file in rules.files if file.namespace == "slow.yar"]
    assert file.result == "compiled"
    assert any("slow" in text for text in file.warnings)


def test_an_index_is_not_compiled_because_its_files_are(tmp_path: Path) -> None:
    index = '/* all */\ninclude "./a.yar"\n// and\ninclude "./apt/b.yar"\n'
    rules = compiled(write(tmp_path, a=GOOD, apt__b=GOOD, index=index))
    assert theirs(rules)["index.yar"] == "index"
    assert rules.left_out == []


def test_a_file_may_include_one_of_its_folder(tmp_path: Path) -> None:
    using = 'include "part/inner.yar"\nrule outer { condition: good }'
    rules = compiled(write(tmp_path, top__using=using, top__part__inner=GOOD))
    assert theirs(rules)["top/using.yar"] == "compiled"


def test_what_is_included_counts_in_the_hash(tmp_path: Path) -> None:
    using = 'include "inner.txt"\nrule outer { condition: true }'
    write(tmp_path, using=using)
    hashes: list[str] = []
    for text in (GOOD, GOOD + " "):
        (tmp_path / "inner.txt").write_text(text)
        files = rule_files((tmp_path,))
        hashes.append(compile_files([*files, *own_again(len(hashes))]).sha256)
    assert hashes[0] != hashes[1]


def own_again(number: int) -> list:
    """One more file, so that what was compiled before is not taken again."""
    from dataclasses import replace

    return [replace(own_files()[0], namespace="again", parent=str(number))]


def test_nothing_outside_the_folder_is_included(tmp_path: Path) -> None:
    write(tmp_path, secret=GOOD)
    (tmp_path / "rules").mkdir()
    for wanted in ("../secret.yar", str(tmp_path / "secret.yar")):
        write(tmp_path / "rules", a=f'include "{wanted}"\nrule x {{ condition: true }}')
        assert theirs(compiled(tmp_path / "rules")) == {"a.yar": "failed"}


def test_a_link_out_of_the_folder_is_not_included(tmp_path: Path) -> None:
    write(tmp_path, secret=GOOD)
    write(tmp_path / "rules", a='include "link"\nrule x { condition: true }')
    (tmp_path / "rules" / "link").symlink_to(tmp_path / "secret.yar")
    assert theirs(compiled(tmp_path / "rules")) == {"a.yar": "failed"}


def test_a_byte_order_mark_is_no_reason_to_fail(tmp_path: Path) -> None:
    (tmp_path / "a.yar").write_bytes(b"\xef\xbb\xbf" + GOOD.encode())
    assert theirs(compiled(tmp_path)) == {"a.yar": "compiled"}


def test_bytes_that_are_no_utf_8_mean_themselves(tmp_path: Path) -> None:
    (tmp_path / "a.yar").write_bytes(b'rule a { strings: $a = "caf\xe9" condition: $a }')
    rules = compiled(tmp_path)
    assert [match.rule for match in rules.rules.match(data=b"un caf\xe9 noir")] == ["a"]
    assert text_of(b"\xe9") == "\\xe9"


def test_a_file_that_is_too_large_is_left_out(tmp_path: Path) -> None:
    with (tmp_path / "a.yar").open("wb") as file:
        file.truncate(MAX_FILE_BYTES + 1)
    (left_out,) = compiled(tmp_path).left_out
    assert "larger than" in left_out.reason


def test_an_empty_folder_adds_nothing_and_a_missing_one_is_an_error(tmp_path: Path) -> None:
    assert theirs(compiled(tmp_path)) == {}
    with pytest.raises(FileNotFoundError):
        compiled(tmp_path / "gone")


def test_compiled_rules_live_on_in_a_fork(tmp_path: Path) -> None:
    rules = compiled(write(tmp_path, a=GOOD))
    child = os.fork()
    if child == 0:
        found = [match.rule for match in rules.rules.match(data=b"x1y2")]
        os._exit(0 if found == ["good"] else 1)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


def test_the_same_files_are_compiled_once(tmp_path: Path) -> None:
    write(tmp_path, a=GOOD)
    assert compiled(tmp_path) is compiled(tmp_path)


# What windows may ask.


@pytest.mark.parametrize(
    "condition",
    ["$a", "any of them", "all of them", "2 of ($a*)", "$a and ($b or $c)", "1 of ($a, $b)",
     "50% of them", "true", "any of ($*)"],
)  # fmt: skip
def test_conditions_of_strings_alone_hold_in_a_window(condition: str) -> None:
    assert monotone_rules(f"rule r {{ condition: {condition} }}") == {"r"}


@pytest.mark.parametrize(
    "condition",
    ["not $a", "filesize < 1", "$a at 0", "#a > 3", "@a < 3", "!a > 3", "uint8(0) == 1",
     "pe.is_pe", "other", "none of them", "$a in (0..9)", "entrypoint == 0", "false",
     "for all of them: ($ at 0)", "defined $a", "filename == \"a\""],
)  # fmt: skip
def test_all_other_conditions_do_not(condition: str) -> None:
    assert monotone_rules(f"rule r {{ condition: {condition} }}") == set()


def test_braces_and_slashes_in_strings_mislead_nobody() -> None:
    source = r"""
    /* rule no { condition: filesize > 1 } */
    import "pe" // rule no
    rule one : tag { meta: a = "condition: } \" rule" strings: $a = "}"
        $b = { 7B [2-4] ( 7D | 00 ) } $c = /a\/}{3}[^/]"/i condition: all of them }
    private rule two { strings: $a = /[{]condition:/ condition: $a and filesize > 3 }
    """
    assert [(name, words) for name, _, words in conditions(source)] == [
        ("one", ["all", "of", "them"]),
        ("two", ["$a", "and", "filesize", ">", "3"]),
    ]


def test_a_global_rule_that_does_not_hold_takes_the_others_with_it() -> None:
    source = (
        'global private rule g { condition: filesize > 1 } rule r { strings: $a="x" condition: $a }'
    )
    assert monotone_rules(source) == set()
    assert monotone_rules(source.replace("filesize > 1", "true")) == {"g", "r"}


@pytest.mark.parametrize(
    "source", ["", "rule", "rule a", "rule a {", "rule a { condition", '}{"/*']
)
def test_what_is_cut_off_gives_no_rule_that_may_be_asked(source: str) -> None:
    assert monotone_rules(source) == set()


# External variables.


def facts(path: str) -> Facts:
    return Facts(id="0" * 64, path=path, size=1, sha256="0" * 64)


def test_variables_are_the_item_s_name_folder_ending_and_kind() -> None:
    found = variables(facts("Máy/Tải về/A.B.EXE"), b"MZ\x90\0")
    assert found == {
        "filename": "a.b.exe", "filepath": "Máy/Tải về", "extension": ".exe", "filetype": "EXE",
        "md5": "", "owner": "",
    }  # fmt: skip


@pytest.mark.parametrize(("path", "ending"), [("a", ""), (".bashrc", ""), ("a.", "."), ("", "")])
def test_an_ending_is_what_follows_the_last_dot_of_a_name(path: str, ending: str) -> None:
    assert variables(facts(path), b"")["extension"] == ending


def test_every_variable_is_always_defined() -> None:
    assert set(variables(facts("x"), b"")) == set(DEFINED)
