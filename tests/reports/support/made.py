"""Reports in few words: of a case, and one whose every field can be chosen."""

import json
from dataclasses import fields, replace
from pathlib import Path

from truyvet.evidence.acts import Examiner, ScanTotals, SourcePath, Totals
from truyvet.evidence.findings import Verdict, finding
from truyvet.evidence.item import Problem
from truyvet.evidence.keyring import read_card
from truyvet.evidence.records import Actor, KeyCard, Moment
from truyvet.evidence.verification.run import Verification, verify
from truyvet.evidence.verification.trust import Trust, read_kept
from truyvet.reports.custody import DEFAULT_ROWS, build
from truyvet.reports.document import (
    Act,
    Collection,
    Completeness,
    CustodyReport,
    Exhibit,
    Fact,
    HandCheck,
    Head,
    Inside,
    Key,
    NewestCheckpoint,
    Result,
    Unfinished,
    Unpacked,
)
from truyvet.reports.examination import (
    Attention,
    ByExtractor,
    Examination,
    Flagged,
    Listing,
    Mark,
    ScanRun,
    Short,
    UnfinishedScan,
)
from truyvet.reports.html import render
from truyvet.reports.statements import statements
from truyvet.reports.texts import LANGUAGES

from .page import Page

MADE = Moment(utc="2026-03-15T03:00:00.000000Z", zone="+07:00")
VECTORS = Path(__file__).resolve().parents[2] / "vectors"
HEX32, HEX64 = "0123456789abcdef" * 2, "fedcba9876543210" * 4
GOOD = sorted(path.parent for path in VECTORS.glob("good/*/expected.json"))
BAD = sorted(path.parent for path in VECTORS.glob("bad/*/expected.json"))


def report_on(
    folder: Path,
    *,
    trust: Trust | None = None,
    fast: bool = False,
    rows: int | None = DEFAULT_ROWS,
    answer: Verification | None = None,
) -> CustodyReport:
    """Verify the case in `folder` and build its report."""
    trust = trust or Trust()
    answer = answer or verify(folder, trust, jobs=0, fast=fast)
    return build(folder, answer, trust, made=MADE, tool="truyvet 0.1.0", fast=fast, rows=rows)


def report_on_vector(folder: Path) -> tuple[CustodyReport, Verdict]:
    """Build the report of a vector; return also the verdict that it expects."""
    expected = json.loads((folder / "expected.json").read_bytes())
    kept = expected["checkpoint"]
    trust = Trust(
        keys=tuple(read_card(VECTORS / key) for key in expected["keys"]),
        checkpoint=read_kept((folder / kept).read_bytes()) if kept else None,
    )
    document = report_on(folder / "case", trust=trust, fast=expected["fast"])
    return document, Verdict(expected["verdict"])


def page_of(document: CustodyReport, language: str = "en") -> Page:
    """Render and parse."""
    return Page(render(document, LANGUAGES[language]))


