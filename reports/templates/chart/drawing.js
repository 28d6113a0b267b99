// The chart by WebGL, through sigma; labels are drawn on a canvas, where text is only text.

function hasWebGL() {
  if (typeof ChartLibrary === "undefined") return false;
  const canvas = document.createElement("canvas");
  const context = canvas.getContext("webgl2") || canvas.getContext("webgl");
  context?.getExtension("WEBGL_lose_context")?.loseContext();
  return !!context;
}

const MAX_SMALL = 150; // nodes of a chart up to which each may be named
const MAX_LEADING = 40; // people and large nodes of a larger chart that are named in any case
const LEAST_PERSON = 5; // pixels from the middle of the others' nodes to the rim
const FONT = '"Segoe UI", "Helvetica Neue", Arial, "Liberation Sans", "Noto Sans", sans-serif';

function outlined(context, text, x, y, colour) {
  context.lineJoin = "round";
  context.lineWidth = 3.5;
  context.strokeStyle = paper();
  context.strokeText(text, x, y);
  context.fillStyle = colour;
  context.fillText(text, x, y);
}

function makeDrawing(container, pick) {
  const { Graph, Sigma, nodePrograms, edgePrograms } = ChartLibrary;
  const graph = new Graph();
  for (const node of nodes) {
    graph.addNode(String(node.index), { x: node.x, y: -node.y, type: data.sorts[node.sort][0], size: 1 });
  }
  for (const edge of edges) {
    const mutual = relations[edge.relation].mutual;
    const type = edge.bend ? (mutual ? "curvedLine" : "curvedArrow") : mutual ? "line" : "arrow";
    const ends = [String(edge.source), String(edge.target)];
    // sigma bends to the other side than this page, whose y grows downwards.
    graph.addEdgeWithKey(String(edge.index), ...ends, { type, curvature: edge.bend, size: 1 });
  }
  let scale = 1;
  let out = null;
  let room = null;
  let sigma = null; // it draws once while it is being made
  const fit = () => {
    const { clientWidth, clientHeight } = container;
    scale = Math.min((clientWidth - 80) / data.width, (clientHeight - 80) / data.height, 1.25);
  };
  fit();
  // Of a large chart the nodes shrink less than the distances: hubs must still be seen.
  const sizeOf = (node) => Math.max(node.radius * (scale < 1 ? scale ** 0.62 : scale), 2);
  const large = nodes.map(sizeOf).sort((a, b) => b - a);
  const leading = new Set(nodes.filter((node) => node.sort === PEOPLE).sort(byRank).slice(0, MAX_LEADING).map((node) => node.index));
  // Labels keep off one another and off nodes, of many off the largest; counted anew each time.
  const roomHere = () => {
    if (!room) {
      room = roomFor();
      const counting = out ? [...out.nodes].map((one) => nodes[one]) : nodes;
      const least = counting.length <= MAX_SMALL ? 0 : large[MAX_LEADING - 1];
      for (const node of counting) {
        if (!shown.nodes[node.index] || sizeOf(node) < least) continue;
        const item = sigma.getNodeDisplayData(String(node.index));
        const { x, y } = sigma.framedGraphToViewport(item);
        const size = sigma.scaleSize(item.size) * 0.8;
        room(x - size, y - size, 2 * size, 2 * size);
      }
    }
    return room;
  };
  // sigma gives labels in an order of its own: they wait until all are there.
  let waiting = [];
  let named = new Set();
  let spoken = new Map(); // which links have found room for their words
  const drawLabel = (context, item, settings) => {
    if (!item.label || !sigma) return;
    const node = nodes[item.key];
    const isTiny = nodes.length > MAX_SMALL && item.size < LEAST_PERSON && !out && !item.picked;
    if (node.sort === PEOPLE && isTiny && !leading.has(node.index)) return;
    waiting.push({ context, item, size: settings.labelSize });
  };
  const drawWaiting = () => {
    const { width: wide } = sigma.getDimensions();
    const inWindow = (x, y, width, height) => x >= 0 && x + width <= wide && roomHere()(x, y, width, height);
    waiting.sort((a, b) => byRank(nodes[a.item.key], nodes[b.item.key]));
    for (const { context, item, size } of waiting) {
      context.font = `${item.picked ? "600 " : ""}${size}px ${FONT}`;
      context.textAlign = "center";
      const width = context.measureText(item.label).width;
      let seat = seatFor(inWindow, item.x, item.y, item.size, width, size);
      if (!seat && item.picked) seat = [item.x, item.y + item.size + size];
      if (seat) named.add(Number(item.key));
      if (seat) outlined(context, item.label, ...seat, ink());
      context.textAlign = "start";
    }
    waiting = [];
  };
  // Nodes in the window whose names are not.
  const countUnnamed = () => {
    const { width, height } = sigma.getDimensions();
    const isUnnamed = (node) => {
      if (!shown.nodes[node.index] || named.has(node.index) || (out && !out.nodes.has(node.index))) return false;
      const { x, y } = sigma.framedGraphToViewport(sigma.getNodeDisplayData(String(node.index)));
      return x >= 0 && x <= width && y >= 0 && y <= height;
    };
    return nodes.filter(isUnnamed).length;
  };
  const ring = (context, item) => {
    context.beginPath();
    context.arc(item.x, item.y, item.size + 4, 0, Math.PI * 2);
    context.lineWidth = 3;
    context.strokeStyle = mark();
    context.stroke();
  };
  const drawHover = (context, item, settings) => {
    ring(context, item);
    const label = short(nodes[Number(item.key)].label, 60);
    context.font = `600 ${settings.labelSize}px ${FONT}`;
    const width = context.measureText(label).width;
    const y = item.y + item.size + settings.labelSize + 2;
    context.fillStyle = paper();
    context.fillRect(item.x - width / 2 - 4, y - settings.labelSize - 1, width + 8, settings.labelSize + 7);
    context.fillStyle = ink();
    context.textAlign = "center";
    context.fillText(label, item.x, y);
    context.textAlign = "start";
  };
  const drawEdgeLabel = (context, item, source, target, settings) => {
    if (!item.label || !sigma) return;
    drawWaiting();
    const x = (source.x + target.x) / 2 + ((target.y - source.y) * (item.curvature || 0)) / 2;
    const y = (source.y + target.y) / 2 - ((target.x - source.x) * (item.curvature || 0)) / 2;
    context.font = `${settings.edgeLabelSize}px ${FONT}`;
    context.textAlign = "center";
    const width = context.measureText(item.label).width;
    // Words of links are drawn again, without all else, whenever the mouse comes to a node.
    if (!spoken.has(item.key)) spoken.set(item.key, roomHere()(x - width / 2, y - 7, width, 13));
    if (spoken.get(item.key)) outlined(context, item.label, x, y + 4, item.color);
    context.textAlign = "start";
  };
  sigma = new Sigma(graph, container, {
    allowInvalidContainer: true,
    defaultDrawEdgeLabel: drawEdgeLabel,
    defaultDrawNodeHover: drawHover,
    defaultDrawNodeLabel: drawLabel,
    edgeLabelSize: 11,
    edgeProgramClasses: edgePrograms(drawEdgeLabel),
    edgeReducer: (key) => {
      const edge = edges[Number(key)];
      if (!shown.edges[edge.index]) return { hidden: true };
      const look = lookOfEdge(edge, out);
      const size = Math.max(look.size * Math.min(scale * 1.6, 1), look.out ? 1.8 : nodes.length > 1500 ? 0.8 : 1.2);
      return { color: look.colour, size, label: look.label, forceLabel: look.out && !!look.label, zIndex: look.out ? 1 : 0, curvature: edge.bend, type: graph.getEdgeAttribute(key, "type") };
    },
    enableEdgeEvents: true,
    hideEdgesOnMove: edges.length > 20000,
    labelDensity: nodes.length <= MAX_SMALL ? 3 : 1,
    labelGridCellSize: nodes.length <= MAX_SMALL ? 60 : 90,
    labelRenderedSizeThreshold: nodes.length <= MAX_SMALL ? 0 : Math.min(large[MAX_LEADING - 1], 9),
    labelSize: 12.5,
    maxCameraRatio: 3,
    minCameraRatio: 0.005,
    minEdgeThickness: edges.length > 2000 ? 0.6 : 1,
    nodeProgramClasses: nodePrograms,
    nodeReducer: (key) => {
      const node = nodes[Number(key)];
      if (!shown.nodes[node.index]) return { x: node.x, y: -node.y, hidden: true };
      const look = lookOfNode(node, out);
      const size = sizeOf(node);
      return { x: node.x, y: -node.y, color: look.colour, label: look.label, size: look.picked ? size * 1.25 + 2 : size, highlighted: false, picked: look.picked, forceLabel: look.forced || look.picked || (!out && node.sort === PEOPLE), zIndex: look.out ? 1 : 0, type: graph.getNodeAttribute(key, "type") };
    },
    renderEdgeLabels: true,
    stagePadding: 40,
    zIndex: true,
  });
  // The frame is that of the whole chart, so that nothing moves when something is hidden.
  sigma.setCustomBBox({ x: [55, data.width - 55], y: [55 - data.height, -55] });
  sigma.on("beforeRender", () => {
    room = null;
    named = new Set();
    spoken = new Map();
  });
  // sigma draws no link of a node with itself.
  const loops = edges.filter((edge) => edge.source === edge.target);
  const drawLoop = (context, edge) => {
    const item = sigma.getNodeDisplayData(String(edge.source));
    const { x, y } = sigma.framedGraphToViewport(item);
    const size = sigma.scaleSize(item.size);
    const { start, control, end, top } = loopOf(edge, x, y, size, 44 * (size / nodes[edge.source].radius));
    const look = lookOfEdge(edge, out);
    context.beginPath();
    context.moveTo(...start);
    context.quadraticCurveTo(...control, ...end);
    context.lineWidth = look.size;
    context.strokeStyle = look.colour;
    context.stroke();
    drawEdgeLabel(context, { key: String(edge.index), label: look.label, color: look.colour }, { x: top[0], y: top[1] }, { x: top[0], y: top[1] }, { edgeLabelSize: 11 });
  };
  sigma.on("afterRender", () => {
    drawWaiting();
    tellUnnamed(countUnnamed());
    const context = sigma.getCanvases().labels.getContext("2d");
    for (const edge of loops) if (shown.edges[edge.index]) drawLoop(context, edge);
    for (const index of new Set([state.node, state.from, state.to])) {
      const item = index >= 0 && shown.nodes[index] && sigma.getNodeDisplayData(String(index));
      if (item) ring(context, { ...sigma.framedGraphToViewport(item), size: sigma.scaleSize(item.size) });
    }
  });
  sigma.on("clickNode", ({ node }) => pick.node(Number(node)));
  sigma.on("clickEdge", ({ edge }) => pick.edge(Number(edge)));
  sigma.on("clickStage", () => pick.nothing());
  for (const name of ["enterNode", "enterEdge"]) sigma.on(name, () => container.classList.add("over"));
  for (const name of ["leaveNode", "leaveEdge"]) sigma.on(name, () => container.classList.remove("over"));
  sigma.on("resize", fit);
  for (const canvas of container.querySelectorAll("canvas")) {
    canvas.addEventListener("webglcontextlost", () => pick.lost());
  }
  const camera = sigma.getCamera();
  // Where the camera must stand so that all that is shown fills the window.
  const frameOfShown = () => {
    const items = nodes.filter((node) => shown.nodes[node.index]).map((node) => sigma.getNodeDisplayData(String(node.index)));
    if (items.length === nodes.length || !items.length) return { x: 0.5, y: 0.5, ratio: 1, angle: 0 };
    sigma.refresh({ skipIndexation: true }); // so that places in the window are those of this camera
    const { width, height } = sigma.getDimensions();
    const [corner, opposite] = [{ x: 70, y: 70 }, { x: width - 70, y: height - 70 }].map((one) => sigma.viewportToFramedGraph(one));
    const spanOf = (axis) => {
      const values = items.map((item) => item[axis]);
      return [Math.min(...values), Math.max(...values)];
    };
    const [[left, right], [low, high]] = [spanOf("x"), spanOf("y")];
    const wide = (right - left) / Math.abs(opposite.x - corner.x);
    const tall = (high - low) / Math.abs(opposite.y - corner.y);
    const ratio = Math.min(Math.max(camera.ratio * Math.max(wide, tall), 0.05), 1);
    return { x: (left + right) / 2, y: (low + high) / 2, ratio, angle: 0 };
  };
  const isStill = matchMedia("(prefers-reduced-motion: reduce)");
  const moveTo = (place) => (isStill.matches ? camera.setState(place) : camera.animate(place, { duration: 250 }));
  return {
    refresh: () => { out = standingOut(); sigma.refresh({ skipIndexation: false }); },
    zoom: (factor) => camera.setState({ ratio: Math.min(Math.max(camera.ratio * factor, 0.005), 3) }),
    whole: () => moveTo(frameOfShown()),
    show: (index) => {
      const { x, y } = sigma.getNodeDisplayData(String(index));
      moveTo({ x, y, ratio: Math.min(camera.ratio, 700 / Math.max(data.width, data.height, 700)) });
    },
    where: (index) => {
      const item = sigma.getNodeDisplayData(String(index));
      const { left, top } = container.getBoundingClientRect();
      const { x, y } = sigma.framedGraphToViewport(item);
      return { x: x + left, y: y + top };
    },
    named: () => [...named],
    close: () => sigma.kill(),
  };
}
