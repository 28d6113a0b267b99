// What the link chart draws with: graphology holds the graph, sigma draws it by WebGL.
// Built once into chart.bundle.js (README.md); the page finds it as `ChartLibrary`.

import { MultiDirectedGraph } from "graphology";
import Sigma from "sigma";
import {
  EdgeRectangleProgram,
  NodeProgram,
  createEdgeArrowProgram,
} from "sigma/rendering";
import { createEdgeCurveProgram } from "@sigma/edge-curve";
import { floatColor } from "sigma/utils";
import { shapes } from "./shapes.js";

export const Graph = MultiDirectedGraph;
export { Sigma };

export const nodePrograms = shapes(NodeProgram, floatColor);

const head = { extremity: "target", lengthToThicknessRatio: 4, widenessToThicknessRatio: 3 };

// Programs for links, straight and curved; `drawLabel` is sigma's `defaultDrawEdgeLabel`.
export const edgePrograms = (drawLabel) => ({
  arrow: createEdgeArrowProgram(head),
  line: EdgeRectangleProgram,
  curvedArrow: createEdgeCurveProgram({ arrowHead: head, drawLabel }),
  curvedLine: createEdgeCurveProgram({ arrowHead: null, drawLabel }),
});
