"""How answers of `known` are told, of one case or of several: as text, a table, or JSON."""

from collections.abc import Iterable

import msgspec

from ..evidence.scans.locator import shown
from ..query.coverage import Coverage
from ..query.known import Answer, Reading
from ..query.sightings import Sighting
from ..query.spellings import AS_TYPED, NAME, Spelling, is_just_that
from ..query.standing import Stated, Tie
from .known_texts import say_alike, say_holds, say_texts, search_for
from .output import Align, counted, on_terminal, say, say_wrapped, table

_SHOWN = 200  # characters of a value
_PIPED = (
    "value", "known", "as", "seen", "links", "first recorded", "case", "item", "path", "where",
    "tags", "who",
)  # fmt: skip
_DRAWN = {
    "value": Align.WRAP, "known": Align.LEFT, "as": Align.WRAP, "since": Align.LEFT,
    "where": Align.WRAP, "who": Align.WRAP,
}  # fmt: skip


def say_list(answers: Iterable[Answer]) -> None:
    """Print answers, one a line: fitted to a terminal, with more columns when piped."""
    if on_terminal():
        table(_DRAWN, map(_drawn, answers))
    else:
        table(dict.fromkeys(_PIPED, Align.LEFT), map(_piped, answers))


def as_facts(answer: Answer, covered: Coverage | None = None) -> dict[str, object]:
    """Return an answer as JSON facts; with what it covered where it is a no."""
    facts: dict[str, object] = msgspec.to_builtins(answer)
    facts["known"] = answer.known
    if covered is not None and not answer.known:
        facts["covered"] = coverage_facts(covered)
    return facts


def coverage_facts(covered: Coverage) -> dict[str, object]:
    """Return what was looked into as JSON facts."""
    facts: dict[str, object] = msgspec.to_builtins(covered)
    return facts | {"extractors": dict(covered.extractors), "whole": covered.whole}


def _piped(answer: Answer) -> tuple[str, ...]:
    told = answer.readings
    item, path, where, tags = _place(answer)
    counts = sum(one.count.seen for one in told), sum(sum(one.links.values()) for one in told)
    known = "known" if answer.known else "not known"
    cells = (answer.asked, known, _kinds(answer), *map(str, counts), _recorded(answer))
    return (*cells, answer.case if answer.known else "", item, path, where, tags, _who(answer))


def _drawn(answer: Answer) -> tuple[str, ...]:
    *place, tags = _place(answer)
    where = " ".join((*filter(None, place), *([f"tagged {tags}"] if tags else [])))
    known = "known" if answer.known else "not known"
    return answer.asked, known, _kinds(answer), _recorded(answer)[:10], where, _who(answer)


def _kinds(answer: Answer) -> str:
    """Return what a value is known as; of one that is not, what it looks like."""
    found = [
        f"{one.title} {one.label or one.value}{_weak(one)}"[:_SHOWN] for one in answer.readings
    ]
    if answer.texts and answer.texts.texts:
        found.append(f"in {counted(answer.texts.texts, 'text')}")
    if answer.holds:
        found.append(f"holds {', '.join(answer.holds)}: look up by itself"[:_SHOWN])
    return "; ".join(found)


def _recorded(answer: Answer) -> str:
    """Return when a value was first recorded, by an observation, a statement or a text."""
    times = [one.recorded for one in answer.readings]
    times += [one.passage.recorded for one in answer.texts.found[:1]] if answer.texts else []
    return min(filter(None, times), default="")


def _place(answer: Answer) -> tuple[str, str, str, str]:
    """Return where a value stands first: item, path, locator, tags; a sighting before a text."""
    for reading in answer.readings:
        for one in reading.sightings:
            return one.item, one.path, shown(one.locator), ", ".join(one.tags)
    for text in answer.texts.found if answer.texts else ():
        steps = [one.locator for one in text.passage.snippets] or [text.passage.locator]
        return text.item, text.path, shown(steps[0]), ", ".join(text.tags)
    for reading in answer.readings:
        for said in reading.stated:
            if said.item:
                return said.item, said.path, shown(said.locator), ""
    return "", "", "", ""


def _who(answer: Answer) -> str:
    return ", ".join(dict.fromkeys(tie.label for one in answer.readings for tie in one.ties))[
        :_SHOWN
    ]


def say_answer(answer: Answer) -> None:
    """Print what is known of a value, or that nothing is and what it was looked up as."""
    told = "known" if answer.known else "NOT KNOWN"
    told += "" if answer.readings or not answer.known else ", in texts only"
    say_wrapped(f"{answer.asked[:_SHOWN]}: {told}", indent=0)
    for reading in answer.readings:
        say_reading(reading)
    for reading in answer.gone:
        say_wrapped(f"known no longer: {_titled(reading)}", indent=2)
        _say_ended(reading)
    if answer.texts:
        say_texts(answer.texts)
    say_alike(answer.like)
    if not answer.known:
        say_wrapped(f"looked up as {'; '.join(tried(answer.tried))}", indent=2)
        _say_texts_left(answer)
    if answer.superseded:
        times = counted(answer.superseded, "observation")
        say_wrapped(f"{times} of it no longer count: a later scan superseded them", indent=2)


def _say_texts_left(answer: Answer) -> None:
    """Print whether a value that is not known was looked for in texts, and what it may hold."""
    if answer.texts is not None:
        say("  looked for in the texts too")
    elif any(map(str.isalnum, answer.asked)):
        just_that = is_just_that(answer.asked)
        command = search_for((answer.tried[0].value if just_that else answer.asked)[:_SHOWN])
        say_wrapped(f"texts were not looked into: {command}", indent=2)
    say_holds(answer.holds)


