"""`truyvet known --all`: is a value known in any case on the desk, or in a register?"""

from collections.abc import Sequence
from datetime import UTC, datetime

from ..evidence.errors import ExitStatus
from ..evidence.scans.locator import shown
from ..query.desk.access import Viewer
from ..query.desk.answers import AnswerAll, InCase, InRegister, known_everywhere
from ..query.desk.asking import inquire
from ..query.desk.covering import Covered, covering
from ..query.desk.desk import opened
from ..query.desk.freshening import freshen
from ..query.desk.lookup import Hit
from .desk_options import AskedAll
from .desk_telling import coverage_facts, say_coverage
from .known_telling import as_facts as answer_facts
from .known_telling import say_reading, tried
from .known_texts import say_texts, search_for
from .output import Align, counted, note, safe, say, say_json, say_wrapped, table

LIMIT = 20
"""Sightings of a value in one case that are told; they are counted all."""


def known_all(
    asked: AskedAll, values: Sequence[str], *, brief: bool = False, as_json: bool
) -> ExitStatus:
    """Look values up across the desk, record that, then tell the answers; `brief` as a list."""
    acting = asked.acting()
    with opened(asked.folder) as desk:
        tail = desk.case.ledger.tail()
        tail.keys.require(acting.signer.card, "inquire")
        freshen(desk)
        viewer = Viewer(desk, acting.signer.card.id)
        answers = known_everywhere(desk, viewer, values, limit=1 if brief else LIMIT)
        covered = covering(desk, viewer)
        entry = inquire(
            desk.case,
            acting,
            command="known",
            questions=values,
            covered=covered.count,
            hits=sum(one.hits for one in answers),
            withheld=sum(len(one.contacts) for one in answers),
        )
    _tell(answers, covered, entry.seq, brief=brief, as_json=as_json)
    return ExitStatus.DONE if any(one.known for one in answers) else ExitStatus.FAILED


def _tell(
    answers: list[AnswerAll], covered: Covered, seq: int, *, brief: bool, as_json: bool
) -> None:
    if as_json:
        for one in answers:
            facts = _facts(one) | {"inquiry": seq}
            if not one.known:
                facts["covered"] = coverage_facts(covered)
            say_json(facts)
        return
    if brief:
        columns = {"value": Align.LEFT, "known": Align.LEFT, "cases": Align.WRAP}
        columns |= {"registers": Align.WRAP, "ask": Align.WRAP}
        table(columns, map(_cells, answers))
        known = sum(one.known for one in answers)
        note(f"{known:,} of {counted(len(answers), 'value')} known")
    else:
        for one in answers:
            _say(one)
    if not all(one.known for one in answers):
        say_coverage(covered)
    note(f"recorded as entry {seq} of the desk")


def _cells(one: AnswerAll) -> tuple[str, ...]:
    cases = ", ".join(f"{case.case.title}{_weaker(case.weak)}" for case in one.cases)
    registers = ", ".join(
        f"{rows.register.name} {rows.count:,}{_weaker(rows.weak)}" for rows in one.registers
    )
    ask = "; ".join(
        f"{contact} (weaker)" if contact in one.weaker else contact for contact in one.contacts
    )
    known = "known" if one.known else "not known"
    return one.asked, known, cases, registers, ask


def _weaker(why: str) -> str:
    return f" (weaker: {why})" if why else ""


def _say(one: AnswerAll) -> None:
    say(f"{safe(one.asked[:200])}: {'known' if one.known else 'NOT KNOWN'}")
    for case in one.cases:
        _say_case(case)
    for case in one.gone:
        _say_gone(case)
    for rows in one.registers:
        _say_rows(rows)
    for contact in one.contacts:
        by = " by a weaker spelling" if contact in one.weaker else ""
        say_wrapped(f"there is a hit{by} that you may not see; ask {contact}", indent=2)
    if not one.known:
        say_wrapped(f"looked up as {'; '.join(tried(one.tried))}", indent=2)
        _say_texts_left(one)


def _search_for(asked: str) -> str:
    return f"{search_for(asked[:200])} --all"


def _say_texts_left(one: AnswerAll) -> None:
    """Print whether a value that is not known was looked for in texts, and how to do it."""
    if not one.in_texts:
        if any(map(str.isalnum, one.asked)):
            say_wrapped(f"texts were not looked into: {_search_for(one.asked)}", indent=2)
        return
    say("  looked for in the texts of the cases that you may see, too")
    for case, reason in one.unread:
        say_wrapped(f"texts of case {case.title} were not looked into: {reason}", indent=2)
    say_wrapped(f"in other texts: {_search_for(one.asked)}", indent=2)


