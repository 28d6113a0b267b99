"""i2 Analyst's Notebook exchange format (ANX): a chart in XML, UTF-16, opened as it is.

Entities bear their kind as type, links their relation; the Admiralty grade stands in the chart's
first (source) and second (fact) grade, the third is not used. A chart has no link from an entity
to itself: those are left out and counted. Positions are a grid; the program lays charts out itself.
"""

import codecs
from collections.abc import Iterable, Sequence
from typing import BinaryIO

from ...evidence.links.relation import RELATIONS
from ..model import GraphEdge, GraphNode, Source
from .columns import Survey, survey
from .i2_table import kind_title
from .interface import Written
from .text import Text
from .threats import stamp

NAME = "i2"
ENDING = ".anx"
TITLE = "Chart (ANX) for i2 Analyst's Notebook"
GRADES = (("-", *"ABCDEF"), ("-", *"123456"), ("-",))
"""What the chart's three grades may be; the first is "none"."""
ICONS = {
    "person": "Person", "organization": "Organization", "phone": "Phone", "email": "E-mail",
    "bank-account": "Account", "card": "Credit Card", "item": "Document", "place": "Place",
    "geo": "Place", "cell": "Mast", "licence-plate": "Car", "vin": "Car", "url": "Internet",
    "domain": "Internet", "ipv4": "Computer", "ipv6": "Computer", "device": "Phone",
    "imei": "Phone", "passport": "Passport",
}  # fmt: skip
"""Icons of the standard palette; `Anon` for all else."""
_STEP, _WIDE = 150, 100
_NODE_SKIPPED = frozenset({"id", "label"})
_EDGE_SKIPPED = frozenset({"source", "target", "relation", "label", "grade"})


class _Chart:
    """A chart that is being written."""

    def __init__(self, target: BinaryIO, text: Text) -> None:
        self._encode = codecs.getincrementalencoder("utf-16-le")().encode
        self._target = target
        self.text = text
        target.write(codecs.BOM_UTF16_LE)

    def say(self, line: str) -> None:
        self._target.write(self._encode(line))

    def attributes(self, heads: Sequence[str], cells: Iterable[object]) -> None:
        rows = "".join(
            f'<Attribute AttributeClass="{name}" Value="{self.text.xml(str(cell))}"/>'
            for name, cell in zip(heads, cells, strict=True)
            if name and cell != ""
        )
        self.say(f"<AttributeCollection>{rows}</AttributeCollection>" if rows else "")


def write(source: Source, target: BinaryIO) -> Written:
    """Write a graph as a chart."""
    found, text = survey(source), Text()
    chart = _Chart(target, text)
    chart.say('<?xml version="1.0" encoding="utf-16"?>\n')
    chart.say('<Chart IdReferenceLinking="false" Rigorous="false" SchemaVersion="7.0.0.1">\n')
    heads = _heads(found.node_columns(), _NODE_SKIPPED, "")
    links = _heads(found.edge_columns(), _EDGE_SKIPPED, "link ")
    _declare(chart, source, found, (*heads, *links))
    chart.say("<ChartItemCollection>\n")
    for number, node in enumerate(source.nodes()):
        _entity(chart, number, node, heads, found)
    selfs = 0
    for edge in source.edges():
        if edge.source == edge.target:
            selfs += 1
        else:
            _link(chart, edge, links, found)
    chart.say("</ChartItemCollection>\n</Chart>\n")
    left = (
        (f"{selfs:,} links of an entity with itself left out: a chart has none",) if selfs else ()
    )
    return Written(nodes=found.nodes, edges=found.edges - selfs, replaced=text.replaced, notes=left)


def _heads(names: Sequence[str], skipped: frozenset[str], before: str) -> list[str]:
    """Return the attribute class of each column; empty for what stands elsewhere."""
    return ["" if name in skipped else f"{before}{name}" for name in names]


