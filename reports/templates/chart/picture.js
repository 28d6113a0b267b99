// The chart as SVG: where there is no WebGL, and for print.

function shapeOf(node, look) {
  const { x, y, radius: r } = node;
  const paint = { fill: look.colour, stroke: look.picked ? mark() : paper(), "stroke-width": look.picked ? 4 : 1.5 };
  switch (data.sorts[node.sort][0]) {
    case "circle":
      return draw("circle", { cx: x, cy: y, r, ...paint });
    case "square":
      return draw("rect", { x: x - 0.9 * r, y: y - 0.9 * r, width: 1.8 * r, height: 1.8 * r, ...paint });
    case "page":
      return draw("rect", { x: x - 0.77 * r, y: y - r, width: 1.54 * r, height: 2 * r, ...paint });
    case "diamond":
      return draw("path", { d: `M${x} ${y - 1.25 * r}l${1.25 * r} ${1.25 * r}l${-1.25 * r} ${1.25 * r}l${-1.25 * r} ${-1.25 * r}z`, ...paint });
    default:
      return draw("path", { d: `M${x} ${y - 1.4 * r}l${1.25 * r} ${2.1 * r}h${-2.5 * r}z`, ...paint });
  }
}

// A link of a node with itself: several are turned around it.
function loopOf(edge, x, y, radius, far) {
  const middle = edge.bend / 0.22 - Math.PI / 4;
  const at = (turn, away) => [x + away * Math.cos(middle + turn), y + away * Math.sin(middle + turn)];
  return { start: at(-0.6, radius), control: at(0, radius + far), end: at(0.6, radius), top: at(0, radius + far / 2 + 8), angle: middle + Math.PI };
}

// Where a link begins, bends and ends, rim to rim.
function courseOf(edge) {
  const a = nodes[edge.source];
  const b = nodes[edge.target];
  if (a === b) {
    const { start, control, end, top, angle } = loopOf(edge, a.x, a.y, a.radius, 44);
    return { d: `M${start.join(" ")}Q${control.join(" ")} ${end.join(" ")}`, x: top[0], y: top[1], end, angle };
  }
  const dx = b.x - a.x;
  const dy = b.y - a.y;
  const length = Math.hypot(dx, dy) || 1;
  const cx = (a.x + b.x) / 2 + 2 * edge.bend * dy * 0.5;
  const cy = (a.y + b.y) / 2 - 2 * edge.bend * dx * 0.5;
  const rim = (node, away) => {
    const ux = cx - node.x;
    const uy = cy - node.y;
    const size = Math.hypot(ux, uy) || 1;
    return [node.x + (ux / size) * away, node.y + (uy / size) * away];
  };
  const mutual = relations[edge.relation].mutual;
  const [sx, sy] = rim(a, Math.min(a.radius, length / 3));
  const [ex, ey] = rim(b, Math.min(b.radius + (mutual ? 0 : 7), length / 3));
  const angle = Math.atan2(b.y - cy, b.x - cx);
  const round = (value) => value.toFixed(1);
  const d = edge.bend
    ? `M${round(sx)} ${round(sy)}Q${round(cx)} ${round(cy)} ${round(ex)} ${round(ey)}`
    : `M${round(sx)} ${round(sy)}L${round(ex)} ${round(ey)}`;
  const middle = [(sx + 2 * cx + ex) / 4, (sy + 2 * cy + ey) / 4];
  return { d, x: middle[0], y: middle[1], end: [ex, ey], angle };
}

function headOf(course, colour) {
  const [x, y] = course.end;
  const at = (along, aside) => {
    const cos = Math.cos(course.angle);
    const sin = Math.sin(course.angle);
    return `${(x + along * cos - aside * sin).toFixed(1)} ${(y + along * sin + aside * cos).toFixed(1)}`;
  };
  return draw("path", { d: `M${at(7, 0)}L${at(-2, 4)}L${at(-2, -4)}z`, fill: colour });
}

// Labels that would lie over one already there are left out; what stands out comes first.
function roomFor(wide = 40, high = 14) {
  const cells = new Map();
  return (x, y, width, height) => {
    const keys = [];
    for (let i = Math.floor(x / wide); i <= Math.floor((x + width) / wide); i += 1) {
      for (let j = Math.floor(y / high); j <= Math.floor((y + height) / high); j += 1) keys.push(`${i} ${j}`);
    }
    const taken = keys.flatMap((key) => cells.get(key) || []);
    const free = taken.every(([a, b, c, d]) => x > a + c || a > x + width || y > b + d || b > y + height);
    if (free) for (const key of keys) cells.set(key, [...(cells.get(key) || []), [x, y, width, height]]);
    return free;
  };
}

function textAt(x, y, text, attributes) {
  return draw(
    "text",
    { x: x.toFixed(1), y: y.toFixed(1), "text-anchor": "middle", "paint-order": "stroke", stroke: paper(), "stroke-width": "0.25em", "stroke-linejoin": "round", ...attributes },
    text,
  );
}