def _say_case(one: InCase) -> None:
    say_wrapped(f"in case {one.case.title} ({one.case.path})", indent=2)
    if one.answer is not None and one.answer.known:
        for reading in one.answer.readings:
            say_reading(reading)
        if one.answer.texts:
            say_texts(one.answer.texts)
    else:
        say_wrapped(f"as of entry {one.case.entries - 1}: {_hits_text(one.hits)}", indent=4)
    if one.reason:
        say_wrapped(f"the case cannot be asked: {one.reason}", indent=4)
    if one.case.contact:
        say_wrapped(f"contact: {one.case.contact}", indent=4)


def _say_gone(one: InCase) -> None:
    """Tell that a case knows of it no longer; who took it back, where it can be asked."""
    as_of = f"as of entry {one.case.entries - 1}"
    say_wrapped(f"known no longer in case {one.case.title} ({one.case.path})", indent=2)
    for reading in one.answer.gone if one.answer is not None else ():
        say_reading(reading)
    if one.reason:
        say_wrapped(f"{as_of}; the case cannot be asked: {one.reason}", indent=4)
    elif any(hit.count for hit in one.hits):
        say_wrapped(f"it stood there {as_of}", indent=4)


def _hits_text(hits: Sequence[Hit]) -> str:
    return "; ".join(
        f"{hit.kind} {hit.value}, {counted(hit.count, 'time')}, first recorded {utc(hit.first)}"
        f"{_weaker(hit.weak)}"
        for hit in hits
        if hit.count
    )


def _say_rows(found: InRegister) -> None:
    register = found.register
    item = f"item {register.item_name}, entry {register.place}, {register.utc[:10]}"
    say_wrapped(f"in register {register.name} ({item}): {counted(found.count, 'row')}", indent=2)
    for row, hits in found.rows:
        told = (f"{hit.kind} {hit.value}{_weaker(hit.weak)}" for hit in hits)
        met = ", ".join(dict.fromkeys(told))
        sheet = f" of {row.sheet}" if row.sheet else ""
        say_wrapped(f"row {row.number}{sheet} at {shown(row.locator)}: {met}", indent=4)
        cells = "; ".join(f"{name}: {text}" for name, text in row.cells.items() if text.strip())
        say_wrapped(cells, indent=6)
    if found.count > len(found.rows):
        say(f"    … and {found.count - len(found.rows):,} more rows")
    if found.reason:
        say_wrapped(f"its rows cannot be shown: {found.reason}", indent=4)


def _facts(one: AnswerAll) -> dict[str, object]:
    return {
        "asked": one.asked,
        "known": one.known,
        "tried": [
            {"kind": spelling.kind, "value": spelling.value, "weak": spelling.weak}
            for spelling in one.tried
        ],
        "cases": list(map(_case_facts, one.cases)),
        "gone": list(map(_case_facts, one.gone)),
        "registers": list(map(_register_facts, one.registers)),
        "ask": one.contacts,
        "ask_weaker": one.weaker,
        "texts": {
            "looked_into": one.in_texts,
            "not_covered": [
                {"case": case.number, "case_id": case.id, "reason": reason}
                for case, reason in one.unread
            ],
            "search": _search_for(one.asked),
        },
    }


def _case_facts(one: InCase) -> dict[str, object]:
    case = one.case
    facts: dict[str, object] = {"case": case.number, "case_id": case.id, "path": case.path}
    facts |= {"contact": case.contact, "entry": case.entries - 1, "as_of": case.utc}
    facts["hits"] = [
        {"kind": hit.kind, "value": hit.value, "count": hit.count, "first": utc(hit.first),
         "last": utc(hit.last), "weak": hit.weak}
        for hit in one.hits
    ]  # fmt: skip
    answer = None if one.answer is None else answer_facts(one.answer)
    return facts | {"answer": answer, "reason": one.reason}


def _register_facts(found: InRegister) -> dict[str, object]:
    register = found.register
    facts: dict[str, object] = {"register": register.name, "entry": register.place}
    facts |= {"item": register.item_name, "item_id": register.item, "sha256": register.sha256}
    facts |= {"as_of": register.utc, "count": found.count, "reason": found.reason}
    facts["rows"] = [
        {"row": row.number, "sheet": row.sheet, "locator": list(row.locator), "cells": row.cells,
         "met": [{"kind": hit.kind, "value": hit.value, "weak": hit.weak} for hit in hits]}
        for row, hits in found.rows
    ]  # fmt: skip
    return facts


def utc(seconds: int) -> str:
    """Return seconds since 1970 as UTC; empty for none."""
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ") if seconds else ""
