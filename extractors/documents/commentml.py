"""Comments in workbooks and presentations, with who wrote them and when.

Sources: ECMA-376 part 1, 18.7 (comments of cells), 19.4 (comments of slides); MS-XLSX 2.6.207
(threaded comments), MS-PPTX 2.6.1 (modern comments). Their text is also that of the part.
"""

from collections.abc import Iterator

from .cells import whole
from .dates import w3c
from .findings import Finding, Seen, step
from .markup import Walk

AUTHORS = ("ppt/commentAuthors.xml", "ppt/authors.xml", "xl/persons/person.xml")
"""Parts that name the people that comments refer to."""
MAX_PEOPLE = 10_000
"""People that are kept."""
MAX_TEXT = 1 << 20
"""Characters of one comment."""
_COMMENTS = {"comment", "cm", "threadedComment"}
_PEOPLE = {"cmAuthor", "author", "person"}
_TIMES = ("dT", "dt", "created")


def authors(walk: Walk) -> dict[str, str]:
    """Read the people of a presentation or workbook, by their identifier."""
    found: dict[str, str] = {}
    for event, name, attributes in walk:
        if event == "start" and name in _PEOPLE and len(found) < MAX_PEOPLE:
            known = attributes.get("name") or attributes.get("displayName", "")
            found[attributes.get("id", "")] = known
    return found


def comments(walk: Walk, part: str, people: dict[str, str]) -> Iterator[Finding]:
    """Yield the comments of a part; `people` are those that other parts name.

    Damage of the part is told by whoever reads its text.
    """
    listed: list[str] = []
    given: dict[str, str] = {}
    pieces: list[str] = []
    inside, number, length = "", 0, 0
    for event, name, attributes in walk:
        if event == "text":
            if inside == "author" and len(listed) <= MAX_PEOPLE:
                listed[-1] += name
            elif inside == "t" and length < MAX_TEXT:
                pieces.append(name)
                length += len(name)
        elif name in _COMMENTS:
            if event == "start":
                given, pieces, length = attributes, [], 0
            elif given:
                number += 1
                where = step("ooxml", part, "comment", str(number))
                facts = _facts(given, listed, people)
                yield Seen(kind="comment", step=where, raw="".join(pieces), facts=facts)
                given = {}
        elif name == "author" and event == "start" and len(listed) < MAX_PEOPLE:
            listed.append("")
            inside = "author"
        else:
            text = name in {"t", "text"} and event == "start"
            inside = "t" if text else ""


def _facts(given: dict[str, str], listed: list[str], people: dict[str, str]) -> dict[str, str]:
    identifier = given.get("authorId") or given.get("personId", "")
    n = whole(identifier)
    author = listed[n] if 0 <= n < len(listed) else people.get(identifier, "")
    said = next((given[key] for key in _TIMES if key in given), "")
    return {"author": author, "cell": given.get("ref", ""), "written": said, **w3c(said)}
