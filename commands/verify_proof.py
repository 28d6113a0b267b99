"""Checking a proof bundle: what `truyvet verify FILE` does with a file."""

from dataclasses import asdict
from pathlib import Path

from ..evidence.errors import ExitStatus
from ..evidence.findings import Severity, Verdict
from ..evidence.verification.trust import Trust
from ..reports.proof.answer import Answer, Decided
from ..reports.proof.checking import check_bundle
from ..reports.proof.form import Proof
from .output import counted, say, say_json, say_wrapped

STATUS = {
    Verdict.VALID: ExitStatus.DONE,
    Verdict.INVALID: ExitStatus.INVALID,
    Verdict.INCOMPLETE: ExitStatus.PARTIAL,
}
"""Exit status of each verdict, as for cases."""


def verify_proof(path: Path, trust: Trust, *, as_json: bool) -> ExitStatus:
    """Check the bundle at `path`, print the answer and return the exit status."""
    answer = check_bundle(path, trust)
    if as_json:
        say_json(as_facts(answer))
    else:
        _print(answer)
    return STATUS[answer.verdict]


def as_facts(answer: Answer) -> dict[str, object]:
    """Return the answer as JSON facts."""
    proof = answer.proof
    told: dict[str, object] = {
        "verdict": answer.verdict,
        "title": answer.title,
        "number": answer.number,
        "entries": answer.entries,
        "root": answer.root,
        "signers": [
            {
                "key": one.card.id, "name": one.card.name, "unit": one.card.unit,
                "role": one.card.role, "entries": one.entries, "trusted": one.trusted,
            }
            for one in answer.signers
        ],
        "findings": [
            {"code": one.code, "severity": one.severity, "place": one.place, "text": one.text}
            for one in answer.faults
        ],
        "unproved": list(answer.unproved),
    }  # fmt: skip
    if proof is not None:
        told |= {
            "case": proof.case,
            "question": proof.question,
            "own_readme": answer.own_guide,
            "decisions": [asdict(one) for one in answer.decisions.values()],
            "made": proof.made.utc,
            "maker": {"name": proof.maker.name, "unit": proof.maker.unit, "key": proof.maker.key},
            "paths": [list(walk) for walk in proof.paths],
            "hops": _hops(proof, answer),
            "names": answer.labels,
            "items": [one.name for one in proof.items],
        }
    return told


def _hops(proof: Proof, answer: Answer) -> list[dict[str, object]]:
    return [
        {
            "left": hop.left,
            "right": hop.right,
            "one_by": list(one_by),
            "links": [
                {
                    "subject": link.subject, "relation": link.relation, "object": link.object,
                    "total": link.total,
                    "statements": {name: answer.texts.get(name, "") for name in link.statements},
                }
                for link in hop.links
            ],
        }
        for hop, one_by in zip(proof.hops, answer.rests, strict=True)
    ]  # fmt: skip


def _print(answer: Answer) -> None:
    proof = answer.proof
    if proof is None:
        say(f"{answer.verdict}  no proof could be read")
    else:
        name = f"case {answer.number} “{answer.title}” ({proof.case})"
        say_wrapped(f"{answer.verdict}  proof out of {name}", indent=0)
        say_wrapped(f"made, as its maker tells, for: {proof.question}", indent=2)
        say_wrapped(f"made {proof.made.utc} by {proof.maker.name}, {proof.maker.unit}", indent=2)
        ledger = f"{counted(answer.entries, 'entry')}, root {answer.root}"
        say_wrapped(f"{counted(len(proof.entries), 'entry')} of a ledger of {ledger}", indent=2)
        for signer in answer.signers:
            trust = "trusted" if signer.trusted else "by the bundle's own word"
            say_wrapped(f"signed by {signer.card.name}, {signer.card.unit} ({trust})", indent=2)
        for walk in proof.paths:
            say_wrapped(" → ".join(map(answer.called, walk)), indent=2)
        for hop in _hops(proof, answer):
            _print_hop(hop, answer)
        if answer.own_guide:
            say_wrapped(
                "readme.md is not as this version of truyvet writes it: its maker's own words",
                indent=2,
            )
    if answer.faults:
        say("findings:")
        for one in answer.faults:
            mark = {Severity.INVALID: "✗", Severity.INCOMPLETE: "?"}.get(one.severity, "·")
            say_wrapped(f"{mark} {one.code} {one.place}: {one.text}", indent=2)
    else:
        say("no findings")
    say("not proved:")
    for code, text in answer.unproved.items():
        say_wrapped(f"{code} {text}", indent=2)


def _print_hop(hop: dict[str, object], answer: Answer) -> None:
    left, right = (answer.called(str(hop[end])) for end in ("left", "right"))
    say_wrapped(f"{left} – {right}", indent=2)
    links = hop["links"]
    for link in links if isinstance(links, list) else ():
        for name in link["statements"]:
            say_wrapped(f"{name} {answer.told(name)}", indent=4)
        left = link["total"] - len(link["statements"])
        if left > 0:
            say(f"    and {left:,} more in the case, as its maker tells")
    one_by = hop["one_by"]
    for entry in one_by if isinstance(one_by, list) else ():
        say_wrapped(_decision(answer.decisions[entry], answer), indent=4)


def _decision(one: Decided, answer: Answer) -> str:
    """Return for people by whose decision two nodes are one, and why."""
    pair = f"{answer.called(one.left)} and {answer.called(one.right)}"
    by = f"{one.name}, {one.unit}, {one.recorded}"
    confirmed = f"; confirmed by {'; '.join(one.confirmed)}" if one.confirmed else ""
    return f"{pair} are one by entry {one.entry}, {by}: {one.because}{confirmed}"
