"""The bad vectors of scans, tags and notes (E310 to E324): each list altered in one way.

The good case is `scanned`: entry 1 collects, entry 2 scans, entries 3 to 7 tag and note.
"""

from collections.abc import Callable
from pathlib import Path

from msgspec.structs import replace

from truyvet.evidence.acts import Examiner, Note, Scan, Tag
from truyvet.evidence.entry import Entry
from truyvet.evidence.records import Ref
from truyvet.hashes.digest import sha256_hex

from .forging import forge, manifest_ref, object_path, put_object, read_entries
from .recipes import Bad, Codes
from .scanning import ENTRY_NOTE

SCAN = 2
STRANGER = b"ab" * 32
EditLine = Callable[[list[bytes]], list[bytes]]


def ref_of(case: Path, kind: str) -> Ref:
    """Return what the scan's entry says of one of its lists."""
    (ref,) = (one for one in read_entries(case)[SCAN].outputs if one.kind == kind)
    return ref


def lines_of(case: Path, kind: str) -> list[bytes]:
    """Return the lines of one of the scan's lists."""
    return object_path(case, ref_of(case, kind).sha256).read_bytes().splitlines()


def forge_list(case: Path, kind: str, edit: EditLine, **told: object) -> None:
    """Put other lines in place of a list's; the entry agrees but for what `told` changes."""
    old = ref_of(case, kind)
    block = b"".join(line + b"\n" for line in edit(lines_of(case, kind)))
    object_path(case, old.sha256).unlink()
    new = replace(manifest_ref(put_object(case, block), block), kind=kind, **told)

    def agree(entry: Entry) -> Entry:
        outputs = tuple(new if ref.kind == kind else ref for ref in entry.outputs)
        return replace(entry, outputs=outputs)

    forge(case, edits={SCAN: agree})


def swaps(n: int, old: bytes, new: bytes) -> EditLine:
    """Return an edit of line `n` that writes other bytes once."""

    def edit(lines: list[bytes]) -> list[bytes]:
        if old not in lines[n]:
            raise ValueError(lines[n])
        return [*lines[:n], lines[n].replace(old, new, 1), *lines[n + 1 :]]

    return edit


def forge_act(case: Path, seq: int, **changes: object) -> None:
    """Change what the act of an entry says."""
    forge(case, edits={seq: lambda entry: replace(entry, act=replace(entry.act, **changes))})


def scan_of(case: Path) -> Scan:
    """Return the act of the scan."""
    act = read_entries(case)[SCAN].act
    if not isinstance(act, Scan):
        raise TypeError(act)
    return act


def place(kind: str, n: int) -> str:
    """Return where a finding about a line stands."""
    return f"{kind} of entry {SCAN}, line {n}"


def e310_child(case: Path) -> Codes:
    """The bytes of an item that was found in the archive are gone."""
    name = sha256_hex(ENTRY_NOTE)
    object_path(case, name).unlink()
    return {"E310": [f"objects/{name[:2]}/{name}"]}


def e310_outcomes(case: Path) -> Codes:
    """The list of outcomes is gone: nobody can say how completely the case was examined."""
    name = ref_of(case, "outcomes").sha256
    object_path(case, name).unlink()
    return {"E310": [f"objects/{name[:2]}/{name}"]}


def e315_status(case: Path) -> Codes:
    """An examination ended in a way that this version does not know."""
    forge_list(case, "outcomes", swaps(0, b'"status":"encrypted"', b'"status":"waved-by"'))
    # A line that cannot be read counts for nothing: the sums differ, its item has no outcomes.
    return {
        "E315": [
            place("outcomes", 0),
            place("observations", 0),
            place("observations", 1),
            place("efforts", 0),
        ],
        "E320": ["entry 2"],
    }


def e315_never_ran(case: Path) -> Codes:
    """An observation is said to be of an extractor that did not run in this scan."""
    forge_list(case, "observations", swaps(1, b'"archive","flag"', b'"yara","flag"'))
    return {"E315": [place("observations", 1)]}


def e315_outcome_of_others(case: Path) -> Codes:
    """An outcome is of an extractor that did not run in this scan."""
    forge_list(case, "outcomes", swaps(2, b'"archive"', b'"zipper"'))
    return {"E315": [place("outcomes", 2)]}


def e315_two_outcomes(case: Path) -> Codes:
    """One extractor has two outcomes for the same item."""
    forge_list(case, "outcomes", swaps(2, b'["archive"]', b'["archive","entities"]'))
    return {"E315": [place("outcomes", 2)]}


