"""`truyvet search`: texts, values, items, flags and statements, in one small language."""

import click

from ..evidence.errors import ExitStatus, TruyvetError
from ..query.coverage import covered
from ..query.language import MAX_QUERY, Query, parse
from ..query.searching import Search
from ..query.source import Source, opened
from .context import check_text, open_case
from .desk_options import AskedAll, with_desk
from .known_telling import coverage_facts, say_coverage
from .output import counted, note, safe, say, say_json
from .search_telling import as_facts, say_found

_LIMIT = 50


@click.command(
    "search", epilog="Example: truyvet search 'type:phone val:0912* \"nguyen van duc\" flag:yara'"
)
@click.argument("query", nargs=-1, required=True, metavar="QUERY…")
@click.option(
    "--limit",
    type=click.IntRange(0, 2**53),
    default=_LIMIT,
    show_default=True,
    help="Items and statements at most; 0 for all.",
)
@click.option("--count", "only_count", is_flag=True, help="Only tell how many there are.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
@click.option("--case", "folder", metavar="FOLDER", help="The case to work on.")
@with_desk
def command(
    query: tuple[str, ...],
    limit: int,
    only_count: bool,
    as_json: bool,
    folder: str | None,
    desk: AskedAll,
) -> ExitStatus:
    """Search the case by QUERY: words, "phrases", field:value, -not, OR and brackets.

    Words are found without marks and case, in texts, in names, and as values that they stand for;
    what stands just as it was typed comes first. The fields: type val flag extractor rel grade item
    path ext kind tag sha256 case entry since until. Put the whole query in single quotes.

    Status 1 when nothing is found; what was looked into is told then. With --all, all cases on a
    desk are searched, each up to --limit: that needs a --purpose, and is recorded with your name.
    """
    text = " ".join(query)
    check_text("QUERY", text[:MAX_QUERY])
    asked = _parsed(text)
    if desk.everywhere:
        from .desk_search import search_all

        if only_count:
            raise click.UsageError("--count is of one case")
        return search_all(desk, asked, text, limit=limit, as_json=as_json)
    with opened(open_case(folder)) as source:
        search = Search(source, asked, text)
        if only_count:
            return _tell_count(source, search, as_json=as_json)
        count = 0
        for found in search.found(limit + 1 if limit else None):
            if limit and count == limit:
                note(f"there are more than {limit:,}: see all with --limit 0")
                break
            count += 1
            if as_json:
                say_json(as_facts(found))
            else:
                say_found(found)
        return ExitStatus.DONE if count else _nothing(source, as_json=as_json)


def _parsed(text: str) -> Query:
    """Return the query, or show where it cannot be read; raises `TruyvetError` as `parse`."""
    try:
        return parse(text)
    except TruyvetError as error:
        if error.code == "E591":
            note(f"    {safe(str(error.facts['shown']))}\n    {error.facts['caret']}")
        raise


def _tell_count(source: Source, search: Search, *, as_json: bool) -> ExitStatus:
    items, statements = search.count()
    if as_json:
        say_json({"items": items, "statements": statements})
    else:
        say(f"{counted(items, 'item')}, {counted(statements, 'statement')} that rest on none")
    return ExitStatus.DONE if items or statements else ExitStatus.FAILED


def _nothing(source: Source, *, as_json: bool) -> ExitStatus:
    looked = covered(source)
    if as_json:
        say_json({"found": 0, "covered": coverage_facts(looked)})
    else:
        say("nothing found")
        say_coverage(looked)
    return ExitStatus.FAILED