// All that is drawn, with letters of this size; names keep between `left` and `right`.
function layers(size, left, right) {
  const out = standingOut();
  const lines = draw("g", { fill: "none" });
  const shapes = draw("g");
  const labels = draw("g", { "font-size": size });
  const wide = size * 0.55;
  const room = roomFor(3.4 * size, 1.2 * size);
  const inWindow = (x, y, width, height) => x >= left && x + width <= right && room(x, y, width, height);
  for (const edge of edges) {
    if (!shown.edges[edge.index]) continue;
    const look = lookOfEdge(edge, out);
    const course = courseOf(edge);
    const line = draw("path", { d: course.d, stroke: look.colour, "stroke-width": look.size, "data-edge": edge.index });
    if (look.out) lines.append(line);
    else lines.prepend(line);
    if (!relations[edge.relation].mutual && edge.source !== edge.target) line.after(headOf(course, look.colour));
    edge.drawn = { look, course };
  }
  for (const node of nodes) {
    const { x, y, radius: r } = node;
    if (shown.nodes[node.index] && (!out || out.nodes.has(node.index))) room(x - 0.8 * r, y - 0.8 * r, 1.6 * r, 1.6 * r);
  }
  const order = nodes.filter((node) => shown.nodes[node.index]).sort(byRank);
  const named = [];
  for (const node of order) {
    const look = lookOfNode(node, out);
    const shape = shapeOf(node, look);
    shape.dataset.node = node.index;
    shape.append(draw("title", {}, short(node.label, 200)));
    shapes.append(shape);
    const width = look.label.length * wide;
    if (!look.label) continue;
    let seat = seatFor(inWindow, node.x, node.y, node.radius, width, size);
    if (!seat && look.picked) seat = [node.x, node.y + node.radius + size];
    if (seat) labels.append(textAt(...seat, look.label, { fill: ink() }));
    if (seat) named.push(node.index);
  }
  tellUnnamed((out ? order.filter((node) => out.nodes.has(node.index)) : order).length - named.length);
  for (const edge of edges) {
    if (!shown.edges[edge.index] || !edge.drawn.look.label) continue;
    const { look, course } = edge.drawn;
    const width = look.label.length * wide * 0.87;
    if (room(course.x - width / 2, course.y - size / 2, width, size * 0.9)) {
      labels.append(textAt(course.x, course.y + size * 0.3, look.label, { fill: look.colour, "font-size": size * 0.87 }));
    }
  }
  return { named, parts: [lines, shapes, labels] };
}

function makePicture(container, pick) {
  const picture = draw("svg", { role: "img", preserveAspectRatio: "xMidYMid meet" });
  let box = [0, 0, data.width, data.height];
  let later = 0;
  let drawn = { named: [] };
  const setBox = () => picture.setAttribute("viewBox", box.map((one) => one.toFixed(2)).join(" "));
  const scaleOf = () => Math.min(container.clientWidth / box[2], container.clientHeight / box[3]) || 1;
  const zoomTo = (factor, x = box[0] + box[2] / 2, y = box[1] + box[3] / 2) => {
    box = [x - (x - box[0]) * factor, y - (y - box[1]) * factor, box[2] * factor, box[3] * factor];
    setBox();
    clearTimeout(later);
    later = setTimeout(refresh, 150); // labels keep their size on the screen
  };
  const at = (event) => {
    const point = new DOMPoint(event.clientX, event.clientY).matrixTransform(picture.getScreenCTM().inverse());
    return [point.x, point.y];
  };
  picture.addEventListener("wheel", (event) => {
    event.preventDefault();
    zoomTo(event.deltaY > 0 ? 1.25 : 0.8, ...at(event));
  }, { passive: false });
  let drag = null;
  picture.addEventListener("pointerdown", (event) => {
    drag = { x: event.clientX, y: event.clientY, box: [...box], moved: false, target: event.target };
    picture.setPointerCapture(event.pointerId);
  });
  picture.addEventListener("pointermove", (event) => {
    if (!drag) return;
    const [dx, dy] = [event.clientX - drag.x, event.clientY - drag.y];
    drag.moved ||= Math.hypot(dx, dy) > 4;
    if (drag.moved) {
      box = [drag.box[0] - dx / scaleOf(), drag.box[1] - dy / scaleOf(), box[2], box[3]];
      setBox();
    }
  });
  picture.addEventListener("pointerup", () => {
    const { moved, target } = drag || { moved: true };
    drag = null;
    if (moved) return;
    if (target.dataset.node !== undefined) pick.node(Number(target.dataset.node));
    else if (target.dataset.edge !== undefined) pick.edge(Number(target.dataset.edge));
    else pick.nothing();
  });
  const refresh = () => {
    picture.setAttribute("aria-label", byId("counts").textContent);
    const scale = forPrint ? 700 / data.width : scaleOf();
    const middle = box[0] + box[2] / 2;
    const half = forPrint ? Infinity : container.clientWidth / scale / 2;
    drawn = layers(Math.min(Math.max(12 / scale, 6), data.width / 25), middle - half, middle + half);
    picture.replaceChildren(...drawn.parts);
  };
  const boxOfShown = () => {
    const there = nodes.filter((node) => shown.nodes[node.index]);
    if (there.length === nodes.length || !there.length) return [0, 0, data.width, data.height];
    const [xs, ys] = [there.map((node) => node.x), there.map((node) => node.y)];
    const [left, top] = [Math.min(...xs) - 60, Math.min(...ys) - 60];
    return [left, top, Math.max(...xs) + 60 - left, Math.max(...ys) + 60 - top];
  };
  container.append(picture);
  setBox();
  return {
    refresh,
    zoom: (factor) => zoomTo(factor),
    whole: () => { box = boxOfShown(); setBox(); refresh(); },
    show: (index) => { const { x, y } = nodes[index]; const size = Math.min(data.width, 700); box = [x - size / 2, y - size / 2, size, size]; setBox(); refresh(); },
    where: (index) => {
      const { x, y } = new DOMPoint(nodes[index].x, nodes[index].y).matrixTransform(picture.getScreenCTM());
      return { x, y };
    },
    named: () => drawn.named,
    close: () => picture.remove(),
  };
}
