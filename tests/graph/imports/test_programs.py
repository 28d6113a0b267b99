"""Files as other programs save them: names by reference, labels that were drawn, nodes in nodes."""

from tests.graph.imports.conftest import Read

YED = """<?xml version="1.0" encoding="UTF-8"?>
<graphml xmlns="http://graphml.graphdrawing.org/xmlns" xmlns:y="http://www.yworks.com/xml/graphml">
<key attr.name="kind" attr.type="string" for="node" id="d1"/>
<key for="node" id="d6" yfiles.type="nodegraphics"/><key for="edge" id="d9"/>
<graph edgedefault="directed" id="G">
<node id="n0"><data key="d1">phone</data><data key="d6"><y:ShapeNode>
<y:NodeLabel>phone:+84912345678</y:NodeLabel></y:ShapeNode></data></node>
<node id="n1"><data key="d6"><y:ShapeNode><y:NodeLabel>phone:+84987654321<y:LabelModel/>
</y:NodeLabel></y:ShapeNode></data></node>
<edge id="e0" source="n0" target="n1"><data key="d9"><y:PolyLineEdge>
<y:EdgeLabel>called</y:EdgeLabel></y:PolyLineEdge></data></edge></graph></graphml>"""
SAVED_ANX = """<?xml version="1.0"?><Chart IdReferenceLinking="true">
<GradeOne><StringCollection><String Id="g0" Text="?"/><String Id="g1" Text="B"/></StringCollection>
</GradeOne><AttributeClassCollection><AttributeClass Id="ac1" Name="kind"/>
</AttributeClassCollection><LinkTypeCollection><LinkType Id="lt1" Name="called"/>
</LinkTypeCollection><ChartItemCollection>
<ChartItem Id="ci9" Label="" GradeOneIndex="1" GradeTwoIndex="2"><Link End1Reference="ci1"
 End2Reference="ci2"><LinkStyle LinkTypeReference="lt1"/></Link></ChartItem>
<ChartItem Id="ci1" Label="0912"><End><Entity EntityId="1" Identity="phone:+84912345678"/></End>
<AttributeCollection><Attribute AttributeClassReference="ac1" Value="phone"/></AttributeCollection>
</ChartItem>
<ChartItem Id="ci2" Label="0987"><End><Entity EntityId="2" Identity="phone:+84987654321"/></End>
</ChartItem></ChartItemCollection></Chart>"""
GEPHI = """<?xml version='1.0' encoding='UTF-8'?>
<gexf xmlns="http://gexf.net/1.3" version="1.3"><graph defaultedgetype="directed" idtype="string">
<attributes class="node" mode="static"><attribute id="kind" title="kind" type="string"/>
</attributes><nodes><node id="phone:1" label="one"><attvalues><attvalue for="kind" value="phone"/>
</attvalues><nodes><node id="phone:2" label="inside"><attvalues>
<attvalue for="kind" value="inner"/></attvalues></node></nodes></node></nodes>
<edges><edge id="0" source="phone:1" target="phone:2" label="called" weight="1.0"/></edges>
</graph></gexf>"""


def test_labels_drawn_in_yed_are_labels(read: Read) -> None:
    drawn = read("x.graphml", YED.encode())
    assert drawn.nodes["n0"] == {"kind": "phone", "label": "phone:+84912345678"}
    assert drawn.nodes["n1"]["label"] == "phone:+84987654321"
    assert drawn.edges[0].facts == {"label": "called"}


def test_a_chart_that_the_program_saved_is_read_by_reference(read: Read) -> None:
    drawn = read("x.anx", SAVED_ANX.encode())
    assert drawn.nodes["phone:+84912345678"] == {"label": "0912", "kind": "phone"}
    [link] = drawn.edges
    assert (link.source, link.target) == ("phone:+84912345678", "phone:+84987654321")
    assert (link.facts["relation"], link.facts["grade"]) == ("called", "B2")


def test_a_node_inside_another_is_a_node_with_attributes_of_its_own(read: Read) -> None:
    drawn = read("x.gexf", GEPHI.encode())
    assert drawn.nodes == {
        "phone:1": {"kind": "phone", "label": "one"},
        "phone:2": {"kind": "inner", "label": "inside"},
    }
    assert drawn.edges[0].facts["label"] == "called"
