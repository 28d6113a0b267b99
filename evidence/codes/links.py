"""Error codes: statements, tables, queries, people, the desk, exports, charts, proofs."""

ROWS: dict[str, tuple[str, str]] = {
    # code: (text, hint); both are formatted with the facts given when the error is raised
    "E570": (
        "nothing in this case is known as {text}",
        "give a number, account, address, item (2.17), name or KIND:VALUE; "
        "what is known tells: truyvet known, truyvet search",
    ),
    "E571": (
        "{text} may be several: {candidates}",
        "name the one you mean as KIND:VALUE",
    ),
    "E572": (
        "the links are not derived up to the end of the ledger, and this folder cannot be written",
        "copy the case to a disk that can be written, or run any link command where it was written",
    ),
    "E573": (
        "{left} and {right} cannot be decided {decision}: entry {seq} decided otherwise",
        "look at the decisions with: truyvet same log; take one back with: truyvet same undo {seq}",
    ),
    "E574": (
        "this cannot be stated: {reason}",
        "see the kinds and relations with: truyvet link types; name items as truyvet items does",
    ),
    "E575": (
        "{name} names nothing that could be ended or taken back: {reason}",
        "name statements and observations as ENTRY:NUMBER (5:12), decisions by their entry",
    ),
    "E576": (
        "links.snapshot cannot be used: {reason}",
        "remove that file from the case folder: it is derived, and built anew when needed",
    ),
    "E577": (
        "networkx's {what} does not run on a case",
        "take the part you need out first: truyvet.graph.backend.to_networkx(part)",
    ),
    "E578": (
        "a path in time order would have to look at more than {limit} links",
        "narrow it with --via, --since and --until, --hops or --avoid-hubs",
    ),
    "E579": (
        "{count} suspects are too many for one question, at most {limit}",
        "each two of them are a search: split the list",
    ),
    "E580": (
        "there is no profile {name}",
        "give one of {known}, or the file of your own: docs/guide/tables.md",
    ),
    "E581": (
        "{name} is no profile: {faults}",
        "mend it; the guide lists what a profile may hold: docs/guide/tables.md",
    ),
    "E582": (
        "no row of {path} names the columns {lacking}; the nearest to headings is: {seen}",
        "choose another --profile, or write one with these headings; what this one looks for: "
        "{wanted}; all of it, to begin with: truyvet collect table --profile {profile} "
        "--show{more}",
    ),
    "E583": (
        "{path} is no table that can be read: {why}",
        "give CSV or XLSX files; save others as one of these, and collect the original too: "
        "truyvet collect files",
    ),
    "E585": (
        "{what} is not known to the profile {name}",
        "known: {known}",
    ),
    "E586": (
        "{path} could not be looked at before: {why}",
        "take it in with: truyvet collect files; a smaller part of it may be read as a table",
    ),
    "E590": (
        "there is no field {field}{meant}",
        "the fields are {known}; put the words in quotes to look for them as text",
    ),
    "E591": (
        "the query cannot be read at character {at}: {reason}",
        'a query is words, "phrases", field:value, -not, OR and brackets',
    ),
    "E592": (
        "{field}: takes no {value}{meant}",
        "it takes {known}",
    ),
    "E593": (
        "this SQL is not allowed: {reason}",
        "one SELECT on the views {known}; their columns: truyvet sql --views",
    ),
    "E594": (
        "the SQL was stopped after {seconds} seconds",
        "narrow it down, or allow more with --seconds",
    ),
    "E595": (
        "{value} cannot be read as {kind}",
        "look for a typing error; to record it as it stands, add --as-written",
    ),
    "E596": (
        "there is no kind of node {kind}",
        "write KIND:VALUE, as phone:0912345678; the kinds are: {known}",
    ),
    "E597": (
        "statement {name} ended with entry {seq}",
        "see who ended it and why with: truyvet link show {name}, "
        "or where it links nothing: truyvet show {name}",
    ),
    "E598": (
        "entry {seq} cannot be taken back or confirmed: {reason}",
        "list the decisions and what became of them with: truyvet same log",
    ),
    "E599": (
        "entry {seq} is a decision of {name}, who cannot be its second officer",
        "ask another officer, with a key of his own, to confirm it",
    ),
    "E613": (
        "there is no desk in {path}",
        "name it with --desk or TRUYVET_DESK, or make one: truyvet desk init FOLDER",
    ),
    "E614": (
        "the desk in {path} has no look-up index",
        "build it from the ledger and the cases: truyvet desk refresh",
    ),
    "E615": (
        "the desk's look-up index cannot be used: {reason}",
        "build it anew from the ledger and the cases: truyvet desk refresh --rebuild",
    ),
    "E616": (
        "a look-up across cases needs its purpose",
        "say why with --purpose; it is recorded with your name and what you asked for",
    ),
    "E617": (
        "no case {case} stands on this desk",
        "list what stands on it with: truyvet desk status",
    ),
    "E618": (
        "{case} may be several cases on this desk: {found}",
        "give the id of the one that you mean, or its folder",
    ),
    "E619": (
        "the register cannot be read: {reason}",
        "try the profile on it with: truyvet collect table FILE --profile PROFILE --preview",
    ),
    "E623": (
        "there is no register {name} on this desk",
        "those that are there: {known}",
    ),
    "E624": (
        "a desk cannot stand on itself",
        "name the folder of another case",
    ),
    "E625": (
        "what the desk says of this case is not yours to change: neither does the case admit "
        "your key, nor do you keep the desk",
        "ask one of the case's officers, or who keeps the desk: {keepers}",
    ),
    "E626": (
        "this desk admits none of your keys",
        "ask who keeps it to admit yours: truyvet --case DESK key admit YOUR-KEY",
    ),
    "E632": ("there is no format {name} for graphs", "the formats are: {known}"),
    "E633": (
        "{path} cannot be read as {form}: {reason}",
        "save it again from your program as GraphML, GEXF, ANX or CSV, or name what it is "
        "with --format",
    ),
    "E634": (
        "{path} is too large to compare: {size}, at most {limit}",
        "export a part (--ego, --path), edit that, and import it",
    ),
    "E635": (
        "nothing in {path} can be proposed",
        "links are proposed that the file adds between two nodes, each an id such as "
        "phone:+84912345678, with a relation; see them with: truyvet graph import FILE --diff",
    ),
    "E640": (
        "there is nothing to draw: {question}",
        "ask for more: another node, more hops, a later --as-of; see what is known with: "
        "truyvet link list",
    ),
    "E641": (
        "the drawing library of charts was altered: its SHA-256 is {found}, not {expected}",
        "install truyvet anew; a chart with another library would not be the one that was tested",
    ),
    "E642": (
        "Pillow draws no letters here: it was built without FreeType",
        "install Pillow from its wheels, or draw an SVG picture: truyvet graph svg",
    ),
    "E645": (
        "the file is no proof bundle: {reason}",
        "ask for the file again, as truyvet path --proof wrote it; never unpack and pack it anew",
    ),
    "E646": (
        "{place}: {reason}",
        "the bundle was altered or is not whole: ask whoever made it for another",
    ),
    "E647": (
        "{place}: {reason}",
        "the bundle was not made, or not left so, by an officer of the case: ask for another",
    ),
    "E648": (
        "{place}: {reason}",
        "what stands there is not proved to be part of the case: ask for another bundle",
    ),
    "E649": (
        "{place}: {reason}",
        "the bundle claims what its evidence does not say: ask whoever made it",
    ),
    "E650": (
        "the checkpoint you kept and the bundle's are not connected: {reason}",
        "ask for a bundle that goes on from it: truyvet path --proof --kept FILE",
    ),
    "E651": (
        "no proof can be made: {reason}",
        "look at the case with: truyvet verify",
    ),
}