def filled(text: str, *, count: int = 1) -> CustodyReport:
    """Return a report that has every part, and `text` wherever text comes from outside.

    `count` is how many rows there are of everything that has rows.
    """
    actor = Actor(key=HEX32, name=text, role=text, unit=text)
    card = KeyCard(id=HEX32, name=text, public=HEX64, role=text, unit=text)
    act = Act(
        seq=0, sha256=HEX64, time=MADE, actor=actor, type="case.open", purpose=text,
        authority=text, note=text, tool=text,
        facts=(
            Fact(code="title", value=text),
            Fact(code="role", value=text, form="code"),
            Fact(code="key", value=HEX32, form="hash"),
            Fact(code="items", value=3, form="count"),
            Fact(code="bytes", value=3_000_000, form="size"),
        ),
    )  # fmt: skip
    exhibit = Exhibit(
        name="1.0", path=text, path_bytes=text, source=0, kind="symlink", target=text, size=5,
        sha256=HEX64, modified=MADE.utc, problem=Problem(code="changed", text=text),
        unverified=True, exports=(3,), findings=("E311",), inside=Inside(parent="1.0", step=text),
        flags=((text, 2), ("yara", 1)), tags=(mark(text),), notes=(mark(text),),
    )  # fmt: skip
    sources = (SourcePath(path=text, path_bytes="ff"),)
    collection = Collection(
        seq=1, id=HEX32, collector=text, time=MADE, sources=sources, source_count=3,
        status="closed", manifest=HEX64, root=HEX64,
        totals=Totals(bytes=5, items=9, problems=1, stored=1, unverified=4),
        count=9, state="damaged", items=(exhibit,) * count, unlisted=8,
    )  # fmt: skip
    unpacked = Unpacked(
        seq=3, time=MADE, manifest=HEX64, root=HEX64, count=9, state="damaged",
        items=(exhibit,) * count, unlisted=8,
    )  # fmt: skip
    unfinished = Unfinished(id=HEX32, collector=text, actor=actor, started=MADE, sources=sources)
    key = Key(card=card, words="babab", since=0, until=4, reason=text, entries=2, trusted=False)
    head = Head(size=4, root=HEX64, words="zuzuz-babab")
    found = (
        finding("E631", text, path=text, reason=text),
        replace(finding("E311", f"objects/{text}"), items=(text,)),
    )
    result = Result(
        verdict=Verdict.INVALID, made=MADE, tool=text, fast=False,
        statements=statements(
            {"E311": 1, "E631": 1}, kept=True, trusted=True, manifest_missing=True
        ),
        unproved=("P1", "P2", "P5"), findings=found * count, unlisted=(("E311", 7),),
        trusted=(card,) * count, kept=4, entries=4, items=9, objects=3, bytes=5, head=head,
    )  # fmt: skip
    return CustodyReport(
        case=HEX32, number=text, title=text, opening=act, result=result,
        completeness=Completeness(
            problems=(("changed", 9),), listed=(exhibit,) * count,
            unfinished=(unfinished,) * count, collectors=(text,),
        ),
        examination=examination(text, count=count), attention=attention(text, count=count),
        acts=(act,) * count, unlisted_acts=5, unread=(2, 3), unread_count=9,
        collections=(collection,), unpacked=(unpacked,), unlisted=16, keys=(key,) * count,
        checkpoint=NewestCheckpoint(text=text, head=head),
        checks=(HandCheck(code="objects", lines=("sha256sum x",), expected=""),),
    )  # fmt: skip


def mark(text: str) -> Mark:
    """Return a tag or a note."""
    return Mark(seq=4, name="3:1", text=text)


def examination(text: str, *, count: int = 1) -> Examination:
    """Return an examination that has every part, and `text` wherever text comes from outside."""
    actor = Actor(key=HEX32, name=text, role=text, unit=text)
    lost = Listing(sha256=HEX64, root=HEX64, count=9, state="damaged")
    run = ScanRun(
        seq=3, time=MADE, actor=actor, status="closed", confinement=(text, "network"),
        extractors=(Examiner(configuration=HEX64, name=text, version=text),),
        totals=ScanTotals(**dict.fromkeys(ScanTotals.__struct_fields__, 7)), outcomes=lost,
        observations=lost,
    )  # fmt: skip
    short = Short(item="1.0", path=text, extractor=text, status="timeout", reason=text)
    unfinished = UnfinishedScan(id=HEX32, actor=actor, started=MADE, extractors=7)
    return Examination(
        items=9, without_bytes=1, full=2, partly=1, unexamined=1, never=2, not_collected=2,
        left_out=(text,), extractors=(ByExtractor(name=text, examined=2, short=(("bomb", 1),)),),
        statuses=(("bomb", 1), ("timeout", 3)), listed=(short,) * count, unlisted=5,
        scans=(run,) * count, unfinished=(unfinished,) * count, strangers=1, sure=False,
    )  # fmt: skip


def attention(text: str, *, count: int = 1) -> Attention:
    """Return what asks for attention, with `text` wherever text comes from outside."""
    flagged = Flagged(
        name="3:1", item="1.0", path=text, flag=text, kind=text, value=text, extractor=text,
        facts=((text, text),), tags=(mark(text),), notes=(mark(text),),
    )  # fmt: skip
    return Attention(flags=((text, 2), ("yara", 7)), listed=(flagged,) * count, sure=False)


def every_text(document: object) -> set[str]:
    """Return all strings anywhere in a document."""
    if isinstance(document, str):
        return {document}
    if isinstance(document, tuple):
        return {text for one in document for text in every_text(one)}
    if hasattr(document, "__dataclass_fields__"):
        values = (getattr(document, field.name) for field in fields(document))  # type: ignore[arg-type]
        return {text for value in values for text in every_text(value)}
    if hasattr(document, "__struct_fields__"):
        names = document.__struct_fields__
        return {text for name in names for text in every_text(getattr(document, name))}
    return set()