def tried(spellings: Iterable[Spelling]) -> list[str]:
    """Return the spellings that a value was looked up under, for people."""
    told = list[str]()
    typed = {AS_TYPED: "a value of any kind as typed", NAME: "a name, without marks"}
    for one in spellings:
        again = {AS_TYPED: f"as {one.value[:_SHOWN]}", NAME: f"the name {one.value[:_SHOWN]}"}
        said = typed.pop(one.kind, "") or again.get(one.kind) or f"{one.title} {one.value[:_SHOWN]}"
        told.append(said + _weak(one))
    return told


def _weak(one: Spelling | Reading) -> str:
    return f" (weaker: {one.weak})" if one.weak else ""


def say_reading(reading: Reading) -> None:
    """Print one thing that a value stands for, and what is known of it."""
    say_wrapped(_titled(reading), indent=2)
    for line in _summed_up(reading):
        say_wrapped(line, indent=4)
    for tie in reading.ties:
        say_wrapped(tie_text(tie), indent=4)
    for sighting in reading.sightings:
        say_wrapped(sighting_text(sighting), indent=4)
    left = reading.count.seen - len(reading.sightings)
    if left > 0:
        say(f"    … and {left:,} more")
    for stated in reading.stated:
        say_wrapped(stated_text(stated), indent=4)
    left = sum(reading.links.values()) - len(reading.stated)
    if left > 0:
        say(f"    … and {counted(left, 'statement')} more")
    _say_ended(reading)


def _titled(reading: Reading) -> str:
    name = f" «{reading.label}»" if reading.label else ""
    return f"{reading.title} {reading.value[:_SHOWN]}{name}{_weak(reading)}"


def _say_ended(reading: Reading) -> None:
    """Print what officers took back, each with who, when and why."""
    for sighting in reading.retracted:
        say_wrapped(sighting_text(sighting), indent=4)
    left = reading.count.retracted - len(reading.retracted)
    if left > 0:
        say(f"    … and {left:,} more that were retracted")
    for stated in reading.ended:
        say_wrapped(stated_text(stated), indent=4)
    left = reading.ended_count - len(reading.ended)
    if left > 0:
        say(f"    … and {counted(left, 'statement')} more that ended")


def _summed_up(reading: Reading) -> Iterable[str]:
    if reading.count.seen:
        last = f", last {reading.last}" if reading.last != reading.first else ""
        yield f"seen {counted(reading.count.seen, 'time')}, first recorded {reading.first}{last}"
    if reading.links:
        counts = ", ".join(f"{name} {count:,}" for name, count in reading.links.items())
        span = " to ".join(dict.fromkeys(filter(None, (reading.since, reading.until))))
        yield f"links: {counts}" + (f"; {span}" if span else "")
    if reading.same:
        yield f"decided to be the same as {', '.join(reading.same)}"


def tie_text(tie: Tie) -> str:
    """Return someone tied to a value as one line."""
    times = f" × {tie.count:,}" if tie.count > 1 else ""
    return f"tied to {tie.label} ({tie.node}) by {tie.relation}{times}"


def sighting_text(one: Sighting) -> str:
    """Return where a value stands as one line."""
    parts = [one.name]
    if one.locator:
        parts += [one.kind, f"«{one.raw[:_SHOWN]}»", f"in {one.item} {one.path}"]
        parts += [f"at {shown(one.locator)}", f"by {one.extractor} {one.version}"]
    else:
        parts.append(one.path)
    parts.append(f"entry {one.entry}, {one.recorded}")
    marks = [f"flag {one.flag}"] if one.flag else []
    marks += [f"item flagged {', '.join(one.item_flags)}"] if one.item_flags else []
    marks += [f"tagged {', '.join(one.tags)}"] if one.tags else []
    marks += [one.ended.title] if one.ended else []
    return "  ".join((*parts, *marks))


def stated_text(one: Stated) -> str:
    """Return a statement as one line."""
    ends = [
        f"{label} ({node})" if label != node.partition(":")[2] else node
        for label, node in (
            (one.subject_label, one.subject), (one.object_label, one.object)
        )
    ]  # fmt: skip
    parts = [one.name, f"{ends[0]} {one.relation} {ends[1]}"]
    span = " to ".join(dict.fromkeys(filter(None, (one.since, one.until))))
    parts += [span] if span else []
    parts += [", ".join(f"{name} {text}" for name, text in one.facts.items())] if one.facts else []
    parts += [f"grade {one.grade}"] if one.grade else []
    parts.append(f"said by {one.said_by}, entry {one.entry}, {one.recorded}")
    if one.item:
        parts.append(f"rests on {one.item} {one.path} {shown(one.locator)}".rstrip())
    parts += [f"note: {one.note}"] if one.note else []
    parts += [one.ended.title] if one.ended else []
    return "  ".join(parts)


def coverage_lines(covered: Coverage) -> list[str]:
    """Return what an answer covered, line by line."""
    as_of = f"{counted(covered.entries, 'entry')} as of {covered.as_of}"
    parts = [f"{covered.full:,} examined fully", f"{covered.partly:,} partly"]
    parts += [f"{covered.unexamined:,} not", f"{covered.never:,} never asked for"]
    parts += [f"{covered.not_collected:,} that could not be had"]
    parts += [f"{covered.without_bytes:,} without bytes"]
    ran = ", ".join(f"{name} {version}" for name, version in covered.extractors)
    lines = [
        f"covered: case {covered.case}, {as_of}",
        f"  {counted(covered.items, 'item')}: {', '.join(parts)}",
        f"  extractors: {ran or 'none has run'}",
    ]
    never = [f"  never asked: {', '.join(covered.left_out)}"] if covered.left_out else []
    return lines + never


def say_coverage(covered: Coverage) -> None:
    """Print what an answer covered."""
    for line in coverage_lines(covered):
        say_wrapped(line, indent=0)
