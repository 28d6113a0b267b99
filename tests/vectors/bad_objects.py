"""The bad vectors of objects and manifests (E310 to E325)."""

from pathlib import Path

from msgspec.structs import replace

from truyvet.evidence.acts import Collect, Export, LedgerRepair
from truyvet.evidence.entry import Entry
from truyvet.evidence.manifest import encode_items
from truyvet.hashes.digest import sha256_hex

from .forging import forge, forge_manifest, object_path, put_object, read_entries
from .good_cases import LEDGER_OF_FRAUD, LETTER, item, one_file
from .recipes import Bad, Codes

NAME = sha256_hex(LETTER)
PLACE = f"objects/{NAME[:2]}/{NAME}"
MANIFEST = "manifest of entry 1"


def collect_of(entry: Entry) -> Collect:
    """Return the act of a collect entry."""
    if not isinstance(entry.act, Collect):
        raise TypeError(entry.act)
    return entry.act


def e310(case: Path) -> Codes:
    """The one object is gone."""
    object_path(case, NAME).unlink()
    return {"E310": [PLACE]}


def e325(case: Path) -> Codes:
    """The manifest is gone: its object can be judged no more."""
    name = read_entries(case)[1].outputs[0].sha256
    object_path(case, name).unlink()
    return {"E310": [f"objects/{name[:2]}/{name}"], "E325": ["objects"]}


def e311(case: Path) -> Codes:
    """One bit of the object is another."""
    path = object_path(case, NAME)
    content = bytearray(path.read_bytes())
    content[0] ^= 1
    path.write_bytes(content)
    return {"E311": [PLACE]}


def e312(case: Path) -> Codes:
    """The object lost its last byte."""
    object_path(case, NAME).write_bytes(LETTER[:-1])
    return {"E312": [PLACE]}


def e313(case: Path) -> Codes:
    """An object was planted that nothing names."""
    name = put_object(case, LEDGER_OF_FRAUD)
    return {"E313": [f"objects/{name[:2]}/{name}"]}


def e314(case: Path) -> Codes:
    """A file was planted among the objects under a name that is no hash."""
    folder = object_path(case, NAME).parent
    (folder / "notes.txt").write_bytes(b"hello\n")
    return {"E314": [f"objects/{NAME[:2]}/notes.txt"]}


def e315(case: Path) -> Codes:
    """A line of the manifest has a kind that this version does not know."""
    content = encode_items(one_file()).replace(b'"kind":"directory"', b'"kind":"folder"')
    forge_manifest(case, 1, one_file()[1:], content=content)
    return {"E315": [f"{MANIFEST}, item 0"]}


def e316(case: Path) -> Codes:
    """The entry says that the manifest has three lines; it has two."""
    forge_manifest(case, 1, one_file(), count=3)
    return {"E316": [MANIFEST]}


def e317(case: Path) -> Codes:
    """The entry gives another Merkle root for the manifest."""
    forge_manifest(case, 1, one_file(), root="ab" * 32)
    return {"E317": [MANIFEST]}


def e318(case: Path) -> Codes:
    """The second item says it is number 7."""
    folder, letter = one_file()
    forge_manifest(case, 1, [folder, replace(letter, n=7)])
    return {"E318": [f"{MANIFEST}, item 1"]}


def e320(case: Path) -> Codes:
    """The entry says that 99 bytes were collected."""

    def more(entry: Entry) -> Entry:
        act = collect_of(entry)
        return replace(entry, act=replace(act, totals=replace(act.totals, bytes=99)))

    forge(case, edits={1: more})
    return {"E320": [MANIFEST]}


def e321(case: Path) -> Codes:
    """The collect entry names no manifest; what it brought is not there either."""
    entry = read_entries(case)[1]
    for name in (NAME, entry.outputs[0].sha256):
        object_path(case, name).unlink()
    forge(case, edits={1: lambda entry: replace(entry, outputs=())})
    return {"E321": ["entry 1"]}


def e322(case: Path) -> Codes:
    """Two items have the same bytes and different lengths."""
    folder, letter = one_file()
    again = item(2, b"usb/again.txt", LETTER, size=len(LETTER) + 1)
    forge_manifest(case, 1, [folder, letter, again])
    return {"E322": [PLACE]}


def e323(case: Path) -> Codes:
    """The copy that left the case is said to be of an item that has other bytes."""

    def other(entry: Entry) -> Entry:
        if not isinstance(entry.act, Export):
            raise TypeError(entry.act)
        return replace(entry, act=replace(entry.act, name="1.0"))

    forge(case, edits={2: other})
    return {"E323": ["entry 2"]}


def e324(case: Path) -> Codes:
    """The repair says that it mended the ledger after seven entries."""

    def later(entry: Entry) -> Entry:
        if not isinstance(entry.act, LedgerRepair):
            raise TypeError(entry.act)
        return replace(entry, act=replace(entry.act, after=7))

    forge(case, edits={1: later})
    return {"E324": ["entry 1"]}


BAD_OBJECTS = {
    "E310_object_is_missing": Bad(of="small", spoil=e310),
    "E325_manifest_is_missing": Bad(of="small", spoil=e325),
    "E311_object_has_other_bytes": Bad(of="small", spoil=e311),
    "E312_object_has_another_length": Bad(of="small", spoil=e312),
    "E313_object_nobody_names": Bad(of="small", spoil=e313),
    "E314_not_an_object": Bad(of="small", spoil=e314),
    "E315_not_an_item": Bad(of="small", spoil=e315),
    "E316_manifest_has_another_count": Bad(of="small", spoil=e316),
    "E317_manifest_has_another_root": Bad(of="small", spoil=e317),
    "E318_item_has_the_wrong_number": Bad(of="small", spoil=e318),
    "E320_totals_differ": Bad(of="small", spoil=e320),
    "E321_no_manifest": Bad(of="small", spoil=e321),
    "E322_two_lengths": Bad(of="small", spoil=e322),
    "E323_export_of_no_item": Bad(of="exported", spoil=e323),
    "E324_act_does_not_fit": Bad(of="repaired", spoil=e324),
}
