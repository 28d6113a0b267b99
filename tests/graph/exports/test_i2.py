"""Charts for Analyst's Notebook: every element and attribute is one that its schema knows."""

from typing import Any

import pytest
from lxml import etree
from tests.graph.exports.conftest import exported, written
from tests.graph.support.graphs import HOSTILE, edge, node, part

from truyvet.graph.exports.text import Text
from truyvet.graph.model import Part

CLASS = "Name Type IsUser UserCanAdd UserCanRemove Visible ShowValue"
SCHEMA = {
    # element: (attributes used, elements allowed inside), as bindings made of the schema have them
    "Chart": ("IdReferenceLinking Rigorous SchemaVersion",
              "GradeOne GradeTwo GradeThree StrengthCollection AttributeClassCollection "
              "EntityTypeCollection LinkTypeCollection Summary ChartItemCollection"),
    "GradeOne": ("", "StringCollection"), "GradeTwo": ("", "StringCollection"),
    "GradeThree": ("", "StringCollection"), "StringCollection": ("", "String"),
    "String": ("Id Text", ""), "StrengthCollection": ("", "Strength"),
    "Strength": ("Id Name DotStyle", ""), "AttributeClassCollection": ("", "AttributeClass"),
    "AttributeClass": (CLASS, ""), "EntityTypeCollection": ("", "EntityType"),
    "EntityType": ("Name IconFile PreferredRepresentation", ""),
    "LinkTypeCollection": ("", "LinkType"), "LinkType": ("Name", ""),
    "Summary": ("", "FieldCollection"), "FieldCollection": ("", "Field"),
    "Field": ("Type Field", ""), "ChartItemCollection": ("", "ChartItem"),
    "ChartItem": ("Label XPosition DateTime DateSet TimeSet GradeOneIndex GradeTwoIndex "
                  "GradeThreeIndex", "End Link AttributeCollection"),
    "End": ("X Y Z", "Entity"), "Entity": ("EntityId Identity LabelIsIdentity", "Icon"),
    "Icon": ("TextX TextY", "IconStyle"), "IconStyle": ("Type", ""),
    "AttributeCollection": ("", "Attribute"), "Attribute": ("AttributeClass Value", ""),
    "Link": ("End1Id End2Id", "LinkStyle"),
    "LinkStyle": ("ArrowStyle MlStyle StrengthReference Type", ""),
}  # fmt: skip


def chart(content: bytes) -> Any:
    """A chart as libxml2 reads it."""
    return etree.fromstring(content)


def entities(root: Any) -> dict[str, Any]:
    return {one.get("EntityId"): one.getparent().getparent() for one in root.iter("Entity")}


@pytest.fixture
def root(plain: Part) -> Any:
    return chart(exported("i2", plain))


@pytest.mark.parametrize("which", ["plain", "hostile"])
def test_every_element_and_attribute_is_in_the_schema(
    which: str, plain: Part, hostile: Part
) -> None:
    for element in chart(exported("i2", {"plain": plain, "hostile": hostile}[which])).iter():
        attributes, inside = SCHEMA[element.tag]
        assert set(element.keys()) <= set(attributes.split())
        assert {child.tag for child in element} <= set(inside.split())


def test_it_is_utf_16_with_a_byte_order_mark(plain: Part) -> None:
    content = exported("i2", plain)
    assert content.startswith(b"\xff\xfe<\x00?\x00")
    assert "Nguyễn Văn Đức" in content.decode("utf-16")


def test_every_entity_is_there_with_type_label_and_attributes(root: Any, plain: Part) -> None:
    found = entities(root)
    assert set(found) == {one.id for one in plain.nodes()}
    person = found["person:24b764aa47b615fa"]
    assert person.get("Label") == "Nguyễn Văn Đức"
    assert person.find(".//IconStyle").get("Type") == "person"
    told = {one.get("AttributeClass"): one.get("Value") for one in person.iter("Attribute")}
    wanted = {"kind": "person", "normal": "24b764aa47b615fa", "pole": "P", "degree": "4"}
    assert wanted.items() <= told.items()


def test_every_link_is_there_with_ends_type_and_direction(root: Any, plain: Part) -> None:
    found = [(one.get("End1Id"), one.find("LinkStyle").get("Type"), one.get("End2Id"))
             for one in root.iter("Link")]  # fmt: skip
    assert found == [(one.source, one.relation, one.target) for one in plain.edges()]
    arrows = {one.get("Type"): one.get("ArrowStyle") for one in root.iter("LinkStyle")}
    assert (arrows["called"], arrows["associate"]) == ("ArrowOnHead", "ArrowNone")


def test_a_grade_stands_in_the_grades_of_the_chart(root: Any) -> None:
    lists = [[one.get("Text") for one in root.find(f"Grade{name}").iter("String")]
             for name in ("One", "Two", "Three")]  # fmt: skip
    item = next(one for one in root.iter("Link")).getparent()
    places = [int(item.get(f"Grade{name}Index")) for name in ("One", "Two", "Three")]
    assert [names[place] for names, place in zip(lists, places, strict=True)] == ["B", "2", "-"]


@pytest.mark.parametrize(
    ("first", "when"),
    [
        ("", (None, None, None)),
        ("2026-01", (None, None, None)),
        ("2026-03-01", ("2026-03-01T00:00:00", "true", "false")),
        ("2026-01-02T03:04:05.678Z", ("2026-01-02T03:04:05", "true", "true")),
    ],
)
def test_a_time_is_set_as_far_as_it_is_known(first: str, when: tuple[str | None, ...]) -> None:
    graph = part([node("phone", "1"), node("phone", "2")],
                 [edge(1, "phone:1", "called", "phone:2", first=first)])  # fmt: skip
    [item] = [one.getparent() for one in chart(exported("i2", graph)).iter("Link")]
    assert tuple(item.get(name) for name in ("DateTime", "DateSet", "TimeSet")) == when


def test_links_of_an_entity_with_itself_are_left_out_and_counted() -> None:
    graph = part([node("phone", "1")], [edge(1, "phone:1", "called", "phone:1")])
    content, told = written("i2", graph)
    assert not list(chart(content).iter("Link"))
    assert told.edges == 0
    assert "1 links of an entity with itself" in told.notes[0]


def test_hostile_labels_come_back(hostile: Part) -> None:
    labels = {one.get("Label") for one in entities(chart(exported("i2", hostile))).values()}
    assert labels >= {Text()(text) for text in HOSTILE.values()}


def test_what_is_used_is_declared(root: Any) -> None:
    declared = {one.get("Name") for one in root.iter("AttributeClass")}
    assert {one.get("AttributeClass") for one in root.iter("Attribute")} <= declared
    types = {one.get("Name") for one in root.iter("EntityType")}
    assert {one.get("Type") for one in root.iter("IconStyle")} <= types
    links = {one.get("Name") for one in root.iter("LinkType")}
    assert {one.get("Type") for one in root.iter("LinkStyle")} <= links
