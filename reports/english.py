"""The English words of reports, by code.

`vietnamese.py` has the same codes, and those of the findings besides: a finding carries its own
English text, with its facts.
"""

from ..evidence.findings import UNPROVED
from .english_comparison import COMPARISON
from .english_examination import EXAMINATION
from .english_links import LINKS

WORDS: dict[str, str] = {
    # How numbers and times are written
    "format.thousands": ",",
    "format.decimal": ".",
    "format.time": "%Y-%m-%d %H:%M:%S",
    # Head
    "head.state": "",
    "head.motto": "",
    "head.number": "No.",
    "title": "Chain of Custody Report",
    "subtitle": "Electronic data",
    "page": "Page",
    "contents": "Contents",
    "chars.left_out": "{count} characters left out",
    "none": "none",
    "bytes": "bytes",
    "raw": "raw bytes",
    "utc": "UTC",
    # Verdict
    "verdict": "Result of verification",
    "verdict.VALID": "VALID",
    "verdict.INVALID": "INVALID",
    "verdict.INCOMPLETE": "INCOMPLETE",
    "verdict.VALID.means": "Everything that the case says of itself was checked and found to be "
    "so. What this does not prove is listed in part 2.",
    "verdict.INVALID.means": "The case says something that is not so. It must not be relied on "
    "before every finding in part 2 is explained.",
    "verdict.INCOMPLETE.means": "Something that is needed to prove the case is missing or was "
    "not looked at. Nothing was found to be false, but missing is never valid.",
    "verified": "Verified",
    "verified.with": "with",
    "size.entries": "Entries",
    "size.items": "Items",
    "size.objects": "Objects",
    "size.bytes": "Length of the objects",
    "root": "Root of the ledger",
    "root.words": "Root as words",
    "page.caution": "This page shows what was found at the time above. It proves nothing by "
    "itself: the proof is the case folder, which anybody can verify again (part 9).",
    # 1 The case
    "case": "The case",
    "case.number": "Case number",
    "case.title": "Title",
    "case.id": "Case id",
    "case.opened": "Opened",
    "case.opener": "Opened by",
    "case.authority": "Legal ground",
    "case.purpose": "Purpose",
    "case.unopened": "The ledger does not begin with the opening of a case.",
    # 2 What is proved
    "result": "What is proved, and what is not",
    "proved": "Checked",
    "state": "Result",
    "state.held": "holds",
    "state.broken": "does not hold",
    "state.open": "not established",
    "S1": "The ledger is whole and in order: every entry is in its form and follows the one "
    "before it; none was changed, added, dropped or moved.",
    "S2": "Every entry is signed by the key of the person it names, and that key was admitted "
    "to the case and allowed to do that act at that time.",
    "S3": "Every checkpoint of the case agrees with the ledger and is signed by a key of the case.",
    "S4": "Every list of items (manifest), and every list that a scan left, is the one its entry "
    "names: same lines, same number, same order, same root; every export, tag and note names an "
    "item that was there before.",
    "S5": "The bytes of every object were read again and hash to the value recorded when they "
    "were collected.",
    "S6": "The case folder holds nothing that does not belong to the case.",
    "S7": "The search index, which is no evidence, says the same as the ledger.",
    "S8": "The ledger still begins with exactly the entries of the checkpoint that the verifier "
    "kept outside the case.",
    "S9": "Every signer is vouched for by a public key that the verifier brought himself.",
    "unproved": "Not proved",
    "brought": "Brought by the verifier from outside the case",
    "brought.keys": "Public keys trusted",
    "brought.kept": "Checkpoint kept, over this many entries",
    "findings": "Findings",
    "findings.none": "Verification made no findings.",
    "findings.unlisted": "Not listed one by one, and not marked at the exhibits, of {code}: "
    "{count} more.",
    "finding.code": "Code",
    "finding.place": "Place",
    "finding.what": "Finding",
    "finding.items": "Items concerned",
    "severity.invalid": "not so",
    "severity.incomplete": "missing",
    "severity.notice": "notice",
    # 3 Completeness of the collections
    "complete": "Completeness in detail",
    "complete.whole": "When they were collected, no item had a problem.",
    "complete.unknown": "A manifest is missing or is not the one its entry names (part 6): which "
    "of its items had a problem is not known for sure.",
    "complete.problems": "Items that could not be had, or not be had whole and still: {count}.",
    "complete.listed": "Listed below: {listed}. Not listed: {unlisted}; their lines in the "
    "manifests say the same.",
    "complete.closed": "The collection of entry {seq} was ended before all its sources were "
    "walked through.",
    "complete.unfinished": "Collections that are unfinished: nothing of them is recorded or "
    "proved yet.",
    "complete.started": "Started",
    "complete.scope": "What was not examined",
    "scope.files": "files: Taken were the files and folders that the operating system showed. "
    "Deleted data, free space and the computer's memory were not; what stands inside archives "
    "and e-mails was taken with them, and is listed one by one only where a scan took it out.",
    "scope.web": "web: Taken was what the servers answered to the requests that are recorded with "
    "it, from where and when it was asked. Another visitor, at another time or place, may have "
    "been shown something else; what only appears after signing in, clicking or typing was not "
    "asked for.",
    "scope.warc": "warc: Taken were the archives of web pages as they were handed over. How their "
    "makers had captured the pages is not proved by this case.",
    "scope.other": "This report does not know the scope of this collector.",
    "problem": "Problem",
    "problem.unreadable": "could not be read",
    "problem.vanished": "was gone when it was to be read",
    "problem.changed": "changed while it was read",
    "problem.cut": "not had to its end; cut off",
    "problem.not-read": "was not read",
    "problem.own-case": "is the case itself; not entered",
    "problem.unlisted": "folder whose contents could not be listed",
    "problem.special": "special file: recorded, never read",
    "problem.failed": "gave no answer",
    "problem.refused": "was not asked for, or not taken",
    "problem.incomplete": "is there; something it needs is not",
    # 5 Acts
    "acts": "Acts",
    "acts.about": "Every act is one signed entry of the ledger. The hash is that of the entry's "
    "line; the next entry names it.",
    "acts.unlisted": "Not listed one by one: {count} more entries; the root covers them.",
    "acts.unread": "Entries that are not in their form and so not in this table: {count}; numbers",
    "act.seq": "Entry",
    "act.time": "Time",
    "act.who": "Person",
    "act.what": "Act",
    "act.case.open": "Case opened",
    "act.key.add": "Key admitted",
    "act.key.revoke": "Key revoked",
    "act.collect": "Items collected",
    "act.scan": "Items examined",
    "act.tag": "Tagged",
    "act.watch": "Watch",
    "act.export": "Copy handed out",
    "act.ledger.repair": "Torn ledger repaired",
    "act.purpose": "Purpose",
    "act.authority": "Legal ground",
    "act.note": "Note",
    "act.tool": "Program",
    "fact.number": "Case number",
    "fact.title": "Title",
    "fact.key": "Key",
    "fact.holder": "Holder",
    "fact.unit": "Unit",
    "fact.role": "Role",
    "fact.reason": "Reason",
    "fact.source": "Source",
    "fact.sources": "Number of all sources",
    "fact.status": "State",
    "fact.items": "Items",
    "fact.stored": "of them stored",
    "fact.bytes": "Length",
    "fact.problems": "with a problem",
    "fact.unverified": "from servers whose certificate is not to be trusted",
    "fact.scanned": "State",
    "fact.full": "fully",
    "fact.partly": "partly",
    "fact.unexamined": "not",
    "fact.observations": "Observations",
    "fact.flags": "of them flagged",
    "fact.children": "Items found inside",
    "fact.texts": "Texts taken out",
    "fact.extractors": "Extractors",
    "fact.left_out": "Extractors not asked",
    "fact.confinement": "Confined",
    "fact.outcomes": "List of outcomes",
    "fact.of": "Of",
    "fact.tag": "Tag",
    "fact.tag_off": "Tag taken off",
    "fact.watch_page": "Page watched",
    "fact.watch_selector": "Selector watched",
    "fact.watch_off": "Watched no longer",
    "fact.every": "Minutes between captures",
    "fact.reading": "Looked up as",
    "fact.item": "Item",
    "fact.destination": "Copied to",
    "fact.packed": "Packed as",
    "fact.sha256": "SHA-256",
    "fact.after": "Whole entries before it",
    "fact.torn": "Torn bytes kept",
    "fact.step": "Clock stands before the entry before it, because",
    "status.complete": "complete",
    "status.partial": "in part: some items could not be had whole",
    "status.closed": "ended before its sources were walked through",
    "role.investigator": "investigator",
    "role.analyst": "analyst",
    "role.custodian": "custodian",
    "role.prosecutor": "prosecutor",
    # 6 Exhibits
    "exhibits": "Exhibits",
    "exhibits.none": "Nothing has been collected.",
    "exhibits.all": "All {count} items are listed.",
    "exhibits.cut": "Listed: {listed} of {count} items. The other {unlisted} are not listed "
    "here one by one; the manifests named below cover them, each item with its hash.",
    "exhibits.time": "Modification times are in the time zone of the computer that collected, "
    "to the second; the manifest has them exactly.",
    "collection": "Collection of entry {seq}",
    "collection.cut": "Of this collection {unlisted} items are not listed here; the manifest "
    "{manifest} covers them.",
    "collection.collector": "Collector",
    "collection.recorded": "Recorded",
    "collection.status": "State",
    "collection.unverified": "items from servers whose certificate is not to be trusted, taken all "
    "the same because the command asked for it: {count}.",
    "collection.manifest": "Manifest (SHA-256)",
    "collection.root": "Root over its lines",
    "collection.count": "Lines",
    "collection.source": "Source {number}",
    "collection.more": "Sources not named in the entry: {count}; the object "
    "of kind sources has all.",
    "collection.damaged": "The manifest is not the one that the entry names. Rows below show "
    "what it says now.",
    "collection.missing": "The manifest is missing or cannot be read: the items are unknown.",
    "unpacked": "Found inside items by the scan of entry {seq}",
    "item.inside": "Inside item",
    "item.at": "at",
    "item.flags": "Asks for attention",
    "item": "Item",
    "item.path": "Path and kind",
    "item.size": "Size",
    "item.modified": "Modified",
    "item.sha256": "SHA-256",
    "item.unstored": "no bytes",
    "item.unverified": "From a server whose certificate is not to be trusted: who answered is not "
    "proved",
    "item.exported": "Copy handed out: entry",
    "item.target": "points to",
    "item.source": "source {number}",
    "kind.file": "file",
    "kind.directory": "folder",
    "kind.symlink": "link",
    "kind.fifo": "FIFO",
    "kind.socket": "socket",
    "kind.character": "character device",
    "kind.block": "block device",
    "kind.unknown": "unknown kind",
    # 7 Keys
    "keys": "Signing keys",
    "keys.about": "Compare the fingerprint with what its holder shows on his own computer "
    "(truyvet key show) or has on paper.",
    "key.holder": "Holder",
    "key.id": "Fingerprint",
    "key.public": "Public key (Ed25519)",
    "key.span": "May sign",
    "key.from": "from entry {since}",
    "key.until": "from entry {since} to entry {last}; revoked",
    "key.entries": "Entries signed",
    "key.trust": "Identity",
    "key.trusted": "vouched for by a key that the verifier brought",
    "key.untrusted": "by the case's own word only",
    # 8 Checkpoint
    "checkpoint": "Newest checkpoint",
    "checkpoint.about": "Whoever keeps this page, signed by hand, can later tell whether the "
    "first entries of the ledger are still these. A copy of the file is better still.",
    "checkpoint.none": "The case has no checkpoint.",
    "checkpoint.unparsed": "This is not a checkpoint in its form.",
    "checkpoint.size": "Entries covered",
    "checkpoint.root": "Root",
    "checkpoint.words": "Root as words (first 128 bits)",
    "checkpoint.file": "The file, word for word",
    # 9 By hand
    "byhand": "Check it without truyvet",
    "byhand.about": "Stand in a copy of the case folder and type these lines (GNU/Linux, "
    "openssl 3). With truyvet: truyvet verify CASE --key FILE --checkpoint FILE.",
    "byhand.objects": "Every object hashes to its own name. Prints nothing when all do.",
    "byhand.manifest": "A manifest hashes to what its entry and this report say, and holds the "
    "line of an item.",
    "byhand.outcomes": "The newest scan's list of outcomes hashes to what its entry says; the "
    "second line printed is the number of items it came to, then come examinations by status "
    "(needs jq).",
    "byhand.prints": "First line that must be printed:",
    "byhand.link": "The last entry listed here is unchanged, and through its field prev all "
    "before it.",
    "byhand.checkpoint": "The newest checkpoint is signed by the key printed here; compare it "
    "with part 7.",
    # 10 Signatures
    "sign": "Confirmation and signatures",
    "sign.place": "Made at … hours … on …/…/……, at ……………………………………………………, "
    "in … copies of … pages each.",
    "sign.head": "The undersigned saw that at the time of verification the ledger of this case "
    "had {size} entries and the root",
    "sign.maker": "Made by",
    "sign.witness": "Witness / participant",
    "sign.receiver": "Received by",
    "sign.hint": "(signature and full name)",
    "sign.name": "Full name",
    "sign.office": "Position, unit",
    "sign.date": "Date",
    # Places of findings
    "place.entry": "entry {0}",
    "place.after": "after entry {0}",
    "place.manifest": "manifest of entry {0}",
    "place.line": "manifest of entry {0}, item {1}",
    "place.manifest.line": "manifest of entry {0}, line {1}",
    "place.outcomes": "outcomes of entry {0}",
    "place.outcomes.line": "outcomes of entry {0}, line {1}",
    "place.observations": "observations of entry {0}",
    "place.observations.line": "observations of entry {0}, line {1}",
    "place.texts": "texts of entry {0}",
    "place.texts.line": "texts of entry {0}, line {1}",
    "place.efforts": "efforts of entry {0}",
    "place.efforts.line": "efforts of entry {0}, line {1}",
    "place.configuration": "configuration of entry {0}",
    "place.configuration.line": "configuration of entry {0}, line {1}",
    "place.checkpoint": "checkpoint {0}",
    "place.kept": "kept checkpoint",
    "place.key": "key {0}",
    "place.ledger": "ledger",
    "place.checkpoints": "checkpoints",
    "place.objects": "objects",
}
WORDS |= EXAMINATION | COMPARISON | LINKS
WORDS |= {f"unproved.{code}": text for code, text in UNPROVED.items()}
