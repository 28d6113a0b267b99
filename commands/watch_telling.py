"""What `watch run`, `watch log` and `watch diff` say of a comparison, in lines and as JSON."""

from collections.abc import Iterator

from ..reports.comparison import SORTS, Alarm, Change, Comparison, Picture, Text
from ..reports.english_comparison import COMPARISON as WORDS

_SHOWN = 10
"""Entries of a list that a line names."""


def headline(found: Comparison) -> str:
    """Return in some words what became of a page: `text +3 -1, picture 4.2%, 2 links`."""
    if not found.new.answered:
        return f"{found.new.result}: {found.new.reason or 'no page came'}"
    words = [word for word in (_text(found.text), _picture(found.picture)) if word]
    words += [_count(found.changes[sort], sort) for sort in found.changed_sorts()]
    words += found.changed_facts()
    if words:
        return ", ".join(words)
    if found.state == "same":
        return "unchanged"
    lacking = reason(found)
    if not found.bytes_differ:
        return f"not known: {lacking}"
    return "other bytes only" if not lacking else f"other bytes; more is not known: {lacking}"


def reason(found: Comparison) -> str:
    """Return why it is not known whether a page changed, in words; nothing where it is."""
    parts: tuple[Text | Picture | Change, ...]
    parts = (found.page, found.rendered, found.picture, *found.changes.values())
    for part in parts:
        if part.state == "unknown" and part.why and part.why != "unrendered":
            return WORDS[f"diff.why.{part.why}"]
    return ""


def _text(text: Text) -> str:
    if text.state != "changed" or text.difference is None:
        return ""
    return f"text +{text.difference.new} -{text.difference.gone}"


def _picture(picture: Picture) -> str:
    if picture.state != "changed":
        return ""
    percent = picture.changed / 10_000
    return f"picture {percent:.1f}%" if percent >= 0.1 else "picture under 0.1%"


def _count(change: Change, sort: str) -> str:
    return f"{sort} +{len(change.new)} -{len(change.gone)}"


def lines(found: Comparison) -> Iterator[str]:
    """Yield what is worth a line of its own: what is new and gone, alarms, what is not known."""
    if found.old is not None:
        old, new = found.old.facts, found.new.facts
        for code in found.changed_facts():
            yield f"{code}: {_one(old.get(code, ''))} → {_one(new.get(code, ''))}"
        for sort in found.changed_sorts():
            change = found.changes[sort]
            for sign, seen in (("+", change.new), ("-", change.gone)):
                for one in seen[:_SHOWN]:
                    yield f"{sign} {one.kind} {one.value}"
                if len(seen) > _SHOWN:
                    yield f"{sign} {len(seen) - _SHOWN:,} more {sort}"
    for alarm in found.hits:
        note = f" ({alarm.note})" if alarm.note else ""
        yield f"! {alarm.kind} {alarm.value} is on the watch-list{note}: {alarm.name}"
    for alarm in found.flags:
        yield f"! flag {alarm.kind}: {alarm.value}: {alarm.name}"


def _one(text: str) -> str:
    return text.replace("\n", " → ") or "none"


def as_facts(found: Comparison) -> dict[str, object]:
    """Return a comparison as JSON facts; the texts and pictures themselves are left to the diff."""
    return {
        "capture": found.new.name,
        "page": found.new.given,
        "time": found.new.time.utc,
        "result": found.new.result,
        "reason": found.new.reason,
        "status": int(status) if (status := found.new.facts.get("status")) else None,
        "against": None if found.old is None else found.old.name,
        "between": found.between,
        "state": found.state,
        "bytes_differ": found.bytes_differ,
        "changed": list(found.changed_facts()),
        "text": _text_facts(found.page),
        "rendered_text": _text_facts(found.rendered),
        "picture": {
            "state": found.picture.state,
            "why": found.picture.why,
            "detail": found.picture.detail,
            "changed_ppm": found.picture.changed,
            "boxes": [list(box) for box in found.picture.new.boxes] if found.picture.new else [],
        },
        **{sort: _change_facts(found.changes[sort]) for sort in SORTS},
        "flags": [_alarm_facts(one) for one in found.flags],
        "hits": [_alarm_facts(one) for one in found.hits],
    }


def _text_facts(text: Text) -> dict[str, object]:
    found = text.difference
    counts = {"new": found.new if found else 0, "gone": found.gone if found else 0}
    return {"state": text.state, "why": text.why, **counts}


def _change_facts(change: Change) -> dict[str, object]:
    return {
        "state": change.state,
        "why": change.why,
        "new": [[one.kind, one.value] for one in change.new],
        "gone": [[one.kind, one.value] for one in change.gone],
    }


def _alarm_facts(alarm: Alarm) -> dict[str, str]:
    return {"name": alarm.name, "item": alarm.item, "kind": alarm.kind, "value": alarm.value,
            "watch": alarm.watch, "note": alarm.note}  # fmt: skip
