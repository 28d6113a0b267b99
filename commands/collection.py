"""What the commands share that bring things in: others' unfinished work, and the result."""

from itertools import islice

from ..evidence.acts import Collect
from ..evidence.case import Case
from ..evidence.collecting import Collecting
from ..evidence.entry import Entry
from ..evidence.errors import ExitStatus
from ..evidence.writing import Writer
from .output import counted, note, safe, say, say_json, size_text

_SHOWN_PROBLEMS = 20


def mention_others(writer: Writer, collecting: Collecting) -> None:
    """Tell of unfinished collections of the same sources under another note or other options."""
    own = collecting.intake.pending
    for _, pending in writer.pendings():
        if pending.sources == own.sources and pending.collection != own.collection:
            short = pending.collection[:8]
            note(f"an unfinished collection of the same sources stays open: {short}")
            note(
                "  give its own --note and options to go on, "
                f"or record it: truyvet collect close {short}"
            )


def report(case: Case, entry: Entry, *, as_json: bool) -> ExitStatus:
    """Print what a collection has brought; return the status that tells whether it is all."""
    act = entry.act
    if not isinstance(act, Collect):
        raise TypeError(type(act))
    with case.reading() as index:
        rows = index.items(seq=entry.seq, problems=True)
        shown = [f"{row.path}: {row.problem}" for row in islice(rows, _SHOWN_PROBLEMS)]
    totals, items = act.totals, counted(act.totals.items, "item")
    if as_json:
        facts = {name: getattr(totals, name) for name in totals.__struct_fields__}
        facts |= {"entry": entry.seq, "collection": act.collection, "status": act.status}
        say_json(facts | {"manifest": entry.outputs[0].sha256, "first_problems": shown})
    else:
        say(
            f"entry {entry.seq}: {items}, {totals.stored:,} of them stored, "
            f"{size_text(totals.bytes)} ({act.status})"
        )
        list_problems(shown, totals.problems)
    return ExitStatus.DONE if act.status == "complete" else ExitStatus.PARTIAL


def list_problems(shown: list[str], count: int | None = None) -> None:
    """Print the first problems; `count` is how many there are in all."""
    count = len(shown) if count is None else count
    if count:
        note(f"{count:,} of them not whole:")
    for line in shown[:_SHOWN_PROBLEMS]:
        note(f"  {safe(line)}")
    if count > _SHOWN_PROBLEMS:
        note("  … all of them: truyvet items --problems")
