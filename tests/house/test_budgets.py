"""The budgets of the house: sizes, names, docstrings, annotations, tests, patches.

Measured on the syntax tree, so a budget costs no import and no run. Every failure names the
offenders. A long function or file is not forbidden elsewhere; here the reader is a court.
"""

import ast
import re
import statistics
from collections.abc import Iterator
from pathlib import Path

import pytest

MAX_MEDIAN_LINES = 120
MAX_FILE_LINES = 400
MAX_FUNCTION_LINES = 50  # without its docstring
MAX_CLI_LINES = 100
TESTS_TO_CODE = (1.2, 2.4)  # lines of tests for a line of the product
MAX_PATCHES_PER_100_TESTS = 5
EMPTY_NAMES = {"util", "utils", "helper", "helpers", "manager", "data", "info", "process"}

Function = ast.FunctionDef | ast.AsyncFunctionDef


def lines_of(file: Path) -> int:
    """Count a file's lines, blank ones and comments too: they are read as well."""
    return len(file.read_text(encoding="utf-8").splitlines())


def functions_of(tree: ast.AST) -> Iterator[Function]:
    """Every function at any depth."""
    return (node for node in ast.walk(tree) if isinstance(node, Function))


def function_lines(function: Function) -> int:
    """Count a function's lines from `def` on, without its docstring and decorators."""
    lines = (function.end_lineno or function.lineno) - function.lineno + 1
    if ast.get_docstring(function) is not None:
        text = function.body[0]
        lines -= (text.end_lineno or text.lineno) - text.lineno + 1
    return lines


def long_functions(tree: ast.AST) -> list[str]:
    """Name the functions over the budget, each with its length."""
    return [
        f"{function.name} (line {function.lineno}): {function_lines(function)}"
        for function in functions_of(tree)
        if function_lines(function) > MAX_FUNCTION_LINES
    ]


def repeats_another(function: Function) -> bool:
    """Tell whether a decorator says that the words stand elsewhere."""
    names = {ast.unparse(decorator).rpartition(".")[2] for decorator in function.decorator_list}
    return bool(names & {"overload", "override", "setter", "deleter"})


def undocumented(tree: ast.Module) -> list[str]:
    """Name the module, public classes and public functions that have no docstring."""
    found = [] if ast.get_docstring(tree) else ["the module itself"]
    scopes: list[tuple[str, list[ast.stmt]]] = [("", tree.body)]
    while scopes:
        prefix, body = scopes.pop()
        for node in body:
            if isinstance(node, ast.If | ast.Try | ast.With):
                scopes.append((prefix, node.body))
            if not isinstance(node, Function | ast.ClassDef) or node.name.startswith("_"):
                continue
            if isinstance(node, ast.ClassDef):
                scopes.append((f"{prefix}{node.name}.", node.body))
            elif repeats_another(node):
                continue
            if ast.get_docstring(node) is None:
                found.append(f"{prefix}{node.name} (line {node.lineno})")
    return found


def unannotated(tree: ast.Module) -> list[str]:
    """Name the parameters and results without a type, nested functions included."""
    found = []
    for function in functions_of(tree):
        given = function.args
        parameters = [*given.posonlyargs, *given.args]
        if parameters and parameters[0].arg in {"self", "cls"}:
            parameters = parameters[1:]
        parameters += [*given.kwonlyargs, *filter(None, (given.vararg, given.kwarg))]
        bare = [parameter.arg for parameter in parameters if parameter.annotation is None]
        if function.returns is None:
            bare.append("the result")
        found += [f"{function.name} (line {function.lineno}): {name}" for name in bare]
    return found


def patches(tree: ast.AST) -> list[int]:
    """Lines on which a test replaces something instead of handing in a fake."""
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            name = ast.unparse(node.func)
            parts = name.split(".")
            if parts[0] in {"monkeypatch", "mocker", "patch"} or ".patch" in name:
                found.append(node.lineno)
    return found


def tree_of(file: Path) -> ast.Module:
    """Parse a file."""
    return ast.parse(file.read_text(encoding="utf-8"), filename=str(file))


@pytest.fixture(scope="module")
def trees(product_files: list[Path], repository: Path) -> dict[str, ast.Module]:
    """The product's files, parsed, by their path in the repository."""
    return {str(file.relative_to(repository)): tree_of(file) for file in product_files}


@pytest.fixture(scope="module")
def test_files(repository: Path) -> list[Path]:
    """Every Python file under tests/."""
    return sorted((repository / "tests").rglob("*.py"))


