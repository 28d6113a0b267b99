"""`truyvet search --all`: search all cases on the desk."""

from ..evidence.errors import ExitStatus
from ..query.desk.access import Viewer
from ..query.desk.asking import inquire
from ..query.desk.covering import Covered, covering
from ..query.desk.desk import opened
from ..query.desk.freshening import freshen
from ..query.desk.searching import FoundAll, search_everywhere
from ..query.language import Query
from .desk_options import AskedAll
from .desk_telling import coverage_facts, say_coverage
from .output import note, say, say_json, say_wrapped
from .progress import progress
from .search_telling import as_facts, say_found


def search_all(
    asked: AskedAll, query: Query, text: str, *, limit: int, as_json: bool
) -> ExitStatus:
    """Search all cases on the desk, record that, then tell what was found; `limit` in each."""
    acting = asked.acting()
    with opened(asked.folder) as desk:
        tail = desk.case.ledger.tail()
        tail.keys.require(acting.signer.card, "inquire")
        freshen(desk)
        viewer = Viewer(desk, acting.signer.card.id)
        with progress("searched", total=None, quiet=as_json, noun="case") as shown:
            found = search_everywhere(
                desk, viewer, query, text, limit=limit, progress=lambda: shown.advance(1, 0)
            )
        covered = covering(desk, viewer, found.failed, registers=False)
        entry = inquire(
            desk.case,
            acting,
            command="search",
            questions=[text],
            covered=covered.count,
            hits=found.hits,
            withheld=len(found.contacts),
        )
    _tell(found, covered, entry.seq, as_json=as_json)
    return ExitStatus.DONE if found.hits else ExitStatus.FAILED


def _tell(found: FoundAll, covered: Covered, seq: int, *, as_json: bool) -> None:
    if as_json:
        for one in found.cases:
            for hit in one.found:
                case = {"case": one.case.number, "case_id": one.case.id}
                say_json(as_facts(hit) | case | {"inquiry": seq})
        for contact in found.contacts:
            say_json({"ask": contact, "inquiry": seq})
        say_json({"covered": coverage_facts(covered), "inquiry": seq})
        return
    for one in found.cases:
        say_wrapped(f"case {one.case.title} ({one.case.path})", indent=0)
        for hit in one.found:
            say_found(hit)
        if one.more:
            note(f"there are more than {len(one.found):,} in it: see all with --limit 0")
    for contact in found.contacts:
        say_wrapped(f"there is a hit that you may not see; ask {contact}", indent=0)
    if not found.hits:
        say("nothing found")
    say_coverage(covered)
    note(f"recorded as entry {seq} of the desk")
