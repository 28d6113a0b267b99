"""`truyvet person add`: a person or organization with what identifies it; one act."""

import unicodedata

import click

from ..evidence.case import Case
from ..evidence.links.node import KINDS, Node
from ..evidence.links.relation import Relation
from ..evidence.links.stating import state
from ..evidence.links.view import Links
from .context import ActOptions, check_text, with_acting, with_case
from .link_add import node_of
from .output import note, safe, say, say_json
from .stating import Grounds, spelled, when, with_grounds

MADE_UP_BYTES = 8
"""Random bytes of a made-up node: 16 hexadecimal digits."""
IDENTIFIERS: dict[str, tuple[str, Relation, str]] = {
    # option: kind of node, relation, help
    "alias": ("alias", "alias", "Another name."),
    "phone": ("phone", "uses", "Telephone number."),
    "email": ("email", "uses", "E-mail address."),
    "cccd": ("cccd", "holder_of", "Citizen id (CCCD)."),
    "cmnd": ("cmnd", "holder_of", "Old identity card (CMND)."),
    "passport": ("passport", "holder_of", "Passport number."),
    "tax-code": ("tax-code", "holder_of", "Tax code."),
    "account": ("bank-account", "holder_of", "Bank account, BANK:NUMBER."),
    "plate": ("licence-plate", "owns", "Licence plate."),
    "imei": ("imei", "uses", "IMEI of a device."),
    "address": ("place", "located_at", "Where it is, lives or works."),
}
"""Options that identify someone: what each states."""
SEXES = {"male": "male", "nam": "male", "female": "female", "nữ": "female", "nu": "female"}


class _Choice(click.Choice[str]):
    """A choice of words that may be typed with their marks split off (NFD)."""

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        return str(super().convert(unicodedata.normalize("NFC", value), param, ctx))


def _with_identifiers(command: click.Command) -> click.Command:
    """Give the command an option for each identifier; each may be repeated."""
    for option, (_, _, text) in reversed(IDENTIFIERS.items()):
        name = option.replace("-", "_")
        command.params.insert(1, click.Option([f"--{option}", name], multiple=True, help=text))
    return command


@click.command("add", epilog="Example: truyvet person add 'Nguyễn Văn Đức' --phone 0912345678")
@click.argument("name")
@click.option("--organization", is_flag=True, help="It is an organization.")
@click.option(
    "--uses", multiple=True, metavar="KIND:VALUE", help="Anything else it uses, as telegram:duc_nv."
)
@click.option("--born", help="Day or year of birth: 1990-05-01, 1/5/1990, 1990.")
@click.option("--sex", type=_Choice(list(SEXES), case_sensitive=False), help="Its sex.")
@click.option("--as-written", is_flag=True, help="Take what cannot be read as it stands.")
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
@with_grounds
@with_case
@with_acting
def command(
    case: Case,
    name: str,
    organization: bool,
    uses: tuple[str, ...],
    born: str | None,
    sex: str | None,
    as_written: bool,
    as_json: bool,
    grounds: Grounds,
    act: ActOptions,
    **identifiers: tuple[str, ...],
) -> None:
    """Put in the person called NAME, with what identifies it; all in one act.

    Options that identify may be repeated; --item, --grade and --note are of all of it. The person
    is a node of its own: who is the same as whom is decided by: truyvet same.
    """
    facts = {}
    if born is not None:
        facts["born"] = when(born, "--born")
    if sex is not None:
        facts["sex"] = SEXES[sex.lower()]
    stated = list[tuple[Relation, Node]]()
    for option, (kind, relation, _) in IDENTIFIERS.items():
        for text in identifiers[option.replace("-", "_")]:
            check_text(option, text)
            stated.append((relation, spelled(kind, text, as_written=as_written)))
    for text in uses:
        check_text("uses", text)
        kind, colon, value = text.partition(":")
        if not colon:
            raise click.BadParameter(f"{text!r} is no KIND:VALUE", param_hint="--uses")
        stated.append(("uses", _used(case, kind, value, as_written=as_written)))
    check_text("name", name)
    called = spelled("name", name)
    acting = act.acting()
    made_up = acting.random(MADE_UP_BYTES).hex()
    node = Node(kind="organization" if organization else "person", value=made_up)
    with case.writing() as writer:
        statements = [grounds.statement(writer.index, node, "named", called, facts=facts)]
        statements += [
            grounds.statement(writer.index, node, relation, other)
            for relation, other in dict.fromkeys(stated)
        ]
        entry = state(writer, acting, statements)
    if as_json:
        said = [f"{one.relation} {one.object}" for one in statements]
        say_json({"entry": entry.seq, "node": str(node), "name": called.value, "states": said})
        return
    say(f"entry {entry.seq}: {node} {safe(called.value)}")
    for number, one in enumerate(statements):
        note(f"  {entry.seq}:{number} {one.relation} {safe(str(one.object))}")


def _used(case: Case, kind: str, value: str, *, as_written: bool) -> Node:
    """Return what is used; a person or device must be known: nobody is made up by an id."""
    if kind in KINDS and KINDS[kind].made_up:
        with Links.open(case) as links:
            return node_of(links, f"{kind}:{value}")
    return spelled(kind, value, as_written=as_written)


command = _with_identifiers(command)
