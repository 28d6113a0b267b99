"""`truyvet verify`: what a case proves, checked without trusting it."""

import os
from collections.abc import Generator
from pathlib import Path

import click

from ..evidence.errors import ExitStatus, TruyvetError, guarding
from ..evidence.findings import MAX_LISTED, UNPROVED, Severity, Verdict
from ..evidence.keyring import read_card
from ..evidence.verification.run import Step, Verification, verifying
from ..evidence.verification.trust import Trust, read_kept
from ..hashes.words import words
from .context import PATH, open_case
from .output import counted, safe, say, say_json, say_wrapped, size_text
from .progress import Progress, progress

STATUS = {
    Verdict.VALID: ExitStatus.DONE,
    Verdict.INVALID: ExitStatus.INVALID,
    Verdict.INCOMPLETE: ExitStatus.PARTIAL,
}
"""Exit status of each verdict."""


@click.command("verify", epilog="Example: truyvet verify vu-01 --key an.pub.json --checkpoint kept")
@click.argument("case", required=False, type=PATH)
@click.option(
    "--key", "keys", multiple=True, type=PATH,
    help="A public key file that you trust; may be repeated.",
)  # fmt: skip
@click.option("--checkpoint", type=PATH, help="A checkpoint that you kept.")
@click.option("--fast", is_flag=True, help="Ledger and lengths only; never better than INCOMPLETE.")
@click.option("--jobs", type=click.IntRange(1, 64), default=2, show_default=True)
@click.option("--json", "as_json", is_flag=True, help="Print the answer as JSON.")
def command(
    case: Path | None,
    keys: tuple[Path, ...],
    checkpoint: Path | None,
    fast: bool,
    jobs: int,
    as_json: bool,
) -> ExitStatus:
    """Check a case: VALID (status 0), INVALID (3) or INCOMPLETE (4), with every finding.

    CASE may also be a file: a bundle that `truyvet path --proof` wrote, which needs no case.
    """
    # A folder that is named is taken as it is: never verify another case than the one meant.
    folder = case if case is not None else open_case(None).folder
    if not os.path.lexists(folder):
        raise TruyvetError("E501", path=folder)
    trust = read_trust(keys, checkpoint, folder)
    if folder.is_file():
        from .verify_proof import verify_proof

        return verify_proof(folder, trust, as_json=as_json)
    with progress("verified", total=None, quiet=as_json) as shown:
        answer = run(verifying(folder, trust, jobs=jobs, fast=fast), shown)
    if as_json:
        say_json(as_facts(answer))
    else:
        print_answer(answer)
    return STATUS[answer.verdict]


def run(steps: Generator[Step, None, Verification], shown: Progress) -> Verification:
    """Go through the steps of a verification, showing how far it is."""
    while True:
        try:
            step = next(steps)
        except StopIteration as end:
            answer: Verification = end.value
            return answer
        shown.advance(step.objects, step.bytes, step.total)


def read_trust(keys: tuple[Path, ...], checkpoint: Path | None, case: Path) -> Trust:
    """Read the verifier's own inputs, which must not come out of the case itself (E113)."""
    note = None
    if checkpoint is not None:
        if not checkpoint.is_file():
            raise TruyvetError("E501", path=checkpoint)
        if checkpoint.resolve().is_relative_to(case.resolve()):
            reason = "it lies in the case itself; what you kept comes from elsewhere"
            raise TruyvetError("E113", reason=reason)
        with guarding(checkpoint):
            note = read_kept(checkpoint.read_bytes())
    return Trust(keys=tuple(map(read_card, keys)), checkpoint=note)


def print_answer(answer: Verification) -> None:
    """Print the answer for people."""
    say(f"{answer.verdict}  case {safe(answer.number)} “{safe(answer.title)}” ({answer.case})")
    say(
        f"  {counted(answer.entries, 'entry')}, {counted(answer.items, 'item')}, "
        f"{counted(answer.objects, 'object')}, "
        f"{size_text(answer.bytes)}"
    )
    say(f"  root {answer.root}")
    say(f"       {words(bytes.fromhex(answer.root)[:16])}")
    for signer in answer.signers:
        trust = "trusted" if signer.trusted else "by the case's own word"
        say(f"  signed by {safe(signer.card.name)}, {safe(signer.card.unit)} ({trust})")
    _print_findings(answer)
    say("not proved:")
    for code in answer.unproved:
        say_wrapped(f"{code} {UNPROVED[code]}", indent=2)


def _print_findings(answer: Verification) -> None:
    if not answer.findings:
        say("no findings")
        return
    say("findings:")
    for one in answer.findings:
        mark = {Severity.INVALID: "✗", Severity.INCOMPLETE: "?", Severity.NOTICE: "·"}[one.severity]
        say_wrapped(f"{mark} {one.code} {one.place}: {one.text}", indent=2)
        for item in one.items:
            say_wrapped(f"item {item}", indent=6)
    for code, count in answer.counts.items():
        if count > MAX_LISTED:
            say(f"  … {code}: {count:,} in all, {MAX_LISTED:,} listed")


def as_facts(answer: Verification) -> dict[str, object]:
    """Return the answer as JSON facts."""
    return {
        "verdict": answer.verdict,
        "case": answer.case,
        "title": answer.title,
        "number": answer.number,
        "entries": answer.entries,
        "root": answer.root,
        "items": answer.items,
        "objects": answer.objects,
        "bytes": answer.bytes,
        "checkpoint": answer.checkpoint,
        "signers": [
            {
                "key": s.card.id, "name": s.card.name, "unit": s.card.unit, "role": s.card.role,
                "entries": s.entries, "trusted": s.trusted,
            }
            for s in answer.signers
        ],
        "findings": [
            {"code": f.code, "severity": f.severity, "place": f.place, "text": f.text,
             "items": list(f.items)}
            for f in answer.findings
        ],
        "counts": answer.counts,
        "unproved": list(answer.unproved),
        "timings": {step: round(seconds, 6) for step, seconds in answer.timings.items()},
    }  # fmt: skip
