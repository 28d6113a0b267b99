"""The bad vectors of links (E315 to E327): statements, decisions and questions altered in one way.

The good cases are `linked`: entry 3 states, 4 retracts, 5 decides, 6 confirms, 7 decides, 8 takes
back; and `desk`: entry 1 attaches, 2 and 3 inquire.
"""

from collections.abc import Callable
from pathlib import Path

from msgspec.structs import replace

from truyvet.evidence.acts import Decide, Inquire, Retract
from truyvet.evidence.entry import Entry
from truyvet.evidence.records import Ref
from truyvet.hashes.digest import sha256_hex

from .bad_scans import forge_act, swaps
from .forging import forge, manifest_ref, object_path, put_object, read_entries
from .linking import CUONG, DUC, HUNG
from .recipes import Bad, Codes

STATED, RETRACTED, DECIDED, CONFIRMED, UNDONE = 3, 4, 5, 6, 8
ASKED = 2
STATEMENTS = "statements of entry 3"
QUESTIONS = "questions of entry 2"


def forge_list(case: Path, seq: int, edit: Callable[[list[bytes]], list[bytes]]) -> Ref:
    """Put other lines in place of the list of an entry, which agrees; return what it says of it."""
    (old,) = read_entries(case)[seq].outputs
    block = b"".join(line + b"\n" for line in edit(lines_of(case, seq)))
    object_path(case, old.sha256).unlink()
    told = manifest_ref(put_object(case, block), block)
    new = replace(told, kind=old.kind, root=told.root if old.root else None)
    forge(case, edits={seq: lambda entry: replace(entry, outputs=(new,))})
    return new


def lines_of(case: Path, seq: int) -> list[bytes]:
    """Return the lines of the list of an entry."""
    (ref,) = read_entries(case)[seq].outputs
    return object_path(case, ref.sha256).read_bytes().splitlines()


def forge_ref(case: Path, seq: int, **changes: object) -> None:
    """Change what an entry says of its list."""

    def edit(entry: Entry) -> Entry:
        return replace(entry, outputs=(replace(entry.outputs[0], **changes),))

    forge(case, edits={seq: edit})


def e310(case: Path) -> Codes:
    """The list of statements is gone."""
    (ref,) = read_entries(case)[STATED].outputs
    object_path(case, ref.sha256).unlink()
    return {"E310": [f"objects/{ref.sha256[:2]}/{ref.sha256}"]}


def e315_form(case: Path) -> Codes:
    """A statement has a grade that nobody gives."""
    forge_list(case, STATED, swaps(0, b'"grade":"B2"', b'"grade":"Z9"'))
    return {"E315": [f"{STATEMENTS}, line 0"]}


def e315_canonical(case: Path) -> Codes:
    """A statement is spelled otherwise than in its one form."""
    forge_list(case, STATED, swaps(3, b'{"object"', b'{ "object"'))
    return {"E315": [f"{STATEMENTS}, line 3"]}


def e315_kind(case: Path) -> Codes:
    """A statement is of a kind of node that there is not."""
    forge_list(case, STATED, swaps(1, b'"kind":"phone"', b'"kind":"ghost"'))
    return {"E315": [f"{STATEMENTS}, line 1"]}


def e315_relation(case: Path) -> Codes:
    """A statement says by itself what follows from mentions alone."""
    forge_list(case, STATED, swaps(1, b'"relation":"uses"', b'"relation":"mentioned_with"'))
    return {"E315": [f"{STATEMENTS}, line 1"]}


def e315_item(case: Path) -> Codes:
    """A statement rests on an item that was never in this case."""
    line = lines_of(case, STATED)[2]
    start = line.index(b'"item":"') + 8
    forge_list(case, STATED, swaps(2, line[start : start + 64], b"ab" * 32))
    return {"E315": [f"{STATEMENTS}, line 2"]}


def e315_locator(case: Path) -> Codes:
    """A statement says where in an item it stands in words, not by a locator."""
    forge_list(case, STATED, swaps(2, b'["bytes:0+19"]', b'["near the top"]'))
    return {"E315": [f"{STATEMENTS}, line 2"]}


def e315_question(case: Path) -> Codes:
    """The list of all questions begins with another one than its entry."""
    forge_list(case, ASKED, swaps(0, b"0912 345 678", b"0912 345 679"))
    return {"E315": [f"{QUESTIONS}, line 0"]}


def e316(case: Path) -> Codes:
    """The entry says that three statements were made; there are four."""
    forge_ref(case, STATED, count=3)
    forge_act(case, STATED, count=3)
    return {"E316": [STATEMENTS], "E326": ["entry 4"]}


def e316_questions(case: Path) -> Codes:
    """The entry counts more questions than its list has."""
    forge_ref(case, ASKED, count=4)
    forge_act(case, ASKED, question_count=4)
    return {"E316": [QUESTIONS]}


def e317(case: Path) -> Codes:
    """The entry gives another Merkle root for its statements."""
    forge_ref(case, STATED, root="ab" * 32)
    return {"E317": [STATEMENTS]}


def e324_count(case: Path) -> Codes:
    """The act counts other statements than its list has."""
    forge_act(case, STATED, count=5)
    return {"E324": ["entry 3"]}


def e324_objects(case: Path) -> Codes:
    """The act names its statements as a list of another kind."""
    forge_ref(case, STATED, kind="claims")
    return {"E324": ["entry 3"], "E326": ["entry 4"]}


