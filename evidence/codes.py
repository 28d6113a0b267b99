"""The table of error codes: what went wrong, and the next step.

Every code is explained in docs/spec/errors.md; `errors.TruyvetError` takes its words from here.
"""

ERRORS: dict[str, tuple[str, str]] = {
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
    "E510": (
        "{where} cannot be captured: {reason}",
        "write it as a browser shows it: https://example.vn/page",
    ),
    "E511": (
        "the addresses cannot be used: {reason}",
        "give a UTF-8 text file with one address a line; split a longer list",
    ),
    "E512": (
        "{where} holds a user's name or password",
        "take it out, so that it is recorded nowhere, and give --header 'Authorization: @FILE'",
    ),
    "E530": (
        "no Chromium was found on this computer",
        "install it (Debian, Ubuntu: sudo apt install chromium; Fedora: sudo dnf install chromium; "
        "macOS: brew install --cask chromium), or name its program in TRUYVET_CHROMIUM",
    ),
    "E531": (
        "TRUYVET_CHROMIUM names {path}, which is no program",
        "name the program itself with its full path, or unset the variable",
    ),
    "E532": (
        "Chromium did not start ({path}): {reason}",
        "start it by hand to see why; name another one in TRUYVET_CHROMIUM",
    ),
    "E533": (
        "the capture {item} was not shown in a browser",
        "open it without --rendered, or capture the page again with --browser",
    ),
    "E534": (
        "no picture of {url} could be taken",
        "the page may never be still, or Chromium may lack memory; the reason stands above",
    ),
    "E535": (
        "nothing was captured of {item} that could be opened: no answer at {url}",
        "see what happened with: truyvet web show {item}",
    ),
    "E540": (
        "{path} is no archive of web pages: it is {what}",
        "give WARC, ARC, WACZ, HAR, MHTML or SingleFile files; others: truyvet collect files",
    ),
    "E551": (
        "{value} is not watched",
        "list what is watched with: truyvet watch list",
    ),
    "E552": (
        "nothing is found by {value}",
        "give a telephone number, an account, an e-mail address, a wallet, a profile … written in "
        "full: what is watched for is looked up in the form that scans give it",
    ),
    "E553": (
        "{capture} is the first capture that brought this page, or none did",
        "name the capture to compare it with, or wait for the next: truyvet watch run",
    ),
    "E560": (
        "the record of the capture {item} cannot be read: {reason}",
        "its bytes may have been altered: truyvet verify; the exchanges themselves stand in the "
        "item capture.warc beside it",
    ),
    "E561": (
        "no captured page has the address {url}",
        "list the captures with: truyvet web list",
    ),
    "E562": (
        "{url} fits {count} captures: {names}",
        "name the one you mean by its item, as printed by: truyvet web list",
    ),
    "E563": (
        "item {item} belongs to no captured page",
        "list the captures with: truyvet web list; of an item itself tells: truyvet show {item}",
    ),
    "E564": (
        "there is no text of the page {item} yet",
        "examine it: truyvet scan; or capture it again with --browser, which keeps the text that "
        "the page shows",
    ),
    "E565": (
        "there is nothing to show again in {names}",
        "no server answered; see what happened with: truyvet web show {first}",
    ),
    "E566": (
        "the exchanges of {item} are not as its record says: {reason}",
        "the stored bytes may have been altered: truyvet verify",
    ),
    "E567": (
        "the record of the capture {item} does not fit its bytes: {reason}",
        "see all that differs with: truyvet web show {item}; copy the items as they are with: "
        "truyvet export",
    ),
    "E520": (
        "no Tor service answers at {route} ({reason})",
        "start it: apt install tor, then systemctl start tor; "
        "or name another one with --proxy socks5h://HOST:PORT",
    ),
    "E521": (
        "line {line} of the cookies file {path} is no cookie: {reason}",
        "export cookies.txt in the Netscape format: seven fields between tabs",
    ),
    "E522": (
        "the proxy's address cannot be used: {reason}",
        "write it as http://HOST:PORT, https://HOST:PORT or socks5h://HOST:PORT",
    ),
    "E523": (
        "{header} cannot be given: {reason}",
        "write --header 'Name: value', or 'Name: @FILE' to keep the value out of the command line",
    ),
    "E524": (
        "the proxy {route} does not answer ({reason})",
        "start it or check its address; without its answer nothing is asked, so that no request "
        "takes another way",
    ),
    "E525": (
        "{server} is no name server's address",
        "write an IP address, with a port if need be: 192.0.2.1, 192.0.2.1:5353, [2001:db8::1]:53",
    ),
    "E526": (
        "the trusted authorities cannot be read from {path}: {reason}",
        "check --ca-file, REQUESTS_CA_BUNDLE, CURL_CA_BUNDLE and SSL_CERT_FILE: a file of "
        "certificates in PEM",
    ),
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
