"""Error codes: cases, keys, collections, the index, verification."""

ROWS: dict[str, tuple[str, str]] = {
    # code: (text, hint); both are formatted with the facts given when the error is raised
    "E101": (
        "no case found at {path}",
        "name it with --case FOLDER or TRUYVET_CASE, stand inside it, or make one: "
        "truyvet case new FOLDER --title … --number …",
    ),
    "E102": (
        "{path} already exists and is not empty",
        "choose a new folder: a case is never laid over other files",
    ),
    "E103": (
        "another process (pid {pid}) is working on this case",
        "wait until it has ended; a lock of a dead process frees itself",
    ),
    "E104": (
        "{field} is too long: {size} bytes, at most {limit}",
        "shorten it, or collect the text as a file and refer to that item",
    ),
    "E105": (
        "no item matches {item}",
        "list the items with: truyvet items; name one as ENTRY.NUMBER (2.17) "
        "or by the first characters of its id",
    ),
    "E106": (
        "{item} fits {count} items",
        "give more characters of the id, or ENTRY.NUMBER as printed by: truyvet items",
    ),
    "E107": (
        "item {item} has no stored bytes ({reason})",
        "see what is known of it with: truyvet show {item}",
    ),
    "E108": ("{path} already exists", "choose another output file, or pass --force to replace it"),
    "E109": (
        "the copy at {path} does not hash to {sha256}",
        "the target's storage altered the bytes: write the copy to another disk",
    ),
    "E110": (
        "line {line} was written by a newer format",
        "update truyvet, then open the case again",
    ),
    "E111": (
        "{path} lies inside the case folder",
        "choose a path outside the case: only truyvet writes into it",
    ),
    "E112": ("{field} must not be empty", "give it a value"),
    "E113": (
        "the checkpoint file cannot be used: {reason}",
        "give a file as the case keeps them in ledger/checkpoints/, unaltered",
    ),
    "E114": (
        "{field} holds bytes that are not UTF-8 text",
        "type it again; a terminal in another encoding sends such bytes",
    ),
    "E115": (
        "{path} is a symbolic link, or holds one",
        "a case holds its own folders; look where the link leads before you trust this case",
    ),
    "E116": (
        "the name is too long: {path}",
        "choose a shorter one: a disk takes 255 bytes for a name, letters with marks take 2 or 3, "
        "and 4,095 for a whole path",
    ),
    "E117": (
        "{path} {reason}",
        "check what you named, and that its disk is mounted; a folder to write into must be there",
    ),
    "E201": (
        "the ledger ends in a half-written line ({size} bytes after entry {seq})",
        "look with: truyvet verify; then: truyvet case repair, which keeps the torn bytes "
        "as an object and records the act",
    ),
    "E202": (
        "the ledger is damaged at line {line}: {reason}",
        "nothing is appended to a damaged ledger: run truyvet verify, then go on from a good copy",
    ),
    "E203": (
        "this computer's clock stands at {now}, before the last entry ({last})",
        "set the clock; if the earlier entry's clock ran ahead, say so with "
        '--clock-step "reason", which is recorded',
    ),
    "E204": (
        "the entry would be {size} bytes long, at most {limit}",
        "shorten notes, purpose and arguments: bulk belongs into collected files",
    ),
    "E205": ("there is nothing to repair", "the ledger ends in a whole entry"),
    "E206": (
        "the entry cannot be written: {reason}",
        "texts are UTF-8 of at most 4,096 characters; check names, notes and purpose",
    ),
    "E207": (
        "a stored checkpoint covers {size} entries, the ledger has {entries} of them, or others",
        "entries were taken off or replaced: run truyvet verify, then go on from a good copy",
    ),
    "E208": (
        "the act is recorded, but its checkpoint could not be written: {reason}",
        "do not repeat the act; mend the disk, and the next act's checkpoint covers both",
    ),
    "E301": (
        "object {sha256} is missing from the store",
        "run truyvet verify for the whole picture; restore objects/ from a good copy",
    ),
    "E302": (
        "object {sha256} no longer has the bytes it is named by",
        "run truyvet verify for the whole picture; restore objects/ from a good copy",
    ),
    "E501": ("{path} does not exist", "check the spelling; nothing was recorded"),
    "E502": (
        "a file-reading process ended unexpectedly ({reason})",
        "what was read is kept: run the same command again to continue",
    ),
    "E503": (
        "no unfinished collection matches {collection}",
        "list them with: truyvet case show",
    ),
    "E504": (
        "{count} unfinished collections match {collection}",
        "give more characters of its id, as printed by: truyvet case show",
    ),
    "E505": ("there is no collector {name}", "the collectors are: {known}"),
    "E601": (
        "the index is missing or behind the ledger, and this folder cannot be written",
        "make the folder writable and run: truyvet case reindex",
    ),
    "E602": ("the index cannot be used: {reason}", "rebuild it: truyvet case reindex"),
    "E603": (
        "the index cannot be rebuilt: {reason}",
        "the ledger or a manifest is damaged: run truyvet verify",
    ),
    "E604": (
        "the index says something else of item {item} than the manifest",
        "the index was altered: run truyvet verify, then truyvet case reindex",
    ),
    "E701": ("you have no signing key", 'make one: truyvet key new --name "…" --unit "…"'),
    "E702": (
        "no key matches {key}",
        "list the keys with: truyvet key list",
    ),
    "E703": ("the passphrase does not open this key", "try again, or check TRUYVET_PASSPHRASE"),
    "E704": (
        "key {key} is not admitted to this case",
        "an officer whose key is admitted runs: truyvet key admit FILE; "
        "give him your public part: truyvet key show -o an.pub.json",
    ),
    "E705": ("key {key} was revoked in this case at entry {seq}", "sign with another key"),
    "E706": (
        "the role {role} may not do {act}",
        "ask an officer whose role allows it; roles are listed in docs/spec/case.md",
    ),
    "E707": ("you have {count} signing keys", "choose one with --signer ID or TRUYVET_SIGNER"),
    "E708": (
        "{path} is not a truyvet key file: {reason}",
        "give a public key file, made by: truyvet key show -o an.pub.json",
    ),
    "E709": (
        "a passphrase is needed and there is no terminal to ask on",
        "set TRUYVET_PASSPHRASE, or make a key with --no-passphrase for automation",
    ),
    "E710": ("the two passphrases differ, or are empty", "try again"),
    "E711": (
        "key {key} is already known to this case",
        "a key is admitted once; make a new key to come back after a revocation",
    ),
    "E712": (
        "your key file names its holder other than the case does",
        "restore the key file from your copy: its card was altered",
    ),
    "E713": ("there is no role {role}", "the roles are: {roles}"),
    "E714": (
        "key {key} is the last that may admit others",
        "admit another investigator's key first; or pass --last to end all admissions",
    ),
}