def e324_retract(case: Path) -> Codes:
    """The end of a statement is said to have made an object."""
    (ref,) = read_entries(case)[STATED].outputs
    forge(case, edits={RETRACTED: lambda entry: replace(entry, outputs=(ref,))})
    return {"E324": ["entry 4"]}


def e324_undo(case: Path) -> Codes:
    """A decision is taken back without saying which."""
    forge_act(case, UNDONE, undoes=None)
    return {"E324": ["entry 8"]}


def e324_both(case: Path) -> Codes:
    """A confirmation takes a decision back in the same breath."""
    forge_act(case, CONFIRMED, undoes=DECIDED)
    return {"E324": ["entry 6"] * 2}


def e324_alone(case: Path) -> Codes:
    """A node is decided to be other than itself."""
    forge_act(case, 7, left=str(DUC), right=str(DUC))
    return {"E324": ["entry 7"]}


def e324_node(case: Path) -> Codes:
    """A decision is of a kind of node that there is not."""
    forge_act(case, 7, left="ghost:3f2a91c05d7e8b64")
    return {"E324": ["entry 7"]}


def e324_questions(case: Path) -> Codes:
    """The entry lists more questions than it counts."""
    asked = read_entries(case)[3].act
    if not isinstance(asked, Inquire):
        raise TypeError(asked)
    forge_act(case, 3, questions=("0912 345 678",))
    return {"E324": ["entry 3"]}


def e324_unlisted(case: Path) -> Codes:
    """The entry leaves questions out and names no list with all of them."""
    forge_act(case, 3, question_count=2)
    return {"E324": ["entry 3"]}


def e326(case: Path) -> Codes:
    """A statement is ended that was never made."""
    forge_act(case, RETRACTED, statements=("3:4",))
    return {"E326": ["entry 4"]}


def e326_later(case: Path) -> Codes:
    """A statement is ended that only a later entry could make."""
    entries = read_entries(case)
    if not isinstance(entries[RETRACTED].act, Retract):
        raise TypeError(entries[RETRACTED].act)
    forge_act(case, RETRACTED, statements=("4:0",))
    return {"E326": ["entry 4"]}


def e326_evidence(case: Path) -> Codes:
    """A decision rests on a statement that is not there."""
    forge_act(case, DECIDED, evidence=("3:1", "3:9"))
    return {"E326": ["entry 5"]}


def e327(case: Path) -> Codes:
    """What is taken back is no decision."""
    forge_act(case, UNDONE, undoes=STATED)
    return {"E327": ["entry 8"]}


def e327_others(case: Path) -> Codes:
    """The decision that is taken back is of others."""
    forge_act(case, UNDONE, left=str(HUNG), right=str(CUONG))
    return {"E327": ["entry 8"]}


def e327_same_officer(case: Path) -> Codes:
    """An officer confirms his own decision as the second one."""
    act = read_entries(case)[CONFIRMED].act
    if not isinstance(act, Decide):
        raise TypeError(act)
    entries = read_entries(case)
    own = replace(entries[CONFIRMED], actor=entries[DECIDED].actor)
    forge(case, entries=[*entries[:CONFIRMED], own, *entries[CONFIRMED + 1 :]])
    return {"E327": ["entry 6"]}


def e327_other_decision(case: Path) -> Codes:
    """A second officer confirms what was not decided."""
    forge_act(case, CONFIRMED, decision="different")
    return {"E327": ["entry 6"]}


def e612_mark(case: Path) -> Codes:
    """A file with bytes in it poses as the mark of a list without its entry."""
    mark = case / "work" / f"laid-{sha256_hex(b'')}"
    mark.parent.mkdir(exist_ok=True)
    mark.write_bytes(b"hidden")
    return {"E612": [str(mark.relative_to(case))]}


def _of(good: str, spoilers: dict[str, Callable[[Path], Codes]]) -> dict[str, Bad]:
    return {name: Bad(of=good, spoil=spoil) for name, spoil in spoilers.items()}


BAD_LINKS = _of(
    "linked",
    {
        "E310_statements_are_missing": e310,
        "E315_statement_of_an_unknown_form": e315_form,
        "E315_statement_not_canonical": e315_canonical,
        "E315_statement_of_an_unknown_kind": e315_kind,
        "E315_statement_of_what_stands_together": e315_relation,
        "E315_statement_on_an_unknown_item": e315_item,
        "E315_statement_without_a_locator": e315_locator,
        "E316_statements_have_another_count": e316,
        "E317_statements_have_another_root": e317,
        "E324_statements_counted_otherwise": e324_count,
        "E324_statements_of_another_kind": e324_objects,
        "E324_end_of_a_statement_makes_an_object": e324_retract,
        "E324_undone_by_half": e324_undo,
        "E324_undone_and_confirmed": e324_both,
        "E324_decision_on_one_alone": e324_alone,
        "E324_decision_on_an_unknown_kind": e324_node,
        "E326_no_such_statement": e326,
        "E326_statement_that_came_later": e326_later,
        "E326_decision_on_no_evidence": e326_evidence,
        "E327_no_decision": e327,
        "E327_decision_of_others": e327_others,
        "E327_confirmed_by_the_same_officer": e327_same_officer,
        "E327_confirmed_otherwise": e327_other_decision,
        "E612_mark_with_bytes": e612_mark,
    },
) | _of(
    "desk",
    {
        "E315_another_question": e315_question,
        "E316_questions_have_another_count": e316_questions,
        "E324_more_questions_than_counted": e324_questions,
        "E324_questions_left_out": e324_unlisted,
    },
)
