"""A service's flow as BPMN 2.0 XML with its picture (ISO/IEC 19510; schemas of OMG 20100501), for other tools to read.

It is a download made from the folder: our engine does not run it, so `isExecutable` is false.
"""

from typing import Final
from xml.etree import ElementTree as Xml

from hukumati.catalogue.exports.bpmn_graph import LANE_NAMES, Graph, Node, build_graph, incoming, outgoing
from hukumati.catalogue.exports.bpmn_layout import Box, Layout, lay_out
from hukumati.service_language.api import Definition

MODEL: Final = "http://www.omg.org/spec/BPMN/20100524/MODEL"
SHAPES: Final = "http://www.omg.org/spec/BPMN/20100524/DI"
BOXES: Final = "http://www.omg.org/spec/DD/20100524/DC"
POINTS: Final = "http://www.omg.org/spec/DD/20100524/DI"
INSTANCE: Final = "http://www.w3.org/2001/XMLSchema-instance"
CEL: Final = "https://cel.dev/"
PREFIXES: Final = {"bpmn": MODEL, "bpmndi": SHAPES, "dc": BOXES, "di": POINTS, "xsi": INSTANCE}
TAGS: Final = {"timerEvent": "boundaryEvent", "errorEvent": "boundaryEvent", "messageStart": "startEvent"}
PROCESS, POOL = "process", "pool"


def to_bpmn(*, definition: Definition) -> bytes:
    """Return the flow as an XML file in UTF-8."""
    for prefix, uri in PREFIXES.items():
        Xml.register_namespace(prefix, uri)
    graph = build_graph(definition=definition)
    root = Xml.Element(f"{{{MODEL}}}definitions", {"id": "definitions", "targetNamespace": f"urn:{definition.id}"})
    root.set("exporter", "Hukumati")
    root.set("expressionLanguage", CEL)
    if any(node.kind == "errorEvent" for node in graph.nodes.values()):
        _model(root, "error", id="no_answer", name="no answer", errorCode="no_answer")
    _collaboration(root, definition)
    _process(root, definition, graph)
    _diagram(root, graph, lay_out(graph=graph))
    Xml.indent(root)
    written: bytes = Xml.tostring(root, encoding="utf-8", xml_declaration=True)
    return written


def _model(parent: Xml.Element, tag: str, /, **attributes: str) -> Xml.Element:
    return Xml.SubElement(parent, f"{{{MODEL}}}{tag}", attributes)


def _collaboration(root: Xml.Element, definition: Definition) -> None:
    collaboration = _model(root, "collaboration", id="collaboration")
    name = f"{definition.name.ar} · {definition.name.en}"
    _model(collaboration, "participant", id=POOL, name=name, processRef=PROCESS)


def _process(root: Xml.Element, definition: Definition, graph: Graph) -> None:
    process = _model(root, "process", id=PROCESS, name=definition.code, isExecutable="false")
    _text(process, "documentation", f"{definition.summary.ar}\n{definition.summary.en}{_promise(definition)}")
    lanes = _model(process, "laneSet", id="lanes")
    for number, lane in enumerate(graph.lanes):
        held = _model(lanes, "lane", id=f"lane_{number}", name=LANE_NAMES.get(lane, lane))
        for node in graph.nodes.values():
            if node.lane == lane:
                _text(held, "flowNodeRef", node.id)
    for node in graph.nodes.values():
        _node(process, graph, node)
    for edge in graph.edges:
        flow = _model(process, "sequenceFlow", id=edge.id, sourceRef=edge.source, targetRef=edge.target)
        if edge.name:
            flow.set("name", edge.name)
        if edge.condition:
            _formal(flow, "conditionExpression", edge.condition)


def _promise(definition: Definition) -> str:
    """The promise is of the whole case: BPMN has no sign for a clock that stands still while the citizen must act."""
    promise = definition.promise
    if promise is None:
        return ""
    stops = f"; the clock stops in {', '.join(promise.clock_stops_in)}" if promise.clock_stops_in else ""
    late = f" to {promise.late_to}" if promise.decides else ""
    return f"\npromise: {promise.amount} {promise.unit}{stops}; if late: {promise.if_late}{late}"


def _node(process: Xml.Element, graph: Graph, node: Node) -> None:
    made = _model(process, TAGS.get(node.kind, node.kind), id=node.id)
    if node.name:
        made.set("name", node.name)
    if node.default:
        made.set("default", node.default)
    if node.attached_to:
        made.set("attachedToRef", node.attached_to)
    if node.about:
        _text(made, "documentation", node.about)
    for flow in incoming(graph, node.id):
        _text(made, "incoming", flow)
    for flow in outgoing(graph, node.id):
        _text(made, "outgoing", flow)
    if node.kind == "timerEvent":
        _formal(_model(made, "timerEventDefinition", id=f"{node.id}_at"), "timeDuration", node.duration)
    elif node.kind == "errorEvent":
        _model(made, "errorEventDefinition", id=f"{node.id}_of", errorRef="no_answer")
    elif node.kind == "messageStart":
        _model(made, "messageEventDefinition", id=f"{node.id}_by")


def _text(parent: Xml.Element, tag: str, text: str) -> None:
    _model(parent, tag).text = text


def _formal(parent: Xml.Element, tag: str, text: str) -> None:
    made = _model(parent, tag)
    made.set(f"{{{INSTANCE}}}type", "bpmn:tFormalExpression")
    made.text = text


def _diagram(root: Xml.Element, graph: Graph, layout: Layout) -> None:
    diagram = Xml.SubElement(root, f"{{{SHAPES}}}BPMNDiagram", {"id": "diagram"})
    plane = Xml.SubElement(diagram, f"{{{SHAPES}}}BPMNPlane", {"id": "plane", "bpmnElement": "collaboration"})
    _shape(plane, POOL, layout.pool, horizontal=True)
    for number, lane in enumerate(graph.lanes):
        _shape(plane, f"lane_{number}", layout.lanes[lane], horizontal=True)
    for name, node in graph.nodes.items():
        _shape(plane, name, layout.nodes[name], marker=node.kind == "exclusiveGateway")
    for edge in graph.edges:
        drawn = Xml.SubElement(plane, f"{{{SHAPES}}}BPMNEdge", {"id": f"{edge.id}_di", "bpmnElement": edge.id})
        for x, y in layout.edges[edge.id]:
            Xml.SubElement(drawn, f"{{{POINTS}}}waypoint", {"x": str(x), "y": str(y)})


def _shape(plane: Xml.Element, name: str, box: Box, *, horizontal: bool = False, marker: bool = False) -> None:
    attributes = {"id": f"{name}_di", "bpmnElement": name}
    if horizontal:
        attributes["isHorizontal"] = "true"
    if marker:
        attributes["isMarkerVisible"] = "true"
    shape = Xml.SubElement(plane, f"{{{SHAPES}}}BPMNShape", attributes)
    bounds = {"x": box.x, "y": box.y, "width": box.width, "height": box.height}
    Xml.SubElement(shape, f"{{{BOXES}}}Bounds", {key: str(value) for key, value in bounds.items()})