def test_half_of_the_files_are_short_and_none_is_long(
    product_files: list[Path], repository: Path
) -> None:
    lengths = {str(file.relative_to(repository)): lines_of(file) for file in product_files}
    long = {name: lines for name, lines in lengths.items() if lines > MAX_FILE_LINES}
    assert not long, f"over {MAX_FILE_LINES} lines: {long}"
    median = statistics.median(lengths.values())
    above = {name: lines for name, lines in lengths.items() if lines > MAX_MEDIAN_LINES}
    assert median <= MAX_MEDIAN_LINES, f"median {median} of {len(lengths)} files; longest: {above}"


def test_no_function_is_long(trees: dict[str, ast.Module]) -> None:
    long = {name: found for name, tree in trees.items() if (found := long_functions(tree))}
    assert not long, f"over {MAX_FUNCTION_LINES} lines without the docstring: {long}"


def test_everything_public_has_a_docstring(trees: dict[str, ast.Module]) -> None:
    bare = {name: found for name, tree in trees.items() if (found := undocumented(tree))}
    assert not bare, f"no docstring: {bare}"


def test_every_parameter_and_result_has_a_type(trees: dict[str, ast.Module]) -> None:
    bare = {name: found for name, tree in trees.items() if (found := unannotated(tree))}
    assert not bare, f"no annotation: {bare}"


def test_the_table_of_commands_stays_a_table(repository: Path) -> None:
    assert lines_of(repository / "cli.py") <= MAX_CLI_LINES


def test_there_are_neither_too_few_tests_nor_too_many(
    product_files: list[Path], test_files: list[Path]
) -> None:
    code = sum(map(lines_of, product_files))
    tests = sum(map(lines_of, test_files))
    least, most = TESTS_TO_CODE
    assert least <= tests / code <= most, f"{tests} lines of tests for {code} of code"


def test_tests_hand_in_fakes_and_rarely_patch(test_files: list[Path], repository: Path) -> None:
    texts = {file: file.read_text(encoding="utf-8") for file in test_files}
    found = {
        str(file.relative_to(repository)): lines
        for file, text in texts.items()
        if re.search("patch|mocker", text) and (lines := patches(tree_of(file)))
    }
    tests = sum(len(re.findall(r"^ *def test_", text, re.MULTILINE)) for text in texts.values())
    count = sum(map(len, found.values()))
    limit = MAX_PATCHES_PER_100_TESTS
    assert count * 100 < limit * tests, f"{count} patches in {tests} tests: {found}"


def test_every_module_is_called_after_what_it_holds(
    product_files: list[Path], test_files: list[Path], repository: Path
) -> None:
    files = [*product_files, *test_files, *(repository / "benchmarks").rglob("*.py")]
    places = [file.relative_to(repository) for file in files]
    empty = {
        str(place)
        for place in places
        if EMPTY_NAMES & {part.strip("_") for part in (*place.parent.parts, place.stem)}
    }
    assert not empty, f"a name that says nothing: {sorted(empty)}"


# The measures themselves, on small sources: a budget that finds nothing proves nothing.


def test_a_docstring_and_decorators_do_not_count_as_length() -> None:
    tree = ast.parse('@mark\n@mark\ndef f():\n    """One.\n\n    Two.\n    """\n    return 1\n')
    assert [function_lines(function) for function in functions_of(tree)] == [2]


@pytest.mark.parametrize(("statements", "offenders"), [(49, 0), (50, 1)])
def test_a_function_of_51_lines_is_named(statements: int, offenders: int) -> None:
    tree = ast.parse("def f():\n" + "    x = 1\n" * statements)
    assert len(long_functions(tree)) == offenders


def test_what_lacks_a_docstring_is_named_and_private_names_are_not() -> None:
    tree = ast.parse(
        "class Case:\n"
        "    def open(self): ...\n"
        "    def _close(self): ...\n"
        "    @name.setter\n"
        "    def name(self, value): ...\n"
        "def _private(): ...\n"
        "if True:\n"
        "    def public(): ...\n"
    )
    names = {name.partition(" (")[0] for name in undocumented(tree)}
    assert names == {"the module itself", "Case", "Case.open", "public"}


@pytest.mark.parametrize(
    ("source", "missing"),
    [
        ("def f(self, a: int) -> None: ...", []),
        ("def f(a, /, b: int, *c, d, **e: int) -> int: ...", ["a", "d", "c"]),
        ("def f(a: int): ...", ["the result"]),
    ],
)
def test_what_lacks_a_type_is_named(source: str, missing: list[str]) -> None:
    assert [name.rpartition(": ")[2] for name in unannotated(ast.parse(source))] == missing


@pytest.mark.parametrize(
    ("line", "count"),
    [
        ("monkeypatch.setattr(clock, 'now', fixed)", 1),
        ("mock.patch('os.fsync')", 1),
        ("mock.patch.object(os, 'fsync')", 1),
        ("patch('os.fsync')", 1),
        ("dispatch(3); client.send(patch)", 0),
    ],
)
def test_patches_are_counted(line: str, count: int) -> None:
    assert len(patches(ast.parse(line))) == count
