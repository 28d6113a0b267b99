"""YARA rules over many small files: the extractor, one and two processes, against `yara -r`.

The rules are not ours to ship: `--rules FOLDER` names some, such as a checkout of
Neo23x0/signature-base. Every contender compiles all of them and our own, reads the same
files and writes one line for each rule that matched a file. The extractor also reads the
bytes around each match and makes the records that a scan keeps.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

from measure import Command, Contender, do_nothing, run_series
from setting import Settings, corpus_notes, get_corpus, rehearse, warm
from starting import interpreter
from tables import Goal, Section, goal_lines, others_note, series_table

LIMIT = 1.0  # the goal: two processes of ours take no longer than the program with one thread
VARIABLES = ("filename", "filepath", "extension", "filetype", "md5", "owner")
NO_RULES = "name a folder of rules with --rules"
NO_YARA = "yara not installed"

EXTRACTOR = """
import os, sys, tempfile
from pathlib import Path
from truyvet.extractors import yara
from truyvet.extractors.engine.emission import Emission
from truyvet.extractors.engine.examination import examine
from truyvet.extractors.engine.view import FileView
from truyvet.extractors.interface import Facts
from truyvet.extractors.settings import Settings

class Lines:
    def __init__(self, out, path):
        self.out, self.path, self.last = out, path, ""
    def observation(self, seen):
        if seen.normal != self.last:
            self.last = seen.normal
            self.out.write(f"{seen.facts['rule']} {self.path}\\n")

def share(paths, number, count, settings, prepared, out):
    with tempfile.TemporaryDirectory() as folder:
        for path in paths[number::count]:
            facts = Facts(id="0" * 64, path=path, size=os.path.getsize(path), sha256="0" * 64)
            view = FileView(Path(path), facts, settings, Path(folder), prepared)
            emission = Emission(yara, facts, Lines(out, path), Path(folder), 1 << 30)
            outcome = examine(yara, view, emission)
            view.close()
            if outcome.status not in ("ok", "empty"):
                raise SystemExit(f"{path}: {outcome}")

corpus, rules, count = sys.argv[1], sys.argv[2], int(sys.argv[3])
settings = Settings(rules=(rules,))
prepared = yara.prepare(settings)
paths = sorted(f"{parent}/{name}" for parent, _, names in os.walk(corpus) for name in names)
children = []
for number in range(count):
    child = os.fork()
    if child == 0:
        with open(f"lines-{number}", "w") as out:
            share(paths, number, count, settings, prepared, out)
        os._exit(0)
    children.append(child)
sys.exit(max(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children))
"""


def matching(settings: Settings) -> Section:
    """Compare asking the rules about the small corpus; nothing is stored."""
    title = "YARA rules over many small files"
    if settings.rules is None:
        return Section(title=title, notes=(), lines=(NO_RULES,))
    corpus = get_corpus(settings, "small", settings.scale)
    place = settings.runs / "matching"
    contenders = settings.chosen(contenders_of(settings, settings.rules, corpus.folder))
    warm(corpus.folder)
    rehearse(contenders, place / "rehearsal")
    series = run_series(
        contenders,
        place,
        rounds=settings.rounds,
        seed=settings.seed,
        before_round=do_nothing,
        before_run=lambda: warm(corpus.folder),
        keep=True,
    )
    files = len(rule_files(settings.rules))
    goals = (Goal(key="two", against="yara", limit=LIMIT),)
    return Section(
        title=title,
        notes=(
            *corpus_notes(settings, corpus),
            f"{files:,} files of rules.",
            others_note(series),
        ),
        lines=(
            *series_table(series, ("yara", "yara-2"), corpus.facts.bytes),
            "",
            *goal_lines(series, goals),
        ),
    )


def rule_files(folder: Path) -> list[Path]:
    """Return the files of rules below a folder."""
    return sorted(path for path in folder.rglob("*") if path.suffix.lower() in (".yar", ".yara"))


def contenders_of(settings: Settings, rules: Path, corpus: Path) -> list[Contender]:
    """Return the program and the extractor, each with one and with two at work."""
    program = shutil.which("yara")
    python = interpreter(settings.truyvet.program)
    own = Path(__file__).resolve().parent.parent / "extractors" / "rules"
    sources = [f"f{number}:{path}" for number, path in enumerate(rule_files(rules))]
    sources += [f"own-{path.stem}:{path}" for path in sorted(own.glob("*.yar"))]
    given = [word for name in VARIABLES for word in ("-d", f"{name}=")]

    def yara(threads: int) -> Callable[[Path], Command]:
        words = (str(program), "-w", "-r", "-p", str(threads), *given, *sources, str(corpus))
        return lambda folder: Command(argv=words)

    def extractor(processes: int) -> Callable[[Path], Command]:
        words = (python, "-c", EXTRACTOR, str(corpus), str(rules), str(processes))
        return lambda folder: Command(argv=words)

    missing, unbuilt = "" if program else NO_YARA, settings.truyvet.missing
    rows = (
        ("yara", "yara -r, one thread", yara(1), missing),
        ("yara-2", "yara -r, two threads", yara(2), missing),
        ("one", "the extractor, one process", extractor(1), unbuilt),
        ("two", "the extractor, two processes", extractor(2), unbuilt),
    )
    return [
        Contender(
            key=key, label=label, synced="-", command=command, missing=why, problems=unequal(place)
        )
        for (key, label, command, why), place in zip(rows, [settings.runs] * 4, strict=True)
    ]


def unequal(place: Path) -> Callable[[Path], Iterator[str]]:
    """Return a check that every contender found as many rules in as many files as the first."""
    kept = place / "matches"

    def problems(folder: Path) -> Iterator[str]:
        parts = sorted(folder.glob("lines-*")) or [folder / "stdout"]
        found = str(sum(part.read_bytes().count(b"\n") for part in parts))
        if not kept.exists():
            kept.write_text(found)
        elif kept.read_text() != found:
            yield f"{found} matches, the first contender had {kept.read_text()}"

    return problems
