"""Charts of i2 Analyst's Notebook (ANX), ours and as the program saves them.

Classes, types and ends are named directly or by reference to an id (`IdReferenceLinking`); both are
read. The identity of an entity is its id; grades one and two are the Admiralty grade where the
chart's own lists of grades say so.
"""

from typing import Any, BinaryIO

from ..exports.i2 import GRADES
from .hostile import children, elements, local
from .interface import Drawn, NotAGraph

NAME = "i2"
ENDINGS = (".anx",)
_BEFORE_LINK = "link "


def read(file: BinaryIO) -> Drawn:
    """Read entities and links; links come after all entities, wherever they stand."""
    chart, links = _Chart(), list[tuple[dict[str, str], dict[str, str]]]()
    drawn, any_chart = Drawn(), False
    for element in elements(file, "AttributeClass", "LinkType", "GradeOne", "GradeTwo",
                            "ChartItem"):  # fmt: skip
        any_chart = True
        if local(element) != "ChartItem":
            chart.declare(element)
            continue
        for entity in children(element, "Entity"):
            identity = entity.get("Identity") or entity.get("EntityId") or ""
            for known in (entity.get("EntityId"), element.get("Id")):
                chart.identities |= {known: identity} if known else {}
            facts = {"label": element.get("Label", ""), **chart.attributes(element, "")}
            drawn.node(identity, facts)
        for link in children(element, "Link"):
            told = dict(link.attrib)
            links.append((told, chart.link(element, link)))
    if not any_chart:
        raise NotAGraph("it holds no chart")
    for told, facts in links:
        ends = (told.get(f"End{n}Id") or told.get(f"End{n}Reference", "") for n in (1, 2))
        start, end = (chart.identities.get(one, one) for one in ends)
        drawn.edge(facts.pop("id", ""), start, end, facts)
    drawn.check_ends()
    return drawn


class _Chart:
    """What a chart declares before its items."""

    def __init__(self) -> None:
        self.identities: dict[str, str] = {}
        self._names: dict[str, str] = {}
        self._grades: dict[str, list[str]] = {
            "GradeOne": list(GRADES[0]), "GradeTwo": list(GRADES[1])
        }  # fmt: skip

    def declare(self, element: Any) -> None:
        """Take a class, a type or a list of grades."""
        name = local(element)
        if name in self._grades:
            self._grades[name] = [one.get("Text", "") for one in children(element, "String")]
        elif element.get("Id"):
            self._names[element.get("Id")] = element.get("Name", "")

    def attributes(self, element: Any, before: str) -> dict[str, str]:
        """Return the attributes of an item by our names."""
        facts = {}
        for one in children(element, "Attribute"):
            name = one.get("AttributeClass") or self._names.get(
                one.get("AttributeClassReference", ""), ""
            )
            if name:
                facts[name.removeprefix(before)] = one.get("Value", "")
        return facts

    def link(self, element: Any, link: Any) -> dict[str, str]:
        """Return the attributes of a link: its own, its type, its grade."""
        facts = {"label": element.get("Label", ""), **self.attributes(element, _BEFORE_LINK)}
        for style in children(link, "LinkStyle"):
            named = style.get("Type") or self._names.get(style.get("LinkTypeReference", ""), "")
            facts.setdefault("relation", named)
        grade = self._grade(element, "GradeOne") + self._grade(element, "GradeTwo")
        return facts | {"grade": grade if len(grade) == 2 else ""}

    def _grade(self, element: Any, which: str) -> str:
        place, known = element.get(f"{which}Index", "0"), self._grades[which]
        number = int(place) if place.isascii() and place.isdigit() else 0
        text = known[number] if number < len(known) else ""
        return text if text in GRADES[0][1:] or text in GRADES[1][1:] else ""
