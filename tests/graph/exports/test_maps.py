"""What lies on a map: GeoJSON and KML."""

import json
from typing import Any
from xml.etree import ElementTree

import pytest
from tests.graph.exports.conftest import exported, written
from tests.graph.support.graphs import HOSTILE, edge, node, part

from truyvet.graph.exports.places import place_of
from truyvet.graph.exports.text import Text
from truyvet.graph.model import GraphNode, Part

KML = {"k": "http://www.opengis.net/kml/2.2"}
MAPS = ("geojson", "kml")


def features(content: bytes) -> list[Any]:
    return list(json.loads(content)["features"])


def test_a_place_is_a_point_longitude_first(plain: Part) -> None:
    place, _ = features(exported("geojson", plain))
    assert place["geometry"] == {"type": "Point", "coordinates": [105.8542, 21.0285]}
    assert place["id"] == "geo:21.0285,105.8542"
    assert place["properties"]["label"] == "Hà Nội"


def test_who_was_there_is_a_point_there_with_its_time(plain: Part) -> None:
    _, link = features(exported("geojson", plain))
    assert link["geometry"]["coordinates"] == [105.8542, 21.0285]
    told = link["properties"]
    assert (told["relation"], told["first"]) == ("seen_at", "2026-01-05T10:00:00Z")
    assert (told["source"], told["target"]) == ("phone:+84912345678", "geo:21.0285,105.8542")


def test_a_link_between_two_places_is_a_line() -> None:
    graph = part([node("geo", "10,20"), node("cell", "1", latitude="11.5", longitude="21.5")],
                 [edge(1, "cell:1", "located_at", "geo:10,20")])  # fmt: skip
    *_, link = features(exported("geojson", graph))
    assert link["geometry"] == {"type": "LineString", "coordinates": [[21.5, 11.5], [20.0, 10.0]]}
    root = ElementTree.fromstring(exported("kml", graph))  # noqa: S314 - our own bytes
    line = root.find(".//k:LineString/k:coordinates", KML)
    assert line is not None
    assert line.text == "21.5,11.5 20.0,10.0"


@pytest.mark.parametrize("name", MAPS)
def test_it_says_how_many_nodes_have_no_place(name: str, plain: Part) -> None:
    content, told = written(name, plain)
    assert told.notes == ("12 of 13 nodes have no place",)
    assert b"12" in content


def test_the_file_itself_tells_of_those_without_a_place(plain: Part) -> None:
    told = json.loads(exported("geojson", plain))["truyvet"]
    assert told == {"title": "VA-1 Ví dụ <&>", "question": "the whole case", "nodes": 13,
                    "without_place": 12}  # fmt: skip


@pytest.mark.parametrize("name", MAPS)
def test_a_link_that_tells_of_no_place_is_not_on_the_map(name: str) -> None:
    graph = part([node("geo", "10,20"), node("phone", "1")],
                 [edge(1, "phone:1", "mentioned_in", "geo:10,20")])  # fmt: skip
    assert written(name, graph)[1].edges == 0


def test_kml_has_the_same_placemarks_with_times(plain: Part) -> None:
    root = ElementTree.fromstring(exported("kml", plain))  # noqa: S314 - our own bytes
    marks = root.findall(".//k:Placemark", KML)
    names = [mark.findtext("k:name", "", KML) for mark in marks]
    assert names == ["Hà Nội", "+84912345678 seen_at Hà Nội"]
    assert marks[1].findtext(".//k:begin", "", KML) == "2026-01-05T10:00:00Z"
    points = [mark.findtext(".//k:coordinates", "", KML) for mark in marks]
    assert points == ["105.8542,21.0285"] * 2
    told = {one.get("name"): one.findtext("k:value", "", KML)
            for one in marks[1].iterfind(".//k:Data", KML)}  # fmt: skip
    assert told["relation"] == "seen_at"


@pytest.mark.parametrize("label", HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_label_is_text(label: str) -> None:
    graph = part([node("geo", "10,20", label)], [])
    [place] = features(exported("geojson", graph))
    assert place["properties"]["label"] == Text()(label)
    root = ElementTree.fromstring(exported("kml", graph))  # noqa: S314 - our own bytes
    assert root.findtext(".//k:Placemark/k:name", "", KML) == Text()(label)


@pytest.mark.parametrize(
    ("one", "place"),
    [
        (node("geo", "21.5,105.25"), (21.5, 105.25)),
        (node("geo", "-21.5,-105"), (-21.5, -105.0)),
        (node("geo", "91,0"), None),
        (node("geo", "0,181"), None),
        (node("geo", "nowhere"), None),
        (node("cell", "1", latitude="1", longitude="2"), (1.0, 2.0)),
        (node("cell", "1", latitude="nan", longitude="2"), None),
        (node("cell", "1", latitude="1e3", longitude="2"), None),
        (node("phone", "21.5,105.25"), None),
    ],
)
def test_a_place_is_what_can_lie_on_earth(
    one: GraphNode, place: tuple[float, float] | None
) -> None:
    assert place_of(one) == place