def e315_outcomes_twice(case: Path) -> Codes:
    """One item has two lines of outcomes."""

    def twice(lines: list[bytes]) -> list[bytes]:
        return [lines[0], lines[1], lines[1]]

    forge_list(case, "outcomes", twice)
    seen = [place("observations", n) for n in (4, 5, 6)]
    rest = [place("texts", 1), place("efforts", 2)]
    return {"E315": [place("outcomes", 2), *seen, *rest]}


def e315_unknown_item(case: Path) -> Codes:
    """Outcomes are told of an item that was never in this case."""
    item = lines_of(case, "outcomes")[2][9:73]
    forge_list(case, "outcomes", swaps(2, item, STRANGER))
    seen = [place("observations", n) for n in (4, 5, 6)]
    rest = [place("texts", 1), place("efforts", 2)]
    return {"E315": [place("outcomes", 2), *seen, *rest]}


def e315_observation_of_unknown_item(case: Path) -> Codes:
    """An observation is said to be of an item that the scan did not examine."""
    item = lines_of(case, "outcomes")[0][9:73]
    forge_list(case, "observations", swaps(1, item, STRANGER))
    return {"E315": [place("observations", 1)]}


def e315_no_locator(case: Path) -> Codes:
    """Where an observation was made is written in words, not as a locator."""
    forge_list(case, "observations", swaps(6, b'["bytes:', b'["somewhere '))
    return {"E315": [place("observations", 6)]}


def e315_raw_bytes(case: Path) -> Codes:
    """The raw bytes of an observation read as another value than the one beside them."""
    forge_list(
        case,
        "observations",
        swaps(6, b'"raw":"0912 345 678"', b'"raw":"0912 345 678","raw_bytes":"3039ff"'),
    )
    return {"E315": [place("observations", 6)]}


def e315_text(case: Path) -> Codes:
    """A text has no locator: nobody can find it again."""
    forge_list(case, "texts", swaps(1, b'"locator":["bytes:0+73"]', b'"locator":[]'))
    return {"E315": [place("texts", 1)], "E320": ["entry 2"]}


def e315_effort(case: Path) -> Codes:
    """An effort is of an extractor that did not run in this scan."""
    forge_list(case, "efforts", swaps(1, b'"plaintext"', b'"typist"'))
    return {"E315": [place("efforts", 1)]}


def e315_no_parent(case: Path) -> Codes:
    """An item found inside another says by half only that it stands there."""

    def orphaned(lines: list[bytes]) -> list[bytes]:
        start = lines[1].index(b'"parent":')
        return [lines[0], lines[1][:start] + lines[1][start + 76 :]]

    forge_list(case, "manifest", orphaned)
    return {"E315": [place("manifest", 1)] * 2}


def e315_unknown_parent(case: Path) -> Codes:
    """An item is said to stand inside one that was never in this case."""
    parent = lines_of(case, "outcomes")[0][9:73]
    forge_list(case, "manifest", swaps(1, parent, STRANGER))
    return {"E315": [place("manifest", 1)]}


def e315_child_twice(case: Path) -> Codes:
    """The same item inside the archive is listed twice."""
    forge_list(case, "manifest", lambda lines: [lines[0], lines[0].replace(b'"n":0', b'"n":1')])
    return {"E315": [place("manifest", 1)]}


def e316(case: Path) -> Codes:
    """The entry says that six observations were made; there are seven."""
    forge_list(case, "observations", lambda lines: lines, count=6)
    return {"E316": ["observations of entry 2"]}


def e317(case: Path) -> Codes:
    """The entry gives another Merkle root for the outcomes."""
    forge_list(case, "outcomes", lambda lines: lines, root="ab" * 32)
    return {"E317": ["outcomes of entry 2"]}


def e318(case: Path) -> Codes:
    """The second item found in the archive says it is number 9."""
    forge_list(case, "manifest", swaps(1, b'"n":1', b'"n":9'))
    return {"E318": [place("manifest", 1)]}


def e320(case: Path) -> Codes:
    """The entry says that all three items were examined fully; one was not."""
    totals = replace(scan_of(case).totals, full=3, partly=0)
    forge_act(case, SCAN, totals=totals)
    return {"E320": ["entry 2"]}


def e320_flags(case: Path) -> Codes:
    """The entry says that nothing asks for attention; something does."""
    forge_act(case, SCAN, totals=replace(scan_of(case).totals, flags=0))
    return {"E320": ["entry 2"]}


def e324_configuration(case: Path) -> Codes:
    """The configuration is that of an older extractor than the entry names."""
    old = ref_of(case, "configuration")
    content = object_path(case, old.sha256).read_bytes()
    other = content.replace(b'"name":"entities","version":"1"', b'"name":"entities","version":"0"')
    object_path(case, old.sha256).unlink()
    new = replace(old, sha256=put_object(case, other))

    def agree(entry: Entry) -> Entry:
        return replace(entry, outputs=(*entry.outputs[:-1], new))

    forge(case, edits={SCAN: agree})
    return {"E324": ["entry 2"]}


