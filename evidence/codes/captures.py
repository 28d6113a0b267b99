"""Error codes: captures of web pages: crawling, the wire, browsers, archives, watches."""

ROWS: dict[str, tuple[str, str]] = {
    # code: (text, hint); both are formatted with the facts given when the error is raised
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
}
