"""Error codes: scans: extractors, rules, hash sets, outcomes."""

ROWS: dict[str, tuple[str, str]] = {
    # code: (text, hint); both are formatted with the facts given when the error is raised
    "E801": (
        "more than {limit} items for one graph",
        "choose some with --path, such as --path '*.docx'",
    ),
    "E841": (
        "the scan engine failed: {reason}",
        "give the same command again; with --jobs 1 if it happens again, and report it",
    ),
    "E842": (
        "an examining process has no room for its results ({reason})",
        "free space on the disk of the case, then give the same command again: nothing is lost",
    ),
    "E843": (
        "there is no extractor {name}",
        "the extractors are: {known}",
    ),
    "E844": (
        "no observation matches {observation}",
        "name one as ENTRY:NUMBER (5:12), as printed by: truyvet observations",
    ),
    "E845": (
        "entry {seq} is no scan",
        "the scans are: {known}",
    ),
    "E846": (
        "{locator} of item {item} leads nowhere: {reason}",
        "the stored bytes may have been altered: truyvet verify; else another version of the "
        "extractor has written it: truyvet scan examines again",
    ),
    "E848": (
        "item {item} has no perceptual hash",
        "only pictures have one, once they are examined: truyvet scan",
    ),
    "E849": (
        "the rules of entry {seq} are not at {path} any more",
        "give the folder they are in now with --rules, or --no-rules to go on without them: "
        "their hits are then of an older scan and no longer listed",
    ),
    "E850": (
        "entry {seq} tried {count} passwords, and none are given now",
        "give them again with --passwords, or --no-passwords to have encrypted containers told as "
        "encrypted; passwords are written nowhere, so that they cannot be remembered",
    ),
    "E847": (
        "there are no observations of the kind {kind}",
        "the kinds seen in this case are: {known}",
    ),
    "E901": (
        "no space left on the disk of {path}",
        "free some space and run the same command again",
    ),
    "E902": (
        "permission denied: {path}",
        "check the owner and the mode of the folder, and that its disk is not read-only",
    ),
    "E903": ("the disk reported an error at {path}: {reason}", "check the disk, then run it again"),
    # hash sets and rules
    "E802": (
        "{path} holds no list of hashes: {reason}",
        "give NSRL RDSv3 (.db), hashdeep, sha256sum or md5sum, CSV, or one digest a line",
    ),
    "E803": (
        "there is a hash set called {name}",
        "choose another --name, or pass --replace",
    ),
    "E804": (
        "the hash set {path} cannot be used: {reason}",
        "see them all with: truyvet hashset list --check; import it again and remove this file",
    ),
    "E805": (
        "{digest} is no digest",
        "give 32 (MD5), 40 (SHA-1), 64 (SHA-256, BLAKE3) or 128 (SHA-512) hexadecimal digits",
    ),
    "E806": ("YARA is not installed", "install it: pip install yara-python"),
    "E807": (
        "{path} holds no rules",
        "name a folder with files that end in .yar or .yara",
    ),
}