def e324_twice(case: Path) -> Codes:
    """An extractor is said to have run and to have been left out."""
    forge_act(case, SCAN, left_out=("archive",))
    return {"E324": ["entry 2"]}


def e324_objects(case: Path) -> Codes:
    """The scan names an object of a kind that no scan makes."""
    name = sha256_hex(ENTRY_NOTE)
    more = Ref(kind="summary", sha256=name, size=len(ENTRY_NOTE))
    forge(case, edits={SCAN: lambda entry: replace(entry, outputs=(*entry.outputs, more))})
    return {"E324": ["entry 2"]}


def e324_tag(case: Path) -> Codes:
    """A tag is said to have made an object."""
    ref = Ref(kind="item", sha256=sha256_hex(ENTRY_NOTE), size=len(ENTRY_NOTE))
    forge(case, edits={3: lambda entry: replace(entry, outputs=(ref,))})
    return {"E324": ["entry 3"]}


def e324_note(case: Path) -> Codes:
    """A note is said to be of an item, without saying which."""
    forge_act(case, 7, name="1.2")
    return {"E324": ["entry 7"]}


def e323_tag(case: Path) -> Codes:
    """A tag is put on an item of the archive that is not there."""
    forge_act(case, 4, name="2.9")
    return {"E323": ["entry 4"]}


def e323_observation(case: Path) -> Codes:
    """A note is of an observation that the scan did not make."""
    forge_act(case, 6, name="2:99")
    return {"E323": ["entry 6"]}


def e323_other_item(case: Path) -> Codes:
    """A tag on an observation is said to be in another item than it was seen in."""
    tags = [entry.act for entry in read_entries(case) if isinstance(entry.act, Tag)]
    forge_act(case, 3, item=tags[1].item)
    return {"E323": ["entry 3"]}


def e323_later(case: Path) -> Codes:
    """A note speaks of what only a later entry could have brought."""
    if not isinstance(read_entries(case)[6].act, Note):
        raise TypeError(case)
    forge_act(case, 6, name="6:0")
    return {"E323": ["entry 6"]}


def e324_hash(case: Path) -> Codes:
    """An extractor's configuration hash in the entry is not that of the configuration."""
    first, *rest = scan_of(case).extractors
    forge_act(case, SCAN, extractors=(replace_hash(first), *rest))
    return {"E324": ["entry 2"]}


def replace_hash(one: Examiner) -> Examiner:
    """Return an extractor as it ran with another configuration."""
    return replace(one, configuration="ab" * 32)


BAD_SCANS = {
    name: Bad(of="scanned", spoil=spoil)
    for name, spoil in {
        "E310_child_is_missing": e310_child,
        "E310_outcomes_are_missing": e310_outcomes,
        "E315_outcome_of_an_unknown_status": e315_status,
        "E315_observation_of_an_extractor_that_did_not_run": e315_never_ran,
        "E315_outcome_of_an_extractor_that_did_not_run": e315_outcome_of_others,
        "E315_two_outcomes_of_one_extractor": e315_two_outcomes,
        "E315_outcomes_of_an_item_twice": e315_outcomes_twice,
        "E315_outcomes_of_an_unknown_item": e315_unknown_item,
        "E315_observation_of_an_unknown_item": e315_observation_of_unknown_item,
        "E315_observation_without_a_locator": e315_no_locator,
        "E315_observation_with_other_raw_bytes": e315_raw_bytes,
        "E315_text_without_a_locator": e315_text,
        "E315_effort_of_an_extractor_that_did_not_run": e315_effort,
        "E315_child_without_parent": e315_no_parent,
        "E315_child_of_an_unknown_parent": e315_unknown_parent,
        "E315_child_listed_twice": e315_child_twice,
        "E316_observations_have_another_count": e316,
        "E317_outcomes_have_another_root": e317,
        "E318_child_has_the_wrong_number": e318,
        "E320_examined_fully_is_not_true": e320,
        "E320_flags_are_kept_quiet": e320_flags,
        "E323_tag_of_an_unknown_item": e323_tag,
        "E323_note_of_an_unknown_observation": e323_observation,
        "E323_tag_of_an_observation_in_another_item": e323_other_item,
        "E323_note_of_what_came_later": e323_later,
        "E324_configuration_of_others": e324_configuration,
        "E324_configuration_hash_of_others": e324_hash,
        "E324_extractor_named_twice": e324_twice,
        "E324_scan_names_other_objects": e324_objects,
        "E324_tag_makes_an_object": e324_tag,
        "E324_note_says_by_half_what_it_is_of": e324_note,
    }.items()
}
