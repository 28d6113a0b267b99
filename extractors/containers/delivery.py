"""Handing what a reader yields to the engine, and finding one member again."""

from collections.abc import Iterable
from dataclasses import replace
from typing import BinaryIO, cast

from ...evidence.scans.observation import MAX_RAW
from ...hashes.canonical import MAX_SAFE_INTEGER
from ..interface import Emit
from .entry import MEMBER_NAME, Entry, Event, Notice, Trouble, suspicious_name
from .reading import Content, Refused


def deliver(events: Iterable[Event], emit: Emit) -> None:
    """Emit all events in their order; a damaged member keeps what came out before its damage."""
    for event in events:
        if isinstance(event, Entry):
            _member(event, emit)
        elif isinstance(event, Notice):
            _notice(event, emit)
        else:
            emit.problem(event.code, event.step, event.text)


def _notice(notice: Notice, emit: Emit) -> None:
    emit.observation(notice.kind, notice.locator, notice.raw, facts=notice.facts, flag=notice.flag)


def _member(entry: Entry, emit: Emit) -> None:
    suspicion = suspicious_name(entry)
    if suspicion is not None:
        _notice(suspicion, emit)
    content: Content | None = None
    trouble: Trouble | None = None
    if entry.content is not None:
        try:
            content = entry.content()
        except Refused as refused:
            trouble = Trouble(code=refused.code, text=refused.text, step=entry.step)
    member = entry.member
    if member.size is not None and not 0 <= member.size <= MAX_SAFE_INTEGER:
        member = replace(member, size=None)
    if content is None or not content.begins():
        emit.child(entry.step, None, member)
    else:
        emit.child(entry.step, cast("BinaryIO", content), member)
    if content is not None and content.fault:
        trouble = Trouble(code="corrupt", text=content.fault, step=entry.step)
    if trouble is not None:
        emit.problem(trouble.code, trouble.step, trouble.text)


def bytes_of(events: Iterable[Event], step: str) -> bytes:
    """Return the bytes of the member at `step`; LookupError where there are none.

    For a `member-name` step, return its name, cut as an observation's raw value is.
    """
    named = step.startswith(f"{MEMBER_NAME}:")
    wanted = step.removeprefix(f"{MEMBER_NAME}:")
    for event in events:
        if isinstance(event, Entry) and event.step == wanted:
            return event.name[:MAX_RAW] if named else content_of(event)
    raise LookupError(step[:200])


def content_of(entry: Entry) -> bytes:
    """Return a member's bytes, as far as they come out; LookupError where there are none."""
    if entry.content is None:
        raise LookupError(f"no bytes at {entry.step[:200]}")
    try:
        content = entry.content()
    except Refused as refused:
        raise LookupError(refused.text) from None
    if not content.begins():
        raise LookupError(content.fault)
    return content.read()