def _declare(chart: _Chart, source: Source, found: Survey, classes: Iterable[str]) -> None:
    text = chart.text
    for name, strings in zip(("One", "Two", "Three"), GRADES, strict=True):
        listed = "".join(f'<String Id="{name}{n}" Text="{s}"/>' for n, s in enumerate(strings))
        chart.say(f"<Grade{name}><StringCollection>{listed}</StringCollection></Grade{name}>\n")
    chart.say('<StrengthCollection><Strength Id="Solid" Name="Solid" DotStyle="DotStyleSolid"/>'
              "</StrengthCollection>\n<AttributeClassCollection>\n")  # fmt: skip
    for name in filter(None, classes):
        chart.say(
            f'<AttributeClass Name="{text.xml(name)}" Type="AttText" IsUser="true" '
            'UserCanAdd="true" UserCanRemove="true" Visible="false" ShowValue="true"/>\n'
        )
    chart.say("</AttributeClassCollection>\n<EntityTypeCollection>\n")
    for kind in found.kinds:
        chart.say(f'<EntityType Name="{text.xml(kind_title(kind))}" '
                  f'IconFile="{ICONS.get(kind, "Anon")}" '
                  'PreferredRepresentation="RepresentAsIcon"/>\n')  # fmt: skip
    chart.say("</EntityTypeCollection>\n<LinkTypeCollection>\n")
    for relation in found.relations:
        chart.say(f'<LinkType Name="{text.xml(relation)}"/>\n')
    title = text.xml(source.about.title)
    chart.say(
        "</LinkTypeCollection>\n<Summary><FieldCollection>"
        f'<Field Type="SummaryFieldTitle" Field="{title}"/></FieldCollection></Summary>\n'
    )


def _entity(
    chart: _Chart, number: int, node: GraphNode, heads: Sequence[str], found: Survey
) -> None:
    text = chart.text
    x, y = (number % _WIDE) * _STEP, (number // _WIDE) * _STEP
    one = text.xml(text.id(node.id))
    chart.say(
        f'<ChartItem Label="{text.xml(node.label)}" XPosition="{x}">'
        f'<End X="{x}" Y="{y}" Z="0"><Entity EntityId="{one}" Identity="{one}" '
        'LabelIsIdentity="false"><Icon TextX="0" TextY="16">'
        f'<IconStyle Type="{text.xml(kind_title(node.kind))}"/></Icon></Entity></End>'
    )
    chart.attributes(heads, found.node_row(node))
    chart.say("</ChartItem>\n")


def _link(chart: _Chart, edge: GraphEdge, heads: Sequence[str], found: Survey) -> None:
    text = chart.text
    start, end = (text.xml(text.id(one)) for one in (edge.source, edge.target))
    kind = RELATIONS.get(edge.relation)
    arrow = "ArrowNone" if kind is not None and kind.mutual else "ArrowOnHead"
    chart.say(
        f'<ChartItem Label="{text.xml(edge.label)}"{_when(edge.first)}{_grades(edge.grade)}>'
        f'<Link End1Id="{start}" End2Id="{end}"><LinkStyle ArrowStyle="{arrow}" '
        f'MlStyle="MultiplicityMultiple" StrengthReference="Solid" '
        f'Type="{text.xml(edge.relation)}"/></Link>'
    )
    chart.attributes(heads, found.edge_row(edge))
    chart.say("</ChartItem>\n")


def _when(time: str) -> str:
    """Return date and time of a link; a chart holds seconds and needs a whole day."""
    known = stamp(time)
    if len(known) < 10:
        return ""
    clock = known[11:19]
    return (
        f' DateTime="{known[:10]}T{clock or "00:00:00"}" DateSet="true" '
        f'TimeSet="{"true" if clock else "false"}"'
    )


def _grades(grade: str) -> str:
    places = (
        allowed.index(letter) if letter in allowed[1:] else 0
        for allowed, letter in zip(GRADES, (*grade[:2].ljust(2), ""), strict=True)
    )
    told = zip(("One", "Two", "Three"), places, strict=True)
    return "".join(f' Grade{name}Index="{place}"' for name, place in told)
