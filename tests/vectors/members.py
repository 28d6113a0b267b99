"""Tables of the members of a record, made from the words of its own definition."""

import ast
import inspect

import msgspec

from truyvet.evidence.links import statement
from truyvet.evidence.web import capture, crawl, settings

HOMES = (capture, crawl, settings, statement)
"""Modules whose records are explained by tables of this kind."""


def record_of(name: str) -> type[msgspec.Struct]:
    """Return the record of this name; LookupError where there is none."""
    for home in HOMES:
        found = getattr(home, name, None)
        if inspect.isclass(found) and issubclass(found, msgspec.Struct):
            return found
    raise LookupError(name)


def rows_of(name: str) -> list[list[str]]:
    """Return (member, what it is) for each member of a record, in order."""
    record = record_of(name)
    (definition,) = ast.parse(inspect.getsource(record)).body
    if not isinstance(definition, ast.ClassDef):
        raise TypeError(name)
    required = {one.name for one in msgspec.structs.fields(record) if one.required}
    rows = []
    for member, words in zip(definition.body, definition.body[1:], strict=False):
        if not isinstance(member, ast.AnnAssign) or not isinstance(member.target, ast.Name):
            continue
        if not isinstance(words, ast.Expr) or not isinstance(words.value, ast.Constant):
            raise TypeError(f"{name}.{member.target.id} is not explained")
        text = " ".join(str(words.value.value).split()).removesuffix(".")
        text = text if member.target.id in required else f"*optional*; {text[0].lower()}{text[1:]}"
        rows.append([f"`{member.target.id}`", text])
    return rows
